"""Values of a subject's properties in an rdflib graph, as Python values."""

from collections.abc import Mapping, Sequence

from rdflib import Graph, URIRef
from rdflib.term import Node

from kg.rdf.iris import local_name

Said = Mapping[Node, Sequence[Node]]
"""The values of a subject by property."""


def said_of(graph: Graph, subject: Node) -> Said:
    """All statements about a subject, read at once, which is faster than property by property."""
    said: dict[Node, list[Node]] = {}
    for property_, value in graph.predicate_objects(subject):
        said.setdefault(property_, []).append(value)
    return said


def first_text(said: Said, property_: URIRef) -> str | None:
    """``text_of``, from what ``said_of`` returned."""
    return str(said[property_][0]) if property_ in said else None


def integer_of(graph: Graph, subject: Node | None, property_: URIRef) -> int | None:
    """The whole number that a property has; None where it has none.

    Raises:
        ValueError: its value is no whole number.
    """
    value = graph.value(subject, property_)
    return None if value is None else int(str(value))


def term_of(graph: Graph, subject: Node | None, property_: URIRef) -> str | None:
    """The id of the term, or definition, that a property leads to; None where it leads nowhere."""
    value = graph.value(subject, property_)
    return None if value is None else local_name(value)


def text_of(graph: Graph, subject: Node, property_: URIRef) -> str | None:
    """The text that a property has; None where it has none."""
    value = graph.value(subject, property_)
    return None if value is None else str(value)


def texts_of(graph: Graph, subject: Node, property_: URIRef) -> tuple[str, ...]:
    """All texts that a property has, sorted."""
    return tuple(sorted(str(value) for value in graph.objects(subject, property_)))
