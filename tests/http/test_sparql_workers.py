"""No query harms anybody but who asked it: limits of time, memory and length, clients that leave, versions that switch."""

import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import quote, urlsplit

import pyoxigraph
import pytest

from kg.versions.home import Home
from loaders.pipeline import load
from tests.support.served import QUERY, Served, beside, served

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="what a service leaves behind is read from Linux's /proc"),
]

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
NTRIPLES = "application/n-triples"


@pytest.fixture(scope="module")
def patient(home_folder, tmp_path_factory):
    """A service with one worker and much time: what frees the worker is never the end of its time."""
    with served(home_folder, tmp_path_factory.mktemp("log") / "log", workers=1, seconds=100, memory=256) as service:
        yield service
    assert "Traceback" not in service.log


@pytest.fixture(scope="module")
def strict(home_folder, tmp_path_factory):
    """A service with one worker, little time and short answers."""
    with served(home_folder, tmp_path_factory.mktemp("log") / "log", workers=1, seconds=3, answer=1) as service:
        yield service
    assert "Traceback" not in service.log


def until(holds: Callable[[], object], seconds: float = 20) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def begin(service: Served, text: str, address: str = "127.0.0.1") -> socket.socket:
    """A client, from some address, that has sent a query and reads nothing yet."""
    to = urlsplit(service.address)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((to.hostname, to.port))
    headers = f"Host: {to.netloc}\r\nX-Forwarded-For: {address}\r\n"
    client.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\n{headers}\r\n".encode())
    return client


def start_workers(service: Served, count: int) -> None:
    """Have so many workers idle. The time of a query does not include the start of its worker, which takes a second or more."""

    def started() -> bool:
        for thread in beside(lambda: service.query("ASK {}"), count):
            thread.join()
        return len(service.workers()) == count

    assert until(started)


def is_at_work(service: Served) -> bool:
    """Whether a worker computes. Asking would tell as well, but end a long query."""
    return any(_state(pid) == "R" for pid in service.workers())


def is_free(service: Served) -> bool:
    return service.query("ASK {}").status == 200


def test_runaway_queries_end_in_504_while_others_are_served(home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=2, seconds=2) as service:
        start_workers(service, 2)
        assert service.ask("GET", "/gaps").status == 200
        ended = []

        def run_away() -> None:
            begun = time.monotonic()
            said = service.query(RUNAWAY)
            ended.append((said.status, said.media, time.monotonic() - begun < 2 + 1))

        threads = beside(run_away, 2)
        meanwhile = 0
        while all(thread.is_alive() for thread in threads):
            assert service.ask("GET", "/health").status == 200
            assert service.ask("GET", "/gaps").status == 200
            meanwhile += 1
        for thread in threads:
            thread.join()
        assert ended == [(504, "application/problem+json", True)] * 2
        assert meanwhile > 1
        assert is_free(service)


def test_fifty_runaway_queries_leave_nothing_behind(home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=2, seconds=0.2) as service:

        def run_away(times: int) -> None:
            statuses: list[int] = []
            work = lambda: statuses.extend(service.query(RUNAWAY).status for _ in range(times))  # noqa: E731
            for thread in beside(work, 2):
                thread.join()
            assert statuses == [504] * 2 * times

        run_away(3)
        before = service.resident()
        run_away(25)
        assert service.resident() - before < 8 << 20
        assert is_free(service)
        assert until(lambda: len(service.workers()) == 1)
        left = service.workers()
    assert until(lambda: not any(map(_runs, left)))


def test_a_service_that_is_killed_leaves_no_worker_behind(home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=2, seconds=1) as service:
        assert is_free(service)
        with begin(service, RUNAWAY), begin(service, RUNAWAY):
            assert until(lambda: len(service.workers()) == 2)
            workers = service.workers()
            service.process.kill()
            assert until(lambda: not any(map(_runs, workers)))


def _runs(pid: int) -> bool:
    return _state(pid) not in {"", "Z"}


def _state(pid: int) -> str:
    """The state of a process as Linux has it: one letter, none where it has ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.parametrize("text", [RUNAWAY, ENDLESS])
def test_a_client_that_leaves_frees_its_worker(text, patient):
    assert is_free(patient)
    assert until(lambda: len(patient.workers()) == 1)
    (worker,) = patient.workers()
    client = begin(patient, text)
    if text == ENDLESS:
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
    else:
        assert until(lambda: is_at_work(patient))
    client.close()
    assert until(lambda: is_free(patient))
    assert worker not in patient.workers()


def test_a_client_that_leaves_the_queue_takes_no_place(patient):
    first = begin(patient, RUNAWAY)
    assert until(lambda: is_at_work(patient))
    for _ in range(5):
        begin(patient, RUNAWAY).close()
    first.close()
    assert until(lambda: is_free(patient))


def test_where_too_many_wait_the_next_is_told_to_come_back(patient):
    with ExitStack() as opened:
        for _ in range(70):
            opened.enter_context(begin(patient, RUNAWAY))
        said = patient.query("ASK {}")
        assert (said.status, said.media) == (503, "application/problem+json")
        assert int(said.headers["retry-after"]) > 0
    assert until(lambda: is_free(patient))


def test_a_query_waits_for_its_turn(patient):
    statuses: list[int] = []
    for thread in beside(lambda: statuses.append(patient.query("ASK {}").status), 20):
        thread.join()
    assert statuses == [200] * 20
    assert until(lambda: len(patient.workers()) == 1)


def test_a_body_that_comes_slowly_takes_no_worker(patient):
    address = urlsplit(patient.address)
    with socket.create_connection((address.hostname, address.port)) as slow:
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: 100\r\n\r\nASK"
        slow.sendall(head.encode())
        assert is_free(patient)


def test_a_query_that_needs_too_much_memory_is_stopped(patient):
    said = patient.query(f"{ENDLESS} ORDER BY ?c ?f")
    assert (said.status, said.media) == (500, "application/problem+json")
    assert "256 MiB" in json.loads(said.body)["detail"]
    assert is_free(patient)


def test_a_worker_that_died_while_idle_is_replaced(patient):
    assert is_free(patient)
    # Workers that earlier tests made the service kill are still listed until it has waited for them.
    assert until(lambda: len(patient.workers()) == 1)
    (pid,) = patient.workers()
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not _runs(pid))
    assert is_free(patient)


def test_an_answer_that_is_too_long_is_cut(strict):
    with pytest.raises(http.client.IncompleteRead) as cut:
        strict.query(ENDLESS)
    assert 0 < len(cut.value.partial) <= 1 << 20
    assert "was cut: The answer is longer than 1 MiB" in strict.log
    assert is_free(strict)


def test_one_huge_value_does_not_become_huge_in_the_service(strict):
    doubled = " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(24))
    assert is_free(strict)
    before = strict.resident()
    with pytest.raises(http.client.IncompleteRead):
        strict.query(f'SELECT ?x24 {{ BIND("four" AS ?x0) {doubled} }}')
    assert strict.resident() - before < 16 << 20


def test_a_client_that_does_not_read_frees_its_worker_in_time(home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=1, seconds=4) as service, begin(service, ENDLESS):
        assert until(lambda: "was cut: The query took longer than 4 s" in service.log)
        assert is_free(service)


def test_every_answer_is_wholly_of_one_version(tmp_path, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    sheets = [str(write_sheet(seed_rows[:count], f"first-{count}.csv")) for count in (3, 2, 4)]
    versions = [load((sheets[0],), home).version.version]
    with served(tmp_path / "home", tmp_path / "log", workers=2) as service:
        answered, stop = [], threading.Event()

        def ask() -> None:
            while not stop.is_set():
                said = service.query(EVERYTHING, NTRIPLES)
                answered.append((said.status, said.headers["lacuna-dataset"], _lines(said.body)))

        def newest_has_answered() -> bool:
            return versions[-1] in {version for _, version, _ in answered}

        threads = beside(ask, 3)
        for sheet in sheets[1:]:
            assert until(newest_has_answered)
            versions.append(load((sheet,), home).version.version)
        assert until(newest_has_answered)
        stop.set()
        for thread in threads:
            thread.join()
        old = service.ask("GET", f"/sparql?query={quote(EVERYTHING)}&version={versions[0]}", Accept=NTRIPLES)
        assert until(lambda: len(service.workers()) <= 2)
    whole = {version: _lines(_everything(home, version)) for version in versions}
    assert len(set(whole.values())) == 3
    assert {version for _, version, _ in answered} == set(versions)
    assert all(status == 200 and lines == whole[version] for status, version, lines in answered)
    assert _lines(old.body) == whole[versions[0]]


def _everything(home: Home, version: str) -> bytes:
    triples = pyoxigraph.Store.read_only(str(home.rdf_folder(version))).query(EVERYTHING)
    assert isinstance(triples, pyoxigraph.QueryTriples)
    return triples.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""


def _lines(ntriples: bytes) -> int:
    """The same number for the same triples, whatever their order."""
    return hash(frozenset(ntriples.split(b"\n")))


def test_a_version_that_cannot_be_opened_is_said(tmp_path, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    load((str(write_sheet(seed_rows[:2])),), home)
    with served(tmp_path / "home", tmp_path / "log") as service:
        for file in home.rdf_folder(home.current()).iterdir():
            file.unlink()
        said = service.query("ASK {}")
        assert (said.status, said.media) == (503, "application/problem+json")
