"""A version on a SPARQL server, and the engine that asks it."""

import re
import time
from collections.abc import Mapping
from typing import Self

from kg.errors import BadSetting, NotResults, OtherVersion, StoreFailed
from kg.query.compiled import Language, Parameter
from kg.settings import Settings
from kg.stores.base import Row, StoredGraph
from kg.stores.endpoint.connection import Connections, broken_off
from kg.stores.endpoint.credentials import authorization
from kg.stores.endpoint.results import ACCEPT, read_rows
from kg.stores.endpoint.statement import ANY, HELD, SIZE, counted, held_version
from kg.stores.sparql_rows import as_run, in_order

_SELECT = re.compile(r"^SELECT\b", re.MULTILINE)
_COUNT_AGAIN_SECONDS = 60.0


class Server:
    """A SPARQL server, or one graph of it, that takes SELECT queries."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet.

        Raises:
            BadSetting: the settings name no server.
        """
        if settings.sparql_endpoint is None:
            raise BadSetting(
                "LACUNA_GRAPH=sparql needs LACUNA_SPARQL_ENDPOINT, the address where a SPARQL server takes queries, "
                "such as http://localhost:7878/query."
            )
        self.url, self.graph = settings.sparql_endpoint, settings.sparql_graph
        headers = {
            **authorization(settings.sparql_username, settings.sparql_password),
            "Content-Type": "application/sparql-query",
            "Accept": ACCEPT,
            "Accept-Encoding": "identity",
            "User-Agent": "lacuna",
        }
        self._connections = Connections(self.url, headers, settings.timeout, settings.sparql_answer)

    @property
    def name(self) -> str:
        """The server in a sentence."""
        return f"the SPARQL server at {self.url}" + (f" in the graph {self.graph}" if self.graph else "")

    def rows(self, text: str) -> list[Row]:
        """The rows of a SELECT query, as far as the server sent them.

        Raises:
            StoreFailed, TookTooLong: as ``Connections.post``, or what it sent is no rows.
        """
        found = _SELECT.search(text)
        if found is None:
            raise ValueError("only SELECT queries have rows")
        if self.graph:
            # In the text, which a server that cannot do it refuses; an unknown parameter would be passed over.
            body = text.index("{", found.start())
            text = f"{text[:body]}FROM <{self.graph}> {text[body:]}"
        reply = self._connections.post(text.encode(), {})
        try:
            return read_rows(reply.media_type, reply.body)
        except NotResults as error:
            if "answers" in str(error):
                raise StoreFailed(
                    f"{self.url} is not where a SPARQL server takes queries: {error}. Set LACUNA_SPARQL_ENDPOINT."
                ) from None
            raise broken_off(self.url) from None

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()


class EndpointStore:
    """One version on a SPARQL server.

    ``run`` raises OtherVersion where the graph does not hold the version at the moment when the server answers, ``confirm``
    also where it has another number of triples.
    """

    engine = "sparql"
    language: Language = "sparql"

    def __init__(self, server: Server, version: str, reviews: tuple[str, ...]) -> None:
        self._server, self._version, self._reviews = server, version, reviews
        self._counted: float | None = None

    def confirm(self) -> None:
        """Make sure that the graph states the version, and now and then that it has as many triples as the version."""
        if self._counted and time.monotonic() < self._counted + _COUNT_AGAIN_SECONDS:
            if not self._server.rows(f"SELECT ?held {{ {held_version(self._version)} }}"):
                raise OtherVersion(self._mismatch())
            return
        rows = self._server.rows(counted(self._version))
        if not rows:
            raise OtherVersion(self._mismatch())
        stated, found = int(str(rows[0]["stated"])), int(str(rows[0]["counted"])) - SIZE
        if stated != found:
            raise OtherVersion(
                f"{_sentence(self._server.name)} states that it holds version {self._version}, which has {stated} triples, but "
                f"has {found}. Either it was changed, or the server adds triples of its own or of other graphs "
                f"(LACUNA_SPARQL_GRAPH names the graph to ask). "
                f"{self._cure}"
            )
        self._counted = time.monotonic()

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a SELECT query; SPARQL takes no parameters."""
        if parameters:
            raise ValueError(f"SPARQL takes no parameters, given are {sorted(parameters)}")
        text, order = as_run(text, lambda: self._reviews)
        rows = self._server.rows(_with_version(text, self._version))
        # Asked for last: an answer from which the server left rows out lacks it.
        if not rows or rows[-1]["held"] != self._version:
            self.confirm()
            raise broken_off(self._server.url)
        found: list[Row] = [{name: value for name, value in row.items() if name != "held"} for row in rows[:-1]]
        return in_order(found, order)

    def rest(self) -> None:
        """Nothing: queries take memory of the server."""

    def close(self) -> None:
        """Nothing: the connections are the engine's."""

    @property
    def _cure(self) -> str:
        graph = f" --graph {self._server.graph}" if self._server.graph else ""
        return f"Run: lacuna export --to URL{graph}, where URL is the address of the server's graph store."

    def _mismatch(self) -> str:
        held = [str(row["held"]) for row in self._server.rows(HELD)]
        if held:
            found = f"holds {', '.join(sorted(held))}"
        else:
            found = "holds triples, but states no version" if self._server.rows(ANY) else "holds nothing"
        return f"Asked for version {self._version}, but {self._server.name} {found}. {self._cure}"


class SparqlEngine:
    """Answers from a SPARQL server, to which the version must have been sent."""

    name = EndpointStore.engine

    def __init__(self, settings: Settings) -> None:
        self._server = Server(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def open(self, stored: StoredGraph) -> EndpointStore:
        """The store that reads a version from the server, which is not asked yet."""
        return EndpointStore(self._server, stored.version, stored.reviews)


def _with_version(text: str, version: str) -> str:
    """A query with a last row more, in which ``?held`` is the version if the graph holds it.

    One query is answered from one state of a graph, so the rows are those of the version that the last one names.
    """
    found = _SELECT.search(text)
    if found is None:
        raise ValueError("only SELECT queries have rows")
    head, select = text[: found.start()], text[found.start() :]
    # Unbound sorts before every value.
    return f"{head}SELECT * {{\n{{ {select.strip()} }}\nUNION {{ {held_version(version)} }}\n}} ORDER BY ?held\n"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
