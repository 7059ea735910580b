"""A SPARQL server answers as the embedded engine does: random reviews, and commands and pages byte for byte, on two servers."""

from contextlib import contextmanager

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from kg.query import sparql
from kg.rdf.canonical import Canonical
from kg.review.to_rdf import express
from kg.settings import Settings
from kg.stores.endpoint.statement import statement
from kg.stores.endpoint.store import EndpointStore, Server
from tests.law.reference import edge_rows, rows
from tests.law.strategies import ALL_BATCHES, batch, ontology_graph, sized
from tests.support.sparql_servers import PASSWORD, USER

GRAPH = "https://example.org/random"
SERVERS = ("oxigraph", "fuseki")
BATCHES = ALL_BATCHES[: sized(quick=1, full=2, thorough=8)]
"""80 pairs of a review and a question each."""

COMMANDS = (
    ("gaps",),
    ("ask", "gap_integrated_lyophilization", "--json"),
    ("ask", "unit-operation=drying,tableting", "not.ai-method=deep-learning", "year=2015..2024", "--json"),
    ("ask", "gap_exclusion_reasons", "--json"),
    ("voids", "--facets", "unit-operation,pat-modality,ai-method", "--json"),
)
PAGES = (
    ("/gaps", "application/json"),
    ("/gaps", "text/csv"),
    ("/gaps/gap_integrated_lyophilization", "text/html"),
    ("/gaps/gap_integrated_lyophilization", "application/ld+json"),
    ("/gaps/gap_integrated_lyophilization/query", "application/sparql-query"),
    ("/ask?ai-method=deep-learning&completeness=review", "application/json"),
    ("/matrix?rows=unit-operation&columns=ai-method", "application/json"),
    ("/matrix?rows=unit-operation&columns=ai-method", "text/csv"),
    ("/map?rows=unit-operation&columns=pat-modality", "text/html"),
    ("/voids?facets=unit-operation,ai-method", "application/json"),
    ("/studies", "application/json"),
    ("/claims", "application/json"),
    ("/", "text/html"),
)

pytestmark = pytest.mark.may_skip  # the servers need Java and Maven, or a wheel


@pytest.fixture(params=SERVERS)
def server(request):
    return request.getfixturevalue(request.param)


def settings_for(server, **more) -> Settings:
    given = {"sparql_username": USER, "sparql_password": SecretStr(PASSWORD)} if server.asks else {}
    return Settings(**{"graph": "sparql", "sparql_endpoint": server.query, **given, **more})


@contextmanager
def holding(server, content: Canonical, *reviews: str):
    """The store of some triples, which are put into a graph of a server."""
    body = content.text + statement(content.version, len(content))
    auth = (USER, PASSWORD) if server.asks else None
    headers = {"Content-Type": "application/n-triples"}
    put = httpx2.put(server.store, params={"graph": GRAPH}, content=body, headers=headers, auth=auth, timeout=60)
    put.raise_for_status()
    asked = Server(settings_for(server, sparql_graph=GRAPH))
    yield EndpointStore(asked, content.version, reviews)
    asked.close()


@pytest.mark.parametrize("number", BATCHES)
def test_a_server_equals_the_reference(number, server):
    vocabulary, reviews = batch(number).vocabulary, batch(number).reviews
    graph = ontology_graph(vocabulary)
    for review in reviews:
        graph += express(vocabulary, review)
    with holding(server, Canonical(graph), *(review.id for review in reviews)) as store:
        store.confirm()
        for review, question in batch(number).pairs:
            query = sparql.compile_question(vocabulary, question, [review.id], "A question")
            assert [dict(row) for row in store.run(query.text, {})] == rows(vocabulary, review, question)
        for review, question in batch(number).pairs[:5]:
            for facet in vocabulary.facets.values():
                query = sparql.compile_edges(vocabulary, facet, question.completeness, [review.id])
                found = [dict(row) for row in store.run(query.text, {})]
                assert found == edge_rows(vocabulary, review, facet.id, question.completeness)


@pytest.mark.parametrize("graph", [None, "https://example.org/lacuna"])
def test_commands_answer_byte_for_byte(graph, server, lacuna):
    named = ("--graph", graph) if graph else ()
    env = server.env | ({"LACUNA_SPARQL_GRAPH": graph} if graph else {})
    assert lacuna("export", "--to", server.store, *named, env=env).returncode == 0
    for command in COMMANDS[: 2 if graph else None]:
        embedded, asked = lacuna(*command), lacuna(*command, env=env)
        assert (asked.returncode, asked.stderr) == (0, embedded.stderr), command
        assert asked.stdout == embedded.stdout != "", command


def test_pages_and_data_are_equal_byte_for_byte(server, lacuna, client, home_folder):
    assert lacuna("export", "--to", server.store, env=server.env).returncode == 0
    with TestClient(create_app(settings_for(server, home=home_folder)), follow_redirects=False) as asked:
        for path, media in PAGES:
            found, expected = (each.get(path, headers={"Accept": media}) for each in (asked, client))
            assert (found.status_code, found.content) == (200, expected.content), (path, media)
            assert found.headers["ETag"] == expected.headers["ETag"]
        found, expected = (each.get("/health").json() for each in (asked, client))
        assert (found.pop("graph"), expected.pop("graph")) == ("sparql", "ladybug")
        assert found == expected
