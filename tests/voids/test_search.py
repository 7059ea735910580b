"""A search against brute force: every pattern of random reviews asked as a question, and nothing but the maximal voids found."""

import pytest

from kg.voids.ranking import RankedVoid, most_surprising
from kg.voids.search import Search, search
from tests.law.strategies import ALL_BATCHES, sized
from tests.voids.evidence import COUNTED, Case, Pattern, asked, by_brute_force, cases, is_narrower, wider

CASES = sized(quick=10, full=130, thorough=600)
FEWER = CASES // 4 + 1


def as_terms(found: Search) -> list[Pattern]:
    conditions = map(found.evidence.conditions, found.mined.voids)
    return [{each.facet: each.terms[0] for each in of_void} for of_void in conditions]


def in_order(patterns: list[Pattern]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(each.items()) for each in patterns)


def first_difference(number: int, count: int) -> tuple[object, ...] | None:
    """The first case of a batch where search and brute force differ, with both; None where all agree."""
    for case in cases(number, count):
        found = in_order(as_terms(search(case.evidence, case.wanted)))
        expected = in_order(by_brute_force(case.evidence.vocabulary, case.wanted, case.evidence.bounds))
        if found != expected:
            return case, found, expected
    return None


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_a_search_finds_what_brute_force_finds(number: int) -> None:
    assert first_difference(number, CASES) is None


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_no_void_is_implied_by_another(number: int) -> None:
    for case in cases(number, FEWER):
        found = as_terms(search(case.evidence, case.wanted))
        assert not any(is_narrower(case.evidence.vocabulary, one, other) for one in found for other in found)


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_counts_are_those_of_the_questions(number: int) -> None:
    for case in cases(number, FEWER):
        found = search(case.evidence, case.wanted)
        for void in found.mined.voids:
            for pattern in (void, *found.evidence.wider(void)):
                question = found.evidence.question(pattern)
                assert found.evidence.bounds(pattern, None) == case.evidence.bounds(question)
                assert len(found.evidence.certain_studies(pattern)) == found.evidence.certain(pattern)


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_everything_one_step_wider_is_no_void(number: int) -> None:
    for case in cases(number, FEWER):
        counted, k = COUNTED[case.wanted.grade], case.wanted.k
        found = search(case.evidence, case.wanted)
        for void, terms in zip(found.mined.voids, as_terms(found), strict=True):
            above = list(map(found.evidence.question, found.evidence.wider(void)))
            expected = [asked(case.wanted, each) for each in wider(case.evidence.vocabulary, terms)]
            assert sorted(above, key=str) == sorted(expected, key=str)
            assert all(getattr(case.evidence.bounds(each), counted) >= k for each in above)


@pytest.mark.parametrize("number", ALL_BATCHES)
def test_the_surprise_is_what_independence_lets_expect(number: int) -> None:
    for case in cases(number, FEWER):
        found = search(case.evidence, case.wanted)
        terms = dict(zip(found.mined.voids, as_terms(found), strict=True))
        every = most_surprising(found, len(found.mined.voids) + 1)
        assert [each.pattern for each in every] == sorted(
            terms, key=lambda void: _place(case, terms[void], next(each for each in every if each.pattern == void))
        )
        for top in (1, 2, 5):
            assert most_surprising(found, top) == every[:top]
        for void in every:
            assert void.surprise == pytest.approx(_surprise(case, terms[void.pattern]))


def _place(case: Case, terms: Pattern, void: RankedVoid) -> tuple[object, ...]:
    """The place in the order: by surprise, by the studies elsewhere, by the number of conditions, by the terms."""
    named = [(facet, term) for facet, term in terms.items()]
    return -void.surprise, -(void.elsewhere or 0), len(terms), [(facet, False, (term,)) for facet, term in named]


def _surprise(case: Case, terms: Pattern) -> float:
    """The least expectation, word by word."""

    def certain(pattern: Pattern) -> int:
        return case.evidence.bounds(asked(case.wanted, pattern)).certain

    found = []
    for above in wider(case.evidence.vocabulary, terms):
        (facet,) = (facet for facet in terms if terms[facet] != above.get(facet))
        broader = {facet: above[facet]} if facet in above else {}
        if certain(broader):
            found.append(certain(above) * certain({facet: terms[facet]}) / certain(broader))
        else:
            found.append(0)
    return min(found, default=0)


def test_the_cases_hold_everything_that_is_told_apart() -> None:
    drawn = [case for number in ALL_BATCHES for case in cases(number, 10)]
    assert {case.wanted.grade for case in drawn} == set(COUNTED)
    assert {len(case.wanted.facets) for case in drawn} >= {1, 2}
    assert any(case.evidence.vocabulary.incompatible for case in drawn)
    assert any(len(study) > 1 for case in drawn for study in case.evidence.studies.chartings.values())
    assert any(case.wanted.within.conditions for case in drawn)
    assert sum(bool(search(case.evidence, case.wanted).mined.voids) for case in drawn) > len(drawn) / 3
