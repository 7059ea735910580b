"""Types of the property graph: its schema (labels, properties, relationship types) and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rdflib import URIRef

ValueKind = Literal["string", "english", "integer", "boolean", "instant", "iri", "term", "facet"]
"""The kind of a property's RDF value: a plain, an English, an integer, a boolean or a dateTime literal, an IRI, a term (stored
as its id), or the class of a term (stored as the id of its facet)."""

Value = str | int | list[str] | None
Row = dict[str, Value]
Ends = tuple[str, str, str]
"""A relationship type and the two labels that it joins."""
Link = tuple[str, str, str | None]
"""A relationship as it is written: the IRIs of the nodes at its start and end, and its reason, None in a type without."""


@dataclass(frozen=True)
class Property:
    """A property of a node: the RDF property it stores, and whether it holds a sorted list of values or at most one."""

    rdf: URIRef
    kind: ValueKind = "string"
    many: bool = False


@dataclass(frozen=True)
class NodeType:
    """A label: the RDF class whose members have it, and its properties besides ``iri``, ``id`` and ``name``.

    ``iri`` is the key. ``id`` is readable: the ``skos:notation`` where the node has one (``notation``), else the last
    part of the IRI. ``name`` is what a picture shows: the property ``name`` if it is declared, else the property
    ``caption`` (for the id of a term or facet, its label), else the id. ``subclasses`` are classes whose members count
    as members, by facet id.
    """

    label: str
    class_: URIRef
    properties: Mapping[str, Property]
    notation: bool = False
    caption: str | None = None
    subclasses: Mapping[str, URIRef] = field(default_factory=dict)
    sublabels: Mapping[str, str] = field(default_factory=dict)
    """By facet id, the second label that a term has in Neo4j."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All properties of a node, in their order."""
        return tuple(dict.fromkeys(("iri", "id", "name", *self.properties)))


@dataclass(frozen=True)
class EdgeType:
    """A relationship type: the labels it may join, and its RDF properties, each with its reason, or, in a type without, None."""

    type: str
    ends: tuple[tuple[str, str], ...]
    properties: Mapping[URIRef, str | None]

    @property
    def has_reason(self) -> bool:
        """Whether the relationship carries the property ``reason``."""
        return any(self.properties.values())


@dataclass(frozen=True)
class Schema:
    """All labels and relationship types of the property graph."""

    nodes: tuple[NodeType, ...]
    edges: tuple[EdgeType, ...]


@dataclass(frozen=True)
class PropertyGraph:
    """What is to be written: the rows of nodes by label, and relationships by type and the labels that they join."""

    nodes: Mapping[str, list[Row]]
    edges: Mapping[Ends, list[Link]]

    def counts(self) -> dict[str, int]:
        """How many ``nodes`` and ``relationships`` there are."""
        return {
            "nodes": sum(map(len, self.nodes.values())),
            "relationships": sum(map(len, self.edges.values())),
        }
