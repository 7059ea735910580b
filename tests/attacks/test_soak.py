"""Whatever is asked, of however many versions, the service has no more memory afterwards than before, and none more each hour."""

import sys
import time

import pytest

from kg.versions.home import Home
from tests.bench.crowd import ask
from tests.bench.soak import resident, soak, store
from tests.law.strategies import PROFILE
from tests.support.http_servers import serving

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from Linux's /proc"),
    # Seconds are too short to tell growth from caches that fill, so a run of half a minute says nothing either way.
    pytest.mark.skipif(PROFILE != "thorough", reason="takes twenty minutes: make test-thorough"),
]

SECONDS, VERSIONS = 1200, 20
WARM_UP = SECONDS / 4
SETTLED = 1.2
"""Memory afterwards, at most, in parts of that before."""
MOST_PER_HOUR = 100
"""MiB by which the memory may grow in an hour, of which samples of a quarter of an hour can tell."""


def test_memory_is_returned_and_does_not_grow(tmp_path):
    home = Home(tmp_path / "home")
    versions = store(home, tmp_path, VERSIONS)
    with serving(tmp_path / "home", tmp_path) as server:
        assert ask(server, "/gaps").status == 200
        before = resident(server)
        done = soak(server, home, versions, SECONDS, rate=4)
        assert set(done.statuses) <= {200, 503, 504}
        assert done.statuses[200] > SECONDS / 5
        until = time.monotonic() + 120
        while resident(server) > SETTLED * before and time.monotonic() < until:
            time.sleep(1)
        assert resident(server) <= SETTLED * before, (before, done.samples)
        slope = done.slope(WARM_UP)
        assert slope.per_hour - slope.error < MOST_PER_HOUR, slope
