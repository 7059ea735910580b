"""RDF files of an export: dataset, ontology and shapes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SH, SKOS, VANN, VOID, XSD, Graph, Namespace
from rdflib.compare import to_canonical_graph

from kg.exports.source import ExportFile, Source
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import review_of
from kg.rdf.formats import DATASET_FORMATS, GRAPH_FORMATS, N_TRIPLES, TURTLE, RdfFormat
from kg.rdf.iris import DATA, DEFINITION, FACET, INCOMPATIBILITY, LACUNA, ONTOLOGY, SHAPE, TERM
from kg.stores.rdf_files import GraphOf, rewritten, transcribe
from kg.validation.check import rule_files
from kg.validation.shacl import all_shapes

SPDX = Namespace("http://spdx.org/rdf/terms#")

PREFIXES: Mapping[str, str] = {
    "data": str(DATA),
    "dcat": str(DCAT._NS),
    "dct": str(DCTERMS._NS),
    "definition": str(DEFINITION),
    "facet": str(FACET),
    "foaf": str(FOAF._NS),
    "incompatibility": str(INCOMPATIBILITY),
    "lacuna": str(LACUNA),
    "owl": str(OWL._NS),
    "prov": str(PROV._NS),
    "rdf": str(RDF._NS),
    "rdfs": str(RDFS._NS),
    "sh": str(SH._NS),
    "shape": str(SHAPE),
    "skos": str(SKOS._NS),
    "spdx": str(SPDX),
    "term": str(TERM),
    "vann": str(VANN._NS),
    "void": str(VOID._NS),
    "xsd": str(XSD._NS),
}


def rdf_files(source: Source) -> Iterator[ExportFile]:
    """The dataset, ontology and shapes in every RDF format.

    ``dataset.nt`` is the text whose hash names the version. Where a format has named graphs, each review is one and the
    ontology is one.
    """
    whole = source.content.ntriples
    for format_ in DATASET_FORMATS:
        says = "data and ontology" + (", a graph for each review" if format_.named_graphs else "")
        yield _file("dataset", format_, f"The dataset: {says}", whole, graph_of)
    yield from ontology_files(source.ontology)
    shapes = to_canonical_graph(all_shapes(source.vocabulary))
    yield from _graph("shapes", "The SHACL shapes that every load is checked with", shapes)
    for rule in rule_files():
        says = "Cross-record constraints: each row is a violation"
        yield ExportFile.of(f"shapes/{rule.name}", "application/sparql-query", says, rule.read_bytes())


def ontology_files(ontology: Graph) -> Iterator[ExportFile]:
    """The ontology in every RDF format for single graphs."""
    return _graph("ontology", "The ontology as OWL 2 EL, its terms as SKOS", ontology)


def graph_of(subject: str) -> str:
    """The named graph of a subject: its review's, or the ontology's."""
    return review_of(subject) or str(ONTOLOGY)


def turtle(graph: Graph) -> bytes:
    """A graph as Turtle; blank nodes must have canonical names, or the bytes would differ from run to run."""
    written = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        written.bind(prefix, namespace)
    for triple in graph:
        written.add(triple)
    return written.serialize(format="turtle", encoding="utf-8")


def own_turtle(statements: Iterable[Triple], namespace: str) -> bytes:
    """What a corpus declares, as Turtle with its namespace as ``own:``; every literal is written as it is."""
    content = Canonical(statements)
    prefixes = {**PREFIXES, "own": namespace}
    used = {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in content.text}
    return rewritten(content.ntriples, TURTLE, used)


def _file(name: str, format_: RdfFormat, says: str, ntriples: bytes, graphs: GraphOf | None = None) -> ExportFile:
    path = f"{name}{format_.suffix}"
    if format_ == N_TRIPLES:
        return ExportFile.of(path, format_.media_type, says, ntriples)
    return ExportFile(path, format_.media_type, says, partial(_transcribe, ntriples, graphs))


def _transcribe(ntriples: bytes, graphs: GraphOf | None, file: Path) -> None:
    # No prefix for data: their IRIs hold slashes, which would have to be escaped after a prefix.
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if prefix != "data"}
    transcribe(ntriples, file, prefixes, graphs)


def _graph(name: str, says: str, graph: Graph) -> Iterator[ExportFile]:
    """A graph with blank nodes in every format."""
    ntriples = "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True))).encode()
    for format_ in GRAPH_FORMATS:
        if format_ == TURTLE:  # rdflib writes nested nodes and lists readably
            yield ExportFile.of(f"{name}{format_.suffix}", format_.media_type, says, turtle(graph))
        else:
            yield _file(name, format_, says, ntriples)
