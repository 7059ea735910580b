"""What an own vocabulary may state, subject by subject.

The file is anybody's. It may declare facets with a class and a property, terms, and definitions with notions and conditions, and
annotate them; a statement of any other kind could change what questions find, so it is a fault. The hierarchy and everything else
that concerns several subjects is checked by ``kg.ontology.reading``.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Literal, URIRef
from rdflib.term import Node

from kg.errors import shortened
from kg.ontology.own import Statements
from kg.ontology.reading import Problem
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.canonical import Triple
from kg.rdf.iris import LACUNA, is_ours, local_name, namespace_of

LONGEST_TEXT = 4_000
"""Characters of a label, definition or note."""
LONGEST_NAME = 80

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_TERM, _CLASS, _PROPERTY = "[a-z0-9]+(-[a-z0-9]+)*", "[A-Z][A-Za-z0-9]*", "[a-z][A-Za-z0-9]*"
_PLAIN = (None, XSD.string, XSD.date, XSD.dateTime, XSD.anyURI)

Check = Callable[[Node], bool]


def _is_iri(value: Node) -> bool:
    return isinstance(value, URIRef)


def _is_text(value: Node) -> bool:
    return isinstance(value, Literal) and not _CONTROL.search(value) and len(value) <= LONGEST_TEXT


def _is_english(value: Node) -> bool:
    return isinstance(value, Literal) and value.language == "en" and _is_text(value) and bool(value.strip())


def _is_name(value: Node) -> bool:
    # A cell separates terms by semicolons, and a label is shown on one line.
    return _is_english(value) and not {";", "\n"} & set(str(value)) and len(str(value)) <= LONGEST_NAME * 2


def _is_note(value: Node) -> bool:
    return _is_iri(value) or (_is_text(value) and isinstance(value, Literal) and value.datatype in _PLAIN)


class _OneOf:
    """Whether a value is one of some."""

    def __init__(self, *values: Node) -> None:
        self._values = values

    def __call__(self, value: Node) -> bool:
        return value in self._values

    def __str__(self) -> str:
        return f"which is none of {', '.join(sorted(local_name(value) for value in self._values)[:5])}"


_TOLD: Mapping[Check, str] = {
    _is_iri: "which is no IRI",
    _is_text: "which is no text, too long, or holds a control character",
    _is_english: "which is no English text (with @en), is too long, or holds a control character",
    _is_name: f"which is no English name (with @en) in one line of at most {2 * LONGEST_NAME} characters without semicolon",
    _is_note: "which is neither an IRI nor a text or date, is too long, or holds a control character",
}


class _Kind(NamedTuple):
    """A kind of subject: the pattern of its name, its properties with what their values must be, and those it must have."""

    name: str
    properties: Mapping[Node, Check]
    needed: tuple[Node, ...] = ()


_NAMED: Mapping[Node, Check] = {SKOS.prefLabel: _is_name, SKOS.altLabel: _is_name, SKOS.definition: _is_english}
_FACET = _Kind(
    _CLASS,
    {
        RDF.type: _OneOf(OWL.Class),
        RDFS.subClassOf: _OneOf(SKOS.Concept),
        RDFS.label: _is_name,
        LACUNA.level: _OneOf(Literal("study"), Literal("unit")),
        LACUNA.topTerm: _is_iri,
        LACUNA.chartedBy: _is_iri,
    },
    (RDFS.label, LACUNA.level, LACUNA.topTerm, LACUNA.chartedBy),
)
_KINDS: Mapping[Node, _Kind] = {
    OWL.Class: _FACET,
    OWL.ObjectProperty: _Kind(_PROPERTY, {RDF.type: _OneOf(OWL.ObjectProperty), RDFS.label: _is_name}),
    LACUNA.Definition: _Kind(
        _TERM,
        {
            **_NAMED,
            RDF.type: _OneOf(OWL.NamedIndividual, LACUNA.Definition),
            LACUNA.variantOf: _is_iri,
            LACUNA.hasCondition: _is_iri,
        },
        (SKOS.prefLabel, SKOS.definition, LACUNA.variantOf),
    ),
    LACUNA.Notion: _Kind(
        _TERM, {**_NAMED, RDF.type: _OneOf(OWL.NamedIndividual, LACUNA.Notion)}, (SKOS.prefLabel, SKOS.definition)
    ),
    LACUNA.Condition: _Kind(
        _TERM,
        {
            RDF.type: _OneOf(OWL.NamedIndividual, LACUNA.Condition),
            LACUNA.counts: _is_iri,
            LACUNA.excludes: _is_iri,
        },
    ),
    OWL.Ontology: _Kind(
        ".*",
        {
            RDF.type: _OneOf(OWL.Ontology),
            RDFS.label: _is_text,
            OWL.versionInfo: _is_text,
            OWL.versionIRI: _is_iri,
            VANN.preferredNamespacePrefix: _is_text,
            VANN.preferredNamespaceUri: _is_note,
        },
    ),
}
_OF_A_TERM: Mapping[Node, Check] = {
    **_NAMED,
    SKOS.broader: _is_iri,
    OWL.deprecated: _OneOf(Literal(True), Literal(False)),
    DCTERMS.isReplacedBy: _is_iri,
    **dict.fromkeys((SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch), _is_iri),
}
_NOTES = (RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, SKOS.note, SKOS.scopeNote, SKOS.example, SKOS.historyNote)
"""Properties that any subject may have, as it may have those of Dublin Core."""


def broken_statements(own: Statements, ontology: Vocabulary, derived: Collection[Triple]) -> Iterator[Problem]:
    """What the statements of a corpus state that they must not, or leave out.

    Args:
        own: the statements.
        ontology: the vocabulary without them.
        derived: triples that follow from the statements, which may be written out.
    """
    by_subject: dict[URIRef, list[tuple[Node, Node]]] = defaultdict(list)
    for subject, property_, value in own:
        if (subject, property_, value) not in derived or property_ == RDF.type:
            by_subject[URIRef(str(subject))].append((property_, value))
    facets = {subject for subject, property_, _ in own if property_ == LACUNA.topTerm}
    charting = {value for _, property_, value in own if property_ == LACUNA.chartedBy}
    classes = {facet.class_iri for facet in ontology.facets.values()} | facets
    term = _Kind(_TERM, {**_OF_A_TERM, RDF.type: _OneOf(OWL.NamedIndividual, SKOS.Concept, *classes)})
    for subject, stated in sorted(by_subject.items()):
        types = {value for property_, value in stated if property_ == RDF.type}
        kind = next((each for type_, each in _KINDS.items() if type_ in types), term if types & classes else None)
        if is_ours(subject):
            rule = f"{subject} is Lacuna's: a corpus adds to the vocabulary, and changes nothing that is there"
        elif kind is None:
            rule = "is neither a term nor a facet, property or definition: it has no class of these"
        elif kind is _FACET and subject not in facets:
            rule = "is a class without a top term (lacuna:topTerm), so it is no facet"
        elif OWL.ObjectProperty in types and subject not in charting:
            rule = "is a property by which no facet is charted (lacuna:chartedBy)"
        elif not (re.fullmatch(kind.name, local_name(subject)) and _is_address(subject)):
            rule = f"{subject} is no valid name: after the last / or # of its http address must stand {kind.name}"
            rule += f", in at most {LONGEST_NAME} characters"
        else:
            yield from _of_kind(subject, kind, stated)
            continue
        yield Problem(str(subject), rule)


def _is_address(subject: URIRef) -> bool:
    return bool(re.match("https?://[^/#]+[/#]", subject)) and len(local_name(subject)) <= LONGEST_NAME


def _of_kind(subject: URIRef, kind: _Kind, stated: list[tuple[Node, Node]]) -> Iterator[Problem]:
    for property_, value in sorted(stated, key=str):
        note = property_ in _NOTES or namespace_of(property_) == str(DCTERMS._NS)
        check = kind.properties.get(property_, _is_note if note else None)
        if check is None:
            yield Problem(str(subject), f"has the property {property_}, which an own vocabulary cannot use there")
        elif not check(value):
            yield Problem(
                str(subject), f"has as {local_name(property_)} {shortened(str(value))!r}, {_TOLD.get(check, check)}"
            )
    for needed in kind.needed:
        if (number := sum(property_ == needed for property_, _ in stated)) != 1:
            yield Problem(str(subject), f"must have one {local_name(needed)}, not {number}")
