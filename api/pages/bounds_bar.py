"""Geometry of the bar that shows the bounds of an answer, from 0 to what is included."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.evaluation.models import BoundsBody, PopulationBody

_ROW, _BAR = 18, 22
"""Heights of a row of labels and of the bar, in pixels."""


@dataclass(frozen=True)
class Segment:
    """A part of the bar, by the first number that counts it; place and width in percent."""

    name: str
    at: float
    width: float


@dataclass(frozen=True)
class Mark:
    """A number on the bar: its place in percent, its label, and the heights at which its line and its label stand.

    The label begins at the line where ``begins``, else it ends there.
    """

    name: str
    at: float
    text: str
    first: int
    last: int
    base: int
    begins: bool


@dataclass(frozen=True)
class BoundsBar:
    """The bar: its place, its height, its segments from left to right, its marks; ``words`` say all of it.

    Where the number of included studies is not stated, the bar ends at what was charted and ``is_open``.
    """

    top: int
    height: int
    whole_height: int
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    words: str
    is_open: bool


def bounds_bar(bounds: BoundsBody, population: PopulationBody) -> BoundsBar:
    """The bar of an answer."""
    is_open = population.included is None
    whole = max(population.charted, bounds.possible) if population.included is None else population.included
    numbers = [("certain", bounds.certain), ("reported", bounds.reported), ("possible", bounds.possible)]
    if bounds.upper is not None:
        numbers.append(("upper", bounds.upper))
    end = "charted" if is_open else "included" if population.of == "studies" else population.of
    names = {"upper": "at most", "whole": end}
    marked = [
        (name, _percent(number, whole), f"{number} {names.get(name, name)}")
        for name, number in [*numbers, ("whole", whole)]
    ]
    texts = [text for _, _, text in marked]
    words = f"{', '.join(texts[:-1])}, of {texts[-1]}{'; how many are included is not stated' if is_open else ''}"
    above = [each for each in marked if each[1] < 50]
    top = _ROW * len(above) + 2
    marks = _marks(marked, len(above), top)
    height = top + _BAR + _ROW * (len(marked) - len(above)) + 2
    return BoundsBar(top, _BAR, height, tuple(_segments(marked)), tuple(marks), words, is_open)


def _marks(marked: list[tuple[str, float, str]], above: int, top: int) -> Iterable[Mark]:
    # Labels of the left half begin at their lines and stand above the bar, the leftmost highest; those of the right half end
    # there and stand below, the rightmost lowest. So no line crosses a label, however near the numbers are.
    for number, (name, at, text) in enumerate(marked):
        if number < above:
            first = _ROW * number + 2
            yield Mark(name, at, text, first, top + _BAR, first + 12, begins=True)
        else:
            last = top + _BAR + _ROW * (number - above + 1)
            yield Mark(name, at, text, top, last, last - 2, begins=False)


def _segments(marked: list[tuple[str, float, str]]) -> Iterable[Segment]:
    begin = 0.0
    for name, at, _ in marked:
        if at > begin:
            yield Segment(name, begin, round(at - begin, 3))
        begin = max(begin, at)


def _percent(number: int, whole: int) -> float:
    return round(100 * number / whole, 3) if whole else 0.0
