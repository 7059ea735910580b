"""Agents over the loaded review."""

import os
from collections.abc import Iterator

import pytest

from tests.agents.agent import Agent
from tests.support.http_servers import Server, serving


@pytest.fixture(scope="session")
def agent(client) -> Agent:
    return Agent(client)


@pytest.fixture(scope="module")
def service(home_folder, tmp_path_factory) -> Iterator[Server]:
    """The service as a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    with serving(home_folder, folder, env={"PYTHONPATH": os.environ.get("PYTHONPATH", "")}) as server:
        yield server
