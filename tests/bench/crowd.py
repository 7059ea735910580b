"""Many clients at once who ask what takes long, and how long others wait meanwhile.

Clients are told apart by ``X-Forwarded-For``, which the service takes from its own machine.
"""

import http.client
import itertools
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from kg.versions.dataset import Dataset
from kg.versions.home import Home
from tests.support.http_servers import Server

PAUSE = 0.02  # seconds between two requests of who is timed


class Reply(NamedTuple):
    """A response that was read to its end: status (0 where there was none) and seconds."""

    status: int
    seconds: float
    bytes: int = 0


class Timed:
    """Requests for one thing, one after the other, and their replies."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies

    def milliseconds(self, percent: int) -> float:
        """The time within which so many of a hundred had their reply."""
        times = [reply.seconds * 1000 for reply in self.replies]
        return statistics.quantiles(times, n=100)[percent - 1] if len(times) > 1 else max(times, default=0)

    @property
    def longest(self) -> float:
        """The longest in milliseconds."""
        return max(reply.seconds for reply in self.replies) * 1000

    @property
    def statuses(self) -> dict[int, int]:
        """How many replies had which status."""
        return dict(sorted(Counter(reply.status for reply in self.replies).items()))


def ask(server: Server, path: str, client: str = "127.0.0.1", timeout: float = 120) -> Reply:
    """One request on a connection of its own."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(str(urlsplit(server.url).netloc), timeout=timeout)
    try:
        connection.request("GET", path, headers={"X-Forwarded-For": client})
        response = connection.getresponse()
        size = len(response.read())
        return Reply(response.status, time.perf_counter() - begun, size)
    except (OSError, http.client.HTTPException):
        return Reply(0, time.perf_counter() - begun)
    finally:
        connection.close()


@contextmanager
def timed(server: Server, path: Callable[[], str], client: str = "10.9.9.9") -> Iterator[Timed]:
    """Ask for something again and again while the context lasts, and time it."""
    found, over = Timed([]), threading.Event()

    def run() -> None:
        while not over.is_set():
            found.replies.append(ask(server, path(), client))
            over.wait(PAUSE)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def crowd(server: Server, paths: Iterator[str], clients: int, seconds: float) -> Timed:
    """So many clients, each of whom asks the next question as soon as it has its reply or was refused."""
    until, lock = time.monotonic() + seconds, threading.Lock()

    def run(number: int) -> list[Reply]:
        replies = []
        while time.monotonic() < until:
            with lock:
                path = next(paths)
            replies.append(ask(server, path, f"10.0.0.{number + 1}"))
            if replies[-1].status == 503:
                time.sleep(2)  # as Retry-After says
        return replies

    with ThreadPoolExecutor(clients) as pool:
        return Timed(list(itertools.chain.from_iterable(pool.map(run, range(clients)))))


def questions(home: Home, conditions: int, seed: int = 3) -> Iterator[str]:
    """Paths of different questions of so many conditions, without end."""
    dataset, dice = Dataset.open(home), random.Random(seed)
    words = dataset.vocabulary
    facets = {facet.id: [term.id for term in words.of_facet(facet.id)] for facet in words.charted_facets}
    dataset.close()
    while True:
        yield "/ask?" + urlencode({name: dice.choice(facets[name]) for name in dice.sample(sorted(facets), conditions)})
