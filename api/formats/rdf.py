"""Turtle, N-Triples and RDF/XML: the stored triples about the subjects of a body."""

from collections.abc import Callable, Iterator
from functools import partial, singledispatch
from itertools import chain

from rdflib import PROV, RDF, SKOS, XSD, Graph, Literal
from rdflib.term import Node

from api.formats.jsonld_context import evidence_of
from api.models import DefinitionDetail, DefinitionList, FacetDetail, RetractedDetail, StudyDetail, TermBody
from api.pages.address import Address
from kg.evaluation.models import Body
from kg.exports.rdf import PREFIXES
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import study_iri
from kg.rdf.formats import TURTLE, RdfFormat
from kg.rdf.iris import LACUNA
from kg.stores.rdf_files import rewritten
from kg.versions.dataset import Dataset


def writer(format_: RdfFormat) -> Callable[[Body, Dataset, Address], bytes]:
    """The function that writes the triples in a format; the same triples give the same bytes."""
    return partial(_write, format_)


def _write(format_: RdfFormat, body: Body, dataset: Dataset, _: Address) -> bytes:
    triples = Canonical(_triples(body, dataset))
    if format_ != TURTLE:
        used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in triples.text}
        return rewritten(triples.text.encode(), format_, used)
    # rdflib's Turtle is the more readable, and in order; it would otherwise add its own list of prefixes.
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    return graph.serialize(format="turtle", encoding="utf-8")


def _triples(body: Body, dataset: Dataset) -> Iterator[Triple]:
    stored = dataset.rdf
    for subject in _subjects(body, dataset):
        for _, predicate, value in stored.triples((subject, None, None)):
            yield subject, predicate, _plain(value)


def _plain(value: Node) -> Node:
    """A term without the datatype xsd:string, which is the default."""
    return Literal(str(value)) if isinstance(value, Literal) and value.datatype == XSD.string else value


@singledispatch
def _subjects(body: Body, _: Dataset) -> Iterator[Node]:
    raise TypeError(f"no triples for {type(body).__name__}")


@_subjects.register
def _(body: TermBody, dataset: Dataset) -> Iterator[Node]:
    yield dataset.vocabulary.term_iri(body.id)


@_subjects.register
def _(body: FacetDetail, dataset: Dataset) -> Iterator[Node]:
    facet = dataset.vocabulary.facets[body.id]
    yield facet.scheme
    yield facet.class_iri
    if facet.charted:
        yield facet.property_iri
    for term in body.members:
        yield dataset.vocabulary.term_iri(term.id)


@_subjects.register
def _(body: DefinitionList, dataset: Dataset) -> Iterator[Node]:
    for each in body.items:
        yield from _of_definition(each.id, dataset)


@_subjects.register
def _(body: DefinitionDetail, dataset: Dataset) -> Iterator[Node]:
    yield from _of_definition(body.id, dataset)


def _of_definition(id_: str, dataset: Dataset) -> Iterator[Node]:
    found = dataset.vocabulary.definitions[id_]
    yield found.iri
    yield found.notion_iri
    # Conditions are nodes of their own, without which a definition says nothing.
    yield from dataset.rdf.objects(found.iri, LACUNA.hasCondition)


@_subjects.register
def _(body: RetractedDetail, dataset: Dataset) -> Iterator[Node]:
    review, study = evidence_of(body, dataset).retracted[body.id]
    yield study_iri(review.id, study.id)


@_subjects.register
def _(body: StudyDetail, dataset: Dataset) -> Iterator[Node]:
    """The study, its publication and units, and everything charted and noted about them, with the charting activities."""
    graph = dataset.rdf
    for charting in evidence_of(body, dataset).studies.chartings[body.id]:
        study = study_iri(*charting)
        yield study
        yield from graph.objects(study, LACUNA.reportedIn)
        units = list(graph.objects(study, LACUNA.hasUnit))
        yield from units
        for subject in (study, *units):
            # What the open edges lead to, which names the terms that are not ruled out.
            yield from (each for each in graph.objects(subject) if (each, RDF.type, LACUNA.Possibility) in graph)
            written = chain(graph.subjects(LACUNA.about, subject), graph.objects(subject, SKOS.editorialNote))
            for assertion_or_note in written:
                yield assertion_or_note
                yield from graph.objects(assertion_or_note, PROV.wasGeneratedBy)
