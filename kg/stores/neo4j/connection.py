"""The property graph in Neo4j: the connection, and the questions.

A push changes a graph in place while others ask. Neo4j reads what is committed, record by record, and applies a large
commit over seconds, so a query may see half of one (see docs/architecture.md). Therefore every push announces its commit
in a ``LacunaGuard`` beforehand and takes the notice away afterwards, each in a transaction of its own; a query counts
only if the guard, read before it and after it, did not change and announces nothing that is still going on.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, NamedTuple, Self, TypeVar, cast

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    NotificationMinimumSeverity,
    Session,
    Transaction,
)
from neo4j.exceptions import (
    AuthConfigurationError,
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DatabaseUnavailable,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from kg.errors import BadSetting, OtherVersion, StoreFailed, TookTooLong
from kg.query.compiled import Language, Parameter
from kg.settings import Settings
from kg.stores.base import Row, cypher_code

__all__ = ["Neo4j", "Neo4jStore", "Session", "Transaction", "is_worth_another_try", "server_of"]

OLDEST = (5, 26)
"""The oldest server that is understood: 5.26 LTS (dynamic labels and types)."""

PUSH_KEY = "lacuna_push"
"""Under what name a push's transaction bears the token that its guard announces."""

_CONNECT_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.05


class Neo4j:
    """A Neo4j database, as the settings name it. Connections are opened when they are needed; also a context manager."""

    def __init__(self, settings: Settings) -> None:
        self.uri, self.database, self.timeout = settings.neo4j_uri, settings.neo4j_database, settings.timeout
        self._user = settings.neo4j_username
        password = settings.neo4j_password
        auth = (self._user, password.get_secret_value()) if password else None
        with self.translated():
            self._driver: Driver = GraphDatabase.driver(
                self.uri,
                auth=auth,
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=3 * _CONNECT_SECONDS,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="lacuna",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._checked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def session(self, *, write: bool = False) -> Session:
        """A session that sees everything committed by earlier sessions of this object; reading ones cannot write.

        Raises:
            StoreFailed: there is no server, it refuses the user, it has no such database, or it is too old.
        """
        if not self._checked:
            with self.translated(), self._driver.session(database=self.database) as session:
                _check_release(session.run("RETURN 1").consume().server.agent, self.uri)
            self._checked = True
        return self._driver.session(
            database=self.database,
            default_access_mode=WRITE_ACCESS if write else READ_ACCESS,
            bookmark_manager=self._bookmarks,
        )

    def settings(self, names: Collection[str]) -> dict[str, str]:
        """The server's settings of these names; those left out that it does not have, all where the user may not see them."""
        query = "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value"
        with self.translated(), self.session() as session:
            try:
                return {each["name"]: each["value"] for each in session.run(query, names=list(names))}
            except ClientError:
                return {}

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turns what the driver raises into what a person can act on.

        Raises:
            StoreFailed, TookTooLong, BadSetting: instead of the driver's own errors.
        """
        try:
            yield
        except (AuthError, AuthConfigurationError) as error:
            if isinstance(error, Forbidden):
                raise StoreFailed(
                    f"Neo4j at {self.uri} lacks a right for user {self._user!r}: {_said(error)} "
                    "A push needs to create constraints, indexes, labels, relationship types and properties."
                ) from error
            raise StoreFailed(
                f"Neo4j at {self.uri} refuses user {self._user!r}. Check NEO4J_USERNAME and NEO4J_PASSWORD."
            ) from error
        except ConfigurationError as error:
            raise BadSetting(f"NEO4J_URI={self.uri}: {error}") from error
        except DatabaseUnavailable as error:
            raise StoreFailed(f"The database at {self.uri} is not available: {_said(error)}") from error
        except ServiceUnavailable as error:
            raise StoreFailed(
                f"No Neo4j answers at {self.uri}: {_said(error)}\nStart one (make neo4j), or set NEO4J_URI."
            ) from error
        except ConstraintError as error:
            raise StoreFailed(f"Neo4j at {self.uri} refused a change, nothing was changed: {_said(error)}") from error
        except Neo4jError as error:
            raised = TookTooLong if "TransactionTimedOut" in (error.code or "") else StoreFailed
            raise raised(f"{_meaning(error, self)} ({_said(error)})") from error
        except (DriverError, OSError) as error:
            raise StoreFailed(f"Neo4j at {self.uri} failed: {_said(error)}") from error


def server_of(settings: Settings) -> Neo4j | None:
    """The server that answers graph questions where the settings say so, else None."""
    return Neo4j(settings) if settings.graph == "neo4j" else None


Found = TypeVar("Found")
Work = Callable[[Transaction, str], Found]
"""What is done in a transaction with the dataset of an id."""


class State(NamedTuple):
    """What a reader sees of the dataset that it reads: its id, and the guard of its pushes."""

    dataset: str
    committing: str | None
    pushes: int | None


@dataclass(frozen=True)
class _Read(Generic[Found]):
    """What was read, and whether nothing was committed meanwhile."""

    value: Found
    holds: bool


class Neo4jStore:
    """One version in Neo4j, read only.

    ``confirm`` and ``run`` raise OtherVersion where the database holds another version; they wait, up to the timeout
    of the connection, while a push of the dataset is being committed.
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

    def close(self) -> None:
        """The connections belong to whoever opened the server."""

    def read(self, work: Work[Found], timeout: float | None = None) -> Found:
        """What some work finds in the version: in the whole of it, and in nothing else.

        Args:
            work: reads, in the transaction and for the dataset that it is given; may be done more than once.
            timeout: seconds that it may take, by default those of the server's settings; 0 is no limit.

        Raises:
            OtherVersion: the database holds another version, or none.
            StoreFailed: the server cannot be reached.
            TookTooLong: the query did, or a push that nobody ends.
        """
        timeout = self._server.timeout if timeout is None else timeout
        until = time.monotonic() + self._server.timeout
        with self._server.translated():
            while True:
                found = self._once(work, timeout) or self._once(work, timeout, caught_up=True)
                if found is None:
                    raise OtherVersion(self._what_is_there())
                if found.holds:
                    return found.value
                if time.monotonic() > until:
                    raise TookTooLong(
                        f"Somebody has been pushing to Neo4j at {self._server.uri} for more than {self._server.timeout:g} "
                        "seconds. Ask again later."
                    )
                time.sleep(_LOOK_AGAIN_SECONDS)

    def _once(self, work: Work[Found], timeout: float, *, caught_up: bool = False) -> "_Read[Found] | None":
        """What was found, and whether it holds; None where the database does not hold the version."""
        if caught_up:  # a follower may lag behind; the leader does not, and its bookmark makes the follower catch up
            with self._server.session(write=True) as session:
                session.run("RETURN 1").consume()
        with self._server.session() as session, session.begin_transaction(timeout=timeout) as tx:
            before = self._state(tx)
            if before is None:
                return None
            if before.committing and _is_going_on(tx, before.committing):
                return _Read(cast(Found, None), holds=False)
            return _Read(work(tx, before.dataset), holds=self._state(tx) == before)

    def _state(self, tx: Transaction) -> State | None:
        record = tx.run(
            "MATCH (d:LacunaDataset {version: $version}) OPTIONAL MATCH (g:LacunaGuard {id: d.id}) "
            "RETURN d.id AS dataset, g.committing AS committing, g.pushes AS pushes",
            version=self._version,
        ).single()
        return None if record is None else State(**record.data())

    def _what_is_there(self) -> str:
        with self._server.session() as session:
            found = session.run(
                "MATCH (d:LacunaDataset) WHERE any(r IN d.reviews WHERE r IN $reviews) "
                "RETURN d.version AS version ORDER BY version",
                reviews=list(self._reviews),
            ).value("version")
        held = f"holds version {', '.join(found)} of {', '.join(self._reviews)}" if found else "does not hold it"
        return f"Asked for version {self._version}, but Neo4j at {self._server.uri} {held}. Run: lacuna push"


def is_worth_another_try(error: Exception) -> bool:
    """Whether the same push may succeed when it is done again: not where it needs more memory than there is.

    A commit whose outcome is not known may be done again too, because a push starts from what it finds.
    """
    if isinstance(error, IncompleteCommit):
        return True
    return isinstance(error, Neo4jError | DriverError) and error.is_retryable() and not is_out_of_memory(error)


def is_out_of_memory(error: Exception) -> bool:
    """Whether a transaction needed more memory than the server gives; Neo4j calls that transient."""
    return isinstance(error, TransientError) and "OutOfMemory" in (error.code or "")


def _is_going_on(tx: Transaction, token: str) -> bool:
    """Whether the transaction of a push is still open or being committed; if its client died, it is not."""
    query = f"SHOW TRANSACTIONS YIELD metaData WHERE metaData.{PUSH_KEY} = $token RETURN count(*) > 0 AS open"
    return bool(tx.run(query, token=token).single(strict=True)["open"])


def _check_release(agent: str, uri: str) -> None:
    """Refuse a server that does not understand what is sent; ``agent`` is ``Neo4j/5.26.30`` or the like."""
    parts = agent.partition("/")[2].split(".")
    try:
        release = int(parts[0]), int(parts[1])
    except (ValueError, IndexError):
        return  # another server that speaks Bolt; it will say what it does not understand
    if release < OLDEST:
        raise StoreFailed(f"{agent} at {uri} is too old: Lacuna needs Neo4j {OLDEST[0]}.{OLDEST[1]} or newer.")


def _meaning(error: Neo4jError, server: Neo4j) -> str:
    code = error.code or ""
    if is_out_of_memory(error):
        return (
            f"Neo4j at {server.uri} has too little memory for one transaction: raise server.memory.heap.max_size, "
            "or dbms.memory.transaction.total.max. Nothing was changed"
        )
    if "DatabaseNotFound" in code:
        return f"Neo4j at {server.uri} has no database {server.database!r}: check NEO4J_DATABASE"
    if "TransactionTimedOut" in code:
        return f"Neo4j at {server.uri} took longer than {server.timeout:g} seconds (LACUNA_TIMEOUT)"
    if isinstance(error, ClientError) and "Security" in code:
        return f"Neo4j at {server.uri} refuses"
    return f"Neo4j at {server.uri} failed"


def _said(error: Exception) -> str:
    """What the server or the driver said, in one line."""
    return " ".join((getattr(error, "message", None) or str(error)).split())
