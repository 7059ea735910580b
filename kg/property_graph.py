"""The property graph as a projection of the RDF, declared once: labels, keys, properties and relationship types.

Ladybug's schema and every load are made from ``schema``; ``project`` fills it. All terms bear one label, ``Term``: with a
label per facet a walk along BROADER took Ladybug 14 times as long, because it plans and runs one table per pair of labels.
The relationship from a unit says which facet it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.namespaces import LACUNA, local_name, open_property
from kg.vocabulary import Vocabulary

Kind = Literal["string", "integer", "strings", "term", "facet"]
"""How a property's values are kept: a text, a number, a sorted list of texts, the id of a term, or of a term's facet."""

Value = str | int | list[str] | None
Row = dict[str, Value]


@dataclass(frozen=True)
class NodeType:
    """A label: the RDF class whose members bear it, and its properties beside the key ``iri`` and the readable ``id``."""

    label: str
    class_: URIRef
    properties: Mapping[str, tuple[URIRef, Kind]]


@dataclass(frozen=True)
class EdgeType:
    """A relationship type: the labels it may join, and the RDF properties it stands for, each with its reason or None."""

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
    """Rows to be written: nodes by label, relationships by type and the two labels they join."""

    nodes: Mapping[str, list[Row]]
    edges: Mapping[tuple[str, str, str], list[Row]]


_NAME: dict[str, tuple[URIRef, Kind]] = {"name": (RDFS.label, "string")}

_NODES = (
    NodeType(
        "Review",
        LACUNA.Review,
        _NAME
        | {
            "title": (DCTERMS.title, "string"),
            "doi": (DCTERMS.identifier, "string"),
            "included": (LACUNA.included, "integer"),
        },
    ),
    NodeType("Study", LACUNA.Study, _NAME | {"title": (DCTERMS.title, "string"), "year": (LACUNA.year, "integer")}),
    NodeType(
        "Publication",
        LACUNA.Publication,
        {"name": (DCTERMS.bibliographicCitation, "string"), "doi": (DCTERMS.identifier, "string")},
    ),
    NodeType("EvidenceUnit", LACUNA.EvidenceUnit, _NAME),
    NodeType(
        "ChartedAssertion",
        LACUNA.ChartedAssertion,
        {
            "name": (LACUNA.facet, "string"),
            "facet": (LACUNA.facet, "string"),
            "status": (LACUNA.status, "term"),
            "source": (DCTERMS.source, "string"),
            "confidence": (LACUNA.confidence, "string"),
        },
    ),
    NodeType(
        "CompletenessStatement",
        LACUNA.CompletenessStatement,
        {
            "name": (LACUNA.facet, "string"),
            "facet": (LACUNA.facet, "string"),
            "maker": (LACUNA.maker, "string"),
            "depths": (LACUNA.depth, "strings"),
            "closes": (LACUNA.closes, "strings"),
            "source": (DCTERMS.source, "string"),
        },
    ),
    NodeType(
        "Term",
        SKOS.Concept,
        {
            "name": (SKOS.prefLabel, "string"),
            "facet": (RDF.type, "facet"),
            "definition": (SKOS.definition, "string"),
        },
    ),
)

_LEFT_OPEN = ("not-charted", "not-reported", "unclear", "not-exhaustive")
_CLOSED_BY_CHARTERS = ("not-charted", "not-reported", "not-exhaustive")


def relationship_type(property_name: str) -> str:
    """The relationship type of a property: ``onOperation`` → ``ON_OPERATION``, ``hasAIRole`` → ``HAS_AI_ROLE``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", property_name).upper()


def schema(vocabulary: Vocabulary) -> Schema:
    """The labels and relationship types that a vocabulary implies: a relationship type for every charted facet."""
    charted = tuple(
        EdgeType(
            relationship_type(str(facet.property_name)),
            (("Study" if facet.level == "study" else "EvidenceUnit", "Term"),),
            {LACUNA[str(facet.property_name)]: None},
        )
        for facet in vocabulary.charted_facets
    )
    opened = (("Study", "EvidenceUnit"), ("Study", "Term"), ("EvidenceUnit", "Term"))
    return Schema(
        nodes=_NODES,
        edges=(
            EdgeType("INCLUDES", (("Review", "Study"),), {LACUNA.includes: None}),
            EdgeType("HAS_UNIT", (("Study", "EvidenceUnit"),), {LACUNA.hasUnit: None}),
            EdgeType("REPORTED_IN", (("Study", "Publication"),), {LACUNA.reportedIn: None}),
            EdgeType(
                "ABOUT", (("ChartedAssertion", "Study"), ("ChartedAssertion", "EvidenceUnit")), {LACUNA.about: None}
            ),
            EdgeType("VALUE", (("ChartedAssertion", "Term"),), {LACUNA.value: None}),
            EdgeType("CANDIDATE", (("ChartedAssertion", "Term"),), {LACUNA.candidate: None}),
            EdgeType("STATES", (("Review", "CompletenessStatement"),), {LACUNA.states: None}),
            EdgeType("BROADER", (("Term", "Term"),), {SKOS.broader: None}),
            *charted,
            EdgeType("LEFT_OPEN", opened, _reasons("leftOpen", _LEFT_OPEN)),
            EdgeType("CLOSED_BY_CHARTERS", opened, _reasons("closedByCharters", _CLOSED_BY_CHARTERS)),
        ),
    )


def _reasons(kind: str, reasons: tuple[str, ...]) -> dict[URIRef, str | None]:
    return {open_property(kind, reason): reason for reason in reasons}


def project(graph: Graph, declared: Schema) -> PropertyGraph:
    """The nodes and relationships of an RDF graph that holds data and ontology.

    Raises:
        ValueError: a triple of a declared property joins nodes whose labels the schema does not let it join.
    """
    label_of: dict[Node, str] = {}
    nodes: dict[str, list[Row]] = {}
    for type_ in declared.nodes:
        members = sorted(_members(graph, type_.class_), key=str)
        label_of.update(dict.fromkeys(members, type_.label))
        nodes[type_.label] = [_node_row(graph, member, type_) for member in members]
    edges: dict[tuple[str, str, str], list[Row]] = {
        (type_.type, start, end): [] for type_ in declared.edges for start, end in type_.ends
    }
    for edge in declared.edges:
        for property_, reason in edge.properties.items():
            for start, end in sorted(_declared(graph, property_, label_of)):
                ends = (edge.type, label_of[start], label_of[end])
                if ends not in edges:
                    raise ValueError(f"{start} {property_} {end}: {ends} is not declared")
                row: Row = {"source": str(start), "target": str(end)}
                edges[ends].append(row | ({"reason": reason} if reason else {}))
    return PropertyGraph(nodes, edges)


def _members(graph: Graph, class_: URIRef) -> Iterator[Node]:
    """The members of a class and of its direct subclasses, each once."""
    classes = (class_, *graph.subjects(RDFS.subClassOf, class_))
    return iter({member for each in classes for member in graph.subjects(RDF.type, each)})


def _declared(graph: Graph, property_: URIRef, label_of: Mapping[Node, str]) -> Iterator[tuple[Node, Node]]:
    """The pairs of nodes that a property joins, both of them with a label."""
    return ((s, o) for s, o in graph.subject_objects(property_) if s in label_of and o in label_of)


def _node_row(graph: Graph, iri: Node, type_: NodeType) -> Row:
    row: Row = {"iri": str(iri), "id": str(graph.value(iri, SKOS.notation) or local_name(iri))}
    for name, (property_, kind) in type_.properties.items():
        values = sorted(graph.objects(iri, property_), key=str)
        match kind:
            case "strings":
                row[name] = [str(value) for value in values]
            case "integer":
                row[name] = int(str(values[0])) if values else None
            case "facet":
                tops = (graph.value(class_, LACUNA.topTerm) for class_ in values)
                row[name] = next(local_name(top) for top in tops if top)
            case "term":
                row[name] = local_name(values[0]) if values else None
            case "string":
                row[name] = str(values[0]) if values else None
    return row
