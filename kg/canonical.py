"""Triples in their one canonical form: sorted N-Triples, which name a version, are checked and are stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from rdflib import Literal
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


class Canonical:
    """Triples without blank nodes, each once: the same content has the same ``text``, one line for each, sorted."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        lines = {_line(triple): triple for triple in triples}
        ordered = sorted(lines)
        self.text = "".join(ordered)
        self.triples = [lines[line] for line in ordered]

    def __len__(self) -> int:
        return len(self.triples)

    def subjects(self, predicate: Node, object: Node) -> Iterator[Node]:  # noqa: A002 - rdflib's name for it
        """As of an rdflib graph."""
        return (subject for subject, value in self.subject_objects(predicate) if value == object)

    def subject_objects(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """As of an rdflib graph."""
        return iter(self._by_property.get(predicate, ()))

    @cached_property
    def _by_property(self) -> dict[Node, list[tuple[Node, Node]]]:
        pairs: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        for subject, property_, value in self.triples:
            pairs[property_].append((subject, value))
        return pairs


def _line(triple: Triple) -> str:
    subject, property_, value = triple
    return f"{_name(subject)} {_name(property_)} {_quoted(value) if isinstance(value, Literal) else _name(value)} .\n"


@lru_cache(maxsize=65536)
def _name(node: Node) -> str:
    return node.n3()


def _quoted(literal: Literal) -> str:
    """A literal on one line: ``Literal.n3`` would be Turtle, which may break lines."""
    text = literal.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"').replace("\r", "\\r")
    if literal.language:
        return f'"{text}"@{literal.language}'
    return f'"{text}"^^<{literal.datatype}>' if literal.datatype else f'"{text}"'
