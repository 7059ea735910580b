"""One worker process, seen from the service."""

import asyncio
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreFailed
from kg.settings import Settings
from kg.stores import sparql_worker
from kg.stores.version_files import FileStates

_START = 20
"""Seconds that a worker may take to start."""

_MIB = 1 << 20


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
        """End the process; it is waited for in the background."""
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
