"""What the worker processes cost: SPARQL through one, and over HTTP, beside pyoxigraph in process (``make bench-sparql``).

All three answer the same queries on the same stored version, in turn, in the same run.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import asyncio
import http.client
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pyoxigraph

from api.sparql.workers import Workers
from kg.rdf.iris import BASE, LACUNA
from kg.settings import Settings
from kg.stores.sparql_worker import SparqlRequest
from kg.versions.home import Home
from loaders.pipeline import load
from tests.bench.corpus import FACETS, generate_review
from tests.bench.sheet import write_corpus
from tests.support.served import QUERY, served

JSON, CSV, NTRIPLES = "application/sparql-results+json", "text/csv", "application/n-triples"
EVERYTHING = "{ ?s ?p ?o }"
SMALL = {
    "yes or no": (f"ASK {{ ?s a <{LACUNA.Study}> }}", JSON),
    "ten rows": (f"SELECT ?s {{ ?s a <{LACUNA.Study}> }} LIMIT 10", JSON),
    "a count over all units": (f"SELECT (COUNT(*) AS ?n) {{ ?u a <{LACUNA.EvidenceUnit}> }}", JSON),
}
LONG = {
    "all triples, JSON": (f"SELECT * {EVERYTHING}", JSON),
    "all triples, CSV": (f"SELECT * {EVERYTHING}", CSV),
    "all triples, N-Triples": (f"CONSTRUCT {{ ?s ?p ?o }} {EVERYTHING}", NTRIPLES),
}
TARGET_MS, TARGET_SHARE = 2, 0.8

Ask = Callable[[str, str], Awaitable[int]]
"""Asks a query for an answer in a media type, and gives the length of what was answered."""


def in_process(store: pyoxigraph.Store) -> Ask:
    async def ask(text: str, media: str) -> int:
        result = store.query(text, base_iri=BASE)
        if isinstance(result, pyoxigraph.QueryTriples):
            return len(result.serialize(format=pyoxigraph.RdfFormat.from_media_type(media)) or b"")
        return len(result.serialize(format=pyoxigraph.QueryResultsFormat.from_media_type(media)) or b"")

    return ask


def through_a_worker(workers: Workers, folder: Path) -> Ask:
    async def ask(text: str, media: str) -> int:
        answer = await workers.ask(folder, SparqlRequest(text, BASE, None, media, media))
        try:
            return sum([len(piece) async for piece in answer.pieces()])
        finally:
            answer.close()

    return ask


def over_http(connection: http.client.HTTPConnection) -> Ask:
    async def ask(text: str, media: str) -> int:
        connection.request("POST", "/sparql", text.encode(), {"Content-Type": QUERY, "Accept": media})
        length = len(connection.getresponse().read())
        if length > 1 << 20:  # the service closes a connection that waits while the others make such an answer
            connection.close()
        return length

    return ask


async def measure(
    ways: Mapping[str, Ask], queries: Mapping[str, tuple[str, str]], rounds: int, in_a_row: int = 1
) -> dict[str, list[float]]:
    """The median seconds of each query each way, and the length of its answer; all ways must answer the same.

    The ways take turns, each with some runs in a row; a first run of each does not count.
    """
    medians = {}
    for name, asked in queries.items():
        lengths = {await ask(*asked) for ask in ways.values()}
        if len(lengths) != 1:
            raise AssertionError(f"{name}: the answers differ in length: {lengths}")
        times: list[list[float]] = [[] for _ in ways]
        for _ in range(rounds):
            for taken, ask in zip(times, ways.values(), strict=True):
                for _ in range(in_a_row):
                    begin = time.perf_counter()
                    await ask(*asked)
                    taken.append(time.perf_counter() - begin)
        medians[name] = [*map(statistics.median, times), float(lengths.pop())]
    return medians


async def report(ways: Mapping[str, Ask], rounds: int) -> None:
    """Both tables."""
    print(
        f"\n{'median, ms':26}" + "".join(f"{way:>14}" for way in ways) + f"   worker adds, ms (target <= {TARGET_MS})"
    )
    for name, (*seconds, _) in (await measure(ways, SMALL, rounds, in_a_row=20)).items():
        row = "".join(f"{each * 1000:14.2f}" for each in seconds)
        print(f"{name:26}{row}{(seconds[1] - seconds[0]) * 1000:12.2f}", flush=True)
    print(
        f"\n{'MiB/s':26}" + "".join(f"{way:>14}" for way in ways) + f"   worker / in process (target >= {TARGET_SHARE})"
    )
    for name, (*seconds, length) in (await measure(ways, LONG, rounds)).items():
        row = "".join(f"{length / each / (1 << 20):14.1f}" for each in seconds)
        print(f"{name:26}{row}{seconds[0] / seconds[1]:12.2f}   ({length / (1 << 20):.1f} MiB)", flush=True)


async def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "home")
        manifest = load([str(write_corpus(generate_review(given.studies), FACETS, folder / "corpus"))], home).version
        print(f"{given.studies} studies, {manifest.triples} triples")
        rdf = home.rdf_folder(manifest.version)
        workers = Workers(Settings(home=folder / "home", sparql_workers=1, sparql_answer=1024))
        with served(folder / "home", folder / "log", workers=1, answer=1024) as service:
            ways = {
                "in process": in_process(pyoxigraph.Store.read_only(str(rdf))),
                "worker": through_a_worker(workers, rdf),
                "HTTP": over_http(service.connect()),
            }
            await report(ways, given.rounds)
        workers.close()


if __name__ == "__main__":
    asyncio.run(main())
