"""Long SPARQL queries, and workers that die, are no trouble for short queries."""

import json
import os
import signal
import sys
from contextlib import ExitStack

import pytest

from tests.http.test_sparql_workers import ENDLESS, RUNAWAY, begin, is_free, until
from tests.law.strategies import sized
from tests.support.served import served

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="workers are read from Linux's /proc"),
]
SHORT_QUERIES = sized(quick=3, full=6, thorough=40)
DEATHS = sized(quick=2, full=5, thorough=40)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("text", [RUNAWAY, ENDLESS])
def test_long_queries_do_not_shut_out_short_ones(text, workers, home_folder, tmp_path):
    """Of those that run away one is stopped, the others go on; more of them than workers are stopped one after the other."""
    with served(home_folder, tmp_path / "log", workers=workers, seconds=100) as service:
        with ExitStack() as opened:
            clients = [opened.enter_context(begin(service, text)) for _ in range(workers)]
            assert until(lambda: len(service.workers()) == workers)
            assert until(lambda: is_free(service))
            assert [service.query("ASK {}").status for _ in range(SHORT_QUERIES)] == [200] * SHORT_QUERIES
            said = []
            for client in clients:
                client.setblocking(False)
                try:
                    said.append(client.recv(17 if text == ENDLESS else 20))
                except BlockingIOError:
                    said.append(b"")
            if text == RUNAWAY:
                assert sorted(said) == [b""] * (workers - 1) + [b"HTTP/1.1 503 Service"]
            else:
                assert set(said) == {b"HTTP/1.1 200 OK\r\n"}
                assert "was cut: The query took long while others waited" in service.log
        assert "Traceback" not in service.log


@pytest.mark.parametrize("workers", [1, 2])
def test_short_queries_get_in_between_many_long_ones(workers, home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=workers, seconds=100) as service, ExitStack() as opened:
        for number in range(2 * workers):
            opened.enter_context(begin(service, RUNAWAY, f"10.0.0.{number}"))
        assert service.query("ASK {}").status == 200


def test_workers_that_are_killed_while_idle_fail_no_query(home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=1) as service:
        for _ in range(DEATHS):
            assert is_free(service)
            for pid in service.workers():
                os.kill(pid, signal.SIGKILL)
            # At once: its last thread may not have ended.
            assert service.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "text", [f"SELECT * {{ FILTER{'(' * 200_000}1 }}", f"{ENDLESS} ORDER BY ?c ?f"], ids=["deep", "large"]
)
def test_a_worker_that_crashes_is_one_line_of_the_log(text, home_folder, tmp_path):
    with served(home_folder, tmp_path / "log", workers=1, memory=256) as service:
        assert service.query(text).status == 500
        assert is_free(service)
        assert until(lambda: service.log.count("a SPARQL worker crashed") == 1)
        lines = service.log.splitlines()[2:]
    assert all(json.loads(line) for line in lines)
