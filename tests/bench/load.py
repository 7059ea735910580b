"""How long a load into the embedded stores takes, and where the time goes, beside rdflib + pySHACL (``make bench-load``).

A generated review is written as a charting sheet and read, checked and stored by the pipeline as it is; each round into
a new home. Beside it, in the same round, rdflib parses the same triples from N-Triples and pySHACL checks them with the
same shapes: without reading the sheet, storing anything, or asking the rules that cross records.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyshacl
from rdflib import Graph

import kg.stores.embedded
import kg.stores.ladybug
import kg.stores.oxigraph
import kg.validation.check
import loaders.pipeline
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.rdf.canonical import Canonical
from kg.validation.shacl import all_shapes
from kg.versions.home import Home
from loaders.pipeline import load
from loaders.reporting.models import LoadReport
from tests.bench.corpus import FACETS, generate_review
from tests.bench.sheet import write_corpus

STAGES: tuple[tuple[Any, str, str], ...] = (
    (loaders.pipeline, "read_ontology", "read the ontology"),
    (loaders.pipeline, "read_corpus", "read the sheet, find its faults"),
    (loaders.pipeline, "triples", "express"),
    (loaders.pipeline, "Canonical", "put into canonical order"),
    (kg.validation.check, "broken_shapes", "check the shapes"),
    (kg.validation.check, "broken_rules", "check the rules that cross records"),
    (kg.stores.embedded, "project", "project"),
    (kg.stores.ladybug, "write", "store the property graph in Ladybug"),
    (kg.stores.oxigraph, "write", "store the RDF in Oxigraph (beside)"),
)
"""Where each stage is found, and what it is. Oxigraph is filled at the same time as the two stages above it are done."""
TARGET = 5


class Seconds(NamedTuple):
    """By the clock, and of the processor, which says more where a machine is busy."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:9.2f} {self.processor:9.2f}"


class Timer:
    """The seconds of each stage, taken around the functions that the pipeline calls, and the triples that it made."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.text = ""
        for module, name, what in STAGES:
            setattr(module, name, self._timed(what, getattr(module, name)))

    def _timed(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            begin = time.perf_counter()
            done = function(*arguments)
            if isinstance(done, Iterator):  # triples, which are made while they are read
                done = list(done)
            self.seconds[what] = time.perf_counter() - begin
            if isinstance(done, Canonical):
                self.text = done.text
            return done

        return run


def timed(work: Callable[[], Any]) -> tuple[Seconds, Any]:
    """How long something takes, and what it gives."""
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    done = work()
    return Seconds(time.perf_counter() - clock, time.process_time() - processor), done


def parse(triples: Path) -> Graph:
    return Graph().parse(triples, format="nt")


def validate(graph: Graph, shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    if not conforms:
        raise AssertionError(text)


def measure(studies: int, repeats: int, folder: Path) -> None:
    """The table of one size."""
    corpus = write_corpus(generate_review(studies), FACETS, folder / "corpus")
    triples = folder / "triples.nt"
    shapes = all_shapes(read_vocabulary(read_ontology()))
    timer = Timer()
    rounds = []
    for number in range(repeats):
        home = Home(folder / f"home-{number}")
        whole, report = timed(lambda home=home: load([str(corpus)], home))  # type: ignore[misc]
        stages = dict(timer.seconds)
        check(report, studies, timer.text)
        triples.write_text(timer.text, encoding="utf-8")
        timer.text = ""
        parsed, graph = timed(lambda: parse(triples))
        checked, _ = timed(lambda graph=graph: validate(graph, shapes))  # type: ignore[misc]
        rounds.append((whole, stages, parsed, checked))
        print(f"  load {whole.clock:.2f} s; rdflib and pySHACL {parsed.clock + checked.clock:.2f} s", flush=True)
    version = report.version
    print(
        f"\n{studies} studies: {version.triples} triples, {version.nodes} nodes, {version.relationships} relationships"
    )
    whole, stages, _, _ = min(rounds, key=lambda each: each[0])
    parsed, checked = (min(times) for times in list(zip(*rounds, strict=True))[2:])
    print(f"the shortest of {repeats}\n\n{'':40} {'seconds':>9} {'processor':>9}  share of the clock")
    for what, seconds in stages.items():
        print(f"{what:40} {seconds:9.2f} {'':9} {seconds / whole.clock:6.0%}")
    print(f"{'the whole load':40} {whole}")
    print(f"\n{'rdflib: parse the N-Triples':40} {parsed}\n{'pySHACL: check the shapes':40} {checked}")
    beside = Seconds(parsed.clock + checked.clock, parsed.processor + checked.processor)
    print(
        f"\n{'(rdflib + pySHACL) / load':40} {beside.clock / whole.clock:9.1f} {beside.processor / whole.processor:9.1f}"
    )
    print(f"target by the clock: >= {TARGET}", flush=True)


def check(report: LoadReport, studies: int, text: str) -> None:
    """Make sure that everything was loaded, and that the reference gets the same triples."""
    # It has warnings: terms are drawn by chance, so some do not apply beside each other.
    found = report.corpora[0].studies, report.version.triples
    if found != (studies, text.count("\n")):
        raise AssertionError(f"{found}: not {studies} studies and {text.count(chr(10))} triples")


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(given.studies, given.repeats, Path(name))


if __name__ == "__main__":
    main()
