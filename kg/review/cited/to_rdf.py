"""The citations of studies, and retracted studies, as RDF triples."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal

from kg.rdf.canonical import Pair, Triple
from kg.rdf.data_iris import review_iri, study_iri
from kg.rdf.iris import LACUNA
from kg.review.cited.model import RetractedStudy

if TYPE_CHECKING:
    from kg.review.model import Review


def listed_pairs(review: "Review", study: str) -> Iterator[Pair]:
    """What the review's list of references says of a study, by its id."""
    for reference in review.references_of(study):
        yield LACUNA.referenceNumber, Literal(reference.number)
        yield LACUNA.authors, Literal(reference.authors)
        yield LACUNA.publishedIn, Literal(reference.published_in)
        # For people: reading back uses the three properties above.
        yield DCTERMS.bibliographicCitation, Literal(f"{reference.authors} {reference.published_in}")


def same_as_pairs(review: "Review", study: str) -> Iterator[Pair]:
    """The keys that a study, by its id, has in other reviews, as its own review states them."""
    for same in review.same_as_of(study):
        yield LACUNA.sameAs, Literal(f"{same.review}/{same.key}")


def retracted_triples(review: "Review", study: RetractedStudy) -> Iterator[Triple]:
    """The triples of a retracted study of a review."""
    # A class and a property of its own, no publication, no units: whoever counts studies, publications or what was charted
    # does not meet it, whatever they ask.
    iri = study_iri(review.id, study.id)
    yield (iri, RDF.type, LACUNA.RetractedStudy)
    yield (iri, SKOS.notation, Literal(study.id))
    yield (review_iri(review.id), LACUNA.formerlyIncludes, iri)
    yield (iri, RDFS.label, Literal(study.citation or study.id))
    for property_, value in (
        (DCTERMS.title, study.title),
        (LACUNA.year, study.year),
        (DCTERMS.identifier, study.doi),
        (LACUNA.retractionNotice, study.retraction.notice),
        (LACUNA.retractedOn, study.retraction.day),
    ):
        if value is not None:
            yield (iri, property_, Literal(value))
    for pair in (*listed_pairs(review, study.id), *same_as_pairs(review, study.id)):
        yield (iri, *pair)
