"""One worker process, seen from the service."""

import asyncio
import logging
import signal
import socket
import subprocess
from contextlib import suppress
from functools import partial
from pathlib import Path

from kg.errors import StoreFailed
from kg.settings import Settings
from kg.stores import sparql_worker
from kg.stores.version_files import FileStates

_START = 20
"""Seconds that a worker may take to start."""

_MIB = 1 << 20
_SECONDS_TO_END = 5
_ORDERLY = (0, -signal.SIGKILL, -signal.SIGALRM)
"""Exit codes of a worker that the service ended, or that ended itself."""
_MOST_SAID = 4_000
"""Characters of what a worker says on stderr that are logged."""

_LOG = logging.getLogger(__name__)


class Worker:
    """A process bound to the RDF folder of one version, with the socket to it; equal only to itself."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.files = FileStates.below(folder)
        self._ready = False
        self._socket, worker_end = socket.socketpair()
        self._socket.setblocking(False)
        with worker_end:  # closed here once the process has it, so that its end is noticed
            self.process = subprocess.Popen(  # noqa: S603 - Python, with our module
                sparql_worker.command(
                    folder, worker_end.fileno(), settings.sparql_seconds, settings.sparql_memory * _MIB
                ),
                pass_fds=[worker_end.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C reaches only the service, which ends its workers
            )

    async def started(self) -> None:
        """Wait until the version is open.

        Raises:
            StoreFailed: it cannot be opened.
        """
        if not self._ready:
            try:
                async with asyncio.timeout(_START):
                    kind, content = await self.read()
            except (TimeoutError, EOFError, ConnectionError):
                raise StoreFailed(f"No worker could be started for {self.folder}.") from None
            if kind != sparql_worker.READY:
                raise StoreFailed(content.decode())
            self._ready = True

    async def send(self, frame: bytes) -> None:
        """Send a frame. That the process has ended shows when its answer is read."""
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
        """End the process; it is waited for in the background, and what it said is logged."""
        self.process.kill()
        self._socket.close()
        asyncio.get_running_loop().run_in_executor(None, self._bury)

    async def was_killed(self) -> bool:
        """Whether a process that ends by itself was killed by somebody else."""
        with suppress(subprocess.TimeoutExpired):
            wait = partial(self.process.wait, _SECONDS_TO_END)
            return await asyncio.get_running_loop().run_in_executor(None, wait) == -signal.SIGKILL
        return False

    def _bury(self) -> None:
        """Wait for the end of the process, and log a crash with what it said: in one line, as all else in the log."""
        _, said = self.process.communicate()
        if said or self.process.returncode not in _ORDERLY:
            text = said.decode(errors="replace")[-_MOST_SAID:]
            _LOG.warning("a SPARQL worker crashed", extra={"exit_code": self.process.returncode, "said": text})

    async def _bytes(self, size: int) -> bytes:
        loop, content, filled = asyncio.get_running_loop(), bytearray(size), 0
        while filled < size:
            got = await loop.sock_recv_into(self._socket, memoryview(content)[filled:])
            if not got:
                raise EOFError
            filled += got
        return bytes(content)
