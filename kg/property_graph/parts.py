"""Parts of a property graph that change together: studies, reviews' own statements, terms.

A part has a hash, which a push leaves in Neo4j at the part's root (the study, the review, the term), so that the next
push needs to look only at parts that changed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import orjson

from kg.property_graph.model import Ends, PropertyGraph, Row, Value
from kg.rdf.data_iris import is_data, review_of, study_of

Node = tuple[str, Row]
"""A label and a row."""

Edge = tuple[Ends, Row]
"""A relationship type with the labels that it joins, and a row."""


@dataclass
class Part:
    """One part: its nodes, the root first, and its relationships, which lead to nodes of the same part or of earlier parts."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many nodes and relationships there are."""
        return len(self.nodes) + len(self.edges)

    @cached_property
    def hash(self) -> str:
        """The hash of all that the part says. ``split`` puts a part together in one order, whatever else there is."""
        return hashlib.sha256(orjson.dumps((self.nodes, self.edges))).hexdigest()


def part_of(iri: str) -> str:
    """The root of the part that a node belongs to: its study, else its review; a term is its own root."""
    return study_of(iri) or review_of(iri) or iri


def is_study(root: str) -> bool:
    """Whether a part is a study with all that was charted for it."""
    return study_of(root) is not None


def is_review(root: str) -> bool:
    """Whether a part is what a review says of itself."""
    return is_data(root) and not is_study(root)


def owner(edge: Row) -> str:
    """The root of the part that a relationship belongs to: its source's, or the study's where a review includes it."""
    source = part_of(str(edge["source"]))
    if is_review(source) and is_study(target := part_of(str(edge["target"]))):
        return target
    return source


def split(graph: PropertyGraph) -> dict[str, Part]:
    """All parts by their root, in the order in which they can be written: terms, then reviews, then studies."""
    parts: defaultdict[str, Part] = defaultdict(Part)
    homes: dict[Value, Part] = {}  # of each node
    of_reviews: set[Value] = set()
    for label, rows in graph.nodes.items():
        for row in rows:
            root = part_of(str(row["iri"]))
            homes[row["iri"]] = home = parts[root]
            home.nodes.append((label, row))
            if is_review(root):
                of_reviews.add(row["iri"])
    for ends, edges in graph.edges.items():
        for row in edges:
            source = row["source"]
            home = parts[owner(row)] if source in of_reviews else homes[source]
            home.edges.append((ends, row))
    for root, part in parts.items():
        part.nodes.sort(key=lambda node: node[1]["iri"] != root)
    order = sorted(parts, key=lambda root: (is_study(root), is_review(root), root))
    return {root: parts[root] for root in order}


@dataclass
class Difference:
    """What turns a graph into another: what is new (by part, in the order of ``split``), what has other values, what is gone."""

    created: dict[str, Part] = field(default_factory=dict)
    changed: list[Node] = field(default_factory=list)
    deleted: Part = field(default_factory=Part)

    @property
    def size(self) -> int:
        """How many nodes and relationships have to be written."""
        return sum(part.size for part in self.created.values()) + len(self.changed) + self.deleted.size

    def lines(self) -> Iterator[str]:
        """What differs, one line each: what is missing, what is too much, what holds other values."""
        for sign, parts in (("missing", self.created.values()), ("too much", [self.deleted])):
            for part in parts:
                for label, row in part.nodes:
                    yield f"{sign}: {label} {row['iri']}"
                for (type_, start, end), row in part.edges:
                    reason = f" ({row['reason']})" if row.get("reason") else ""
                    yield f"{sign}: {type_}{reason} from {start} {row['source']} to {end} {row['target']}"
        for label, row in self.changed:
            yield f"other values: {label} {row['iri']}"


def difference(old: Part, new: Mapping[str, Part]) -> Difference:
    """What turns what is there into the new parts. A node with the same label and IRI is changed, never deleted and created."""
    found = Difference()
    if not old.size:  # as before a first push, where looking for each node and relationship would be for nothing
        found.created = {root: part for root, part in new.items() if part.size}
        return found
    nodes = {(label, row["iri"]): row for label, row in old.nodes}
    edges = {_key(edge): edge for edge in old.edges}
    for root, part in new.items():
        created = Part()
        for label, row in part.nodes:
            before = nodes.pop((label, row["iri"]), None)
            if before is None:
                created.nodes.append((label, row))
            elif before != row:
                found.changed.append((label, row))
        created.edges = [edge for edge in part.edges if edges.pop(_key(edge), None) is None]
        if created.size:
            found.created[root] = created
    found.deleted = Part([(label, row) for (label, _), row in nodes.items()], list(edges.values()))
    return found


def _key(edge: Edge) -> tuple[object, ...]:
    ends, row = edge
    return (*ends, row["source"], row["target"], row.get("reason"))
