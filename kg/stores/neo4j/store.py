"""One version of the property graph in Neo4j, read-only."""

# A push changes a graph in place while others read. Neo4j reads what is committed, record by record, and applies a large
# commit over seconds, so a query may see half of one (see docs/architecture.md). Therefore every push announces its commit
# in a ``LacunaGuard`` node beforehand and takes the notice away afterwards, each in a transaction of its own. A query counts
# only if the guard, read before it and after it, did not change and announces no commit that is still going on.

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, Self, TypeVar, cast

from kg.errors import OtherVersion, TookTooLong
from kg.query.compiled import Language, Parameter
from kg.settings import Settings
from kg.stores.base import Row, StoredGraph, cypher_code
from kg.stores.neo4j.connection import Neo4j, Transaction

PUSH_KEY = "lacuna_push"
"""The key of a push's transaction metadata that holds the token announced in the guard."""

_LOOK_AGAIN_SECONDS = 0.05

Result = TypeVar("Result")
Work = Callable[[Transaction, str], Result]
"""A function that reads in a transaction; its second argument is the id of the dataset that holds the version."""


class State(NamedTuple):
    """The id of the dataset that holds a version, and the guard of its pushes."""

    dataset: str
    committing: str | None
    pushes: int | None


@dataclass(frozen=True)
class _Read(Generic[Result]):
    """A value that was read; ``holds`` is false if a push was committed meanwhile."""

    value: Result
    holds: bool


class Neo4jStore:
    """One version in Neo4j.

    ``confirm`` and ``run`` raise OtherVersion where the database holds another version. While a push of the dataset is
    being committed, they wait, up to the timeout of the connection.
    """

    engine = "neo4j"
    language: Language = "cypher"

    def __init__(self, server: Neo4j, version: str, reviews: tuple[str, ...]) -> None:
        self._server = server
        self._version = version
        self._reviews = reviews

    def confirm(self) -> None:
        """Make sure that the database holds the version."""
        self.read(lambda _, __: None)

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query."""
        code = cypher_code(text, parameters)
        return self.read(lambda tx, _: [dict(record) for record in tx.run(code, dict(parameters))])

    def rest(self) -> None:
        """Nothing: queries take memory of the server."""

    def close(self) -> None:
        """Nothing: the connections are the engine's."""

    def read(self, work: Work[Result], timeout: float | None = None) -> Result:
        """The result of some work on the whole version and on nothing else.

        Args:
            work: reads from the database; it may be run more than once.
            timeout: its time limit in seconds, by default that of the settings; 0 is no limit.

        Raises:
            OtherVersion: the database holds another version, or none.
            StoreFailed: the server cannot be reached.
            TookTooLong: the query took too long, or a push is still being committed after the time limit.
        """
        timeout = self._server.timeout if timeout is None else timeout
        until = time.monotonic() + self._server.timeout
        with self._server.translated():
            while True:
                read = self._once(work, timeout) or self._once(work, timeout, caught_up=True)
                if read is None:
                    raise OtherVersion(self._mismatch())
                if read.holds:
                    return read.value
                if time.monotonic() > until:
                    raise TookTooLong(
                        f"Somebody has been pushing to Neo4j at {self._server.uri} for more than {self._server.timeout:g} "
                        "seconds. Ask again later."
                    )
                time.sleep(_LOOK_AGAIN_SECONDS)

    def _once(self, work: Work[Result], timeout: float, *, caught_up: bool = False) -> "_Read[Result] | None":
        """The result of one try; None where the database does not hold the version."""
        if caught_up:
            # A follower of a cluster may lag behind. The leader does not, and its bookmark makes the follower catch up.
            with self._server.session(write=True) as session:
                session.run("RETURN 1").consume()
        with self._server.session() as session, session.begin_transaction(timeout=timeout) as tx:
            before = self._state(tx)
            if before is None:
                return None
            if before.committing and _is_going_on(tx, before.committing):
                return _Read(cast(Result, None), holds=False)
            return _Read(work(tx, before.dataset), holds=self._state(tx) == before)

    def _state(self, tx: Transaction) -> State | None:
        record = tx.run(
            "MATCH (d:LacunaDataset {version: $version}) OPTIONAL MATCH (g:LacunaGuard {id: d.id}) "
            "RETURN d.id AS dataset, g.committing AS committing, g.pushes AS pushes",
            version=self._version,
        ).single()
        return None if record is None else State(**record.data())

    def _mismatch(self) -> str:
        with self._server.session() as session:
            versions = session.run(
                "MATCH (d:LacunaDataset) WHERE any(r IN d.reviews WHERE r IN $reviews) "
                "RETURN d.version AS version ORDER BY version",
                reviews=list(self._reviews),
            ).value("version")
        held = f"holds version {', '.join(versions)} of {', '.join(self._reviews)}" if versions else "does not hold it"
        return f"Asked for version {self._version}, but Neo4j at {self._server.uri} {held}. Run: lacuna push"


def _is_going_on(tx: Transaction, token: str) -> bool:
    """Whether the transaction of a push is still open or being committed; if its client died, it is not."""
    query = f"SHOW TRANSACTIONS YIELD metaData WHERE metaData.{PUSH_KEY} = $token RETURN count(*) > 0 AS open"
    return bool(tx.run(query, token=token).single(strict=True)["open"])


class Neo4jEngine:
    """Answers from a Neo4j server that all versions share; they must have been pushed to it."""

    name = Neo4jStore.engine

    def __init__(self, settings: Settings) -> None:
        self._server = Neo4j(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def open(self, stored: StoredGraph) -> Neo4jStore:
        """The store that reads a version from the server, which is not asked yet."""
        return Neo4jStore(self._server, stored.version, stored.reviews)
