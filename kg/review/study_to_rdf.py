"""Charted studies as RDF triples, with their open edges."""

from collections.abc import Hashable, Iterator
from functools import cache, lru_cache

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Literal, URIRef

from kg.ontology.vocabulary import Level, Vocabulary
from kg.rdf.canonical import Common, Described, Pair, Triple
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
from kg.review.cited.to_rdf import listed_pairs, same_as_pairs
from kg.review.depth import Activity, RowNote
from kg.review.model import Agreement, Charted, Review, Status, Study

CONFIRMED, NOT_CONFIRMED = "confirmed by a domain expert", "not confirmed by a domain expert"

NOTED_IN = "charting sheet"
"""The place that the note of a row gives as its source."""

# Used for every study or assertion; rdflib is slow to look them up.
_TYPE, _LABEL, _NOTATION, _SOURCE = RDF.type, RDFS.label, SKOS.notation, DCTERMS.source
_NOT_STATED = Activity()


class StudyTriples:
    """What is said of a review's studies; what many studies have in common is made once."""

    def __init__(self, vocabulary: Vocabulary, review: Review) -> None:
        self._review = review
        self._iri = review_iri(review.id)
        levels: tuple[Level, ...] = ("study", "unit")
        self._facets = {
            level: {each.id for each in vocabulary.charted_facets if each.level == level} for level in levels
        }
        self._properties = {each.id: each.property_iri for each in vocabulary.charted_facets}
        self._not_charted = cache(self._open_where_not_charted)
        self._term = cache(vocabulary.term_iri)
        self._activity = cache(lambda activity: activity_iri(review.id, *activity))
        self._possibility = cache(lambda term: possibility_iri(review.id, term))
        self._held = cache(self._held_with)
        self._coded: dict[Hashable, tuple[Common, Common]] = {}

    def of(self, study: Study) -> Iterator[Described]:
        """What is said of one study, its publication, units and assertions; a node may come more than once."""
        review = self._review.id
        iri, publication = study_iri(review, study.id), publication_iri(review, study.id)
        label = _LABEL, Literal(study.citation or study.id)
        yield self._iri, [(LACUNA.includes, iri)]
        yield (
            iri,
            [
                (_TYPE, LACUNA.Study),
                (_NOTATION, Literal(study.id)),
                label,
                *stated(DCTERMS.title, study.title),
                *stated(LACUNA.year, study.year),
                (LACUNA.reportedIn, publication),
                *((LACUNA.chartedIn, self._activity(activity)) for activity in study.activities),
                *same_as_pairs(self._review, study.id),
            ],
        )
        yield (
            publication,
            [
                (_TYPE, LACUNA.Publication),
                label,
                *stated(DCTERMS.identifier, study.doi),
                *listed_pairs(self._review, study.id),
            ],
        )
        yield from self._charted(iri, "study", study.charted)
        for unit in study.units:
            unit_node = unit_iri(review, study.id, unit.id)
            yield iri, [(LACUNA.hasUnit, unit_node)]
            yield (
                unit_node,
                [
                    (_TYPE, LACUNA.EvidenceUnit),
                    (_NOTATION, Literal(f"{study.id}/{unit.id}")),
                    (_LABEL, Literal(f"{label[1]} {unit.id.replace('-', ' ')}")),
                ],
            )
            yield from self._charted(unit_node, "unit", unit.charted)
            for note in unit.notes:
                yield from self._noted(unit_node, note)

    def _noted(self, unit: URIRef, note: RowNote) -> Iterator[Described]:
        activity = None if note.activity == _NOT_STATED else self._activity(note.activity)
        iri = row_note_iri(unit, activity)
        yield unit, [(SKOS.editorialNote, iri)]
        said = [
            (_TYPE, LACUNA.EditorialNote),
            (DCTERMS.description, Literal(note.text)),
            (_SOURCE, literal(NOTED_IN)),
        ]
        yield iri, [*said, (PROV.wasGeneratedBy, activity)] if activity else said

    def _charted(self, subject: URIRef, level: Level, all_charted: tuple[Charted, ...]) -> Iterator[Described]:
        """What was charted of a study or unit, and what that leaves open."""
        by_facet = {each.facet: each for each in reversed(all_charted)}
        of_subject, experts = [self._not_charted(level, frozenset(by_facet))], self._review.experts
        for facet, charted in by_facet.items():
            if facet not in self._facets[level]:
                continue
            in_assertion, in_subject = self._in_common(charted)
            of_subject.append(in_subject)
            assertion = assertion_iri(subject, facet)
            said = [
                self._held(charted.agreement, confirmed=bool(experts) and self._review.confirms(charted)),
                in_assertion,
                *_alone(subject, charted),
            ]
            for other in charted.others:
                earlier = other_assertion_iri(assertion, self._activity(other.activity))
                yield earlier, [(_TYPE, LACUNA.CoderAssertion), self._in_common(other)[0], *_alone(subject, other)]
                said.append((LACUNA.agreesWith if other.coding == charted.coding else PROV.wasRevisionOf, earlier))
            yield assertion, said
        yield subject, of_subject

    def _in_common(self, charted: Charted) -> tuple[Common, Common]:
        """What all assertions of the same facet, coding and activity say, and what their subjects have by it."""
        key = charted.facet, charted.status, charted.terms, charted.activity
        if (found := self._coded.get(key)) is None:
            found = self._coded[key] = Common(self._asserted(charted)), Common(self._carried(charted))
        return found

    def _asserted(self, charted: Charted) -> Iterator[Pair]:
        yield LACUNA.facet, literal(charted.facet)
        yield LACUNA.status, TERM[charted.status]
        for term in charted.terms:
            yield LACUNA.value if charted.status is Status.CODED else LACUNA.candidate, self._term(term)
        if charted.activity != _NOT_STATED:
            yield PROV.wasGeneratedBy, self._activity(charted.activity)

    def _carried(self, charted: Charted) -> Iterator[Pair]:
        """The terms of a study or unit, and its open edges, by what was charted."""
        if opening := open_edges.opening(self._review, charted.facet, charted):
            yield from self._open(opening)
        if charted.status is Status.CODED:
            for term in charted.terms:
                yield self._properties[charted.facet], self._term(term)

    def _held_with(self, agreement: Agreement, *, confirmed: bool) -> Common:
        """What distinguishes the assertion that holds."""
        confirmation = literal(CONFIRMED if confirmed else NOT_CONFIRMED)
        return Common(
            [
                (_TYPE, LACUNA.HeldAssertion),
                (LACUNA.agreement, TERM[agreement]),
                (LACUNA.confirmation, confirmation),
            ]
        )

    def _open_where_not_charted(self, level: Level, charted: frozenset[str]) -> Common:
        """The open edges of a study or unit for the facets that were not charted."""
        openings = (open_edges.opening(self._review, facet, None) for facet in self._facets[level] - charted)
        return Common(edge for opening in openings if opening for edge in self._open(opening))

    def _open(self, opening: open_edges.Opening) -> Iterator[Pair]:
        """The properties and ends of the open edges that an opening stands for."""
        return ((opening.property_, self._possibility(term)) for term in opening.terms)


def _alone(subject: URIRef, charted: Charted) -> Iterator[Pair | Common]:
    """What an assertion says beside that which many have in common."""
    yield LACUNA.about, subject
    yield from stated(_SOURCE, charted.source)
    yield from stated(LACUNA.confidence, charted.confidence)
    yield from stated(LACUNA.rationale, charted.reason)


@lru_cache(maxsize=8192)
def stated(property_: URIRef, value: str | int | None) -> tuple[Common, ...]:
    """A property with a value, or none where it is None."""
    return () if value is None else (Common([(property_, literal(value))]),)


def literals(subject: URIRef, property_: URIRef, value: str | int | None) -> Iterator[Triple]:
    """A triple with a value, or none where it is None."""
    if value is not None:
        yield subject, property_, literal(value)


@lru_cache(maxsize=8192)
def literal(value: str | int, datatype: URIRef | None = None) -> Literal:
    """A literal. Cached: rdflib is slow to make one, and most occur many times in a review."""
    return Literal(value, datatype=datatype)
