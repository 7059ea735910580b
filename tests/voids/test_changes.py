"""Which maximal voids two versions do not have in common, and why: against searches and questions of each."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from kg.difference.compare import compare
from kg.difference.models import Standing as Answered
from kg.difference.models import VoidChange, VoidChanges
from kg.difference.text import VOIDS_CLOSED, VOIDS_NOT_COMPARED, VOIDS_OPENED, render
from kg.difference.voids import MOST_LISTED, WANTED, void_changes
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import bounds_body
from kg.evaluation.standing import Standing
from kg.ontology.vocabulary import Condition, Incompatibility, Vocabulary
from kg.questions.catalogue import read_catalogue
from kg.questions.question import Question, canonical
from kg.questions.reading import read_question
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from kg.voids.ranking import most_surprising
from kg.voids.search import search
from loaders.pipeline import load
from tests.law.random_reviews import dataset_of, random_review, real_vocabulary
from tests.law.strategies import sized
from tests.living.test_difference import ROW, made
from tests.voids.evidence import is_narrower

PAIRS = [((1,), (2,)), ((3,), (3, 4)), ((5, 6), (5,)), ((), (7,)), ((8,), (9,)), ((2, 4), (4, 6))]
PAIRS = PAIRS[: sized(quick=4, full=6, thorough=6)]

Terms = frozenset[str]


def rows(*charted: dict[str, str]) -> Dataset:
    dataset: Dataset = made(*(tuple(each.items()) for each in charted))
    return dataset


def study(key: str, operation: str, modality: str, method: str) -> dict[str, str]:
    own = {"study": key, "title": key, "unit-operation": operation, "pat-modality": modality, "ai-method": method}
    return {**ROW, **own}


COATING = study("coating-2020", "coating", "nir-spectroscopy", "reinforcement-learning")
TABLETING = study("tableting-2021", "tableting", "raman-spectroscopy", "reinforcement-learning")
BOTH = study("both-2022", "coating", "raman-spectroscopy", "deep-learning")
BEFORE, AFTER = (COATING, TABLETING), (COATING, TABLETING, BOTH)
WIDE = ("coating", "raman-spectroscopy")
"""A maximal void of what is charted before."""
NARROW = ("coating", "raman-spectroscopy", "reinforcement-learning")
"""It follows from the wide one, and is maximal afterwards."""


@cache
def random_version(*numbers: int) -> Dataset:
    return dataset_of(*(random_review(number) for number in numbers or (0,)))


def with_vocabulary(change: Callable[[Vocabulary], Vocabulary], *charted: dict[str, str]) -> Dataset:
    """A version of some rows with another vocabulary."""
    dataset: Dataset = made.__wrapped__(*(tuple(each.items()) for each in charted))
    dataset.vocabulary = change(dataset.vocabulary)
    return dataset


def changed(before: Dataset, after: Dataset) -> VoidChanges:
    found = void_changes(before.evidence(), after.evidence(), {})
    assert found is not None
    return found


def maximal(evidence: EvidenceBase) -> dict[Terms, tuple[Condition, ...]]:
    """The maximal voids as the search of voids finds them."""
    found = search(evidence, WANTED)
    all_conditions = map(found.evidence.conditions, found.mined.voids)
    return {frozenset(each.terms[0] for each in conditions): conditions for conditions in all_conditions}


def of(voids: Iterable[VoidChange], *terms: str) -> VoidChange:
    return next(each for each in voids if each.terms == terms)


def ranked(evidence: EvidenceBase, of: set[Terms]) -> list[Terms]:
    found = search(evidence, WANTED)
    every = most_surprising(found, len(found.mined.voids))
    terms = [frozenset(each.terms[0] for each in found.evidence.conditions(void.pattern)) for void in every]
    return [each for each in terms if each in of]


def reported(evidence: EvidenceBase, conditions: Iterable[Condition]) -> tuple[set[str], set[str]]:
    """The certain studies of a question, and those that it counts as reported, as a question is answered."""
    found = evaluate(evidence, Question(canonical(tuple(conditions))))
    counted = {id_ for id_, each in found.possible.items() if each.standing is not Standing.SILENT}
    return set(found.certain), {*found.certain, *counted}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_sets_are_those_of_two_searches(before, after):
    one, two = (random_version(*each).evidence() for each in (before, after))
    found = changed(one.dataset, two.dataset)
    old, new = maximal(one), maximal(two)
    assert (found.opened_total, found.closed_total) == (len(new.keys() - old.keys()), len(old.keys() - new.keys()))
    assert [frozenset(each.terms) for each in found.opened] == ranked(two, new.keys() - old.keys())[:MOST_LISTED]
    assert [frozenset(each.terms) for each in found.closed] == ranked(one, old.keys() - new.keys())[:MOST_LISTED]
    assert found.opened_total + found.closed_total > MOST_LISTED


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_reason_is_what_the_questions_say(before, after):
    one, two = (random_version(*each).evidence() for each in (before, after))
    found = changed(one.dataset, two.dataset)
    for void, other in [*((each, one) for each in found.opened), *((each, two) for each in found.closed)]:
        conditions = [Condition.of(real_vocabulary().terms[term].facet, [term]) for term in void.terms]
        certain, counted = reported(other, conditions)
        by = [(other.studies.id_of(*each.id.split("/")), each.certain) for each in void.by or ()]
        assert dict(by) == {id_: id_ in certain for id_ in counted}
        assert [is_certain for _, is_certain in by] == sorted((is_certain for _, is_certain in by), reverse=True)
        assert void.why == ("studies" if counted else "implied")
        assert (void.implied_by is None) == bool(counted)
        if void.implied_by:
            above = {real_vocabulary().terms[term].facet: term for term in void.implied_by.terms}
            own = {each.facet: each.terms[0] for each in conditions}
            assert frozenset(above.values()) in maximal(other)
            assert is_narrower(real_vocabulary(), own, above)


@pytest.mark.parametrize(("before", "after"), PAIRS[1:3])
def test_the_standings_are_the_answers_to_the_question(before, after):
    one, two = (random_version(*each).evidence() for each in (before, after))
    found = changed(one.dataset, two.dataset)
    for void in (*found.opened, *found.closed):
        path, _, parameters = str(void.href).partition("?")
        *conditions, version = parse_qsl(parameters)
        assert (path, version) == ("/ask", ("version", two.dataset.version))
        for evidence, standing in ((one, void.before), (two, void.after)):
            asked = evaluate(evidence, read_question(evidence.vocabulary, conditions))
            assert standing == Answered(verdict=asked.verdict, bounds=bounds_body(asked.bounds))


def write_review(folder: Path, row: dict[str, str], doi: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "review.yaml").write_text("title: R\nincluded: 3\n", encoding="utf-8")
    with (folder / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*row, "doi"])
        writer.writeheader()
        writer.writerow({**row, "doi": doi})


def test_a_paper_of_two_reviews_is_one_study(tmp_path):
    """Charted in both, it is told once, by the charting that is new."""
    home, versions = Home(tmp_path / "home"), []
    for names in (("one",), ("one", "two")):
        for name in names:
            write_review(tmp_path / name, TABLETING if name == "one" else BOTH, doi="10.1000/same")
        load([str(tmp_path / name) for name in names], home)
        versions.append(Dataset.open(home))
    before, after = versions
    found = compare(before, after, read_catalogue()).voids
    assert found
    (by,) = of(found.closed, "coating").by or ()
    assert (by.id, by.certain, by.cause) == ("two/both-2022", True, "new")


def test_a_new_study_closes_a_void():
    found = compare(rows(*BEFORE), rows(*AFTER), read_catalogue())
    assert found.voids
    void = of(found.voids.closed, *WIDE)
    assert (void.why, void.implied_by) == ("studies", None)
    assert [(each.id, each.certain, each.cause) for each in void.by or ()] == [("review/both-2022", True, "new")]
    assert void.before
    assert void.after
    assert (void.before.bounds.certain, void.after.bounds.certain) == (0, 1)
    assert f"{VOIDS_CLOSED['studies']} both-2022 (review/both-2022; new)" in render(found)


def test_without_the_study_the_void_is_open_again():
    found = compare(rows(*AFTER), rows(*BEFORE), read_catalogue())
    assert found.voids
    void = of(found.voids.opened, *WIDE)
    assert void.why == "studies"
    assert [(each.id, each.cause) for each in void.by or ()] == [("review/both-2022", "gone")]
    assert f"{VOIDS_OPENED['studies']} both-2022 (review/both-2022; gone)" in render(found)


def test_a_study_charted_otherwise_closes_a_void():
    found = compare(rows(*BEFORE), rows(COATING, {**TABLETING, "unit-operation": "coating"}), read_catalogue())
    assert found.voids
    (by,) = of(found.voids.closed, *WIDE).by or ()
    assert (by.id, by.cause) == ("review/tableting-2021", "charted")


def test_a_void_becomes_maximal_once_the_wider_is_none():
    found = compare(rows(*BEFORE), rows(*AFTER), read_catalogue())
    assert found.voids
    void = of(found.voids.opened, *NARROW)
    assert (void.why, void.by) == ("implied", None)
    assert void.implied_by
    assert void.implied_by.terms == WIDE
    assert f"{VOIDS_OPENED['implied']}: {void.implied_by.text}" in render(found)


def test_a_void_follows_from_the_wider_one_again():
    found = compare(rows(*AFTER), rows(*BEFORE), read_catalogue())
    assert found.voids
    void = of(found.voids.closed, *NARROW)
    assert (void.why, void.by) == ("implied", None)
    assert void.implied_by
    assert void.implied_by.terms == WIDE
    assert f"{VOIDS_CLOSED['implied']}: {void.implied_by.text}" in render(found)


def test_a_term_that_is_not_there_opens_and_closes_voids():
    unused = "transfer-learning"
    less = with_vocabulary(
        lambda whole: replace(whole, terms={id_: each for id_, each in whole.terms.items() if id_ != unused}), *BEFORE
    )
    for void, standings in (
        (changed(rows(*BEFORE), less).closed, (True, False)),
        (changed(less, rows(*BEFORE)).opened, (False, True)),
    ):
        (only,) = void
        assert (only.terms, only.why, only.by, only.implied_by) == ((unused,), "term", None, None)
        assert (only.before is not None, only.after is not None) == standings
        assert only.href == f"/ask?ai-method={unused}&version=sha256:random"


def test_a_rule_that_bars_a_void_closes_it():
    sides = sorted(Condition.of(real_vocabulary().terms[each].facet, [each]) for each in WIDE)
    rule = Incompatibility("made-up", "made up", tuple(sides), "Made up.", "Nobody")
    barred = with_vocabulary(lambda whole: replace(whole, incompatible=(*whole.incompatible, rule)), *BEFORE)
    for found, standings in (
        (changed(rows(*BEFORE), barred).closed, (True, False)),
        (changed(barred, rows(*BEFORE)).opened, (False, True)),
    ):
        (only,) = found
        assert (only.terms, only.why, only.by, only.implied_by) == (WIDE, "barred", None, None)
        assert (only.before is not None, only.after is not None) == standings


def test_voids_alone_differ_where_a_rule_does():
    """They are told although nothing else differs."""
    sides = sorted(Condition.of(real_vocabulary().terms[each].facet, [each]) for each in WIDE)
    rule = Incompatibility("made-up", "made up", tuple(sides), "Made up.", "Nobody")
    barred = with_vocabulary(lambda whole: replace(whole, incompatible=(rule,)), *BEFORE)
    open_ = with_vocabulary(lambda whole: replace(whole, incompatible=()), *BEFORE)
    found = compare(open_, barred, {})
    assert (found.studies, found.terms, found.answers) == ((), (), ())
    assert "No study, term or answer differs." in render(found)
    assert VOIDS_CLOSED["barred"] in render(found)


def test_what_is_not_searched_to_its_end_is_not_compared():
    whole, after = rows(*BEFORE), rows(*AFTER)
    tested = max(search(each.evidence(), WANTED).mined.tested for each in (whole, after))
    assert void_changes(whole.evidence(), after.evidence(), {}, tested)
    assert void_changes(whole.evidence(), after.evidence(), {}, tested - 1) is None
    assert void_changes(after.evidence(), whole.evidence(), {}, tested - 1) is None


@pytest.mark.parametrize("facet", WANTED.facets)
def test_without_one_of_the_facets_nothing_is_compared(facet):
    less = with_vocabulary(
        lambda whole: replace(whole, facets={id_: each for id_, each in whole.facets.items() if id_ != facet}), *BEFORE
    )
    for one, other in ((less, rows(*BEFORE)), (rows(*BEFORE), less)):
        assert void_changes(one.evidence(), other.evidence(), {}) is None


def test_the_text_says_where_voids_are_not_compared():
    found = compare(rows(*BEFORE), rows(*AFTER), read_catalogue(), with_voids=False)
    assert found.voids is None
    assert VOIDS_NOT_COMPARED in render(found)


def test_without_any_study_all_is_one_void():
    found = changed(dataset_of(replace(random_review(0), studies=())), rows(*BEFORE))
    (void,) = found.closed
    assert (void.terms, void.href, void.why) == ((), None, "studies")
    assert [each.id for each in void.by or ()] == ["review/coating-2020", "review/tableting-2021"]
