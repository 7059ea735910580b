"""Sets of evidence units as the bits of an integer, and the studies of such a set by a few operations on whole integers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Unit = TypeVar("Unit")


class Planes(NamedTuple):
    """Units by how near they come, as bits, each set within the next (see ``kg.evaluation.counting.level.Level``)."""

    certain: int
    met: int
    reported: int
    possible: int

    def within(self, other: "Planes") -> "Planes":
        """The units of both: what is asked of different facets holds independently in a unit."""
        return Planes(*(one & another for one, another in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Layout(Generic[Unit]):
    """The places of units among the bits. Those of one charting of a study are adjacent, and so are the chartings of a study.

    After each charting one bit is free, its end, and after the chartings of a study with several of them another. A sum with
    a number in which all other bits are set carries into the end of every charting that has a unit.

    Attributes:
        place: the bit of each unit.
        study_at: the study by its last bit.
        units: the bits of all units.
        once: the ends of chartings that are their studies' only ones.
        parts: the ends of all other chartings.
        several: the last bits of studies with several chartings.
        below: all other bits of those studies.
    """

    place: Mapping[Unit, int]
    study_at: Mapping[int, str]
    units: int
    once: int
    parts: int
    several: int
    below: int

    @classmethod
    def of(cls, studies: Iterable[tuple[str, Sequence[Sequence[Unit]]]]) -> "Layout[Unit]":
        """The layout of studies, each with the units of each of its chartings, of which there is at least one."""
        place: dict[Unit, int] = {}
        study_at: dict[int, str] = {}
        once, parts, several, below = [], list[int](), [], list[int]()
        free = 0
        for study, chartings in studies:
            first, ends = free, []
            for units in chartings:
                for unit in units:
                    place[unit], free = free, free + 1
                ends.append(free)
                free += 1
            if len(ends) == 1:
                once += ends
            else:
                parts += ends
                below += range(first, free)
                several.append(free)
                free += 1
            study_at[free - 1] = study
        return cls(place, study_at, bits(place.values()), bits(once), bits(parts), bits(several), bits(below))

    @property
    def size(self) -> int:
        """The number of bits."""
        return max(self.study_at, default=-1) + 1

    def certain(self, units: Planes) -> int:
        """The last bits of certain studies: a unit is certain in some charting, and possible in all."""
        found = self.in_some(units.certain)
        return found & self.in_all(units.possible) if self.several else found

    def reported(self, units: Planes) -> int:
        """The last bits of studies that stay possible once what is not named counts as not done."""
        found = self.in_all(units.reported)
        return (found | self.in_some(units.met)) & self.possible(units) if self.several else found

    def possible(self, units: Planes) -> int:
        """The last bits of possible studies: a unit is possible in all chartings, or certain in some."""
        found = self.in_all(units.possible)
        return found | self.in_some(units.certain) if self.several else found

    def studies(self, last: int) -> tuple[str, ...]:
        """The studies by their last bits, sorted."""
        return tuple(sorted(self.study_at[place] for place in places(last)))

    def in_some(self, units: int) -> int:
        """The last bits of studies that have some of the units."""
        found = (units + self.units) & (self.once | self.parts)
        return found & self.once | ((found & self.parts) + self.below) & self.several

    def in_all(self, units: int) -> int:
        """The last bits of studies that have some of the units in each charting."""
        found = (units + self.units) & (self.once | self.parts)
        lacking = ((self.parts & ~found) + self.below) & self.several
        return found & self.once | self.several & ~lacking


def bits(set_: Iterable[int]) -> int:
    """The integer in which these bits are set."""
    places_ = list(set_)
    found = bytearray(max(places_, default=0) // 8 + 1)
    for place in places_:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def places(of: int) -> Iterator[int]:
    """The set bits of an integer, from the lowest."""
    for at, byte in enumerate(of.to_bytes((of.bit_length() + 7) // 8, "little")):
        for place in range(8) if byte else ():
            if byte >> place & 1:
                yield 8 * at + place
