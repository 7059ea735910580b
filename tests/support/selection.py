"""Pytest plugin: what a test needs (markers), which tests share a worker, which may be skipped."""

from collections import defaultdict
from collections.abc import Generator

import pytest

from tests.law.strategies import PROFILE

NEEDS = {
    "neo4j": {"neo4j_uri", "newest_neo4j", "start_neo4j", "own_neo4j", "neo4j_jars"},
    "robot": {"robot_jars"},
    "server": {"oxigraph", "fuseki", "patient", "strict", "service", "lacuna_process"},
}
"""For each marker the fixtures that bring it: a test that uses one of them is marked."""

SHARED = {
    "newest_neo4j": "neo4j-newest",
    "own_neo4j": "neo4j-own",
    "start_neo4j": "neo4j-own",
    "neo4j_uri": "neo4j",
    "robot_jars": "robot",
    "oxigraph": "sparql-servers",
    "fuseki": "sparql-servers",
}
"""Fixtures of a whole run whose tests share a worker, so that each server is started once; other tests go by module."""


CASES_IN_QUICK = 2
"""In the quick profile, how many cases of a parametrized test are run: the first, and one in the middle."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their fixtures, and group them for ``pytest -n … --dist loadgroup``."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for marker, needing in NEEDS.items():
            if fixtures & needing:
                item.add_marker(marker)
        if item.get_closest_marker("xdist_group") is None:
            module = item.nodeid.partition("::")[0]
            group = next((name for fixture, name in SHARED.items() if fixture in fixtures), module)
            item.add_marker(pytest.mark.xdist_group(group))
    # Groups with a server take longest, so they begin first (with --no-loadscope-reorder, which keeps this order).
    items.sort(key=lambda item: _group(item) not in SHARED.values())
    if PROFILE == "quick":
        chosen = _spread(items)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else ""


def _spread(items: list[pytest.Item]) -> set[pytest.Item]:
    """A few cases of each test."""
    cases = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    return {item for each in cases.values() for item in each[:: -(-len(each) // CASES_IN_QUICK)]}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped although no marker says that it may be: ``neo4j``, ``robot``, ``skipif``, ``may_skip``."""
    report = yield
    allowed = any(item.get_closest_marker(each) for each in ("neo4j", "robot", "skipif", "may_skip"))
    if report.skipped and not hasattr(report, "wasxfail") and not allowed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and has no marker may_skip: {report.longrepr}"
    return report
