"""A combination is barred exactly if no sensible study could have it."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations, product

import pytest

from kg.evaluation.near_misses import weakenings
from kg.ontology.applicability import barring, rules_met
from kg.ontology.vocabulary import Condition, Facet, Incompatibility, Term, Vocabulary
from kg.questions.question import Question, canonical, contradiction
from tests.law.strategies import sized

A, B, C = "a", "b", "c"
SIZES = {A: 4, B: 4, C: 3}
Unit = frozenset[str]


def random_vocabulary(dice: random.Random) -> Vocabulary:
    """Three facets, each a DAG, and up to four rules; only the third facet is one whose absence counts."""
    terms = {}
    for facet, size in SIZES.items():
        terms[facet] = Term(facet, facet, facet, "", (), ())
        for number in range(1, size):
            known = [id_ for id_ in terms if terms[id_].facet == facet]
            broader = dice.sample(known, min(len(known), dice.choice((1, 1, 2))))
            terms[f"{facet}{number}"] = Term(f"{facet}{number}", facet, "", "", (), tuple(broader))
    facets = {facet: Facet(facet, facet, "unit", facet, facet) for facet in SIZES}
    rules = tuple(
        Incompatibility(f"r{number}", "", random_rule(dice, terms), "", "") for number in range(dice.randint(1, 4))
    )
    return Vocabulary("0", facets, terms, {}, incompatible=rules)


def random_rule(dice: random.Random, terms: Mapping[str, Term]) -> tuple[Condition, ...]:
    facets = dice.choice([(A, B), (A, B), (A, B, C), (A, C), (B, C)])
    return tuple(
        Condition.of(facet, dice.sample(ids_of(terms, facet), dice.choice((1, 1, 2))), excluded=facet == C)
        for facet in facets
    )


def random_question(dice: random.Random, terms: Mapping[str, Term]) -> list[Condition]:
    facets = [dice.choice(list(SIZES)) for _ in range(dice.randint(1, 4))]
    wanted = [Condition.of(facet, dice.sample(ids_of(terms, facet), dice.choice((1, 2, 2)))) for facet in facets]
    excluded = [
        Condition.of(facet, dice.sample(ids_of(terms, facet), dice.choice((1, 2))), excluded=True)
        for facet in SIZES
        if dice.random() < 0.3
    ]
    return wanted + excluded


def ids_of(terms: Mapping[str, Term], facet: str) -> list[str]:
    return [id_ for id_, term in terms.items() if term.facet == facet]


def units(terms: Mapping[str, Term]) -> list[Unit]:
    """Everything that a unit can have: any terms of each facet."""
    of_facets = []
    for facet in SIZES:
        ids = ids_of(terms, facet)
        of_facets.append([some for number in range(len(ids) + 1) for some in combinations(ids, number)])
    return [frozenset().union(*each) for each in product(*of_facets)]


def with_all_broader(vocabulary: Vocabulary, every: list[Unit]) -> set[Unit]:
    """The units with the broader terms of what they have; many are then the same."""
    return {vocabulary.with_broader(unit) for unit in every}


def meets(unit: Unit, conditions: Iterable[Condition]) -> bool:
    """Whether a unit, given with all broader terms, meets all conditions."""
    return all(unit.isdisjoint(condition.terms) == condition.excluded for condition in conditions)


@pytest.mark.parametrize("start", range(2))
def test_barred_is_what_no_sensible_unit_meets(start):
    outcomes = set()
    for number in range(start, sized(quick=400, full=1_000, thorough=5_000), 2):
        dice = random.Random(number)
        vocabulary = random_vocabulary(dice)
        every = with_all_broader(vocabulary, units(vocabulary.terms))
        sensible = [unit for unit in every if not any(meets(unit, rule.conditions) for rule in vocabulary.incompatible)]
        for _ in range(8):
            question = random_question(dice, vocabulary.terms)
            could = any(meets(unit, question) for unit in every)
            expected = could and not any(meets(unit, question) for unit in sensible)
            named = barring(vocabulary, question)
            assert bool(named) == expected, (vocabulary, question)
            # None of the rules named could be spared.
            for rule in named:
                fewer = replace(vocabulary, incompatible=tuple(each for each in named if each is not rule))
                assert not barring(fewer, question), (vocabulary, question)
            outcomes.add(len(named))
    assert {0, 1} < outcomes  # with several rules that bar only together, too


@pytest.mark.parametrize("start", range(2))
def test_no_weakening_of_what_applies_is_barred(start):
    weaker = 0
    for number in range(start, sized(quick=100, full=400, thorough=2_000), 2):
        dice = random.Random(number)
        vocabulary = random_vocabulary(dice)
        question = Question(canonical(random_question(dice, vocabulary.terms)))
        if contradiction(vocabulary, question) or barring(vocabulary, question.conditions):
            continue
        for weakening in weakenings(vocabulary, question):
            weaker += 1
            assert not barring(vocabulary, weakening.question.conditions), (vocabulary, question)
    assert weaker > 50


@pytest.mark.parametrize("start", range(2))
def test_a_unit_meets_the_rules_whose_terms_it_has(start):
    for number in range(start, sized(quick=20, full=100, thorough=500), 2):
        dice = random.Random(number)
        vocabulary = random_vocabulary(dice)
        for unit in dice.sample(units(vocabulary.terms), 50):
            with_c = any(vocabulary.terms[term].facet == C for term in unit)
            met = rules_met(vocabulary, unit, () if with_c else (C,))
            # What is not charted may be there, so only a facet without any term counts as absent.
            expected = [
                rule
                for rule in vocabulary.incompatible
                if meets(vocabulary.with_broader(unit), rule.conditions)
                and not (with_c and any(condition.excluded for condition in rule.conditions))
            ]
            assert list(met) == expected
