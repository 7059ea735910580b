"""The standing of every study towards a question, from the rows of its query (section 3 of the gap semantics)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from kg.evaluation.verdict import SPARSE_BELOW, Bounds, Verdict, bound, verdict
from kg.ontology.vocabulary import Condition
from kg.questions.reasons import CERTAIN, Reason
from kg.rdf.data_iris import FURTHER_UNIT
from kg.stores.base import Row
from kg.versions.evidence import IDS, MarkedUnits, marked_units
from kg.versions.studies import Charting, Studies

SILENT = frozenset({Reason.NOT_REPORTED.mark, Reason.NOT_EXHAUSTIVE.mark})
"""Marks of positive conditions that only hold if something was done that is not named."""

_NAMED_SOMETHING = frozenset({Reason.UNCLEAR.mark, Reason.TOO_COARSE.mark})
YEAR = "year"
"""The column of a condition on the year of publication, which is no condition on a facet."""


class Standing(IntEnum):
    """How near a unit, or a study, comes to a question; the higher, the nearer."""

    SILENT = 0
    """Possible, but at the depth read nothing that was asked is named."""
    NOT_LOOKED_AT = 1
    """Possible, because a facet was not charted."""
    HINTED = 2
    """Possible, and something named could be it (only what is excluded is not known to be absent); or reviews disagree."""
    CERTAIN = 3


@dataclass(frozen=True, order=True)
class Open:
    """A facet that keeps a unit possible, and why."""

    facet: str
    reason: Reason


class PossibleStudy(NamedTuple):
    """A study that is possible and not certain: its standing, and its possible units with what keeps each open.

    ``reasons`` are those of the units that are not silent.
    """

    standing: Standing
    units: Mapping[str, tuple[Open, ...]]
    reasons: frozenset[Reason] = frozenset()


@dataclass(frozen=True)
class Evaluation:
    """The result for a question.

    ``certain`` maps each certain study to its certain units, in order of the ids; ``possible`` each study that is possible
    but not certain, hinted ones first, then by how little is open.
    """

    verdict: Verdict
    bounds: Bounds
    certain: Mapping[str, tuple[str, ...]]
    possible: Mapping[str, PossibleStudy]

    @property
    def reasons(self) -> dict[Reason, int]:
        """The number of possible, not certain studies by reason; a study may count under several."""
        by_study = [
            {open_.reason for unit in study.units.values() for open_ in unit} for study in self.possible.values()
        ]
        return {reason: sum(reason in reasons for reasons in by_study) for reason in Reason}


@dataclass(frozen=True, eq=False)
class Nearness:
    """How near a unit, of which no condition is false, comes to a question: the same for all units with the same marks."""

    is_further: bool
    standing: Standing
    opens: tuple[Open, ...]
    is_reported: bool
    """Whether it stays possible once what is not named counts as not done."""
    is_met: bool
    """Whether it is then certain."""


_Unit = tuple[str, Nearness]
"""The id that a unit has in its review, and how near it comes; a plain tuple, because a question may find very many."""

_Chartings = Sequence[tuple[str, Sequence[_Unit]]]
"""For each review that charted a study, the units of it for which no condition is false."""


class _OpenUnits(Mapping[str, tuple[Open, ...]]):
    """The possible units of a study, and what keeps each open; made on first access, as most evaluations are only counted."""

    def __init__(self, studies: Studies, chartings: _Chartings, reasons: frozenset[Reason]) -> None:
        self._made_of = studies, chartings, reasons

    @cached_property
    def _units(self) -> Mapping[str, tuple[Open, ...]]:
        studies, chartings, reasons = self._made_of
        everything = _sorted(studies, chartings)
        if reasons == _DISAGREE:
            return dict.fromkeys(_certain_ones(everything), _DISAGREEING)
        return {unit_id: near.opens for unit_id, near in everything}

    def __getitem__(self, unit: str) -> tuple[Open, ...]:
        return self._units[unit]

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def __repr__(self) -> str:
        return repr(self._units)


class _Joined(NamedTuple):
    """The standing of a study, None where it is ruled out, the reasons of those of its units that are not silent, and its place.

    The lower the place, the nearer: first by the standing, then by how little is open in the unit in which the least is.
    """

    standing: Standing | None
    reasons: frozenset[Reason] = frozenset()
    place: tuple[int, int] = (0, 0)


_id = itemgetter(0)
_DISAGREE = frozenset({Reason.REVIEWS_DISAGREE})
_DISAGREEING = (Open("study", Reason.REVIEWS_DISAGREE),)


def evaluate_rows(
    columns: Mapping[str, Condition],
    rows: Iterable[Row],
    studies: Studies,
    *,
    uncharted: int | None,
    k: int = SPARSE_BELOW,
) -> Evaluation:
    """As ``evaluate_units``, of the rows that a compiled question returns: ``review``, ``study``, ``unit`` and the columns."""
    return evaluate_units(columns, marked_units(rows), studies, uncharted=uncharted, k=k)


def evaluate_units(
    columns: Mapping[str, Condition],
    marked: MarkedUnits,
    studies: Studies,
    *,
    uncharted: int | None,
    k: int = SPARSE_BELOW,
) -> Evaluation:
    """The evaluation of a question.

    Args:
        columns: the conditions by the column of their mark (``Question.expanded``).
        marked: the units with their marks in these columns and, if years are asked, in a column ``year``.
        studies: the distinct studies of the reviews that were asked.
        uncharted: the number of uncharted studies that may be one (None: not known).
        k: with ``k`` certain studies or more the verdict is ``populated``, with fewer ``sparse``.
    """
    units = _by_charting(columns, marked)
    joined: dict[tuple[tuple[Nearness, ...], ...], _Joined] = {}
    certain: dict[str, tuple[str, ...]] = {}
    possible: dict[str, PossibleStudy] = {}
    places: dict[str, tuple[int, int]] = {}
    reported = 0
    for id_ in sorted({studies.id_of(*charting) for charting in units}):
        chartings = [(charting[0], units.get(charting, ())) for charting in studies.chartings[id_]]
        nears = tuple([tuple([near for _, near in of_one]) for _, of_one in chartings])
        found = joined.get(nears)
        if found is None:
            found = joined[nears] = _join(nears)
        standing, reasons, place = found
        if standing is None:
            continue
        if standing is Standing.CERTAIN:
            certain[id_] = _certain_ones(_sorted(studies, chartings))
        else:
            possible[id_] = PossibleStudy(standing, _OpenUnits(studies, chartings, reasons), reasons)
            places[id_] = place
        reported += standing is not Standing.SILENT
    bounds = bound(len(certain), reported, len(certain) + len(possible), uncharted)
    # They are in order of their ids already, which stays where the places are equal.
    nearest_first = {id_: possible[id_] for id_ in sorted(possible, key=places.__getitem__)}
    return Evaluation(verdict(bounds, k), bounds, certain, nearest_first)


def unit_standing(columns: Mapping[str, Condition], row: Row) -> Standing:
    """The standing of the unit of a row, by the marks of its conditions."""
    marks = {column: str(mark) for column, mark in row.items() if column not in IDS and mark != CERTAIN}
    if not marks:
        return Standing.CERTAIN
    if row["unit"] == FURTHER_UNIT or any(_is_silent(columns, *each) for each in marks.items()):
        return Standing.SILENT
    if _NAMED_SOMETHING & set(marks.values()) or Reason.NOT_CHARTED.mark not in marks.values():
        return Standing.HINTED
    return Standing.NOT_LOOKED_AT


def _by_charting(columns: Mapping[str, Condition], marked: MarkedUnits) -> Mapping[Charting, list[_Unit]]:
    """The units, by review and study."""
    # There are many units and studies, but few combinations of marks.
    known: dict[tuple[str, ...], Nearness] = {}
    further: dict[tuple[str, ...], Nearness] = {}
    units: dict[Charting, list[_Unit]] = defaultdict(list)
    for (review, study, unit), marks in marked.units:
        among = further if unit == FURTHER_UNIT else known
        near = among.get(marks)
        if near is None:
            near = among[marks] = nearness(columns, {"unit": unit, **dict(zip(marked.columns, marks, strict=True))})
        units[review, study].append((unit, near))
    return units


def nearness(columns: Mapping[str, Condition], row: Row) -> Nearness:
    """How near the unit of a row comes to a question, by the marks of its conditions."""
    marks = {column: str(mark) for column, mark in row.items() if column not in IDS and mark != CERTAIN}
    opens = {
        Open(columns[column].facet if column in columns else column, Reason.of_mark(mark))
        for column, mark in marks.items()
    }
    standing = unit_standing(columns, row)
    is_reported = standing is not Standing.SILENT
    # An excluded value that is not named counts as not there.
    is_met = is_reported and all(mark in SILENT for mark in marks.values())
    return Nearness(row["unit"] == FURTHER_UNIT, standing, tuple(sorted(opens)), is_reported, is_met)


def _is_silent(columns: Mapping[str, Condition], column: str, mark: str) -> bool:
    return mark in SILENT and column in columns and not columns[column].excluded


def _join(chartings: Sequence[Sequence[Nearness]]) -> _Joined:
    """The standing of a study, from how near its units come as each of some reviews charted it, and why it is open."""
    together = [near for of_one in chartings for near in of_one]
    ruled_out = _is_ruled_out(chartings)
    if any(near.standing is Standing.CERTAIN for near in together):
        # Where one review rules it out, it is neither certain nor impossible.
        if ruled_out:
            return _Joined(Standing.HINTED, _DISAGREE, (-Standing.HINTED, len(_DISAGREEING)))
        return _Joined(Standing.CERTAIN)
    if ruled_out:
        return _Joined(None)
    reported = [near for near in together if near.is_reported]
    reasons = frozenset(open_.reason for near in reported for open_ in near.opens)
    standing = max(near.standing for near in reported) if _is_reported(chartings) else Standing.SILENT
    return _Joined(standing, reasons, (-standing, min(len(near.opens) for near in together)))


def _is_ruled_out(chartings: Sequence[Sequence[Nearness]]) -> bool:
    """Whether one of the reviews that charted a study has no possible unit of it."""
    return not all(chartings)


def _is_reported(chartings: Sequence[Sequence[Nearness]]) -> bool:
    """Whether a study, as each of some reviews charted it, stays possible once what is not named counts as not done.

    As for possible: it is ruled out where one review rules it out and it is certain in none.
    """
    met = any(near.is_met for of_one in chartings for near in of_one)
    return met or all(any(near.is_reported for near in of_one) for of_one in chartings)


def _sorted(studies: Studies, chartings: _Chartings) -> list[_Unit]:
    """All units of a study by the ids that they have in an answer, sorted."""
    return sorted(
        [(studies.unit_id(review, unit), near) for review, of_one in chartings for unit, near in of_one], key=_id
    )


def _certain_ones(units: Iterable[_Unit]) -> tuple[str, ...]:
    """The ids of the certain units: the further unit is certain only by what was charted for the study as a whole."""
    return tuple(id_ for id_, near in units if near.standing is Standing.CERTAIN and not near.is_further)
