"""Numbers of studies by how they stand to a question: of several sets of studies, they add up to those of all."""

from typing import NamedTuple

from kg.evaluation.gap_kind import Sorts


class Tally(NamedTuple):
    """The numbers of certain, reported and possible studies (as ``Bounds``), and those on which the kind of the gap depends."""

    certain: int
    reported: int
    possible: int
    sorts: Sorts

    def plus(self, other: "Tally") -> "Tally":
        """The numbers of the studies of both."""
        return self._with(other, 1)

    def minus(self, other: "Tally") -> "Tally":
        """The numbers without those of some of the studies."""
        return self._with(other, -1)

    def _with(self, other: "Tally", sign: int) -> "Tally":
        *own, own_sorts = self
        *others, other_sorts = other
        certain, reported, possible = (one + sign * another for one, another in zip(own, others, strict=True))
        added = Sorts(*(one + sign * another for one, another in zip(own_sorts, other_sorts, strict=True)))
        return Tally(certain, reported, possible, added)
