"""Where terms and definitions are used: studies, stored questions, definitions, rules, other vocabularies."""

from collections.abc import Callable
from typing import Literal

from rdflib import SKOS, URIRef

from kg.answer.links import ask_address
from kg.browsing.overview import QuestionOverview
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import Body, BoundsBody, IncompatibilityBody, bounds_body, incompatibility_body
from kg.evaluation.verdict import SPARSE_BELOW, Verdict
from kg.ontology.vocabulary import Condition, Definition, Term, Vocabulary
from kg.questions.catalogue import Catalogue
from kg.questions.question import Question
from kg.versions.evidence import EvidenceBase

Relation = Literal["exact", "close", "broad", "narrow", "related"]

_RELATIONS: tuple[tuple[Relation, URIRef], ...] = (
    ("exact", SKOS.exactMatch),
    ("close", SKOS.closeMatch),
    ("broad", SKOS.broadMatch),
    ("narrow", SKOS.narrowMatch),
    ("related", SKOS.relatedMatch),
)


class MatchBody(Body):
    """A term of another vocabulary, and how it relates to ours: ``broad`` is a broader one."""

    relation: Relation
    iri: str


class AnswerOverview(Body):
    """The answer to a question in short: verdict, bounds, certain studies with how each is cited, and its address."""

    verdict: Verdict
    bounds: BoundsBody
    certain: tuple[str, ...]
    citations: tuple[str, ...]
    href: str


class DefinitionOverview(Body):
    """A definition by name."""

    id: str
    label: str


def matches(evidence: EvidenceBase, term: Term) -> tuple[MatchBody, ...]:
    """What other vocabularies call a term, the nearest first."""
    graph = evidence.dataset.rdf
    return tuple(
        MatchBody(relation=relation, iri=iri)
        for relation, property_ in _RELATIONS
        for iri in sorted(str(each) for each in graph.objects(term.iri, property_))
    )


def answered(evidence: EvidenceBase, question: Question) -> AnswerOverview:
    """The answer to a question in short."""
    found = evaluate(evidence, question, SPARSE_BELOW)
    return AnswerOverview(
        verdict=found.verdict,
        bounds=bounds_body(found.bounds),
        certain=tuple(found.certain),
        citations=tuple(_citation(evidence, id_) for id_ in found.certain),
        href=ask_address(evidence, question, SPARSE_BELOW),
    )


def having(term: Term) -> Question:
    """The question which studies have a term."""
    return Question(conditions=(Condition.of(term.facet, [term.id]),))


def questions_with_term(vocabulary: Vocabulary, catalogue: Catalogue, term: Term) -> tuple[QuestionOverview, ...]:
    """The stored questions that name a term in a condition of their own."""
    return _questions(catalogue, lambda asked: any(term.id in each.terms for each in asked.conditions), vocabulary)


def questions_under(
    vocabulary: Vocabulary, catalogue: Catalogue, definition: Definition
) -> tuple[QuestionOverview, ...]:
    """The stored questions that rest on a definition."""
    return _questions(catalogue, lambda asked: asked.definition == definition.id, vocabulary)


def definitions_with(vocabulary: Vocabulary, term: Term) -> tuple[DefinitionOverview, ...]:
    """The definitions that name a term."""
    return _overviews(vocabulary, lambda each: any(term.id in one.terms for one in each.conditions))


def other_definitions(vocabulary: Vocabulary, definition: Definition) -> tuple[DefinitionOverview, ...]:
    """The other definitions of the same notion."""
    return _overviews(vocabulary, lambda each: each.notion == definition.notion and each != definition)


def rules_on(vocabulary: Vocabulary, term: Term) -> tuple[IncompatibilityBody, ...]:
    """The rules of applicability that bar a term beside others, because they name it or a broader one."""
    ids = {id_ for id_, _ in vocabulary.barred_sides.get(term.id, ())}
    return tuple(incompatibility_body(rule) for rule in vocabulary.incompatible if rule.id in ids)


def _questions(
    catalogue: Catalogue, holds: Callable[[Question], bool], vocabulary: Vocabulary
) -> tuple[QuestionOverview, ...]:
    return tuple(
        QuestionOverview(name=name, text=stored.text, href=f"/gaps/{name}")
        for name, stored in catalogue.items()
        if holds(stored.read(vocabulary))
    )


def _overviews(vocabulary: Vocabulary, holds: Callable[[Definition], bool]) -> tuple[DefinitionOverview, ...]:
    return tuple(
        DefinitionOverview(id=each.id, label=each.label) for each in vocabulary.definitions.values() if holds(each)
    )


def _citation(evidence: EvidenceBase, id_: str) -> str:
    return next((study.citation for _, study in evidence.cited_study(id_) if study.citation), id_)
