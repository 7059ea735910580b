"""An evidence base for many questions: it fetches the edges to terms once, and puts the rows of each question together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import repeat
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary, WeakSet, ref

from cachetools import LRUCache

from kg.evaluation.standing import YEAR
from kg.ontology.vocabulary import Condition, Facet, Level, Vocabulary
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason
from kg.stores.base import Row
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase, MarkedUnits, Reached, Unit, reached

MOST_STUDIES = 2_000
"""The most charted studies whose edges are kept in memory to answer from; each takes some 20 KiB."""
_KEPT_MARKS = 200_000
"""The most marks of conditions kept in memory, at some 100 bytes each."""
_MARKS_PER_CONDITION = 100
"""The marks that a condition counts for besides its own, so that conditions of no unit are bounded too."""

Marks = Mapping[Unit, str]
"""By unit the mark of a condition, as the column of a query has it: ``certain``, or why it is open."""

Edges = Mapping[str, Mapping[Unit, str]]
"""By term the units for which it was charted (``certain``) or left open (the mark of the reason)."""


class _Asked(NamedTuple):
    condition: Condition
    barred: tuple[str, ...]
    completeness: Completeness


_ALL: "WeakSet[TabulatedEvidence]" = WeakSet()


class TabulatedEvidence(EvidenceBase):
    """The same evidence with the same answers, for which no question needs a query of its own.

    The edges of a facet are fetched when a question first needs them, and where very many questions follow (``at_once``) with
    those of all facets, by a few queries whose texts are always the same.
    ``whole`` is the same of more reviews, whose edges are taken as long as it is there.
    """

    def __init__(self, evidence: EvidenceBase, whole: "TabulatedEvidence | None" = None) -> None:
        super().__init__(evidence.dataset, evidence.reviews)
        self._whole = ref(whole) if whole else None  # not a cycle, which would stay until the garbage collector comes
        self._rows: dict[tuple[str, Completeness], list[Row]] = {}
        self._edges: dict[tuple[str, Completeness], Edges] = {}
        self._years: dict[Completeness, Mapping[Unit, int | None]] = {}
        self._marks = LRUCache[_Asked, Marks](_KEPT_MARKS, getsizeof=lambda found: _MARKS_PER_CONDITION + len(found))
        self._fetching, self._keeping = Lock(), Lock()
        self.at_once = False
        _ALL.add(self)

    @cached_property
    def each(self) -> tuple[EvidenceBase, ...]:
        """An evidence base for each review alone, which takes the edges from here."""
        if len(self.reviews) == 1:
            return (self,)
        return tuple(TabulatedEvidence(one, self) for one in super().each)

    def edges(self, facet: Facet, completeness: Completeness) -> list[Row]:
        """As of any evidence base, but asked once."""
        key = facet.id, completeness
        if key not in self._rows:
            self._rows[key] = super().edges(facet, completeness)
        return self._rows[key]

    def rows(self, question: Question) -> list[Row]:
        """The units for which no condition of a question is false, without a query of their own."""
        return self.marked(question).rows()

    def marked(self, question: Question) -> MarkedUnits:
        """The same, in any order."""
        columns = question.expanded(self.vocabulary)
        published = self._published(question) if question.asks_year else None
        needs_all = published is None and all(each.excluded for each in columns.values())
        return joined(
            columns,
            lambda each, barred: self._marks_of(_Asked(each, barred, question.completeness)),
            published=published,
            units=self._years_of(question.completeness) if needs_all else (),
        )

    def forget_marks(self) -> None:
        """Return the memory of marks, which are soon put together again."""
        with self._keeping:
            self._marks.clear()

    def _marks_of(self, asked: _Asked) -> Marks:
        with self._keeping:
            known = self._marks.get(asked)
        if known is None:
            edges = self._edges_of(asked.condition.facet, asked.completeness)
            known = marks(self.vocabulary, edges, asked.condition, asked.barred)
            with self._keeping, suppress(ValueError):  # more than all that may be kept
                self._marks[asked] = known
        return known

    def _edges_of(self, facet: str, completeness: Completeness) -> Edges:
        key = facet, completeness
        whole = self._whole() if self._whole else None
        with self._fetching:
            if key in self._edges:
                pass
            elif whole:
                self._edges[key] = _of_reviews(whole._edges_of(facet, completeness), self.review_ids)
            elif self.at_once:
                self._fetch(self.vocabulary.facets[facet].level, completeness)
            else:
                rows = self._rows.get(key) or super().edges(self.vocabulary.facets[facet], completeness)
                self._edges[key] = by_term(reached(rows))
            return self._edges[key]

    def _fetch(self, level: Level, completeness: Completeness) -> None:
        """Fetch the edges of all facets of a level."""
        found = {
            facet.id: dict[str, Mapping[Unit, str]]()
            for facet in self.vocabulary.charted_facets
            if facet.level == level
        }
        for term, units in by_term(self.all_edges(level, completeness)).items():
            found[self.vocabulary.terms[term].facet][term] = units
        self._edges |= {(facet, completeness): edges for facet, edges in found.items()}

    def _years_of(self, completeness: Completeness) -> Mapping[Unit, int | None]:
        with self._fetching:
            if completeness not in self._years:
                self._years[completeness] = dict(self.units(completeness))
            return self._years[completeness]

    def _published(self, question: Question) -> Marks:
        """The marks of the conditions on the year of publication; a study whose year was not charted may meet them."""
        ranges = [question.years] if question.years else []
        return {
            unit: CERTAIN if year is not None else Reason.NOT_CHARTED.mark
            for unit, year in self._years_of(question.completeness).items()
            if year is None
            or (all(each.holds(year) for each in ranges) and not any(each.holds(year) for each in question.not_years))
        }


_TABULATED: WeakKeyDictionary[EvidenceBase, TabulatedEvidence] = WeakKeyDictionary()
_MAKING = Lock()


def forget_marks(dataset: Dataset) -> None:
    """Return the memory of the marks of all evidence bases of a dataset."""
    for each in [each for each in tuple(_ALL) if each.dataset is dataset]:
        each.forget_marks()


def tabulated(evidence: EvidenceBase) -> EvidenceBase:
    """The same evidence for the questions around one that was asked, which are many; kept as long as the evidence is.

    Where very many studies are charted, it is the evidence itself: each question then has a query of its own.
    """
    if isinstance(evidence, TabulatedEvidence) or evidence.population.charted > MOST_STUDIES:
        return evidence
    with _MAKING:
        if evidence not in _TABULATED:
            _TABULATED[evidence] = TabulatedEvidence(evidence)
        return _TABULATED[evidence]


def for_a_list(evidence: EvidenceBase) -> EvidenceBase:
    """The same evidence for all stored questions, most facets of which some question needs."""
    found = tabulated(evidence)
    if isinstance(found, TabulatedEvidence):
        found.at_once = True
    return found


def by_term(edges: Iterable[Reached]) -> Edges:
    """The edges by their term; of several to one term the best, which sorts first."""
    found: dict[str, dict[Unit, str]] = {}
    same: dict[Unit, Unit] = {}  # engines give texts of their own for every row
    for term, mark, units in edges:
        of_term = found.setdefault(term, {})
        for each in units:
            unit = same.setdefault(each, each)
            of_term[unit] = min(mark, of_term.get(unit, mark))
    return found


def marks(vocabulary: Vocabulary, edges: Edges, condition: Condition, barred: tuple[str, ...]) -> Marks:
    """The marks of a condition; of an excluded one ``certain`` means that a unit has what is excluded.

    Args:
        vocabulary: of the terms.
        edges: of the facet of the condition.
        condition: the condition.
        barred: the terms that another condition excludes of the same facet.
    """
    counted = vocabulary.with_narrower(condition.terms) - vocabulary.with_narrower(barred)
    found: dict[Unit, str] = {}
    for term in vocabulary.with_broader(counted) & edges.keys():
        for unit, mark in edges[term].items():
            own = Reason.TOO_COARSE.mark if mark == CERTAIN and term not in counted else mark
            found[unit] = min(own, found.get(unit, own))  # the best sorts first, as in queries
    return found


def joined(
    columns: Mapping[str, Condition],
    marks_of: Callable[[Condition, tuple[str, ...]], Marks],
    *,
    published: Marks | None = None,
    units: Collection[Unit] = (),
) -> MarkedUnits:
    """The units for which no condition of a question is false.

    Args:
        columns: the conditions by the column of their mark (``Question.expanded``).
        marks_of: the marks of a condition beside the terms that another one excludes of its facet.
        published: the marks of its conditions on the year of publication, if it has any.
        units: all units, where it has only conditions that exclude.
    """
    found: dict[str, tuple[Marks, bool]] = {} if published is None else {YEAR: (published, False)}
    for column, condition in columns.items():
        barred = barred_beside(columns.values(), condition)
        found[column] = marks_of(condition, barred.terms if barred else ()), condition.excluded
    among = min((of_column for of_column, excluded in found.values() if not excluded), key=len, default=units)
    counted = _Counted([excluded for _, excluded in found.values()])
    by_column = [map(of_column.get, among) for of_column, _ in found.values()]
    combinations = zip(*by_column, strict=True) if by_column else repeat((), len(among))
    return MarkedUnits(
        tuple(found),
        [(unit, marks) for unit, each in zip(among, combinations, strict=True) if (marks := counted[each]) is not None],
    )


class _Counted(dict[tuple[str | None, ...], tuple[str, ...] | None]):
    """What a unit's marks of all conditions count as; None where one of these is false. There are few combinations."""

    def __init__(self, excluded: Sequence[bool]) -> None:
        super().__init__()
        self._excluded = excluded

    def __missing__(self, marks: tuple[str | None, ...]) -> tuple[str, ...] | None:
        # What a unit cannot have, it certainly does not have.
        each = [CERTAIN if mark is None and out else mark for mark, out in zip(marks, self._excluded, strict=True)]
        false = any(out and mark == CERTAIN for mark, out in zip(marks, self._excluded, strict=True))
        counted = None if false else tuple([mark for mark in each if mark is not None])
        self[marks] = None if counted is None or len(counted) < len(marks) else counted
        return self[marks]


def _of_reviews(edges: Edges, reviews: Iterable[str]) -> Edges:
    wanted = set(reviews)
    return {term: {unit: mark for unit, mark in units.items() if unit[0] in wanted} for term, units in edges.items()}
