"""How long a search for voids takes, beside brute force, the published walk and a library for frequent item sets.

``make bench-voids``. Reviews are generated over facets of the real vocabulary, with the same skew for all. Seconds are of the
processor. Everything in a row ran in the same process, one after the other; brute force is extrapolated (~) from a sample.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import islice, product
from operator import and_
from typing import TypeVar

from efficient_apriori import itemsets_from_transactions

from kg.evaluation.counting.layout import bits, places
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.voids.hierarchy import ANY, Hierarchy
from kg.voids.miner import Axis, Pattern, mine

FACETS = (
    "unit-operation",
    "pat-modality",
    "ai-method",
    "quality-attribute",
    "manufacturing-mode",
    "product-type",
)
SIZES = (
    *((33, facets) for facets in (3, 4, 5, 6)),
    *((1000, facets) for facets in (3, 4, 5, 6)),
    *((10_000, facets) for facets in (3, 4)),
    *((100_000, facets) for facets in (3, 4)),
)
"""Studies and facets."""
MOST_TESTED = 5_000_000
_SAMPLE, _SECONDS = 200_000, 60

Result = TypeVar("Result")


def axes(vocabulary: Vocabulary, studies: int, facets: int) -> list[Axis]:
    """Studies with one unit each and one or two terms on each facet; the terms of a facet follow Zipf's law, in any order."""
    dice, found = random.Random(f"{studies} {facets}"), []
    for facet in FACETS[:facets]:
        hierarchy = Hierarchy.of({term.id: term.broader for term in vocabulary.of_facet(facet)})
        terms = list(range(1, len(hierarchy.terms)))
        dice.shuffle(terms)
        weights = [1 / place for place in range(1, len(terms) + 1)]
        having: list[list[int]] = [[] for _ in hierarchy.terms]
        for study in range(studies):
            for term in dice.choices(terms, weights, k=dice.choice((1, 1, 1, 2))):
                having[term].append(study)
        units = list(map(bits, having))
        for term in reversed(terms_in_order(hierarchy)):
            for above in hierarchy.wider[term]:
                units[above] |= units[term]
        units[ANY] = (1 << studies) - 1
        found.append(Axis(hierarchy, units))
    return found


def terms_in_order(hierarchy: Hierarchy) -> Sequence[int]:
    """The terms, wide ones first."""
    return range(1, len(hierarchy.terms))


def wider(searched: Sequence[Axis], pattern: Pattern) -> Iterator[Pattern]:
    """Every pattern one step wider."""
    for place, term in enumerate(pattern):
        for above in searched[place].hierarchy.wider[term]:
            yield (*pattern[:place], above, *pattern[place + 1 :])


def units_of(searched: Sequence[Axis], pattern: Pattern) -> int:
    """The units of a pattern."""
    return reduce(and_, (axis.units[term] for axis, term in zip(searched, pattern, strict=True)))


def brute_force(searched: Sequence[Axis], patterns: Iterator[Pattern]) -> list[Pattern]:
    """The maximal voids among patterns, each tested by itself."""
    return [
        pattern
        for pattern in patterns
        if not units_of(searched, pattern) and all(units_of(searched, each) for each in wider(searched, pattern))
    ]


def pattern_breaker(searched: Sequence[Axis], deadline: float) -> list[Pattern] | None:
    """Pattern-Breaker (Asudeh et al., ICDE 2019) with hierarchies: level by level from wide to narrow; None if it takes too long.

    A candidate comes from one of its wider patterns, and is counted if all of them are covered.
    """
    root = (ANY,) * len(searched)
    voids, level, covered = [], [(root, units_of(searched, root))], {root}
    while level:
        following = []
        for pattern, units in level:
            if time.process_time() > deadline:
                return None
            last = max((place for place, term in enumerate(pattern) if term), default=0)
            for place in range(last, len(searched)):
                for term in searched[place].hierarchy.narrower[pattern[place]]:
                    candidate = (*pattern[:place], term, *pattern[place + 1 :])
                    if all(each in covered for each in wider(searched, candidate)):
                        found = units & searched[place].units[term]
                        if found:
                            following.append((candidate, found))
                        else:
                            voids.append(candidate)
        covered.update(pattern for pattern, _ in following)
        level = following
    return voids


def frequent_item_sets(searched: Sequence[Axis], studies: int) -> int:
    """How many combinations of one term per facet some study has, by efficient-apriori: only the first half of the job."""
    having: list[list[tuple[int, int]]] = [[] for _ in range(studies)]
    for place, axis in enumerate(searched):
        for term in terms_in_order(axis.hierarchy):
            for study in places(axis.units[term]):
                having[study].append((place, term))
    found, _ = itemsets_from_transactions(list(map(tuple, having)), min_support=1 / studies, max_length=len(searched))
    sets = (each for of_length in found.values() for each in of_length)
    return sum(len({place for place, _ in each}) == len(each) for each in sets)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What some work gives, and its seconds."""
    begin = time.process_time()
    found = work()
    return found, time.process_time() - begin


def row(vocabulary: Vocabulary, studies: int, facets: int) -> None:
    """One size, with all that are compared."""
    searched = axes(vocabulary, studies, facets)
    patterns = reduce(lambda product_, axis: product_ * len(axis.units), searched, 1)
    found, seconds = timed(lambda: mine(searched, bool, most_tested=MOST_TESTED))
    every = product(*(range(len(axis.units)) for axis in searched))
    if patterns <= _SAMPLE:
        by_force, force = timed(lambda: brute_force(searched, every))
    else:
        dice = random.Random(1)
        sample = (tuple(dice.randrange(len(axis.units)) for axis in searched) for _ in range(_SAMPLE))
        by_force, force = timed(lambda: brute_force(searched, islice(sample, _SAMPLE)))
        force *= patterns / _SAMPLE
    breaker, breaking = timed(lambda: pattern_breaker(searched, time.process_time() + _SECONDS))
    if found.searched_to is None:
        for other in (by_force if patterns <= _SAMPLE else None, breaker):
            if other is not None and sorted(other) != sorted(found.voids):
                raise AssertionError(f"{studies} studies, {facets} facets: the results differ")
    mark = "" if patterns <= _SAMPLE else "~"
    broke = f"{breaking:.2f}" if breaker is not None else f"> {_SECONDS}"
    stopped = "" if found.searched_to is None else f" (to width {found.searched_to})"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| {studies:,} | {facets} | {patterns:,} | {found.tested:,} | {len(found.voids):,}{stopped} | {seconds:.2f} | {broke} | "
        f"{mark}{force:,.1f} | {force / seconds:,.0f} | {memory} |",
        flush=True,
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="the largest number of studies")
    most = parser.parse_args().most
    vocabulary = read_vocabulary(read_ontology())
    print(
        "| studies | facets | patterns | tested | voids | seconds | Pattern-Breaker, s | brute force, s | ratio | MiB so far |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for studies, facets in SIZES:
        if studies <= most:
            row(vocabulary, studies, facets)
    for studies, facets in ((33, 2), (33, 3)):
        searched = axes(vocabulary, studies, facets)
        sets, seconds = timed(lambda: frequent_item_sets(searched, studies))  # noqa: B023 - called at once
        _, own = timed(lambda: mine(searched, bool))  # noqa: B023
        print(
            f"\nefficient-apriori, {studies} studies, {facets} facets: {sets:,} filled combinations in {seconds:.2f} s."
        )
        print(f"Their maximal voids by kg.voids: {own:.3f} s.")


if __name__ == "__main__":
    main()
