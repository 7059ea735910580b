"""Whatever versions are asked, and in whatever order, few are open, and none is closed before its last user is done."""

import os
import sys
import time
from itertools import cycle, islice
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import MOST_KEPT, MOST_OPEN, Service
from kg.errors import Busy
from kg.questions.catalogue import read_catalogue
from kg.questions.reading import read_question
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from tests.law.strategies import sized

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is open is read from Linux's /proc")

VERSIONS = MOST_OPEN + 2
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
