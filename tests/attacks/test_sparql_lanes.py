"""Long SPARQL queries, and workers that die, are no trouble for short queries."""

import json
import os
import signal
import sys

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


@pytest.mark.parametrize("text", [RUNAWAY, ENDLESS])
def test_long_queries_do_not_shut_out_short_ones(text, home_folder, tmp_path):
    """Of two that run away one is stopped, the other goes on."""
    with served(home_folder, tmp_path / "log", workers=2, seconds=100) as service:
        with begin(service, text) as first, begin(service, text) as second:
            assert until(lambda: len(service.workers()) == 2)
            assert until(lambda: is_free(service))
            assert [service.query("ASK {}").status for _ in range(SHORT_QUERIES)] == [200] * SHORT_QUERIES
            said = []
            for client in (first, second):
                client.setblocking(False)
                try:
                    said.append(client.recv(17 if text == ENDLESS else 20))
                except BlockingIOError:
                    said.append(b"")
            if text == RUNAWAY:
                assert sorted(said) == [b"", b"HTTP/1.1 503 Service"]
            else:
                assert set(said) == {b"HTTP/1.1 200 OK\r\n"}
                assert "was cut: The query took long while others waited" in service.log
        assert "Traceback" not in service.log


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
