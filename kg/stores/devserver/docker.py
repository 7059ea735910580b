"""Neo4j in Docker, by the program ``docker``."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from kg.stores.devserver.probe import HOST


def engine_answers() -> bool:
    """Whether Docker is installed and its engine runs."""
    docker = shutil.which("docker")
    if docker is None:
        return False
    try:
        # This also asks the engine for its version, and fails if none runs.
        done = subprocess.run([docker, "version"], capture_output=True, check=False, timeout=20)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run_command(folder: Path, bolt_port: int, http_port: int, release: str, settings: Mapping[str, str]) -> list[str]:
    """The command that runs the official image with its data in a folder; its environment must contain ``NEO4J_AUTH``."""
    variables = {f"NEO4J_{key.replace('_', '__').replace('.', '_')}": value for key, value in settings.items()}
    return [
        *("docker", "run", "--rm", "--name", _container(bolt_port)),
        *("--user", f"{os.getuid()}:{os.getgid()}"),  # so that the data belong to the current user
        *("--volume", f"{folder / 'data'}:/data"),
        *("--publish", f"{HOST}:{bolt_port}:7687"),
        *("--publish", f"{HOST}:{http_port}:7474"),
        *("--env", "NEO4J_AUTH"),
        *(part for key, value in variables.items() for part in ("--env", f"{key}={value}")),
        f"neo4j:{'.'.join(release.split('.')[:2])}-community",
    ]


def kill(bolt_port: int) -> None:
    """Kill a container."""
    # Killing its client would not do: the client passes SIGTERM on, but cannot pass on SIGKILL.
    subprocess.run(["docker", "kill", _container(bolt_port)], capture_output=True, check=False)  # noqa: S603, S607 - that on the PATH


def _container(bolt_port: int) -> str:
    return f"lacuna-neo4j-{bolt_port}"
