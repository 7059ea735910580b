"""What the tests push: reviews as the project expresses them, and a large one in two variants."""

import hashlib
from collections.abc import Iterable
from typing import Any

from rdflib import Graph

from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.questions.question import Question
from kg.rdf.canonical import Canonical
from kg.review.model import Charted, CompletenessStatement, EvidenceUnit, Review, Status, Study
from kg.review.to_rdf import express
from kg.settings import Settings
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.push import Content, Pushed, Watcher, push
from kg.stores.neo4j.store import Neo4jStore
from tests.law.strategies import ontology_graph
from tests.support.neo4j_servers import Server

SILENT = Watcher(started=lambda size: None, progress=lambda done: None)


def connect(server: Server, **settings: Any) -> Neo4j:
    """The server as the settings of a user would name it."""
    given = {"neo4j_uri": server.uri, "neo4j_username": server.username, "neo4j_password": server.password}
    return Neo4j(Settings(**(given | settings)))


def content(graph: Graph, *reviews: str) -> Content:
    """A graph of data and ontology as a version that is pushed."""
    version = hashlib.sha256(Canonical(graph).text.encode()).hexdigest()
    declared = schema(read_vocabulary(graph))
    return Content(f"sha256:{version}", reviews, project(Canonical(graph), declared), declared)


def content_of(vocabulary: Vocabulary, *reviews: Review) -> Content:
    """Random reviews with their random vocabulary as a version that is pushed."""
    graph = ontology_graph(vocabulary)
    for review in reviews:
        graph += express(vocabulary, review)
    return content(graph, *(review.id for review in reviews))


def push_to(server: Neo4j, what: Content, *, full: bool = False) -> Pushed:
    return push(server, what, SILENT, full=full)


def store_of(server: Neo4j, what: Content) -> Neo4jStore:
    return Neo4jStore(server, what.version, what.reviews)


# Two variants of a large review, which differ in every study: in one all of them are about one operation, in the other
# about another. Whoever sees some studies of each has seen half of a push.

OPERATIONS = ("lyophilization", "hot-melt-extrusion")


def large(operation: str, studies: int, *, review: str = "large", further: Iterable[Study] = ()) -> Content:
    """A review all of whose studies are about one operation, for sure."""
    ontology = read_ontology()
    closed = ("unit-operation", "evidence-unit")
    statements = tuple(CompletenessStatement(facet, "review", ("values",), ("title",)) for facet in closed)
    unit = EvidenceUnit(
        "main", (Charted("unit-operation", Status.CODED, (operation,), source="title", read=("title",)),)
    )
    charted = tuple(Study(f"study-{number}", (unit,)) for number in range(studies))
    ontology += express(
        read_vocabulary(ontology), Review(review, (*charted, *further), included=studies, completeness=statements)
    )
    return content(ontology, review)


def on(operation: str) -> Question:
    """Which studies are about an operation?"""
    return Question((Condition.of("unit-operation", (operation,)),))
