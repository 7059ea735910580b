"""Connection to a SPARQL server: one request at a time, which ends at its deadline, or when the work that it is part of stops."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from threading import Lock, Timer
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.errors import StoreFailed, TookTooLong
from kg.stores.endpoint.refusals import refusal
from kg.stores.stopping import check, interruptible

_CONNECT_SECONDS = 10.0
_PIECE = 1 << 16
_MEBIBYTE = 1 << 20


class Reply(NamedTuple):
    """What a server answered with a status of 2xx."""

    media_type: str
    body: bytes


class Connections:
    """Connections to one address, which are kept for the next request, from any thread."""

    def __init__(self, url: str, headers: Mapping[str, str], seconds: float, mebibytes: int) -> None:
        """Nothing is connected yet.

        Args:
            url: the address, without user and password.
            headers: sent with each request.
            seconds: how long a request may take, with its answer.
            mebibytes: how long an answer may be.
        """
        self.url, self._headers = url, headers
        self._seconds, self._mebibytes = seconds, mebibytes
        self._idle: list[HTTPConnection] = []
        self._lock = Lock()

    def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """The answer to a request that changes nothing.

        Raises:
            StoreFailed: there is no server, it refuses, or its answer breaks off or is too long.
            TookTooLong: it did not answer in time.
        """
        until = time.monotonic() + self._seconds
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept:
            # The server may have closed it meanwhile. Then it has read nothing, so the request is made again.
            try:
                return self._exchange(kept, body, headers, until)
            except _Closed:
                pass
        try:
            return self._exchange(self._new(), body, headers, until)
        except _Closed as closed:
            raise StoreFailed(
                f"The SPARQL server at {self.url} closed the connection: {closed}. Look at its log."
            ) from None

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    def _new(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return connect(str(parts.hostname), parts.port, timeout=min(self._seconds, _CONNECT_SECONDS))

    def _exchange(self, connection: HTTPConnection, body: bytes, headers: Mapping[str, str], until: float) -> Reply:
        whole, wire = False, _Wire()
        try:
            with self._bounded(wire, until), interruptible(wire.cut):
                wire.sock = connection.sock or self._connected(connection)
                check()  # it may have been stopped before there was anything to cut
                with closing(self._request(connection, body, headers)) as answer:
                    if answer.status // 100 != 2:
                        raise refusal(answer, self.url, self._headers)
                    reply = self._read(answer)
                    whole = not answer.will_close
                check()  # an answer that was cut may look whole
        finally:
            if whole:
                with self._lock:
                    self._idle.append(connection)
            else:
                connection.close()
        return reply

    @contextmanager
    def _bounded(self, wire: "_Wire", until: float) -> Iterator[None]:
        """Cut a connection when its time is over: a server that sends a byte now and then would meet every other limit."""
        timer = Timer(max(0, until - time.monotonic()), wire.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (StoreFailed, _Closed):
            if time.monotonic() < until:
                raise
        finally:
            timer.cancel()
        if time.monotonic() >= until:
            raise TookTooLong(
                f"The SPARQL server at {self.url} took longer than {self._seconds:g} seconds (LACUNA_TIMEOUT)."
            )

    def _connected(self, connection: HTTPConnection) -> socket.socket:
        try:
            connection.connect()
        except OSError as error:
            raise StoreFailed(
                f"No SPARQL server answers at {self.url}: {error or type(error).__name__}. "
                "Start it, or set LACUNA_SPARQL_ENDPOINT."
            ) from None
        connected: socket.socket = connection.sock
        connected.settimeout(self._seconds)
        return connected

    def _request(self, connection: HTTPConnection, body: bytes, headers: Mapping[str, str]) -> HTTPResponse:
        path = urlsplit(self.url).path or "/"
        try:
            connection.request("POST", path, body, {**self._headers, **headers})
            return connection.getresponse()
        except (OSError, HTTPException) as error:
            raise _Closed(" ".join(str(error).split()) or type(error).__name__) from None

    def _read(self, answer: HTTPResponse) -> Reply:
        body = bytearray()
        try:
            while piece := answer.read1(_PIECE):
                body += piece
                if len(body) > self._mebibytes * _MEBIBYTE:
                    raise StoreFailed(
                        f"The SPARQL server at {self.url} answered with more than {self._mebibytes} MiB "
                        "(LACUNA_SPARQL_ANSWER). Ask for less, or raise the limit."
                    )
            if answer.length:  # what it announced and did not send
                raise IncompleteRead(b"", answer.length)
        except (OSError, HTTPException):
            raise broken_off(self.url) from None
        return Reply(answer.getheader("Content-Type", "").partition(";")[0].strip().lower(), bytes(body))


class _Closed(Exception):
    """The server closed the connection before it answered."""


class _Wire:
    """The socket of a request, once there is one; the connection forgets it when the server says that it will close it."""

    sock: socket.socket | None = None

    def cut(self) -> None:
        """End whatever a thread does on it; the server sees that it is closed."""
        if self.sock is not None:
            with suppress(OSError):  # it is closed already
                # Not the method of a TLS socket, which would first forget the key that the other thread is reading with.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def broken_off(url: str) -> StoreFailed:
    """The error that an answer is not whole."""
    return StoreFailed(
        f"The answer of the SPARQL server at {url} broke off. Ask again; if it breaks off again, "
        "raise the limits on answers (rows, bytes, seconds) of the server, or of a proxy in front of it."
    )
