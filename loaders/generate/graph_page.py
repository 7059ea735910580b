"""The page ``docs/graph-model.md``, generated from the schema of the property graph."""

from collections.abc import Iterator

from rdflib import Graph, URIRef

from kg.property_graph.model import EdgeType, NodeType, Property, Schema
from kg.rdf.iris import LACUNA
from kg.stores.neo4j.writing import BOOKKEEPING

_INTRODUCTION = """\
# The property graph

Ladybug and Neo4j hold the same graph. It is made from the RDF by one declared table (`kg/property_graph/schema.py`), and leads
back to it. `make bless` makes this page from that table.

A review includes studies, and a study has evidence units: combinations that were studied together. A unit (or study) leads by
one relationship type a facet to the terms that were charted, and by `LEFT_OPEN` or `CLOSED_BY_CODERS` to possibilities: terms
that cannot be ruled out, with the reason ([what that means](gap-semantics.md)). A held assertion says the same as a charted edge,
with its provenance: status, source, confidence, who charted; a coder's assertion is what one coder wrote beside it. Terms lead
to broader terms; nothing is inferred beforehand. [The model](model.md) has a drawing, traps and queries to start from.
"""

_LABELS = """\
## Labels

Every node has `iri`, its key; `id`, which is short (the `skos:notation` where the RDF has one, else the end of the IRI); and
`name`, for pictures: a property of its own, or the one that the last column says, a term by its label. A property without a
kind is a string.

| label | RDF class | properties | name |
| --- | --- | --- | --- |
"""

_TYPES = """\
## Relationship types

| type | from → to | RDF property |
| --- | --- | --- |
"""

_NEO4J = """\
## What Neo4j has besides

- The property `dataset` on every node: several datasets live in one database. Keys are unique within a dataset.
- The property `hash` on studies, reviews and other roots: a push skips what has not changed.
- A second label on terms of charted facets, for colours and for short queries: {further}.
- Bookkeeping nodes, joined to nothing: {bookkeeping}. They say which version a dataset holds, and keep pushes apart.
"""

_KINDS = {
    "string": "",
    "english": "English",
    "integer": "integer",
    "boolean": "boolean",
    "instant": "date and time",
    "iri": "IRI",
    "term": "id of a term",
    "facet": "id of the facet",
}


def graph_page(declared: Schema) -> str:
    """The page, in Markdown."""
    further = sorted({label for type_ in declared.nodes for label in type_.sublabels.values()})
    neo4j = _NEO4J.format(further=_listed(further), bookkeeping=_listed(BOOKKEEPING))
    labels = _LABELS + "".join(_node(type_) for type_ in declared.nodes)
    types = _TYPES + "".join(_edge(edge) for edge in declared.edges)
    return "\n".join((_INTRODUCTION, labels, types, neo4j))


def _node(type_: NodeType) -> str:
    properties = "<br>".join(_property(name, each) for name, each in type_.properties.items())
    class_ = _curie(type_.class_) + (", by facet a class of its own" if type_.subclasses else "")
    named = () if "name" in type_.properties else (*([f"`{type_.caption}`"] if type_.caption else []), "`id`")
    return f"| `{type_.label}` | {class_} | {properties} | {', else '.join(named)} |\n"


def _property(name: str, property_: Property) -> str:
    kind = ", ".join(filter(None, (_KINDS[property_.kind], "list" if property_.many else "")))
    return f"`{name}` ← {_curie(property_.rdf)}" + (f" ({kind})" if kind else "")


def _edge(edge: EdgeType) -> str:
    ends = "<br>".join(f"{start} → {end}" for start, end in edge.ends)
    return f"| `{edge.type}` | {ends} | {'<br>'.join(_meanings(edge))} |\n"


def _meanings(edge: EdgeType) -> Iterator[str]:
    for property_, reason in edge.properties.items():
        yield _curie(property_) + (f" (`reason`: `{reason}`)" if reason else "")


def _curie(iri: URIRef) -> str:
    graph = Graph()
    graph.bind("lacuna", LACUNA)
    return f"`{graph.namespace_manager.curie(iri)}`"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
