"""The units of an evidence base as sets of bits: which of them come near each term of the facets that are searched."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from typing import NamedTuple, Protocol

from kg.evaluation.counting.layout import Layout, Planes, bits
from kg.evaluation.counting.level import Level, level
from kg.evaluation.verdict import Bounds, bound
from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.questions.question import Completeness, Question, barred_terms, with_conditions
from kg.questions.reasons import CERTAIN, Reason
from kg.review.model import Review
from kg.stores.base import Row
from kg.versions.evidence import Unit, unit_of
from kg.versions.studies import Studies
from kg.voids.hierarchy import Hierarchy
from kg.voids.miner import Pattern


class Headed(Protocol):
    """A review that was asked."""

    @property
    def header(self) -> Review:
        """What the review says of itself."""


class Searchable(Protocol):
    """What a search needs of evidence; ``EvidenceBase`` has it, and says what each part is."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that it was charted with."""

    @property
    def reviews(self) -> Sequence[Headed]:
        """The reviews that are asked."""

    @property
    def studies(self) -> Studies:
        """The distinct charted studies."""

    def rows(self, question: Question) -> Iterable[Row]:
        """The units for which no condition of a question is false."""

    def edges(self, facet: Facet, completeness: Completeness) -> Iterable[Row]:
        """The terms to which a facet was charted or left open, per study and unit."""


@dataclass(frozen=True)
class Searched:
    """The evidence within a question, over some facets: ``frame`` are the units that meet the question.

    ``facets`` (ids), ``hierarchies`` and ``terms`` are of one facet each; ``terms`` has the units near each term by its number.
    """

    within: Question
    facets: Sequence[str]
    layout: Layout[Unit]
    frame: Planes
    hierarchies: Sequence[Hierarchy]
    terms: Sequence[Sequence[Planes]]

    def conditions(self, pattern: Pattern) -> tuple[Condition, ...]:
        """The conditions that a pattern stands for."""
        of_facets = zip(self.facets, self.hierarchies, pattern, strict=True)
        return tuple(Condition.of(facet, [hierarchy.terms[term]]) for facet, hierarchy, term in of_facets if term)

    def question(self, pattern: Pattern) -> Question:
        """The question that a pattern stands for."""
        return with_conditions(self.within, *self.conditions(pattern))

    def wider(self, pattern: Pattern) -> list[Pattern]:
        """Every pattern one step wider."""
        return [
            (*pattern[:place], each, *pattern[place + 1 :])
            for place, (hierarchy, term) in enumerate(zip(self.hierarchies, pattern, strict=True))
            for each in hierarchy.wider[term]
        ]

    def width(self, pattern: Pattern) -> int:
        """The number of steps that lead to a pattern from the one that asks nothing."""
        return sum(hierarchy.depth[term] for hierarchy, term in zip(self.hierarchies, pattern, strict=True))

    def units(self, pattern: Pattern) -> Planes:
        """The units that come near a pattern."""
        of_terms = (of_facet[term] for of_facet, term in zip(self.terms, pattern, strict=True) if term)
        return reduce(Planes.within, of_terms, self.frame)

    def certain(self, pattern: Pattern) -> int:
        """The number of certain studies."""
        if pattern not in self._certain:
            # As ``units``, of only what the count needs: a ranking asks for very many patterns.
            certain, possible = self.frame.certain, self.frame.possible
            for of_facet, term in zip(self.terms, pattern, strict=True):
                if term:
                    certain &= of_facet[term].certain
                    possible &= of_facet[term].possible if self.layout.several else -1
            units = Planes(certain, certain, certain, possible)
            self._certain[pattern] = self.layout.certain(units).bit_count()
        return self._certain[pattern]

    def near_everything(self, facets: Iterable[str]) -> Planes:
        """The units that come near every term of facets (their ids) at once."""
        of_facets = (of_facet for facet, of_facet in zip(self.facets, self.terms, strict=True) if facet in facets)
        return reduce(Planes.within, (units for of_facet in of_facets for units in of_facet), self.frame)

    def certain_studies(self, pattern: Pattern) -> tuple[str, ...]:
        """The certain studies, sorted."""
        return self.layout.studies(self.layout.certain(self.units(pattern)))

    def bounds(self, pattern: Pattern, uncharted: int | None) -> Bounds:
        """The bounds of the question that a pattern stands for; ``uncharted`` studies may be one (None: not known)."""
        units = self.units(pattern)
        certain, reported, possible = (
            count(units).bit_count() for count in (self.layout.certain, self.layout.reported, self.layout.possible)
        )
        return bound(certain, reported, possible, uncharted)

    @cached_property
    def _certain(self) -> dict[Pattern, int]:
        return {}


def searched(evidence: Searchable, question: Question, hierarchies: Mapping[str, Hierarchy]) -> Searched:
    """The evidence within a question, which may be without conditions, over facets (their ids) with their hierarchies.

    It takes one query for the question and one for each facet. A unit's facets are independent, so all patterns follow.
    """
    asked = question.expanded(evidence.vocabulary)
    levels = {unit_of(row): level(asked, row) for row in evidence.rows(question)}
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in levels:
        units[unit[:2]].append(unit)
    layout = Layout.of(
        (id_, [units.get(charting, []) for charting in chartings])
        for id_, chartings in evidence.studies.chartings.items()
    )
    by_level: dict[Level, list[int]] = defaultdict(list)
    for unit, found in levels.items():
        by_level[found].append(layout.place[unit])
    frame = _planes(by_level)
    terms = []
    for id_, hierarchy in hierarchies.items():
        rows = evidence.edges(evidence.vocabulary.facets[id_], question.completeness)
        barred = barred_terms(asked.values(), id_)
        reached = _by_edge(layout, rows)
        terms.append([frame, *(_near(evidence.vocabulary, reached, barred, term) for term in hierarchy.terms[1:])])
    return Searched(question, tuple(hierarchies), layout, frame, tuple(hierarchies.values()), terms)


class _Edge(NamedTuple):
    """A term that units reach, and how: charted, or left open."""

    term: str
    charted: bool


def _by_edge(layout: Layout[Unit], rows: Iterable[Row]) -> Mapping[_Edge, Planes]:
    """The units by the edges that they have."""
    # There are very many rows, and few terms and marks.
    by_mark: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        place = layout.place.get(unit_of(row))
        if place is not None:
            by_mark[str(row["term"]), str(row["mark"])].append(place)
    found: dict[_Edge, dict[Level, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (term, mark), places in by_mark.items():
        charted = mark == CERTAIN
        # A charted term is certain for itself and wider ones; for narrower ones it is too coarse.
        found[_Edge(term, charted)][_level(Reason.TOO_COARSE.mark if charted else mark)] += places
    return {edge: _planes(by_level) for edge, by_level in found.items()}


def _near(vocabulary: Vocabulary, reached: Mapping[_Edge, Planes], barred: Sequence[str], term: str) -> Planes:
    """The units that come near a term: they reach it or a narrower one, or a term that has one of these below it."""
    counted = vocabulary.with_narrower((term,)) - vocabulary.with_narrower(barred)
    near = vocabulary.with_broader(counted)
    certain = reported = possible = 0
    for edge, units in reached.items():
        if edge.term in near:
            reported |= units.reported
            possible |= units.possible
            if edge.charted and edge.term in counted:
                certain |= units.possible
    return Planes(certain, certain, reported | certain, possible)


@cache
def _level(mark: str) -> Level:
    """The level of a unit by the mark of a term."""
    # The further unit is no exception: its own facets are all silent, and those of the study it shares with a charted unit.
    return level({"term": Condition("", excluded=False, terms=())}, {"unit": "", "term": mark})


def _planes(by_level: Mapping[Level, Iterable[int]]) -> Planes:
    certain, met, reported, possible = (bits(by_level.get(each, ())) for each in sorted(Level, reverse=True))
    met |= certain
    reported |= met
    return Planes(certain, met, reported, possible | reported)
