"""Geometry of the pictures of a review: flow of studies, growth by year, depth of reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from api.pages.flow_diagram import flow_diagram
from kg.browsing.reviews import ReviewDetail
from kg.versions.dataset import Dataset

_HEIGHT = 160
"""Of the columns of the years, in pixels."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Distances between the lines of the scale."""
_LINES = 4
"""The most lines of the scale beside 0."""
_LABELS = 12
"""The most years that are labelled."""


@dataclass(frozen=True)
class Column:
    """A year: its label, its numbers, and heights in pixels; ``middle`` and ``left`` in percent of the width.

    ``most`` and its height are None where the upper bound is not known. ``labelled`` says how often the scale of years has a
    label: never here, only where there is room for many, or always.
    """

    label: str
    certain: int
    most: int | None
    left: float
    middle: float
    certain_height: float
    most_height: float | None
    labelled: Literal["never", "wide", "always"]


@dataclass(frozen=True)
class Growth:
    """The columns, their width in percent, their greatest height, and the lines of the scale: numbers with their heights."""

    columns: tuple[Column, ...]
    width: float
    height: int
    lines: tuple[tuple[int, float], ...]


def review_pictures(review: ReviewDetail, dataset: Dataset) -> Mapping[str, object]:
    """Those of the flow diagram, ``growth`` (None where no question asks it), and ``depths``: depth, number, percent."""
    return {**flow_diagram(review, dataset), "growth": growth_of(review), "depths": list(_depths(review))}


def growth_of(review: ReviewDetail) -> Growth | None:
    """The columns of a review's growth by year; None where no question asks it."""
    if review.growth is None or not review.growth.table.rows:
        return None
    table = review.growth.table
    highest = max(max(row.bounds.certain, row.bounds.upper or 0) for row in table.rows) or 1
    step = next((each for each in _STEPS if highest / each <= _LINES), highest)
    top = -(-highest // step) * step
    width, every = 100 / len(table.rows), -(-len(table.rows) // _LABELS)

    def height(number: int) -> float:
        return round(_HEIGHT * number / top, 1)

    columns = tuple(
        Column(
            label=row.label,
            certain=row.bounds.certain,
            most=row.bounds.upper,
            left=round(width * (number + 0.2), 2),
            middle=round(width * (number + 0.5), 2),
            certain_height=height(row.bounds.certain),
            most_height=None if row.bounds.upper is None else height(row.bounds.upper),
            labelled="never" if number % every else "wide" if number // every % 2 else "always",
        )
        for number, row in enumerate(table.rows)
    )
    lines = tuple((number, height(number)) for number in range(0, top + 1, step))
    return Growth(columns, round(width * 0.6, 2), _HEIGHT, lines)


def _depths(review: ReviewDetail) -> Iterator[tuple[str, int, float]]:
    """How many of the included studies were read how deep, the deepest first; at the end those that were not charted."""
    population = review.population
    numbers = [*(population.read or {}).items(), ("not charted", population.uncharted or 0)]
    whole = sum(number for _, number in numbers) or 1
    for depth, number in numbers:
        if number:
            yield depth, number, round(100 * number / whole, 2)
