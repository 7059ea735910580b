"""The citations of studies, and retracted studies, read back from RDF: the inverse of ``to_rdf``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDFS, SKOS, Graph
from rdflib.term import Node

from kg.rdf.data_iris import publication_iri, review_iri, study_iri
from kg.rdf.iris import LACUNA
from kg.rdf.values import integer_of, text_of, texts_of
from kg.review.cited.model import Reference, RetractedStudy, Retraction, SameAs

if TYPE_CHECKING:
    from kg.review.model import Study


def read_references(
    graph: Graph, review: str, studies: Iterable["Study"], retracted: Iterable[RetractedStudy]
) -> tuple[Reference, ...]:
    """What a review's list of references says of its studies, in order of their numbers."""
    places = {study.id: publication_iri(review, study.id) for study in studies}
    places |= {study.id: study_iri(review, study.id) for study in retracted}
    references = []
    for id_, iri in places.items():
        number = integer_of(graph, iri, LACUNA.referenceNumber)
        if number is not None:
            authors, published_in = (text_of(graph, iri, each) or "" for each in (LACUNA.authors, LACUNA.publishedIn))
            references.append(Reference(id_, number, authors, published_in))
    return tuple(sorted(references, key=lambda reference: reference.number))


def read_same_as(graph: Graph, review: str, studies: Iterable[str]) -> tuple[SameAs, ...]:
    """The keys that a review's studies, by their ids, have in other reviews, as it states them itself."""
    return tuple(
        SameAs(study, *text.partition("/")[::2])
        for study in studies
        for text in texts_of(graph, study_iri(review, study), LACUNA.sameAs)
    )


def read_retracted(graph: Graph, review: str) -> tuple[RetractedStudy, ...]:
    """The retracted studies of a review, in order of their ids.

    Raises:
        ValueError: of one there is nothing that states its retraction.
    """
    iris = graph.objects(review_iri(review), LACUNA.formerlyIncludes)
    return tuple(sorted((_read(graph, iri) for iri in iris), key=lambda study: study.id))


def _read(graph: Graph, iri: Node) -> RetractedStudy:
    notice = text_of(graph, iri, LACUNA.retractionNotice)
    if notice is None:
        raise ValueError(f"{iri} is retracted, but nothing states it")
    return RetractedStudy(
        id=str(graph.value(iri, SKOS.notation)),
        retraction=Retraction(notice, text_of(graph, iri, LACUNA.retractedOn)),
        citation=text_of(graph, iri, RDFS.label),
        title=text_of(graph, iri, DCTERMS.title),
        year=integer_of(graph, iri, LACUNA.year),
        doi=text_of(graph, iri, DCTERMS.identifier),
    )
