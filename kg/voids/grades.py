"""What counts as empty, and the units that a walk has to keep for it."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from kg.evaluation.counting.layout import Layout, Planes

Grade = Literal["observed", "reported", "certified"]
"""Empty is what no study certainly meets, what none is known to report, or what none of the charted ones can meet."""


def studies(layout: Layout[Any], grade: Grade, units: Planes) -> tuple[str, ...]:
    """The studies that count at a grade, sorted."""
    return layout.studies(_count(layout, grade)(units))


class Counting(NamedTuple):
    """The functions of a walk: how units are packed into one integer, and whether such an integer holds enough studies."""

    pack: Callable[[Planes], int]
    is_enough: Callable[[int], bool]


def counting(layout: Layout[Any], grade: Grade, k: int) -> Counting:
    """How to count for a grade, where k studies are enough."""
    count = _count(layout, grade)
    if layout.several:
        # A study with several chartings may be ruled out by one of them, so each count needs other units too.
        return Counting(
            lambda planes: _all(planes, layout.size), lambda packed: count(_apart(packed, layout.size)).bit_count() >= k
        )
    plane = {"observed": 0, "reported": 2, "certified": 3}[grade]

    def is_enough(units: int) -> bool:
        return units.bit_count() >= k and count(Planes(units, units, units, units)).bit_count() >= k

    return Counting(lambda planes: planes[plane], bool if k == 1 else is_enough)


def _all(planes: Planes, size: int) -> int:
    return sum(units << (place * size) for place, units in enumerate(planes))


def _apart(packed: int, size: int) -> Planes:
    mask = (1 << size) - 1
    return Planes(*(packed >> (place * size) & mask for place in range(len(Planes._fields))))


def _count(layout: Layout[Any], grade: Grade) -> Callable[[Planes], int]:
    return {"observed": layout.certain, "reported": layout.reported, "certified": layout.possible}[grade]
