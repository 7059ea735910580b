"""Memory of the service over time: half an hour of mixed requests over twenty stored versions, and the slope of its memory.

Questions, matrices, stored questions, the catalogue, downloads and SPARQL, of all versions in turn and by several clients at a
modest rate. Counted is what the service and its SPARQL workers have resident; of the workers only what is their own.
"""

# ruff: noqa: T201 - a script that prints its table

import argparse
import math
import random
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load
from tests.bench.crowd import Reply, ask, questions
from tests.support.http_servers import Server, serving

BLOCKS = 20
"""Parts of the time whose means give the slope: single samples depend on those before them."""


class Slope(NamedTuple):
    """Change per hour, and twice its standard error."""

    per_hour: float
    error: float


class Soaked(NamedTuple):
    """Samples of seconds and MiB, and how many replies had which status."""

    samples: Sequence[tuple[float, float]]
    statuses: dict[int, int]

    def slope(self, after: float) -> Slope:
        """The slope of a line through the means of blocks of time, without the first seconds."""
        kept = [(at, value) for at, value in self.samples if at >= after]
        size = max(1, len(kept) // BLOCKS)
        blocks = [kept[start : start + size] for start in range(0, len(kept) - size + 1, size)]
        at, mib = ([statistics.fmean(each[part] for each in block) for block in blocks] for part in (0, 1))
        slope, start = statistics.linear_regression(at, mib)
        left = sum((value - start - slope * time_) ** 2 for time_, value in zip(at, mib, strict=True))
        spread = sum((each - statistics.fmean(at)) ** 2 for each in at)
        return Slope(slope * 3600, 2 * math.sqrt(left / (len(at) - 2) / spread) * 3600)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--versions", type=int, default=20)
    parser.add_argument("--rate", type=float, default=2, help="requests a second, of all clients")
    parser.add_argument("--warm-up", type=float, default=5, help="minutes that do not count for the slope")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        versions = store(home, Path(folder), given.versions)
        with serving(Path(folder) / "home", Path(folder), env={"LACUNA_AHEAD": "1"}) as server:
            done = soak(server, home, versions, given.minutes * 60, given.rate, _print)
    slope = done.slope(given.warm_up * 60)
    print(f"replies by status: {done.statuses}")
    print(f"after {given.warm_up:g} minutes: {slope.per_hour:+.1f} ± {slope.error:.1f} MiB/hour")


def store(home: Home, folder: Path, count: int) -> list[str]:
    """So many versions, each with one more study beside the default corpus; the last, without, is current."""
    versions = []
    for number in range(count - 1):
        (folder / "more.csv").write_text(f"study,unit-operation\nstudy-{number},coating\n", encoding="utf-8")
        versions.append(load((DEFAULT_CORPUS, str(folder / "more.csv")), home).version.version)
    return [*versions, load((DEFAULT_CORPUS,), home).version.version]


def soak(
    server: Server,
    home: Home,
    versions: Sequence[str],
    seconds: float,
    rate: float,
    watch: Callable[[float, float], None] = lambda _, __: None,
) -> Soaked:
    """Ask for so many seconds, at so many requests a second.

    Args:
        server: a service over ``home``.
        home: the home of the versions.
        versions: those that are asked.
        seconds: how long.
        rate: requests per second, of four clients together.
        watch: is told every sample.
    """
    paths, lock, replies = _paths(home, versions), threading.Lock(), list[Reply]()
    begun = time.monotonic()

    def run(number: int) -> None:
        while time.monotonic() - begun < seconds:
            with lock:
                path = next(paths)
            replies.append(ask(server, path, f"10.0.1.{number}"))
            time.sleep(max(0.0, clients / rate - replies[-1].seconds))

    clients = 4
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    samples = []
    while any(thread.is_alive() for thread in threads):
        samples.append((time.monotonic() - begun, resident(server)))
        watch(*samples[-1])
        time.sleep(1)
    return Soaked(samples, dict(Counter(reply.status for reply in replies)))


def resident(server: Server) -> float:
    """MiB of the service, and what its workers have beside the files that they share with it."""
    pid = server._process.pid
    children = [int(child) for each in Path(f"/proc/{pid}/task").glob("*/children") for child in _text(each).split()]
    return (_kib(pid, "VmRSS") + sum(_kib(child, "RssAnon") for child in children)) / 1024


def _kib(pid: int, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", _text(Path(f"/proc/{pid}/status")))
    return int(found[1]) if found else 0


def _text(file: Path) -> str:
    """What Linux says of a process or thread; nothing where it has just ended."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _paths(home: Home, versions: Sequence[str], seed: int = 5) -> Iterator[str]:
    """Addresses of every kind without end, each of a random version."""
    dice, few, many = random.Random(seed), questions(home, 3, seed), questions(home, 12, seed)
    select = quote("SELECT * { ?s ?p ?o } LIMIT 2000")
    kinds: list[Callable[[], str]] = [
        lambda: next(few),
        lambda: next(few),
        lambda: next(many),
        lambda: "/matrix?rows=unit-operation&columns=ai-method",
        lambda: f"/matrix?rows=country&columns=pat-modality&k={dice.randint(1, 1000)}",
        lambda: f"/gaps/gap_gmp_deployment?k={dice.randint(1, 1000)}",
        lambda: f"/gaps?size=20&k={dice.randint(1, 1000)}",
        lambda: f"/sparql?query={select}",
        lambda: f"/sparql?query={quote(f'SELECT (COUNT(*) AS ?n) {{ ?s ?p {dice.randint(1, 10**6)} }}')}",
        lambda: "/studies?size=5",
        lambda: "/claims?size=5",
        lambda: "/export/dataset.nq",
        lambda: "/versions",
    ]
    while True:
        path = dice.choice(kinds)()
        if path == "/versions":
            yield path
            continue
        yield f"{path}{'&' if '?' in path else '?'}version={dice.choice(versions)}"


def _print(seconds: float, mib: float) -> None:
    if int(seconds) % 60 == 0:
        print(f"{seconds / 60:5.1f} min {mib:8.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
