"""Geometry of the PRISMA 2020 flow diagram of a review."""

# Laid out after M. J. Page et al., The PRISMA 2020 statement, BMJ 372:n71 (2021), figure 1: stages go down on the left, what
# leaves the flow stands to the right of its stage. A number that the review does not state is drawn as not stated.

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from kg.browsing.reviews import ReviewDetail
from kg.reconciliation.flow import FlowBody
from kg.versions.dataset import Dataset

_LEFT = ("stage-identified-databases", "stage-screened", "stage-assessed", "stage-included")
_RIGHT = {
    "stage-duplicates-removed": 0,
    "stage-excluded-screening": 1,
    "stage-not-retrieved": 1,
    "stage-excluded-fulltext": 2,
}
"""The stages at which something leaves the flow, each with the row of the stage that it leaves."""
_WIDTH, _GAP, _LINE, _PAD, _CHARACTERS = 300, 40, 20, 10, 38


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


def flow_diagram(review: ReviewDetail, dataset: Dataset) -> Mapping[str, object]:
    """``stages``: the boxes of the left column, each with the box that leaves there or None; the picture's size."""
    lines: dict[str, list[tuple[str, bool]]] = {}
    for each in review.flow:
        lines.setdefault(each.stage, []).append((_text(each, dataset), each.count is None))
        if each.retracted:
            lines[each.stage].append(
                (f"of these retracted since (n = {each.retracted:,}), which no answer counts", False)
            )
    stages: list[tuple[Box, Box | None]] = []
    y = _GAP // 2
    for row, stage in enumerate(_LEFT):
        names = (stage, "stage-identified-other") if row == 0 else (stage,)
        here = [line for name in names for line in lines.get(name, ())]
        leaving = [line for name, at in _RIGHT.items() if at == row for line in lines.get(name, ())]
        if not here:
            continue
        left = _box(0, y, here)
        right = _box(_WIDTH + _GAP, y, leaving) if leaving else None
        stages.append((left, right))
        y += max(left.height, right.height if right else 0) + _GAP
    return {"stages": stages, "height": y, "width": 2 * _WIDTH + _GAP}


def _box(x: int, y: int, content: list[tuple[str, bool]]) -> Box:
    lines = tuple(line for text, _ in content for line in textwrap.wrap(text, _CHARACTERS))
    height = 2 * _PAD + _LINE * len(lines)
    return Box(x, y, _WIDTH, height, lines, not_stated=any(missing for _, missing in content))


def _text(number: FlowBody, dataset: Dataset) -> str:
    reason = f", {dataset.vocabulary.terms[number.reason].label}" if number.reason else ""
    count = "not stated" if number.count is None else f"n = {number.count:,}"
    derived = ", derived" if number.derivation else ""
    return f"{number.label}{reason} ({count}{derived})"
