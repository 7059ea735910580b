"""A version → any SPARQL server, by the SPARQL 1.1 Graph Store HTTP Protocol, with a ledger of what is there afterwards."""

import base64
import re
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict

from kg.errors import LacunaError, StoreFailed
from kg.exports.source import Source
from kg.settings import Settings

_NTRIPLES = "application/n-triples"
_PROPERTY = re.compile(rb"(?:<[^>]*>|_:\S+)\s+<([^>]*)>")
_SECONDS = 600


class BadAddress(LacunaError):
    """Something is no address that a version can be sent to."""

    exit_code = 2
    title = "This is no address"


class PropertyCount(BaseModel):
    """How many triples with a property there are by the version, and how many the server has."""

    model_config = ConfigDict(frozen=True)

    name: str
    expected: int
    found: int


class SendReport(BaseModel):
    """What was sent where (``graph`` null: the default graph), and the ledger, in order of the properties."""

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


def send(source: Source, url: str, graph: str | None, settings: Settings) -> SendReport:
    """Put a version in the place of whatever a graph of a server holds, then count what it holds.

    Args:
        source: the version.
        url: the address of the server's graph store, such as ``http://localhost:7878/store``.
        graph: the IRI of the graph; None for the default graph.
        settings: user and password, where the server asks for them.

    Raises:
        BadAddress: ``url`` is no web address, or ``graph`` no IRI.
        StoreFailed: the server cannot be reached or refuses.
    """
    address = _address(url, graph)
    headers = _authorization(settings)
    with _answer(Request(address, source.content.text.encode(), {**headers, "Content-Type": _NTRIPLES}, method="PUT")):  # noqa: S310 - http alone
        pass
    with _answer(Request(address, headers={**headers, "Accept": _NTRIPLES})) as answer:  # noqa: S310 - http alone
        found = _count(answer)
    expected = _count(source.content.text.encode().splitlines())
    ledger = tuple(
        PropertyCount(name=name, expected=expected[name], found=found[name]) for name in sorted({*expected, *found})
    )
    return SendReport(
        version=source.manifest.version,
        url=url,
        graph=graph,
        expected=expected.total(),
        found=found.total(),
        ledger=ledger,
    )


def _address(url: str, graph: str | None) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(f"--to {url!r} is not the address of a graph store, such as http://localhost:7878/store.")
    if parts.query or parts.fragment or parts.username:
        rule = "give the bare address: --graph names the graph, and user and password are settings"
        raise BadAddress(f"--to {parts.scheme}://{parts.hostname}…: {rule}.")
    if graph is None:
        return f"{url}?default"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", graph):
        raise BadAddress(f"--graph {graph!r} is not an IRI, such as https://w3id.org/lacuna/data.")
    return f"{url}?graph={quote(graph, safe='')}"


def _authorization(settings: Settings) -> Mapping[str, str]:
    if settings.graph_store_username is None:
        return {}
    password = settings.graph_store_password.get_secret_value() if settings.graph_store_password else ""
    both = base64.b64encode(f"{settings.graph_store_username}:{password}".encode()).decode()
    return {"Authorization": f"Basic {both}"}


@contextmanager
def _answer(request: Request) -> Iterator[HTTPResponse]:
    where = f"{request.get_method()} {request.full_url}"
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - http alone, see _address
            yield answer
    except HTTPError as error:
        raise StoreFailed(f"{where}: the server refuses: {error.code} {error.reason}.{_hint(error)}") from None
    except (URLError, OSError, HTTPException, ssl.SSLError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise StoreFailed(f"{where}: no SPARQL server answers: {reason}.") from None


def _hint(error: HTTPError) -> str:
    if error.code in (401, 403):
        return " User and password: LACUNA_GRAPH_STORE_USERNAME and LACUNA_GRAPH_STORE_PASSWORD."
    if error.code in (404, 405):
        return " Is this the address of its graph store? Oxigraph's is /store, Fuseki's /DATASET/data."
    said = error.read(500).decode(errors="replace").strip()
    return f" It says: {said}" if said else ""


def _count(lines: Iterable[bytes] | IO[bytes]) -> Counter[str]:
    """How many triples there are of each property, in lines of N-Triples."""
    return Counter(found[1].decode() for line in lines if (found := _PROPERTY.match(line)))
