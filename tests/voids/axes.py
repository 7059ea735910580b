"""Random hierarchies with units and rules, and their maximal voids by the definition, for the miner alone."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kg.voids.hierarchy import ANY, Hierarchy
from kg.voids.miner import Axis, Pattern, Rules


@dataclass(frozen=True)
class Mine:
    """Facets, the least number of units that is enough, and sets of terms that cannot meet."""

    axes: tuple[Axis, ...]
    k: int
    barred: tuple[frozenset[str], ...]

    def is_enough(self, units: int) -> bool:
        return units.bit_count() >= self.k

    def units(self, pattern: Pattern) -> int:
        found = self.axes[0].units[ANY]
        for axis, term in zip(self.axes, pattern, strict=True):
            found &= axis.units[term]
        return found

    def names(self, pattern: Pattern) -> set[str]:
        """The terms of a pattern and all wider ones."""
        above = (each for axis, term in zip(self.axes, pattern, strict=True) for each in at_or_above(axis, term))
        return set(above)

    def is_barred(self, pattern: Pattern) -> bool:
        return any(rule <= self.names(pattern) for rule in self.barred)

    def wider(self, pattern: Pattern) -> list[Pattern]:
        return [
            (*pattern[:place], each, *pattern[place + 1 :])
            for place, term in enumerate(pattern)
            for each in self.axes[place].hierarchy.wider[term]
        ]

    def width(self, pattern: Pattern) -> int:
        """The greatest number of steps to the pattern that asks nothing."""
        return max((1 + self.width(each) for each in self.wider(pattern)), default=0)

    @property
    def rules(self) -> Rules:
        bit = {(rule, term): 1 << place for place, (rule, term) in enumerate(_pairs(self.barred))}
        sides = [
            [
                sum(
                    bit[rule, each]
                    for rule, terms in enumerate(self.barred)
                    for each in terms & at_or_above(axis, term)
                )
                for term in range(len(axis.units))
            ]
            for axis in self.axes
        ]
        return Rules(sides, self.is_barred)

    def voids(self) -> list[Pattern]:
        """The maximal voids, by trying every pattern."""
        empty = {
            pattern
            for pattern in product(*(range(len(axis.units)) for axis in self.axes))
            if not self.is_enough(self.units(pattern)) and not self.is_barred(pattern)
        }
        return sorted(pattern for pattern in empty if not empty & set(self.wider(pattern)))


def at_or_above(axis: Axis, term: int) -> set[str]:
    names = {axis.hierarchy.terms[term]} if term else set()
    return names.union(*(at_or_above(axis, each) for each in axis.hierarchy.wider[term]))


def _pairs(barred: Sequence[Collection[str]]) -> Iterator[tuple[int, str]]:
    return ((rule, term) for rule, terms in enumerate(barred) for term in terms)


def mines(seed: int, count: int) -> Iterator[Mine]:
    """So many random ones; terms may have several broader ones, units several terms of a facet, or all."""
    dice = random.Random(seed)
    for _ in range(count):
        units = dice.randint(1, 12)
        axes = tuple(_axis(dice, f"f{place}", units) for place in range(dice.randint(1, 4)))
        terms = [term for axis in axes for term in axis.hierarchy.terms if term]
        rules = (dice.sample(terms, min(len(terms), dice.choice((2, 2, 3)))) for _ in range(dice.choice((0, 0, 1, 3))))
        yield Mine(axes, dice.choice((1, 1, 2, 3)), tuple(map(frozenset, rules)))


def _axis(dice: random.Random, facet: str, units: int) -> Axis:
    broader: dict[str, set[str]] = {facet: set()}
    for number in range(dice.randint(0, 5)):
        above = {dice.choice(list(broader))} | ({dice.choice(list(broader))} if dice.random() < 0.3 else set())
        broader[f"{facet}-{number}"] = above
    hierarchy = Hierarchy.of(broader)
    near = [0] * len(hierarchy.terms)
    for unit in range(units):
        of_unit = (
            range(1, len(near)) if dice.random() < 0.1 else dice.choices(range(1, len(near)), k=dice.randint(0, 2))
        )
        for term in of_unit:
            near[term] |= 1 << unit
    for term in reversed(range(1, len(near))):
        for wider in hierarchy.wider[term]:
            near[wider] |= near[term]
    near[ANY] = (1 << units) - 1
    return Axis(hierarchy, near)
