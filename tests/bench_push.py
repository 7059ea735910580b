"""How long a push takes, beside what the driver and the server can do, and beside another loader (``make bench-push``).

Every way of loading starts from a warm server and an emptied database with the constraints in place; the ways take turns,
and the shortest time of each counts. What a way left in the database is counted each time.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bench_raw
from bench_corpus import REVIEW, Corpus, changed, generate
from neo4j import Driver, GraphDatabase

from kg.express import FURTHER_UNIT
from kg.namespaces import data_iri
from kg.paths import ROOT
from kg.property_graph import PropertyGraph
from kg.settings import Settings
from kg.stores.local_neo4j import LocalNeo4j
from kg.stores.neo4j import Neo4j
from kg.stores.neo4j_memory import BYTES_EACH
from kg.stores.neo4j_push import Content, Watcher, push
from kg.stores.neo4j_write import BOOKKEEPING, declare

_BOOKS = "|".join(BOOKKEEPING)


class Bench:
    """A running server, and the ways to load a corpus into it."""

    def __init__(self, uri: str, corpus: Corpus, ntriples: Path | None) -> None:
        self.driver: Driver = GraphDatabase.driver(uri)
        self.server = Neo4j(Settings(neo4j_uri=uri))
        self.corpus, self.ntriples, self.uri = corpus, ntriples, uri
        self.first = self._content("1", corpus.graph)
        self.second = self._content("2", changed(corpus))
        self.bytes_each = 0.0

    def raw(self) -> float:
        """The driver alone: nested documents, rows built beforehand, a transaction for every 5,000 studies."""
        self._empty()
        review, further = str(data_iri(REVIEW)), str(data_iri(REVIEW, FURTHER_UNIT))
        seconds = bench_raw.load(self.driver, self.corpus.graph, self.corpus.declared, review, further)
        self._count(self.first.graph)
        return seconds

    def push(self) -> float:
        """The first push, whole: hashes, one transaction, ledger, guard."""
        self._empty()
        seconds = self._push(self.first)
        self._count(self.first.graph)
        return seconds

    def again(self) -> float:
        """The same version once more."""
        return self._push(self.first)

    def one_percent(self) -> float:
        """The version in which one study in a hundred is another."""
        seconds = self._push(self.second)
        self._count(self.second.graph)
        return seconds

    def rdflib(self) -> float:
        """rdflib-neo4j with batches of 5,000, from the same triples as N-Triples."""
        from rdflib import Graph  # noqa: PLC0415
        from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig  # noqa: PLC0415

        self._empty()
        config = Neo4jStoreConfig(
            auth_data={"uri": self.uri, "database": "neo4j", "user": "neo4j", "pwd": ""},
            handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
            batching=True,
            batch_size=5000,
        )
        with self.driver.session() as session:
            session.run(
                "CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE"
            ).consume()
        begin = time.perf_counter()
        graph = Graph(store=Neo4jStore(config=config))
        graph.parse(str(self.ntriples), format="nt")
        graph.close(True)
        return time.perf_counter() - begin

    def close(self) -> None:
        self.driver.close()
        self.server.close()

    def _content(self, version: str, graph: PropertyGraph) -> Content:
        return Content(version, (REVIEW,), graph, self.corpus.declared)

    def _push(self, content: Content) -> float:
        peak = [0]

        def written(_: int) -> None:
            with self.driver.session() as session:
                query = (
                    "SHOW TRANSACTIONS YIELD metaData, estimatedUsedHeapMemory AS bytes "
                    "WHERE metaData.lacuna_push <> '' RETURN max(bytes) AS bytes"
                )
                peak[0] = max(peak[0], session.run(query).single(strict=True)["bytes"] or 0)

        measuring = not self.bytes_each and content is self.first
        begin = time.perf_counter()
        done = push(self.server, content, Watcher(lambda _: None, written if measuring else lambda _: None))
        seconds = time.perf_counter() - begin
        if measuring and done.created:
            self.bytes_each = peak[0] / done.created
        return seconds

    def _empty(self) -> None:
        with self.driver.session() as session:
            session.run("MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 20000 ROWS").consume()
        with self.server.session(write=True) as session:
            declare(session, self.corpus.declared)

    def _count(self, graph: PropertyGraph) -> None:
        """Fail unless all nodes and relationships are there."""
        expected = tuple(sum(len(rows) for rows in each.values()) for each in (graph.nodes, graph.edges))
        with self.driver.session() as session:
            nodes = session.run(f"MATCH (n) WHERE NOT n:{_BOOKS} RETURN count(n) AS n").single(strict=True)["n"]
            edges = session.run("MATCH ()-[r]->() RETURN count(r) AS n").single(strict=True)["n"]
        if (nodes, edges) != expected:
            raise AssertionError(f"{nodes} nodes and {edges} relationships are there")


def measure(studies: int, repeats: int, heap: str, *, rdflib: bool) -> None:
    """Print the seconds of every way for so many studies, and the ratios beside their targets."""
    with tempfile.TemporaryDirectory() as folder:
        ntriples = Path(folder) / "corpus.nt"
        with ntriples.open("wb") as file:
            corpus = generate(studies, file.write)
        print(  # noqa: T201
            f"\n{studies} studies: {corpus.nodes} nodes, {corpus.relationships} relationships, {corpus.triples} triples"
        )
        with LocalNeo4j(Path(folder) / "neo4j", heap=heap, cache=ROOT / ".neo4j", way="java") as local:
            warm = Bench(local.uri, generate(300), None)
            for _ in range(3):
                warm.raw(), warm.push(), warm.again(), warm.one_percent()
            warm.close()
            bench = Bench(local.uri, corpus, ntriples)
            ways: list[Callable[[], float]] = [bench.raw, bench.push, bench.again, bench.one_percent]
            if rdflib:
                ways.append(bench.rdflib)
            seconds: dict[str, list[float]] = {way.__name__: [] for way in ways}
            for _ in range(repeats):
                for way in ways:
                    seconds[way.__name__].append(way())
            bench.close()
    best = {name: min(each) for name, each in seconds.items()}
    for name, each in seconds.items():
        print(f"  {name:12} {best[name]:8.2f} s   of {' '.join(f'{one:.2f}' for one in each)}")  # noqa: T201
    _ratios(best)
    print(f"  memory of the transaction: {bench.bytes_each:.0f} bytes each (allowed for: {BYTES_EACH})")  # noqa: T201


def _ratios(best: dict[str, float]) -> None:
    first = best["push"]
    lines: list[tuple[str, float, str]] = [
        ("push / raw", first / best["raw"], "≤ 1.25"),
        ("again / push", best["again"] / first, "≤ 0.25"),
        ("(one_percent - again) / push", (best["one_percent"] - best["again"]) / first, "≤ 0.1 at 100,000"),
    ]
    if "rdflib" in best:
        lines.append(("rdflib / push", best["rdflib"] / first, "≥ 4"))
    for name, ratio, target in lines:
        print(f"  {name:30} {ratio:6.2f}   target {target}")  # noqa: T201


def main() -> None:
    parser: Any = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--heap", default="8g")
    parser.add_argument("--rdflib", action="store_true", help="rdflib-neo4j too, up to 10,000 studies")
    asked = parser.parse_args()
    for studies in asked.studies:
        measure(studies, asked.repeats, asked.heap, rdflib=asked.rdflib and studies <= 10_000)


if __name__ == "__main__":
    main()
