"""Bounds and verdict, from the rows of a query (sections 3 and 4 of the gap semantics)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.ontology.vocabulary import Condition
from kg.questions.reasons import CERTAIN, Reason
from kg.review.model import Population
from kg.stores.base import Row

Verdict = Literal["void", "void-among-charted", "unresolved", "sparse", "populated"]

SPARSE_BELOW = 3
"""The default of k: with k certain studies or more, a question counts as populated."""

LARGEST_K = 1000
"""The bound on k."""


@dataclass(frozen=True)
class Bounds:
    """Numbers of distinct studies: certain, possible (the certain included), and at most, with the uncharted (None: unknown)."""

    certain: int
    possible: int
    upper: int | None


@dataclass(frozen=True, order=True)
class Open:
    """A facet that keeps a unit possible, and why."""

    facet: str
    reason: Reason


@dataclass(frozen=True)
class Evaluation:
    """The result for a question.

    ``certain`` maps each certain study to its certain units; ``possible`` maps each study that is possible but not certain
    to its possible units and what keeps each open; ``reasons`` counts the latter's studies by reason. Keys are sorted.
    """

    verdict: Verdict
    bounds: Bounds
    certain: Mapping[str, tuple[str, ...]]
    possible: Mapping[str, Mapping[str, tuple[Open, ...]]]

    @property
    def reasons(self) -> dict[Reason, int]:
        """The number of possible, not certain studies by reason; a study may count under several."""
        by_study = [{open_.reason for unit in units.values() for open_ in unit} for units in self.possible.values()]
        return {reason: sum(reason in reasons for reasons in by_study) for reason in Reason}


def evaluate_rows(
    columns: Mapping[str, Condition],
    rows: Iterable[Row],
    population: Population,
    *,
    covered: bool,
    k: int = SPARSE_BELOW,
) -> Evaluation:
    """The evaluation of a question.

    Args:
        columns: the conditions by the column of their mark (``Question.expanded``); rows may also have a column ``year``.
        rows: ``study``, ``unit`` and those columns, as a compiled question returns them.
        population: of the review that was asked.
        covered: whether a statement rules out the uncharted studies (see ``evaluate.covered``).
        k: with ``k`` certain studies or more the verdict is ``populated``, with fewer ``sparse``.
    """
    units: dict[str, dict[str, tuple[Open, ...]]] = {}
    for row in rows:
        marks = {column: mark for column, mark in row.items() if column not in {"study", "unit"}}
        opens = {
            # ``year`` is a column without a condition.
            Open(columns[column].facet if column in columns else column, Reason.of_mark(str(mark)))
            for column, mark in marks.items()
            if mark != CERTAIN
        }
        units.setdefault(str(row["study"]), {})[str(row["unit"])] = tuple(sorted(opens))
    # One certain unit makes its study certain: all conditions must hold in one unit.
    certain = {}
    for study, opens_by_unit in sorted(units.items()):
        if certain_units := tuple(unit for unit in sorted(opens_by_unit) if not opens_by_unit[unit]):
            certain[study] = certain_units
    possible = {study: dict(sorted(units[study].items())) for study in sorted(units) if study not in certain}
    bounds = bound(len(certain), len(units), population, covered=covered)
    return Evaluation(verdict(bounds, k), bounds, certain, possible)


def bound(certain: int, possible: int, population: Population, *, covered: bool) -> Bounds:
    """The bounds from the numbers of certain and possible charted studies; uncharted ones count only in ``upper``."""
    if population.uncharted is None:
        return Bounds(certain, possible, None)
    return Bounds(certain, possible, possible + (0 if covered else population.uncharted))


def verdict(bounds: Bounds, k: int = SPARSE_BELOW) -> Verdict:
    """The verdict on bounds; without an upper bound there is no ``void``."""
    if bounds.certain >= k:
        return "populated"
    if bounds.certain > 0:
        return "sparse"
    if bounds.possible > 0:
        return "unresolved"
    return "void" if bounds.upper == 0 else "void-among-charted"
