"""Bounds and verdict (sections 3 and 4 of the gap semantics)."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["void", "void-among-charted", "none-reported", "unresolved", "sparse", "populated"]

SPARSE_BELOW = 3
"""The default of k: with k certain studies or more, a question counts as populated."""

LARGEST_K = 1000
"""The bound on k."""


@dataclass(frozen=True)
class Bounds:
    """Numbers of distinct studies, none greater than the next.

    Certain ones; reported ones, which stay possible once what is not named counts as not done; possible ones; and the most
    there can be, with the uncharted (None: not known).
    """

    certain: int
    reported: int
    possible: int
    upper: int | None


def bound(certain: int, reported: int, possible: int, uncharted: int | None) -> Bounds:
    """The bounds from the numbers of charted studies and of the uncharted that may be one (None: not known)."""
    return Bounds(certain, reported, possible, None if uncharted is None else possible + uncharted)


def verdict(bounds: Bounds, k: int = SPARSE_BELOW) -> Verdict:
    """The verdict on bounds; without an upper bound there is no ``void``."""
    if bounds.certain >= k:
        return "populated"
    if bounds.certain > 0:
        return "sparse"
    if bounds.reported > 0:
        return "unresolved"
    if bounds.possible > 0:
        return "none-reported"
    return "void" if bounds.upper == 0 else "void-among-charted"
