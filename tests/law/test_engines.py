"""The proof of the gap answers: oracle = reference = SPARQL = Cypher on random cases, the same in every run.

The oracle enumerates possible worlds, the reference is the closed form of the law, the engines run what the project
compiles. That the comparison notices mistakes is shown in ``test_mutants``.
"""

from dataclasses import replace
from operator import itemgetter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.evaluation.tabulated import by_term, joined, marks
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.model import PropertyGraph, Schema
from kg.query.compiled import Language
from kg.query.languages import COMPILERS
from kg.stores.base import QueryStore
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from kg.stores.sparql_rows import rows_of
from kg.versions.evidence import reached
from tests.law.engines import (
    LANGUAGES,
    ask,
    certain_studies,
    expected_rows,
    first_difference,
    possible_studies,
    store,
    stored_batch,
)
from tests.law.oracle import extremes, extremes_unfactored
from tests.law.reference import edge_rows, rows
from tests.law.strategies import (
    BATCHES,
    COMPLETENESS,
    Case,
    batch,
    cases,
    ontology_graph,
    questions,
    sized,
    vocabularies,
)

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_batch = pytest.mark.parametrize("number", BATCHES)


def random_cases(*, quick: int, full: int, thorough: int) -> settings:
    """So many random cases, by the profile of the run."""
    count = sized(quick=quick, full=full, thorough=thorough)
    return settings(max_examples=count, deadline=None, derandomize=True, database=None)


@random_cases(quick=10, full=50, thorough=50)
@given(vocabularies())
def test_the_random_vocabularies_are_what_the_ontology_states(vocabulary: Vocabulary) -> None:
    assert read_vocabulary(ontology_graph(vocabulary)) == vocabulary


@random_cases(quick=20, full=200, thorough=200)
@given(cases(most_terms=3, most_studies=1))
def test_the_oracle_equals_the_enumeration_of_whole_worlds(case: Case) -> None:
    vocabulary, _, _ = case
    assume(len(vocabulary.facets) == 2)
    assert extremes(*case) == extremes_unfactored(*case)


@random_cases(quick=200, full=2000, thorough=8000)
@given(cases())
def test_the_reference_equals_the_oracle(case: Case) -> None:
    assert (len(certain_studies(rows(*case))), len(possible_studies(rows(*case)))) == extremes(*case)


@random_cases(quick=20, full=100, thorough=300)
@given(cases(), st.data())
def test_sparql_equals_the_reference(case: Case, data: st.DataObject) -> None:
    vocabulary, review, question = case
    engine = store("sparql", vocabulary, review)
    for each in (question, data.draw(questions(vocabulary)), data.draw(questions(vocabulary, positive=False))):
        assert ask(engine, vocabulary, review, each) == rows(vocabulary, review, each)


@each_batch
@each_language
def test_an_engine_equals_the_reference(language: Language, number: int) -> None:
    assert first_difference(stored_batch(language, number), number) is None


@each_batch
def test_sparql_of_all_reviews_equals_the_reference(number: int) -> None:
    """Where all that are stored are asked, the program does not look up which studies they include."""
    vocabulary = batch(number).vocabulary
    engines: dict[str, QueryStore] = {}
    for place, (review, question) in enumerate(batch(number).pairs):
        if review.id not in engines:
            engines[review.id] = store("sparql", vocabulary, review)
        assert ask(engines[review.id], vocabulary, review, question) == expected_rows(number)[place]


@each_batch
def test_the_text_by_hand_has_the_rows_of_the_program(number: int) -> None:
    """The program leaves out of the text what only a person needs (``kg.query.sparql.by_iris``)."""
    engine, vocabulary = stored_batch("sparql", number), batch(number).vocabulary
    assert isinstance(engine, OxigraphStore)
    everything = [review.id for review in batch(number).reviews]
    title = "SELECT ?review ?study ?unit { SELECT ?s ?u { { ?u a lacuna:FurtherUnit . ?s ?p ?u } } }"
    for review, question in batch(number).pairs:
        for asked in ([review.id], everything):
            query = COMPILERS["sparql"].compile_question(vocabulary, question, asked, title)
            found = sorted(rows_of(engine._store.query(query.text)), key=itemgetter("review", "study", "unit"))
            assert found == engine.run(query.text, {})


@each_batch
@each_language
def test_the_edges_of_a_facet_equal_the_reference(language: Language, number: int) -> None:
    vocabulary = batch(number).vocabulary
    engine = stored_batch(language, number)
    for review in batch(number).reviews:
        for facet in vocabulary.facets.values():
            for completeness in COMPLETENESS:
                query = COMPILERS[language].compile_edges(vocabulary, facet, completeness, [review.id])
                found = [dict(row) for row in engine.run(query.text, query.parameters)]
                assert found == edge_rows(vocabulary, review, facet.id, completeness)


TEXTS = (
    "",
    "a'b",
    'a"b',
    "\\",
    "\\'",
    "a\nb\r\t",
    "\x1f",
    "a\x1fb",
    "$reviews",
    "// no comment",
    "\\u0041",
    "é✓😀",
    "\x01",
)


@pytest.mark.parametrize(
    "values", [[], [""], ["", ""], ["a", ""], ["a", "b"], *([text, "b"] for text in TEXTS), [*TEXTS]]
)
def test_values_reach_ladybug_as_they_are(values):
    """They are written into the text of the query, where nothing in them may count as a part of it."""
    embedded = LadybugStore.in_memory(PropertyGraph({}, {}), Schema((), ()))
    for value in values:
        assert embedded.run("RETURN $value AS value", {"value": value}) == [{"value": value}]
        inside = embedded.run("RETURN $value IN $values AS is_in", {"value": value, "values": values})
        assert inside == [{"is_in": True}]
    assert [row["value"] for row in embedded.run("UNWIND $values AS value RETURN value", {"values": values})] == values
    assert embedded.run("RETURN 'another' IN $values AS is_in", {"values": values}) == [{"is_in": False}]
    embedded.close()


@random_cases(quick=200, full=2000, thorough=8000)
@given(cases())
def test_rows_put_together_from_edges_equal_the_reference(case: Case) -> None:
    vocabulary, review, question = case
    question = replace(question, years=None, not_years=())  # edges tell nothing of years
    columns = question.expanded(vocabulary)
    assume(not all(condition.excluded for condition in columns.values()))
    completeness = question.completeness
    edges = {facet: by_term(reached(edge_rows(vocabulary, review, facet, completeness))) for facet in vocabulary.facets}
    found = joined(columns, lambda each, barred: marks(vocabulary, edges[each.facet], each, barred))
    assert found.rows() == rows(vocabulary, review, question)
