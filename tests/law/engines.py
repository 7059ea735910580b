"""Random reviews in the stores, asked in both query languages and compared with the reference."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from rdflib import Graph

import kg.review.to_rdf
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.query.compiled import Language
from kg.query.languages import COMPILERS
from kg.questions.question import Question
from kg.rdf.canonical import Canonical
from kg.review.model import Review
from kg.stores.base import QueryStore
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from tests.law.reference import rows
from tests.law.strategies import batch, ontology_graph

LANGUAGES: tuple[Language, ...] = ("sparql", "cypher")
Rows = list[dict[str, Any]]
Rewrite = Callable[[str], str]


def store(language: Language, vocabulary: Vocabulary, *stored: Review) -> QueryStore:
    """The reviews as the project expresses and keeps them."""
    graph = Graph()
    graph += ontology_graph(vocabulary)
    for review in stored:
        graph += kg.review.to_rdf.express(vocabulary, review)
    if language == "sparql":
        return OxigraphStore.in_memory(graph.serialize(format="nt", encoding="utf-8"))
    declared = schema(vocabulary)
    return LadybugStore.in_memory(project(Canonical(graph), declared), declared)


@cache
def stored_batch(language: Language, number: int) -> QueryStore:
    """A batch in a store, made once and shared by all tests that only read it."""
    return fresh_batch(language, number)


def fresh_batch(language: Language, number: int) -> QueryStore:
    """A batch in a store of its own, for tests that change how a review is expressed; the caller closes it."""
    return store(language, batch(number).vocabulary, *batch(number).reviews)


def ask(engine: QueryStore, vocabulary: Vocabulary, review: Review, question: Question, rewrite: Rewrite = str) -> Rows:
    """The rows of a question, whose query text is rewritten first."""
    query = COMPILERS[engine.language].compile_question(vocabulary, question, [review.id], "A question")
    return [dict(row) for row in engine.run(rewrite(query.text), query.parameters)]


def first_difference(engine: QueryStore, number: int, rewrite: Rewrite = str) -> tuple[Any, ...] | None:
    """The first pair of a batch where an engine's rows are not the reference's, with both rows; None where all agree."""
    vocabulary = batch(number).vocabulary
    for place, (review, question) in enumerate(batch(number).pairs):
        found, expected = ask(engine, vocabulary, review, question, rewrite), expected_rows(number)[place]
        if found != expected:
            return review, question, found, expected
    return None


@cache
def expected_rows(number: int) -> tuple[Rows, ...]:
    """What the reference says of each pair of a batch."""
    vocabulary = batch(number).vocabulary
    return tuple(rows(vocabulary, review, question) for review, question in batch(number).pairs)


def marks_of(row: Mapping[str, str]) -> list[str]:
    """The marks of all conditions."""
    return [mark for column, mark in row.items() if column not in {"review", "study", "unit"}]


def possible_studies(found: Iterable[Mapping[str, str]]) -> set[str]:
    """The studies of all rows."""
    return {row["study"] for row in found}


def certain_studies(found: Iterable[Mapping[str, str]]) -> set[str]:
    """The studies of the rows all of whose marks are certain."""
    return {row["study"] for row in found if all(mark == "certain" for mark in marks_of(row))}
