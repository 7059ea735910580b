"""RDF types, IRIs and JSON-LD contexts of the classes of bodies."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Namespace, URIRef

from api.models import (
    AssertionBody,
    ChartedBody,
    FacetBody,
    NoteBody,
    RetractedDetail,
    StudyBody,
    StudyDetail,
    TermBody,
    UnitBody,
)
from kg.answer.models import Answer, CertainStudy, PossibleStudy, PossibleUnit, QuestionBody, Sensitivity
from kg.crossing.models import Axis, Matrix, MatrixCell, Total
from kg.difference import models as difference
from kg.evaluation.models import Body, ConditionBody, DefinitionBody, IncompatibilityBody, StatementBody
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.data_iris import FURTHER_UNIT, assertion_iri, further_unit_iri, study_iri, unit_iri
from kg.rdf.iris import ANSWER, DEFINITION, FACET, INCOMPATIBILITY, LACUNA, TERM, is_ours, service_iri
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.voids.models import Elsewhere, ExpectedBody, LeftOutBody, VoidBody, VoidList

_BIBO = Namespace("http://purl.org/ontology/bibo/")


class NodeKind(NamedTuple):
    """The RDF of a class of bodies: its name in the context, its type, the properties of its fields, the IRI of a body."""

    name: str
    type: URIRef
    means: Mapping[str, object]
    iri: Callable[[Any, "Place"], str] | None = None


@dataclass(frozen=True)
class Place:
    """The place of a node in a document: its version, the reviews it is about, study and subject. ``kinds_used`` is shared."""

    evidence: EvidenceBase
    study: str = ""
    subject: str = ""
    kinds_used: set[str] = field(default_factory=set)  # in the whole document

    def within(self, body: Body) -> "Place":
        """The place of the nodes within a body."""
        match body:
            case Answer():
                return replace(self, evidence=self.evidence.dataset.evidence(body.question.reviews))
            case RetractedDetail():
                review, study = self.evidence.retracted[body.id]
                return replace(self, study=body.id, subject=study_iri(review.id, study.id))
            case StudyBody() | CertainStudy() | PossibleStudy():
                return replace(self, study=body.id, subject=study_iri(*self._chartings(body.id)[0]))
            case UnitBody():
                return replace(self, subject=self.unit(body.id))
            case ChartedBody() if not _is_unit(self.subject):
                keys = dict(self._chartings(self.study))
                return replace(self, subject=study_iri(body.review, keys[body.review]))
        return self

    def unit(self, id_: str) -> URIRef:
        """The IRI of an evidence unit, whose id is put together from its review's, where there are several, study's and own."""
        studies = self.evidence.studies
        for review, key in self._chartings(self.study):
            if id_ == studies.unit_id(review, FURTHER_UNIT):
                return further_unit_iri(review)
            if id_.startswith(start := studies.unit_id(review, f"{key}/")):
                return unit_iri(review, key, id_.removeprefix(start))
        raise ValueError(f"{id_} is no unit of {self.study}")

    def _chartings(self, study: str) -> Sequence[tuple[str, str]]:
        return self.evidence.studies.chartings[study]


def _is_unit(iri: str) -> bool:
    return "/unit/" in iri


def _english(property_: URIRef) -> dict[str, str]:
    return {"@id": property_, "@language": "en"}


def _link(property_: URIRef) -> dict[str, str]:
    return {"@id": property_, "@type": "@id"}


def _ids(property_: URIRef, namespace: str) -> dict[str, object]:
    """The context of a property whose values are ids within a namespace."""
    return {"@id": property_, "@type": "@vocab", "@context": {"@vocab": namespace}}


_STUDY = {
    "citation": RDFS.label,
    "title": DCTERMS.title,
    "year": LACUNA.year,
    "doi": _BIBO.doi,
    "reviews": {"@reverse": LACUNA.includes, "@type": "@id"},
    "charted": {"@reverse": LACUNA.about},
    "units": _link(LACUNA.hasUnit),
}
_RETRACTED = {**_STUDY, "reviews": {"@reverse": LACUNA.formerlyIncludes, "@type": "@id"}}
_ASSERTION = {
    "facet": LACUNA.facet,
    "status": _ids(LACUNA.status, TERM),
    "terms": _ids(LACUNA.value, TERM),
    "candidates": _ids(LACUNA.candidate, TERM),
    "source": DCTERMS.source,
    "confidence": LACUNA.confidence,
    "reason": LACUNA.rationale,
    "agreement": _ids(LACUNA.agreement, TERM),
}
_QUESTION = {
    "definition": _ids(ANSWER.definition, DEFINITION),
    "reviews": _link(ANSWER.reviews),
    "where": LACUNA.hasCondition,
}
_UNIT = {"notes": SKOS.editorialNote, "charted": {"@reverse": LACUNA.about}}

_OF_DIFFERENCES: tuple[type[Body], ...] = (
    *(difference.Difference, difference.AnswerChange, difference.Standing, difference.Move),
    *(difference.StudyChange, difference.CellChange, difference.TermChange),
    *(difference.VoidChanges, difference.VoidChange, difference.Combination, difference.VoidStudy),
)
"""The classes of bodies of a difference whose fields are all names in the namespace of answers."""

KINDS: Mapping[type[Body], NodeKind] = {
    Answer: NodeKind("Answer", ANSWER.Answer, {}, lambda body, _: service_iri(body.certificate.permalink)),
    QuestionBody: NodeKind(
        "Question", ANSWER.Question, {"text": RDFS.label, **_QUESTION}, lambda body, _: service_iri(body.href)
    ),
    Sensitivity: NodeKind("Reading", ANSWER.Reading, _QUESTION),
    StatementBody: NodeKind(
        "CompletenessStatement",
        LACUNA.CompletenessStatement,
        {
            "facet": LACUNA.facet,
            "closes": LACUNA.closes,
            "maker": LACUNA.maker,
            "depths": LACUNA.depth,
            "source": DCTERMS.source,
        },
    ),
    ConditionBody: NodeKind(
        "Condition", LACUNA.Condition, {"in": _ids(LACUNA.counts, TERM), "not_in": _ids(LACUNA.excludes, TERM)}
    ),
    DefinitionBody: NodeKind(
        "Definition",
        LACUNA.Definition,
        {
            "label": _english(SKOS.prefLabel),
            "text": _english(SKOS.definition),
            "notion": _ids(LACUNA.variantOf, DEFINITION),
            "where": LACUNA.hasCondition,
        },
        lambda body, place: place.evidence.vocabulary.definitions[body.id].iri,
    ),
    IncompatibilityBody: NodeKind(
        "Incompatibility",
        LACUNA.Incompatibility,
        {
            "label": _english(SKOS.prefLabel),
            "bars": _ids(LACUNA.bars, TERM),
            "bars_without": _ids(LACUNA.barsWithout, TERM),
            "reason": _english(SKOS.definition),
            "source": DCTERMS.source,
        },
        lambda body, _: INCOMPATIBILITY[body.id],
    ),
    TermBody: NodeKind(
        "Term",
        SKOS.Concept,
        {
            "facet": _ids(SKOS.inScheme, FACET),
            "label": _english(SKOS.prefLabel),
            "definition": _english(SKOS.definition),
            "synonyms": _english(SKOS.altLabel),
            "broader": _ids(SKOS.broader, TERM),
            "narrower": _ids(SKOS.narrower, TERM),
            "replaced_by": _ids(DCTERMS.isReplacedBy, TERM),
        },
        lambda body, place: place.evidence.vocabulary.term_iri(body.id),
    ),
    FacetBody: NodeKind(
        "Facet",
        OWL.Class,
        {
            "label": _english(RDFS.label),
            "level": LACUNA.level,
            "property": _ids(LACUNA.chartedBy, LACUNA),
            "members": {"@reverse": RDF.type},
        },
        lambda body, place: place.evidence.vocabulary.facets[body.id].class_iri,
    ),
    RetractedDetail: NodeKind("RetractedStudy", LACUNA.RetractedStudy, _RETRACTED, lambda _, place: place.subject),
    StudyBody: NodeKind("Study", LACUNA.Study, _STUDY, lambda _, place: place.subject),
    CertainStudy: NodeKind("CertainStudy", LACUNA.Study, _STUDY, lambda _, place: place.subject),
    # Not hasUnit: one of these may be the further unit, of which it is unknown whether it exists.
    PossibleStudy: NodeKind(
        "PossibleStudy",
        LACUNA.Study,
        {**_STUDY, "units": ANSWER.units},
        lambda _, place: place.subject,
    ),
    UnitBody: NodeKind("Unit", LACUNA.EvidenceUnit, _UNIT, lambda _, place: place.subject),
    # Not EvidenceUnit, for the same reason.
    PossibleUnit: NodeKind("PossibleUnit", ANSWER.PossibleUnit, _UNIT, lambda body, place: place.unit(body.id)),
    ChartedBody: NodeKind(
        "HeldAssertion",
        LACUNA.HeldAssertion,
        _ASSERTION,
        lambda body, place: assertion_iri(place.subject, body.facet),
    ),
    NoteBody: NodeKind("Note", LACUNA.EditorialNote, {"text": DCTERMS.description}),
    AssertionBody: NodeKind("CoderAssertion", LACUNA.CoderAssertion, _ASSERTION),
    Matrix: NodeKind("Matrix", ANSWER.Matrix, _QUESTION),
    VoidList: NodeKind(
        "VoidList",
        ANSWER.VoidList,
        {**_QUESTION, "unused": _ids(ANSWER.unused, TERM)},
        lambda body, _: service_iri(body.certificate.permalink),
    ),
    VoidBody: NodeKind("Void", ANSWER.Void, {"sentence": RDFS.label, "where": LACUNA.hasCondition}),
    Elsewhere: NodeKind("Elsewhere", ANSWER.Elsewhere, {}),
    ExpectedBody: NodeKind(
        "Expected", ANSWER.Expected, {"term": _ids(ANSWER["term"], TERM), "broader": _ids(ANSWER.broader, TERM)}
    ),
    difference.VersionBody: NodeKind("Version", ANSWER.Version, {}),
    # Ids of terms stay as they are: what a corpus brought along may be in one of the two versions only.
    **{kind: NodeKind(kind.__name__, ANSWER[kind.__name__], {}) for kind in _OF_DIFFERENCES},
    LeftOutBody: NodeKind("LeftOut", ANSWER.LeftOut, {"term": _ids(ANSWER["term"], TERM)}),
    Axis: NodeKind("Axis", ANSWER.Axis, {"terms": _ids(ANSWER.terms, TERM), "within": _ids(ANSWER.within, TERM)}),
    Total: NodeKind(
        "Total",
        ANSWER.Total,
        {"term": _ids(ANSWER["term"], TERM), "barred": _ids(ANSWER.barred, INCOMPATIBILITY)},
    ),
    MatrixCell: NodeKind(
        "Cell",
        ANSWER.Cell,
        {
            "row": _ids(ANSWER.row, TERM),
            "column": _ids(ANSWER.column, TERM),
            "barred": _ids(ANSWER.barred, INCOMPATIBILITY),
        },
    ),
}
"""A class that is missing here is treated as its nearest base class, or else as a node without a type."""


def evidence_of(body: Body, dataset: Dataset) -> EvidenceBase:
    """The evidence base that the ids in a body are of."""
    reviews: tuple[str, ...] = tuple(getattr(body, "reviews", None) or ())
    evidence = dataset.evidence(reviews)
    if not isinstance(body, StudyDetail) or body.id in evidence:
        return evidence
    # Asked of further reviews, which did not chart the study: its id then begins with a review's.
    others = (dataset.evidence((*reviews, other)) for other in dataset.reviews)
    return next(each for each in others if body.id in each)


def with_own_names(means: Mapping[str, Any], vocabulary: Vocabulary, used: Set[str]) -> Mapping[str, Any]:
    """The properties of a kind, with the IRIs of those ids used in a document that a corpus brought along."""
    own: Mapping[str, Mapping[str, str]] = {
        str(TERM): _own((term.id, term.iri) for term in vocabulary.terms.values()),
        str(FACET): _own((facet.id, facet.scheme) for facet in vocabulary.facets.values()),
        str(LACUNA): _own((str(each.property_name), each.property_iri) for each in vocabulary.charted_facets),
        str(DEFINITION): _own(
            pair
            for each in vocabulary.definitions.values()
            for pair in ((each.id, each.iri), (each.notion, each.notion_iri))
        ),
    }
    found: dict[str, Any] = {}
    for name, meaning in means.items():
        context: dict[str, str] = meaning.get("@context", {}) if isinstance(meaning, dict) else {}
        names = own.get(str(context.get("@vocab")), {})
        used_names = {id_: names[id_] for id_ in sorted(used & names.keys())}
        found[name] = {**meaning, "@context": {**context, **used_names}} if used_names else meaning
    return found


def _own(pairs: Iterable[tuple[str, URIRef]]) -> Mapping[str, str]:
    return {id_: str(iri) for id_, iri in pairs if not is_ours(iri)}
