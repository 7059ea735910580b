"""How surprising a void is: the number of studies to expect if its facets were independent."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappushpop, nsmallest
from typing import NamedTuple

from kg.stores.stopping import check
from kg.voids.miner import Pattern
from kg.voids.search import Search
from kg.voids.units import Searched

FORMULA = (
    "Of a void, replace the term t of one facet by the next broader term b (of a top term: by no condition at all). The studies "
    "to expect are those of this wider combination, times the studies with t, divided by the studies with b; certain studies, "
    "within the question. The surprise is the least number that any such step gives, so every side has to be well studied. Of "
    "equal ones, what more studies have outside the question comes first, then what has fewer conditions."
)


def expected(with_wider: int, *, with_term: int, with_broader: int) -> float:
    """The studies to expect of a pattern: those of a wider one, in proportion to the studies of the term and the broader term."""
    # Without a study of the broader term there is none of the wider pattern either.
    return with_wider * with_term / (with_broader or 1)


class Expectation(NamedTuple):
    """The number of studies to expect by one step: the facet's place, the wider pattern, and what it was computed from."""

    place: int
    wider: Pattern
    with_wider: int
    """The certain studies of the wider pattern."""
    with_term: int
    """The certain studies with the term alone."""
    with_broader: int
    """The certain studies with the broader term alone, or of all."""

    @property
    def studies(self) -> float:
        """The number to expect."""
        return expected(self.with_wider, with_term=self.with_term, with_broader=self.with_broader)


@dataclass(frozen=True)
class RankedVoid:
    """A maximal void with what is to expect of it, the least first, and the studies with its terms outside the question.

    ``elsewhere`` is None where the question asks nothing.
    """

    pattern: Pattern
    expected: tuple[Expectation, ...]
    elsewhere: int | None

    @property
    def surprise(self) -> float:
        """How surprising it is; nothing is to expect of one that asks nothing."""
        return self.expected[0].studies if self.expected else 0.0


def most_surprising(search: Search, top: int) -> list[RankedVoid]:
    """So many voids of a search: most surprising first, then most studied elsewhere, then of fewest conditions, then by terms."""
    evidence, everywhere = search.evidence, search.everywhere
    count = _Counts(evidence)
    bounded = sorted(((count.at_most(void), void) for void in search.mined.voids), key=lambda each: -each[0])
    best = [0.0] * top  # the surprise of the best so far, the least of them first
    found: list[tuple[float, Pattern]] = []
    for at_most, void in bounded:
        check()
        if at_most < best[0]:
            break
        surprise = count.surprise(void, best[0]) if at_most else 0.0
        if surprise >= best[0]:
            heappushpop(best, surprise)
            found.append((surprise, void))
    chosen = (
        (
            -surprise,
            -(_elsewhere(evidence, everywhere, void) or 0),
            sum(map(bool, void)),
            evidence.conditions(void),
            void,
        )
        for surprise, void in found
        if surprise >= best[0]
    )
    return [
        RankedVoid(void, tuple(count.expectations(void)), _elsewhere(evidence, everywhere, void))
        for *_, void in nsmallest(top, chosen)
    ]


def _elsewhere(evidence: Searched, everywhere: Searched | None, void: Pattern) -> int | None:
    return everywhere.certain(void) - evidence.certain(void) if everywhere else None


class _Counts:
    """Expectations of patterns, from the studies of single terms and of patterns."""

    def __init__(self, evidence: Searched) -> None:
        self._evidence = evidence
        nothing = (0,) * len(evidence.hierarchies)
        self._alone = [
            [evidence.certain(_with(nothing, place, term)) for term in range(len(hierarchy.terms))]
            for place, hierarchy in enumerate(evidence.hierarchies)
        ]

    def at_most(self, pattern: Pattern) -> float:
        """A number that the surprise does not exceed: a wider pattern has no more studies than each of its terms."""
        alone = [of_facet[term] for of_facet, term in zip(self._alone, pattern, strict=True)]
        least = float("inf")
        for place, of_facet in enumerate(self._alone):
            for above in self._evidence.hierarchies[place].wider[pattern[place]]:
                most = min((of_facet[above], *alone[:place], *alone[place + 1 :]))
                least = min(least, most * alone[place] / (of_facet[above] or 1))
        return least if any(pattern) else 0.0

    def surprise(self, pattern: Pattern, enough: float) -> float:
        """The surprise, or some lesser number than ``enough`` where it is less than that."""
        least = float("inf")
        for each in self._steps(pattern):
            least = min(least, each.studies)
            if least < enough:
                break
        return least

    def expectations(self, pattern: Pattern) -> list[Expectation]:
        """What each step gives, the least first."""
        return sorted(self._steps(pattern), key=lambda each: (each.studies, each.place, each.wider))

    def _steps(self, pattern: Pattern) -> Iterator[Expectation]:
        for place, (hierarchy, of_facet) in enumerate(zip(self._evidence.hierarchies, self._alone, strict=True)):
            for above in hierarchy.wider[pattern[place]]:
                wider = _with(pattern, place, above)
                yield Expectation(
                    place, wider, self._evidence.certain(wider), of_facet[pattern[place]], of_facet[above]
                )


def _with(pattern: Pattern, place: int, term: int) -> Pattern:
    return (*pattern[:place], term, *pattern[place + 1 :])
