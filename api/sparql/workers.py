"""The processes that answer SPARQL: how many there are, which version each answers from, and what stops a query.

A process is bound to one stored version, so no answer holds anything of another. It is killed, and a new one started when
next needed, whenever its query is not answered to the end: too slow, too long, or nobody waits for it any more.
"""

import asyncio
import math
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from api.sparql.protocol import not_acceptable
from kg.errors import BadQuery, Busy, StoreFailed, TooLarge, TooSlow
from kg.settings import Settings
from kg.stores import sparql_worker
from kg.stores.sparql_worker import Asked

PATIENCE = 2
"""Seconds that a query waits for a worker to be free."""

_START = 20
"""Seconds that a worker may take to start."""

_MIB = 1 << 20


class Workers:
    """As many processes as are needed, up to the number that the settings allow."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = asyncio.Semaphore(settings.sparql_workers)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    async def ask(self, folder: Path, asked: Asked) -> "Answer":
        """The answer to a query on the version whose RDF lies in a folder, once its first piece is there. It must be closed.

        Raises:
            Busy: no worker becomes free in time.
            StoreFailed: no worker can be started, or the version cannot be opened or read.
            BadQuery: Oxigraph cannot read the query or not do what it asks, or a graph of its dataset is not stored.
            NotAcceptable: what it answers has no media type that is accepted.
            TooSlow, TooLarge: the query took too much time or memory.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await self._places.acquire()
        except TimeoutError:
            raise Busy(f"All {self._settings.sparql_workers} workers are busy. Ask again in a moment.") from None
        try:
            worker = self._take(folder)
        except OSError as error:
            self._places.release()
            raise StoreFailed(f"No worker could be started: {error}.") from error
        answer = Answer(self, worker, self._settings)
        try:
            await worker.started()
            await answer.begin(asked)
        except BaseException:
            answer.close()
            raise
        return answer

    def give_back(self, worker: "_Worker", *, whole: bool) -> None:
        """Make a worker free for the next query, if its answer is whole; otherwise end it."""
        self._busy.discard(worker)
        if whole:
            self._idle.append(worker)
        else:
            worker.kill()
        self._places.release()

    def close(self) -> None:
        """End all workers. Who still reads from one finds that it has ended."""
        while self._idle:
            self._idle.pop().kill()
        for worker in self._busy:
            worker.process.kill()

    def _take(self, folder: Path) -> "_Worker":
        """A worker for a version: one that waits, or a new one, for which one of another version may have to go."""
        for worker in [each for each in self._idle if each.process.poll() is not None]:
            self._idle.remove(worker)
            worker.kill()
        found = next((each for each in self._idle if each.folder == folder), None)
        if found is None:
            if len(self._idle) + len(self._busy) >= self._settings.sparql_workers:
                self._idle.pop(0).kill()
            found = _Worker(folder, self._settings)
        else:
            self._idle.remove(found)
        self._busy.add(found)
        return found


class Answer:
    """An answer that is being made: its media type, and its pieces until the deadline (in seconds of the event loop)."""

    def __init__(self, workers: Workers, worker: "_Worker", settings: Settings) -> None:
        self.media = ""
        self.deadline = math.inf
        self._workers, self._worker, self._settings = workers, worker, settings
        self._first: bytes | None = None
        self._whole = self._closed = False

    async def begin(self, asked: Asked) -> None:
        """Ask, and wait for the first piece (see ``Workers.ask``)."""
        self.deadline = asyncio.get_running_loop().time() + self._settings.sparql_seconds
        try:
            async with asyncio.timeout_at(self.deadline):
                await self._worker.send(asked.frame())
                kind, content = await self._read()
                if kind == sparql_worker.MEDIA:
                    self.media = content.decode()
                    self._first = await self._piece()
        except TimeoutError:
            raise self.too_slow() from None

    async def pieces(self) -> AsyncIterator[bytes]:
        """What has been answered, piece by piece.

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
        """What to say when the deadline has passed."""
        return TooSlow(f"The query takes longer than {self._settings.sparql_seconds:g} s. Narrow it, or add a LIMIT.")

    def close(self) -> None:
        """Free the worker; where the answer is not whole, end it. Closing twice is no harm."""
        if not self._closed:
            self._closed = True
            self._workers.give_back(self._worker, whole=self._whole)

    async def _piece(self) -> bytes | None:
        """The next piece; None at the end of the answer."""
        kind, content = await self._read()
        return content if kind == sparql_worker.PIECE else None

    async def _read(self) -> tuple[bytes, bytes]:
        """The next frame of the worker, where it says nothing of a fault."""
        try:
            kind, content = await self._worker.read()
        except (EOFError, ConnectionError):
            memory = self._settings.sparql_memory
            text = f"The query needs more than the {memory} MiB of memory that it may use, or is nested too deeply."
            raise TooLarge(text) from None
        self._whole = kind not in {sparql_worker.MEDIA, sparql_worker.PIECE}
        match kind:
            case sparql_worker.BAD_QUERY:
                raise BadQuery(content.decode())
            case sparql_worker.OTHER_FORM:
                raise not_acceptable(content.decode())
            case sparql_worker.FAILED:
                raise StoreFailed(f"The query cannot be run: {content.decode()}")
        return kind, content


class _Worker:
    """One process with its socket. It is told from others by identity."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self._ready = False
        self._socket, its = socket.socketpair()
        self._socket.setblocking(False)
        with its:
            self.process = subprocess.Popen(  # noqa: S603 - Python, with a module of ours
                sparql_worker.command(folder, its.fileno(), settings.sparql_seconds, settings.sparql_memory * _MIB),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the service, which ends its workers
            )

    async def started(self) -> None:
        """Wait until the version is open.

        Raises:
            StoreFailed: it cannot be.
        """
        if not self._ready:
            try:
                async with asyncio.timeout(_START):
                    kind, content = await self.read()
            except (TimeoutError, EOFError, ConnectionError):
                raise StoreFailed(f"No worker could be started for {self.folder}.") from None
            if kind != sparql_worker.READY:
                raise StoreFailed(f"{self.folder} cannot be opened: {content.decode()}")
            self._ready = True

    async def send(self, frame: bytes) -> None:
        """Send a frame. Whether the process has ended is seen by who reads."""
        with suppress(ConnectionError):
            await asyncio.get_running_loop().sock_sendall(self._socket, frame)

    async def read(self) -> tuple[bytes, bytes]:
        """The kind and content of the next frame.

        Raises:
            EOFError, ConnectionError: the process has ended.
        """
        kind, size = sparql_worker.HEADER.unpack(await self._bytes(sparql_worker.HEADER.size))
        return kind, await self._bytes(size)

    def kill(self) -> None:
        """End the process; what is left of it is cleared away in the background."""
        self.process.kill()
        self._socket.close()
        asyncio.get_running_loop().run_in_executor(None, self.process.wait)

    async def _bytes(self, size: int) -> bytes:
        loop, content, filled = asyncio.get_running_loop(), bytearray(size), 0
        while filled < size:
            got = await loop.sock_recv_into(self._socket, memoryview(content)[filled:])
            if not got:
                raise EOFError
            filled += got
        return bytes(content)
