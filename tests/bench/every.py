"""All benchmarks in short form, one after the other, and what they printed as ``docs/performance.md`` (``make bench``).

With names, only those run, and their parts of the page are replaced; a name that ends in ``-long`` is the benchmark at the size
that its targets are about, which may take an hour.
"""

# ruff: noqa: T201 - a script that says what it does

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import NamedTuple

from kg.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Performance

What the benchmarks printed, by `make bench`. Each part has its day and machine: compare figures within a part, not
between parts. Ratios say more than seconds, because both sides of a ratio ran in turn in one run.

This page is written by the program, and no other page states a figure that is not here. `make bench` runs the short forms;
`.venv/bin/python -m tests.bench.every NAME…` runs those named, and a name with `-long` at the size that its targets are about.
"""


class Bench(NamedTuple):
    """What a benchmark is about, and its module with the arguments of the short and of the long form."""

    about: str
    module: str
    short: str
    long: str | None = None


BENCHES = {
    "http": Bench(
        "Answers and pages over HTTP, beside the engine alone",
        "tests.bench.http",
        "--requests 100 --clients 20 --seconds 10",
        "",
    ),
    "sparql": Bench(
        "SPARQL through worker processes, beside Oxigraph in process", "tests.bench.sparql", "--rounds 5", ""
    ),
    "load": Bench(
        "Load, beside both engines alone and, in short form, beside rdflib and pySHACL",
        "tests.bench.load",
        "--studies 1000 --repeats 1",
        "--studies 10000 100000 --repeats 1 --engines-only",
    ),
    "update": Bench(
        "A few studies added to many, beside everything at once",
        "tests.bench.scale.update",
        "--studies 1000 --heap 2g",
        "",
    ),
    "push": Bench(
        "Push to Neo4j beside the bare driver and rdflib-neo4j, and gap questions on each engine beside bare counts",
        "tests.bench.push",
        "--studies 300 --repeats 1 --heap 2g",
        "--studies 10000 100000 --ask",
    ),
    "scale": Bench(
        "Load, push, export, bare counts and gap questions on five engines (in long form on two), by the number of studies",
        "tests.bench.scale.growth",
        "--studies 300 --heap 1g",
        "--studies 100000 --embedded --stated",
    ),
    "voids": Bench(
        "Search for voids, beside brute force and the published walk", "tests.voids.bench", "--most 1000", ""
    ),
    "attacks": Bench("The service under attack", "tests.bench.attacks", "--seconds 3 --settle 3", "--seconds 10"),
    "soak": Bench(
        "Memory over time. The short form only shows that it runs: caches fill in the first minutes, so its slope says nothing",
        "tests.bench.soak",
        "--minutes 0.3 --warm-up 0.1 --versions 4",
        "",
    ),
}
LONG = "-long"


def main() -> None:
    """Run what the arguments name, and write its parts of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = [*BENCHES, *(f"{name}{LONG}" for name, bench in BENCHES.items() if bench.long is not None)]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"by default all short forms; of {', '.join(names)}")
    given = parser.parse_args().names or list(BENCHES)
    if unknown := set(given).difference(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose from {', '.join(names)}")
    parts = read(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    begin = time.monotonic()
    for name in given:
        print(f"{name} …", end=" ", flush=True)
        where, started = machine(), time.monotonic()
        parts[name] = part(name, where, run(name))
        print(f"{time.monotonic() - started:.0f} s", flush=True)
        # After each, so that a run that is stopped keeps what it has.
        PAGE.write_text(page({each: parts[each] for each in names if each in parts}), encoding="utf-8")
    print(f"{(time.monotonic() - begin) / 60:.1f} minutes; written to {PAGE}")


def command(name: str) -> list[str]:
    """The module of a benchmark, and its arguments."""
    bench = BENCHES[name.removesuffix(LONG)]
    return [bench.module, *((bench.long or "") if name.endswith(LONG) else bench.short).split()]


def run(name: str) -> str:
    """What a benchmark prints.

    Raises:
        SystemExit: it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", *command(name)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{name} failed. Nothing was written for it.")
    return done.stdout.strip("\n")


def part(name: str, where: str, printed: str) -> str:
    """The part of the page for what a benchmark printed, and on what machine."""
    about = BENCHES[name.removesuffix(LONG)].about
    ran = f"{datetime.now(UTC):%Y-%m-%d}; {where}; `python -m {' '.join(command(name))}`"
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return f"{about}.\n{ran}\n\n```text\n{lines}\n```\n"


def machine() -> str:
    """The processors, the memory, the release of Python, and how many processes were running when it began."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    return f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {python}, load {os.getloadavg()[0]:.1f}"


def page(parts: dict[str, str]) -> str:
    """The page of all parts, by name."""
    return "\n".join([HEAD, *(f"## {name}\n\n{each}" for name, each in parts.items())])


def read(text: str) -> dict[str, str]:
    """The parts of a page that ``page`` wrote, by name."""
    found = re.split(r"^## (\S+)\n\n", text, flags=re.MULTILINE)[1:]
    return {name: each.rstrip("\n") + "\n" for name, each in zip(found[::2], found[1::2], strict=True)}


if __name__ == "__main__":
    main()
