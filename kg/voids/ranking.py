"""How surprising a void is: the number of studies to expect if its facets were independent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.voids.miner import Pattern
from kg.voids.search import Search
from kg.voids.units import Searched

FORMULA = (
    "Of a void, replace the term t of one facet by the next broader term b (of a top term: by no condition at all). The studies "
    "to expect are those of this wider combination, times the studies with t, divided by the studies with b; certain studies, "
    "within the question. The surprise is the least number that any such step gives, so every side has to be well studied. Of "
    "equal ones, what more studies have outside the question comes first, then what has fewer conditions."
)


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
    studies: float


def expectations(evidence: Searched, pattern: Pattern) -> list[Expectation]:
    """What each step to a wider pattern gives, the least first."""
    return sorted(_expectations(evidence, pattern), key=lambda each: (each.studies, each.place, each.wider))


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


def ranked(search: Search) -> list[RankedVoid]:
    """The voids of a search: most surprising first, then most studied elsewhere, then fewest conditions, then by terms."""
    evidence, everywhere = search.evidence, search.everywhere
    found = [
        RankedVoid(
            each,
            tuple(expectations(evidence, each)),
            everywhere.certain(each) - evidence.certain(each) if everywhere else None,
        )
        for each in search.mined.voids
    ]
    return sorted(
        found,
        key=lambda void: (
            -void.surprise,
            -(void.elsewhere or 0),
            sum(map(bool, void.pattern)),
            evidence.conditions(void.pattern),
        ),
    )


def _expectations(evidence: Searched, pattern: Pattern) -> Iterator[Expectation]:
    for each in evidence.wider(pattern):
        place = next(at for at, (one, other) in enumerate(zip(pattern, each, strict=True)) if one != other)
        alone = [0] * len(pattern)
        alone[place] = pattern[place]
        broader = [0] * len(pattern)
        broader[place] = each[place]
        counts = evidence.certain(each), evidence.certain(tuple(alone)), evidence.certain(tuple(broader))
        # Without a study of the broader term there is none of the wider pattern either.
        yield Expectation(place, each, *counts, counts[0] * counts[1] / (counts[2] or 1))
