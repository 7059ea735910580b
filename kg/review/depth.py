"""Depth of reading: what was read of a study, and by whom."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

Depth = Literal["review-text", "title", "abstract", "full-text"]
DEPTHS: tuple[Depth, ...] = get_args(Depth)
"""What can be read of a study, the deepest last."""

# Neither a title nor the text of a review is what the authors wrote about their work, so neither outranks the other.
_RANKS = {"review-text": 1, "title": 1, "abstract": 2, "full-text": 3}


class Activity(NamedTuple):
    """A charting activity: one coder on one day (an ISO date), and what was read; empty as far as not known. Sorted by day."""

    charted_on: str = ""
    coder: str = ""
    read: tuple[Depth, ...] = ()


class RowNote(NamedTuple):
    """What a coder noted beside the charting of an evidence unit, in one row of a sheet."""

    activity: Activity
    text: str


def in_order(read: Iterable[Depth]) -> tuple[Depth, ...]:
    """Depths of reading, each once, the deepest last."""
    return tuple(sorted(set(read), key=DEPTHS.index))


def rank(read: Iterable[Depth]) -> int:
    """How deep a reading went: 0 not stated, 1 title or review text, 2 abstract, 3 full text."""
    return max((_RANKS[depth] for depth in read), default=0)
