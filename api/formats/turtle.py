"""Turtle: the stored triples about the subjects of a body."""

from collections.abc import Iterator
from functools import singledispatch

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal
from rdflib.term import Node

from api.models import DefinitionList, FacetDetail, StudyDetail, TermBody
from kg.evaluation.models import Body
from kg.rdf.data_iris import study_iri
from kg.rdf.iris import DATA, DEFINITION, LACUNA, TERM
from kg.versions.dataset import Dataset

_PREFIXES = {
    "lacuna": LACUNA,
    "term": TERM,
    "definition": DEFINITION,
    "data": DATA,
    "dct": DCTERMS,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}


def write(body: Body, dataset: Dataset) -> bytes:
    """The triples in Turtle; the same triples give the same bytes."""
    # rdflib would otherwise add its own list of prefixes.
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    stored = dataset.rdf
    for subject in _subjects(body, dataset):
        for _, predicate, value in stored.triples((subject, None, None)):
            graph.add((subject, predicate, _plain(value)))
    return graph.serialize(format="turtle").encode()


def _plain(value: Node) -> Node:
    """A term without the datatype xsd:string, which is the default in Turtle."""
    return Literal(str(value)) if isinstance(value, Literal) and value.datatype == XSD.string else value


@singledispatch
def _subjects(body: Body, _: Dataset) -> Iterator[Node]:
    raise TypeError(f"no triples for {type(body).__name__}")


@_subjects.register
def _(body: TermBody, _: Dataset) -> Iterator[Node]:
    yield TERM[body.id]


@_subjects.register
def _(body: FacetDetail, dataset: Dataset) -> Iterator[Node]:
    facet = dataset.vocabulary.facets[body.id]
    yield LACUNA[facet.class_name]
    if facet.property_name:
        yield LACUNA[facet.property_name]
    for term in body.members:
        yield TERM[term.id]


@_subjects.register
def _(body: DefinitionList, dataset: Dataset) -> Iterator[Node]:
    for each in body.items:
        definition = DEFINITION[each.id]
        yield definition
        yield DEFINITION[each.notion]
        # Conditions are nodes of their own, without which a definition says nothing.
        yield from dataset.rdf.objects(definition, LACUNA.hasCondition)


@_subjects.register
def _(body: StudyDetail, dataset: Dataset) -> Iterator[Node]:
    """The study, its publication and units, and everything charted about them, with the charting activities."""
    graph = dataset.rdf
    for charting in dataset.evidence(body.reviews).studies.chartings[body.id]:
        study = study_iri(*charting)
        yield study
        yield from graph.objects(study, LACUNA.reportedIn)
        units = list(graph.objects(study, LACUNA.hasUnit))
        yield from units
        for subject in (study, *units):
            # What the open edges lead to, which names the terms that are not ruled out.
            yield from (each for each in graph.objects(subject) if (each, RDF.type, LACUNA.Possibility) in graph)
            for assertion in graph.subjects(LACUNA.about, subject):
                yield assertion
                yield from graph.objects(assertion, PROV.wasGeneratedBy)
