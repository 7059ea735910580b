"""Two coders' agreement: the published worked values, a second implementation, and what the sheets say."""

import random
from dataclasses import replace

import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance

from kg.reconciliation.agreement import agreement, alpha, distance, kappa
from kg.review.model import Charted, EvidenceUnit, Review, Status, Study

A, B, C = ("coded", "a"), ("coded", "b"), ("coded", "c")


def sets(*members):
    return frozenset(members)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (sets(A), sets(A), 0),
        (sets(A), sets(B), 1),
        (sets(A), sets(A, B), 1 - 1 / 2 * 2 / 3),
        (sets(A, B), sets(B, C), 1 - 1 / 3 * 1 / 3),
    ],
)
def test_distance(one, two, expected):
    assert distance(one, two) == distance(two, one) == pytest.approx(expected)


def test_nothing_but_one_value_has_no_chance_to_compare_with():
    assert kappa([(sets(A), sets(A))] * 3) is None
    assert alpha([(sets(A), sets(A))] * 3) is None


@pytest.mark.parametrize("seed", range(30))
def test_a_second_implementation_gives_the_same(seed):
    dice = random.Random(seed)
    pairs = [
        (frozenset(dice.sample([A, B, C], dice.randint(1, 3))), frozenset(dice.sample([A, B, C], dice.randint(1, 3))))
        for _ in range(12)
    ]
    said = [(coder, number, pair[place]) for number, pair in enumerate(pairs) for place, coder in enumerate("xy")]
    task = AnnotationTask(said, distance=masi_distance)
    assert alpha(pairs) == pytest.approx(task.alpha())
    # NLTK's weighted kappa takes whole sets as categories, as ours does.
    assert kappa(pairs) == pytest.approx(task.weighted_kappa(max_distance=1.0))


def said(coder, *terms, status=Status.CODED, reason=None, read=()):
    return Charted("ai-method", status, terms, coder=coder, reason=reason, read=read)


def test_the_one_who_decides_does_not_count():
    first, second = said("first", "clustering"), said("second", status=Status.NOT_REPORTED)
    decided = replace(said("third", "clustering", reason="the title says so"), others=(first, second))
    same = replace(said("first", "chemometrics"), others=(said("second", "chemometrics"),))
    units = (
        EvidenceUnit("a", (decided,)),
        EvidenceUnit("b", (same,)),
        EvidenceUnit("c", (said("first", "clustering"),)),
    )
    (found,) = agreement(Review("r", (Study("s", units),)))
    assert (found.facet, found.coders, found.both, found.same) == ("ai-method", ("first", "second"), 2, 1)
    assert [(each.subject, each.charted) for each in found.differences] == [("s/a", decided)]
    # Worked by hand: observed 1/2. Cohen: of 4 combinations 3 differ. Krippendorff: of 6 pairs of 4 values 5 differ.
    assert found.kappa == pytest.approx(1 - (1 / 2) / (3 / 4))
    assert found.alpha == pytest.approx(1 - (1 / 2) / (5 / 6))


def test_who_read_deeper_is_not_compared():
    deep = said("deep", "chemometrics", read=("title", "abstract"))
    others = (
        said("deeper", "clustering", read=("abstract",)),
        said("shallow", "clustering", read=("title",)),
        said("deep", "clustering", read=("title",)),
    )
    review = Review("r", (Study("s", (EvidenceUnit("a", (replace(deep, others=others),)),)),))
    found = {each.coders: (each.both, each.same) for each in agreement(review)}
    assert found == {("deep", "deeper"): (1, 0), ("deep", "shallow"): (1, 1)}
