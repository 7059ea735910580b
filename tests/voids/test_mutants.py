"""Mutants of the search: on some random case each differs from brute force."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import kg.ontology.applicability
import kg.voids.grades
import kg.voids.miner
import kg.voids.search
import kg.voids.units
from kg.evaluation.counting.layout import Layout
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.voids.miner import Axis, Rules
from tests.law.strategies import ALL_BATCHES
from tests.voids.test_miner import first_difference as first_mined_wrong
from tests.voids.test_search import first_difference

pytestmark = pytest.mark.slow  # sixteen batches until the first difference

CASES = 60

counting = kg.voids.grades.counting
near, searched = kg.voids.units._near, kg.voids.units.searched
in_some, in_all = Layout.in_some, Layout.in_all


SEARCH_MUTANTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "k is ignored": (kg.voids.search, "counting", lambda layout, grade, k: counting(layout, grade, 1)),
    "possible counts as certain": (
        kg.voids.search,
        "counting",
        lambda layout, grade, k: counting(layout, "certified" if grade == "observed" else grade, k),
    ),
    "reported counts as certain": (
        kg.voids.search,
        "counting",
        lambda layout, grade, k: counting(layout, "observed" if grade == "reported" else grade, k),
    ),
    "possible counts as reported": (
        kg.voids.search,
        "counting",
        lambda layout, grade, k: counting(layout, "certified" if grade == "reported" else grade, k),
    ),
    "units are counted, not studies": (
        kg.voids.search,
        "counting",
        lambda layout, grade, k: kg.voids.grades.Counting(
            counting(layout, grade, k).pack,
            lambda units: (
                counting(layout, grade, k).is_enough(units) or (not layout.several and units.bit_count() >= k)
            ),
        ),
    ),
    "a dispute is certain": (Layout, "certain", lambda layout, units: layout.in_some(units.certain)),
    "one charting is enough": (Layout, "in_all", in_some),
    "every charting has to": (Layout, "in_some", in_all),
    "what coarse terms leave open is forgotten": (
        Vocabulary,
        "with_broader",
        lambda vocabulary, terms: frozenset(terms),
    ),
    "narrower terms do not count": (Vocabulary, "with_narrower", lambda vocabulary, terms: frozenset(terms)),
    "what the question excludes is ignored": (
        kg.voids.units,
        "_near",
        lambda vocabulary, reached, barred, term: near(vocabulary, reached, (), term),
    ),
    "rules are ignored": (
        kg.voids.search,
        "_rules",
        lambda vocabulary, evidence: Rules([[0] * len(each.terms) for each in evidence.hierarchies], lambda _: False),
    ),
    "the question's own terms meet no rule": (
        kg.voids.search,
        "barring",
        lambda vocabulary, conditions: kg.ontology.applicability.rules_met(
            vocabulary, [each.terms[0] for each in conditions if not each.excluded and len(each.terms) == 1][-1:]
        ),
    ),
    "the question is forgotten": (
        kg.voids.search,
        "searched",
        lambda evidence, question, hierarchies: searched(
            evidence, Question(completeness=question.completeness), hierarchies
        ),
    ),
}


@pytest.mark.parametrize("mutant", SEARCH_MUTANTS)
def test_a_mutant_of_the_search_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    owner, name, value = SEARCH_MUTANTS[mutant]
    monkeypatch.setattr(owner, name, value)
    assert any(first_difference(number, CASES) for number in ALL_BATCHES)


class _Loose(kg.voids.miner._Walk):
    """A walk that takes every empty pattern for a maximal void."""

    def _below(self, first, pattern, units, wider, met, depth):
        super()._below(first, pattern, units, (), met, depth)


class _Forgetful(kg.voids.miner._Walk):
    """A walk that knows one of the broader terms of each term."""

    def __init__(self, axes, *others):
        one = [replace(axis.hierarchy, wider=[each[-1:] for each in axis.hierarchy.wider]) for axis in axes]
        super().__init__([Axis(hierarchy, axis.units) for hierarchy, axis in zip(one, axes, strict=True)], *others)


WALK_MUTANTS: dict[str, tuple[object, str, object]] = {
    "what is wider on other facets is forgotten": (kg.voids.miner, "_Walk", _Loose),
    "a parent is forgotten": (kg.voids.miner, "_Walk", _Forgetful),
    "rules are ignored": (kg.voids.miner._Walk, "_is_barred", lambda walk, met, pattern: False),
    "rules bar whatever meets a condition": (kg.voids.miner._Walk, "_is_barred", lambda walk, met, pattern: True),
}


@pytest.mark.parametrize("mutant", WALK_MUTANTS)
def test_a_mutant_of_the_walk_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(*WALK_MUTANTS[mutant])
    assert any(first_mined_wrong(seed, 60) for seed in range(5))
