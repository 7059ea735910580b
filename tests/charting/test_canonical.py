"""The canonical text is sorted N-Triples, and both stores keep every text as it is."""

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from kg.ontology.reading import read_ontology
from kg.property_graph.model import Ends, Link, PropertyGraph, Row
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical, Common, Described
from kg.rdf.iris import LACUNA
from kg.stores import oxigraph
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from loaders.corpus import read_corpus
from tests.bench.corpus import FACETS, generate_review
from tests.bench.sheet import write_corpus

TEXTS = [
    '"',
    '""',
    "a,b",
    'say "x"',
    "a\nb",
    "a\r\nb",
    "\r",
    "\t",
    "\\",
    "\\n",
    '\\"',
    "'",
    "[a,b]",
    "NULL",
    " a ",
    "“é” 😀",
]
TEXTS += ["\u2028", "x" * 5000, "#", "{a: 1}", "$a", ""]


@pytest.fixture
def graph() -> Graph:
    graph = read_ontology()
    for number, text in enumerate(TEXTS):
        iri = URIRef(f"https://example.org/{number}")
        graph.add((iri, RDF.type, LACUNA.Study))
        for literal in (Literal(text), Literal(text, lang="en"), Literal(number), Literal(text, datatype=XSD.token)):
            graph.add((iri, LACUNA.note, literal))
    return graph


def test_the_text_is_sorted_ntriples(graph):
    lines = graph.serialize(format="nt").split("\n")
    assert Canonical(graph).text.split("\n")[:-1] == sorted({line for line in lines if line})
    assert set(Graph().parse(data=Canonical(graph).text, format="nt")) == set(graph)


def test_each_triple_stands_once_and_order_does_not_matter(graph):
    triples = list(graph)
    content = Canonical([*triples[::-1], *triples])
    assert content.text == Canonical(graph).text
    assert len(content) == len(graph) == content.text.count("\n")


def test_what_is_said_of_nodes_stands_as_its_triples_do(graph):
    of_all = [(LACUNA.note, Literal(text)) for text in TEXTS]
    nodes = [URIRef(f"https://example.org/{number}") for number in (1, 2, 1, 10)]
    many, alone = Common(of_all), (RDF.type, LACUNA.Study)
    described: list[Described] = [(node, [many, alone, many]) for node in nodes]
    described += [(nodes[0], [alone]), (URIRef("https://example.org/unsaid"), [Common([])])]
    content = Canonical(graph, described)
    triples = [(node, *pair) for node in nodes for pair in (*of_all, alone)]
    assert content.text == Canonical([*graph, *triples]).text
    assert content.version == Canonical([*triples, *graph]).version != Canonical(graph).version


def test_it_answers_as_a_graph_does(graph):
    content = Canonical(graph)
    for property_ in set(graph.predicates()):
        assert sorted(content.subject_objects(property_)) == sorted(graph.subject_objects(property_))
    assert {subject: {content.pairs[rest] for rest in rests} for subject, rests in content.by_subject()} == {
        subject: set(graph.predicate_objects(subject)) for subject in set(graph.subjects())
    }
    assert set(content) == set(graph)
    assert content.text_of({LACUNA.note}) == Canonical(graph.triples((None, LACUNA.note, None))).text


@pytest.mark.parametrize("batch", [3, 100_000])
def test_every_text_comes_back_from_ladybug(batch, vocabulary):
    declared = schema(vocabulary)
    nodes: dict[str, list[Row]] = {type_.label: [] for type_ in declared.nodes}
    edges: dict[Ends, list[Link]] = {(edge.type, start, end): [] for edge in declared.edges for start, end in edge.ends}
    row: Row = {"iri": "i", "id": "i", "name": "i", "title": None, "year": None}
    nodes["Study"] = [row | {"iri": f"s{at}", "title": text, "year": at} for at, text in enumerate(TEXTS)]
    nodes["EvidenceUnit"] = [{"iri": f"u{at}", "id": text, "name": text} for at, text in enumerate(TEXTS)]
    nodes["SearchStrategy"] = [
        {"iri": "x", "id": "x", "name": "x", "databases": TEXTS, "years": None, "last_search": "", "source": None}
    ]
    nodes["Study"].append(row)
    edges["HAS_UNIT", "Study", "EvidenceUnit"] = [(f"s{at}", f"u{at}", None) for at in range(len(TEXTS))]
    store = LadybugStore.in_memory(PropertyGraph(nodes, edges), declared, batch)
    found = store.run("MATCH (s:Study)-[:HAS_UNIT]->(u) RETURN s.title AS t, s.year AS y, u.id AS id, u.name AS n", {})
    assert {(each["y"], each["t"], each["id"], each["n"]) for each in found} == {
        (at, text, text, text) for at, text in enumerate(TEXTS)
    }
    assert store.run("MATCH (s:Study {iri: 'i'}) RETURN s.title AS t, s.year AS y", {}) == [{"t": None, "y": None}]
    assert store.run("MATCH (s:SearchStrategy) RETURN s.databases AS d, s.years AS y, s.last_search AS l", {}) == [
        {"d": TEXTS, "y": None, "l": ""}
    ]
    store.close()


def test_every_text_comes_back_from_oxigraph(graph, tmp_path):
    oxigraph.write(Canonical(graph).text.encode(), tmp_path / "rdf")
    rows = OxigraphStore.open(tmp_path / "rdf").run(
        f"SELECT ?s ?t {{ ?s <{LACUNA.note}> ?t FILTER(lang(?t) = 'en') }}", {}
    )
    assert {(row["s"], row["t"]) for row in rows} == {
        (f"https://example.org/{at}", text) for at, text in enumerate(TEXTS)
    }


def test_the_sheet_of_the_benchmark_says_what_was_generated(tmp_path, vocabulary):
    review = generate_review(40)
    corpus = read_corpus(vocabulary, write_corpus(review, FACETS, tmp_path / "generated"))
    assert corpus.faults == ()
    assert corpus.review.studies == review.studies
    assert set(corpus.review.completeness) == set(review.completeness)
