"""RDF in Oxigraph."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph
from oxrdflib import OxigraphStore as _RdflibStore
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.query.compiled import Language, Parameter
from kg.rdf.canonical import Triple
from kg.rdf.formats import format_of
from kg.stores.base import Row, Value


def write(ntriples: bytes, folder: Path) -> None:
    """Store triples, given as N-Triples with valid IRIs (``kg.rdf.canonical`` writes no others), in a new folder."""
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)  # IRIs are not looked at again
    store.flush()


class OxigraphStore:
    """RDF of one version, read-only; ``in_memory`` is for tests and for checking before anything is stored."""

    engine = "oxigraph"
    language: Language = "sparql"

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> "OxigraphStore":
        """The store that ``write`` left in a folder."""
        return cls(pyoxigraph.Store.read_only(str(folder)))

    @classmethod
    def in_memory(cls, ntriples: bytes) -> "OxigraphStore":
        """A store of triples, given as N-Triples, that lives as long as the object."""
        store = pyoxigraph.Store()
        store.bulk_load(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        return cls(store)

    @property
    def graph(self) -> Graph:
        """The stored triples as an rdflib graph."""
        return Graph(store=_RdflibStore(store=self._store), identifier=DATASET_DEFAULT_GRAPH_ID)

    def triples(self) -> Iterator[Triple]:
        """The stored triples as they were given to ``write``: Oxigraph has its own way to write an instant, rdflib another.

        ``graph`` gives texts the datatype besides that they have anyway.
        """
        for quad in self._store:
            yield _node(quad.subject), _node(quad.predicate), _node(quad.object, normalize=True)

    def confirm(self) -> None:
        """The folder is open, so the version is there."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a SELECT query; SPARQL takes no parameters."""
        if parameters:
            raise ValueError(f"SPARQL takes no parameters, given are {sorted(parameters)}")
        solutions = self._store.query(text)
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise TypeError("only SELECT queries have rows")
        names = [variable.value for variable in solutions.variables]
        return [{name: _value(solution[name]) for name in names} for solution in solutions]

    def close(self) -> None:
        """Let go of the files (they are closed with the last reference)."""
        del self._store


def _value(term: object) -> Value:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal | pyoxigraph.NamedNode):
        return term.value
    raise TypeError(f"no value for {term}")


_HEAD = 65536
"""In so many first bytes all prefixes stand."""


GraphOf = Callable[[str], str]
"""The IRI of a subject → the IRI of its graph."""


class BadRdf(ValueError):
    """A file is not of the kind that its suffix says, or holds what is no triple of IRIs and literals."""


def transcribe(ntriples: bytes, file: Path, prefixes: Mapping[str, str], graph_of: GraphOf | None) -> None:
    """Write triples as RDF of the kind that the file's suffix says; where that knows graphs, in those of their subjects, if any.

    Triples keep their order (in each graph), so that the same triples give the same bytes.
    """
    format_ = _format(file)
    quads = pyoxigraph.parse(input=ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    if not format_.supports_datasets:
        pyoxigraph.serialize((quad.triple for quad in quads), str(file), format_, prefixes=dict(prefixes))
    else:
        written = _in_graphs(quads, graph_of) if graph_of else quads
        pyoxigraph.serialize(written, str(file), format_, prefixes=dict(prefixes))
    _prefixes_in_order(file)


def _format(file: Path) -> pyoxigraph.RdfFormat:
    """Oxigraph's name of a file's format.

    Raises:
        BadRdf: there is none of that suffix.
    """
    if declared := format_of(file):
        format_ = pyoxigraph.RdfFormat.from_media_type(declared.media_type)
        if format_ is not None:
            return format_
    raise BadRdf(f"{file.suffix} is no RDF format")


def _in_graphs(quads: Iterable[pyoxigraph.Quad], graph_of: GraphOf) -> Iterator[pyoxigraph.Quad]:
    """The same triples, graph by graph."""
    by_graph: dict[str, list[pyoxigraph.Triple]] = {}
    for quad in quads:
        by_graph.setdefault(graph_of(str(quad.subject).strip("<>")), []).append(quad.triple)
    for graph in sorted(by_graph):
        name = pyoxigraph.NamedNode(graph)
        for triple in by_graph[graph]:
            yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, name)


def _prefixes_in_order(file: Path) -> None:
    """Oxigraph writes prefixes in an order that changes from run to run, whether as lines or as attributes of XML."""
    with file.open("r+b") as written:
        head = written.read(_HEAD)
        begins = re.match(rb"(?s)(?:<\?xml.*?\?>\s*<rdf:RDF|(?=@prefix))", head)
        if begins is None:
            return
        found = re.compile(rb'(?:@prefix [^\n]*\n|\s+xmlns:\w+="[^"]*")+').match(head, begins.end())
        if found is None or found.end() == len(head):
            raise ValueError(f"the prefixes of {file} are not where they were expected")
        each = re.findall(rb'@prefix [^\n]*\n|\s+xmlns:\w+="[^"]*"', found[0])
        written.seek(found.start())
        written.write(b"".join(sorted(each)))


def read_rdf(file: Path) -> Iterator[Triple]:
    """The triples of an RDF file, whatever graphs they stand in; literals as they are written, blank nodes too.

    Raises:
        BadRdf: the file is not what its suffix says.
    """
    try:
        for quad in pyoxigraph.parse(path=str(file), format=_format(file)):
            yield _node(quad.subject), _node(quad.predicate), _node(quad.object)
    except (SyntaxError, ValueError) as error:
        raise BadRdf(str(error)) from None


def _node(term: object, *, normalize: bool = False) -> Node:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            plain = term.datatype.value == str(XSD.string)
            return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=normalize)
    raise BadRdf(f"{term} is a statement about a statement, which is not known here.")
