"""Real Neo4j servers to test with: which one is had where, and how its database is emptied."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from neo4j import Driver, GraphDatabase

from kg.errors import NothingToStart
from kg.paths import ROOT
from kg.stores.devserver import docker as local_docker
from kg.stores.devserver.server import LocalNeo4j

JARS = ROOT / ".neo4j"
"""Where ``make neo4j`` keeps the jars too, so that they are fetched once."""

NEWEST = "2026.08.1"
PASSWORD = "lacuna-tests"  # noqa: S105 - of containers that live as long as the tests


@dataclass(frozen=True)
class Server:
    """A running server. ``password`` is None where authentication is off; ``keep`` says why it must not be emptied, if so."""

    uri: str
    username: str = "neo4j"
    password: str | None = None
    keep: str = ""

    def driver(self) -> Driver:
        """A driver; its user closes it."""
        return GraphDatabase.driver(self.uri, auth=None if self.password is None else (self.username, self.password))


def unavailable(reason: str) -> NoReturn:
    """Skip, saying what is missing; with LACUNA_REQUIRE_NEO4J=1, as continuous integration has it, fail instead."""
    if os.environ.get("LACUNA_REQUIRE_NEO4J") == "1":
        pytest.fail(f"LACUNA_REQUIRE_NEO4J=1, but: {reason}", pytrace=False)
    pytest.skip(reason)


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """The server that the tests share: NEO4J_URI if set, else a container, else one of ours in Java, else a skip."""
    if uri := os.environ.get("NEO4J_URI"):
        with _given(uri) as given:
            yield given
    elif local_docker.engine_answers():
        from testcontainers.community.neo4j import Neo4jContainer  # noqa: PLC0415 - slow, and needed only with Docker

        with Neo4jContainer("neo4j:5.26-community", username="neo4j", password=PASSWORD) as container:
            yield Server(container.get_connection_url(), password=PASSWORD)
    else:
        local = start(folder)
        try:
            yield Server(local.uri)
        finally:
            local.stop()


def start(folder: Path, **parameters: Any) -> LocalNeo4j:
    """Start a server of ours in Java; the caller stops it. The parameters are those of ``LocalNeo4j``.

    Java also where there is Docker, so that the tests of faults can meet the server's process.
    """
    # Planning a text costs more than running it here, and another content is no reason to plan it again.
    settings = {"dbms.cypher.min_replan_interval": "1h", **parameters.pop("settings", {})}
    local = LocalNeo4j(folder, cache=JARS, runtime="java", settings=settings, **({"heap": "512m"} | parameters))
    try:
        local.start()
    except NothingToStart as missing:
        unavailable(str(missing))
    return local


def wipe(server: Server, *, schema: bool = False) -> None:
    """Empty the database, with ``schema`` of constraints and indexes too. Fails for a server that must be kept."""
    if server.keep:
        pytest.fail(server.keep, pytrace=False)
    with server.driver() as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS").consume()
        if not schema:
            return
        for kind, names in _schema(driver).items():
            for name in names:
                session.run(f"DROP {kind} `{name}`").consume()


def is_empty(server: Server) -> bool:
    """Whether nobody has put anything into the database."""
    with server.driver() as driver:
        nodes = driver.execute_query("RETURN EXISTS { MATCH () } AS any").records[0]["any"]
        return not nodes and not any(_schema(driver).values())


@contextmanager
def _given(uri: str) -> Iterator[Server]:
    """The server that somebody gave us; whatever it held already is never deleted."""
    given = Server(uri, os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD") or None)
    if not is_empty(given):
        reason = f"The database at NEO4J_URI={uri} is not empty, and the tests would delete it: give them an empty one."
        yield Server(given.uri, given.username, given.password, keep=reason)
        return
    yield given
    wipe(given, schema=True)  # it was empty, so that the next run finds it so


def _schema(driver: Driver) -> dict[str, list[str]]:
    """The names of constraints and of indexes, without what every database has or a constraint brings along."""
    shown = {
        "CONSTRAINT": "SHOW CONSTRAINTS YIELD name",
        "INDEX": "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL",
    }
    return {kind: [row["name"] for row in driver.execute_query(text).records] for kind, text in shown.items()}
