"""Clients that send half a request, read nothing, or open connection after connection hold up nobody."""

import logging
import re
import resource
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from api.http.observability import Sparing
from tests.law.strategies import sized
from tests.support.http_servers import Server, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is open is read from Linux's /proc")

MANY = sized(quick=20, full=40, thorough=1000)
HEADER = b"GET /health HTTP/1.1\r\nHost: x\r\n"
BODY = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
RUNAWAY = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
LONG = "/matrix?rows=unit-operation&columns=country"


def connect(server: Server, sent: bytes = b"", buffer: int = 1 << 16) -> socket.socket:
    address = urlsplit(server.url)
    client = socket.socket()
    client.settimeout(60)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.connect((address.hostname, address.port))
    client.sendall(sent)
    return client


def everything(client: socket.socket) -> bytes:
    """What comes until the server ends the connection, which it must."""
    content = b""
    try:
        while piece := client.recv(1 << 16):
            content += piece
    except ConnectionResetError:
        pass
    return content


def status(server: Server, path: str) -> bytes:
    with connect(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()) as client:
        return everything(client)[:12]


def sockets(server: Server) -> int:
    """How many sockets the service has open."""
    found = 0
    for each in Path(f"/proc/{server._process.pid}/fd").iterdir():
        try:
            found += str(each.readlink()).startswith("socket:")
        except OSError:
            continue
    return found


def has_worker(server: Server) -> bool:
    tasks = Path(f"/proc/{server._process.pid}/task").glob("*/children")
    return any(each.read_text(encoding="ascii").split() for each in tasks)


def becomes(holds, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def brisk(home_folder, tmp_path_factory):
    """A service whose clients have one second."""
    with serving(home_folder, tmp_path_factory.mktemp("brisk"), env={"LACUNA_CLIENT_SECONDS": "1"}) as server:
        yield server
        assert "Traceback" not in "".join(server.lines)


@pytest.mark.parametrize(
    ("sent", "answer"), [(b"", b""), (HEADER, b"HTTP/1.1 408"), (BODY, b"HTTP/1.1 408"), (b"\x00", b"HTTP/1.1 4")]
)
@pytest.mark.server
def test_half_a_request_is_not_waited_for_for_ever(sent, answer, brisk):
    with connect(brisk, sent) as client:
        said = everything(client)
        assert said.startswith(answer)
        assert bool(said) == bool(answer)


@pytest.mark.server
def test_a_request_that_comes_byte_by_byte_ends_too(brisk):
    with connect(brisk) as client:
        try:
            for byte in HEADER + b"X-Slow: " + b"x" * 600:
                client.sendall(bytes([byte]))
                time.sleep(0.02)
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            raise AssertionError("it was waited for")
        assert status(brisk, "/health") == b"HTTP/1.1 200"


@pytest.mark.server
def test_requests_after_the_first_are_waited_for_no_longer(brisk):
    whole = HEADER + b"\r\n"
    with connect(brisk, whole + whole + HEADER) as client:
        assert re.findall(rb"HTTP/1.1 (\d+)", everything(client)) == [b"200", b"200", b"408"]


@pytest.mark.server
def test_who_reads_nothing_is_left(brisk):
    with connect(brisk, f"GET {LONG} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()) as client:
        size = len(everything(client))  # it is kept, so that the next are not computed
    assert size > 1 << 20
    assert becomes(lambda: sockets(brisk) <= 4)
    before = sockets(brisk)
    with ExitStack() as opened:
        request = f"GET {LONG} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        idle = [opened.enter_context(connect(brisk, request, 2048)) for _ in range(3)]
        assert becomes(lambda: sockets(brisk) == before + 3)
        assert becomes(lambda: sockets(brisk) == before)
        assert all(len(everything(client)) < size for client in idle)


@pytest.mark.server
def test_who_reads_slowly_is_served_to_the_end(brisk):
    with connect(brisk, f"GET {LONG} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode(), 1 << 17) as client:
        content = b""
        while piece := client.recv(1 << 17):
            content += piece
            time.sleep(0.03)
    header, _, body = content.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}\r\n".encode() in header


@pytest.mark.server
def test_of_too_many_connections_those_that_wait_longest_end(home_folder, tmp_path):
    most = 8
    env = {"LACUNA_CONNECTIONS": str(most), "LACUNA_CLIENT_SECONDS": "600"}
    with serving(home_folder, tmp_path, env=env) as server:
        assert status(server, "/health") == b"HTTP/1.1 200"
        with ExitStack() as opened:
            request = f"GET /sparql?query={RUNAWAY} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            answered = opened.enter_context(connect(server, request))
            assert becomes(lambda: has_worker(server))
            slow = []
            for number in range(MANY):
                slow.append(opened.enter_context(connect(server, HEADER if number % 2 else BODY)))
                if number % 10 == 9:
                    assert status(server, "/health") == b"HTTP/1.1 200"
            assert sockets(server) < most + 10
            assert everything(slow[0]) == everything(slow[1]) == b""
            answered.setblocking(False)
            with pytest.raises(BlockingIOError):  # still open, and not yet answered
                answered.recv(1)


@pytest.mark.server
def test_few_files_leave_fewer_connections_and_little_to_say(home_folder, tmp_path):
    with serving(home_folder, tmp_path, env={"LACUNA_CLIENT_SECONDS": "600"}) as server, ExitStack() as opened:
        resource.prlimit(server._process.pid, resource.RLIMIT_NOFILE, (300, 300))
        begun = time.monotonic()
        for _ in range(400):
            opened.enter_context(connect(server, HEADER))
        for _ in range(3):
            assert status(server, "/health") == b"HTTP/1.1 200"
        assert status(server, "/gaps/gap_integrated_lyophilization") == b"HTTP/1.1 200"
        complaints = [line for line in list(server.lines) if "system resource" in line]
        assert len(complaints) <= time.monotonic() - begun + 1
        assert sockets(server) < 150


def test_the_log_says_a_thing_once_a_second():
    def record(created: float, message: str = "full", level: int = logging.WARNING) -> logging.LogRecord:
        made = logging.LogRecord("lacuna", level, "", 0, message, None, None)
        made.created = created
        return made

    sparing = Sparing()
    assert [sparing.filter(record(at)) for at in (0.0, 0.5, 0.9)] == [True, False, False]
    assert sparing.filter(record(0.9, "another"))
    later = record(1.5)
    assert sparing.filter(later)
    assert vars(later)["left_out"] == 2
    assert all(sparing.filter(record(2.0, level=logging.INFO)) for _ in range(3))
