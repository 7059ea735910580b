"""Maximal voids: all combinations of terms that are empty while everything one step wider is not.

The walk goes from wide to narrow, as Apriori does, but depth first: of a pattern, the first facets are chosen before the
last ones, and wide terms before narrow ones. All that is one step wider than a pattern is then visited before it, so a
pattern is tested only if all of that is known not to be empty, and only one set of units per facet is kept. See docs/voids.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, count
from operator import and_
from typing import NamedTuple

from kg.voids.hierarchy import ANY, Hierarchy

Pattern = tuple[int, ...]
"""The number of a term for each facet, or ``ANY``."""

MOST_TESTED = 1_000_000
"""The bound on patterns that are tested, by default: some seconds."""

_OFTEN = 1024
"""After so many tests a walk may be stopped from outside."""


class Axis(NamedTuple):
    """A facet that is searched: its hierarchy, and by number the units that come near each term (``ANY``: all)."""

    hierarchy: Hierarchy
    units: Sequence[int]


@dataclass(frozen=True)
class Rules:
    """Rules on terms that cannot meet.

    ``sides`` has, by facet and term, the conditions of rules that the term meets, as bits; a narrower term meets no fewer.
    Whether ``bars`` is true of a pattern depends only on the conditions that its terms meet, and more of them bar no less.
    """

    sides: Sequence[Sequence[int]]
    bars: Callable[[Pattern], bool]


@dataclass(frozen=True)
class Mined:
    """The maximal voids that were found.

    ``searched_to`` is the width up to which all are among them (None: there are no others at all), ``tested`` the number of
    patterns that were counted. The width of a pattern is the number of steps that lead to it from the one that asks nothing.
    """

    voids: tuple[Pattern, ...]
    searched_to: int | None
    tested: int


class _TooMuch(Exception):
    """The bound on work was met."""


def mine(
    axes: Sequence[Axis],
    is_enough: Callable[[int], bool],
    *,
    rules: Rules | None = None,
    most_tested: int = MOST_TESTED,
    check: Callable[[], None] = lambda: None,
) -> Mined:
    """The maximal voids, in order of the walk.

    Args:
        axes: the facets. The units near a term are among those near each wider term.
        is_enough: whether some units make their pattern non-empty; if some do, more do.
        rules: what bars patterns, which are then no voids.
        most_tested: the bound on patterns that are tested. If it is met, walks to growing widths follow, which together test as
            many again, and the last complete one counts.
        check: called now and then; it may raise to stop the walk.
    """
    walk = _Walk(axes, is_enough, rules or Rules([[0] * len(axis.units) for axis in axes], lambda _: False), check)
    walk.most_tested = most_tested
    try:
        return Mined(tuple(walk.voids()), None, walk.tested)
    except _TooMuch:
        walk.most_tested += most_tested
    found: tuple[Pattern, ...] = ()
    for width in count():
        try:
            found = tuple(walk.voids(width))
        except _TooMuch:
            return Mined(found, width - 1, walk.tested)
    raise AssertionError


class _Walk:
    """A walk through the patterns that can have a maximal void below them."""

    def __init__(
        self,
        axes: Sequence[Axis],
        is_enough: Callable[[int], bool],
        rules: Rules,
        check: Callable[[], None],
    ) -> None:
        self._axes, self._is_enough, self._rules, self._check = axes, is_enough, rules, check
        self._barred: dict[int, bool] = {}
        everywhere = [reduce(and_, axis.units) for axis in axes]
        self._near_all = [*accumulate(reversed(everywhere), and_)][::-1]
        """By place, the units that come near every term of this facet and of those behind it."""
        self.tested = self.most_tested = 0

    def voids(self, width: int | None = None) -> list[Pattern]:
        """The maximal voids, by default of any width."""
        self._width = sum(max(axis.hierarchy.depth) for axis in self._axes) if width is None else width
        self._voids: list[Pattern] = []
        nothing, everything = (ANY,) * len(self._axes), self._axes[0].units[ANY]
        if self._is_enough(everything):
            self._below(0, nothing, everything, [], 0, 0)
        else:
            self._voids.append(nothing)
        return self._voids

    def _below(self, first: int, pattern: Pattern, units: int, wider: Sequence[int], met: int, depth: int) -> None:
        """Visit the patterns that add terms of the facets from ``first`` on to a non-empty one.

        ``wider`` are the units of every pattern one step wider; ``met`` are the conditions of rules that it meets.
        """
        is_enough = self._is_enough
        for place in range(first, len(self._axes)):
            if is_enough(units & self._near_all[place]):
                return  # these make all that follows non-empty
            hierarchy, of_term = self._axes[place]
            sides, is_last = self._rules.sides[place], place + 1 == len(self._axes)
            queue = list(hierarchy.narrower[ANY])
            for term in queue:  # grows by the terms below each that may have a void below it
                if depth + hierarchy.depth[term] > self._width:
                    continue
                now_met = met | sides[term]
                if now_met and self._is_barred(now_met, _with(pattern, place, term)):
                    continue
                self._count()
                near = of_term[term]
                found = units & near
                if not is_enough(found):
                    above = hierarchy.wider[term]
                    if all(is_enough(units & of_term[each]) for each in above) and all(
                        is_enough(each & near) for each in wider
                    ):
                        self._voids.append(_with(pattern, place, term))
                    continue
                of_others = [each & near for each in wider]
                if found in of_others:
                    continue
                queue += hierarchy.narrower[term]
                own = [units & of_term[each] for each in hierarchy.wider[term]]
                if not is_last and found not in own:
                    chosen, now_deep = _with(pattern, place, term), depth + hierarchy.depth[term]
                    self._below(place + 1, chosen, found, of_others + own, now_met, now_deep)

    def _is_barred(self, met: int, pattern: Pattern) -> bool:
        if met not in self._barred:
            self._barred[met] = self._rules.bars(pattern)
        return self._barred[met]

    def _count(self) -> None:
        if self.tested >= self.most_tested:
            raise _TooMuch
        self.tested += 1
        if not self.tested % _OFTEN:
            self._check()


def _with(pattern: Pattern, place: int, term: int) -> Pattern:
    return (*pattern[:place], term, *pattern[place + 1 :])
