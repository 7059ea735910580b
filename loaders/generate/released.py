"""The list of released IRIs, ``ontology/released.tsv``; none may disappear or change its meaning."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rdflib import OWL, RDF, Graph

from kg.ontology.reading import PROPERTY_CLASSES
from kg.ontology.vocabulary import Vocabulary
from kg.paths import ONTOLOGY
from kg.rdf.iris import BASE, DEFINITION, FACET

LIST = ONTOLOGY / "released.tsv"


class Released(NamedTuple):
    """An IRI, its kind (class, property, scheme, definition or term), a term's facet, and the version that introduced it."""

    iri: str
    kind: str
    facet: str
    since: str


def current(graph: Graph, vocabulary: Vocabulary) -> list[Released]:
    """All IRIs of the ontology, deprecated terms included, sorted, as introduced in its present version."""
    return sorted(set(_current(graph, vocabulary)))


def read_released(file: Path = LIST) -> list[Released]:
    """The rows of the list; none if the file does not exist."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as opened:
        _, *rows = csv.reader(opened, delimiter="\t")
    return [Released(*row) for row in rows]


def extended(old: Iterable[Released], now: Iterable[Released]) -> list[Released]:
    """The list with new IRIs added; existing rows stay as they are."""
    # The old row wins: an IRI keeps the version that introduced it.
    rows = {row.iri: row for row in now} | {row.iri: row for row in old}
    return sorted(rows.values())


def lost(old: Iterable[Released], now: Iterable[Released]) -> Iterator[str]:
    """A sentence for each listed IRI that is gone or has changed its kind or facet."""
    found = {row.iri: row for row in now}
    for row in old:
        is_now = found.get(row.iri)
        if is_now is None:
            yield f"{row.iri} ({row.kind}, since {row.since}) is gone: deprecate instead of deleting, and never rename."
        elif is_now[:3] != row[:3]:
            before, after = (" of ".join(filter(None, each[1:3])) for each in (row, is_now))
            yield f"{row.iri} was a {before} and is a {after}: take another IRI."


def text(rows: Iterable[Released]) -> str:
    """The content of the file."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(Released._fields)
    writer.writerows(rows)
    return file.getvalue()


def _current(graph: Graph, vocabulary: Vocabulary) -> Iterator[Released]:
    since = vocabulary.version
    for term in (*vocabulary.terms.values(), *vocabulary.deprecated.values()):
        yield Released(str(term.iri), "term", term.facet, since)
    for facet in vocabulary.facets:
        yield Released(str(FACET[facet]), "scheme", "", since)
    for definition in vocabulary.definitions.values():
        yield Released(str(DEFINITION[definition.id]), "definition", "", since)
    for kind, types in (("class", (OWL.Class,)), ("property", PROPERTY_CLASSES)):
        for type_ in types:
            for iri in graph.subjects(RDF.type, type_):
                # The ontology also declares properties of other vocabularies that it uses.
                if str(iri).startswith(BASE):
                    yield Released(str(iri), kind, "", since)
