"""Schema of the property graph: labels, properties and relationship types.

Ladybug's tables, Neo4j's constraints and the page ``docs/graph-model.md`` are made from ``schema``; ``projection.py`` maps
RDF to it and back. All terms have one label, ``Term``: with a label per facet, Ladybug took 14 times as long to walk along
BROADER, because it plans and runs one table per pair of labels. In Neo4j, where labels cost nothing, a term of a charted
facet also has the label of its facet, for the colours in Neo4j Browser.
"""

import re
from collections.abc import Iterable

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, URIRef

from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.model import EdgeType, NodeType, Property, Schema
from kg.questions.reasons import Reason
from kg.rdf.iris import LACUNA, open_property

_NAME = Property(RDFS.label)
_SOURCE = Property(DCTERMS.source)
_NOTED = (("Review", "EditorialNote"), ("EvidenceUnit", "EditorialNote"))

# Candidates, and what else coders wrote, are properties and not relationships: from a unit over one of its assertions to a
# term is a short walk, and it must meet only what holds.
_ASSERTION = {
    "facet": Property(LACUNA.facet),
    "status": Property(LACUNA.status, "term"),
    "candidates": Property(LACUNA.candidate, "term", many=True),
    "source": _SOURCE,
    "confidence": Property(LACUNA.confidence),
    "rationale": Property(LACUNA.rationale),
}

_STUDY = {
    "name": _NAME,
    "title": Property(DCTERMS.title),
    "year": Property(LACUNA.year, "integer"),
    "same_as": Property(LACUNA.sameAs, many=True),
}
_PUBLISHED = {
    "citation": Property(DCTERMS.bibliographicCitation),
    "doi": Property(DCTERMS.identifier),
    "reference_number": Property(LACUNA.referenceNumber, "integer"),
    "authors": Property(LACUNA.authors),
    "published_in": Property(LACUNA.publishedIn),
}

_RETRACTION = {"notice": Property(LACUNA.retractionNotice), "retracted_on": Property(LACUNA.retractedOn)}

_NODES = (
    NodeType(
        "Review",
        LACUNA.Review,
        {
            "name": _NAME,
            "title": Property(DCTERMS.title),
            "citation": Property(DCTERMS.bibliographicCitation),
            "doi": Property(DCTERMS.identifier),
            "year": Property(LACUNA.year, "integer"),
            "included": Property(LACUNA.included, "integer"),
            "licence": Property(DCTERMS.license),
            "charting_licence": Property(LACUNA.chartingLicence),
            "form": Property(LACUNA.form),
            "experts": Property(LACUNA.expert, many=True),
        },
        notation=True,
    ),
    NodeType("Study", LACUNA.Study, _STUDY, notation=True),
    NodeType("Publication", LACUNA.Publication, {"name": _NAME, **_PUBLISHED}),
    NodeType("EvidenceUnit", LACUNA.EvidenceUnit, {"name": _NAME}, notation=True),
    NodeType(
        "HeldAssertion",
        LACUNA.HeldAssertion,
        _ASSERTION
        | {
            "agreement": Property(LACUNA.agreement, "term"),
            "confirmation": Property(LACUNA.confirmation),
        },
        caption="facet",
    ),
    NodeType(
        "ChartingActivity",
        LACUNA.ChartingActivity,
        {
            "coder": Property(LACUNA.coder),
            "depths": Property(LACUNA.depth, many=True),
            "started_at": Property(PROV.startedAtTime, "instant"),
            "form": Property(LACUNA.form),
        },
        caption="coder",
    ),
    NodeType(
        "CompletenessStatement",
        LACUNA.CompletenessStatement,
        {
            "facet": Property(LACUNA.facet),
            "maker": Property(LACUNA.maker),
            "depths": Property(LACUNA.depth, many=True),
            "closes": Property(LACUNA.closes, many=True),
            "source": _SOURCE,
        },
        caption="facet",
    ),
    NodeType(
        "Identification",
        LACUNA.Identification,
        {"text": Property(DCTERMS.description), "maker": Property(LACUNA.maker), "source": _SOURCE},
        caption="maker",
    ),
    NodeType("EditorialNote", LACUNA.EditorialNote, {"text": Property(DCTERMS.description), "source": _SOURCE}),
    NodeType(
        "SearchStrategy",
        LACUNA.SearchStrategy,
        {
            "databases": Property(LACUNA.database, many=True),
            "years": Property(LACUNA.years),
            "last_search": Property(LACUNA.lastSearch),
            "source": _SOURCE,
        },
    ),
    NodeType(
        "FlowCount",
        LACUNA.FlowCount,
        {
            "stage": Property(LACUNA.stage, "term"),
            "count": Property(LACUNA["count"], "integer"),
            "status": Property(LACUNA.countStatus, "term"),
            "exclusion_reason": Property(LACUNA.exclusionReason, "term"),
            "derivation": Property(LACUNA.derivation),
            "round": Property(LACUNA.round, "integer"),
            "via": Property(LACUNA.via),
            "source": _SOURCE,
        },
        caption="stage",
    ),
    NodeType(
        "MaturityJudgement",
        LACUNA.MaturityJudgement,
        {"domain": Property(LACUNA.domain, "term"), "signal": Property(LACUNA.signal, "term"), "source": _SOURCE},
        caption="domain",
    ),
    NodeType(
        "Claim",
        LACUNA.Claim,
        {
            "name": _NAME,
            "text": Property(DCTERMS.description),
            "section": _SOURCE,
            "kind": Property(LACUNA.kind, "term"),
            "stage": Property(LACUNA.stage, "term"),
            "count": Property(LACUNA["count"], "integer"),
            "domain": Property(LACUNA.domain, "term"),
            "compared_domain": Property(LACUNA.comparedDomain, "term"),
            "rationale": Property(LACUNA.rationale),
        },
        notation=True,
    ),
    NodeType(
        "Question",
        LACUNA.Question,
        {
            "name": _NAME,
            "definition": Property(LACUNA.underDefinition, "iri"),
            "first_year": Property(LACUNA.firstYear, "integer"),
            "last_year": Property(LACUNA.lastYear, "integer"),
            "excluded_years": Property(LACUNA.excludedYears, many=True),
            "text": Property(DCTERMS.description),
            "tags": Property(LACUNA.tag, many=True),
            "less_mature_than": Property(LACUNA.lessMatureThan, "term"),
            "excluded_at": Property(LACUNA.excludedAt, "term"),
            "tabulated_by": Property(LACUNA.tabulatedBy),
            "tabulated_years": Property(LACUNA.tabulatedYears),
            "row_label": Property(DCTERMS.title),
        },
    ),
    NodeType(
        "Anchor",
        LACUNA.Anchor,
        {"study": Property(LACUNA.anchoredStudy), "text": Property(DCTERMS.description), "section": _SOURCE},
        caption="study",
    ),
    NodeType("QuestionCondition", LACUNA.QuestionCondition, {"name": _NAME}),
    NodeType(
        "CoderAssertion",
        LACUNA.CoderAssertion,
        _ASSERTION | {"values": Property(LACUNA.value, "term", many=True)},
        caption="facet",
    ),
    NodeType("FurtherUnit", LACUNA.FurtherUnit, {"name": _NAME}, notation=True),
    NodeType("Possibility", LACUNA.Possibility, {"term": Property(LACUNA.possibleTerm, "term")}, caption="term"),
    NodeType("RetractedStudy", LACUNA.RetractedStudy, {**_STUDY, **_PUBLISHED, **_RETRACTION}, notation=True),
)

NO_EVIDENCE = ("CoderAssertion", "FurtherUnit", "Possibility", "RetractedStudy")
"""The labels of what a coder wrote beside what holds, of what cannot be ruled out, and of what was retracted."""

_TERM = {
    "name": Property(SKOS.prefLabel, "english"),
    "facet": Property(RDF.type, "facet"),
    "synonyms": Property(SKOS.altLabel, "english", many=True),
    "definition": Property(SKOS.definition, "english"),
    "exact_match": Property(SKOS.exactMatch, "iri", many=True),
    "close_match": Property(SKOS.closeMatch, "iri", many=True),
    "broad_match": Property(SKOS.broadMatch, "iri", many=True),
    "narrow_match": Property(SKOS.narrowMatch, "iri", many=True),
    "related_match": Property(SKOS.relatedMatch, "iri", many=True),
    "deprecated": Property(OWL.deprecated, "boolean"),
    "replaced_by": Property(DCTERMS.isReplacedBy, "term", many=True),
    "rank": Property(LACUNA.rank, "integer"),
    "at_most_percent": Property(LACUNA.atMostPercent, "integer"),
    "more_than_percent": Property(LACUNA.moreThanPercent, "integer"),
    "defined_by": Property(RDFS.isDefinedBy, "iri", many=True),
}

_EDGES = (
    EdgeType("INCLUDES", (("Review", "Study"),), {LACUNA.includes: None}),
    EdgeType("FORMERLY_INCLUDES", (("Review", "RetractedStudy"),), {LACUNA.formerlyIncludes: None}),
    EdgeType("HAS_UNIT", (("Study", "EvidenceUnit"),), {LACUNA.hasUnit: None}),
    EdgeType("REPORTED_IN", (("Study", "Publication"),), {LACUNA.reportedIn: None}),
    EdgeType("SAME_STUDY_AS", (("Study", "Study"),), {LACUNA.sameStudyAs: None}),
    EdgeType("CHARTED_IN", (("Study", "ChartingActivity"),), {LACUNA.chartedIn: None}),
    EdgeType(
        "ABOUT",
        tuple((made, of) for made in ("HeldAssertion", "CoderAssertion") for of in ("Study", "EvidenceUnit")),
        {LACUNA.about: None},
    ),
    EdgeType("VALUE", (("HeldAssertion", "Term"),), {LACUNA.value: None}),
    EdgeType(
        "WAS_GENERATED_BY",
        tuple((made, "ChartingActivity") for made in ("HeldAssertion", "CoderAssertion", "EditorialNote")),
        {PROV.wasGeneratedBy: None},
    ),
    EdgeType("AGREES_WITH", (("HeldAssertion", "CoderAssertion"),), {LACUNA.agreesWith: None}),
    EdgeType("WAS_REVISION_OF", (("HeldAssertion", "CoderAssertion"),), {PROV.wasRevisionOf: None}),
    EdgeType("STATES", (("Review", "CompletenessStatement"),), {LACUNA.states: None}),
    EdgeType("HAS_IDENTIFICATION", (("Review", "Identification"),), {LACUNA.identification: None}),
    EdgeType("HAS_EDITORIAL_NOTE", _NOTED, {SKOS.editorialNote: None}),
    EdgeType("SEARCHED_BY", (("Review", "SearchStrategy"),), {LACUNA.searchedBy: None}),
    EdgeType("HAS_FLOW_COUNT", (("Review", "FlowCount"),), {LACUNA.hasFlowCount: None}),
    EdgeType("HAS_ROUND_COUNT", (("Review", "FlowCount"),), {LACUNA.hasRoundCount: None}),
    EdgeType("JUDGES", (("Review", "MaturityJudgement"),), {LACUNA.judges: None}),
    EdgeType("MAKES_CLAIM", (("Review", "Claim"),), {LACUNA.makesClaim: None}),
    EdgeType("ASKS", (("Claim", "Question"),), {LACUNA.asks: None}),
    EdgeType("COMPARED_WITH", (("Claim", "Question"),), {LACUNA.comparedWith: None}),
    EdgeType("CONCERNS", (("Claim", "Question"),), {LACUNA.concerns: None}),
    EdgeType("POSES", (("Review", "Question"),), {LACUNA.poses: None}),
    EdgeType("COMPARES", (("Question", "Question"),), {LACUNA.compares: None}),
    EdgeType("HAS_ANCHOR", (("Question", "Anchor"),), {LACUNA.hasAnchor: None}),
    EdgeType("HAS_CONDITION", (("Question", "QuestionCondition"),), {LACUNA.hasCondition: None}),
    EdgeType("COUNTS", (("QuestionCondition", "Term"),), {LACUNA.counts: None}),
    EdgeType("EXCLUDES", (("QuestionCondition", "Term"),), {LACUNA.excludes: None}),
    EdgeType("BROADER", (("Term", "Term"),), {SKOS.broader: None}),
)


def relationship_type(property_name: str) -> str:
    """The relationship type of a property: ``onOperation`` → ``ON_OPERATION``, ``hasAIRole`` → ``HAS_AI_ROLE``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", property_name).upper()


def schema(vocabulary: Vocabulary) -> Schema:
    """The labels and relationship types that a vocabulary implies: a relationship type for every charted facet."""
    charted = tuple(
        EdgeType(
            relationship_type(str(facet.property_name)),
            (("Study" if facet.level == "study" else "EvidenceUnit", "Term"),),
            {facet.property_iri: None},
        )
        for facet in vocabulary.charted_facets
    )
    term = NodeType(
        "Term",
        SKOS.Concept,
        _TERM,
        subclasses={facet.id: facet.class_iri for facet in vocabulary.facets.values()},
        sublabels={facet.id: facet.class_name for facet in vocabulary.charted_facets},
    )
    # No open edge leads to a label that charted edges lead to: whoever walks from a study to a term meets what was charted.
    opened = (("Study", "FurtherUnit"), *((of, "Possibility") for of in ("Study", "EvidenceUnit", "FurtherUnit")))
    return Schema(
        nodes=(*_NODES, term),
        edges=(
            *_EDGES,
            *charted,
            EdgeType("LEFT_OPEN", opened, _reasons("leftOpen", filter(lambda reason: reason.has_open_edge, Reason))),
            EdgeType(
                "CLOSED_BY_CODERS",
                opened,
                _reasons("closedByCoders", filter(lambda reason: reason.can_be_closed, Reason)),
            ),
        ),
    )


def _reasons(kind: str, reasons: Iterable[Reason]) -> dict[URIRef, str | None]:
    return {open_property(kind, reason): reason.value for reason in reasons}
