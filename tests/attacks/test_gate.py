"""Connections wait at the gate until a header has come: none of a burst is dropped, however requests are cut into pieces."""

import random
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from api.http import connections
from api.http.connections import Places
from tests.attacks.test_connections import HEADER, becomes, connect, everything, sockets, status
from tests.law.strategies import sized
from tests.support.http_servers import serving

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and sockets are read from Linux's /proc")

ROUNDS = sized(quick=3, full=25, thorough=250)
BURST = 900
RETRIED = 0.9
"""Seconds: the system of a client that was dropped tries again after one."""
WHOLE = HEADER + b"\r\n"
LAST = HEADER + b"Connection: close\r\n\r\n"
FORM = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    b"Content-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
)
SENT = (
    LAST,
    LAST.replace(b"\r\n", b"\n"),
    WHOLE + WHOLE + LAST,
    FORM + b"ASK {}",
    FORM.replace(b"sparql", b"nothing") + b"ASK {}",
    b"\r\n" + LAST,
    b" GET / HTTP/1.1\r\n\r\n",
    b"GET /health HTTP/1.1\r\nno colon\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 70_000,
)


@pytest.fixture(scope="module")
def server(home_folder, tmp_path_factory):
    with serving(home_folder, tmp_path_factory.mktemp("gate"), env={"LACUNA_CLIENT_SECONDS": "60"}) as server:
        assert status(server, "/health") == b"HTTP/1.1 200"
        yield server
        assert "Traceback" not in "".join(server.lines)


def pieces(sent: bytes, dice: random.Random) -> Iterator[bytes]:
    cuts = sorted({0, len(sent), *(dice.randrange(len(sent)) for _ in range(dice.choice((0, 1, 2, 5))))})
    if dice.random() < 0.5:  # where a search for the end of the header could go wrong
        cuts = sorted({*cuts, *(found.start() + dice.randrange(4) for found in re.finditer(b"\r\n\r\n", sent))})
    for start, end in pairwise(cuts):
        yield sent[start:end]


def statuses(said: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1\.1 (\d+)", said)


@linux
@pytest.mark.server
def test_none_of_a_burst_is_dropped(server):
    allowed = int(Path("/proc/sys/net/core/somaxconn").read_text(encoding="ascii"))
    with ExitStack() as opened:
        for _ in range(min(BURST, allowed)):
            begun = time.monotonic()
            opened.enter_context(connect(server, HEADER))
            assert time.monotonic() - begun < RETRIED
        begun = time.monotonic()
        assert status(server, "/health") == b"HTTP/1.1 200"
        assert time.monotonic() - begun < RETRIED
    assert becomes(lambda: sockets(server) <= 4)


@pytest.mark.parametrize("sent", SENT)
@pytest.mark.server
def test_pieces_are_answered_as_the_whole(sent, server):
    with connect(server, sent) as client:
        expected = statuses(everything(client))
    assert expected
    dice = random.Random(7)
    for _ in range(ROUNDS):
        with connect(server) as client:
            try:
                for piece in pieces(sent, dice):
                    client.sendall(piece)
                    time.sleep(0.003)
            except (BrokenPipeError, ConnectionResetError):  # refused before its end
                pass
            # What was refused may be sent on, and then the system withholds the reply.
            assert statuses(everything(client)) in ([expected] if expected[-1] != b"400" else [expected, []])


@linux
@pytest.mark.server
def test_who_leaves_early_takes_no_place(server):
    for sent in (b"", b"G", HEADER, HEADER + b"X-Y", FORM, FORM + b"A"):
        for _ in range(20):
            connect(server, sent).close()
    assert becomes(lambda: sockets(server) <= 4)


def test_the_place_of_who_waits_longest_is_taken(monkeypatch):
    dice = random.Random(5)
    for _ in range(ROUNDS):
        most = dice.randint(1, 6)
        monkeypatch.setattr(connections, "most_connections", lambda most=most: most)
        walk(Places(), most, dice)


def walk(places: Places, most: int, dice: random.Random) -> None:
    """Random steps, compared with a list of those that are there, in the order in which they began to wait."""
    there: set[int] = set()
    order: list[int] = []
    ended: list[int] = []

    class One:
        def __init__(self, number: int) -> None:
            self.number = number

        def end(self) -> None:
            ended.append(self.number)
            places.leave(self)

    made: list[One] = []
    for number in range(200):
        step = dice.choice(("take", "take", "leave", "wait", "answer", "pass on"))
        one = dice.choice(made) if made else None
        if step == "take" or one is None:
            made.append(One(number))
            full, longest = len(there) >= most, order[0] if order else None
            assert places.take(made[-1]) == (not full or longest is not None)
            if full and longest is not None:
                assert ended.pop() == longest
                there.remove(longest)
                order.remove(longest)
            if not full or longest is not None:
                there.add(number)
                order.append(number)
        elif step == "pass on" and one.number in there:
            made.append(One(number))
            places.pass_on(one, made[-1])
            there.remove(one.number)
            there.add(number)
            order = [each for each in order if each != one.number]
        elif step == "leave":
            places.leave(one)
            there.discard(one.number)
            order = [each for each in order if each != one.number]
        elif step == "wait":
            places.wait(one)  # nothing, where it has no place any more
            if one.number in there and one.number not in order:
                order.append(one.number)
        elif step == "answer":
            places.answer(one)
            order = [each for each in order if each != one.number]
        assert [each.number for each in places.waiting() if isinstance(each, One)] == order
        assert not ended
        assert len(there) <= most
