"""How long a push takes, beside the bare driver and beside another loader (``make bench-push``).

Every first load starts from a warm server and an emptied database with the constraints in place. The ways of loading
take turns, and the shortest time of each counts. What each left in the database is counted, and must be exact.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from neo4j import Driver, GraphDatabase

from kg.paths import ROOT
from kg.property_graph.model import PropertyGraph
from kg.rdf.data_iris import further_unit_iri
from kg.settings import Settings
from kg.stores import ladybug
from kg.stores.devserver.server import LocalNeo4j
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.memory import BYTES_EACH
from kg.stores.neo4j.push import Content, Watcher, push
from kg.stores.neo4j.store import PUSH_KEY
from kg.stores.neo4j.writing import declare
from tests.bench import ask as bench_ask
from tests.bench import raw as bench_raw
from tests.bench.corpus import REVIEW, Corpus, changed, generate

RAW, FIRST, RUST, RDFLIB = "bare driver", "push", "push, neo4j-rust-ext", "rdflib-neo4j, batches of 5000"
AGAIN, ONE_PERCENT = "push again, unchanged", "push, 1 % of the studies changed"
TARGETS: tuple[tuple[str, Callable[[dict[str, float]], float], str], ...] = (
    ("push / bare driver", lambda best: best[FIRST] / best[RAW], "<= 1.25"),
    ("rdflib-neo4j / push", lambda best: best[RDFLIB] / best[FIRST], ">= 4"),
    ("push / push with neo4j-rust-ext", lambda best: best[FIRST] / best[RUST], "none"),
    ("again / push", lambda best: best[AGAIN] / best[FIRST], "<= 0.25"),
    ("(1 % changed - again) / push", lambda best: (best[ONE_PERCENT] - best[AGAIN]) / best[FIRST], "<= 0.1 at 100,000"),
)
SILENT = Watcher(started=lambda size: None, progress=lambda done: None)
WARM_UP, SMALLER = 1000, 10_000
"""Studies to warm up with; up to how many rdflib-neo4j and, in a second process, neo4j-rust-ext are measured."""


class Bench:
    """A server and what is loaded into it; ``seconds`` are all times by what was done."""

    def __init__(self, uri: str, pid: int, folder: Path) -> None:
        self.uri, self.folder, self._pid = uri, folder, pid
        self.server = Neo4j(Settings(neo4j_uri=uri, neo4j_password=None))
        self.driver: Driver = GraphDatabase.driver(uri)
        self.seconds: dict[str, list[float]] = {}
        self._rust = self._install_rust()

    def close(self) -> None:
        self.driver.close()
        self.server.close()

    def warm_up(self) -> None:
        """Everything once at a small size, before anything counts."""
        small = generate(WARM_UP)
        for _ in range(3):
            self.round(small, changed(small), None)
        self.seconds.clear()

    def round(self, corpus: Corpus, other: PropertyGraph, triples: Path | None) -> None:
        """Every way of loading, once."""
        self._empty(corpus)
        self._timed(RAW, lambda: bench_raw.load(self.driver, corpus, str(further_unit_iri(REVIEW))))
        self._check(corpus.graph)
        if triples and self._rust and corpus.studies <= SMALLER:
            self._empty(corpus)
            self._timed(RUST, lambda: self._push_with_rust(corpus))
            self._check(corpus.graph)
        self._empty(corpus)
        self._timed(FIRST, lambda: self.push(corpus, corpus.graph, "one"))
        self._check(corpus.graph)
        self._timed(AGAIN, lambda: self.push(corpus, corpus.graph, "one"))
        self._check(corpus.graph)
        self._timed(ONE_PERCENT, lambda: self.push(corpus, other, "two"))
        self._check(other)
        if triples and corpus.studies <= SMALLER:
            self._empty(corpus)
            self._timed(RDFLIB, lambda: self._rdflib(triples))
            self._check_rdflib(triples)

    def push(self, corpus: Corpus, graph: PropertyGraph, name: str) -> float:
        """A whole push; its seconds."""
        begin = time.perf_counter()
        push(self.server, Content(name, (REVIEW,), graph, corpus.declared), SILENT)
        return time.perf_counter() - begin

    def memory(self, corpus: Corpus) -> float:
        """Bytes that the transaction of a first push holds, at most, for each node and relationship."""
        query = f"SHOW TRANSACTIONS YIELD metaData, estimatedUsedHeapMemory AS used WHERE metaData.{PUSH_KEY} <> '' RETURN used"
        used, over = [0], threading.Event()

        def look() -> None:
            while not over.wait(0.1):
                used.extend(record["used"] for record in self.driver.execute_query(query).records)

        self._empty(corpus)
        looking = threading.Thread(target=look)
        looking.start()
        try:
            self.push(corpus, corpus.graph, "one")
        finally:
            over.set()
            looking.join()
        return max(used) / (corpus.nodes + corpus.relationships)

    def _timed(self, name: str, work: Callable[[], float]) -> None:
        before = self._server_seconds()
        seconds = work()
        self.seconds.setdefault(name, []).append(seconds)
        print(
            f"  {name}: {seconds:.2f} s (of the server's processor: {self._server_seconds() - before:.1f} s)",
            flush=True,
        )

    def _server_seconds(self) -> float:
        """Processor time of the server, which says more than the clock where a machine is busy; 0 where it is not shown."""
        file = Path(f"/proc/{self._pid}/stat")
        if not file.exists():
            return 0
        ticks = file.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def _empty(self, corpus: Corpus) -> None:
        with self.server.session(write=True) as session:
            session.run("MATCH ()-[r]->() CALL (r) {DELETE r} IN TRANSACTIONS OF 50000 ROWS").consume()
            session.run("MATCH (n) CALL (n) {DELETE n} IN TRANSACTIONS OF 50000 ROWS").consume()
            declare(session, corpus.declared)

    def _check(self, graph: PropertyGraph) -> None:
        found = self.driver.execute_query(
            "MATCH (n) WHERE n.dataset IS NOT NULL WITH count(n) AS nodes RETURN nodes, COUNT { ()-->() } AS relationships"
        ).records[0]
        expected = [sum(map(len, graph.nodes.values())), sum(map(len, graph.edges.values()))]
        if found.values() != expected:
            raise AssertionError(f"{found.values()} nodes and relationships, not {expected}")

    def _rdflib(self, triples: Path) -> float:
        from rdflib import Graph  # noqa: PLC0415
        from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig  # noqa: PLC0415

        begin = time.perf_counter()
        config = Neo4jStoreConfig(
            auth_data={"uri": self.uri, "database": "neo4j", "user": "neo4j", "pwd": "none"},
            handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
            batching=True,
            batch_size=5000,
        )
        graph = Graph(store=Neo4jStore(config=config))
        graph.parse(triples, format="nt")
        graph.close(commit_pending_transaction=True)
        return time.perf_counter() - begin

    def _check_rdflib(self, triples: Path) -> None:
        """It makes a node of every IRI that a statement is of or leads to, and a label of every type."""
        resources, relationships = set(), 0
        with triples.open(encoding="utf-8") as lines:
            for line in lines:
                subject, property_, object_ = line.rstrip(" .\n").split(" ", 2)
                resources.add(subject)
                if object_.startswith("<") and not property_.endswith("#type>"):
                    resources.add(object_)
                    relationships += 1
        found = self.driver.execute_query(
            "MATCH (n:Resource) WITH count(n) AS nodes RETURN nodes, COUNT { ()-->() } AS relationships"
        ).records[0]
        if found.values() != [len(resources), relationships]:
            raise AssertionError(f"rdflib-neo4j: {found.values()}, not {[len(resources), relationships]}")

    def _install_rust(self) -> Path | None:
        """A folder with the driver and its extension; None where they cannot be had."""
        folder = self.folder / "rust"
        wanted = f"neo4j-rust-ext=={version('neo4j')}.*"
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), wanted]
        if subprocess.run(install, check=False).returncode:
            print("neo4j-rust-ext cannot be installed; it is not measured")
            return None
        return folder

    def _push_with_rust(self, corpus: Corpus) -> float:
        """The same push in a process of its own, where the extension replaces a part of the driver."""
        file = self.folder / "corpus.pickle"
        if not file.exists():
            file.write_bytes(pickle.dumps(corpus))
        run = [sys.executable, "-m", "tests.bench.push", "--push-once", str(file), "--uri", self.uri]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(self._rust), os.environ.get("PYTHONPATH", "")])}
        said = subprocess.run(run, check=True, capture_output=True, text=True, env=env).stdout
        return float(said.split()[-1])


def measure(bench: Bench, studies: int, repeats: int, *, ask: bool) -> None:
    """The table of one size."""
    print(f"\n{studies} studies, the shortest of {repeats}")
    triples = bench.folder / "review.nt"
    with triples.open("wb") as file:
        corpus = generate(studies, file.write)
    print(f"{corpus.nodes} nodes, {corpus.relationships} relationships, {corpus.triples} triples", flush=True)
    (bench.folder / "corpus.pickle").unlink(missing_ok=True)
    other = changed(corpus)
    for _ in range(repeats):
        bench.round(corpus, other, triples)
    best = {name: min(times) for name, times in bench.seconds.items()}
    bench.seconds.clear()
    print(f"\n{'':40} {'seconds':>9}")
    for name, seconds in best.items():
        print(f"{name:40} {seconds:9.2f}")
    print(f"\n{'':40} {'ratio':>9}  target")
    for name, ratio, target in TARGETS:
        try:
            print(f"{name:40} {ratio(best):9.2f}  {target}")
        except KeyError:
            print(f"{name:40} {'-':>9}  not measured")
    if studies <= SMALLER:
        print(
            f"\nThe transaction of a first push needs {bench.memory(corpus):.0f} bytes for each node and relationship;"
        )
        print(f"BYTES_EACH in kg/stores/neo4j/memory.py says {BYTES_EACH}.", flush=True)
    if ask:
        _ask(bench, corpus, triples, stated=False)
        with triples.open("wb") as file:
            corpus = generate(studies, file.write, stated=True)
        _ask(bench, corpus, triples, stated=True)


def _ask(bench: Bench, corpus: Corpus, triples: Path, *, stated: bool) -> None:
    """The table of questions of a review, of which the triples were written."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as name:
        graph, rdf = Path(name) / "graph.lbug", Path(name) / "rdf"
        bench.push(corpus, corpus.graph, "stated" if stated else "open")
        bench_ask.load_rdf(triples, rdf)
        ladybug.write(corpus.graph, corpus.declared, graph)
        bench_ask.ask(corpus, bench.server, "stated" if stated else "open", graph, rdf, stated=stated)


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, nargs="+", default=[10_000, 100_000], help="sizes, one table each")
    parser.add_argument("--repeats", type=int, help="by default 3, from 50,000 studies on 1")
    parser.add_argument("--ask", action="store_true", help="measure the gap questions too")
    parser.add_argument("--heap", default="16g", help="of the server; 100,000 studies need 16g, 10,000 need 4g")
    parser.add_argument("--push-once", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--uri", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.push_once:
            corpus: Corpus = pickle.loads(given.push_once.read_bytes())  # noqa: S301 - our own file
            server = Neo4j(Settings(neo4j_uri=given.uri, neo4j_password=None))
            begin = time.perf_counter()
            push(server, Content("one", (REVIEW,), corpus.graph, corpus.declared), SILENT)
            print(time.perf_counter() - begin)
            server.close()
            return
        settings = {"server.memory.pagecache.size": "1500m"}
        with LocalNeo4j(
            folder / "neo4j", heap=given.heap, settings=settings, cache=ROOT / ".neo4j", runtime="java"
        ) as local:
            bench = Bench(local.uri, local.process.pid, folder)
            bench.warm_up()
            for studies in given.studies:
                measure(bench, studies, given.repeats or (3 if studies < 50_000 else 1), ask=given.ask)
            bench.close()


if __name__ == "__main__":
    main()
