"""How long answers and pages take over HTTP, beside the engine alone in the same run; many clients while the version changes.

The service and its client are on one machine and share its cores. A question that was asked before is answered from
remembered rows; ``/ask`` is given another question each time, so that the engine works for each.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import itertools
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from kg.questions.catalogue import read_catalogue
from kg.questions.reading import read_question
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load
from tests.pages.speed import pages
from tests.support.http_servers import serving

NAME = "gap_integrated_lyophilization"
MATRIX = "/matrix?rows=unit-operation&columns=pat-modality"
SPARQL = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D"
TARGET = 10  # milliseconds, of a gap answer's median


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400, help="of each kind")
    parser.add_argument("--clients", type=int, default=100, help="at once, in the load")
    parser.add_argument(
        "--seconds", type=float, default=120, help="of load, besides those in which another version is loaded"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        load((DEFAULT_CORPUS,), home)
        dataset = Dataset.open(home)
        with (
            serving(Path(folder) / "home", Path(folder)) as server,
            httpx2.Client(base_url=server.url, timeout=60) as client,
        ):
            pages(client, max(1, given.requests // 10))
            one_at_a_time(dataset, client, given.requests)
        dataset.close()
        with serving(Path(folder) / "home", Path(folder), "--workers", "2") as server:
            many_at_once(server.url, home, given.clients, given.seconds)


def one_at_a_time(dataset: Dataset, client: httpx2.Client, count: int) -> None:
    """The table of latencies, of one client."""
    question = read_catalogue()[NAME].read(dataset.vocabulary)
    (review,) = dataset.reviews
    query = dataset.evidence(review).query(question, NAME)
    graph = dataset._stores["cypher"]
    units, methods = (list(dataset.vocabulary.of_facet(facet)) for facet in ("unit-operation", "ai-method"))
    asked = itertools.cycle(
        (f"/ask?unit-operation={u.id}&ai-method={m.id}", u.id, m.id) for u in units for m in methods
    )
    asked_bare = itertools.cycle((u.id, m.id) for u in units for m in methods)

    def bare() -> None:
        unit, method = next(asked_bare)
        own = read_question(dataset.vocabulary, [("unit-operation", unit), ("ai-method", method)])
        compiled = dataset.evidence(review).query(own, "")
        graph.run(compiled.text, compiled.parameters)

    alone, own = "engine alone, another question each time", "GET /ask, another question each time"
    work: dict[str, Callable[[], object]] = {
        "engine alone, the lyophilization gap": lambda: graph.run(query.text, query.parameters),
        alone: bare,
        f"GET /gaps/{NAME}": lambda: _get(client, f"/gaps/{NAME}"),
        "  its 304": _not_modified(client, f"/gaps/{NAME}"),
        "  as JSON-LD": lambda: _get(client, f"/gaps/{NAME}", "application/ld+json"),
        own: lambda: _get(client, next(asked)[0]),
        f"GET {MATRIX}": lambda: _get(client, MATRIX),
    }
    if client.get(SPARQL).status_code == 200:
        work["GET /sparql, count of triples"] = lambda: _get(client, SPARQL)
    print(f"{'milliseconds, of ' + str(count) + ' requests each':48} {'p50':>8} {'p95':>8} {'p99':>8}")
    times = _times(work, count)
    for name, each in times.items():
        print(f"{name[:48]:48} {_percentiles(each)}", flush=True)
    ratio = statistics.median(times[own]) / statistics.median(times[alone])
    print(f"GET /ask / engine alone, medians: {ratio:.2f}, target <= 2")
    print(f"Target: the median of a gap answer is at most {TARGET} ms.")


def many_at_once(url: str, home: Home, clients: int, seconds: float) -> None:
    """Throughput and latencies of many clients of two workers, while a version without half of the review is loaded and back."""
    paths = [
        f"/gaps/{NAME}",
        "/studies",
        "/ask?ai-method=deep-learning",
        "/terms/lyophilization",
        "/gaps?tag=integration",
    ]
    over = threading.Event()
    versions = Counter[str]()
    statuses = Counter[int]()
    lock = threading.Lock()

    def ask(number: int) -> list[float]:
        times: list[float] = []
        with httpx2.Client(base_url=url, timeout=60) as client:
            for path in itertools.islice(itertools.cycle(paths), number, None):
                if over.is_set():
                    return times
                begin = time.perf_counter()
                said = client.get(path)
                times.append(time.perf_counter() - begin)
                with lock:
                    statuses[said.status_code] += 1
                    if path.startswith("/gaps/"):
                        versions[said.json()["certificate"]["dataset"]] += 1
        return times

    begun = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(ask, number) for number in range(clients)]
        try:
            time.sleep(seconds / 2)
            # Without its own statements the same review is another version.
            with tempfile.TemporaryDirectory() as folder:
                sheet = Path(folder) / "sheet.csv"
                sheet.write_text("study,unit-operation\nA,coating\n", encoding="utf-8")
                load((DEFAULT_CORPUS, str(sheet)), home)
            time.sleep(seconds / 2)
        finally:
            over.set()
        times = [each for one in running for each in one.result()]
    taken = time.monotonic() - begun
    print(f"\n{clients} clients, 2 workers, {taken:.0f} s, another version loaded in the middle:")
    print(f"{len(times) / taken:.0f} requests/s; milliseconds p50, p95, p99: {_percentiles(times)}")
    print(f"statuses {dict(statuses)}; gap answers by version {list(versions.values())}")
    if set(statuses) != {200} or len(versions) != 2:
        raise AssertionError("an answer failed, or the version did not change")


def _get(client: httpx2.Client, path: str, media: str = "application/json") -> None:
    client.get(path, headers={"Accept": media}).raise_for_status()


def _not_modified(client: httpx2.Client, path: str) -> Callable[[], object]:
    headers = {"If-None-Match": client.get(path).headers["etag"]}

    def get() -> None:
        if client.get(path, headers=headers).status_code != 304:
            raise AssertionError(path)

    return get


def _times(work: Mapping[str, Callable[[], object]], count: int) -> dict[str, list[float]]:
    """The seconds of each, called so often. They take turns, so that whatever else the machine does slows all of them down."""
    for each in work.values():
        each()
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(count):
        for name, each in work.items():
            begin = time.perf_counter()
            each()
            times[name].append(time.perf_counter() - begin)
    return times


def _percentiles(times: Iterable[float]) -> str:
    cuts = statistics.quantiles([each * 1000 for each in times], n=100)
    return " ".join(f"{cuts[percent - 1]:8.1f}" for percent in (50, 95, 99))


if __name__ == "__main__":
    main()
