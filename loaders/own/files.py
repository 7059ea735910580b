"""The files of an own vocabulary: Turtle below ``ontology/`` in a corpus folder, read under the limits of RDF and those below."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import BNode
from rdflib.term import Node

from kg.errors import BadRdf, Cell, Fault
from kg.ontology.own import Statements
from kg.ontology.reading import Problem
from kg.rdf.canonical import Triple
from kg.rdf.iris import local_name
from kg.stores.rdf_files import read_rdf

ONTOLOGY_FOLDER = "ontology"
LARGEST_FILE = 8 * 1024**2
"""In bytes."""
MOST_STATEMENTS = 50_000
"""Of all files of a corpus."""


@dataclass(frozen=True)
class OwnVocabulary:
    """What the corpus of a review declares: its statements, and where each subject is declared.

    A place is a file by its path, None where it cannot be looked into again, and by what faults call it.
    """

    review: str
    statements: Statements
    places: Mapping[Node, tuple[Path | None, str]]

    def place(self, iri: str) -> str | None:
        """What faults call the file that declares an IRI, or None."""
        return next((name for subject, (_, name) in self.places.items() if str(subject) == iri), None)

    def fault(self, problem: Problem, against: str | None = None) -> Fault:
        """A problem as a fault at its place; ``against`` is the file of what is against it."""
        everywhere = ", ".join(sorted({name for _, name in self.places.values()}))
        found = next((place for subject, place in self.places.items() if str(subject) == problem.about), None)
        path, name = found or (None, everywhere)
        rule = f"{problem.rule}, in {against}. Give it another name." if against else f"{problem.rule}."
        return Fault(Cell(name, _line(path, problem.about), "", local_name(problem.about) or problem.about), rule)


def read_own_vocabulary(folder: Path) -> tuple[OwnVocabulary | None, list[Fault]]:
    """The own vocabulary of a corpus folder, None if it has none, and the faults of its files as files."""
    review = folder.resolve().name
    files, faults = _files(folder / ONTOLOGY_FOLDER, review)
    statements: set[Triple] = set()
    places: dict[Node, tuple[Path | None, str]] = {}
    for path, name in files:
        try:
            for triple in _statements(path):
                statements.add(triple)
                places.setdefault(triple[0], (path, name))
                if len(statements) > MOST_STATEMENTS:
                    raise BadRdf(f"with it, the vocabulary has more than {MOST_STATEMENTS:,} statements")
        except BadRdf as error:
            faults.append(Fault(Cell(name, 0, "-"), f"cannot be read: {error}."))
    return (OwnVocabulary(review, frozenset(statements), places) if statements else None), faults


def _files(folder: Path, review: str) -> tuple[Sequence[tuple[Path, str]], list[Fault]]:
    """The Turtle files of a folder, each with what faults call it; any other file is a fault, because it would not be read."""
    files, faults = [], []
    for path in sorted(folder.rglob("*")):
        name = f"{review}/{path.relative_to(folder.parent)}"
        if path.is_dir() or path.name.startswith("."):
            continue
        if path.suffix == ".ttl":
            files.append((path, name))
        elif not (path.suffix == ".md" or path.name == "LICENSE"):
            faults.append(Fault(Cell(name, 0, "-"), "is no Turtle file (.ttl): it would not be read."))
    return files, faults


def _statements(path: Path) -> Iterator[Triple]:
    if path.stat().st_size > LARGEST_FILE:
        raise BadRdf(f"it is larger than {LARGEST_FILE // 1024**2} MB")
    for triple in read_rdf(path):
        if isinstance(triple[0], BNode) or isinstance(triple[2], BNode):
            raise BadRdf("it has a node without an IRI ([…], (…) or _:x): every node must have one")
        yield triple


def _line(path: Path | None, iri: str) -> int:
    """The number of the first line that begins with an IRI or its name behind a prefix; 0 if none does."""
    if path is None or not iri:
        return 0
    begins = re.compile(rf"\s*(?:<{re.escape(iri)}>|\w*:{re.escape(local_name(iri))}(?=\s))")
    with path.open(encoding="utf-8") as lines:
        return next((number for number, line in enumerate(lines, 1) if begins.match(line)), 0)
