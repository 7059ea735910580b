"""An answer: bounds, verdict, kind, reasons, near misses, sensitivity and certificate."""

from collections.abc import Iterator

from kg.answer.about_review import about_review
from kg.answer.certificate import certificate
from kg.answer.links import ask_address, question_address
from kg.answer.models import (
    AnchorBody,
    AnchorStatus,
    Answer,
    CertainStudy,
    Change,
    NearMissBody,
    OpenFacet,
    PossibleStudy,
    PossibleUnit,
    QuestionBody,
    Sensitivity,
)
from kg.answer.tables import rows_of, table_of
from kg.evaluation.evaluate import evaluate
from kg.evaluation.gap_kind import gap_kind
from kg.evaluation.models import bounds_body, population_body, where
from kg.evaluation.near_misses import NearMiss, near_misses
from kg.evaluation.verdict import SPARSE_BELOW, Evaluation
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.catalogue import StoredQuestion, with_reading
from kg.questions.question import NOT, Completeness, Question
from kg.rdf.data_iris import FURTHER_UNIT
from kg.reconciliation.claims import claims_about
from kg.versions.evidence import EvidenceBase


def answer(
    evidence: EvidenceBase, question: Question, *, stored: StoredQuestion | None = None, k: int = SPARSE_BELOW
) -> Answer:
    """The answer to a question.

    Args:
        evidence: the evidence base that is asked.
        question: the question; for a stored one as ``StoredQuestion.read`` gave it.
        stored: the stored question, whose name, text and table the answer then has.
        k: with k certain studies or more the verdict is ``populated``.
    """
    question_body = _question(evidence, question, stored, k)
    if stored and stored.about_review:
        found = about_review(evidence, stored, k)
        certified = certificate(evidence, (), question_body.href)
        return Answer(
            question=question_body,
            certificate=certified,
            near_misses=None,
            claims=claims_about(evidence, question, stored),
            sensitivity=(),
            **found,
        )
    evaluation = evaluate(evidence, question, k)
    # The certificate lists the statements that any row relies on.
    in_table = [row.question for row in rows_of(evidence.vocabulary, stored, question)] if stored else []
    return Answer(
        question=question_body,
        verdict=evaluation.verdict,
        kind=gap_kind(evidence, question),
        bounds=bounds_body(evaluation.bounds),
        population=population_body(evidence.population),
        reasons=evaluation.reasons,
        certain=tuple(_certain(evidence, evaluation)),
        possible=tuple(_possible(evidence, evaluation)),
        near_misses=None if evaluation.certain else tuple(_near_misses(evidence, question, k)),
        anchors=_anchors(evidence, stored, evaluation) if stored else None,
        table=table_of(evidence, stored, question, k) if stored else None,
        sensitivity=tuple(_sensitivity(evidence, question, k)),
        claims=claims_about(evidence, question),
        certificate=certificate(evidence, [question, *in_table], question_body.href),
    )


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question in words, made from its conditions."""
    parts = [_in_words(vocabulary, condition) for condition in question.conditions]
    if question.years:
        parts.append(f"published {question.years.first} to {question.years.last}")
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return "Studies with " + "; ".join(parts)


def _question(evidence: EvidenceBase, question: Question, stored: StoredQuestion | None, k: int) -> QuestionBody:
    return QuestionBody(
        name=stored.name if stored else None,
        text=stored.text if stored else describe(evidence.vocabulary, question),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        review=evidence.review,
        href=question_address(evidence, question, stored, k),
    )


def _near_misses(evidence: EvidenceBase, question: Question, k: int) -> Iterator[NearMissBody]:
    for miss in near_misses(evidence, question, k):
        yield NearMissBody(
            change=_change(miss),
            steps=miss.weakening.steps,
            bounds=bounds_body(miss.evaluation.bounds),
            certain=tuple(miss.evaluation.certain),
            href=ask_address(evidence, miss.weakening.question, k),
        )


def _anchors(evidence: EvidenceBase, stored: StoredQuestion, evaluation: Evaluation) -> tuple[AnchorBody, ...] | None:
    """The studies that the review itself names as nearest to a stored question; None where none are on record."""
    anchors = [
        AnchorBody(
            id=each.study,
            citation=evidence.study(each.study).citation or each.study,
            status=_status(evaluation, each.study),
            text=each.text,
            section=each.section,
        )
        for each in stored.spec.anchors.get(evidence.review, ())
        if each.study in evidence.study_ids
    ]
    return tuple(anchors) or None


def _status(evaluation: Evaluation, study: str) -> AnchorStatus:
    if study in evaluation.certain:
        return "certain"
    return "possible" if study in evaluation.possible else "ruled-out"


def _change(miss: NearMiss) -> Change:
    of, to = miss.weakening.of, miss.weakening.to
    if of is None:
        return Change(drop="year")
    name = (NOT if of.excluded else "") + of.facet
    if to is None:
        return Change(drop=name, from_=of.terms)
    return Change(generalise=name, from_=of.terms, to=to.terms)


def _sensitivity(evidence: EvidenceBase, question: Question, k: int) -> Iterator[Sensitivity]:
    """The verdict for every other definition of the same notion and for either choice of completeness statements."""
    definitions = evidence.vocabulary.definitions
    # Without a definition only the choice of statements varies.
    variants: list[str | None] = [None]
    if question.definition:
        notion = definitions[question.definition].notion
        variants = [each.id for each in definitions.values() if each.notion == notion]
    choices: tuple[Completeness, ...] = ("all", "review")
    for definition in variants:
        for completeness in choices:
            other = with_reading(question, definition, completeness)
            if other != question:
                evaluation = evaluate(evidence, other, k)
                yield Sensitivity(
                    definition=definition,
                    completeness=completeness,
                    verdict=evaluation.verdict,
                    bounds=bounds_body(evaluation.bounds),
                )


def _certain(evidence: EvidenceBase, evaluation: Evaluation) -> Iterator[CertainStudy]:
    for id_, units in evaluation.certain.items():
        study = evidence.study(id_)
        # The further unit is certain only by what was charted for the study as a whole; whether it exists is unknown.
        known = tuple(unit for unit in units if unit != FURTHER_UNIT)
        yield CertainStudy(id=id_, citation=study.citation or id_, title=study.title, units=known)


def _possible(evidence: EvidenceBase, evaluation: Evaluation) -> Iterator[PossibleStudy]:
    for id_, units in evaluation.possible.items():
        study = evidence.study(id_)
        yield PossibleStudy(
            id=id_,
            citation=study.citation or id_,
            title=study.title,
            units=tuple(
                PossibleUnit(id=unit, open=tuple(OpenFacet(facet=each.facet, reason=each.reason) for each in opens))
                for unit, opens in units.items()
            ),
        )


def _in_words(vocabulary: Vocabulary, condition: Condition) -> str:
    labels = " or ".join(vocabulary.terms[term].label for term in condition.terms)
    no = "no " if condition.excluded else ""
    return f"{no}{vocabulary.facets[condition.facet].label}: {labels}"
