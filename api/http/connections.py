"""Connections of clients: how many there may be, and how long one may take to send a request or to read on."""

# The server itself (uvicorn) ends only connections on which no request has begun.

import asyncio
import resource
from collections import OrderedDict
from functools import cache
from typing import Protocol

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kg.settings import read_settings

_DESCRIPTORS_FOR_ALL_ELSE = 256
"""File descriptors that connections leave to stored versions, workers, exports and Python itself."""
LONGEST_HEADER = 1 << 16
"""Bytes of a header that are read."""
_PROGRESS = 1 << 16
"""Bytes that a client has to read in the time that it has."""

_EMPTY = b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2" + _EMPTY
TIMEOUT = b"HTTP/1.1 408 Request Timeout" + _EMPTY
"""Replies to connections that nothing can be answered."""


@cache  # once per process
def most_connections() -> int:
    """How many connections there may be: as the settings say, but fewer than this process may open files."""
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if descriptors == resource.RLIM_INFINITY:
        return read_settings().connections
    return min(read_settings().connections, max(descriptors - _DESCRIPTORS_FOR_ALL_ELSE, descriptors // 4))


@cache
def client_seconds() -> float:
    """How long a client may take to send a header or a body, or to read on."""
    return read_settings().client_seconds


class Ending(Protocol):
    """A connection that can be ended while nothing but its client is waited for."""

    def end(self) -> None:
        """End it at once, and leave its place."""


class Places:
    """The places of the connections of a process, each of which is taken by one; if all are, by that which waits least long."""

    def __init__(self) -> None:
        self._taken = set[Ending]()
        self._waiting = OrderedDict[Ending, None]()  # the one that has waited longest comes first

    def take(self, one: Ending) -> bool:
        """Take a place for a connection that waits for its client, if need be that of the one that has waited longest.

        Returns:
            whether there was one: there is none if requests on all connections are being answered.
        """
        if len(self._taken) >= most_connections():
            longest = next(iter(self._waiting), None)
            if longest is None:
                return False
            longest.end()
        self._taken.add(one)
        self.wait(one)
        return True

    def pass_on(self, one: Ending, another: Ending) -> None:
        """Give the place of a connection to one that goes on with it."""
        self.leave(one)
        self._taken.add(another)

    def leave(self, one: Ending) -> None:
        """Leave a place, if it has one."""
        self._taken.discard(one)
        self.answer(one)

    def wait(self, one: Ending) -> None:
        """From now on a connection with a place waits for its client, unless it does already."""
        if one in self._taken:
            self._waiting.setdefault(one)

    def answer(self, one: Ending) -> None:
        """From now on it does not: a request is being answered."""
        self._waiting.pop(one, None)

    def waiting(self) -> list[Ending]:
        """The connections that wait for their clients, the one that has waited longest first."""
        return list(self._waiting)


class Connection(H11Protocol):
    """A connection that is served, and ends if its client does not send on or read on in time."""

    places: Places
    sent: bytes
    """What the client has sent before it was served."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin with what was sent before."""
        self._part: str | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self.data_received(self.sent)
        self.sent = b""

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._follow()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._follow()

    def pause_writing(self) -> None:
        """Wait until the client reads on."""
        super().pause_writing()
        if self._reading is None:
            self._await_progress()

    def resume_writing(self) -> None:
        """Go on, now that the client has read."""
        super().resume_writing()
        self._cancel_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # which uvicorn forgets where the connection broke
        self._cancel_sending()
        self._cancel_reading()
        self.places.leave(self)

    def end(self) -> None:
        """End a connection on which nothing is being answered, at once."""
        self.connections.discard(self)
        self.places.leave(self)
        self.transport.abort()

    def _follow(self) -> None:
        """Set the time for what the client is sending: the header of a request, its body, or nothing."""
        theirs = self.conn.their_state
        cycle: RequestResponseCycle | None = self.cycle
        has_begun = cycle is None or bool(self.conn.trailing_data[0])
        part = "body" if theirs is h11.SEND_BODY else "header" if theirs is h11.IDLE and has_begun else None
        answering = cycle is not None and not cycle.response_complete
        if answering and part != "body":
            self.places.answer(self)
        else:
            self.places.wait(self)
        if part != self._part:
            self._part = part
            self._cancel_sending()
            if part:
                self._sending = self.loop.call_later(client_seconds(), self._too_slow)

    def _too_slow(self) -> None:
        """Answer 408 if nothing has been answered, and end."""
        if self.transport.is_closing():
            return
        cycle: RequestResponseCycle | None = self.cycle
        answerable = True
        if cycle is not None and not cycle.response_complete:
            answerable = not cycle.response_started
            cycle.disconnected = True
            cycle.message_event.set()
        if answerable:
            self.transport.write(TIMEOUT)
        self.transport.close()

    def _await_progress(self, before: int | None = None) -> None:
        """Break the connection unless the client goes on reading."""
        size = self.transport.get_write_buffer_size()
        if before is not None and size > before - _PROGRESS:
            self.transport.abort()
        else:
            self._reading = self.loop.call_later(client_seconds(), self._await_progress, size)

    def _cancel_sending(self) -> None:
        if self._sending:
            self._sending.cancel()
            self._sending = None

    def _cancel_reading(self) -> None:
        if self._reading:
            self._reading.cancel()
            self._reading = None
