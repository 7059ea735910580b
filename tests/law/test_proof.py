"""The proof of the gap answers: oracle = reference = SPARQL = Cypher on random cases, and no mutant of them survives.

The oracle enumerates possible worlds, the reference is the closed form of the law, the engines run what the project
compiles. All cases are random but the same in every run.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import Graph

import kg.evaluation.evaluate
import kg.evaluation.verdict
import kg.review.open_edges
import kg.review.to_rdf
from kg.evaluation.verdict import Bounds, judge
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.query import cypher, sparql
from kg.query.compiled import Language
from kg.questions.question import Question
from kg.review.model import Charted, Population, Review, Status
from kg.review.open_edges import Opening
from kg.review.to_rdf import express
from kg.stores.base import QueryStore
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from tests.law.oracle import extremes, extremes_unfactored
from tests.law.reference import covered, rows, term_rows
from tests.law.strategies import Case, batch, cases, ontology_graph, questions, vocabularies

LANGUAGES: tuple[Language, ...] = ("sparql", "cypher")
COMPILERS = {"sparql": sparql, "cypher": cypher}
BATCHES = range(16)

Rows = list[dict[str, Any]]
Rewrite = Callable[[str], str]

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_batch = pytest.mark.parametrize("number", BATCHES)


def random_cases(count: int) -> settings:
    return settings(max_examples=count, deadline=None, derandomize=True, database=None)


# --- How it is compared ---------------------------------------------------------------------------------------------


def store(language: Language, vocabulary: Vocabulary, *stored: Review) -> QueryStore:
    """The reviews as the project expresses and keeps them."""
    graph = Graph()
    graph += ontology_graph(vocabulary)
    for review in stored:
        graph += express(vocabulary, review)
    if language == "sparql":
        return OxigraphStore.in_memory(graph.serialize(format="nt", encoding="utf-8"))
    declared = schema(vocabulary)
    return LadybugStore.in_memory(project(graph, declared), declared)


@contextmanager
def stored(language: Language, number: int) -> Iterator[QueryStore]:
    """A batch in a store, as the project expresses it now."""
    engine = store(language, batch(number).vocabulary, *batch(number).reviews)
    try:
        yield engine
    finally:
        engine.close()


def ask(engine: QueryStore, vocabulary: Vocabulary, review: Review, question: Question, rewrite: Rewrite = str) -> Rows:
    query = COMPILERS[engine.language].compile_question(vocabulary, question, review.id, "A question")
    return [dict(row) for row in engine.run(rewrite(query.text), query.parameters)]


def first_difference(language: Language, number: int, rewrite: Rewrite = str) -> tuple[Any, ...] | None:
    """The first pair of a batch where an engine's rows are not the reference's, with both rows; None where all agree."""
    vocabulary = batch(number).vocabulary
    with stored(language, number) as engine:
        for review, question in batch(number).pairs:
            found, expected = ask(engine, vocabulary, review, question, rewrite), rows(vocabulary, review, question)
            if found != expected:
                return review, question, found, expected
    return None


# --- What is compared -----------------------------------------------------------------------------------------------


@random_cases(50)
@given(vocabularies())
def test_the_random_vocabularies_are_what_the_ontology_states(vocabulary: Vocabulary) -> None:
    assert read_vocabulary(ontology_graph(vocabulary)) == vocabulary


@random_cases(200)
@given(cases(most_terms=3, most_studies=1))
def test_the_oracle_equals_the_enumeration_of_whole_worlds(case: Case) -> None:
    vocabulary, _, _ = case
    assume(len(vocabulary.facets) == 2)
    assert extremes(*case) == extremes_unfactored(*case)


@random_cases(8000)
@given(cases())
def test_the_reference_equals_the_oracle(case: Case) -> None:
    assert (len(certain_studies(rows(*case))), len(possible_studies(rows(*case)))) == extremes(*case)


@random_cases(300)
@given(cases(), st.data())
def test_sparql_equals_the_reference(case: Case, data: st.DataObject) -> None:
    vocabulary, review, question = case
    engine = store("sparql", vocabulary, review)
    for each in (question, data.draw(questions(vocabulary)), data.draw(questions(vocabulary, positive=False))):
        assert ask(engine, vocabulary, review, each) == rows(vocabulary, review, each)


@each_batch
@each_language
def test_an_engine_equals_the_reference(language: Language, number: int) -> None:
    assert first_difference(language, number) is None


@each_batch
@each_language
def test_the_terms_of_a_facet_equal_the_reference(language: Language, number: int) -> None:
    vocabulary = batch(number).vocabulary
    with stored(language, number) as engine:
        for review, question in batch(number).pairs[:30]:
            for facet in vocabulary.facets.values():
                for barred in sorted({(), *(each.terms for each in question.conditions if each.facet == facet.id)}):
                    query = COMPILERS[language].compile_terms(vocabulary, facet, barred, question, review.id)
                    found = [dict(row) for row in engine.run(query.text, query.parameters)]
                    assert found == term_rows(vocabulary, review, facet.id, barred, question.completeness)


@each_batch
def test_the_judgement_is_the_law(number: int) -> None:
    assert first_misjudged(number) is None


def test_the_random_cases_hold_every_mark_and_verdict() -> None:
    marks, verdicts = set(), set()
    for vocabulary, review, question in (
        (batch(number).vocabulary, *pair) for number in BATCHES for pair in batch(number).pairs
    ):
        found = rows(vocabulary, review, question)
        marks |= {mark for row in found for mark in marks_of(row)}
        verdicts.add(lawful(vocabulary, review, question, k=2)[0])
    assert marks == {"certain", "coarse", "not-charted", "not-reported", "unclear", "not-exhaustive"}
    assert verdicts == {"void", "void-among-charted", "unresolved", "sparse", "populated"}


def marks_of(row: Mapping[str, str]) -> list[str]:
    return [mark for column, mark in row.items() if column not in {"study", "unit"}]


def possible_studies(found: Rows) -> set[str]:
    return {row["study"] for row in found}


def certain_studies(found: Rows) -> set[str]:
    return {row["study"] for row in found if all(mark == "certain" for mark in marks_of(row))}


def lawful(vocabulary: Vocabulary, review: Review, question: Question, k: int) -> tuple[str, Bounds]:
    """The table of section 4, on the bounds that the enumeration of worlds gives."""
    least, greatest = extremes(vocabulary, review, question)
    if review.included is None:
        upper = None
    elif covered(vocabulary, review, question):
        upper = greatest
    else:
        upper = greatest + review.included - len(review.studies)
    table = {
        "void": upper == 0,
        "void-among-charted": greatest == 0 and upper != 0,
        "unresolved": least == 0 and greatest > 0,
        "sparse": 1 <= least < k,
        "populated": least >= k,
    }
    (verdict,) = (name for name, holds in table.items() if holds)
    return verdict, Bounds(least, greatest, upper)


def lawful_reasons(found: Rows) -> dict[str, int]:
    """For each reason, the possible studies that it keeps from being certain."""
    studies = defaultdict(set)
    for row in found:
        if row["study"] not in certain_studies(found):
            for mark in marks_of(row):
                studies["too-coarse" if mark == "coarse" else mark].add(row["study"])
    reasons = ("not-reported", "unclear", "not-charted", "too-coarse", "not-exhaustive")
    return {reason: len(studies[reason]) for reason in reasons}


def first_misjudged(number: int) -> tuple[Any, ...] | None:
    """The first pair of a batch whose judgement, on SPARQL's rows, is not lawful, with both; None where all are."""
    vocabulary = batch(number).vocabulary
    with stored("sparql", number) as engine:
        for place, (review, question) in enumerate(batch(number).pairs):
            k = 1 + place % 3
            columns = question.expanded(vocabulary)
            judged = judge(
                columns,
                ask(engine, vocabulary, review, question),
                Population(review.included, len(review.studies)),
                covered=kg.evaluation.evaluate.covered(columns.values(), question.completeness, review.completeness),
                k=k,
            )
            expected = rows(vocabulary, review, question)
            certain = certain_studies(expected)
            found = (judged.verdict, judged.bounds, judged.reasons, set(judged.certain), set(judged.possible))
            verdict_and_bounds = lawful(vocabulary, review, question, k)
            law = (*verdict_and_bounds, lawful_reasons(expected), certain, possible_studies(expected) - certain)
            if found != law:
                return review, question, found, law
    return None


# --- Mutants: what the comparison must notice -----------------------------------------------------------------------

QUERY_MUTANTS: dict[str, dict[Language, tuple[str, str]]] = {
    "the terms of the first condition are ignored": {
        "cypher": (r"(?s)\A(.*?)WHERE t\.id IN \$(\w+_near)", r"\1WHERE (t.id IN $\2 OR t.id <> '')"),
        "sparql": (r"(?s)\A(.*?)VALUES \?t \{[^}]*\}", r"\1"),
    },
    "a unit that has an excluded term is kept": {
        "cypher": (r"WHERE has_one = 0", ""),
        "sparql": (r"\n  MINUS \{ VALUES \?t .*", ""),
    },
    "conditions on one facet are judged apart": {
        "sparql": (r"MINUS \{ VALUES \?b .*", ""),
    },
    "open edges count as charted": {
        "cypher": (r"CASE WHEN e\.reason IS NOT NULL", "CASE WHEN false"),
        "sparql": (r"lacuna:reason \?reason", "lacuna:reason ?why"),
    },
    "possible counts as certain": {
        "cypher": (r"THEN e\.reason", "THEN 'certain'"),
        "sparql": (r"COALESCE\(\?reason", 'COALESCE("certain"'),
    },
    "too coarse is false": {
        "cypher": (
            r"WHERE t\.id IN \$(\w+)_near",
            r"\g<0> AND (e.reason IS NOT NULL OR t.id IN $\1)",
        ),
        "sparql": (
            r"BIND\(COALESCE\(\?reason, \?sure\) AS \?mark\)",
            r'FILTER(BOUND(?reason) || ?sure != "coarse") \g<0>',
        ),
    },
    "the further unit is dropped": {
        "cypher": (r"HAS_UNIT\|[A-Z_|]+", "HAS_UNIT"),
        "sparql": (r"lacuna:hasUnit\|\S+", "lacuna:hasUnit"),
    },
    "what coders closed stays closed for the review": {
        "cypher": (r"\|CLOSED_BY_CODERS", ""),
        "sparql": (r"\|lacuna:closedByCodersNotCharted| lacuna:closedByCoders(?= \})", ""),
    },
    "what coders closed is open for all": {
        "cypher": (r"LEFT_OPEN\]", "LEFT_OPEN|CLOSED_BY_CODERS]"),
        "sparql": (r"\{ lacuna:leftOpen \}", "{ lacuna:leftOpen lacuna:closedByCoders }"),
    },
    "a study without a year is left out": {
        "cypher": (r"s\.year IS NULL OR ", ""),
        "sparql": (r"!BOUND\(\?published\) \|\| ", ""),
    },
    "the last year is left out": {
        "cypher": (r"s\.year <= ", "s.year < "),
        "sparql": (r"\?published <= ", "?published < "),
    },
    "a unit has what another unit of its study has": {
        "cypher": (r"MATCH \(u\)-", "MATCH (s)-[:HAS_UNIT|LEFT_OPEN]->(other:EvidenceUnit)-"),
        "sparql": (r"\{ \?u (lacuna:\w+) \?v \}", r"{ ?of lacuna:hasUnit ?u , ?other . ?other \1 ?v }"),
    },
}


@pytest.mark.parametrize(("mutant", "language"), [(name, each) for name, by in QUERY_MUTANTS.items() for each in by])
def test_a_mutant_of_the_queries_is_found(mutant: str, language: Language) -> None:
    pattern, replacement = QUERY_MUTANTS[mutant][language]

    def rewrite(text: str) -> str:
        return re.sub(pattern, replacement, text)

    assert any(first_difference(language, number, rewrite) for number in BATCHES)


PARAMETER_MUTANTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "conditions on one facet are judged apart": (cypher, "barred_beside", lambda conditions, condition: None),
    "narrower terms do not count": (Vocabulary, "under", lambda vocabulary, terms: frozenset(terms)),
    "terms above those that count are not near them": (Vocabulary, "above", lambda vocabulary, terms: frozenset(terms)),
}
"""What stands in the parameters of Cypher comes from the vocabulary; SPARQL walks it."""


@pytest.mark.parametrize("mutant", PARAMETER_MUTANTS)
def test_a_mutant_of_the_parameters_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    for number in BATCHES:
        batch(number)  # made with the vocabulary as it is
    monkeypatch.setattr(*PARAMETER_MUTANTS[mutant])
    assert any(first_difference("cypher", number) for number in BATCHES)


def is_unclear(charted: Charted | None, *, candidates: bool) -> bool:
    return charted is not None and charted.status is Status.UNCLEAR and bool(charted.terms) == candidates


def of_the_review(review: Review) -> Review:
    """A review that makes the coders' statements its own."""
    return replace(review, completeness=tuple(replace(each, maker="review") for each in review.completeness))


def of_nobody(review: Review) -> Review:
    return replace(review, completeness=())


real = kg.review.open_edges.opening
OPENING_MUTANTS: dict[str, Callable[[Review, str, Charted | None], Opening | None]] = {
    "not charted is false": lambda review, facet, charted: real(review, facet, charted) if charted else None,
    "not exhaustive is false": lambda review, facet, charted: (
        None if charted and charted.status is Status.CODED else real(review, facet, charted)
    ),
    "not reported is false": lambda review, facet, charted: (
        None if charted and charted.status is Status.NOT_REPORTED else real(review, facet, charted)
    ),
    "unclear without candidates is false": lambda review, facet, charted: (
        None if is_unclear(charted, candidates=False) else real(review, facet, charted)
    ),
    "candidates are ignored": lambda review, facet, charted: real(
        review, facet, replace(charted, terms=()) if charted and is_unclear(charted, candidates=True) else charted
    ),
    "coders' statements count as the review's": lambda review, facet, charted: real(
        of_the_review(review), facet, charted
    ),
    "statements are ignored": lambda review, facet, charted: real(of_nobody(review), facet, charted),
    "none is open": lambda review, facet, charted: real(
        review, facet, None if charted and charted.status is Status.NONE else charted
    ),
}


@each_language
@pytest.mark.parametrize("mutant", OPENING_MUTANTS)
def test_a_mutant_of_what_is_left_open_is_found(
    monkeypatch: pytest.MonkeyPatch, mutant: str, language: Language
) -> None:
    monkeypatch.setattr(kg.review.open_edges, "opening", OPENING_MUTANTS[mutant])
    assert any(first_difference(language, number) for number in BATCHES)


@each_language
def test_a_further_unit_that_is_not_expressed_is_missed(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    monkeypatch.setattr(kg.review.open_edges, "further_unit", lambda _: None)
    assert any(first_difference(language, number) for number in BATCHES)


def uncharted(population: Population) -> int:
    return population.uncharted or 0


BOUND_MUTANTS: dict[str, Callable[[int, int, Population, bool], Bounds]] = {
    "the uncharted are forgotten": lambda certain, possible, population, covered: Bounds(
        certain, possible, None if population.included is None else possible
    ),
    "possible counts as certain": lambda certain, possible, population, covered: Bounds(
        possible, possible, None if population.included is None else possible + (not covered) * uncharted(population)
    ),
    "a number not stated counts as none": lambda certain, possible, population, covered: Bounds(
        certain, possible, possible + (not covered) * uncharted(population)
    ),
    "statements on the uncharted are ignored": lambda certain, possible, population, covered: Bounds(
        certain, possible, None if population.included is None else possible + uncharted(population)
    ),
}


@pytest.mark.parametrize("mutant", BOUND_MUTANTS)
def test_a_mutant_of_the_bounds_is_found(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    def bound(certain: int, possible: int, population: Population, *, covered: bool) -> Bounds:
        return BOUND_MUTANTS[mutant](certain, possible, population, covered)

    monkeypatch.setattr(kg.evaluation.verdict, "bound", bound)
    assert any(first_misjudged(number) for number in BATCHES)


def test_statements_not_relied_on_do_not_cover_the_uncharted(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = kg.evaluation.evaluate.covered
    monkeypatch.setattr(
        kg.evaluation.evaluate, "covered", lambda conditions, _, statements: honest(conditions, "all", statements)
    )
    assert any(first_misjudged(number) for number in BATCHES)
