"""A running service, and a client made from its description, for all tests of programs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.http_servers import Server, serving


@pytest.fixture(scope="session")
def service(home_folder, tmp_path_factory, root) -> Iterator[Server]:
    """A service over the review."""
    with serving(home_folder, tmp_path_factory.mktemp("service"), env={"PYTHONPATH": str(root)}) as running:
        yield running


@pytest.fixture(scope="session")
def generated(service, tmp_path_factory) -> tuple[Path, str]:
    """By openapi-python-client, as a user would: the folder of the package ``lacuna_client``, and what the generator said."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_bytes(httpx2.get(f"{service.url}/openapi.json", timeout=60).content)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none"]
    done = subprocess.run(
        [*command, "--output-path", "lacuna_client"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return folder, said
