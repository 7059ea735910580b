"""Evaluation of a question on an evidence base, and the completeness statements it relies on."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from kg.evaluation.standing import Evaluation, evaluate_units
from kg.evaluation.verdict import SPARSE_BELOW, Bounds, Verdict
from kg.ontology.vocabulary import EVIDENCE_UNIT, Condition, Vocabulary
from kg.questions.question import Completeness, Question
from kg.review.model import CompletenessStatement
from kg.versions.evidence import EvidenceBase, MarkedUnits
from kg.versions.population import total


class Outline(NamedTuple):
    """The outcome of a question without what keeps studies open.

    ``certain`` are the ids of certain studies, sorted, ``possible`` those of studies that are possible and not certain, nearest
    first (as in ``Evaluation``).
    """

    verdict: Verdict
    bounds: Bounds
    certain: tuple[str, ...]
    possible: tuple[str, ...]

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Outline":
        """That of an evaluation."""
        return cls(evaluation.verdict, evaluation.bounds, tuple(evaluation.certain), tuple(evaluation.possible))


def certain_among(evidence: EvidenceBase, question: Question, ids: Collection[str]) -> set[str]:
    """Those of some studies that a question certainly is about."""
    studies = evidence.studies.some(ids)
    columns, units = evidence.marked(question)
    of_these = MarkedUnits(columns, [(unit, marks) for unit, marks in units if unit[:2] in studies])
    return {*evaluate_units(question.expanded(evidence.vocabulary), of_these, studies, uncharted=None).certain}


def evaluate(evidence: EvidenceBase, question: Question, k: int = SPARSE_BELOW) -> Evaluation:
    """The bounds and verdict of a question, with ``k`` certain studies or more for ``populated``."""
    columns = question.expanded(evidence.vocabulary)
    uncharted = may_be_one(evidence, columns.values(), question.completeness)
    return evaluate_units(columns, evidence.marked(question), evidence.studies, uncharted=uncharted, k=k)


def may_be_one(evidence: EvidenceBase, conditions: Iterable[Condition], completeness: Completeness) -> int | None:
    """The number of uncharted studies, of all reviews, that no statement relied on rules out (None: not known)."""
    conditions = tuple(conditions)
    # Where a review does not state how many it includes, nothing is known, whatever a statement says of the uncharted.
    return total(
        uncharted and (0 if covered(conditions, completeness, review.header.completeness) else uncharted)
        for review in evidence.reviews
        for uncharted in (review.population.uncharted,)
    )


def covered(
    conditions: Iterable[Condition], completeness: Completeness, statements: Iterable[CompletenessStatement]
) -> bool:
    """Whether a statement relied on says that no uncharted study has a value on a facet of a positive condition."""
    facets = {condition.facet for condition in conditions if not condition.excluded}
    return any(
        "uncharted" in each.closes and each.facet in facets for each in statements if _relied_on(each, completeness)
    )


def relied_on(
    vocabulary: Vocabulary, questions: Iterable[Question], statements: Iterable[CompletenessStatement]
) -> list[CompletenessStatement]:
    """The statements that answers rely on, reduced to what they close on the facets of the questions.

    A statement counts if its maker is relied on and it is about a facet of a condition, or about evidence units where any
    condition is on a unit-level facet.
    """
    questions = tuple(questions)
    conditions = [condition for question in questions for condition in question.expanded(vocabulary).values()]
    positive = {condition.facet for condition in conditions if not condition.excluded}
    facets = {condition.facet for condition in conditions}
    if any(vocabulary.facets[facet].level == "unit" for facet in facets):
        facets.add(EVIDENCE_UNIT)
    relied = []
    for each in statements:
        # That the uncharted have no value helps only where a value is asked for, not where one is excluded.
        closes = tuple(closed for closed in each.closes if closed != "uncharted" or each.facet in positive)
        if each.facet in facets and closes and any(_relied_on(each, question.completeness) for question in questions):
            relied.append(replace(each, closes=closes))
    return relied


def _relied_on(statement: CompletenessStatement, completeness: Completeness) -> bool:
    return completeness == "all" or statement.maker == "review"
