"""Canonical triples: sorted N-Triples without blank nodes, whose hash names a version."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache

from rdflib import Literal
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


class Canonical:
    """Triples without blank nodes, each once, in the order of their N-Triples: the same content has the same ``text``."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        by_line = {line(triple): triple for triple in triples}
        self._lines = sorted(by_line)
        self._triples = [by_line[line] for line in self._lines]
        self._by_value: dict[Node, dict[Node, list[Node]]] = {}

    def __len__(self) -> int:
        return len(self._triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._triples)

    @property
    def text(self) -> str:
        """One line for each triple, sorted."""
        return "".join(self._lines)

    @cached_property
    def version(self) -> str:
        """The name of a version: ``sha256:`` and the hash of the text."""
        return f"sha256:{hashlib.sha256(self.text.encode()).hexdigest()}"

    def hash_outside(self, namespace: str) -> str:
        """``sha256:`` and the hash of the lines whose subject is not in a namespace."""
        within = f"<{namespace}"
        lines = "".join([line for line in self._lines if not line.startswith(within)])
        return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"

    def lines_within(self, namespace: str) -> list[str]:
        """The lines whose subject is in a namespace, sorted."""
        within = f"<{namespace}"
        return [line for line in self._lines if line.startswith(within)]

    def text_of(self, properties: Collection[Node]) -> str:
        """The lines of the triples with these properties."""
        both = zip(self._lines, self._triples, strict=True)
        return "".join([line for line, (_, property_, _) in both if property_ in properties])

    def subjects(self, predicate: Node, object: Node) -> Iterator[Node]:  # noqa: A002 - rdflib's name for it
        """As in an rdflib graph."""
        if predicate not in self._by_value:
            by_value = self._by_value[predicate] = defaultdict(list)
            for subject, value in self.subject_objects(predicate):
                by_value[value].append(subject)
        return iter(self._by_value[predicate].get(object, ()))

    def subject_objects(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """As in an rdflib graph."""
        return iter(self._by_property.get(predicate, ()))

    @cached_property
    def _by_property(self) -> dict[Node, list[tuple[Node, Node]]]:
        pairs: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        for subject, property_, value in self._triples:
            pairs[property_].append((subject, value))
        return pairs


def line(triple: Triple) -> str:
    """A triple as a line of N-Triples, with its end."""
    subject, property_, value = triple
    written = _quoted(value) if type(value) is Literal else _name(value)  # isinstance is slow here: Node is abstract
    return f"{_name(subject)} {_name(property_)} {written} .\n"


@lru_cache(maxsize=65536)
def _name(node: Node) -> str:
    """An IRI in N-Triples; cached, because each stands in many triples. rdflib raises an exception if it is invalid."""
    return node.n3()


def _quoted(literal: Literal) -> str:
    """A literal on one line: ``Literal.n3`` would be Turtle, which may break lines."""
    text = literal.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"').replace("\r", "\\r")
    if literal.language:
        return f'"{text}"@{literal.language}'
    return f'"{text}"^^<{literal.datatype}>' if literal.datatype else f'"{text}"'
