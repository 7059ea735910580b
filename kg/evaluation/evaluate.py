"""A question asked of a stored version: its judgement, and the completeness statements that it relies on."""

from collections.abc import Iterable
from dataclasses import replace

from kg.evaluation.verdict import SPARSE_BELOW, Judgement, judge
from kg.ontology.vocabulary import EVIDENCE_UNIT, Condition, Vocabulary
from kg.questions.question import Completeness, Question
from kg.review.model import CompletenessStatement
from kg.versions.dataset import Dataset


def judgement(dataset: Dataset, question: Question, review: str, k: int = SPARSE_BELOW) -> Judgement:
    """Bounds and verdict of a question, without the rest of the answer."""
    columns = question.expanded(dataset.vocabulary)
    return judge(
        columns,
        dataset.rows(question, review),
        dataset.population(review),
        covered=covered(columns.values(), question.completeness, dataset.review(review).completeness),
        k=k,
    )


def covered(
    conditions: Iterable[Condition], completeness: Completeness, statements: Iterable[CompletenessStatement]
) -> bool:
    """Whether a statement that is relied on says that no uncharted study has a value on a facet asked for."""
    asked = {condition.facet for condition in conditions if not condition.excluded}
    return any("uncharted" in each.closes and each.facet in asked for each in statements if _relied(each, completeness))


def relied_on(
    vocabulary: Vocabulary, questions: Iterable[Question], statements: Iterable[CompletenessStatement]
) -> list[CompletenessStatement]:
    """The statements that answers rely on: of a maker relied on, on a facet asked about or the units, with what matters."""
    questions = tuple(questions)
    conditions = [condition for question in questions for condition in question.expanded(vocabulary).values()]
    asked = {condition.facet for condition in conditions if not condition.excluded}
    facets = {condition.facet for condition in conditions}
    if any(vocabulary.facets[facet].level == "unit" for facet in facets):
        facets.add(EVIDENCE_UNIT)
    found = []
    for each in statements:
        # Only a positive condition makes it matter that the uncharted have no value.
        closes = tuple(closed for closed in each.closes if closed != "uncharted" or each.facet in asked)
        if each.facet in facets and closes and any(_relied(each, question.completeness) for question in questions):
            found.append(replace(each, closes=closes))
    return found


def _relied(statement: CompletenessStatement, completeness: Completeness) -> bool:
    return completeness == "all" or statement.maker == "review"
