"""A process that answers SPARQL on one stored version, one query at a time.

Oxigraph cannot stop a query, so each runs in a process that can be killed. The process that started this one talks to it over
a socket in frames: a byte that says what it is, a length, the content. When the socket closes, this process ends; where it
cannot see that, because a query runs, the alarm of the query ends it. Nothing is imported here that a worker does not
need: it should start in a moment.
"""

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

HEADER = struct.Struct("!cI")
"""What stands before the content of a frame: its kind and its length."""

ASK, READY, MEDIA, PIECE, END = b"a", b"r", b"m", b"p", b"e"
"""A query; the store is open; the media type of the answer that follows; a piece of it; its end."""

BAD_QUERY, OTHER_FORM, FAILED = b"b", b"o", b"f"
"""In place of an answer: the query is at fault; its answer has no media type that is accepted; it could not be run."""

PIECE_BYTES = 1 << 16
_NICE = 5
_GRACE = 1
"""Seconds after which a query ends this process, beyond those after which the one that asked should have killed it."""


@dataclass(frozen=True)
class Asked:
    """A query, and what the protocol says about it.

    ``graphs`` are the default and the named graphs of its dataset, where they are given; ``results`` and ``rdf`` are the
    media types in which rows (or yes and no) and triples are accepted, where any is.
    """

    text: str
    base: str
    graphs: tuple[list[str], list[str]] | None
    results: str | None
    rdf: str | None

    def frame(self) -> bytes:
        """The query as a worker reads it."""
        return framed(ASK, json.dumps(asdict(self)).encode())


def framed(kind: bytes, content: bytes | bytearray = b"") -> bytes:
    """A frame."""
    return HEADER.pack(kind, len(content)) + content


def command(folder: Path, handle: int, seconds: float, memory: int) -> list[str]:
    """The command line of a worker: the RDF folder of a version, its end of the socket, and limits of time and memory (bytes)."""
    # -P: the folder of this file is no place to import from, its modules are named like drivers
    return [sys.executable, "-P", __file__, str(folder), str(handle), str(seconds), str(memory)]


def main(folder: str, handle: int, seconds: float, memory: int) -> None:
    """Answer until the socket closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    os.nice(_NICE)  # what else the service answers comes first
    with suppress(ConnectionError), socket.socket(fileno=handle) as asker, asker.makefile("rb") as frames:
        try:
            store = pyoxigraph.Store.read_only(folder)
        except OSError as error:
            asker.sendall(framed(FAILED, str(error).encode()))
            return
        asker.sendall(framed(READY))
        while len(header := frames.read(HEADER.size)) == HEADER.size:
            asked = Asked(**json.loads(frames.read(HEADER.unpack(header)[1])))
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            _answer(store, asked, asker)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: pyoxigraph.Store, asked: Asked, asker: socket.socket) -> None:
    try:
        with _offline(asked.text):
            default, named = _dataset(store, asked.graphs)
            result = store.query(asked.text, base_iri=asked.base, default_graph=default, named_graphs=named)
            triples = isinstance(result, pyoxigraph.QueryTriples)
            media = asked.rdf if triples else asked.results
            if media is None:
                asker.sendall(framed(OTHER_FORM, b"triples" if triples else b"results"))
                return
            asker.sendall(framed(MEDIA, media.encode()))
            pieces = _Pieces(asker)
            if isinstance(result, pyoxigraph.QueryTriples):
                result.serialize(cast("IO[bytes]", pieces), pyoxigraph.RdfFormat.from_media_type(media))
            else:
                result.serialize(cast("IO[bytes]", pieces), pyoxigraph.QueryResultsFormat.from_media_type(media))
        pieces.end()
    except SyntaxError as error:
        text = f"The query cannot be read, {' '.join(str(error).split())}"
        asker.sendall(framed(BAD_QUERY, text.encode()))
    except (ValueError, RuntimeError) as error:
        asker.sendall(framed(BAD_QUERY, str(error).encode()))
    except OSError as error:
        asker.sendall(framed(FAILED, str(error).encode()))


def _dataset(
    store: pyoxigraph.Store, graphs: tuple[list[str], list[str]] | None
) -> tuple[list[Any], list[Any]] | tuple[None, None]:
    """The default and named graphs of the dataset as Oxigraph takes them; none where the query or the store says which.

    Raises:
        ValueError: a graph is not stored. Its answer would be empty, as if nobody had done it.
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
    """No way into the network for a query that may ask another server (SERVICE): no file or socket can be opened.

    Raises:
        ValueError: something was to be opened.
    """
    lowered = text.lower()
    if "service" not in lowered and "\\u" not in lowered:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        yield
    except OSError as error:
        raise ValueError(f"No other server is asked, SERVICE has no answer here ({error})") from error
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


class _Pieces:
    """Sends what Oxigraph writes, 8 KiB at a time, in larger pieces; the last one only when the answer is whole."""

    def __init__(self, asker: socket.socket) -> None:
        self._asker = asker
        self._waiting = bytearray()

    def write(self, written: bytes) -> int:
        """Take what is written, and send as much of it as makes whole pieces."""
        self._waiting += written
        while len(self._waiting) >= PIECE_BYTES:
            self._asker.sendall(framed(PIECE, self._waiting[:PIECE_BYTES]))
            del self._waiting[:PIECE_BYTES]
        return len(written)

    def flush(self) -> None:
        """As of a file; nothing has to be sent before the end."""

    def end(self) -> None:
        """Send the rest, and that this was the end."""
        self._asker.sendall(framed(PIECE, self._waiting) + framed(END))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
