"""Fixtures: real stores, a real application and real servers, each made once and shared.

``home_folder`` is loaded once for a whole run, all workers of it included; ``dataset`` and ``client`` are opened once in
each worker. A server is started once, because the tests that use it share a worker (``tests.support.selection``). ``lacuna``
runs the command in this process. Random reviews come from ``tests.law.strategies``, what is right about them from
``tests.law.reference`` and ``tests.law.oracle``.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.ontology.vocabulary import Vocabulary
from kg.paths import CORPORA, ROOT
from kg.settings import Settings
from kg.stores.devserver.server import LocalNeo4j
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load
from tests.law.random_reviews import real_vocabulary
from tests.law.strategies import PROFILE
from tests.support import neo4j_servers, sparql_servers
from tests.support.command import Completed, run_in_process, run_process
from tests.support.processes import locked

pytest_plugins = ["tests.support.selection"]
collect_ignore = ["http/test_routes.py"] if PROFILE == "quick" else []  # its imports alone take seconds

SEED = CORPORA / DEFAULT_CORPUS


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory, request) -> Path:
    """The folder that all workers of a run share."""
    own = Path(tmp_path_factory.getbasetemp())
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return real_vocabulary()


@pytest.fixture(scope="session")
def home_folder(run_folder) -> Path:
    """A home with the review; read by all, changed by nobody."""
    folder = Path(run_folder / "home")
    with locked(run_folder / "home.lock"):
        if not (folder / "current").exists():
            load((DEFAULT_CORPUS,), Home(folder))
    return folder


@pytest.fixture(scope="session")
def dataset(home_folder) -> Dataset:
    return Dataset.open(Home(home_folder))


@pytest.fixture(scope="session")
def client(home_folder) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(home=home_folder)), follow_redirects=False) as client:
        yield client


@pytest.fixture
def lacuna(home_folder, tmp_path) -> Callable[..., Completed]:
    """Run the command in this process, in an empty folder, over the loaded home unless another is given."""

    def run(
        *arguments: str,
        home: Path = home_folder,
        cwd: Path = tmp_path,
        env: Mapping[str, str] = MappingProxyType({}),
    ) -> Completed:
        return run_in_process(arguments, cwd, {"LACUNA_HOME": str(home), **env})

    return run


@pytest.fixture
def lacuna_process(home_folder, tmp_path) -> Callable[..., Completed]:
    """The same in a process of its own, which is slower, and what a user does."""

    def run(
        *arguments: str,
        home: Path = home_folder,
        cwd: Path = tmp_path,
        env: Mapping[str, str] = MappingProxyType({}),
        seconds: float = 120,
    ) -> Completed:
        return run_process(arguments, cwd, {"LACUNA_HOME": str(home), **env}, seconds)

    return run


@pytest.fixture
def seed_rows() -> list[dict[str, str]]:
    """The rows of the real sheet, to be spoilt."""
    with (SEED / "first-pass.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def write_sheet(tmp_path):
    """Write rows as a sheet, with the columns of the first."""

    def write(rows: list[dict[str, str]], name: str = "sheet.csv") -> Path:
        path = Path(tmp_path) / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), extrasaction="raise")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def neo4j_uri(tmp_path_factory) -> Iterator[neo4j_servers.Server]:
    """A running Neo4j, in whatever state the last test left it."""
    with neo4j_servers.server(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture
def neo4j(neo4j_uri: neo4j_servers.Server) -> neo4j_servers.Server:
    """A running Neo4j whose database is empty."""
    neo4j_servers.wipe(neo4j_uri)
    return neo4j_uri


@pytest.fixture
def start_neo4j(tmp_path_factory) -> Iterator[Callable[..., LocalNeo4j]]:
    """Start another Neo4j, with a folder and ports of its own; the parameters are those of ``LocalNeo4j``."""
    with ExitStack() as started:

        def start(**parameters: object) -> LocalNeo4j:
            server = neo4j_servers.start(tmp_path_factory.mktemp("neo4j"), **parameters)
            started.callback(server.stop)
            return server

        yield start


@pytest.fixture(scope="session")
def own_neo4j(tmp_path_factory) -> Iterator[LocalNeo4j]:
    """A Neo4j to stop, kill and start again, with a password and a setting of its own; it need not be running."""
    settings = {"db.transaction.timeout": "10m"}
    folder = tmp_path_factory.mktemp("neo4j")
    server = neo4j_servers.start(folder, password=neo4j_servers.PASSWORD, settings=settings)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def newest_neo4j(tmp_path_factory) -> Iterator[neo4j_servers.Server]:
    """A running Neo4j of the newest calendar release, which needs Java 21."""
    server = neo4j_servers.start(tmp_path_factory.mktemp("neo4j"), release=neo4j_servers.NEWEST)
    yield neo4j_servers.Server(server.uri)
    server.stop()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory) -> Iterator[sparql_servers.SparqlServer]:
    """A running Oxigraph server; who needs a content puts it there."""
    with sparql_servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory) -> Iterator[sparql_servers.SparqlServer]:
    """A running Fuseki server, which asks for user and password; who needs a content puts it there."""
    with sparql_servers.fuseki(tmp_path_factory.mktemp("fuseki")) as server:
        yield server
