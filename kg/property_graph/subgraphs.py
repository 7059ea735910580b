"""Subgraphs that a push compares by hash: studies, reviews' own statements, terms.

A push stores the hash of each subgraph at its root in Neo4j (the study, the review, the term); the next push looks only at
the subgraphs whose hash differs.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import orjson

from kg.property_graph.model import Ends, Link, PropertyGraph, Row, Value
from kg.rdf.data_iris import is_data, review_of, study_of

Node = tuple[str, Row]
"""A label and a row."""

Edge = tuple[Ends, Link]
"""A relationship type with the labels that it joins, and one of these relationships."""


@dataclass
class Stored:
    """Nodes and relationships that were read back from Neo4j, each with its element id."""

    nodes: list[tuple[Node, str]] = field(default_factory=list)
    edges: list[tuple[Edge, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of nodes and relationships."""
        return len(self.nodes) + len(self.edges)


@dataclass
class Subgraph:
    """Nodes, the root first, and relationships, which lead to nodes of the same subgraph or of earlier ones."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of nodes and relationships."""
        return len(self.nodes) + len(self.edges)

    @cached_property
    def hash(self) -> str:
        """The hash of all rows; ``split`` gives them the same order whatever else the graph holds."""
        return hashlib.sha256(orjson.dumps((self.nodes, self.edges))).hexdigest()


def root_of(iri: str) -> str:
    """The root of the subgraph that a node belongs to: its study, else its review; a term is its own root."""
    return study_of(iri) or review_of(iri) or iri


def is_study(root: str) -> bool:
    """Whether a root is a study, with everything charted for it below."""
    return study_of(root) is not None


def is_review(root: str) -> bool:
    """Whether a root is a review, with its own statements below."""
    return is_data(root) and not is_study(root)


def owning_root(link: Link) -> str:
    """The root of the subgraph that a relationship belongs to: its source's, or the study's where a review includes it."""
    source = root_of(link[0])
    if is_review(source) and is_study(target := root_of(link[1])):
        return target
    return source


def split(graph: PropertyGraph) -> dict[str, Subgraph]:
    """All subgraphs by their root, in the order in which they can be written: terms, then reviews, then studies."""
    subgraphs: defaultdict[str, Subgraph] = defaultdict(Subgraph)
    by_node: dict[Value, Subgraph] = {}
    in_reviews: set[Value] = set()
    for label, rows in graph.nodes.items():
        for row in rows:
            root = root_of(str(row["iri"]))
            by_node[row["iri"]] = subgraph = subgraphs[root]
            subgraph.nodes.append((label, row))
            if is_review(root):
                in_reviews.add(row["iri"])
    for ends, links in graph.edges.items():
        for link in links:  # millions in a large graph, so the IRI of the source is taken apart only for reviews
            source = link[0]
            subgraph = subgraphs[owning_root(link)] if source in in_reviews else by_node[source]
            subgraph.edges.append((ends, link))
    for root, subgraph in subgraphs.items():
        subgraph.nodes.sort(key=lambda node: node[1]["iri"] != root)
    order = sorted(subgraphs, key=lambda root: (is_study(root), is_review(root), root))
    return {root: subgraphs[root] for root in order}


@dataclass
class Difference:
    """The changes from one graph to another.

    ``created`` holds new rows by root, in the order of ``split``; ``changed`` nodes with other values or labels, with the element
    ids that they have; ``deleted`` what is gone.
    """

    created: dict[str, Subgraph] = field(default_factory=dict)
    changed: list[tuple[Node, str]] = field(default_factory=list)
    deleted: Stored = field(default_factory=Stored)

    @property
    def size(self) -> int:
        """The number of nodes and relationships to write."""
        return sum(subgraph.size for subgraph in self.created.values()) + len(self.changed) + self.deleted.size

    def lines(self) -> Iterator[str]:
        """A line for each difference: ``missing``, ``too much`` or ``other values``."""
        too_much = Subgraph([node for node, _ in self.deleted.nodes], [edge for edge, _ in self.deleted.edges])
        for sign, subgraphs in (("missing", self.created.values()), ("too much", [too_much])):
            for subgraph in subgraphs:
                for label, row in subgraph.nodes:
                    yield f"{sign}: {label} {row['iri']}"
                for (type_, start, end), (source, target, reason) in subgraph.edges:
                    why = f" ({reason})" if reason else ""
                    yield f"{sign}: {type_}{why} from {start} {source} to {end} {target}"
        for (label, row), _ in self.changed:
            yield f"other values: {label} {row['iri']}"


def difference(old: Stored, new: Mapping[str, Subgraph]) -> Difference:
    """The changes from what is stored to the new subgraphs.

    A node that has the IRI is changed, never deleted and created; of several, that with the right label. Of relationships that
    are there twice, one is too much.
    """
    result = Difference()
    if not old.size:  # a first push: there is nothing to compare with
        result.created = {root: subgraph for root, subgraph in new.items() if subgraph.size}
        return result
    nodes: defaultdict[Value, list[tuple[Node, str]]] = defaultdict(list)
    for each in old.nodes:
        nodes[each[0][1]["iri"]].append(each)
    edges: dict[Edge, str] = {}
    twice = [(edge, element) for edge, element in old.edges if edges.setdefault(edge, element) != element]
    for root, subgraph in new.items():
        created = Subgraph()
        for label, row in subgraph.nodes:
            known = nodes.pop(row["iri"], None)
            if known is None:
                created.nodes.append((label, row))
                continue
            (before, element), *others = sorted(known, key=lambda each: each[0][0] != label)
            if before != (label, row):
                result.changed.append(((label, row), element))
            result.deleted.nodes += others
        created.edges = [edge for edge in subgraph.edges if edges.pop(edge, None) is None]
        if created.size:
            result.created[root] = created
    result.deleted.nodes += [each for known in nodes.values() for each in known]
    result.deleted.edges += [*edges.items(), *twice]
    return result
