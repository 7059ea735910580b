"""Connections of clients: how many there may be, and how long one may take to send a request or to read on."""

# The server itself (uvicorn) ends only connections on which no request has begun.

import asyncio
import resource
from functools import cache

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kg.settings import read_settings

_DESCRIPTORS_FOR_ALL_ELSE = 256
"""File descriptors that connections leave to stored versions, workers, exports and Python itself."""
_PROGRESS = 1 << 16
"""Bytes that a client has to read in the time that it has."""

_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@cache  # once per process
def most_connections() -> int:
    """How many connections there may be: as the settings say, but fewer than this process may open files."""
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if descriptors == resource.RLIM_INFINITY:
        return read_settings().connections
    return min(read_settings().connections, max(descriptors - _DESCRIPTORS_FOR_ALL_ELSE, descriptors // 4))


@cache
def _seconds() -> float:
    return read_settings().client_seconds


class Connection(H11Protocol):
    """A connection that ends if its client does not send on or read on in time; of too many, the one that waits longest."""

    waits_since = 0.0
    """Since when nothing but the client is waited for; 0 where a request is being answered."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, in the place of the connection that has waited longest if there are too many."""
        self._part: str | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            waiting = [each for each in self.connections if isinstance(each, Connection) and each.waits_since]
            longest = min(waiting, key=lambda each: each.waits_since, default=None)
            if longest is None:
                transport.write(_BUSY)
                transport.close()
                return
            longest.end()
        self.waits_since = self.loop.time()
        self._follow()

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

    def end(self) -> None:
        """End a connection on which nothing is being answered, at once."""
        self.connections.discard(self)
        self.waits_since = 0.0
        self.transport.abort()

    def _follow(self) -> None:
        """Set the time for what the client is sending: the header of a request, its body, or nothing."""
        theirs = self.conn.their_state
        cycle: RequestResponseCycle | None = self.cycle
        has_begun = cycle is None or bool(self.conn.trailing_data[0])
        part = "body" if theirs is h11.SEND_BODY else "header" if theirs is h11.IDLE and has_begun else None
        answering = cycle is not None and not cycle.response_complete
        self.waits_since = 0.0 if answering and part != "body" else self.waits_since or self.loop.time()
        if part != self._part:
            self._part = part
            self._cancel_sending()
            if part:
                self._sending = self.loop.call_later(_seconds(), self._too_slow)

    def _too_slow(self) -> None:
        """Answer 408 if nothing has been answered, and end."""
        if self.transport.is_closing():
            return
        cycle: RequestResponseCycle | None = self.cycle
        answerable = bool(self.conn.trailing_data[0])  # nothing at all was sent by who only opens connections
        if cycle is not None and not cycle.response_complete:
            answerable = not cycle.response_started
            cycle.disconnected = True
            cycle.message_event.set()
        if answerable:
            headers = [(b"content-length", b"0"), (b"connection", b"close")]
            for event in (
                h11.Response(status_code=408, headers=headers, reason=b"Request Timeout"),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _await_progress(self, before: int | None = None) -> None:
        """Break the connection unless the client goes on reading."""
        size = self.transport.get_write_buffer_size()
        if before is not None and size > before - _PROGRESS:
            self.transport.abort()
        else:
            self._reading = self.loop.call_later(_seconds(), self._await_progress, size)

    def _cancel_sending(self) -> None:
        if self._sending:
            self._sending.cancel()
            self._sending = None

    def _cancel_reading(self) -> None:
        if self._reading:
            self._reading.cancel()
            self._reading = None
