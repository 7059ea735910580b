"""The gate of the service: where a connection waits, at little cost, until the header of its first request has come."""

# To serve a connection, asyncio and h11 need 150 µs before they have read anything; to let it wait here takes a third of
# that, so it is hard to open connections faster than they are accepted, and nobody waits behind half-sent requests.

import asyncio
import logging
import re
from asyncio import AbstractEventLoop, Task, TimerHandle
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from typing import Any, cast

from api.http.connections import BUSY, LONGEST_HEADER, TIMEOUT, Connection, Places, client_seconds

WAITING_AT_ONCE = 4096
"""Connections that may wait to be accepted. The system drops what further clients send, and they try again a second later."""
_ACCEPTED_AT_ONCE = 64
"""Connections that are accepted in one go, so that those who sent a request are heard in between."""
_AFTER_ERROR = 1
"""Seconds until connections are accepted again if none could be, for want of files."""
_DECIDABLE = re.compile(rb"\A[\x00-\x20]|\n\r?\n")
"""What of a header h11 decides on: its end, or a beginning that no request has."""
_END = 3
"""Bytes of the end of a header that may have come with what was read before."""
_PIECE = 1 << 16

_LOG = logging.getLogger("lacuna")


class Loop(asyncio.SelectorEventLoop):
    """An event loop that listens through a gate."""

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], Connection], *, sock: socket, **_: object
    ) -> asyncio.Server:
        """Listen on a socket.

        Args:
            protocol_factory: makes what serves a connection.
            sock: the socket.
        """
        return cast(asyncio.Server, Gate(self, protocol_factory, sock))


class Gate:
    """Accepts connections, and has those served that have sent the header of a request."""

    def __init__(self, loop: AbstractEventLoop, protocol: Callable[[], Connection], listening: socket) -> None:
        self.places, self.loop = Places(), loop
        self._protocol, self._listening = protocol, listening
        self._passing = set[Task[Any]]()
        listening.setblocking(False)
        listening.listen(WAITING_AT_ONCE)
        loop.add_reader(listening, self._accept)

    def close(self) -> None:
        """Accept no more, and end the connections that wait here."""
        if self._listening.fileno() >= 0:
            self.loop.remove_reader(self._listening)
            self._listening.close()
        for each in self.places.waiting():
            if isinstance(each, _Caller):
                each.end()

    async def wait_closed(self) -> None:
        """Nothing: ``close`` does not leave anything to wait for."""

    def pass_on(self, caller: "_Caller") -> None:
        """Have a connection served."""
        connection = self._protocol()
        connection.places, connection.sent = self.places, bytes(caller.sent)
        self.places.pass_on(caller, connection)
        task = self.loop.create_task(self.loop.connect_accepted_socket(lambda: connection, caller.socket))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    def _accept(self) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                accepted, _address = self._listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                _LOG.warning("Connections have to wait: %s", error.strerror)
                self.loop.remove_reader(self._listening)
                self.loop.call_later(_AFTER_ERROR, self._accept_again)
                return
            accepted.setblocking(False)
            caller = _Caller(self, accepted)
            if self.places.take(caller):
                caller.wait()
            else:
                caller.end(BUSY)

    def _accept_again(self) -> None:
        if self._listening.fileno() >= 0:
            self.loop.add_reader(self._listening, self._accept)


class _Caller:
    """A connection that waits for the header of its first request."""

    __slots__ = ("_gate", "_timer", "sent", "socket")

    def __init__(self, gate: Gate, accepted: socket) -> None:
        self._gate, self.socket = gate, accepted
        self.sent = bytearray()
        self._timer: TimerHandle | None = None

    def wait(self) -> None:
        """Wait for the header, but not for ever."""
        # Its number, because the loop makes a text of every socket that it does not know.
        self._gate.loop.add_reader(self.socket.fileno(), self._read)
        self._timer = self._gate.loop.call_later(client_seconds(), self._too_slow)

    def end(self, reply: bytes = b"") -> None:
        """End it, with a reply if the client takes one at once."""
        self._stop_waiting()
        self._gate.places.leave(self)
        with self.socket, suppress(OSError):  # if it has left
            if reply:
                with suppress(BlockingIOError):  # nothing was sent
                    self.socket.recv(_PIECE)  # what was sent and not read would make the system withhold the reply
                self.socket.send(reply)

    def _read(self) -> None:
        try:
            piece = self.socket.recv(_PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self.end()
            return
        known = max(0, len(self.sent) - _END)
        self.sent += piece
        if _DECIDABLE.search(self.sent, known) or len(self.sent) > LONGEST_HEADER:
            self._stop_waiting()
            self._gate.pass_on(self)

    def _too_slow(self) -> None:
        self.end(TIMEOUT if self.sent else b"")

    def _stop_waiting(self) -> None:
        self._gate.loop.remove_reader(self.socket.fileno())
        if self._timer:
            self._timer.cancel()
