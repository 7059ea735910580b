"""The list of every IRI of the ontology, ``ontology/released.tsv``: what is on it stays, and means what it meant."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rdflib import OWL, RDF, Graph

from kg.ontology.vocabulary import Vocabulary
from kg.paths import ONTOLOGY
from kg.rdf.iris import BASE, DEFINITION

LIST = ONTOLOGY / "released.tsv"
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


class Released(NamedTuple):
    """An IRI, whether it is a class, property, definition or term, the term's facet, and the version that brought it."""

    iri: str
    kind: str
    facet: str
    since: str


def current(graph: Graph, vocabulary: Vocabulary) -> list[Released]:
    """All that the ontology has now, deprecated terms too, as of its own version, in order of the IRIs."""
    return sorted(set(_current(graph, vocabulary)))


def read_released(file: Path = LIST) -> list[Released]:
    """The list as it stands; empty where there is none."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        _, *rows = csv.reader(opened, delimiter="\t")
    return [Released(*row) for row in rows]


def grown(old: Iterable[Released], now: Iterable[Released]) -> list[Released]:
    """The list with what is new. Nothing that stands on it is changed or taken away."""
    rows = {row.iri: row for row in now} | {row.iri: row for row in old}
    return sorted(rows.values())


def lost(old: Iterable[Released], now: Iterable[Released]) -> Iterator[str]:
    """What is on the list and is not there any more, or is something else; a sentence each."""
    found = {row.iri: row for row in now}
    for row in old:
        is_now = found.get(row.iri)
        if is_now is None:
            yield f"{row.iri} ({row.kind}, since {row.since}) is gone: deprecate instead of deleting, and never rename."
        elif is_now[:3] != row[:3]:
            before, after = (" of ".join(filter(None, each[1:3])) for each in (row, is_now))
            yield f"{row.iri} was a {before} and is a {after}: take another IRI."


def text(rows: Iterable[Released]) -> str:
    """The list as it is written."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(Released._fields)
    writer.writerows(rows)
    return file.getvalue()


def _current(graph: Graph, vocabulary: Vocabulary) -> Iterator[Released]:
    since = vocabulary.version
    for term in (*vocabulary.terms.values(), *vocabulary.deprecated.values()):
        yield Released(str(term.iri), "term", term.facet, since)
    for definition in vocabulary.definitions.values():
        yield Released(str(DEFINITION[definition.id]), "definition", "", since)
    for kind, types in (("class", (OWL.Class,)), ("property", _PROPERTIES)):
        for type_ in types:
            for iri in graph.subjects(RDF.type, type_):
                if str(iri).startswith(BASE):
                    yield Released(str(iri), kind, "", since)
