"""Near misses: complete and in order, against a search by brute force on random cases."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings

from kg.evaluation.around import around
from kg.evaluation.evaluate import Outline, evaluate
from kg.evaluation.near_misses import near_misses, weakenings
from kg.evaluation.verdict import SPARSE_BELOW
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.questions.question import Question, YearRange
from kg.questions.reading import read_question
from kg.rdf.canonical import Canonical
from kg.review.to_rdf import express
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from kg.versions.dataset import Dataset
from tests.law.reference import rows
from tests.law.strategies import Case, cases, ontology_graph, sized

Years = tuple[YearRange | None, tuple[YearRange, ...]]
Weaker = tuple[frozenset[Condition], Years]
"""All conditions, those of a definition too, and the ranges of years, wanted and excluded."""


def all_conditions(vocabulary: Vocabulary, question: Question) -> Weaker:
    return frozenset(question.expanded(vocabulary).values()), (question.years, question.not_years)


def by_brute_force(vocabulary: Vocabulary, question: Question) -> Iterator[Weaker]:
    """Every way of weakening one condition, found by trying every term of the vocabulary in every place."""
    conditions, years = all_conditions(vocabulary, question)
    wanted, excluded = years
    if wanted:
        yield conditions, (None, excluded)
    for place in range(len(excluded)):
        yield conditions, (wanted, excluded[:place] + excluded[place + 1 :])
    for condition in conditions:
        rest = conditions - {condition}
        yield rest, years
        for gone in condition.terms:
            kept = tuple(term for term in condition.terms if term != gone)
            if condition.excluded:
                if kept:
                    yield rest | {Condition.of(condition.facet, kept, excluded=True)}, years
                continue
            for term in vocabulary.terms:
                if term != gone and is_under(vocabulary, gone, term):
                    others = (other for other in condition.terms if not is_under(vocabulary, other, term))
                    yield rest | {Condition.of(condition.facet, (*others, term))}, years


def is_under(vocabulary: Vocabulary, term: str, other: str) -> bool:
    return term == other or any(is_under(vocabulary, broader, other) for broader in vocabulary.terms[term].broader)


def dataset_of(case: Case) -> Dataset:
    vocabulary, review, _ = case
    graph = ontology_graph(vocabulary) + express(vocabulary, review)
    declared = schema(vocabulary)
    rdf = OxigraphStore.in_memory(graph.serialize(format="nt", encoding="utf-8"))
    return Dataset(
        "sha256:case", [review.id], rdf, LadybugStore.in_memory(project(Canonical(graph), declared), declared)
    )


def is_certain(row: dict[str, str]) -> bool:
    return all(mark == "certain" for column, mark in row.items() if column not in {"review", "study", "unit"})


@settings(max_examples=sized(quick=8, full=80, thorough=150), deadline=None, derandomize=True, database=None)
@given(cases())
def test_near_misses_are_complete_and_nearest_first(case: Case) -> None:
    vocabulary, review, question = case
    expected = set()
    for conditions, years in by_brute_force(vocabulary, question):
        asked = Question(tuple(conditions), None, years[0], question.completeness, years[1])
        asks = years[0] is not None or any(not condition.excluded for condition in asked.expanded(vocabulary).values())
        if (
            asks
            and (conditions, years) != all_conditions(vocabulary, question)
            and any(map(is_certain, rows(vocabulary, review, asked)))
        ):
            expected.add(all_conditions(vocabulary, asked))
    dataset = dataset_of(case)
    found = near_misses(vocabulary, question, partial(around(dataset.evidence([review.id])).outline, k=SPARSE_BELOW))
    dataset.close()
    assert {all_conditions(vocabulary, miss.weakening.question) for miss in found} == expected
    assert all(one.weakening.steps <= other.weakening.steps for one, other in pairwise(found))
    for miss in found:
        certain = {row["study"] for row in rows(vocabulary, review, miss.weakening.question) if is_certain(row)}
        assert set(miss.outline.certain) == certain


@pytest.mark.parametrize(
    ("where", "of", "first", "last"),
    [
        (("pat-modality", "transmission-raman"), "pat-modality", (1, ("raman-spectroscopy",)), (5, None)),
        (("pat-modality", "pat-modality"), "pat-modality", (1, None), (1, None)),
        (
            ("not.pat-modality", "raman-spectroscopy,nir-spectroscopy"),
            "pat-modality",
            (1, ("raman-spectroscopy",)),
            (2, None),
        ),
        (("year", "2020"), None, (1, None), (1, None)),
    ],
)
def test_steps_are_those_of_the_hierarchy(vocabulary, where, of, first, last):
    every = weakenings(vocabulary, read_question(vocabulary, [where, ("ai-method", "chemometrics")]))
    found = [each for each in every if (each.of.facet if each.of else None) == of]
    assert (found[0].steps, found[0].to and found[0].to.terms) == first
    assert (found[-1].steps, found[-1].to and found[-1].to.terms) == last


def test_a_question_is_never_weakened_until_it_asks_nothing(vocabulary):
    (only,) = (each for each in weakenings(vocabulary, read_question(vocabulary, [("ai-method", "chemometrics")])))
    assert only.to == Condition.of("ai-method", ["ai-method"])


def test_what_is_met_in_no_weaker_question_is_not_asked(dataset):
    """Where no condition alone stands in the way, each is dropped once, and no term of it is broadened."""
    vocabulary, evidence = dataset.vocabulary, dataset.evidence()
    facets = [facet.id for facet in vocabulary.charted_facets if facet.level == "unit"]
    nobody = [
        (facet, term.id)
        for facet in facets
        for term in [*vocabulary.of_facet(facet)][-1:]
        if not evaluate(evidence, read_question(vocabulary, [(facet, term.id)])).certain
    ][:6]
    assert len(nobody) == 6
    question = read_question(vocabulary, nobody)
    asked = []

    def outline(weaker: Question) -> Outline:
        asked.append(weaker)
        return around(evidence).outline(weaker, SPARSE_BELOW)

    assert near_misses(vocabulary, question, outline) == []
    assert len(asked) == len(nobody) < len(weakenings(vocabulary, question))
