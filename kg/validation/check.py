"""Validation of triples: SHACL shapes, and cross-record constraints in SPARQL.

A constraint is a query ``shapes/check_*.rq`` whose rows are violations: ``?this ?path ?value ?message``. It must name every
property it reads, because only triples with named properties are loaded for it. As ``sh:sparql``, such constraints took time
quadratic in the number of records.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from kg.ontology.vocabulary import Vocabulary
from kg.paths import SHAPES
from kg.rdf.canonical import Canonical
from kg.stores.oxigraph import OxigraphStore
from kg.validation.shacl import Violation, all_shapes, validate


def check(content: Canonical, vocabulary: Vocabulary) -> list[Violation]:
    """All violations in data and ontology, warnings included, sorted."""
    return sorted(broken_shapes(content, all_shapes(vocabulary)) | broken_rules(content))


def broken_shapes(content: Canonical, shapes: Graph) -> set[Violation]:
    """Violations of SHACL shapes."""
    named: set[Node] = {RDF.type, RDFS.subClassOf}.union(*shapes)
    if SH.closed in named or SH.sparql in named:  # such a shape reads properties that it does not name
        return validate(content.text, shapes)
    return validate(content.text_of(named), shapes)


def broken_rules(content: Canonical, folder: Path = SHAPES) -> set[Violation]:
    """Violations of the cross-record constraints."""
    texts = [file.read_text(encoding="utf-8") for file in rule_files(folder)]
    named = {RDF.type, *(iri for text in texts for iri in _named(text))}
    store = OxigraphStore.in_memory(content.text_of(named).encode())
    rows = (row for text in texts for row in store.run(text, {}))
    return {
        Violation(str(row["this"]), str(row["path"]), str(row["value"]), str(row["message"]), refuses=True)
        for row in rows
    }


def rule_files(folder: Path = SHAPES) -> list[Path]:
    """The files of the cross-record constraints, in order of their names."""
    return sorted(folder.glob("check_*.rq"))


def _named(query: str) -> Iterator[URIRef]:
    """The IRIs that a query names by prefix."""
    for prefix, base in re.findall(r"PREFIX\s+(\w*:)\s*<([^>]*)>", query):
        yield from (URIRef(base + name) for name in re.findall(rf"(?<!\w){prefix}([\w-]+)", query))
