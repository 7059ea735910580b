"""Triples → violations: SHACL for what can be seen at one node, SELECT queries for what crosses records.

A rule is a query ``shapes/check_*.rq``; its rows are violations, with the columns this, path, value and message. As
``sh:sparql`` such rules took time that grew with the square of the number of records.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kg.paths import SHAPES
from kg.shapes import Violation, all_shapes, validate
from kg.stores.oxigraph import OxigraphStore
from kg.vocabulary import Vocabulary


def rule_files(folder: Path = SHAPES) -> list[Path]:
    """The rules of a folder, in order of their names."""
    return sorted(folder.glob("check_*.rq"))


def broken_rules(ntriples: str) -> set[Violation]:
    """The rules that data and ontology, given as N-Triples, break."""
    store = OxigraphStore.in_memory(ntriples.encode())
    return {
        Violation(str(row["this"]), str(row["path"]), str(row["value"]), str(row["message"]), refuses=True)
        for file in rule_files()
        for row in store.run(file.read_text(encoding="utf-8"), {})
    }


def check(ntriples: str, vocabulary: Vocabulary) -> list[Violation]:
    """Everything that is wrong with data and ontology, given as N-Triples, sorted; warnings among them."""
    with ThreadPoolExecutor(1) as aside:
        rules = aside.submit(broken_rules, ntriples)
        return sorted(validate(ntriples, all_shapes(vocabulary)) | rules.result())
