"""Whatever versions are asked, and in whatever order, few are open, and none is closed before its last user is done."""

import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import MOST_KEPT, MOST_OPEN, Service
from kg.errors import Busy, StoreFailed
from kg.questions.catalogue import read_catalogue
from kg.questions.reading import read_question
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import load
from tests.bench.crowd import ask, crowd, questions
from tests.bench.soak import resident
from tests.law.strategies import sized
from tests.support.http_servers import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is open is read from Linux's /proc")

VERSIONS = MOST_OPEN + 2
RETURNED = 25
"""MiB that queries take of an open graph at least, beyond what the C library returns of itself, some 13."""
REQUESTS = sized(quick=2, full=4, thorough=40) * VERSIONS


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A home with several versions, and their hashes; the last is current."""
    folder = tmp_path_factory.mktemp("stored")
    hashes = []
    for number in range(VERSIONS):
        (folder / "s.csv").write_text(f"study,unit-operation\nstudy-{number},coating\n", encoding="utf-8")
        hashes.append(load((str(folder / "s.csv"),), Home(folder / "home")).version.version)
    return folder / "home", hashes


@pytest.fixture
def service(stored):
    service = Service(Home(stored[0]), read_catalogue())
    yield service
    service.close()


def opened(home: Path) -> set[str]:
    """The versions of which this process has a file open."""
    links = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            links.append(os.readlink(each))
        except OSError:  # closed meanwhile
            continue
    versions = f"{home}/versions/"
    return {f"sha256:{link.removeprefix(versions).split('/')[0]}" for link in links if link.startswith(versions)}


def becomes(holds, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_few_versions_stay_open_and_the_current_one_does(stored, service):
    home, hashes = stored
    for version in [hashes[-1], *hashes[:-1]]:
        service.give_back(service.take(version))
    kept = {hashes[-1], *hashes[-2 : -MOST_KEPT - 1 : -1]}
    assert becomes(lambda: opened(home) == kept), opened(home)


def test_a_version_in_use_is_closed_with_its_last_user(stored, service):
    home, hashes = stored
    first, again = service.take(hashes[0]), service.take(hashes[0])
    assert first is again
    for version in hashes[1:]:
        service.give_back(service.take(version))
    service.give_back(first)
    question = read_question(first.vocabulary, [("unit-operation", "coating")])
    assert "certain" in {row["unit_operation"] for row in first.evidence().rows(question)}
    assert hashes[0] in opened(home)
    service.give_back(again)
    assert becomes(lambda: hashes[0] not in opened(home))
    assert becomes(lambda: len(opened(home)) == MOST_KEPT)


def test_a_version_that_nobody_asks_any_more_is_closed(stored, service):
    home, hashes = stored
    service.give_back(service.take(hashes[-1]))
    service.give_back(service.take(hashes[0]))
    in_use = service.take(hashes[1])
    service.close_idle(60)
    assert opened(home) == {hashes[-1], hashes[0], hashes[1]}
    service.close_idle(0)
    assert becomes(lambda: opened(home) == {hashes[-1], hashes[1]})
    service.give_back(in_use)
    service.close_idle(0)
    assert becomes(lambda: opened(home) == {hashes[-1]})


def test_more_versions_at_a_time_are_too_many(stored, service):
    taken = [service.take(version) for version in stored[1][:MOST_OPEN]]
    with pytest.raises(Busy):
        service.take(stored[1][MOST_OPEN])
    for each in taken:
        service.give_back(each)
    service.give_back(service.take(stored[1][MOST_OPEN]))


def test_requests_for_many_versions_leave_few_open(stored):
    home, hashes = stored
    paths = cycle(("/studies", "/facets?size=1", "/ask?unit-operation=coating", "/studies/nobody", "/ask?nothing=x"))
    with TestClient(create_app(Settings(home=home))) as client:
        for version, path in islice(zip(cycle(hashes), paths), REQUESTS):
            said = client.get(f"{path}{'&' if '?' in path else '?'}version={version}")
            assert said.status_code in {200, 404, 422}
        assert becomes(lambda: len(opened(home)) == MOST_KEPT)
        assert client.get("/health").json()["dataset"] == hashes[-1]
    assert becomes(lambda: not opened(home))


def asked(service: Service, term: str):
    dataset = service.take()
    try:
        dataset.rows.cache_clear()  # so that there is a query
        return dataset.evidence().rows(read_question(dataset.vocabulary, [("unit-operation", term)]))
    finally:
        service.give_back(dataset)


def test_answers_are_the_same_while_queries_rest(service):
    expected = asked(service, "coating")
    assert expected
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(asked, service, "coating") for _ in range(10 * REQUESTS)]
        rests = 0
        while not all(each.done() for each in answers):
            service.rest(0)
            rests += 1
        assert rests > 1
        assert all(each.result() == expected for each in answers)


def test_a_version_that_was_lost_meanwhile_is_said(stored, tmp_path):
    shutil.copytree(stored[0], tmp_path / "home")
    dataset = Dataset.open(Home(tmp_path / "home"))
    question = read_question(dataset.vocabulary, [("unit-operation", "coating")])
    assert dataset.evidence().rows(question)
    dataset.rows.cache_clear()
    dataset.rest(60)  # not that long ago
    assert dataset.evidence().rows(question)
    dataset.rows.cache_clear()
    for file in (tmp_path / "home").rglob("graph.lbug"):
        file.unlink()
    dataset.rest(0)
    with pytest.raises(StoreFailed, match=r"graph\.lbug cannot be opened"):
        dataset.evidence().rows(question)
    dataset.close()


@pytest.mark.server
def test_what_queries_took_is_returned(home_folder, tmp_path):
    paths = questions(Home(home_folder), 6)
    with serving(home_folder, tmp_path) as server:
        crowd(server, paths, clients=3, seconds=2)
        before = resident(server)
        assert becomes(lambda: resident(server) < before - RETURNED)
        assert 200 in {ask(server, path).status for path in islice(paths, 5)}
