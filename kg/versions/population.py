"""Populations: how many studies reviews include, how many are charted, and how deep those were read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

ReadAs = Literal["full-text", "abstract", "title", "review-text", "not-stated"]
"""The deepest that was read of a study; a title is the paper's own, so it counts as deeper than the review's text."""

_DEEPEST_FIRST: tuple[ReadAs, ...] = get_args(ReadAs)


@dataclass(frozen=True)
class Population:
    """The number of included studies (None: not stated), of charted ones, and of those included and not charted.

    ``read`` counts the charted ones by the deepest that was read of each. ``retracted`` studies are in none of the other numbers.
    Of several reviews, ``charted`` counts distinct
    studies, and the other numbers are sums: an uncharted study of one review may be a charted one of another.
    """

    included: int | None
    charted: int
    uncharted: int | None
    read: Mapping[ReadAs, int] = field(default_factory=dict)
    retracted: int = 0

    @classmethod
    def of(cls, included: int | None, charted: int) -> "Population":
        """The population of one review, without depths."""
        return cls(included, charted, None if included is None else included - charted)


def total(numbers: Iterable[int | None]) -> int | None:
    """The sum, None where a number is not known."""
    known = list(numbers)
    return None if None in known else sum(each for each in known if each is not None)


def deepest(read: Iterable[str]) -> ReadAs:
    """The deepest of what was read."""
    read = set(read)
    return next((depth for depth in _DEEPEST_FIRST if depth in read), "not-stated")


def by_depth(depths: Iterable[ReadAs]) -> dict[ReadAs, int]:
    """The number of studies by the deepest that was read, the deepest first, without depths of none."""
    depths = list(depths)
    return {depth: depths.count(depth) for depth in _DEEPEST_FIRST if depth in depths}
