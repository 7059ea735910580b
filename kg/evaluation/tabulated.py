"""An evidence base for very many questions about few facets: it fetches what was charted of each facet once."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.questions.question import Completeness, Question, barred_beside
from kg.questions.reasons import CERTAIN, Reason
from kg.stores.base import Row
from kg.versions.evidence import EvidenceBase

Unit = tuple[str, str, str]
"""A review's id, a study's key and a unit's id."""

Marks = Mapping[Unit, str]
"""By unit the mark of a condition, as the column of a query has it: ``certain``, or why it is open."""

Edges = Mapping[str, Mapping[Unit, str]]
"""By term the units for which it was charted (``certain``) or left open (the mark of the reason)."""


class _Asked(NamedTuple):
    condition: Condition
    barred: tuple[str, ...]
    completeness: Completeness


class TabulatedEvidence(EvidenceBase):
    """The same evidence with the same answers: every question about its facets is put together from a query for each facet.

    A map asks thousands of questions, for which queries of their own would take minutes. What the edges to terms do not tell,
    years of publication, is asked of the store as ever.
    """

    def __init__(self, evidence: EvidenceBase) -> None:
        super().__init__(evidence.dataset, evidence.reviews)
        self._rows: dict[tuple[str, Completeness], list[Row]] = {}
        self._edges: dict[tuple[str, Completeness], Edges] = {}
        self._marks: dict[_Asked, Marks] = {}

    def edges(self, facet: Facet, completeness: Completeness) -> list[Row]:
        """As of any evidence base, but asked once."""
        key = facet.id, completeness
        if key not in self._rows:
            self._rows[key] = super().edges(facet, completeness)
        return self._rows[key]

    def rows(self, question: Question) -> list[Row]:
        """The units for which no condition of a question is false, without a query of their own."""
        columns = question.expanded(self.vocabulary)
        if question.asks_year or all(each.excluded for each in columns.values()):
            return super().rows(question)
        return joined(columns, lambda each, barred: self._marks_of(_Asked(each, barred, question.completeness)))

    def _marks_of(self, asked: _Asked) -> Marks:
        if asked not in self._marks:
            facet = asked.condition.facet, asked.completeness
            if facet not in self._edges:
                self._edges[facet] = by_term(self.edges(self.vocabulary.facets[facet[0]], asked.completeness))
            self._marks[asked] = marks(self.vocabulary, self._edges[facet], asked.condition, asked.barred)
        return self._marks[asked]


def by_term(rows: Iterable[Row]) -> Edges:
    """The edges by their term, from the rows of ``EvidenceBase.edges``; of several to one term the best, which sorts first."""
    found: dict[str, dict[Unit, str]] = {}
    for row in rows:
        units = found.setdefault(str(row["term"]), {})
        unit, mark = (str(row["review"]), str(row["study"]), str(row["unit"])), str(row["mark"])
        units[unit] = min(mark, units.get(unit, mark))
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


def joined(columns: Mapping[str, Condition], marks_of: Callable[[Condition, tuple[str, ...]], Marks]) -> list[Row]:
    """The rows of a question, some condition of which is positive.

    Args:
        columns: the conditions by the column of their mark (``Question.expanded``).
        marks_of: the marks of a condition beside the terms that another one excludes of its facet.
    """
    found: dict[str, Marks] = {}
    for column, condition in columns.items():
        barred = barred_beside(columns.values(), condition)
        found[column] = marks_of(condition, barred.terms if barred else ())
    wanted = [found[column] for column, condition in columns.items() if not condition.excluded]
    rows: list[Row] = []
    fewest = min(wanted, key=len)
    for unit in sorted(fewest):
        row: dict[str, str] = dict(zip(("review", "study", "unit"), unit, strict=True))
        for column, condition in columns.items():
            mark = found[column].get(unit)
            if mark is None and condition.excluded:
                mark = CERTAIN  # what a unit cannot have, it certainly does not have
            elif mark is None or (condition.excluded and mark == CERTAIN):
                break
            row[column] = mark
        else:
            rows.append(row)
    return rows
