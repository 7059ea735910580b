"""How long a load into the embedded stores takes, and where the time goes (``make bench-load``).

A generated review is written as a charting sheet and read, checked and stored by the pipeline as it is; each round into
a new home. Beside it, in the same round, the two engines store the same triples and the same property graph, one after the
other and nothing else, and rdflib parses the same triples from N-Triples and pySHACL checks them with the same shapes: without
reading the sheet, storing anything, or asking the rules that cross records.
"""

# ruff: noqa: T201 - a script that prints its tables

import argparse
import gc
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyshacl
from rdflib import Graph

import kg.stores.ladybug
import kg.stores.oxigraph
import kg.validation.check
import loaders.pipeline
from kg.commands.ask import keep_answers
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.stores.memory import bytes_needed
from kg.validation.shacl import all_shapes
from kg.versions.home import Home
from loaders.pipeline import load
from loaders.reporting.models import LoadReport
from tests.bench.corpus import FACETS, generate_review
from tests.bench.sheet import write_corpus

EXPRESS = "express"
STAGES: tuple[tuple[Any, str, str], ...] = (
    (loaders.pipeline, "read_ontology", "read the ontology"),
    (loaders.pipeline, "read_corpus", "read the sheet, find its faults"),
    (loaders.pipeline, "described", EXPRESS),
    (loaders.pipeline, "Canonical", "put into canonical order"),
    (loaders.pipeline, "project", "project (beside the checks)"),
    (kg.validation.check, "broken_shapes", "check the shapes"),
    (kg.validation.check, "broken_rules", "check the rules that cross records"),
    (kg.stores.oxigraph, "write", "store the RDF in Oxigraph (beside Ladybug)"),
    (kg.stores.ladybug, "write", "store the property graph in Ladybug"),
)
"""Where each stage is found, and what it is."""
BULK, REFERENCE = 1.4, 5
"""The targets: at most so many times the engines' bulk loads alone; at least so many times as fast as rdflib and pySHACL."""


class Seconds(NamedTuple):
    """By the clock, and of the processor, which says more where a machine is busy."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:9.2f} {self.processor:9.2f}"

    def __add__(self, other: tuple[float, ...]) -> "Seconds":  # type: ignore[override]
        return Seconds(self.clock + other[0], self.processor + other[1])


class Timer:
    """The seconds of each stage, taken around the functions that the pipeline calls, and the triples that it made."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.made: Canonical | None = None
        for module, name, what in STAGES:
            setattr(module, name, self._timed(what, getattr(module, name)))

    def _timed(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            begin = time.perf_counter()
            done = function(*arguments)
            if isinstance(done, Iterator):  # what is said, which is made while it is read
                done = [(node, list(said)) for node, said in done]
            self.seconds[what] = time.perf_counter() - begin
            if isinstance(done, Canonical):
                self.seconds[what] -= self.seconds[EXPRESS]  # which it reads from
                self.made = done
            return done

        return run


class Round(NamedTuple):
    """What one round took: the whole load with its stages, the answers that are kept, both engines alone, and the reference."""

    whole: Seconds
    stages: dict[str, float]
    answers: Seconds
    oxigraph: Seconds
    ladybug: Seconds
    parsed: Seconds
    validated: Seconds


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


def measure(timer: Timer, studies: int, repeats: int, folder: Path, *, reference: bool) -> None:
    """The table of one size."""
    corpus = write_corpus(generate_review(studies), FACETS, folder / "corpus")
    vocabulary = read_vocabulary(read_ontology())
    declared, shapes = schema(vocabulary), all_shapes(vocabulary)
    alone = kg.stores.oxigraph.write, kg.stores.ladybug.write
    rounds = []
    for number in range(repeats):
        home, aside = Home(folder / f"home-{number}"), folder / f"alone-{number}"
        whole, report = timed(lambda home=home: load([str(corpus)], home))  # type: ignore[misc]
        if not number:
            peak = _peak()
        stages = dict(timer.seconds)
        answers, _ = timed(lambda home=home: keep_answers(home))  # type: ignore[misc]
        content, timer.made = timer.made, None
        if content is None:
            raise AssertionError("nothing was put into order")
        check(report, studies, content)
        aside.mkdir()
        lines, graph = content.ntriples, project(content, declared)
        oxigraph, _ = timed(lambda: alone[0](lines, aside / "rdf"))  # noqa: B023 - called at once
        ladybug, _ = timed(lambda: alone[1](graph, declared, aside / "graph"))  # noqa: B023
        parsed = validated = Seconds(0, 0)
        if reference:
            (folder / "triples.nt").write_bytes(lines)
            parsed, rdf = timed(lambda: parse(folder / "triples.nt"))
            validated, _ = timed(lambda: validate(rdf, shapes))  # noqa: B023
        rounds.append(Round(whole, stages, answers, oxigraph, ladybug, parsed, validated))
        print(f"  load {whole.clock:.2f} s; both engines alone {(oxigraph + ladybug).clock:.2f} s", flush=True)
    version = report.version
    print(
        f"\n{studies} studies: {version.triples} triples, {version.nodes} nodes, {version.relationships} relationships"
    )
    show(rounds, reference=reference)
    needed = bytes_needed(version.triples) / 2**20
    print(f"\nThe first load had at most {peak / 2**20:.0f} MiB of memory. Filling the stores is refused")
    print(f"where less than {needed:.0f} MiB are free beside what is read (kg/stores/memory.py).", flush=True)


def show(rounds: list[Round], *, reference: bool) -> None:
    """The stages of the fastest load, what was measured beside it, and the ratios."""
    fastest = min(rounds, key=lambda each: each.whole)
    answers, oxigraph, ladybug, parsed, validated = (min(times) for times in list(zip(*rounds, strict=True))[2:])
    print(f"the shortest of {len(rounds)}\n\n{'':44} {'seconds':>9} {'processor':>9}  share of the clock")
    for what, seconds in fastest.stages.items():
        print(f"{what:44} {seconds:9.2f} {'':9} {seconds / fastest.whole.clock:6.0%}")
    print(f"{'the whole load':44} {fastest.whole}")
    print(f"{'then: count the answers to stored questions':44} {answers}")
    print(f"\n{'Oxigraph alone':44} {oxigraph}\n{'Ladybug alone':44} {ladybug}")
    if reference:
        print(f"{'rdflib: parse the N-Triples':44} {parsed}\n{'pySHACL: check the shapes':44} {validated}")
    print(f"\n{'':44} {'clock':>9} {'processor':>9}  target by the clock")
    _ratio("load / both engines alone", fastest.whole, oxigraph + ladybug, f"<= {BULK}")
    if reference:
        _ratio("(rdflib + pySHACL) / load", parsed + validated, fastest.whole, f">= {REFERENCE}")


def _ratio(what: str, one: Seconds, other: Seconds, target: str) -> None:
    print(f"{what:44} {one.clock / other.clock:9.2f} {one.processor / other.processor:9.2f}  {target}")


def check(report: LoadReport, studies: int, content: Canonical) -> None:
    """Make sure that everything was loaded, and that the reference gets the same triples."""
    # It has warnings: terms are drawn by chance, so some do not apply beside each other.
    found = report.corpora[0].studies, report.version.triples
    if found != (studies, len(content)):
        raise AssertionError(f"{found}: not {studies} studies and {len(content)} triples")


def _peak() -> int:
    """Bytes of memory that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--studies", type=int, nargs="+", default=[10_000], help="sizes, from the smallest, a table each"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--engines-only", action="store_true", help="leave out rdflib and pySHACL, which take minutes")
    given = parser.parse_args()
    timer = Timer()
    for studies in given.studies:
        with tempfile.TemporaryDirectory() as name:
            measure(timer, studies, given.repeats, Path(name), reference=not given.engines_only)


if __name__ == "__main__":
    main()
