"""The miner alone, on thousands of random hierarchies, against the definition; and its bound on work."""

import random
from itertools import pairwise

import pytest

from kg.evaluation.counting.layout import bits, places
from kg.voids.hierarchy import ANY, Hierarchy, without
from kg.voids.miner import MOST_TESTED, Axis, Mined, mine
from tests.law.strategies import sized
from tests.voids.axes import Mine, mines

SEEDS = range(10)
COUNT = sized(quick=30, full=300, thorough=2000)

each_seed = pytest.mark.parametrize("seed", SEEDS)


def mined(case: Mine, most_tested: int = MOST_TESTED) -> Mined:
    return mine(case.axes, case.is_enough, rules=case.rules, most_tested=most_tested)


def first_difference(seed: int, count: int) -> tuple[object, ...] | None:
    for case in mines(seed, count):
        found = mined(case)
        if sorted(found.voids) != case.voids() or found.searched_to is not None:
            return case, found
    return None


@each_seed
def test_every_maximal_void_is_found_once_and_nothing_else(seed: int) -> None:
    assert first_difference(seed, COUNT) is None


@each_seed
def test_a_search_that_stops_is_complete_to_the_width_it_names(seed: int) -> None:
    dice, stopped = random.Random(seed), 0
    for case in mines(seed, COUNT):
        found = mined(case, most_tested=dice.randint(0, 40))
        every = case.voids()
        if found.searched_to is not None:
            stopped += 1
            every = [void for void in every if case.width(void) <= found.searched_to]
        assert sorted(found.voids) == every
    assert stopped


@each_seed
def test_a_greater_bound_never_finds_less(seed: int) -> None:
    for case in list(mines(seed, COUNT))[:20]:
        found = [mined(case, most_tested=most) for most in (0, 1, 3, 10, 30, 100, 10_000)]
        assert all(set(one.voids) <= set(other.voids) for one, other in pairwise(found))
        assert found[-1].searched_to is None


@each_seed
def test_planted_voids_are_found(seed: int) -> None:
    """Units that have everything but one combination: that is the one maximal void."""
    dice = random.Random(seed)
    for case in mines(seed, COUNT):
        planted = tuple(dice.randrange(len(axis.units)) for axis in case.axes)
        lacking = [place for place, term in enumerate(planted) if term]
        # One unit for each facet that is asked about, with everything but the planted term and what is below it.
        axes = [
            Axis(
                axis.hierarchy,
                [
                    bits(
                        unit for unit in lacking if unit != place or not _is_below(axis.hierarchy, term, planted[place])
                    )
                    for term in range(len(axis.units))
                ],
            )
            for place, axis in enumerate(case.axes)
        ]
        assert mine(axes, bool).voids == (planted,)


def _is_below(hierarchy: Hierarchy, term: int, other: int) -> bool:
    return term == other or any(_is_below(hierarchy, each, other) for each in hierarchy.wider[term])


def test_without_units_nothing_is_all_there_is() -> None:
    axis = Axis(Hierarchy.of({"top": (), "below": ("top",)}), [0, 0, 0])
    assert mine([axis, axis], bool) == Mined(((ANY, ANY),), None, 0)


def test_a_search_is_stopped_from_outside() -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    hierarchy = Hierarchy.of({"top": (), **{f"t{number}": ("top",) for number in range(60)}})
    axis = Axis(hierarchy, [(1 << 70) - 1, (1 << 70) - 1, *(1 << number | 1 << 65 for number in range(60))])
    with pytest.raises(Stopped):
        mine([axis] * 4, lambda units: units.bit_count() > 1, check=stop)


@pytest.mark.parametrize(
    ("left_out", "broader"),
    [
        ((), {"a": set(), "b": {"a"}, "c": {"b"}, "d": {"b", "a2"}, "a2": {"a"}}),
        (("b",), {"a": set(), "c": {"a"}, "d": {"a2"}, "a2": {"a"}}),
        (("b", "a2"), {"a": set(), "c": {"a"}, "d": {"a"}}),
        (("d", "c"), {"a": set(), "b": {"a"}, "a2": {"a"}}),
    ],
)
def test_what_is_below_a_term_left_out_is_below_what_is_above_it(left_out, broader) -> None:
    whole = {"a": (), "b": ("a",), "c": ("b", "a"), "d": ("b", "a2"), "a2": ("a",)}
    assert without(whole, left_out) == broader


@each_seed
def test_bits_and_places_are_inverse(seed: int) -> None:
    dice = random.Random(seed)
    chosen = sorted(dice.sample(range(500), dice.randrange(40)))
    assert list(places(bits(chosen))) == chosen
