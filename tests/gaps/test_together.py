"""Answers put together from edges that were fetched once are those that a query for each question gives."""

import gc
import json
import subprocess
import sys
import weakref
from collections import Counter
from collections.abc import Iterable
from contextlib import closing

import pytest

from kg.answer.answer import answer
from kg.answer.kept.listing import listed
from kg.evaluation import tabulated as bounds_of_use
from kg.evaluation.around import _COUNTED
from kg.evaluation.gap_kind import gap_kind
from kg.evaluation.tabulated import TabulatedEvidence, for_a_list, tabulated
from kg.query.languages import COMPILERS
from kg.questions.catalogue import read_catalogue
from kg.questions.question import Question, YearRange
from kg.questions.reading import read_question
from kg.reconciliation.claims import reconciled
from kg.stores.base import Row
from kg.versions.dataset import Dataset
from kg.versions.evidence import Unit, reached
from kg.versions.home import Home
from tests.law.engines import LANGUAGES, stored_batch
from tests.law.random_reviews import dataset_of, random_review, readings
from tests.law.reference import edge_rows, rows
from tests.law.strategies import BATCHES, COMPLETENESS, batch, sized

CATALOGUE = read_catalogue()
REVIEWS = range(sized(quick=2, full=4, thorough=6))
OWN = (
    [("year", "2016..2021")],
    [("unit-operation", "coating"), ("year", "2021"), ("not.year", "2019,2020")],
    [("pat-modality", "spectroscopic-pat"), ("pat-modality", "imaging-pat"), ("not.pat-modality", "nir-spectroscopy")],
    [("publication-type", "primary-empirical-study"), ("not.ai-method", "deep-learning")],
)

each_batch = pytest.mark.parametrize("number", BATCHES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def several():
    dataset = dataset_of(*(random_review(number) for number in REVIEWS))
    yield dataset
    dataset.close()


@pytest.fixture
def with_own_queries(monkeypatch):
    monkeypatch.setattr(bounds_of_use, "MOST_STUDIES", -1)


def queries(dataset: Dataset, monkeypatch) -> Counter[str]:
    """The texts that the graph of a dataset is asked from now on."""
    graph = dataset._stores["cypher"]
    counted, run = Counter[str](), graph.run

    def counting(text, parameters):
        counted[text] += 1
        return run(text, parameters)

    monkeypatch.setattr(graph, "run", counting)
    return counted


@pytest.mark.parametrize("reviews", [None, "random-0"])
def test_a_list_has_the_answers_of_own_queries_and_of_counts(reviews, several, monkeypatch):
    together = for_a_list(TabulatedEvidence(several.evidence(reviews)))
    assert together.review_ids == several.evidence(reviews).review_ids
    asked = [(stored, stored.read(several.vocabulary)) for stored in CATALOGUE.values()]
    found = [answer(together, question, stored=stored) for stored, question in asked]
    claimed = reconciled(together)
    monkeypatch.setattr(bounds_of_use, "MOST_STUDIES", -1)
    one_by_one = several.evidence(reviews)
    assert tabulated(one_by_one) is one_by_one
    assert found == [answer(one_by_one, question, stored=stored) for stored, question in asked]
    assert claimed == reconciled(one_by_one)
    assert any(each.claims for each in found) == any(review.claims for review in one_by_one.reviews)


def test_every_reading_of_a_question_has_the_rows_of_its_query(several):
    together, one_by_one = TabulatedEvidence(several.evidence()), several.evidence()
    asked = [
        each
        for stored in CATALOGUE.values()
        if not stored.about_review
        for each in readings(several.vocabulary, stored)
    ]
    asked += [read_question(several.vocabulary, own, completeness=each) for own in OWN for each in COMPLETENESS]
    asked += [
        Question(not_years=(YearRange(2018, 2020),)),
        read_question(several.vocabulary, [("not.ai-method", "deep-learning")], needs_positive=False),
    ]
    for question in asked[:: sized(quick=7, full=1, thorough=1)] + asked[-10:]:
        assert [dict(row) for row in together.rows(question)] == [dict(row) for row in one_by_one.rows(question)]


@each_batch
@each_language
def test_all_edges_together_are_those_of_every_facet(language, number):
    vocabulary, engine = batch(number).vocabulary, stored_batch(language, number)
    for review in batch(number).reviews:
        for completeness in COMPLETENESS:
            for level in ("study", "unit"):
                facets = [facet for facet in vocabulary.charted_facets if facet.level == level]
                for some in filter(None, (facets, facets[1:], facets[:1])):
                    query = COMPILERS[language].compile_edges_together(vocabulary, some, completeness, [review.id])
                    expected = [
                        each for facet in some for each in edge_rows(vocabulary, review, facet.id, completeness)
                    ]
                    assert edges(engine.run(query.text, query.parameters)) == edges(expected)


def edges(rows: Iterable[Row]) -> Counter[tuple[Unit, str, str]]:
    return Counter((unit, each.mark, each.term) for each in reached(rows) for unit in each.units)


@each_batch
@each_language
def test_all_units_are_those_that_meet_any_year(language, number):
    vocabulary, engine = batch(number).vocabulary, stored_batch(language, number)
    for review in batch(number).reviews:
        for completeness in COMPLETENESS:
            query = COMPILERS[language].compile_units(vocabulary, completeness, [review.id])
            found = [dict(row) for row in engine.run(query.text, query.parameters)]
            asked = Question(years=YearRange(0, 9999), completeness=completeness)
            expected = rows(vocabulary, review, asked)
            assert [[row[name] for name in ("review", "study", "unit")] for row in found] == [
                [row[name] for name in ("review", "study", "unit")] for row in expected
            ]
            assert [row["year"] is None for row in found] == [row["year"] != "certain" for row in expected]


def test_a_list_asks_few_queries_whatever_is_in_it(several, monkeypatch):
    asked = queries(several, monkeypatch)
    together = for_a_list(TabulatedEvidence(several.evidence()))
    for stored in CATALOGUE.values():
        answer(together, stored.read(several.vocabulary), stored=stored)
    about_reviews = sum(stored.about_review for stored in CATALOGUE.values())
    # The edges of studies and of units and the units themselves, each relying on all statements and on the reviews' alone.
    assert asked.total() - about_reviews <= 6


def test_what_is_asked_has_its_own_query(several, monkeypatch):
    evidence = several.evidence()
    question = read_question(several.vocabulary, [("ai-method", "clustering"), ("unit-operation", "milling")])
    answer(evidence, read_question(several.vocabulary, [("ai-method", "clustering"), ("unit-operation", "coating")]))
    several.rows.cache_clear()
    asked = queries(several, monkeypatch)
    answer(evidence, question)
    assert list(asked) == [evidence.query(question, "").text]


def test_all_claims_ask_few_queries(home_folder, monkeypatch):
    with closing(Dataset.open(Home(home_folder))) as dataset:
        asked = queries(dataset, monkeypatch)
        assert len([each for each in reconciled(dataset.evidence()) if each.about]) > 10
        assert 0 < asked.total() <= 3


def test_around_very_many_studies_nothing_has_an_own_query(several, with_own_queries, monkeypatch):
    evidence = several.evidence()
    assert tabulated(evidence) is for_a_list(evidence) is evidence
    asked = queries(several, monkeypatch)
    for stored in CATALOGUE.values():
        answer(evidence, stored.read(several.vocabulary), stored=stored)
    # Its own query each, or, where that was kept, none; and the units and two sets of edges under either choice of statements.
    assert asked.total() <= len(CATALOGUE) + 6


def test_the_list_of_verdicts_keeps_what_it_fetched(home_folder, monkeypatch):
    dataset = dataset_of(random_review(0), random_review(1))
    evidence, asked = dataset.evidence("random-0"), queries(dataset, monkeypatch)
    stored = [each for each in CATALOGUE.values() if not each.about_review]
    first = listed(Home(home_folder), evidence, stored)
    assert 0 < asked.total() <= 6
    asked.clear()
    assert listed(Home(home_folder), evidence, stored) == first
    assert asked.total() == 0
    dataset.close()


def test_what_is_kept_goes_with_the_version():
    dataset = dataset_of(random_review(0), random_review(1))
    together = for_a_list(dataset.evidence())
    gap_kind(together, CATALOGUE["gap_chemometrics"].read(dataset.vocabulary))
    gone = [weakref.ref(together), *(weakref.ref(each) for each in together.each)]
    assert tabulated(dataset.evidence()) is together
    gc.disable()  # it must not need the collector
    try:
        dataset.close()
        del together
        assert [each() for each in gone] == [None] * len(gone)
    finally:
        gc.enable()


def test_what_is_counted_goes_with_the_version(with_own_queries):
    dataset = dataset_of(random_review(0), random_review(1))
    answer(dataset.evidence(), CATALOGUE["gap_chemometrics"].read(dataset.vocabulary))
    counted = [weakref.ref(each) for each in _COUNTED.values() if each._evidence.dataset is dataset]
    assert len(counted) == 1
    gc.disable()  # it must not need the collector
    try:
        dataset.close()
        assert [each() for each in counted] == [None]
    finally:
        gc.enable()


def test_json_and_text_of_the_list_agree(lacuna):
    listed, as_json = lacuna("gaps"), lacuna("gaps", "--json")
    assert (listed.returncode, listed.stderr, as_json.stderr) == (0, "", "")
    found = json.loads(as_json.stdout)
    assert [line.split()[:2] for line in listed.stdout.splitlines()] == [
        [each["question"]["name"], each["verdict"]] for each in found
    ]


@pytest.mark.server
def test_a_command_does_not_import_the_driver_of_another_engine():
    code = (
        "import sys, kg.commands.ask; print([each for each in ('neo4j', 'pandas', 'fastapi') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
