"""Every documented route answers as its description says, whatever is asked of it."""

import atexit
import shutil
import tempfile
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from api.app import create_app
from kg.settings import Settings
from tests.law.strategies import sized

load_all_checks()
# What a parameter may be depends on what is stored (names of definitions, reviews, versions), which a schema cannot say:
# so some values that fit the schema are refused, with 422 or 404. And facets are parameters: /ask without one asks nothing.
EXCLUDED = CHECKS.get_by_names(["positive_data_acceptance"])
# The routes are read when the tests are collected, before there is a home; it is put there before the first of them runs.
PLACE = Path(tempfile.mkdtemp(prefix="lacuna-routes-"))
atexit.register(shutil.rmtree, PLACE)
schemathesis.serializer.alias("application/sparql-query", "text/plain")
schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(Settings(home=PLACE / "home")))


@pytest.fixture(scope="module")
def stored(home_folder):
    (PLACE / "home").symlink_to(home_folder)


@schema.parametrize()
@settings(
    max_examples=sized(quick=2, full=6, thorough=10),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.slow
def test_every_route_keeps_to_its_description(case, stored):
    case.call_and_validate(excluded_checks=EXCLUDED)
