"""How surprising a void is: the number of studies to expect if its facets were independent."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.voids.miner import Pattern
from kg.voids.search import Search
from kg.voids.units import Searched

FORMULA = (
    "Of a void, replace the term t of one facet by the next broader term b (of a top term: by no condition at all). The studies "
    "to expect are those of this wider combination, times the studies with t, divided by the studies with b; certain studies, "
    "within the question. The surprise is the least number that any such step gives, so every side has to be well studied."
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


def expectations(evidence: Searched, pattern: Pattern, wider: Iterable[Pattern]) -> list[Expectation]:
    """What each step to a wider pattern gives, the least first."""
    return sorted(_expectations(evidence, pattern, wider), key=lambda each: (each.studies, each.place, each.wider))


def ranked(search: Search) -> list[tuple[Pattern, list[Expectation]]]:
    """The voids of a search with what is to expect, most surprising first, then those of fewer conditions, then by terms."""
    found = [(each, expectations(search.evidence, each, search.wider(each))) for each in search.mined.voids]
    return sorted(
        found, key=lambda void: (-surprise(void[1]), sum(map(bool, void[0])), search.conditions(void[0]))
    )


def surprise(expected: list[Expectation]) -> float:
    """How surprising a void is; nothing is to expect of one that asks nothing."""
    return expected[0].studies if expected else 0.0


def _expectations(evidence: Searched, pattern: Pattern, wider: Iterable[Pattern]) -> Iterator[Expectation]:
    for each in wider:
        place = next(at for at, (one, other) in enumerate(zip(pattern, each, strict=True)) if one != other)
        alone = [0] * len(pattern)
        alone[place] = pattern[place]
        broader = [0] * len(pattern)
        broader[place] = each[place]
        counts = evidence.certain(each), evidence.certain(tuple(alone)), evidence.certain(tuple(broader))
        # Without a study of the broader term there is none of the wider pattern either.
        yield Expectation(place, each, *counts, counts[0] * counts[1] / (counts[2] or 1))
