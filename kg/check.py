"""Triples → violations: SHACL, by pySHACL, with the shapes of ``shapes/`` and one made from each charted facet."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import LACUNA
from kg.paths import SHAPES
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, order=True)
class Violation:
    """One rule that the data break: at which node and property (IRIs, or empty), with which value, and what the rule says.

    ``refuses`` is false for a warning: the data are incomplete, but are loaded.
    """

    focus: str
    path: str
    value: str
    message: str
    refuses: bool


@cache
def read_shapes(folder: Path = SHAPES) -> Graph:
    """All shape files of a folder as one graph."""
    shapes = Graph()
    for file in sorted(folder.glob("*.ttl")):
        shapes.parse(file, format="turtle")
    return shapes


@dataclass(frozen=True)
class TextRule:
    """What the shapes say of a property's single value, so that a cell can be held against it before there is a graph."""

    message: str
    pattern: str | None
    lowest: int | None
    highest: int | None

    def allows(self, text: str) -> bool:
        """Whether a text keeps to the pattern and, as a number, to the limits."""
        if self.pattern is not None and not re.search(self.pattern, text):
            return False
        return (self.lowest is None or int(text) >= self.lowest) and (self.highest is None or int(text) <= self.highest)


@cache
def text_rule(property_: URIRef) -> TextRule:
    """The rule of the one shape of a property."""
    shapes = read_shapes()
    (shape,) = shapes.subjects(SH.path, property_)
    pattern, low, high = (shapes.value(shape, rule) for rule in (SH.pattern, SH.minInclusive, SH.maxInclusive))
    return TextRule(
        message=_text(shapes.value(shape, SH.message)),
        pattern=None if pattern is None else str(pattern),
        lowest=None if low is None else int(str(low)),
        highest=None if high is None else int(str(high)),
    )


def facet_shapes(vocabulary: Vocabulary) -> Graph:
    """For each charted facet the shape that says: its values are its own terms."""
    shapes = Graph()
    for facet in vocabulary.charted_facets:
        shape, property_ = LACUNA[f"{facet.class_name}-shape"], BNode()
        path = LACUNA[str(facet.property_name)]
        shapes.add((shape, RDF.type, SH.NodeShape))
        shapes.add((shape, SH.targetSubjectsOf, path))
        shapes.add((shape, SH.property, property_))
        shapes.add((property_, SH.path, path))
        shapes.add((property_, SH["class"], LACUNA[facet.class_name]))
        shapes.add((property_, SH.message, Literal(f"Every {facet.label} must be a term of the facet {facet.id}.")))
    return shapes


def check(data: Graph, vocabulary: Vocabulary) -> list[Violation]:
    """Every rule that a graph of data and ontology breaks, sorted; warnings among them."""
    _, report, _ = pyshacl.validate(data, shacl_graph=read_shapes() + facet_shapes(vocabulary), inference="none")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        found.add(
            Violation(
                focus=_text(report.value(result, SH.focusNode)),
                path=_text(report.value(result, SH.resultPath)),
                value=_text(report.value(result, SH.value)),
                message=_text(report.value(result, SH.resultMessage)),
                refuses=report.value(result, SH.resultSeverity) == SH.Violation,
            )
        )
    return sorted(found)


def _text(node: Node | None) -> str:
    return "" if node is None or isinstance(node, BNode) else str(node)
