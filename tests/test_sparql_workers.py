"""No query harms anybody but who asked it: limits of time, memory and length, clients that leave, versions that switch."""

import hashlib
import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from urllib.parse import quote, urlsplit

import pytest
from served import QUERY, beside, served

from kg.versions import Home
from loaders.pipeline import load

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what a service leaves behind is read from Linux's /proc"
)

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
NTRIPLES = "application/n-triples"
LIMIT = 1.0


@pytest.fixture
def start(home_folder, tmp_path):
    """Start the service with limits, over the loaded home or another."""

    def run(home=home_folder, **limits: float):
        return served(home, tmp_path / "log", **limits)

    return run


def until(holds, seconds: float = 15) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def wait_until_busy(service) -> None:
    assert until(lambda: service.query("ASK {}").status == 503)


def begin(service, text: str) -> socket.socket:
    """A client that has sent a query and reads nothing yet."""
    address = urlsplit(service.address)
    client = socket.create_connection((address.hostname, address.port), timeout=60)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    return client


def test_a_runaway_query_ends_in_504_while_others_are_served(start):
    with start(workers=2, seconds=LIMIT) as service:
        assert service.query("ASK {}").status == 200
        ended = []

        def run_away() -> None:
            begun = time.monotonic()
            said = service.query(RUNAWAY)
            ended.append((said.status, said.media, time.monotonic() - begun < LIMIT + 1))

        threads = beside(run_away, 2)
        served_meanwhile = 0
        while any(thread.is_alive() for thread in threads):
            assert service.ask("GET", "/health").status == 200
            assert service.ask("GET", "/gaps").status == 200
            served_meanwhile += 1
        assert ended == [(504, "application/problem+json", True)] * 2
        assert served_meanwhile > 1
        assert service.query("ASK {}").status == 200


def test_fifty_runaway_queries_leave_nothing_behind(start):
    with start(workers=2, seconds=0.2) as service:

        def run_away(times: int) -> None:
            def work() -> None:
                statuses.extend(service.query(RUNAWAY).status for _ in range(times))

            statuses: list[int] = []
            for thread in beside(work, 2):
                thread.join()
            assert statuses == [504] * 2 * times

        run_away(5)
        before = service.resident()
        run_away(25)
        assert service.resident() - before < 8 << 20
        assert service.query("ASK {}").status == 200
        assert until(lambda: len(service.workers()) == 1)
        (left,) = service.workers()
    assert until(lambda: left not in service.workers())


def test_a_service_that_is_killed_leaves_no_worker_behind(start):
    with start(workers=2, seconds=1) as service:
        assert service.query("ASK {}").status == 200
        client = begin(service, RUNAWAY)
        assert until(lambda: len(service.workers()) == 1)
        workers = service.workers()
        service.process.kill()
        client.close()
        assert until(lambda: not any(_runs(pid) for pid in workers))


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_when_all_workers_are_busy_the_next_is_told_to_come_back(start):
    with start(workers=1, seconds=5) as service:
        thread = threading.Thread(target=service.query, args=(RUNAWAY,))
        thread.start()
        assert until(lambda: service.workers() != [])
        said = service.query("ASK {}")
        assert (said.status, said.media) == (503, "application/problem+json")
        assert int(said.headers["retry-after"]) > 0
        thread.join()
        assert service.query("ASK {}").status == 200


def test_a_query_waits_for_its_turn(start):
    with start(workers=1) as service:
        statuses = []
        for thread in beside(lambda: statuses.append(service.query("ASK {}").status), 20):
            thread.join()
        assert statuses == [200] * 20
        assert len(service.workers()) == 1


@pytest.mark.parametrize("text", [RUNAWAY, ENDLESS])
def test_a_client_that_leaves_frees_its_worker(text, start):
    with start(workers=1, seconds=60) as service:
        client = begin(service, text)
        wait_until_busy(service)
        if text == ENDLESS:
            assert client.recv(4096).startswith(b"HTTP/1.1 200")
        busy = service.workers()
        client.close()
        assert until(lambda: service.query("ASK {}").status == 200)
        assert service.workers() != busy
        assert "Traceback" not in service.log


def test_a_client_that_leaves_the_queue_takes_no_place(start):
    with start(workers=1, seconds=4) as service:
        first = begin(service, RUNAWAY)
        assert until(lambda: service.workers() != [])
        for _ in range(5):
            begin(service, RUNAWAY).close()
        first.close()
        assert until(lambda: service.query("ASK {}").status == 200)


def test_a_client_that_does_not_read_frees_its_worker_in_time(start):
    with start(workers=1, seconds=3) as service, begin(service, ENDLESS):
        wait_until_busy(service)
        assert until(lambda: service.query("ASK {}").status == 200)
        assert "was cut: The query takes longer than 3 s" in service.log


def test_an_answer_that_is_too_long_is_cut(start):
    with start(workers=1, answer=1) as service:
        with pytest.raises(http.client.IncompleteRead) as cut:
            service.query(ENDLESS)
        assert 0 < len(cut.value.partial) <= 1 << 20
        assert "was cut: The answer is longer than 1 MiB" in service.log
        assert "Traceback" not in service.log
        assert service.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "text",
    [
        f"{ENDLESS} ORDER BY ?c ?f",
        "SELECT (GROUP_CONCAT(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?d)) AS ?x) }",
    ],
)
def test_a_query_that_needs_too_much_memory_is_stopped(text, start):
    with start(workers=1, memory=256, seconds=60) as service:
        said = service.query(text)
        problem = json.loads(said.body)
        assert (said.status, said.media) == (500, "application/problem+json")
        assert "256 MiB" in problem["detail"]
        assert service.query("ASK {}").status == 200
        assert "Traceback" not in service.log


def test_one_huge_value_does_not_become_huge_in_the_service(start):
    doubled = " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(24))
    with start(workers=1, answer=1) as service:
        assert service.query("ASK {}").status == 200
        before = service.resident()
        with pytest.raises(http.client.IncompleteRead):
            service.query(f'SELECT ?x24 {{ BIND("four" AS ?x0) {doubled} }}')
        assert service.resident() - before < 16 << 20


def test_a_worker_that_died_while_idle_is_replaced(start):
    with start(workers=1) as service:
        assert service.query("ASK {}").status == 200
        (pid,) = service.workers()
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: not _runs(pid))
        assert service.query("ASK {}").status == 200


def test_a_version_that_cannot_be_opened_is_said(start, tmp_path, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    load((str(write_sheet(seed_rows[:2])),), home)
    for file in home.rdf_folder(home.current()).iterdir():
        file.unlink()
    with start(tmp_path / "home") as service:
        said = service.query("ASK {}")
        assert (said.status, said.media) == (503, "application/problem+json")


def test_every_answer_is_wholly_of_one_version(start, tmp_path, write_sheet, seed_rows):
    """A version is named by the hash of its sorted N-Triples, so an answer with all triples proves whose it is."""
    home = Home(tmp_path / "home")
    sheets = [str(write_sheet(seed_rows[:count], f"first-{count}.csv")) for count in (3, 2, 4)]
    versions = [load((sheets[0],), home).version.version]
    with start(tmp_path / "home", workers=2) as service:
        answered, stop = [], threading.Event()

        def ask() -> None:
            while not stop.is_set():
                said = service.query(EVERYTHING, NTRIPLES)
                assert said.status == 200
                answered.append((said.headers["lacuna-dataset"], _hash(said.body)))

        threads = beside(ask, 3)
        for sheet in sheets[1:]:
            assert until(lambda: versions[-1] in {version for version, _ in answered})
            versions.append(load((sheet,), home).version.version)
        assert until(lambda: versions[-1] in {version for version, _ in answered})
        stop.set()
        for thread in threads:
            thread.join()
        assert all(said == found for said, found in answered)
        assert {version for version, _ in answered} == set(versions)
        old = service.ask("GET", f"/sparql?query={quote(EVERYTHING)}&version={versions[0]}", Accept=NTRIPLES)
        assert _hash(old.body) == versions[0]
        assert len(service.workers()) <= 2


def _hash(ntriples: bytes) -> str:
    lines = sorted(ntriples.decode().splitlines(keepends=True))
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def test_a_body_that_comes_slowly_takes_no_worker(start):
    with start(workers=1) as service:
        address = urlsplit(service.address)
        with socket.create_connection((address.hostname, address.port)) as slow:
            head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: 100\r\n\r\nASK"
            slow.sendall(head.encode())
            assert service.query("ASK {}").status == 200
