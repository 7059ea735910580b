"""An answer: bounds, verdict, reasons, sensitivity and certificate."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from kg.bodies import (
    Answer,
    CertainStudy,
    Certificate,
    OpenFacet,
    PossibleStudy,
    PossibleUnit,
    QuestionBody,
    Search,
    Sensitivity,
    bounds_body,
    definition_body,
    population_body,
    statement_body,
    where,
)
from kg.catalogue import StoredQuestion, under
from kg.claims import claims_about
from kg.dataset import Dataset
from kg.express import FURTHER_UNIT
from kg.judge import SPARSE_BELOW, Judgement, judge
from kg.model import CompletenessStatement
from kg.question import Completeness, Question
from kg.vocabulary import EVIDENCE_UNIT, Condition, Vocabulary


def answer(
    dataset: Dataset,
    question: Question,
    *,
    stored: StoredQuestion | None = None,
    review: str | None = None,
    k: int = SPARSE_BELOW,
) -> Answer:
    """The answer to a question about one review of a version.

    Args:
        dataset: the version that answers.
        question: what is asked; for a stored question as ``StoredQuestion.read`` gave it.
        stored: the stored question, whose name and text the answer then bears.
        review: the id of the review that is asked, by default the first in the order of their ids.
        k: from so many certain studies on the verdict is ``populated``.

    Raises:
        NotFound: no such review is stored.
    """
    review = dataset.review_id(review)
    judged = judgement(dataset, question, review, k)
    vocabulary = dataset.vocabulary
    about = dataset.review(review)
    href = _href(dataset, question, stored, review, k)
    return Answer(
        question=QuestionBody(
            name=stored.name if stored else None,
            text=stored.text if stored else describe(vocabulary, question),
            where=where(question),
            definition=question.definition,
            completeness=question.completeness,
            review=review,
            href=href,
        ),
        verdict=judged.verdict,
        bounds=bounds_body(judged.bounds),
        population=population_body(dataset.population(review)),
        reasons=judged.reasons,
        certain=tuple(_certain(dataset, review, judged)),
        possible=tuple(_possible(dataset, review, judged)),
        sensitivity=tuple(_sensitivity(dataset, question, review, k)),
        claims=claims_about(dataset, question, review, judgement),
        certificate=Certificate(
            dataset=dataset.version,
            ontology=vocabulary.version,
            permalink=f"{href}{'&' if '?' in href else '?'}version={dataset.version}",
            definition=definition_body(vocabulary.definitions[question.definition]) if question.definition else None,
            search=Search(
                databases=about.search.databases, years=about.search.years, last_search=about.search.last_search
            ),
            completeness=tuple(statement_body(each) for each in relied_on(vocabulary, question, about.completeness)),
            identification=dataset.identification(review),
            licence=about.charting_licence or "not stated",
        ),
    )


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
    vocabulary: Vocabulary, question: Question, statements: Iterable[CompletenessStatement]
) -> list[CompletenessStatement]:
    """The statements that an answer relies on: of a maker relied on, on a facet asked about or the units, with what matters."""
    conditions = question.expanded(vocabulary).values()
    asked = {condition.facet for condition in conditions if not condition.excluded}
    facets = {condition.facet for condition in conditions}
    if any(vocabulary.facets[facet].level == "unit" for facet in facets):
        facets.add(EVIDENCE_UNIT)
    found = []
    for each in statements:
        # Only a positive condition makes it matter that the uncharted have no value.
        closes = tuple(closed for closed in each.closes if closed != "uncharted" or each.facet in asked)
        if each.facet in facets and closes and _relied(each, question.completeness):
            found.append(replace(each, closes=closes))
    return found


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question of one's own in words."""
    parts = [_in_words(vocabulary, condition) for condition in question.conditions]
    if question.years:
        parts.append(f"published {question.years.first} to {question.years.last}")
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return "Studies with " + "; ".join(parts)


def _sensitivity(dataset: Dataset, question: Question, review: str, k: int) -> Iterator[Sensitivity]:
    definitions = dataset.vocabulary.definitions
    variants: list[str | None] = [None]
    if question.definition:
        notion = definitions[question.definition].notion
        variants = [each.id for each in definitions.values() if each.notion == notion]
    choices: tuple[Completeness, ...] = ("all", "review")
    for definition in variants:
        for completeness in choices:
            other = under(question, definition, completeness)
            if other != question:
                judged = judgement(dataset, other, review, k)
                yield Sensitivity(
                    definition=definition,
                    completeness=completeness,
                    verdict=judged.verdict,
                    bounds=bounds_body(judged.bounds),
                )


def _certain(dataset: Dataset, review: str, judged: Judgement) -> Iterator[CertainStudy]:
    for id_, units in judged.certain.items():
        study = dataset.study(review, id_)
        # The further unit only bears what is charted for the study as a whole; nobody knows that it exists.
        known = tuple(unit for unit in units if unit != FURTHER_UNIT)
        yield CertainStudy(id=id_, citation=study.citation or id_, title=study.title, units=known)


def _possible(dataset: Dataset, review: str, judged: Judgement) -> Iterator[PossibleStudy]:
    for id_, units in judged.possible.items():
        study = dataset.study(review, id_)
        yield PossibleStudy(
            id=id_,
            citation=study.citation or id_,
            title=study.title,
            units=tuple(
                PossibleUnit(id=unit, open=tuple(OpenFacet(facet=each.facet, reason=each.reason) for each in opens))
                for unit, opens in units.items()
            ),
        )


def _href(dataset: Dataset, question: Question, stored: StoredQuestion | None, review: str, k: int) -> str:
    """The canonical address of a question: what is at its default is left out."""
    pairs = question.parameters()
    path = "/ask"
    if stored:
        path = f"/gaps/{stored.name}"
        default = stored.read(dataset.vocabulary)
        pairs = [pair for pair in pairs if pair not in default.parameters()]
    return address(path, pairs, dataset, review, k)


def address(path: str, pairs: Iterable[tuple[str, str]], dataset: Dataset, review: str, k: int) -> str:
    """A path with parameters in the order given, then k and the review where they are not at their default."""
    pairs = list(pairs)
    if k != SPARSE_BELOW:
        pairs.append(("k", str(k)))
    if review != dataset.review_id():
        pairs.append(("review", review))
    query = "&".join(f"{quote(name)}={quote(value, safe=',.')}" for name, value in pairs)
    return f"{path}?{query}" if query else path


def _relied(statement: CompletenessStatement, completeness: Completeness) -> bool:
    return completeness == "all" or statement.maker == "review"


def _in_words(vocabulary: Vocabulary, condition: Condition) -> str:
    labels = " or ".join(vocabulary.terms[term].label for term in condition.terms)
    no = "no " if condition.excluded else ""
    return f"{no}{vocabulary.facets[condition.facet].label}: {labels}"
