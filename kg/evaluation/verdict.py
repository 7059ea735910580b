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
    """Distinct studies: certainly one, possibly one (the certain ones too), and at most, with the uncharted (None: not known)."""

    certain: int
    possible: int
    upper: int | None


@dataclass(frozen=True, order=True)
class Open:
    """A facet that keeps a unit possible, and why."""

    facet: str
    reason: Reason


@dataclass(frozen=True)
class Judgement:
    """What the rows say.

    ``certain`` maps each certain study to its certain units; ``possible`` maps each study that is possible but not certain
    to its possible units and what keeps each open; ``reasons`` counts the latter's studies by reason. Keys are sorted.
    """

    verdict: Verdict
    bounds: Bounds
    certain: Mapping[str, tuple[str, ...]]
    possible: Mapping[str, Mapping[str, tuple[Open, ...]]]

    @property
    def reasons(self) -> dict[Reason, int]:
        """How many possible, not certain studies each reason keeps open; a study may count under several."""
        by_study = [{open_.reason for unit in units.values() for open_ in unit} for units in self.possible.values()]
        return {reason: sum(reason in reasons for reasons in by_study) for reason in Reason}


def judge(
    columns: Mapping[str, Condition],
    rows: Iterable[Row],
    population: Population,
    *,
    covered: bool,
    k: int = SPARSE_BELOW,
) -> Judgement:
    """The judgement of a question.

    Args:
        columns: the conditions by the column of their truth (``Question.expanded``); a column ``year`` may stand beside them.
        rows: ``study``, ``unit`` and those columns, as a compiled question returns them.
        population: of the review that was asked.
        covered: whether a statement that is relied on says that no uncharted study has a value on a facet asked for.
        k: from so many certain studies on the verdict is ``populated``; below, ``sparse``.
    """
    units: dict[str, dict[str, tuple[Open, ...]]] = {}
    for row in rows:
        marks = {column: mark for column, mark in row.items() if column not in {"study", "unit"}}
        opens = {
            Open(columns[column].facet if column in columns else column, Reason.of_mark(str(mark)))
            for column, mark in marks.items()
            if mark != CERTAIN
        }
        units.setdefault(str(row["study"]), {})[str(row["unit"])] = tuple(sorted(opens))
    certain = {study: tuple(unit for unit in sorted(its) if not its[unit]) for study, its in sorted(units.items())}
    certain = {study: found for study, found in certain.items() if found}
    possible = {study: dict(sorted(its.items())) for study, its in sorted(units.items()) if study not in certain}
    bounds = bound(len(certain), len(units), population, covered=covered)
    return Judgement(verdict(bounds, k), bounds, certain, possible)


def bound(certain: int, possible: int, population: Population, *, covered: bool) -> Bounds:
    """The bounds from the numbers of certain and possible charted studies."""
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
