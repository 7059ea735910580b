"""Projection of RDF to the property graph, and its inverse, both without loss."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from rdflib import OWL, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology.skos import in_scheme
from kg.property_graph.model import Ends, NodeType, Property, PropertyGraph, Row, Schema, Value
from kg.rdf.iris import TERM, local_name

_DATATYPES = {"integer": XSD.integer, "boolean": XSD.boolean, "instant": XSD.dateTime}


class Triples(Protocol):
    """The methods of triples that ``project`` uses; rdflib graphs and ``kg.rdf.canonical.Canonical`` have them."""

    def subjects(self, predicate: URIRef, object: URIRef, /) -> Iterable[Node]:  # noqa: A002 - rdflib's name for it
        """The subjects that have a property with a value."""

    def subject_objects(self, predicate: URIRef, /) -> Iterable[tuple[Node, Node]]:
        """Every subject of a property with each of its values, each pair once."""


def project(graph: Triples, declared: Schema) -> PropertyGraph:
    """The nodes and relationships of triples that hold data and ontology, in order of their IRIs.

    Raises:
        ValueError: the triples do not fit the schema: a property of one value has two, or a relationship joins labels
            that it may not join.
    """
    types: dict[Node, NodeType] = {}
    rows: dict[Node, Row] = {}
    for type_ in declared.nodes:
        for facet, class_ in _classes(type_):
            for node in graph.subjects(RDF.type, class_):
                types[node] = type_
                rows[node] = {"iri": str(node), "id": local_name(node), "name": None}
                rows[node] |= {name: [] if each.many else None for name, each in type_.properties.items()}
                if facet:
                    rows[node]["facet"] = facet
    for node, notation in graph.subject_objects(SKOS.notation):
        if node in types and types[node].notation:
            rows[node]["id"] = str(notation)
    _fill(graph, declared, types, rows)
    # Only terms have subclasses: captions name a term by its label.
    names = {row["id"]: row["name"] for node, row in rows.items() if types[node].subclasses}
    nodes: dict[str, list[Row]] = {type_.label: [] for type_ in declared.nodes}
    for node in sorted(rows, key=str):
        nodes[types[node].label].append(_finished(rows[node], types[node], names))
    return PropertyGraph(nodes, _edges(graph, declared, types, rows))


def restore(projected: PropertyGraph, declared: Schema) -> Graph:
    """The triples that a property graph was made from: the inverse of ``project``."""
    graph = Graph()
    terms = {row["id"]: URIRef(str(row["iri"])) for row in projected.nodes["Term"]}
    for type_ in declared.nodes:
        for row in projected.nodes[type_.label]:
            iri = URIRef(str(row["iri"]))
            if type_.subclasses:
                graph.add((iri, RDF.type, OWL.NamedIndividual))
                for triple in in_scheme(iri, terms[row["facet"]]):
                    graph.add(triple)
            else:
                graph.add((iri, RDF.type, type_.class_))
            if type_.notation:
                graph.add((iri, SKOS.notation, Literal(row["id"])))
            for name, property_ in type_.properties.items():
                for value in _values(row[name]):
                    graph.add((iri, property_.rdf, _node(value, property_, type_, terms)))
    for edge in declared.edges:
        by_reason = {reason: property_ for property_, reason in edge.properties.items()}
        for start, end in edge.ends:
            for row in projected.edges[edge.type, start, end]:
                reason = row.get("reason")
                property_iri = by_reason[None if reason is None else str(reason)]
                graph.add((URIRef(str(row["source"])), property_iri, URIRef(str(row["target"]))))
    return graph


def _classes(type_: NodeType) -> Iterator[tuple[str | None, URIRef]]:
    """The classes whose members have a label, each with its facet (None where the label has one class)."""
    if type_.subclasses:
        yield from type_.subclasses.items()
    else:
        yield None, type_.class_


def _fill(graph: Triples, declared: Schema, types: Mapping[Node, NodeType], rows: Mapping[Node, Row]) -> None:
    """Every value of a declared property, into the row of its node; one pass for each RDF property."""
    places: dict[URIRef, dict[str, tuple[str, Property]]] = {}
    for type_ in declared.nodes:
        for name, property_ in type_.properties.items():
            # The facet was set from the class already.
            if property_.kind != "facet":
                places.setdefault(property_.rdf, {})[type_.label] = name, property_
    for rdf, by_label in places.items():
        for node, value in graph.subject_objects(rdf):
            if node not in types or types[node].label not in by_label:
                continue
            name, property_ = by_label[types[node].label]
            _put(rows[node], name, property_, value)


def _put(row: Row, name: str, property_: Property, value: Node) -> None:
    stored = row[name]
    text = local_name(value) if property_.kind == "term" else str(value)
    if isinstance(stored, list):
        stored.append(text)
    elif stored is not None:
        raise ValueError(f"{row['iri']} has two values of {property_.rdf}: {stored!r} and {str(value)!r}")
    elif property_.kind == "integer":
        row[name] = int(text)
    else:
        row[name] = text == "true" if property_.kind == "boolean" else text


def _finished(row: Row, type_: NodeType, names: Mapping[Value, Value]) -> Row:
    """A row with its lists in order and its caption; ``names`` are the terms' labels by their ids."""
    for value in row.values():
        if isinstance(value, list):
            value.sort()
    if row["name"] is None:
        shown = row[type_.caption] if type_.caption else None
        row["name"] = row["id"] if shown is None else names.get(shown, shown)
    return row


def _edges(
    graph: Triples, declared: Schema, types: Mapping[Node, NodeType], nodes: Mapping[Node, Row]
) -> dict[Ends, list[Row]]:
    edges: dict[Ends, list[Row]] = {(edge.type, start, end): [] for edge in declared.edges for start, end in edge.ends}
    for edge in declared.edges:
        for property_, reason in edge.properties.items():
            for start, end in graph.subject_objects(property_):
                if start not in types or end not in types:
                    continue
                ends = (edge.type, types[start].label, types[end].label)
                if ends not in edges:
                    if any(property_ == each.rdf for each in types[start].properties.values()):
                        continue  # this label holds the term as a property
                    # A lost relationship would show only in a later question, so this is an error.
                    raise ValueError(f"{start} {property_} {end}: {ends} is not declared")
                row: Row = {"source": nodes[start]["iri"], "target": nodes[end]["iri"]}  # texts that are there already
                if reason:
                    row["reason"] = reason
                edges[ends].append(row)
    for of_ends in edges.values():
        of_ends.sort(key=lambda row: (row["source"], row["target"], row.get("reason", "")))
    return edges


def _values(value: Value) -> list[str | int]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _node(value: str | int, property_: Property, type_: NodeType, terms: Mapping[Value, URIRef]) -> Node:
    """The RDF value of a property's value: the inverse of ``_put``; ``terms`` are IRIs by id."""
    match property_.kind:
        case "facet":
            return type_.subclasses[str(value)]
        case "term":
            return terms.get(value, TERM[str(value)])  # a status is one of Lacuna's, in a vocabulary of few terms too
        case "iri":
            return URIRef(str(value))
        case "english":
            return Literal(value, lang="en")
        case "integer" | "boolean" | "instant":
            return Literal(value, datatype=_DATATYPES[property_.kind])
        case "string":
            return Literal(value)
