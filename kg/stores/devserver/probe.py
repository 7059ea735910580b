"""Probing ports: free, or a Neo4j that answers."""

import socket
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException

HOST = "127.0.0.1"

_HELLO = bytes.fromhex("6060B017 00080805 00020404 00000000 00000000")
"""A Bolt handshake: the magic number, then the versions 5.8 to 5.0, or 4.4 to 4.2."""

_SECONDS = 2
"""Time limit for one answer; a server that is starting may accept a connection and never answer on it."""


def free_ports(count: int) -> list[int]:
    """Distinct free ports."""
    with ExitStack() as bound:  # all are bound until the last is found, so that no port comes twice
        return [bound.enter_context(_bound(0)).getsockname()[1] for _ in range(count)]


def is_free(port: int) -> bool:
    """Whether a server could listen on a port."""
    try:
        _bound(port).close()
    except OSError:
        return False
    return True


def speaks_bolt(port: int) -> bool:
    """Whether a server on a port completes a Bolt handshake."""
    try:
        with socket.create_connection((HOST, port), _SECONDS) as connection:
            connection.sendall(_HELLO)
            return any(connection.recv(4))
    except OSError:
        return False


def speaks_http(port: int) -> bool:
    """Whether a server on a port serves its start page over HTTP."""
    connection = HTTPConnection(HOST, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    try:
        # Lingering connections of a server that has just stopped do not occupy the port.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except BaseException:
        bound.close()
        raise
    return bound
