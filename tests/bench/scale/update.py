"""What it takes to add some studies to many, beside everything at once: load, push, answers, difference (``make bench-load``).

The list of answers is that of ``lacuna gaps``, kept beside the version by a load. Everything is done as the commands do it, and
each side starts from the database and the home that it would find: emptied ones, or those that hold the version before.
"""

# ruff: noqa: T201 - a script that prints its table

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kg.answer.kept.listing import listed
from kg.difference.compare import compare
from kg.exports.neo4j import push_version
from kg.garbage_collection import collector_paused
from kg.paths import ROOT
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.devserver.server import LocalNeo4j
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.push import Watcher
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import load
from tests.bench.corpus import FACETS, generate_review
from tests.bench.sheet import write_corpus

TARGET = 0.3
SILENT = Watcher(started=lambda size: None, progress=lambda done: None)
_WARM_UP = 200

Seconds = dict[str, float]
"""By what was done."""


def measure(studies: int, added: int, folder: Path, heap: str) -> None:
    """The table of one size."""
    with (
        tempfile.TemporaryDirectory() as data,
        LocalNeo4j(Path(data), heap=heap, cache=ROOT / ".neo4j", runtime="java") as local,
        closing(Neo4j(Settings(neo4j_uri=local.uri, neo4j_password=None))) as server,
    ):
        warm_up = str(write_corpus(generate_review(_WARM_UP), FACETS, folder / "warm-up"))
        for number in range(2):
            _version(Home(folder / f"warm-up-{number}"), [warm_up], server, {})
            _empty(server)
        many = str(write_corpus(generate_review(studies), FACETS, folder / "many"))
        few = str(write_corpus(generate_review(added, studies), FACETS, folder / "few"))
        whole: Seconds = {}
        version = _version(Home(folder / "at-once"), [many, few], server, whole)
        _empty(server)
        home, update = Home(folder / "updated"), Seconds()
        before = _version(home, [many], server, {})
        if _version(home, [few], server, update, add=True) != version:
            raise AssertionError("what was added gives another version than everything at once")
        update["difference"] = _timed(lambda: _differ(home, before, version, added))
    print(f"\n{added} studies added to {studies}, in seconds\n\n{'':40} {'added':>9} {'at once':>9}")
    for what, seconds in update.items():
        print(f"{what:40} {seconds:9.2f} {whole.get(what, 0):9.2f}")
    ratio = sum(update.values()) / sum(whole.values())
    print(f"\n{'added / at once':40} {ratio:9.2f}\ntarget by the clock: <= {TARGET}", flush=True)


def _version(home: Home, paths: list[str], server: Neo4j, seconds: Seconds, *, add: bool = False) -> str:
    """Load, push and list the answers, as the commands do; the hash of the version."""
    seconds["load"] = _timed(lambda: load(paths, home, add=add))
    version = home.current()
    seconds["push"] = _timed(lambda: push_version(home, version, server, SILENT))
    seconds["list of answers"] = _timed(lambda: _list(home))
    return version


def _list(home: Home) -> None:
    with closing(Dataset.open(home)) as dataset:
        listed(home, dataset.evidence(), dataset.catalogue(read_catalogue()).values())


def _differ(home: Home, before: str, after: str, added: int) -> None:
    with closing(Dataset.open(home, before)) as former, closing(Dataset.open(home, after)) as dataset:
        found = compare(former, dataset, read_catalogue(), home=home)
    if len(found.studies) != added:
        raise AssertionError(f"{len(found.studies)} studies differ, not {added}")


def _empty(server: Neo4j) -> None:
    with server.session(write=True) as session:
        session.run("MATCH ()-[r]->() CALL (r) {DELETE r} IN TRANSACTIONS OF 50000 ROWS").consume()
        session.run("MATCH (n) CALL (n) {DELETE n} IN TRANSACTIONS OF 50000 ROWS").consume()


@collector_paused()
def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--added", type=int, default=10)
    parser.add_argument("--heap", default="4g", help="of the Neo4j server; 10,000 studies need 4g")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(given.studies, given.added, Path(name), given.heap)


if __name__ == "__main__":
    main()
