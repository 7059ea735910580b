"""Every judgement on random reviews is the one that the gap semantics prescribes."""

import pytest

from tests.law.engines import expected_rows, marks_of
from tests.law.judgement import first_misjudged, lawful
from tests.law.strategies import ALL_BATCHES, BATCHES, batch


@pytest.mark.parametrize("number", BATCHES)
def test_the_judgement_is_the_law(number: int) -> None:
    assert first_misjudged(number) is None


@pytest.mark.slow
def test_the_random_cases_hold_every_mark_and_verdict() -> None:
    marks, verdicts = set(), set()
    for number in ALL_BATCHES:
        for (review, question), found in zip(batch(number).pairs, expected_rows(number), strict=True):
            marks |= {mark for row in found for mark in marks_of(row)}
            verdicts.add(lawful(batch(number).vocabulary, review, question, k=2)[0])
    assert marks == {"certain", "coarse", "not-charted", "not-reported", "unclear", "not-exhaustive"}
    assert verdicts == {"void", "void-among-charted", "none-reported", "unresolved", "sparse", "populated"}
