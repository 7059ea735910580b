"""What is kept of a version, and its difference from the one before: the same as if everything were asked again."""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import Graph

from kg.answer.kept.listing import Watcher, listed
from kg.answer.summary import Line
from kg.difference.compare import compare
from kg.evaluation.affected import affected
from kg.questions.catalogue import read_catalogue
from kg.stores.version_files import TRIPLES
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from tests.kept.updates import KINDS, Reviews, first_reviews, other_words, stored
from tests.law.strategies import sized

CATALOGUE = dict(list(read_catalogue().items())[:: sized(quick=4, full=3, thorough=1)])
TIMES = range(sized(quick=1, full=1, thorough=8))
SEVERAL = range(sized(quick=1, full=6, thorough=60))


class Updated(NamedTuple):
    """A list of a version, and how many questions had to be counted for it anew."""

    lines: Mapping[str, Line]
    asked_anew: int


class Base:
    """A version of some reviews, with what is kept of it."""

    def __init__(self, folder: Path, reviews: Reviews) -> None:
        self.home, self.reviews = Home(folder), reviews
        self.dataset = Dataset.open(self.home, stored(self.home, reviews, 0))
        self.lines(self.dataset)

    def lines(self, dataset: Dataset) -> Updated:
        told: list[int] = []
        watcher = Watcher(lambda _: None, told.append)
        found = listed(self.home, dataset.evidence(), dataset.catalogue(CATALOGUE).values(), watcher)
        return Updated(dict(found), sum(told))

    def forget(self, dataset: Dataset) -> None:
        shutil.rmtree(self.home.derived(dataset.version), ignore_errors=True)

    def affects_a_part(self, other: Dataset) -> bool:
        return affected(self.home, self.dataset.evidence(), other.evidence()) is not None

    @contextmanager
    def updated(self, reviews: Reviews, change: Callable[[Graph], object] = lambda _: None) -> Iterator[Dataset]:
        """Another version, the next one, for as long as the context lasts."""
        version = stored(self.home, reviews, 1, change)
        with closing(Dataset.open(self.home, version)) as dataset:
            yield dataset
        if version != self.dataset.version:
            shutil.rmtree(self.home.folder(version))
            self.forget(dataset)

    def check(self, other: Dataset) -> Updated:
        """Compare what is updated, and what is compared by it, with what is asked anew. Returns what was updated."""
        both_ways = ((self.dataset, other), (other, self.dataset))
        updated = self.lines(other)
        by_kept = [compare(*pair, CATALOGUE, home=self.home, with_voids=False) for pair in both_ways]
        assert by_kept == [compare(*pair, CATALOGUE, with_voids=False) for pair in both_ways]
        self.forget(other)
        kept = self.home.derived(self.dataset.version)
        if kept.exists():
            kept.rename(kept.with_name("aside"))
        assert updated.lines == self.lines(other).lines
        if kept.with_name("aside").exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.with_name("aside").rename(kept)
        self.lines(self.dataset)  # which is the other one, where nothing differs
        return updated


@pytest.fixture(scope="module")
def bases(tmp_path_factory) -> Callable[[int], Base]:
    """Versions under numbers, each of which is stored once."""

    @cache
    def base(number: int) -> Base:
        return Base(tmp_path_factory.mktemp("home"), first_reviews(random.Random(f"base {number}")))

    return base


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("time", TIMES)
def test_an_update_of_a_kind(bases, kind, time):
    base, rolls = bases(time), random.Random(f"{kind} {time}")
    with base.updated(KINDS[kind](rolls, base.reviews)) as other:
        updated = base.check(other)
        is_part = base.affects_a_part(other)
    assert is_part or kind == "other statements"
    if is_part:
        assert updated.asked_anew == (kind == "a question more")


@pytest.mark.slow
@pytest.mark.parametrize("number", SEVERAL)
def test_an_update_of_several_kinds(bases, number):
    base, rolls = bases(number % len(TIMES)), random.Random(f"several {number}")
    reviews = base.reviews
    for kind in rolls.sample([*KINDS], 3):
        reviews = KINDS[kind](rolls, reviews)
    with base.updated(reviews) as other:
        base.check(other)


def test_another_vocabulary_is_asked_anew(bases):
    base = bases(0)
    with base.updated(base.reviews, other_words) as other:
        assert not base.affects_a_part(other)
        assert base.check(other).asked_anew


def test_a_version_without_its_triples_is_asked_anew(bases):
    base = bases(0)
    with base.updated(KINDS["added"](random.Random("without"), base.reviews)) as other:
        assert base.affects_a_part(other)
        (base.home.folder(other.version) / TRIPLES).unlink()
        assert not base.affects_a_part(other)
        assert base.check(other).asked_anew


def test_where_most_studies_differ_all_are_asked(bases):
    base = bases(0)
    with base.updated(first_reviews(random.Random("others"))) as other:
        assert not base.affects_a_part(other)
        assert base.check(other).asked_anew


def test_voids_are_compared_the_same(bases):
    base, rolls = bases(0), random.Random("voids")
    reviews = base.reviews
    for _ in range(4):
        reviews = KINDS["charted otherwise"](rolls, reviews)
    with base.updated(reviews) as other:
        found = compare(base.dataset, other, CATALOGUE, home=base.home)
        assert found == compare(base.dataset, other, CATALOGUE)
    assert found.voids
    assert found.voids.opened_total + found.voids.closed_total
