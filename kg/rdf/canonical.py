"""Canonical triples: sorted N-Triples without blank nodes, whose hash names a version."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rdflib import Literal
from rdflib.term import Node

Triple = tuple[Node, Node, Node]
Pair = tuple[Node, Node]
"""A property and its value."""


class Common:
    """Pairs that are said of many nodes, to be put into lines once."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = tuple(pairs)


Described = tuple[Node, Iterable[Pair | Common]]
"""A node, and what is said of it, if anything."""


class _Said(NamedTuple):
    """The lines about a subject: their common beginning, and what follows it in each, sorted."""

    begin: str
    subject: Node
    rests: list[str]

    def lines(self) -> str:
        return self.begin + self.begin.join(self.rests)


class _Rests(dict[Pair, str]):
    """What follows the subject in the lines of a property and its value, made when it is first asked for."""

    def __init__(self, same: dict[Node, Node]) -> None:
        self._same, self.pairs = same, dict[str, Pair]()

    def __missing__(self, pair: Pair) -> str:
        rest = self[pair] = _rest(*pair)
        property_, value = pair
        self.pairs[rest] = self._same.setdefault(property_, property_), self._same.setdefault(value, value)
        return rest


class Canonical:
    """Triples without blank nodes, each once, in the order of their N-Triples: the same content has the same ``text``."""

    # Kept by subject, because many lines differ only in their subject: what follows it is made and kept once. Sorted subjects,
    # each with its sorted rests, give sorted lines, since no line's beginning is a prefix of another's. Equal nodes are replaced
    # by one object, because rdflib compares nodes slowly.

    def __init__(self, triples: Iterable[Triple], described: Iterable[Described] = ()) -> None:
        """Triples, and more of them by their subjects, which takes less time; in both, a subject may come again."""
        same: dict[Node, Node] = {}
        rests = _Rests(same)
        common: dict[Common, list[str]] = {}
        by_subject: dict[Node, list[str]] = defaultdict(list)
        for subject, property_, value in triples:
            by_subject[same.setdefault(subject, subject)].append(rests[property_, value])
        for subject, pairs in described:
            said = by_subject[same.setdefault(subject, subject)]
            for each in pairs:
                if isinstance(each, Common):
                    if each not in common:
                        common[each] = [rests[pair] for pair in each.pairs]
                    said += common[each]
                else:
                    said.append(rests[each])
        self.pairs: Mapping[str, Pair] = rests.pairs
        """The properties and values by the ends of lines. Equal nodes are one object."""
        self._said = sorted(
            _Said(f"{subject.n3()} ", subject, sorted(set(each))) for subject, each in by_subject.items() if each
        )

    def __len__(self) -> int:
        return sum(len(said.rests) for said in self._said)

    def __iter__(self) -> Iterator[Triple]:
        for subject, rests in self.by_subject():
            for rest in rests:
                yield (subject, *self.pairs[rest])

    def by_subject(self) -> Iterator[tuple[Node, Sequence[str]]]:
        """Every subject once, with the ends of its lines, of which ``pairs`` has the properties and values."""
        for said in self._said:
            yield said.subject, said.rests

    def subject_objects(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """As in an rdflib graph."""
        return iter(self._by_property.get(predicate, ()))

    @property
    def text(self) -> str:
        """One line for each triple, sorted."""
        return "".join([said.lines() for said in self._said])

    @cached_property
    def ntriples(self) -> bytes:
        """The text, as it is stored."""
        # Joined as text, it would take twice as much memory.
        return b"".join([said.lines().encode() for said in self._said])

    @cached_property
    def version(self) -> str:
        """The name of a version: ``sha256:`` and the hash of the text."""
        return f"sha256:{hashlib.sha256(self.ntriples).hexdigest()}"

    def hash_outside(self, namespace: str) -> str:
        """``sha256:`` and the hash of the lines whose subject is not in a namespace."""
        begin = f"<{namespace}"
        lines = "".join([said.lines() for said in self._said if not said.begin.startswith(begin)])
        return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"

    def lines_within(self, namespace: str) -> list[str]:
        """The lines whose subject is in a namespace, sorted."""
        begin = f"<{namespace}"
        return [said.begin + rest for said in self._said if said.begin.startswith(begin) for rest in said.rests]

    def text_of(self, properties: Collection[Node]) -> str:
        """The lines of the triples with these properties."""
        named = {rest for rest, (property_, _) in self.pairs.items() if property_ in properties}
        found = ((said.begin, [rest for rest in said.rests if rest in named]) for said in self._said)
        return "".join([begin + begin.join(rests) for begin, rests in found if rests])

    @cached_property
    def _by_property(self) -> dict[Node, list[tuple[Node, Node]]]:
        by_property: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        for subject, property_, value in self:
            by_property[property_].append((subject, value))
        return by_property


def line(triple: Triple) -> str:
    """A triple as a line of N-Triples, with its end."""
    subject, property_, value = triple
    return f"{subject.n3()} {_rest(property_, value)}"


def _rest(property_: Node, value: Node) -> str:
    """A line of N-Triples behind the subject. rdflib raises an exception if an IRI is invalid."""
    return f"{_name(property_)} {_quoted(value) if isinstance(value, Literal) else value.n3()} .\n"


@lru_cache(maxsize=4096)
def _name(property_: Node) -> str:
    return property_.n3()


def _quoted(literal: Literal) -> str:
    """A literal on one line: ``Literal.n3`` would be Turtle, which may break lines."""
    text = literal.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"').replace("\r", "\\r")
    if literal.language:
        return f'"{text}"@{literal.language.lower()}'  # rdflib, too, takes tags that differ in case only for the same
    return f'"{text}"^^<{literal.datatype}>' if literal.datatype else f'"{text}"'
