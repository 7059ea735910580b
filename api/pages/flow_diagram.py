"""Geometry of the PRISMA 2020 flow diagram of a review."""

# Laid out after M. J. Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021), figure 1: stages go down on the left, what
# leaves the flow stands to the right of its stage. A number that the review does not state is drawn as not stated. Several
# rounds of searching have the columns of the diagram for updated reviews, each a picture of its own, so that they stand side
# by side or below each other, as the window allows.

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.browsing.reviews import ReviewDetail
from kg.reconciliation.flow import FlowBody
from kg.review.model import Via
from kg.versions.dataset import Dataset

_IDENTIFIED = ("stage-identified-databases", "stage-identified-other")
_LEFT = (_IDENTIFIED[0], "stage-screened", "stage-assessed", "stage-included")
_RIGHT = {
    "stage-duplicates-removed": 0,
    "stage-excluded-screening": 1,
    "stage-not-retrieved": 1,
    "stage-excluded-fulltext": 2,
}
"""The stages at which something leaves the flow, each with the row of the stage that it leaves."""
_VIA: Mapping[Via, str] = {"databases": "via databases and registers", "other": "via other methods"}
_WIDTH, _GAP, _LINE, _PAD, _CHARACTERS = 300, 40, 20, 10, 38

_Line = tuple[str, bool]
"""A number in words, and whether the review does not state it."""


@dataclass(frozen=True)
class Box:
    """A box of the diagram: its place and height in units of the picture, its lines, and whether a number is not stated."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    not_stated: bool

    @property
    def middle(self) -> int:
        """The height at which arrows leave."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Column:
    """A column of the diagram: its heading (empty where it is the only one), its boxes and the size of its picture.

    ``stages`` are the boxes on the left, each with the box that leaves there or None.
    """

    title: str
    stages: tuple[tuple[Box, Box | None], ...]
    height: int
    width: int


def flow_diagram(review: ReviewDetail, dataset: Dataset) -> Mapping[str, object]:
    """``columns``: those of the diagram, none where the review has no flow; ``several`` rounds or not; ``via`` in words."""
    whole = [each for each in review.flow if each.round is None]
    rounds = sorted({each.round for each in review.flow if each.round is not None})
    columns = _updated(review.flow, rounds, dataset) if rounds else [_column("", whole, dataset)]
    return {"columns": [each for each in columns if each.stages], "several": bool(rounds), "via": _VIA}


def _updated(flow: Iterable[FlowBody], rounds: list[int], dataset: Dataset) -> Iterator[Column]:
    """The columns of a review with several rounds: previous studies, new ones by each way, and all of them."""
    numbers = list(flow)
    included = {each.round: each for each in numbers if each.stage == "stage-included" and each.via is None}
    last = rounds[-1]
    earlier = [included.get(round_) for round_ in range(1, last)]
    yield _stack("Previous studies", [[_studies(f"round {n}", each)] for n, each in enumerate(earlier, 1)])
    new = [each for each in numbers if each.round == last]
    ways = {via: [each for each in new if each.via == via] for via in _VIA}
    if not any(ways.values()):  # all of one way, so the numbers of the round are those of its column
        found = {each.stage: each.count for each in new if each.stage in _IDENTIFIED}
        only: Via = "other" if not found.get(_IDENTIFIED[0]) and found.get(_IDENTIFIED[1]) else "databases"
        left_out = _IDENTIFIED[only == "databases"]
        ways = {only: [each for each in new if each.stage != left_out or each.count]}
    for via, here in ways.items():
        yield _column(f"New studies {_VIA[via]}", here, dataset)
    yield _stack(
        "All studies", [[_studies(f"round {last}", included.get(last))], [_studies("all rounds", included.get(None))]]
    )


def _studies(which: str, number: FlowBody | None) -> _Line:
    count = "not stated" if number is None or number.count is None else f"n = {number.count:,}"
    return f"included in {which} ({count})", number is None or number.count is None


def _stack(title: str, boxes: Iterable[list[_Line]]) -> Column:
    """A column of boxes that nothing leaves."""
    return _placed(title, ((lines, []) for lines in boxes))


def _column(title: str, flow: Iterable[FlowBody], dataset: Dataset) -> Column:
    """A column of the flow from what was identified to what is included."""
    lines: dict[str, list[_Line]] = {}
    for each in flow:
        lines.setdefault(each.stage, []).append((_text(each, dataset), each.count is None))
        if each.retracted:
            lines[each.stage].append(
                (f"of these retracted since (n = {each.retracted:,}), which no answer counts", False)
            )
    rows: list[tuple[list[_Line], list[_Line]]] = []
    for row, stage in enumerate(_LEFT):
        names = _IDENTIFIED if row == 0 else (stage,)
        here = [line for name in names for line in lines.get(name, ())]
        leaving = [line for name, at in _RIGHT.items() if at == row for line in lines.get(name, ())]
        if here:
            rows.append((here, leaving))
    return _placed(title, rows)


def _placed(title: str, rows: Iterable[tuple[list[_Line], list[_Line]]]) -> Column:
    stages: list[tuple[Box, Box | None]] = []
    y = _GAP // 2
    for here, leaving in rows:
        left = _box(0, y, here)
        right = _box(_WIDTH + _GAP, y, leaving) if leaving else None
        stages.append((left, right))
        y += max(left.height, right.height if right else 0) + _GAP
    return Column(title, tuple(stages), y, 2 * _WIDTH + _GAP)


def _box(x: int, y: int, content: list[_Line]) -> Box:
    lines = tuple(line for text, _ in content for line in textwrap.wrap(text, _CHARACTERS))
    height = 2 * _PAD + _LINE * len(lines)
    return Box(x, y, _WIDTH, height, lines, not_stated=any(missing for _, missing in content))


def _text(number: FlowBody, dataset: Dataset) -> str:
    reason = f", {dataset.vocabulary.terms[number.reason].label}" if number.reason else ""
    count = "not stated" if number.count is None else f"n = {number.count:,}"
    derived = ", derived" if number.derivation else ""
    return f"{number.label}{reason} ({count}{derived})"
