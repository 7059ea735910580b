"""Connection to a Neo4j database."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Self

from kg.errors import BadSetting, StoreFailed, TookTooLong
from kg.settings import Settings
from kg.stores.neo4j.driver import (
    READ_ACCESS,
    WRITE_ACCESS,
    AuthConfigurationError,
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DatabaseUnavailable,
    Driver,
    DriverError,
    Forbidden,
    GraphDatabase,
    IncompleteCommit,
    Neo4jError,
    NotificationMinimumSeverity,
    ServiceUnavailable,
    Session,
    Transaction,
    TransientError,
)

__all__ = ["Neo4j", "Session", "Transaction", "is_clash", "is_worth_another_try"]

OLDEST = (5, 26)
"""The oldest supported server: 5.26 LTS is the first with dynamic labels and types."""

_CONNECT_SECONDS = 10.0


class Neo4j:
    """The Neo4j database that the settings name; a context manager. Connections are opened when they are first needed."""

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
        """A session, for reading unless ``write`` is set; it sees everything that earlier sessions of this object committed.

        Raises:
            StoreFailed: there is no server, it refuses the user, it has no such database, or it is too old.
        """
        if not self._checked:
            with self.translated():
                # It names itself when a connection is opened; no query is needed, and the first one takes seconds.
                check_release(self._driver.get_server_info().agent, self.uri)
            self._checked = True
        return self._driver.session(
            database=self.database,
            default_access_mode=WRITE_ACCESS if write else READ_ACCESS,
            bookmark_manager=self._bookmarks,
        )

    def settings(self, names: Collection[str]) -> dict[str, str]:
        """The values of these settings of the server, as far as it has them; none where the user may not see them."""
        query = "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value"
        with self.translated(), self.session() as session:
            try:
                return {each["name"]: each["value"] for each in session.run(query, names=list(names))}
            # Some roles may not show settings: the push then goes on without this check.
            except ClientError:
                return {}

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Translate the driver's errors into ones that say what to do.

        Raises:
            StoreFailed, TookTooLong, BadSetting: instead of the driver's own errors.
        """
        try:
            yield
        except (AuthError, AuthConfigurationError) as error:
            if isinstance(error, Forbidden):
                raise StoreFailed(
                    f"Neo4j at {self.uri} does not give user {self._user!r} a right that is needed: {_message(error)} "
                    "A push needs the rights to create constraints, indexes, labels, relationship types and properties."
                ) from error
            raise StoreFailed(
                f"Neo4j at {self.uri} refuses user {self._user!r}. Check NEO4J_USERNAME and NEO4J_PASSWORD."
            ) from error
        except ConfigurationError as error:
            raise BadSetting(f"NEO4J_URI={self.uri}: {error}") from error
        except DatabaseUnavailable as error:
            raise StoreFailed(f"The database at {self.uri} is not available: {_message(error)}") from error
        except ServiceUnavailable as error:
            raise StoreFailed(
                f"No Neo4j answers at {self.uri}: {_message(error)}\nStart one (make neo4j), or set NEO4J_URI."
            ) from error
        except ConstraintError as error:
            raise StoreFailed(
                f"Neo4j at {self.uri} refused a change; nothing was changed: {_message(error)}"
            ) from error
        except Neo4jError as error:
            raised = TookTooLong if "TransactionTimedOut" in (error.code or "") else StoreFailed
            raise raised(f"{_meaning(error, self)} ({_message(error)})") from error
        except (DriverError, OSError) as error:
            raise StoreFailed(f"Neo4j at {self.uri} failed: {_message(error)}") from error


def is_worth_another_try(error: Exception) -> bool:
    """Whether the same push may succeed on another try; not where it needs more memory than the server has."""
    # The outcome of this commit is unknown. A push starts from what it finds, so it can be done again.
    if isinstance(error, IncompleteCommit):
        return True
    return isinstance(error, Neo4jError | DriverError) and error.is_retryable() and not is_out_of_memory(error)


def is_clash(error: Exception) -> bool:
    """Whether a change was refused because of what else is there: a node with the same key, or relationships of a deleted one."""
    return isinstance(error, ConstraintError)


def is_out_of_memory(error: Exception) -> bool:
    """Whether a transaction needed more memory than the server gives it; Neo4j counts that among the transient errors."""
    return isinstance(error, TransientError) and "OutOfMemory" in (error.code or "")


def check_release(agent: str, uri: str) -> None:
    """Refuse a server that is too old.

    Args:
        agent: what the server calls itself, such as ``Neo4j/5.26.30``.
        uri: its address, for the message.

    Raises:
        StoreFailed: it is older than ``OLDEST``.
    """
    parts = agent.partition("/")[2].split(".")
    try:
        release = int(parts[0]), int(parts[1])
    except (ValueError, IndexError):
        return  # some other server that speaks Bolt; a query that it does not understand fails by itself
    if release < OLDEST:
        raise StoreFailed(f"{agent} at {uri} is too old: Lacuna needs Neo4j {OLDEST[0]}.{OLDEST[1]} or newer.")


def _meaning(error: Neo4jError, server: Neo4j) -> str:
    code = error.code or ""
    if is_out_of_memory(error):
        return (
            f"Neo4j at {server.uri} has too little memory for one transaction: raise server.memory.heap.max_size, "
            "or dbms.memory.transaction.total.max. Nothing was changed"
        )
    if "ReadOnly" in code:  # ForbiddenOnReadOnlyDatabase, WriteOnReadOnlyAccessDatabase
        return (
            f"Neo4j at {server.uri} only lets its database be read: push to another one (NEO4J_URI, NEO4J_DATABASE), "
            "or allow writing (server.databases.default_to_read_only). Nothing was changed"
        )
    if "DatabaseNotFound" in code:
        return f"Neo4j at {server.uri} has no database {server.database!r}: check NEO4J_DATABASE"
    if "TransactionTimedOut" in code:
        return f"Neo4j at {server.uri} took longer than {server.timeout:g} seconds (LACUNA_TIMEOUT)"
    if isinstance(error, ClientError) and "Security" in code:
        return f"Neo4j at {server.uri} refuses"
    return f"Neo4j at {server.uri} failed"


def _message(error: Exception) -> str:
    """The message of the server or the driver, in one line."""
    return " ".join((getattr(error, "message", None) or str(error)).split())
