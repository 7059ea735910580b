"""Upload of a version to any SPARQL server (SPARQL 1.1 Graph Store HTTP Protocol)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict

from kg.errors import BadAddress, StoreFailed
from kg.rdf.canonical import Canonical
from kg.rdf.formats import N_TRIPLES
from kg.settings import Settings
from kg.stores.endpoint.credentials import authorization, without_secrets
from kg.stores.endpoint.statement import statement

_NTRIPLES = N_TRIPLES.media_type
_PROPERTY = re.compile(rb"(?:<[^>]*>|_:\S+)\s+<([^>]*)>")
_SECONDS = 600  # a large upload may be indexed before the server answers
_LONGEST_TEXT = 65_536  # of what a refusing server says, in bytes


class PropertyCount(BaseModel):
    """The number of triples with a property: expected, and found on the server."""

    model_config = ConfigDict(frozen=True)

    name: str
    expected: int
    found: int


class SendReport(BaseModel):
    """The result of an upload (``graph`` null: the default graph), with the ledger in order of the properties."""

    model_config = ConfigDict(frozen=True)

    version: str
    url: str
    graph: str | None
    expected: int
    found: int
    ledger: tuple[PropertyCount, ...]

    @property
    def differing(self) -> list[PropertyCount]:
        """The properties whose counts differ."""
        return [count for count in self.ledger if count.expected != count.found]


def send(version: str, content: Canonical, url: str, graph: str | None, settings: Settings) -> SendReport:
    """Replace the content of a graph on a server by a version and a statement of it, then count what the graph holds.

    Args:
        version: its name.
        content: its triples.
        url: the address of the server's graph store, such as ``http://localhost:7878/store``.
        graph: the IRI of the graph; None for the default graph.
        settings: user and password, where the server asks for them.

    Raises:
        BadAddress: ``url`` is no web address, or ``graph`` no IRI.
        StoreFailed: the server cannot be reached or refuses.
    """
    target = _target(url, graph)
    headers = authorization(settings.graph_store_username, settings.graph_store_password)
    body = (content.text + statement(version, len(content))).encode()
    with _answer("PUT", url, target, {**headers, "Content-Type": _NTRIPLES}, body):
        pass
    with _answer("GET", url, target, {**headers, "Accept": _NTRIPLES}) as answer:
        found = _count(answer)
    expected = _count(body.splitlines())
    ledger = tuple(
        PropertyCount(name=name, expected=expected[name], found=found[name]) for name in sorted({*expected, *found})
    )
    return SendReport(
        version=version,
        url=url,
        graph=graph,
        expected=expected.total(),
        found=found.total(),
        ledger=ledger,
    )


def _target(url: str, graph: str | None) -> str:
    """The path and query of a graph."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(f"--to {url!r} is not the address of a graph store, such as http://localhost:7878/store.")
    if parts.query or parts.fragment or parts.username:
        rule = "give the bare address: --graph names the graph, and user and password are settings"
        raise BadAddress(f"--to {parts.scheme}://{parts.hostname}…: {rule}.")
    if graph is None:
        return f"{parts.path or '/'}?default"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", graph):
        raise BadAddress(f"--graph {graph!r} is not an IRI, such as https://w3id.org/lacuna/data.")
    return f"{parts.path or '/'}?graph={quote(graph, safe='')}"


@contextmanager
def _answer(
    method: str, url: str, target: str, headers: Mapping[str, str], body: bytes | None = None
) -> Iterator[HTTPResponse]:
    """The response to a request.

    Raises:
        StoreFailed: the server cannot be reached, or its status is not 2xx.
    """
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    where = f"{method} {parts.scheme}://{parts.netloc}{target}"
    try:
        with closing(connect(str(parts.hostname), parts.port, timeout=_SECONDS)) as connection:
            # A server that refuses may hang up before it has read everything; its answer can still be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, target, body, dict(headers))
            answer = connection.getresponse()
            if answer.status // 100 != 2:
                raise StoreFailed(
                    f"{where}: the server refuses: {answer.status} {answer.reason}.{_hint(answer, headers)}"
                )
            yield answer
    except (OSError, HTTPException, ValueError) as error:  # ValueError: no port, or a header that cannot be sent
        raise StoreFailed(f"{where}: no SPARQL server answers: {error or type(error).__name__}.") from None


def _hint(answer: HTTPResponse, headers: Mapping[str, str]) -> str:
    if answer.status in (401, 403):
        return " User and password: LACUNA_GRAPH_STORE_USERNAME and LACUNA_GRAPH_STORE_PASSWORD."
    if answer.status in (404, 405):
        return " Is this the address of its graph store? Oxigraph's is /store, Fuseki's /DATASET/data."
    if moved := answer.getheader("Location"):
        return f" It says that the address is {moved}."
    message = without_secrets(answer.read(_LONGEST_TEXT).decode(errors="replace"), headers)[:500].strip()
    return f" It says: {message}" if message else ""


def _count(lines: Iterable[bytes]) -> Counter[str]:
    """The number of triples of each property, from lines of N-Triples."""
    return Counter(found[1].decode() for line in lines if (found := _PROPERTY.match(line)))
