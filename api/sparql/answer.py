"""Answer to a SPARQL query, streamed from a worker."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from api.sparql.protocol import not_acceptable, not_xml
from api.sparql.worker import Worker
from kg.errors import BadQuery, Busy, StoreFailed, TooLarge, TooSlow
from kg.settings import Settings
from kg.stores import sparql_worker
from kg.stores.sparql_worker import SparqlRequest

_MIB = 1 << 20


class StreamedAnswer:
    """The answer of a worker while it arrives.

    Attributes:
        media: its media type.
        client: who asked.
        begun: when its query was sent to the worker, as a time of the event loop.
        limit: ends in time who sends it on.
        stopped: whether ``stop`` was called.
    """

    def __init__(self, worker: Worker, settings: Settings, release: Callable[[bool], None], client: str = "") -> None:
        self.media = ""
        self.client = client
        self.begun = math.inf
        self.limit = asyncio.timeout(None)
        self.stopped = False
        self._worker, self._settings, self._release = worker, settings, release
        self._first: bytes | None = None
        self._whole = self._closed = False

    async def begin(self, request: SparqlRequest) -> None:
        """Send the request and wait for the first piece; raises as ``Workers.ask`` does."""
        self.begun = asyncio.get_running_loop().time()
        deadline = self.begun + self._settings.sparql_seconds
        try:
            async with asyncio.timeout_at(deadline):
                await self._worker.send(request.frame())
                kind, content = await self._read()
                if kind == sparql_worker.MEDIA:
                    self.media = content.decode()
                    self._first = await self._piece()
        except TimeoutError:
            raise self.cut() from None
        self.limit = asyncio.timeout_at(deadline)

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer, piece by piece.

        Raises:
            QueryStopped: the answer is too long, or making it took too much memory.
        """
        size, piece = 0, self._first
        while piece is not None:
            size += len(piece)
            if size > self._settings.sparql_answer * _MIB:
                raise TooLarge(f"The answer is longer than {self._settings.sparql_answer} MiB.")
            yield piece
            piece = await self._piece()

    def stop(self) -> None:
        """Stop the query for others that wait; who reads or sends the answer gets an error."""
        self.stopped = True
        self._worker.process.kill()
        with suppress(RuntimeError):  # nobody sends it yet, or nobody does any more
            self.limit.reschedule(0)

    def cut(self) -> Busy | TooSlow:
        """The error for a query that was stopped, or whose time is over."""
        if self.stopped:
            return Busy("The query took long while others waited. Ask again later, narrow it, or add a LIMIT.")
        return TooSlow(f"The query took longer than {self._settings.sparql_seconds:g} s. Narrow it, or add a LIMIT.")

    def close(self) -> None:
        """Release the worker, which can be used again if the answer is complete. Closing twice is allowed."""
        if not self._closed:
            self._closed = True
            self._release(self._whole)

    async def _piece(self) -> bytes | None:
        """The next piece; None at the end of the answer."""
        kind, content = await self._read()
        return content if kind == sparql_worker.PIECE else None

    async def _read(self) -> tuple[bytes, bytes]:
        """The next frame of the worker; frames that report a fault are raised as errors."""
        try:
            kind, content = await self._worker.read()
        except (EOFError, ConnectionError):
            if self.stopped:
                raise self.cut() from None
            memory = self._settings.sparql_memory
            text = f"The query needs more than the {memory} MiB of memory that it may use, or is nested too deeply."
            raise TooLarge(text) from None
        # After any frame but these two the worker waits for its next query.
        self._whole = kind not in {sparql_worker.MEDIA, sparql_worker.PIECE}
        match kind:
            case sparql_worker.BAD_QUERY:
                raise BadQuery(content.decode())
            case sparql_worker.OTHER_FORM:
                raise not_acceptable(content.decode())
            case sparql_worker.NOT_XML:
                raise not_xml(content.decode())
            case sparql_worker.FAILED:
                raise StoreFailed(f"{self._worker.folder} cannot be read: {content.decode()}. Run: lacuna verify")
        return kind, content
