"""Answer to a SPARQL query, streamed from a worker."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable

from api.sparql.protocol import not_acceptable
from api.sparql.worker import Worker
from kg.errors import BadQuery, StoreFailed, TooLarge, TooSlow
from kg.settings import Settings
from kg.stores import sparql_worker
from kg.stores.sparql_worker import SparqlRequest

_MIB = 1 << 20


class StreamedAnswer:
    """The answer of a worker while it arrives.

    Attributes:
        media: its media type.
        deadline: when it must be complete and sent, as a time of the event loop.
    """

    def __init__(self, worker: Worker, settings: Settings, release: Callable[[bool], None]) -> None:
        self.media = ""
        self.deadline = math.inf
        self._worker, self._settings, self._release = worker, settings, release
        self._first: bytes | None = None
        self._whole = self._closed = False

    async def begin(self, request: SparqlRequest) -> None:
        """Send the request and wait for the first piece; raises as ``Workers.ask`` does."""
        self.deadline = asyncio.get_running_loop().time() + self._settings.sparql_seconds
        try:
            async with asyncio.timeout_at(self.deadline):
                await self._worker.send(request.frame())
                kind, content = await self._read()
                if kind == sparql_worker.MEDIA:
                    self.media = content.decode()
                    self._first = await self._piece()
        except TimeoutError:
            raise self.too_slow() from None

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

    def too_slow(self) -> TooSlow:
        """The error for a passed deadline."""
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
            case sparql_worker.FAILED:
                raise StoreFailed(f"{self._worker.folder} cannot be read: {content.decode()}. Run: lacuna verify")
        return kind, content
