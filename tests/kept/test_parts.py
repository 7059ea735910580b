"""Numbers of studies in parts: they add up to those of the whole, however the studies are parted."""

import random
from collections.abc import Iterable
from contextlib import closing
from typing import get_args

import pytest

from kg.evaluation.counting.studies import CountedStudies
from kg.evaluation.some_studies import SomeStudies
from kg.questions.catalogue import read_catalogue
from kg.questions.question import Completeness
from kg.versions.dataset import Dataset
from kg.versions.evidence import Reached, Unit
from kg.versions.home import Home
from tests.law.random_reviews import readings
from tests.law.strategies import sized
from tests.versions.random_charting import store_random

STORED = range(sized(quick=1, full=3, thorough=8))
ASKED = list(read_catalogue().values())[:: sized(quick=5, full=2, thorough=1)]


@pytest.fixture(scope="module", params=STORED)
def several(request, tmp_path_factory):
    """A version of several reviews, some of which charted the same papers."""
    home = Home(tmp_path_factory.mktemp("home"))
    store_random(request.param, home)
    with closing(Dataset.open(home)) as dataset:
        yield dataset


def test_parts_add_up(several):
    evidence, rolls = several.evidence(), random.Random(several.version)
    ids, all_together = list(evidence.studies.ids), CountedStudies(evidence)
    nothing = CountedStudies(SomeStudies(evidence, ()))
    assert any(len(each) > 1 for each in evidence.studies.chartings.values())
    for size in (1, 3, len(ids)):
        rolls.shuffle(ids)
        parts = [CountedStudies(SomeStudies(evidence, ids[first : first + size])) for first in range(0, len(ids), size)]
        for stored in ASKED:
            if stored.about_review:
                continue
            for question in list(readings(evidence.vocabulary, stored))[:2]:
                whole, total = all_together.tally(question), nothing.tally(question)
                for each in parts:
                    total = total.plus(each.tally(question))
                assert total == whole, (stored.name, size)
                assert whole.minus(total) == nothing.tally(question)


@pytest.mark.parametrize("completeness", get_args(Completeness))
def test_both_languages_ask_the_same_studies_alone(several, completeness):
    whole, rolls = several.evidence(), random.Random(several.version)
    by_sparql = Dataset(several.version, several.reviews, several._rdf, several._rdf).evidence()
    for size in (0, 1, 4):
        ids = rolls.sample(whole.studies.ids, size)
        one, other = SomeStudies(whole, ids), SomeStudies(by_sparql, ids)
        chartings = {place for id_ in ids for place in whole.studies.chartings[id_]}
        for asked in (
            lambda evidence: evidence.units(completeness),
            lambda evidence: _edges(evidence.all_edges("unit", completeness)),
            lambda evidence: _edges(evidence.all_edges("study", completeness)),
        ):
            of_all, of_some, of_other = (sorted(asked(each), key=str) for each in (whole, one, other))
            assert of_some == of_other == [each for each in of_all if each[0][:2] in chartings]


def _edges(reached: Iterable[Reached]) -> list[tuple[Unit, str, str]]:
    return [(unit, each.mark, each.term) for each in reached for unit in each.units]
