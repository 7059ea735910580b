"""The studies of an evidence base, counted by how they stand to many questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import or_
from threading import Lock
from typing import NamedTuple

from kg.errors import StoreFailed
from kg.evaluation.counting.layout import Layout, Planes, bits
from kg.evaluation.counting.tally import Tally
from kg.evaluation.evaluate import Outline, evaluate, may_be_one
from kg.evaluation.gap_kind import Counts, sorts, sorts_from, without_what_the_kind_says
from kg.evaluation.standing import YEAR, Standing, nearness
from kg.evaluation.verdict import SPARSE_BELOW, bound, verdict
from kg.ontology.vocabulary import Condition, Level, Vocabulary
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason
from kg.rdf.data_iris import FURTHER_UNIT
from kg.stores.stopping import check
from kg.versions.evidence import EvidenceBase, Unit

_LEVELS: tuple[Level, ...] = ("study", "unit")

_MOST_COMBINATIONS = 1_000
"""Where units have more combinations of marks, which are integers of a bit for each unit, single studies are looked at."""

Marked = Mapping[str, int]
"""By the mark of a condition the units that have it, as bits; no unit has two."""


@dataclass(frozen=True)
class _Units:
    """The units of an evidence base as bits: all, further ones, by year (None: not charted), and by term and mark."""

    layout: Layout[Unit]
    further: int
    years: Mapping[int | None, int]
    edges: Mapping[str, Marked]


class _Standings(NamedTuple):
    """The last bits of studies by how they stand to a question; those silent are possible and no more.

    ``fewest`` has the possible ones that are not certain by the number of facets that are open in the unit with the fewest.
    """

    certain: int
    reported: int
    possible: int
    hinted: int
    fewest: Mapping[int, int]


class CountedStudies:
    """The studies of an evidence base, of which any number of questions can be asked.

    What was charted is fetched by a few queries, whatever is asked. From then on units are bits of integers, so that very many
    studies take little memory, and a question some operations on whole integers.
    """

    def __init__(self, evidence: EvidenceBase) -> None:
        self._evidence, self._vocabulary = evidence, evidence.vocabulary
        self._fetched: dict[Completeness, _Units] = {}
        self._fetching = Lock()

    def tally(self, question: Question) -> Tally:
        """The numbers of a question."""
        stripped = without_what_the_kind_says(self._vocabulary, question)
        found = self._standings(question)
        around = found if stripped is question else self._standings(stripped)
        if found is None or around is None:
            evaluation = evaluate(self._evidence, question)
            of = evaluation.bounds
            return Tally(of.certain, of.reported, of.possible, sorts(self._evidence, question, evaluation))
        counts = Counts(
            possible=around.possible.bit_count(),
            certain=around.certain.bit_count(),
            hinted=around.hinted.bit_count(),
            silent=(around.possible & ~around.reported).bit_count(),
        )
        return Tally(
            found.certain.bit_count(),
            found.reported.bit_count(),
            found.possible.bit_count(),
            sorts_from(self._vocabulary, stripped, counts, self._number_certain),
        )

    def _number_certain(self, questions: Iterable[Question]) -> int:
        return reduce(or_, map(self._certain, questions), 0).bit_count()

    def _certain(self, question: Question) -> int:
        """The last bits of the studies that a question certainly is about."""
        units = self._units_of(question.completeness)
        certain = possible = units.layout.units
        for marked in self._marked(units, question).values():
            certain &= marked.get(CERTAIN, 0)
            possible &= reduce(or_, marked.values(), 0)
        return units.layout.certain(Planes(certain, certain, certain, possible))

    def outline(self, question: Question, k: int = SPARSE_BELOW) -> Outline:
        """The outcome of a question."""
        found = self._standings(question)
        if found is None:
            return Outline.of(evaluate(self._evidence, question, k))
        uncharted = may_be_one(self._evidence, question.expanded(self._vocabulary).values(), question.completeness)
        layout = self._units_of(question.completeness).layout
        certain, reported, possible = (each.bit_count() for each in found[:3])
        bounds = bound(certain, reported, possible, uncharted)
        open_ = found.possible & ~found.certain
        nearest_first = (
            found.hinted,
            open_ & found.reported & ~found.hinted,
            open_ & ~found.reported,
        )
        in_order = (
            layout.studies(of & found.fewest[number]) for of in nearest_first for number in sorted(found.fewest)
        )
        return Outline(verdict(bounds, k), bounds, layout.studies(found.certain), tuple(chain.from_iterable(in_order)))

    def _standings(self, question: Question) -> _Standings | None:
        """The studies by how they stand to a question; None where units have too many combinations of marks."""
        units = self._units_of(question.completeness)
        planes: dict[str, int] = defaultdict(int)
        opens: dict[int, int] = defaultdict(int)
        columns = question.expanded(self._vocabulary)
        combinations = _combinations(self._marked(units, question), units)
        if combinations is None:
            return None
        for marks, is_further, found in combinations:
            near = nearness(columns, {"unit": FURTHER_UNIT if is_further else "", **marks})
            planes["possible"] |= found
            planes["reported"] |= found if near.is_reported else 0
            planes["met"] |= found if near.is_met else 0
            planes["hinted"] |= found if near.standing is Standing.HINTED else 0
            planes["certain"] |= found if near.standing is Standing.CERTAIN else 0
            opens[len(near.opens)] |= found
        layout = units.layout
        of_units = Planes(planes["certain"], planes["met"], planes["reported"], planes["possible"])
        certain, reported = layout.certain(of_units), layout.reported(of_units)
        possible = layout.possible(of_units)
        # A study that is certain in some review and ruled out by another is hinted: only that they disagree is open.
        disputed = layout.in_some(planes["certain"]) & ~certain
        hinted = layout.in_some(planes["hinted"]) & reported & ~certain | disputed
        fewest, left = {1: disputed}, possible & ~certain & ~disputed
        for number in sorted(opens):
            here = layout.in_some(opens[number]) & left
            fewest[number], left = fewest.get(number, 0) | here, left & ~here
        return _Standings(certain, reported, possible, hinted, fewest)

    def _marked(self, units: _Units, question: Question) -> dict[str, Marked]:
        """The units by the mark of each condition, where a unit that has none does not meet it."""
        columns = question.expanded(self._vocabulary)
        found: dict[str, Marked] = {}
        if question.asks_year:
            found[YEAR] = _published(units.years, question)
        for column, condition in columns.items():
            barred = barred_beside(columns.values(), condition)
            marked = _best(self._vocabulary, units.edges, condition, barred.terms if barred else ())
            if condition.excluded:
                having = reduce(or_, marked.values(), 0)
                marked = {**marked, CERTAIN: units.layout.units & ~having}
            found[column] = marked
        return found

    def _units_of(self, completeness: Completeness) -> _Units:
        with self._fetching:
            if completeness not in self._fetched:
                try:
                    self._fetched[completeness] = _fetched(self._evidence, completeness)
                except (KeyError, ValueError) as error:  # a unit of no study of the version, or a year that is none
                    raise StoreFailed(
                        f"The graph in {self._evidence.dataset.engine} is not that of the version: somebody changed it "
                        f"({error}). In Neo4j, lacuna push --full mends it."
                    ) from error
            return self._fetched[completeness]


def _combinations(marked: Mapping[str, Marked], units: _Units) -> list[tuple[dict[str, str], bool, int]] | None:
    """Each combination of marks (by column) that occurs, whether the units that have it are further ones, and these units.

    None where there are very many.
    """
    parts: list[tuple[dict[str, str], int]] = [({}, units.layout.units)]
    for column, by_mark in marked.items():
        check()
        parts = [
            ({**marks, column: mark}, both)
            for marks, among in parts
            for mark, having in by_mark.items()
            if (both := among & having)
        ]
        if len(parts) > _MOST_COMBINATIONS:
            return None
    return [
        (marks, is_further, both)
        for marks, among in parts
        for is_further, both in ((True, among & units.further), (False, among & ~units.further))
        if both
    ]


def _best(vocabulary: Vocabulary, edges: Mapping[str, Marked], condition: Condition, barred: Iterable[str]) -> Marked:
    """The units by the best mark that a condition has for them (see ``kg.evaluation.tabulated.marks``)."""
    counted = vocabulary.with_narrower(condition.terms) - vocabulary.with_narrower(barred)
    found: dict[str, int] = defaultdict(int)
    for term in vocabulary.with_broader(counted) & edges.keys():
        for mark, units in edges[term].items():
            found[Reason.TOO_COARSE.mark if mark == CERTAIN and term not in counted else mark] |= units
    best, better = dict[str, int](), 0
    for mark in sorted(found):  # the best sorts first, as in queries
        best[mark] = found[mark] & ~better
        better |= found[mark]
    return best


def _published(years: Mapping[int | None, int], question: Question) -> Marked:
    """The units by the mark of the conditions on the year of publication; one that was not charted may meet them."""
    certain = (
        units
        for year, units in years.items()
        if year is not None
        and (question.years is None or question.years.holds(year))
        and not any(each.holds(year) for each in question.not_years)
    )
    return {CERTAIN: reduce(or_, certain, 0), Reason.NOT_CHARTED.mark: years.get(None, 0)}


def _fetched(evidence: EvidenceBase, completeness: Completeness) -> _Units:
    years = dict(evidence.units(completeness))  # each once, whatever an engine returns
    charted: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in years:
        charted[unit[:2]].append(unit)
    layout = Layout.of(
        (id_, [charted.get(charting, ()) for charting in chartings])
        for id_, chartings in evidence.studies.chartings.items()
    )
    place = layout.place
    by_mark: dict[tuple[str, str], list[int]] = defaultdict(list)
    for level in _LEVELS:
        for term, mark, reaching in evidence.all_edges(level, completeness):
            by_mark[term, mark] += map(place.__getitem__, reaching)
    edges: dict[str, dict[str, int]] = defaultdict(dict)
    for (term, mark), places in by_mark.items():
        edges[term][mark] = bits(places)
    by_year: dict[int | None, list[int]] = defaultdict(list)
    for unit, year in years.items():
        by_year[year].append(place[unit])
    return _Units(
        replace(layout, place={}),  # which takes most of the memory, and is not needed any more
        further=bits(at for unit, at in place.items() if unit[2] == FURTHER_UNIT),
        years={year: bits(places) for year, places in by_year.items()},
        edges=edges,
    )
