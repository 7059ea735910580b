"""Projection of RDF to the property graph, and its inverse, both without loss."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rdflib import OWL, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology.skos import in_scheme
from kg.property_graph.model import Ends, Link, NodeType, Property, PropertyGraph, Row, Schema, Value
from kg.rdf.canonical import Canonical
from kg.rdf.iris import TERM, local_name

_DATATYPES = {"integer": XSD.integer, "boolean": XSD.boolean, "instant": XSD.dateTime}


class _Described(NamedTuple):
    """A node of the property graph: its type, its row as far as it is filled, and what is said of its subject.

    The last are ends of lines, of which ``Canonical.pairs`` has the properties and values.
    """

    type: NodeType
    row: Row
    rests: Sequence[str]


def project(content: Canonical, declared: Schema) -> PropertyGraph:
    """The nodes and relationships of triples that hold data and ontology, in order of their IRIs.

    Raises:
        ValueError: the triples do not fit the schema: a property of one value has two, or a relationship joins labels
            that it may not join.
    """
    described = _described(content, declared)
    # Only terms have subclasses: captions name a term by its label.
    names = {each.row["id"]: each.row["name"] for each in described.values() if each.type.subclasses}
    nodes: dict[str, list[Row]] = {type_.label: [] for type_ in declared.nodes}
    for each in described.values():
        nodes[each.type.label].append(_finished(each.row, each.type, names))
    return PropertyGraph(nodes, _edges(content, described, declared))


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
            for source, target, reason in projected.edges[edge.type, start, end]:
                graph.add((URIRef(source), by_reason[reason], URIRef(target)))
    return graph


def _classes(type_: NodeType) -> Iterator[tuple[str | None, URIRef]]:
    """The classes whose members have a label, each with its facet (None where the label has one class)."""
    if type_.subclasses:
        yield from type_.subclasses.items()
    else:
        yield None, type_.class_


def _described(content: Canonical, declared: Schema) -> dict[Node, _Described]:
    """Every subject that becomes a node, in order of the IRIs, with the values of its properties."""
    pairs_of_types = ((class_, type_, facet) for type_ in declared.nodes for facet, class_ in _classes(type_))
    places = {(RDF.type, class_): (place, type_, facet) for place, (class_, type_, facet) in enumerate(pairs_of_types)}
    classes = {rest: places[pair] for rest, pair in content.pairs.items() if pair in places}
    values = {type_.label: _Values(content, type_) for type_ in declared.nodes}
    described = {}
    for node, rests in sorted(content.by_subject(), key=lambda each: str(each[0])):
        found = [classes[rest] for rest in rests if rest in classes]
        if not found:
            continue
        _, type_, facet = max(found)  # of several classes, the one declared last
        row: Row = {"iri": str(node), "id": local_name(node), "name": None}
        row |= {name: [] if each.many else None for name, each in type_.properties.items()}
        if facet:
            row["facet"] = facet
        of_type = values[type_.label]
        for rest in rests:
            if value := of_type[rest]:
                value.put(row)
        described[node] = _Described(type_, row, rests)
    return described


class _Value(NamedTuple):
    """A value of a node's property: its column, as it is stored, as it is said, and the RDF property (None for the id)."""

    column: str
    value: str | int
    said: Node
    property: URIRef | None

    def put(self, row: Row) -> None:
        """Put it into the row of a node."""
        stored = row[self.column]
        if isinstance(stored, list):
            stored.append(str(self.value))
        elif stored is not None and self.property:
            raise ValueError(f"{row['iri']} has two values of {self.property}: {stored!r} and {str(self.said)!r}")
        else:
            row[self.column] = self.value


class _Values(dict[str, _Value | None]):
    """What the ends of lines about nodes of a type give to their rows; None for most, which are no properties."""

    def __init__(self, content: Canonical, type_: NodeType) -> None:
        self._pairs = content.pairs
        self._notation = SKOS.notation if type_.notation else None
        # The facet is set from the class.
        declared = ((each.rdf, (name, each)) for name, each in type_.properties.items() if each.kind != "facet")
        self._places: dict[Node, tuple[str, Property]] = dict(declared)

    def __missing__(self, rest: str) -> _Value | None:
        property_, value = self._pairs[rest]
        found: _Value | None = None
        if property_ in self._places:
            name, declared = self._places[property_]
            found = _Value(name, _stored(value, declared), value, declared.rdf)
        elif property_ == self._notation:
            found = _Value("id", str(value), value, None)
        self[rest] = found
        return found


def _stored(value: Node, property_: Property) -> str | int:
    """A value as it is stored in a row."""
    if property_.kind == "term":
        return local_name(value)
    if property_.many or property_.kind not in {"integer", "boolean"}:
        return str(value)
    return int(str(value)) if property_.kind == "integer" else str(value) == "true"


def _finished(row: Row, type_: NodeType, names: Mapping[Value, Value]) -> Row:
    """A row with its lists in order and its caption; ``names`` are the terms' labels by their ids."""
    for value in row.values():
        if isinstance(value, list):
            value.sort()
    if row["name"] is None:
        shown = row[type_.caption] if type_.caption else None
        row["name"] = row["id"] if shown is None else names.get(shown, shown)
    return row


def _edges(content: Canonical, described: Mapping[Node, _Described], declared: Schema) -> dict[Ends, list[Link]]:
    edges: dict[Ends, list[Link]] = {(edge.type, start, end): [] for edge in declared.edges for start, end in edge.ends}
    leading: dict[Node, list[tuple[str, str | None]]] = defaultdict(list)
    for edge in declared.edges:
        for property_, reason in edge.properties.items():
            leading[property_].append((edge.type, reason))
    leads = {type_.label: _Leads(type_, content, described, leading, edges) for type_ in declared.nodes}
    for type_, from_, rests in described.values():
        iri, of_label = str(from_["iri"]), leads[type_.label]
        for rest in rests:
            for links, target, reason in of_label[rest]:
                links.append((iri, target, reason))
    for links in edges.values():
        links.sort()
    return edges


_Lead = tuple[list[Link], str, str | None]
"""A relationship that an end of a line gives a node: the list that it belongs in, where it leads, and its reason."""


class _Leads(dict[str, Sequence[_Lead]]):
    """The relationships that the ends of lines about nodes of a type give them; none for most, which lead to no node."""

    def __init__(
        self,
        type_: NodeType,
        content: Canonical,
        described: Mapping[Node, _Described],
        leading: Mapping[Node, Sequence[tuple[str, str | None]]],
        edges: Mapping[Ends, list[Link]],
    ) -> None:
        self._type, self._pairs = type_, content.pairs
        self._described, self._leading, self._edges = described, leading, edges

    def __missing__(self, rest: str) -> Sequence[_Lead]:
        # Many relationships end alike: all open edges lead to a few nodes.
        property_, value = self._pairs[rest]
        found: Sequence[_Lead] = ()
        if property_ in self._leading and value in self._described:
            found = tuple(self._to(property_, self._described[value]))
        self[rest] = found
        return found

    def _to(self, property_: Node, end: _Described) -> Iterator[_Lead]:
        for name, reason in self._leading[property_]:
            ends = (name, self._type.label, end.type.label)
            if ends in self._edges:
                yield self._edges[ends], str(end.row["iri"]), reason
            elif all(property_ != each.rdf for each in self._type.properties.values()):
                # Nor does the label hold the term as a property. A lost relationship would show only in a later question.
                raise ValueError(f"{self._type.label} {property_} {end.row['iri']}: {ends} is not declared")


def _values(value: Value) -> list[str | int]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _node(value: str | int, property_: Property, type_: NodeType, terms: Mapping[Value, URIRef]) -> Node:
    """The RDF value of a property's value: the inverse of ``_stored``; ``terms`` are IRIs by id."""
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
