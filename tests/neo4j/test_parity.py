"""Neo4j answers as the embedded engine and SPARQL do: random reviews, and every question of the catalogue, on both releases."""

from collections.abc import Iterable
from itertools import product
from typing import get_args

import pytest

from kg.ontology.reading import read_ontology
from kg.ontology.vocabulary import Level
from kg.query import cypher
from kg.query.compiled import Query
from kg.questions.catalogue import read_catalogue
from kg.questions.question import Question
from kg.review.model import Review, Status
from kg.review.to_rdf import express
from kg.stores.base import Row
from kg.stores.neo4j.push import verify
from kg.stores.neo4j.reading import read_graph
from kg.versions.dataset import Dataset
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from tests.gaps.model_page import QUERIES
from tests.law.random_reviews import dataset_of, random_review, readings
from tests.law.reference import edge_rows, rows
from tests.law.strategies import ALL_BATCHES, COMPLETENESS, batch, sized
from tests.support.neo4j_content import connect, content, content_of, push_to, store_of
from tests.support.neo4j_servers import Server, wipe

RELEASES = {"5.26 LTS": "neo4j_uri", "newest": "newest_neo4j"}
NEWEST = pytest.mark.xdist_group("neo4j-newest")  # the group of the other tests of that server
LTS = pytest.mark.xdist_group("neo4j")
BATCHES = [
    *(pytest.param("5.26 LTS", number, marks=LTS) for number in ALL_BATCHES[: sized(quick=1, full=6, thorough=16)]),
    *(pytest.param("newest", number, marks=NEWEST) for number in ALL_BATCHES[: sized(quick=1, full=1, thorough=4)]),
]
"""80 pairs of a review and a question each."""

pytestmark = pytest.mark.neo4j


@pytest.fixture
def empty(request) -> Server:
    server: Server = request.getfixturevalue(RELEASES[request.param])
    wipe(server)
    return server


@pytest.mark.parametrize(("empty", "number"), BATCHES, indirect=["empty"])
def test_neo4j_equals_the_reference(number, empty):
    vocabulary, reviews = batch(number).vocabulary, batch(number).reviews
    what = content_of(vocabulary, *reviews)
    with connect(empty) as server:
        push_to(server, what)
        store = store_of(server, what)
        assert store.read(lambda tx, dataset: read_graph(tx, dataset, what.declared)) == what.graph
        for review, question in batch(number).pairs:
            query = cypher.compile_question(vocabulary, question, [review.id], "A question")
            assert [dict(row) for row in store.run(query.text, query.parameters)] == rows(vocabulary, review, question)
        for review, question in batch(number).pairs[:5]:
            for facet in vocabulary.facets.values():
                query = cypher.compile_edges(vocabulary, facet, question.completeness, [review.id])
                found = [dict(row) for row in store.run(query.text, query.parameters)]
                assert found == edge_rows(vocabulary, review, facet.id, question.completeness)


@pytest.mark.parametrize(
    "empty", [pytest.param("5.26 LTS", marks=LTS), pytest.param("newest", marks=NEWEST)], indirect=True
)
def test_all_engines_answer_every_stored_question_alike(empty, vocabulary):
    real = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    reviews = (real, random_review(0), random_review(1))
    graph = read_ontology()
    for review in reviews:
        graph += express(vocabulary, review)
    what = content(graph, *(review.id for review in reviews))
    embedded = dataset_of(*reviews)
    with connect(empty) as server:
        push_to(server, what)
        assert verify(server, what)[1] == []
        store = store_of(server, what)
        for query in distinct_queries(embedded, reviews):
            found = [dict(row) for row in store.run(query.text, query.parameters)]
            assert found == [dict(row) for row in embedded.run(query)]
        for query in queries_of_a_list(embedded):
            listed = [
                sorted(map(_cells, rows_)) for rows_ in (store.run(query.text, query.parameters), embedded.run(query))
            ]
            assert listed[0] == listed[1] != []
    embedded.close()


@pytest.mark.parametrize("empty", [pytest.param("5.26 LTS", marks=LTS)], indirect=True)
def test_natural_queries_count_what_was_charted(empty, vocabulary):
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    what = content(read_ontology() + express(vocabulary, review), review.id)
    embedded = dataset_of(review)
    charted = {
        (study.id, term)
        for study in review.studies
        for unit in study.units
        for each in unit.charted
        if each.facet == "unit-operation" and each.status is Status.CODED
        for term in each.terms
    }
    with connect(empty) as server:
        push_to(server, what)
        store = store_of(server, what)
        for query in QUERIES:
            found, expected = store.run(query.cypher, {}), embedded.run(Query("cypher", query.cypher, {}))
            assert sorted(map(_cells, found)) == sorted(map(_cells, expected)) != [], query.title
        for walk in ("(s:Study)--(u:EvidenceUnit)--(t:UnitOperation)", "(s:Study)-[*1..2]-(t:UnitOperation)"):
            met = store.run(f"MATCH {walk} RETURN DISTINCT s.id AS study, t.id AS term", {})
            assert {(row["study"], row["term"]) for row in met} == charted != set()
    embedded.close()


def _cells(row: Row) -> list[str]:
    lists = {name: value for name, value in row.items() if isinstance(value, list)}
    pairs = sorted(zip(*lists.values(), strict=True))  # their order is any, but that of all the same
    return [str(pairs), *(f"{name}={row[name]}" for name in sorted(row) if name not in lists)]


def queries_of_a_list(embedded: Dataset) -> Iterable[Query]:
    """What a list of all questions is put together from."""
    for completeness in COMPLETENESS:
        yield cypher.compile_units(embedded.vocabulary, completeness, embedded.reviews)
        for level in get_args(Level):
            if level != "review":
                facets = [facet for facet in embedded.vocabulary.charted_facets if facet.level == level]
                for some in (facets, facets[1:]):
                    yield cypher.compile_edges_together(embedded.vocabulary, some, completeness, embedded.reviews)


def distinct_queries(embedded: Dataset, reviews: Iterable[Review]) -> Iterable[Query]:
    """What every question of the catalogue sends in all its readings; many send the same, which is returned once."""
    found = {}
    for stored in read_catalogue().values():
        asked = (Question(),) if stored.about_review else readings(embedded.vocabulary, stored)
        for question, review in product(asked, reviews):
            query = embedded.evidence(review.id).stored_query(stored, question)
            found[str((query.text, query.parameters))] = query
    return found.values()
