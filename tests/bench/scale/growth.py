"""How loading, pushing, exporting, bare counts and gap questions grow with the studies, on each engine (``make bench-scale``).

Of the most studies, the review that states completeness is asked, too.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from pydantic import SecretStr

from kg.paths import ROOT
from kg.settings import Settings
from kg.stores.base import QueryStore
from kg.stores.devserver.server import LocalNeo4j
from kg.stores.endpoint.store import EndpointStore, Server
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.store import Neo4jStore
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from tests.bench.ask import FORMS, compare
from tests.bench.corpus import FACETS, REVIEW, generate_review
from tests.bench.sheet import write_corpus
from tests.support import sparql_servers
from tests.support.sparql_servers import PASSWORD, USER

_SECONDS = 600.0
_MOST_MEBIBYTES = 1024
_LACUNA = (sys.executable, "-c", "from kg.cli import main; main(prog_name='lacuna')")


def run(home: Path, *arguments: str, env: Mapping[str, str]) -> None:
    """Run the command in a process of its own, and print its seconds and the most memory it had."""
    begin = time.perf_counter()
    everything = {**os.environ, "LACUNA_HOME": str(home), **env}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen([*_LACUNA, *arguments], env=everything, stdout=subprocess.DEVNULL, stderr=said) as process,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise AssertionError(f"{arguments}: {said.read().decode()}")
    took = time.perf_counter() - begin
    print(f"  {' '.join(arguments)[:40]:44} {took:8.1f} s {used.ru_maxrss / 1024:8.0f} MiB", flush=True)


class Servers:
    """A Neo4j and two SPARQL servers, to which versions are sent."""

    def __init__(self, folder: Path, heap: str, started: ExitStack) -> None:
        """Start them; they end with ``started``."""
        self._local = started.enter_context(
            LocalNeo4j(folder / "neo4j", heap=heap, cache=ROOT / ".neo4j", runtime="java")
        )
        self._neo4j = started.enter_context(
            Neo4j(Settings(neo4j_uri=self._local.uri, neo4j_password=None, timeout=_SECONDS))
        )
        (folder / "oxigraph").mkdir()
        oxigraph = started.enter_context(sparql_servers.oxigraph(folder / "oxigraph"))
        (folder / "fuseki").mkdir()
        fuseki = started.enter_context(sparql_servers.fuseki(folder / "fuseki", heap))
        self._sparql = {"oxigraph server": oxigraph, "fuseki": fuseki}

    def send(self, home: Path, dataset: Dataset) -> dict[str, QueryStore]:
        """Send a version to each; the stores over what they hold, by name."""
        run(home, "push", env={"NEO4J_URI": self._local.uri})
        stores: dict[str, QueryStore] = {"neo4j": Neo4jStore(self._neo4j, dataset.version, dataset.reviews)}
        for name, server in self._sparql.items():
            run(home, "export", "--to", server.store, env=server.env)
            stores[name] = EndpointStore(Server(_settings(server.query)), dataset.version, dataset.reviews)
            begin = time.perf_counter()
            stores[name].confirm()
            print(f"  {name}: version and number of triples compared in {time.perf_counter() - begin:.2f} s")
        return stores


def measure(studies: int, folder: Path, heap: str | None, forms: tuple[bool, ...]) -> None:
    """The tables of one size: of the open review, of the stated one, or of both; without a heap, on no server."""
    folder.mkdir()
    with ExitStack() as started:
        servers = Servers(folder, heap, started) if heap else None
        for stated in forms:
            place = folder / ("stated" if stated else "open")
            place.mkdir()
            home = place / "home"
            corpus = write_corpus(generate_review(studies, stated=stated), FACETS, place / REVIEW)
            print(
                f"\n{studies} studies, {FORMS[stated].partition(':')[0]}: seconds and peak memory of each command's process"
            )
            run(home, "load", str(corpus), env={})
            held = sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 2**20
            dataset = Dataset.open(Home(home))
            print(f"  {len(dataset.rdf)} triples; stored: {held:.0f} MiB")
            stores: dict[str, QueryStore] = {
                "ladybug": dataset._stores["cypher"],
                "oxigraph": dataset._stores["sparql"],
            }
            stores |= servers.send(home, dataset) if servers else {}
            compare(dataset.vocabulary, studies, stores, stated=stated)
            dataset.close()


def _settings(url: str) -> Settings:
    return Settings(
        sparql_endpoint=url,
        sparql_username=USER,
        sparql_password=SecretStr(PASSWORD),
        timeout=_SECONDS,
        sparql_answer=_MOST_MEBIBYTES,
    )


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, nargs="+", default=[1000, 3000, 10_000, 30_000], help="one table each")
    parser.add_argument("--heap", default="4g", help="of Neo4j, and of Fuseki")
    parser.add_argument("--embedded", action="store_true", help="ask the embedded engines only")
    parser.add_argument(
        "--stated", action="store_true", help="leave out the open review, whose answers list every study"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for studies in given.studies:
            forms = (True,) if given.stated else (False, True) if studies == max(given.studies) else (False,)
            measure(studies, Path(name) / str(studies), None if given.embedded else given.heap, forms)


if __name__ == "__main__":
    main()
