"""An answer: bounds, verdict, kind, reasons, near misses, sensitivity and certificate."""

from collections.abc import Iterator, Mapping
from typing import TypedDict

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
from kg.answer.sentence import sentence_on_studies
from kg.answer.tables import rows_of, table_of
from kg.answer.words import describe, next_study
from kg.evaluation.around import Around, around
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import bounds_body, evidence_population, where
from kg.evaluation.near_misses import NearMiss, near_misses
from kg.evaluation.standing import Evaluation, Standing
from kg.evaluation.tabulated import tabulated
from kg.evaluation.verdict import SPARSE_BELOW
from kg.ontology.applicability import barring
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion, with_reading
from kg.questions.question import NOT, Completeness, Question
from kg.reconciliation.claims import claims_about
from kg.review.model import Study
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview

_Chartings = Mapping[str, list[tuple[StoredReview, Study]]]
"""By id, studies as each review cites them."""


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
    asked = question_body(evidence, question, stored, k)
    if stored and stored.about_review:
        found = about_review(evidence, stored, k)
        certified = certificate(evidence, (), asked.href)
        return Answer(
            question=asked,
            certificate=certified,
            near_misses=None,
            claims=claims_about(evidence, question, stored),
            sensitivity=(),
            **found,
        )
    evaluation = evaluate(evidence, question, k)
    beside = around(evidence)  # what was asked has the query that is shown; what it is compared with needs none
    # The certificate lists the statements that any row relies on.
    in_table = [row.question for row in rows_of(evidence.vocabulary, stored, question)] if stored else []
    certified = certificate(evidence, [question, *in_table], asked.href)
    table = table_of(evidence, beside, stored, question, k) if stored else None
    population = evidence_population(evidence)
    cited = evidence.cited_studies((*evaluation.certain, *evaluation.possible))
    misses = None if evaluation.certain else tuple(_near_misses(evidence, beside, question, k))
    return Answer(
        question=asked,
        verdict=evaluation.verdict,
        kind=beside.kind(question, evaluation),
        sentence=sentence_on_studies(evidence.vocabulary, question, evaluation, population, table, certified),
        bounds=bounds_body(evaluation.bounds),
        population=population,
        reasons=evaluation.reasons,
        certain=tuple(_certain(cited, evaluation)),
        possible=tuple(_possible(cited, evaluation)),
        near_misses=misses,
        next_study=next_study(evidence.vocabulary, misses),
        anchors=_anchors(evidence, stored, evaluation) if stored else None,
        table=table,
        sensitivity=tuple(_sensitivity(evidence.vocabulary, beside, question, k)),
        claims=claims_about(tabulated(evidence), question),
        certificate=certified,
    )


def question_body(
    evidence: EvidenceBase, question: Question, stored: StoredQuestion | None, k: int = SPARSE_BELOW
) -> QuestionBody:
    """A question as it is sent out; ``stored`` and ``k`` as of ``answer``."""
    return QuestionBody(
        name=stored.name if stored else None,
        text=stored.text if stored else describe(evidence.vocabulary, question),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        reviews=evidence.review_ids,
        href=question_address(evidence, question, stored, k),
    )


def _near_misses(evidence: EvidenceBase, beside: Around, question: Question, k: int) -> Iterator[NearMissBody]:
    misses = near_misses(evidence.vocabulary, question, lambda each: beside.outline(each, k))
    cited = evidence.cited_studies({id_ for miss in misses for id_ in miss.outline.certain})
    for miss in misses:
        yield NearMissBody(
            change=_change(miss),
            steps=miss.weakening.steps,
            bounds=bounds_body(miss.outline.bounds),
            certain=miss.outline.certain,
            citations=tuple(_study(cited, id_)["citation"] for id_ in miss.outline.certain),
            href=ask_address(evidence, miss.weakening.question, k),
        )


def _anchors(evidence: EvidenceBase, stored: StoredQuestion, evaluation: Evaluation) -> tuple[AnchorBody, ...] | None:
    """The studies that the review itself names as nearest to a stored question; None where none are on record."""
    anchors = []
    for review in evidence.reviews:
        for each in stored.spec.anchors.get(review.id, ()):
            if each.study in review.keys:
                id_ = evidence.studies.id_of(review.id, each.study)
                citation = _study(evidence.cited_studies([id_]), id_)["citation"]
                status = _status(evaluation, id_)
                anchors.append(
                    AnchorBody(id=id_, citation=citation, status=status, text=each.text, section=each.section)
                )
    return tuple(anchors) or None


def _status(evaluation: Evaluation, study: str) -> AnchorStatus:
    if study in evaluation.certain:
        return "certain"
    return "possible" if study in evaluation.possible else "ruled-out"


def _change(miss: NearMiss) -> Change:
    of, to = miss.weakening.of, miss.weakening.to
    if of is None:
        return Change(drop=miss.weakening.years)
    name = (NOT if of.excluded else "") + of.facet
    if to is None:
        return Change(drop=name, from_=of.terms)
    return Change(generalise=name, from_=of.terms, to=to.terms)


def _sensitivity(vocabulary: Vocabulary, beside: Around, question: Question, k: int) -> Iterator[Sensitivity]:
    """The verdict for every other definition of the same notion and for either choice of completeness statements.

    Definitions under which a rule of applicability bars the question are left out.
    """
    definitions = vocabulary.definitions
    # Without a definition only the choice of statements varies.
    variants: list[str | None] = [None]
    if question.definition:
        notion = definitions[question.definition].notion
        variants = [each.id for each in definitions.values() if each.notion == notion]
    choices: tuple[Completeness, ...] = ("all", "review")
    for definition in variants:
        for completeness in choices:
            other = with_reading(question, definition, completeness)
            barred = barring(vocabulary, other.expanded(vocabulary).values())
            if other != question and not barred:
                found = beside.outline(other, k)
                yield Sensitivity(
                    definition=definition,
                    completeness=completeness,
                    verdict=found.verdict,
                    bounds=bounds_body(found.bounds),
                )


def _certain(cited: _Chartings, evaluation: Evaluation) -> Iterator[CertainStudy]:
    for id_, units in evaluation.certain.items():
        yield CertainStudy(**_study(cited, id_), units=units)


def _possible(cited: _Chartings, evaluation: Evaluation) -> Iterator[PossibleStudy]:
    for id_, possible in evaluation.possible.items():
        yield PossibleStudy(
            **_study(cited, id_),
            hinted=possible.standing is Standing.HINTED,
            silent=possible.standing is Standing.SILENT,
            units=tuple(
                PossibleUnit(id=unit, open=tuple(OpenFacet(facet=each.facet, reason=each.reason) for each in opens))
                for unit, opens in possible.units.items()
            ),
        )


class _StudyFields(TypedDict):
    id: str
    reviews: tuple[str, ...]
    citation: str
    title: str | None
    doi: str | None
    reference: int | None


def _study(cited: _Chartings, id_: str) -> _StudyFields:
    """What an answer says of a study: of several chartings of it, the first that states each."""
    charted = cited[id_]
    numbers = (review.reference_number(study.id) for review, study in charted)
    return _StudyFields(
        id=id_,
        reviews=tuple(review.id for review, _ in charted),
        citation=next((study.citation for _, study in charted if study.citation), id_),
        title=next((study.title for _, study in charted if study.title), None),
        doi=next((study.doi for _, study in charted if study.doi), None),
        reference=next((number for number in numbers if number is not None), None),
    )
