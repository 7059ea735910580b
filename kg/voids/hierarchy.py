"""The terms of a facet as numbers, from wide to narrow."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

ANY = 0
"""The number that stands for no condition on the facet at all; it is above the top term, which asks for some value."""


@dataclass(frozen=True)
class Hierarchy:
    """The terms of a facet by number, each after all that are wider; ``ANY`` comes first and is no term.

    ``wider`` are the numbers one step up, ``narrower`` the terms to go on to: each term is reached from one wider term only,
    one that lies deepest. ``depth`` is the greatest number of steps up to ``ANY``.
    """

    terms: Sequence[str]
    wider: Sequence[tuple[int, ...]]
    narrower: Sequence[tuple[int, ...]]
    depth: Sequence[int]

    @classmethod
    def of(cls, broader: Mapping[str, Collection[str]]) -> "Hierarchy":
        """The hierarchy of terms, each with those right above it; a term without any is right below ``ANY``.

        What is above a term and no key itself is passed over, so it has to be a key of ``broader`` to take part.
        """
        depths: dict[str, int] = {}

        def depth_of(term: str) -> int:
            if term not in depths:
                depths[term] = 1 + max((depth_of(each) for each in broader[term] if each in broader), default=0)
            return depths[term]

        ordered = sorted(broader, key=lambda term: (depth_of(term), term))
        number = {term: place for place, term in enumerate(ordered, start=1)}
        wider = [tuple(sorted(number[each] for each in broader[term] if each in number)) or (ANY,) for term in ordered]
        narrower: list[list[int]] = [[] for _ in range(len(ordered) + 1)]
        for place, above in enumerate(wider, start=1):
            narrower[above[-1]].append(place)  # the last one lies deepest
        return cls(("", *ordered), ((), *wider), tuple(map(tuple, narrower)), (0, *(depths[term] for term in ordered)))


def without(broader: Mapping[str, Collection[str]], left_out: Collection[str]) -> dict[str, set[str]]:
    """Terms with those right above them, once some are left out: what was below one of these is below all above it."""

    def above(term: str) -> set[str]:
        found: set[str] = set()
        for each in broader[term]:
            found |= above(each) if each in left_out else {each}
        return found

    kept = {term: above(term) for term in broader if term not in left_out}
    return {term: _nearest(kept, terms) for term, terms in kept.items()}


def _nearest(broader: Mapping[str, set[str]], terms: set[str]) -> set[str]:
    """Of some terms those that are above no other of them."""
    passed, new = set[str](), set(terms)
    while new:
        new = {each for term in new for each in broader.get(term, ())} - passed
        passed |= new
    return terms - passed
