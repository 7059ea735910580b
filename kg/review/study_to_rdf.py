"""Charted studies as RDF triples, with their open edges."""

from collections.abc import Iterator
from functools import cache, lru_cache

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Literal, URIRef

from kg.ontology.vocabulary import Level, Vocabulary
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import (
    activity_iri,
    assertion_iri,
    other_assertion_iri,
    possibility_iri,
    publication_iri,
    review_iri,
    row_note_iri,
    study_iri,
    unit_iri,
)
from kg.rdf.iris import LACUNA, TERM
from kg.review import open_edges
from kg.review.cited.to_rdf import listed_triples, same_as_triples
from kg.review.depth import Activity, RowNote
from kg.review.model import Charted, Review, Status, Study

CONFIRMED, NOT_CONFIRMED = "confirmed by a domain expert", "not confirmed by a domain expert"

NOTED_IN = "charting sheet"
"""The place that the note of a row gives as its source."""

# Used for every study or assertion; rdflib is slow to look them up.
_TYPE, _LABEL, _NOTATION, _SOURCE = RDF.type, RDFS.label, SKOS.notation, DCTERMS.source


class StudyTriples:
    """The triples of a review's studies; what many studies have in common is made once."""

    def __init__(self, vocabulary: Vocabulary, review: Review) -> None:
        self._vocabulary, self._review = vocabulary, review
        self._iri = review_iri(review.id)
        levels: tuple[Level, ...] = ("study", "unit")
        self._facets = {
            level: [(each.id, each.property_iri) for each in vocabulary.charted_facets if each.level == level]
            for level in levels
        }
        self._edges = cache(self._edges_of)
        self._activity = cache(lambda activity: activity_iri(review.id, *activity))

    def of(self, study: Study) -> Iterator[Triple]:
        """The triples of one study; some may come more than once."""
        review = self._review.id
        iri, label = study_iri(review, study.id), Literal(study.citation or study.id)
        yield iri, _TYPE, LACUNA.Study
        yield iri, _NOTATION, Literal(study.id)
        yield self._iri, LACUNA.includes, iri
        yield iri, _LABEL, label
        yield from literals(iri, DCTERMS.title, study.title)
        yield from literals(iri, LACUNA.year, study.year)
        publication = publication_iri(review, study.id)
        yield iri, LACUNA.reportedIn, publication
        yield publication, _TYPE, LACUNA.Publication
        yield publication, _LABEL, label
        yield from literals(publication, DCTERMS.identifier, study.doi)
        yield from listed_triples(self._review, study.id, publication)
        yield from same_as_triples(self._review, study.id)
        for activity in study.activities:
            yield iri, LACUNA.chartedIn, self._activity(activity)
        yield from self._charted(iri, "study", study.charted)
        for unit in study.units:
            unit_node = unit_iri(review, study.id, unit.id)
            yield unit_node, _TYPE, LACUNA.EvidenceUnit
            yield unit_node, _NOTATION, Literal(f"{study.id}/{unit.id}")
            yield iri, LACUNA.hasUnit, unit_node
            yield unit_node, _LABEL, Literal(f"{label} {unit.id.replace('-', ' ')}")
            yield from self._charted(unit_node, "unit", unit.charted)
            for note in unit.notes:
                yield from self._noted(unit_node, note)

    def _noted(self, unit: URIRef, note: RowNote) -> Iterator[Triple]:
        activity = None if note.activity == Activity() else self._activity(note.activity)
        iri = row_note_iri(unit, activity)
        yield unit, SKOS.editorialNote, iri
        yield iri, _TYPE, LACUNA.EditorialNote
        yield iri, DCTERMS.description, Literal(note.text)
        yield iri, _SOURCE, literal(NOTED_IN)
        if activity:
            yield iri, PROV.wasGeneratedBy, activity

    def _charted(self, subject: URIRef, level: Level, all_charted: tuple[Charted, ...]) -> Iterator[Triple]:
        """What was charted of a study or unit, and what that leaves open."""
        by_facet = {each.facet: each for each in reversed(all_charted)}
        for facet, property_ in self._facets[level]:
            charted = by_facet.get(facet)
            if opening := open_edges.opening(self._review, facet, charted):
                for open_property, possibility in self._edges(opening):
                    yield subject, open_property, possibility
            if charted is None:
                continue
            assertion = assertion_iri(subject, facet)
            yield assertion, _TYPE, LACUNA.HeldAssertion
            yield from self._asserted(assertion, subject, charted)
            yield assertion, LACUNA.agreement, TERM[charted.agreement]
            confirmation = CONFIRMED if self._review.confirms(charted) else NOT_CONFIRMED
            yield assertion, LACUNA.confirmation, literal(confirmation)
            for term in charted.terms if charted.status is Status.CODED else ():
                yield subject, property_, self._vocabulary.term_iri(term)
            for other in charted.others:
                earlier = other_assertion_iri(assertion, self._activity(other.activity))
                yield earlier, _TYPE, LACUNA.CoderAssertion
                yield from self._asserted(earlier, subject, other)
                yield assertion, LACUNA.agreesWith if other.coding == charted.coding else PROV.wasRevisionOf, earlier

    def _asserted(self, assertion: URIRef, subject: URIRef, charted: Charted) -> Iterator[Triple]:
        """One coder's assertion with its provenance."""
        yield assertion, LACUNA.about, subject
        yield assertion, LACUNA.facet, literal(charted.facet)
        yield assertion, LACUNA.status, TERM[charted.status]
        if charted.source is not None:
            yield assertion, _SOURCE, literal(charted.source)
        if charted.confidence is not None:
            yield assertion, LACUNA.confidence, literal(charted.confidence)
        if charted.reason is not None:
            yield assertion, LACUNA.rationale, literal(charted.reason)
        for term in charted.terms:
            property_ = LACUNA.value if charted.status is Status.CODED else LACUNA.candidate
            yield assertion, property_, self._vocabulary.term_iri(term)
        if charted.activity != Activity():
            yield assertion, PROV.wasGeneratedBy, self._activity(charted.activity)

    def _edges_of(self, opening: open_edges.Opening) -> tuple[tuple[URIRef, URIRef], ...]:
        """The properties and ends of the open edges that an opening stands for."""
        return tuple((opening.property_, possibility_iri(self._review.id, term)) for term in opening.terms)


def literals(subject: URIRef, property_: URIRef, value: str | int | None) -> Iterator[Triple]:
    """A triple with a value, or none where it is None."""
    if value is not None:
        yield subject, property_, literal(value)


@lru_cache(maxsize=8192)
def literal(value: str | int, datatype: URIRef | None = None) -> Literal:
    """A literal. Cached: rdflib is slow to make one, and most occur many times in a review."""
    return Literal(value, datatype=datatype)
