"""Answers about several reviews together: the union rule of the law, against possible worlds and every engine."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

import kg.evaluation.standing
from kg.evaluation.standing import Evaluation, Standing, evaluate_rows
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Vocabulary
from kg.query.compiled import Language
from kg.query.languages import COMPILERS
from kg.questions.question import Question
from kg.rdf.data_iris import study_iri
from kg.review.model import Review
from kg.versions.studies import Studies
from tests.law.engines import LANGUAGES, stored_batch
from tests.law.oracle import extremes, once_named_is_done
from tests.law.strategies import BATCHES, batch

Pair = tuple[Review, Review, Question]


def pairs(number: int) -> Iterator[Pair]:
    """Reviews of a batch, two at a time, each pair with two questions; studies with the same key are the same paper."""
    found = batch(number)
    questions = [question for _, question in found.pairs]
    for place, (one, other) in enumerate(combinations(found.reviews, 2)):
        for question in (questions[place % len(questions)], questions[(7 * place + 3) % len(questions)]):
            yield one, other, question


def studies_of(*reviews: Review) -> Studies:
    same = [
        (str(study_iri(one.id, study.id)), str(study_iri(other.id, study.id)))
        for one, other in combinations(reviews, 2)
        for study in one.studies
        if study.id in {each.id for each in other.studies}
    ]
    return Studies.of({review.id: [study.id for study in review.studies] for review in reviews}, same)


def lawful(
    vocabulary: Vocabulary, reviews: tuple[Review, ...], question: Question
) -> tuple[set[str], set[str], set[str]]:
    """The certain, disputed and possible studies (by key, the certain not among the possible): section 1, word by word."""
    certain, disputed, possible = set(), set(), set()
    for key in {study.id for review in reviews for study in review.studies}:
        outcomes = [
            extremes(vocabulary, replace(review, studies=(study,)), question)
            for review in reviews
            for study in review.studies
            if study.id == key
        ]
        is_certain = any(least == 1 for least, _ in outcomes)
        is_ruled_out = any(greatest == 0 for _, greatest in outcomes)
        if is_certain and is_ruled_out:
            disputed.add(key)
        elif is_certain:
            certain.add(key)
        elif not is_ruled_out:
            possible.add(key)
    return certain, disputed, possible


def keys(studies: Studies, ids: Iterator[str] | set[str]) -> set[str]:
    return {studies.chartings[id_][0][1] for id_ in ids}


def asked_of(language: Language, number: int, pair: Pair) -> tuple[Evaluation, Studies]:
    one, other, question = pair
    vocabulary, engine = batch(number).vocabulary, stored_batch(language, number)
    query = COMPILERS[language].compile_question(vocabulary, question, [one.id, other.id], "")
    studies = studies_of(one, other)
    rows = engine.run(query.text, query.parameters)
    columns = question.expanded(vocabulary)
    return evaluate_rows(columns, rows, studies, uncharted=None), studies


def first_unlawful(language: Language, number: int) -> tuple[object, ...] | None:
    vocabulary = batch(number).vocabulary
    for pair in pairs(number):
        one, other, question = pair
        found, studies = asked_of(language, number, pair)
        certain, disputed, possible = lawful(vocabulary, (one, other), question)
        named = lawful(vocabulary, (once_named_is_done(one), once_named_is_done(other)), question)
        reported = certain | disputed | (possible & set[str]().union(*named))
        among = dict(found.possible)
        disagree = {
            id_
            for id_, each in among.items()
            if any(open_.reason == "reviews-disagree" for unit in each.units.values() for open_ in unit)
        }
        silent = {id_ for id_, each in among.items() if each.standing is Standing.SILENT}
        law = (certain, disputed, possible, (certain | disputed | possible) - reported)
        got = tuple(keys(studies, each) for each in (set(found.certain), disagree, set(among) - disagree, silent))
        bounds = Bounds(len(certain), len(reported), len(certain | disputed | possible), None)
        if got != law or found.bounds != bounds:
            return pair, got, law, found.bounds, bounds
    return None


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_reviews_are_joined_by_the_law(language: Language, number: int) -> None:
    assert first_unlawful(language, number) is None


def test_the_random_pairs_hold_disputes_and_agreements() -> None:
    kinds = [0, 0, 0]
    for number in BATCHES[:2]:
        for one, other, question in pairs(number):
            shared = {study.id for study in one.studies} & {study.id for study in other.studies}
            for place, found in enumerate(lawful(batch(number).vocabulary, (one, other), question)):
                kinds[place] += bool(found & shared)
    assert all(kinds)


def test_the_order_of_reviews_does_not_matter() -> None:
    for one, other, question in list(pairs(0))[:20]:
        found = asked_of("sparql", 0, (one, other, question))[0]
        assert asked_of("sparql", 0, (other, one, question))[0] == found


@pytest.mark.slow
def test_a_dispute_that_counts_as_certain_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.evaluation.standing, "_is_ruled_out", lambda chartings: False)
    assert any(first_unlawful("sparql", number) for number in BATCHES)


@pytest.mark.slow
def test_a_hint_of_one_review_against_silence_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        kg.evaluation.standing,
        "_is_reported",
        lambda chartings: any(unit.is_reported for each in chartings for unit in each),
    )
    assert any(first_unlawful("sparql", number) for number in BATCHES)


@pytest.mark.parametrize(
    ("same", "ids"),
    [
        ([], ["a/1", "a/2", "b/1", "b/3"]),
        ([("a", "1", "b", "3")], ["a/1", "a/2", "b/1"]),
        ([("a", "1", "c", "9"), ("c", "9", "b", "1")], ["a/1", "a/2", "b/3"]),
    ],
)
def test_studies_are_joined_also_through_reviews_not_asked(same, ids):
    pairs_ = [(str(study_iri(r, k)), str(study_iri(other, key))) for r, k, other, key in same]
    assert list(Studies.of({"a": ["1", "2"], "b": ["1", "3"]}, pairs_).ids) == ids
