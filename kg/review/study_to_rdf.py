"""Charted studies as RDF triples, with their open edges."""

from collections.abc import Callable, Hashable, Iterable, Iterator
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
from kg.review.depth import Activity, Depth, RowNote
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
        self._term = cache(vocabulary.term_iri)
        self._activity = cache(lambda activity: activity_iri(review.id, *activity))
        self._possibility = cache(lambda term: possibility_iri(review.id, term))
        self._known: dict[Hashable, Common] = {}

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
        facets, experts = self._facets[level], self._review.experts
        of_subject = [self._once(self._not_charted, level, frozenset(by_facet))]
        for facet, charted in by_facet.items():
            if facet not in facets:
                continue
            of_subject.append(self._once(self._carried, facet, charted.status, charted.terms, charted.read))
            is_confirmed = bool(experts) and self._review.confirms(charted)
            held = self._once(self._held, charted.agreement, is_confirmed)
            said = [held, *self._asserted(subject, charted)]
            assertion = assertion_iri(subject, facet)
            for other in charted.others:
                earlier = other_assertion_iri(assertion, self._activity(other.activity))
                yield earlier, [(_TYPE, LACUNA.CoderAssertion), *self._asserted(subject, other)]
                said.append((LACUNA.agreesWith if other.coding == charted.coding else PROV.wasRevisionOf, earlier))
            yield assertion, said
        yield subject, of_subject

    def _once(self, make: Callable[..., Iterable[Pair]], *arguments: Hashable) -> Common:
        """What a method makes of its arguments, made for the first node that has it."""
        key = make.__name__, *arguments  # the method itself would keep this object in memory
        if (found := self._known.get(key)) is None:
            found = self._known[key] = Common(make(*arguments))
        return found

    def _asserted(self, subject: URIRef, charted: Charted) -> Iterator[Pair | Common]:
        """One coder's assertion with its provenance."""
        yield LACUNA.about, subject
        yield self._once(self._coded, charted.facet, charted.status, charted.terms)
        yield from stated(_SOURCE, charted.source)
        yield from stated(LACUNA.confidence, charted.confidence)
        yield from stated(LACUNA.rationale, charted.reason)
        if (activity := charted.activity) != _NOT_STATED:
            yield PROV.wasGeneratedBy, self._activity(activity)

    def _coded(self, facet: str, status: Status, terms: tuple[str, ...]) -> Iterator[Pair]:
        """What an assertion says of the coding."""
        yield LACUNA.facet, literal(facet)
        yield LACUNA.status, TERM[status]
        for term in terms:
            yield LACUNA.value if status is Status.CODED else LACUNA.candidate, self._term(term)

    def _held(self, agreement: Agreement, is_confirmed: bool) -> Iterator[Pair]:
        """What distinguishes the assertion that holds."""
        yield _TYPE, LACUNA.HeldAssertion
        yield LACUNA.agreement, TERM[agreement]
        yield LACUNA.confirmation, literal(CONFIRMED if is_confirmed else NOT_CONFIRMED)

    def _carried(self, facet: str, status: Status, terms: tuple[str, ...], read: tuple[Depth, ...]) -> Iterator[Pair]:
        """The terms of a study or unit, and its open edges, by what was charted."""
        if opening := open_edges.opening(self._review, facet, Charted(facet, status, terms, read=read)):
            yield from self._open(opening)
        if status is Status.CODED:
            for term in terms:
                yield self._properties[facet], self._term(term)

    def _not_charted(self, level: Level, charted: frozenset[str]) -> Iterator[Pair]:
        """The open edges of a study or unit for the facets that were not charted."""
        for facet in self._facets[level] - charted:
            if opening := open_edges.opening(self._review, facet, None):
                yield from self._open(opening)

    def _open(self, opening: open_edges.Opening) -> Iterator[Pair]:
        """The properties and ends of the open edges that an opening stands for."""
        return ((opening.property_, self._possibility(term)) for term in opening.terms)


def stated(property_: URIRef, value: str | int | None) -> tuple[Pair, ...]:
    """A property with a value, or none where it is None."""
    return () if value is None else ((property_, literal(value)),)


def literals(subject: URIRef, property_: URIRef, value: str | int | None) -> Iterator[Triple]:
    """A triple with a value, or none where it is None."""
    if value is not None:
        yield subject, property_, literal(value)


@lru_cache(maxsize=8192)
def literal(value: str | int, datatype: URIRef | None = None) -> Literal:
    """A literal. Cached: rdflib is slow to make one, and most occur many times in a review."""
    return Literal(value, datatype=datatype)
