"""How long pages take and how much goes over the wire, beside their goals; part of ``make bench-http``."""

# ruff: noqa: T201 - prints its table

import itertools
import re
import time
from statistics import median
from typing import NamedTuple
from urllib.parse import urljoin

import httpx2

_BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip"}


class Goal(NamedTuple):
    """A page with its goals: milliseconds while it is computed from remembered rows, and kB with all that it loads."""

    name: str
    path: str
    milliseconds: int
    kilobytes: int


GOALS = (
    Goal("start", "/", 100, 150),
    Goal("map, 53 × 53 terms", "/map?rows=unit-operation&columns=ai-method", 300, 400),
    Goal("answer", "/gaps/gap_integrated_lyophilization", 100, 150),
    Goal("own question", "/ask?pat-modality=nir-spectroscopy", 100, 150),
    Goal("studies", "/studies", 100, 150),
    Goal("study", "/studies/beke-2021", 100, 150),
    Goal("review", "/reviews/okafor-bello-2025", 100, 150),
    Goal("term", "/terms/lyophilization", 100, 150),
    Goal("voids", "/voids?facets=unit-operation,ai-method", 100, 150),
)


def pages(client: httpx2.Client, count: int) -> None:
    """The table of pages, of one client.

    The name of the host is part of what an answer is remembered by, so another name each time makes the page anew.
    """
    print(
        f"\n{'pages, median of ' + str(count):24} {'first':>8} {'anew':>8} {'again':>8} {'goal':>6} ms {'size':>8} {'goal':>6} kB"
    )
    hosts = (f"h{number}.example" for number in itertools.count())
    for goal in GOALS:
        first = _time(client, goal.path, next(hosts))
        anew = median(_time(client, goal.path, next(hosts)) for _ in range(count))
        again = median(_time(client, goal.path, "again.example") for _ in range(count))
        size = sum(_sizes(client, goal.path)) / 1000
        missed = "" if anew <= goal.milliseconds and size <= goal.kilobytes else "  missed"
        times = f"{first:8.1f} {anew:8.1f} {again:8.1f} {goal.milliseconds:6}"
        print(f"{goal.name:24} {times}    {size:8.1f} {goal.kilobytes:6}{missed}", flush=True)


def _time(client: httpx2.Client, path: str, host: str) -> float:
    begin = time.perf_counter()
    client.get(path, headers={**_BROWSER, "Host": host}).raise_for_status()
    return (time.perf_counter() - begin) * 1000


def _sizes(client: httpx2.Client, path: str) -> list[int]:
    """The bytes over the wire of a page and of everything that it loads."""
    page = client.get(path, headers=_BROWSER)
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"', page.text)
    parts = [client.get(urljoin(path, each), headers=_BROWSER) for each in dict.fromkeys(loaded)]
    return [each.num_bytes_downloaded for each in (page, *parts)]
