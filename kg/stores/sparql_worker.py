"""Worker process that answers SPARQL on one stored version, one query at a time."""

# Oxigraph cannot stop a query, so each runs in a process that can be killed. The service talks to it over a socket in frames:
# a byte for the kind, the length, the content. The process ends when the socket closes; while a query runs and it cannot see
# that, the end of the service (on Linux) or the query's alarm ends it. Only what a worker needs is imported here, so that it
# starts fast. The files of the version are compared with their checksums first: Oxigraph would take some damages for a store
# without triples.

import json
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph

from kg.errors import NotAcceptable, StoreFailed
from kg.parent_process import end_with_parent
from kg.query.federation import REFUSED, asks_elsewhere
from kg.rdf.well_formed import WellFormed
from kg.stores.version_files import CURE, RDF, check_files

HEADER = struct.Struct("!cI")
"""The header of a frame: its kind and the length of its content."""

ASK, READY, MEDIA, PIECE, END = b"a", b"r", b"m", b"p", b"e"
"""Kinds of frames: a query; the store is open; the media type of the answer that follows; a piece of it; its end."""

BAD_QUERY, OTHER_FORM, NOT_XML, FAILED = b"b", b"o", b"x", b"f"
"""Kinds in place of an answer, or of its rest: the query is at fault; no media type of its answer is accepted; the answer, of
the kind that is named, cannot be written as XML; it could not be run."""

PIECE_BYTES = 1 << 16
_CORRUPT = "Corruption"
"""How RocksDB's errors about damaged files begin; Oxigraph raises them as it raises those about queries."""
_RESERVED = "RDF/XML reserved syntax term"
"""How errors begin about triples for which RDF/XML has no form; Oxigraph raises them as it raises those about files."""
_NICE = 5
_GRACE = 1
"""Seconds beyond the time limit of a query, at which the service kills this process, until the process ends itself."""


@dataclass(frozen=True)
class SparqlRequest:
    """A query as the SPARQL Protocol sends it.

    Attributes:
        text: the query.
        base: the base IRI.
        graphs: the default and the named graphs of the dataset, where the request names them.
        results: the media type for rows, or yes and no; None where the client accepts none.
        rdf: the media type for triples; None where the client accepts none.
    """

    text: str
    base: str
    graphs: tuple[list[str], list[str]] | None
    results: str | None
    rdf: str | None

    def frame(self) -> bytes:
        """The request as a worker reads it."""
        return framed(ASK, json.dumps(asdict(self)).encode())


def framed(kind: bytes, content: bytes | bytearray = b"") -> bytes:
    """A frame."""
    return HEADER.pack(kind, len(content)) + content


def command(folder: Path, handle: int, seconds: float, memory: int) -> list[str]:
    """The command line of a worker.

    Args:
        folder: the RDF of a version, in the version's folder.
        handle: the file descriptor of its end of the socket.
        seconds: time limit of a query.
        memory: memory limit of the process in bytes.
    """
    # -P: without it, "import ladybug" would find the module of that name beside this file.
    return [sys.executable, "-P", __file__, str(folder), str(handle), str(seconds), str(memory)]


def main(folder: str, handle: int, seconds: float, memory: int) -> None:
    """Answer until the socket closes."""
    end_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    os.nice(_NICE)  # all other routes of the service come first
    with suppress(ConnectionError), socket.socket(fileno=handle) as asker, asker.makefile("rb") as frames:
        try:
            check_files(Path(folder).parent, RDF)
            store = pyoxigraph.Store.read_only(folder)
        except StoreFailed as error:
            asker.sendall(framed(FAILED, str(error).encode()))
            return
        except (OSError, RuntimeError, ValueError) as error:
            asker.sendall(framed(FAILED, f"{folder} cannot be opened: {error}. {CURE}".encode()))
            return
        asker.sendall(framed(READY))
        while len(header := frames.read(HEADER.size)) == HEADER.size:
            request = SparqlRequest(**json.loads(frames.read(HEADER.unpack(header)[1])))
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            _answer(store, request, asker)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: pyoxigraph.Store, request: SparqlRequest, asker: socket.socket) -> None:
    kind_of_answer, pieces = b"", _Pieces(asker)
    try:
        with _offline(request.text):
            default, named = _dataset(store, request.graphs)
            result = store.query(request.text, base_iri=request.base, default_graph=default, named_graphs=named)
            triples = isinstance(result, pyoxigraph.QueryTriples)
            media = request.rdf if triples else request.results
            kind_of_answer = b"triples" if triples else b"results"
            if media is None:
                asker.sendall(framed(OTHER_FORM, kind_of_answer))
                return
            asker.sendall(framed(MEDIA, media.encode()))
            pieces.check_xml = media.endswith("xml")
            if isinstance(result, pyoxigraph.QueryTriples):
                result.serialize(cast("IO[bytes]", pieces), pyoxigraph.RdfFormat.from_media_type(media))
            else:
                result.serialize(cast("IO[bytes]", pieces), pyoxigraph.QueryResultsFormat.from_media_type(media))
        pieces.end()  # only now: the end frame tells the service that the answer is complete and the worker reusable
    except SyntaxError as error:
        text = f"The query cannot be read, {' '.join(str(error).split())}"
        asker.sendall(framed(BAD_QUERY, text.encode()))
    except NotAcceptable:
        asker.sendall(framed(NOT_XML, kind_of_answer))
    except (ValueError, RuntimeError) as error:
        kind = FAILED if str(error).startswith(_CORRUPT) else BAD_QUERY
        asker.sendall(framed(kind, str(error).encode()))
    except OSError as error:
        reserved = str(error).startswith(_RESERVED)
        asker.sendall(framed(NOT_XML, kind_of_answer) if reserved else framed(FAILED, str(error).encode()))


def _dataset(
    store: pyoxigraph.Store, graphs: tuple[list[str], list[str]] | None
) -> tuple[list[Any], list[Any]] | tuple[None, None]:
    """The default and named graphs of a request as Oxigraph takes them; None where it names none.

    Raises:
        ValueError: a graph is not stored. An empty answer would look like a gap.
    """
    if graphs is None:
        return None, None
    default, named = ([pyoxigraph.NamedNode(iri) for iri in iris] for iris in graphs)
    for graph in (*default, *named):
        if not store.contains_named_graph(graph):
            known = ", ".join(sorted(str(each) for each in store.named_graphs()))
            raise ValueError(f"There is no graph {graph}. The named graphs are: {known or 'none'}.")
    return default, named


@contextmanager
def _offline(text: str) -> Iterator[None]:
    """Keep a query that may contain SERVICE from asking other servers.

    Raises:
        ValueError: it tried to.
    """
    if asks_elsewhere(text):
        raise ValueError(REFUSED)
    # The limit on open files is lowered to none, so that no socket can be opened. \u may spell the word in escapes.
    lowered = text.lower()
    if "service" not in lowered and "\\u" not in lowered:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        yield
    except OSError as error:
        if str(error).startswith(_RESERVED):
            raise NotAcceptable(str(error)) from None
        raise ValueError(REFUSED) from error
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


class _Pieces:
    """File that sends what Oxigraph writes, 8 KiB at a time, in larger pieces; of XML only what is well-formed."""

    def __init__(self, asker: socket.socket) -> None:
        self._asker = asker
        self._waiting = bytearray()
        self._checked = WellFormed()
        self.check_xml = False

    def write(self, written: bytes) -> int:
        """Buffer what is written, and send full pieces.

        Raises:
            NotAcceptable: it was to be XML, and cannot be.
        """
        if self.check_xml:
            self._checked.read(bytes(written))  # Oxigraph writes whatever characters and names there are
        self._waiting += written
        while len(self._waiting) >= PIECE_BYTES:
            self._asker.sendall(framed(PIECE, self._waiting[:PIECE_BYTES]))
            del self._waiting[:PIECE_BYTES]
        return len(written)

    def flush(self) -> None:
        """Nothing: ``end`` sends the rest."""

    def end(self) -> None:
        """Send the rest and the end frame, once the answer is complete."""
        self._asker.sendall(framed(PIECE, self._waiting) + framed(END))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
