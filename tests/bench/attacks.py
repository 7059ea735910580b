"""What attacks do to others, one after the other on one service: how long ``/health`` and a stored question take meanwhile,
and what memory and connections the service has afterwards.

The attackers, those who are timed and the service are on one machine and share its cores.
"""

# ruff: noqa: T201 - a script that prints its table

import argparse
import itertools
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2

from kg.versions.home import Home
from tests.bench.crowd import ask, crowd, questions, timed
from tests.bench.soak import resident, store
from tests.support.http_servers import Server, serving

TARGETS = "at p99 at most 100 ms for /health and 500 ms for /gaps/{name}; at the end at most 1.2 times the memory of the start"
NAME = "/gaps/gap_gmp_deployment"
CONDITIONS, MANY_CONDITIONS, CLIENTS, VERSIONS = 12, 19, 20, 8
SETTLE = 40
"""Seconds after an attack, in which versions are closed and memory is returned."""
RUNAWAY = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
PATHS = (
    "/gaps/gap_gmp_deployment",
    "/flow",
    "/studies?size=5",
    "/claims?size=2",
    "/matrix?rows=twin-label&columns=twin-role",
)
Attack = Callable[[Server, ExitStack], None]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=48)
    parser.add_argument("--sockets", type=int, default=900)
    parser.add_argument("--seconds", type=float, default=20, help="of each attack")
    parser.add_argument("--settle", type=float, default=SETTLE, help="seconds after each; versions are closed after 30")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        versions = store(home, Path(folder), VERSIONS)
        paths = list(itertools.islice(questions(home, CONDITIONS), given.questions))
        attacks: dict[str, Attack] = {
            "nothing": lambda _, __: None,
            "questions whose client leaves": lambda server, _: _leave(server, paths),
            "questions whose client stays": lambda server, held: _stay(server, held, paths),
            "20 clients, 19 conditions": lambda server, _: _crowd(server, home, given.seconds),
            "64 requests for 8 versions": lambda server, _: _ask(server, versions),
            "half a request, many times": lambda server, held: _half(server, held, given.sockets),
            "two endless SPARQL queries": lambda server, held: _stay(server, held, [f"/sparql?query={RUNAWAY}"] * 2),
        }
        with serving(Path(folder) / "home", Path(folder), env={"LACUNA_AHEAD": "1"}) as server:
            ask(server, "/gaps")
            time.sleep(given.settle)
            print(
                f"{'milliseconds, during':31} {'/health p50':>11} {'p99':>5} {'most':>5} {NAME + ' p99':>28}   MiB sockets"
            )
            print(f"{'':83} {resident(server):5.0f}")
            for name, attack in attacks.items():
                print(f"{name:31} {_measured(server, attack, given.seconds, given.settle)}", flush=True)
    print(f"Targets: {TARGETS}.")


def _measured(server: Server, attack: Attack, seconds: float, settle: float) -> str:
    until = time.monotonic() + seconds
    with timed(server, lambda: "/health") as health, timed(server, lambda: NAME) as named, ExitStack() as held:
        attack(server, held)
        time.sleep(max(0.0, until - time.monotonic()))
    time.sleep(settle)
    sockets = sum("socket:" in str(each.readlink()) for each in Path(f"/proc/{server._process.pid}/fd").iterdir())
    times = f"{health.milliseconds(50):11.0f} {health.milliseconds(99):5.0f} {health.longest:5.0f} {named.milliseconds(99):28.0f}"
    failed = {status: count for status, count in {**health.statuses, **named.statuses}.items() if status != 200}
    return f"{times} {resident(server):5.0f} {sockets:7} {failed or ''}"


def _crowd(server: Server, home: Home, seconds: float) -> None:
    asked = crowd(server, questions(home, MANY_CONDITIONS), CLIENTS, seconds)
    print(f"  their replies by status: {asked.statuses}, the last after {asked.longest / 1000:.1f} s")


def _leave(server: Server, paths: list[str]) -> None:
    for path in paths:
        _send(server, path).close()


def _stay(server: Server, held: ExitStack, paths: list[str]) -> None:
    for path in paths:
        held.enter_context(_send(server, path))


def _ask(server: Server, versions: list[str]) -> None:
    for path, version in itertools.islice(itertools.product(PATHS * 2, versions), 64):
        httpx2.get(f"{server.url}{path}{'&' if '?' in path else '?'}version={version}", timeout=200)


def _half(server: Server, held: ExitStack, count: int) -> None:
    for _ in range(count):
        held.enter_context(_send(server, "/health", end=""))


def _send(server: Server, path: str, end: str = "\r\n") -> socket.socket:
    address = urlsplit(server.url)
    client = socket.create_connection((address.hostname, address.port), timeout=60)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n{end}".encode())
    return client


if __name__ == "__main__":
    main()
