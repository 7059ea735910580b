"""The whole catalogue: every stored question, its rows and readings, on every engine, on the review and on random ones."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.answer.answer import answer
from kg.answer.text import render
from kg.evaluation.evaluate import evaluate
from kg.evaluation.verdict import Bounds, bound, verdict
from kg.ontology.vocabulary import Vocabulary
from kg.query.about_review import review_query
from kg.questions.catalogue import StoredQuestion, read_catalogue
from kg.questions.question import Question
from kg.review.model import EvidenceUnit, Review, Study
from kg.versions.dataset import Dataset
from kg.versions.population import Population
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from loaders.generate.bless import ANSWERS, answer_files
from tests.law.engines import certain_studies, possible_studies
from tests.law.oracle import once_named_is_done
from tests.law.random_reviews import dataset_of, on_facets_of, random_review, readings, real_vocabulary
from tests.law.reference import covered, rows
from tests.law.strategies import sized

CATALOGUE = read_catalogue()
RANDOM = range(sized(quick=1, full=4, thorough=4))
NEVER_NONE = ("gap_exclusion_reasons", "gap_outside_north_america_and_europe", "gap_published_failures")

stored_questions = pytest.mark.parametrize("stored", CATALOGUE.values(), ids=CATALOGUE)
about_studies = pytest.mark.parametrize(
    "stored", [each for each in CATALOGUE.values() if not each.about_review], ids=lambda stored: stored.name
)


@pytest.fixture(scope="module")
def random_dataset() -> Iterator[Dataset]:
    dataset = dataset_of(*(random_review(number) for number in RANDOM))
    yield dataset
    dataset.close()


@pytest.fixture(scope="module")
def real_review() -> Review:
    return read_corpus(real_vocabulary(), find_corpus(DEFAULT_CORPUS)).review


def test_there_is_a_question_for_every_row_of_the_catalogue() -> None:
    assert len(CATALOGUE) >= 42


@pytest.mark.generated
def test_the_answers_are_those_that_were_reviewed(dataset: Dataset) -> None:
    expected = dict(answer_files(dataset, CATALOGUE))
    assert {file.name for file in ANSWERS.iterdir()} == {file.name for file in expected}
    for file, content in expected.items():
        assert file.read_bytes() == content, f"{file.name}: look at what changed, then run: make bless"


@about_studies
@pytest.mark.slow
def test_every_engine_equals_the_reference_on_random_reviews(stored: StoredQuestion, random_dataset: Dataset) -> None:
    vocabulary = random_dataset.vocabulary
    for question in readings(vocabulary, stored):
        for number in RANDOM:
            review = random_review(number)
            expected = rows(on_facets_of(vocabulary, question), review, question)
            for language in ("cypher", "sparql"):
                assert [dict(row) for row in random_dataset.rows(question, (review.id,), language)] == expected, (
                    language
                )


@about_studies
def test_every_engine_equals_the_reference_on_the_review(
    stored: StoredQuestion, dataset: Dataset, real_review: Review
) -> None:
    for question in readings(dataset.vocabulary, stored):
        expected = rows(on_facets_of(dataset.vocabulary, question), real_review, question)
        for language in ("cypher", "sparql"):
            assert [dict(row) for row in dataset.rows(question, (real_review.id,), language)] == expected, language


@pytest.mark.parametrize("name", [each.name for each in CATALOGUE.values() if each.about_review])
def test_review_questions_have_the_same_rows_in_both_languages(name: str, random_dataset: Dataset) -> None:
    stored = CATALOGUE[name]
    for number in RANDOM:
        texts = [review_query(real_vocabulary(), stored, [f"random-{number}"], each) for each in ("cypher", "sparql")]
        one, other = (
            [{name: str(value) for name, value in row.items()} for row in random_dataset.run(text)] for text in texts
        )
        assert one == other


@stored_questions
def test_every_answer_has_bounds_population_and_verdict(stored: StoredQuestion, random_dataset: Dataset) -> None:
    for number in RANDOM:
        question = stored.read(random_dataset.vocabulary)
        found = answer(random_dataset.evidence(f"random-{number}"), question, stored=stored)
        assert 0 <= found.bounds.certain <= found.bounds.possible
        assert found.bounds.upper is None or found.bounds.upper >= found.bounds.possible
        assert found.verdict
        assert (found.near_misses is None) == (found.bounds.certain > 0 or stored.about_review)
        for row in found.table.rows if found.table else ():
            assert row.bounds.upper is None or row.bounds.certain <= row.bounds.possible <= row.bounds.upper
            assert len(row.certain or ()) in (0, row.bounds.certain)


@pytest.mark.parametrize("name", NEVER_NONE)
def test_what_the_charting_cannot_say_is_never_a_void(name: str, dataset: Dataset) -> None:
    stored = CATALOGUE[name]
    found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    # "None reported" says how far was read, and lists who may still be one.
    assert found.verdict in {"none-reported", "unresolved", "sparse", "populated"}
    assert found.possible or found.bounds.certain or stored.about_review
    assert found.bounds.upper is not None
    assert found.bounds.upper > 0


def test_where_no_studies_are_counted_none_are_listed(dataset: Dataset) -> None:
    for stored in CATALOGUE.values():
        found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
        listed = [found.certain, found.possible]
        assert (listed == [None, None]) == stored.about_review
        assert (found.population.of == "studies") != stored.about_review
    exclusions = answer(dataset.evidence(), Question(), stored=CATALOGUE["gap_exclusion_reasons"])
    assert (exclusions.population.of, exclusions.population.included) == ("full texts", 183)
    shown = render(dataset.vocabulary, exclusions)
    assert "Bounds (full texts): 0 certain," in shown
    assert "records" not in shown
    assert "no study" not in shown


def test_records_are_what_screening_loses(dataset: Dataset) -> None:
    stored = CATALOGUE["gap_exclusion_reasons"]
    asked = replace(stored, spec=stored.spec.model_copy(update={"excluded_at": "stage-excluded-screening"}))
    found = answer(dataset.evidence(), Question(), stored=asked)
    assert (found.population.of, found.population.included) == ("records", 856)


def test_a_topic_that_is_only_mentioned_does_not_count(dataset: Dataset) -> None:
    stored = CATALOGUE["gap_mes_integration"]
    question = stored.read(dataset.vocabulary)
    mentioned = replace(question, conditions=tuple(each for each in question.conditions if "topic-t" not in each.facet))
    assert set(evaluate(dataset.evidence(), mentioned).certain) == {"arden-2021", "dong-2023"}
    assert evaluate(dataset.evidence(), question).certain == {}


def test_newer_methods_include_explainable_ai() -> None:
    question = CATALOGUE["gap_chemometrics_beside_newer_ai"].read(real_vocabulary())
    newer = {term for each in question.conditions for term in each.terms} - {"chemometrics"}
    assert newer == {"machine-learning", "neural-network", "deep-learning", "explainable-ai"}


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("gap_integrated_any_operation", ["gyurkes-2022", "domokos-2021", "beke-2021"]),
        (
            "gap_real_time_coupling",
            ["domokos-2021", "gyurkes-2022", "madarasz-2020", "madarasz-2023", "meszaros-2024"],
        ),
        ("gap_release_decisions", ["meszaros-2024", "chavez-2022", "dosta-2025", "domokos-2021"]),
    ],
)
def test_what_the_review_names_as_nearest_stands_in_the_answer(name: str, named: list[str], dataset: Dataset) -> None:
    stored = CATALOGUE[name]
    found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    assert found.anchors
    assert [each.id for each in found.anchors] == named
    certain, possible = ({each.id for each in studies or ()} for studies in (found.certain, found.possible))
    for each in found.anchors:
        expected = "certain" if each.id in certain else "possible" if each.id in possible else "ruled-out"
        assert each.status == expected
        assert f"  {each.citation} ({expected.replace('-', ' ')}): {each.text} ({each.section})" in render(
            dataset.vocabulary, found
        )


def test_anchors_belong_to_the_review_that_names_them(dataset: Dataset, random_dataset: Dataset) -> None:
    stored = CATALOGUE["gap_integrated_any_operation"]
    elsewhere = answer(random_dataset.evidence("random-0"), stored.read(random_dataset.vocabulary), stored=stored)
    assert elsewhere.anchors is None
    assert answer(dataset.evidence(), stored.read(dataset.vocabulary)).anchors is None
    for each in CATALOGUE.values():
        for review, anchors in each.spec.anchors.items():
            assert {anchor.study for anchor in anchors} <= set(dataset.evidence(review).studies.ids), each.name


def uncharted(review: Review, facet: str) -> Review:
    """A review in which nobody has charted a facet."""

    def without(study: Study) -> Study:
        units = tuple(
            EvidenceUnit(unit.id, tuple(each for each in unit.charted if each.facet != facet)) for unit in study.units
        )
        return replace(study, units=units, charted=tuple(each for each in study.charted if each.facet != facet))

    return replace(review, studies=tuple(without(study) for study in review.studies))


def bounds_of(vocabulary: Vocabulary, review: Review, question: Question) -> Bounds:
    """The bounds that the reference gives."""
    asked = on_facets_of(vocabulary, question)
    found, named = rows(asked, review, question), rows(asked, once_named_is_done(review), question)
    certain, possible = certain_studies(found), possible_studies(found)
    uncharted_ = Population.of(review.included, len(review.studies)).uncharted
    if uncharted_ and covered(vocabulary, review, question):
        uncharted_ = 0
    return bound(len(certain), len(possible_studies(named) & possible), len(possible), uncharted_)


@about_studies
def test_charting_less_never_makes_surer(stored: StoredQuestion, real_review: Review) -> None:
    vocabulary = real_vocabulary()
    question = stored.read(vocabulary)
    for review in (real_review, *(random_review(number) for number in RANDOM)):
        before = bounds_of(vocabulary, review, question)
        for facet in sorted({condition.facet for condition in question.expanded(vocabulary).values()}):
            after = bounds_of(vocabulary, uncharted(review, facet), question)
            assert after.certain <= before.certain
            assert after.possible >= before.possible
            if before.upper is not None:
                assert after.upper is not None
                assert after.upper >= before.upper
            if verdict(before) == "void-among-charted" and after.possible:
                assert verdict(after) in {"unresolved", "none-reported"}
            if verdict(before) == "void" and after.upper:
                assert verdict(after) in {"unresolved", "none-reported", "void-among-charted"}


def test_the_reference_and_the_engines_judge_alike(dataset: Dataset, real_review: Review) -> None:
    for stored in CATALOGUE.values():
        if not stored.about_review:
            question = stored.read(dataset.vocabulary)
            assert evaluate(dataset.evidence(real_review.id), question).bounds == bounds_of(
                dataset.vocabulary, real_review, question
            )
