"""SHACL shapes (those of ``shapes/``, and one for each charted facet) and their two engines.

``by_shacl`` uses the Rust package ``shacl``; ``by_pyshacl`` is the reference, about forty times slower. The tests compare both
on every planted fault. Where ``shacl`` has no wheel (Linux on ARM), the reference is used.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology.vocabulary import Vocabulary
from kg.paths import SHAPES


@dataclass(frozen=True, order=True)
class Violation:
    """A broken rule: the node and property (IRIs, or empty), the value, and the message of the rule.

    ``refuses`` is false for a warning: the data are incomplete, but are loaded.
    """

    focus: str
    path: str
    value: str
    message: str
    refuses: bool


@dataclass(frozen=True)
class TextRule:
    """The constraints of a shape on one value of a property, to check a cell before any RDF is made."""

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
    # Exactly one: a second shape of the property would be checked by a load, but not in a cell.
    (shape,) = shapes.subjects(SH.path, property_)
    pattern, low, high = (shapes.value(shape, rule) for rule in (SH.pattern, SH.minInclusive, SH.maxInclusive))
    return TextRule(
        message=_text(shapes.value(shape, SH.message)),
        pattern=None if pattern is None else str(pattern),
        lowest=None if low is None else int(str(low)),
        highest=None if high is None else int(str(high)),
    )


Engine = Callable[[str, Graph], set[Violation]]
"""N-Triples of data and ontology, and shapes → the violations."""


@cache
def read_shapes(folder: Path = SHAPES) -> Graph:
    """All shape files of a folder as one graph."""
    shapes = Graph()
    for file in sorted(folder.glob("*.ttl")):
        shapes.parse(file, format="turtle")
    return shapes


def facet_shapes(vocabulary: Vocabulary) -> Graph:
    """For each charted facet, the shape that its values must be its own terms."""
    shapes = Graph()
    for facet in vocabulary.charted_facets:
        shape, property_ = URIRef(f"{facet.class_iri}-shape"), BNode()
        path = facet.property_iri
        shapes.add((shape, RDF.type, SH.NodeShape))
        shapes.add((shape, SH.targetSubjectsOf, path))
        shapes.add((shape, SH.property, property_))
        shapes.add((property_, SH.path, path))
        shapes.add((property_, SH["class"], facet.class_iri))
        shapes.add((property_, SH.message, Literal(f"Every {facet.label} must be a term of the facet {facet.id}.")))
    return shapes


def all_shapes(vocabulary: Vocabulary) -> Graph:
    """The shapes of the files and those of the facets."""
    return read_shapes() + facet_shapes(vocabulary)


def by_shacl(ntriples: str, shapes: Graph) -> set[Violation]:
    """The violations by the package ``shacl``."""
    import shacl  # noqa: PLC0415 - it is not on every machine

    compiled = shacl.Shapes.from_text(shapes.serialize(format="nt"), "ntriples")
    return {
        Violation(
            focus=_iri(result.focus_node),
            path=_iri(result.path or ""),
            value="" if (result.value or "").startswith("_:") else result.value_plain or "",
            message=result.message or "",
            refuses=result.severity_iri == str(SH.Violation),
        )
        for result in compiled.validate_text(ntriples, "ntriples").results
    }


def by_pyshacl(ntriples: str, shapes: Graph) -> set[Violation]:
    """The violations by pySHACL."""
    data = Graph().parse(data=ntriples, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return {
        Violation(
            focus=_text(report.value(result, SH.focusNode)),
            path=_text(report.value(result, SH.resultPath)),
            value=_text(report.value(result, SH.value)),
            message=_text(report.value(result, SH.resultMessage)),
            refuses=report.value(result, SH.resultSeverity) == SH.Violation,
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


validate: Engine = by_shacl if find_spec("shacl") else by_pyshacl


def _iri(text: str) -> str:
    """``<iri>`` → ``iri``; of a blank node, and of a path of more than one step, nothing."""
    return text[1:-1] if text.startswith("<") and text.count("<") == 1 and text.endswith(">") else ""


def _text(node: Node | None) -> str:
    return "" if node is None or isinstance(node, BNode) else str(node)
