"""An answer: bounds, verdict, reasons, sensitivity and certificate, in the shape that users hold in their hands."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from kg.catalogue import StoredQuestion, under
from kg.dataset import Dataset
from kg.express import FURTHER_UNIT
from kg.judge import SPARSE_BELOW, Bounds, Judgement, Population, Reason, Verdict, judge
from kg.model import CompletenessStatement, Depth, Maker
from kg.question import Completeness, Question
from kg.vocabulary import EVIDENCE_UNIT, Condition, Definition, Vocabulary

LICENCE = "CC-BY-4.0"
"""Of the charting and of every answer made from it."""


class Body(BaseModel):
    """Base of everything that is sent out: frozen, and written under its aliases."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class ConditionBody(Body):
    """``facet in {…}`` or ``facet not in {…}``, or a range of years; what does not apply is left out."""

    facet: str
    in_: Annotated[tuple[str, ...] | None, Field(alias="in")] = None
    not_in: tuple[str, ...] | None = None
    first: int | None = None
    last: int | None = None

    @model_serializer(mode="wrap")
    def _without_nulls(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in handler(self).items() if value is not None}


class QuestionBody(Body):
    """The question in canonical form. ``name`` is null for a question of one's own."""

    name: str | None
    text: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    review: str
    href: str


class PopulationBody(Body):
    """How many studies the review includes, how many of them are charted, and how many are not (null: not stated)."""

    included: int | None
    charted: int
    uncharted: int | None


class BoundsBody(Body):
    """Distinct studies: certain ones, possible ones (the certain too), and the most there can be (null: not known)."""

    certain: int
    possible: int
    upper: int | None


class CertainStudy(Body):
    """A study that is certainly one, with its units for which every condition is true."""

    id: str
    citation: str
    title: str | None
    units: tuple[str, ...]


class OpenFacet(Body):
    """A facet that keeps a unit possible, and why."""

    facet: str
    reason: Reason


class PossibleUnit(Body):
    """A unit for which no condition is false; ``further-unit`` is one that nobody charted."""

    id: str
    open: tuple[OpenFacet, ...]


class PossibleStudy(Body):
    """A study that may be one but is not certain."""

    id: str
    citation: str
    title: str | None
    units: tuple[PossibleUnit, ...]


class Sensitivity(Body):
    """What the answer would be under another definition, or relying on other completeness statements."""

    definition: str | None
    completeness: Completeness
    verdict: Verdict
    bounds: BoundsBody


class Search(Body):
    """Where and when the review searched."""

    databases: tuple[str, ...]
    years: str
    last_search: str


class StatementBody(Body):
    """A completeness statement that the answer relies on."""

    facet: str
    closes: tuple[str, ...]
    maker: Maker
    depths: tuple[Depth, ...]
    source: str


class DefinitionBody(Body):
    """A named definition with its conditions."""

    id: str
    label: str
    text: str
    notion: str
    where: tuple[ConditionBody, ...]


class Certificate(Body):
    """What the answer rests on; whoever repeats the question of the same version gets the same bytes."""

    dataset: str
    ontology: str
    permalink: str
    definition: DefinitionBody | None
    search: Search
    completeness: tuple[StatementBody, ...]
    identification: str | None
    licence: str


class Answer(Body):
    """The whole answer. What is not computed yet is null, never an empty list: an empty list says that there are none."""

    question: QuestionBody
    verdict: Verdict
    kind: Literal[None] = None
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: tuple[CertainStudy, ...]
    possible: tuple[PossibleStudy, ...]
    near_misses: Literal[None] = None
    sensitivity: tuple[Sensitivity, ...]
    claims: Literal[None] = None
    certificate: Certificate


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
        review: the id of the review that is asked, by default the first that was loaded.
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
        certificate=Certificate(
            dataset=dataset.version,
            ontology=vocabulary.version,
            permalink=f"{href}{'&' if '?' in href else '?'}version={dataset.version}",
            definition=definition_body(vocabulary.definitions[question.definition]) if question.definition else None,
            search=Search(
                databases=about.search.databases, years=about.search.years, last_search=about.search.last_search
            ),
            completeness=tuple(_statement(each) for each in relied_on(vocabulary, question, about.completeness)),
            identification=dataset.identification(review),
            licence=LICENCE,
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
    """The statements that an answer relies on: on a facet asked about or on the units, by a maker on, if it closes anything."""
    facets = {condition.facet for condition in question.expanded(vocabulary).values()}
    if any(vocabulary.facets[facet].level == "unit" for facet in facets):
        facets.add(EVIDENCE_UNIT)
    return [
        each for each in statements if each.facet in facets and each.closes and _relied(each, question.completeness)
    ]


def where(question: Question) -> tuple[ConditionBody, ...]:
    """The question's own conditions, those of its definition left out."""
    bodies = [_condition(condition) for condition in question.conditions]
    if question.years:
        bodies.append(ConditionBody(facet="year", first=question.years.first, last=question.years.last))
    return tuple(bodies)


def describe(vocabulary: Vocabulary, question: Question) -> str:
    """A question of one's own in words."""
    parts = [_in_words(vocabulary, condition) for condition in question.conditions]
    if question.years:
        parts.append(f"published {question.years.first} to {question.years.last}")
    if question.definition:
        parts.append(vocabulary.definitions[question.definition].label)
    return "Studies with " + "; ".join(parts)


def definition_body(definition: Definition) -> DefinitionBody:
    """A definition as it is sent out."""
    return DefinitionBody(
        id=definition.id,
        label=definition.label,
        text=definition.text,
        notion=definition.notion,
        where=tuple(_condition(condition) for condition in definition.conditions),
    )


def bounds_body(bounds: Bounds) -> BoundsBody:
    """Bounds as they are sent out."""
    return BoundsBody(certain=bounds.certain, possible=bounds.possible, upper=bounds.upper)


def population_body(population: Population) -> PopulationBody:
    """A population as it is sent out."""
    return PopulationBody(included=population.included, charted=population.charted, uncharted=population.uncharted)


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
    if k != SPARSE_BELOW:
        pairs.append(("k", str(k)))
    if review != dataset.reviews[0]:
        pairs.append(("review", review))
    return address(path, pairs)


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with parameters, in the order given."""
    query = "&".join(f"{quote(name)}={quote(value, safe=',.')}" for name, value in pairs)
    return f"{path}?{query}" if query else path


def _relied(statement: CompletenessStatement, completeness: Completeness) -> bool:
    return completeness == "all" or statement.maker == "review"


def _statement(statement: CompletenessStatement) -> StatementBody:
    return StatementBody(
        facet=statement.facet,
        closes=statement.closes,
        maker=statement.maker,
        depths=statement.depths,
        source=statement.source,
    )


def _condition(condition: Condition) -> ConditionBody:
    if condition.excluded:
        return ConditionBody(facet=condition.facet, not_in=condition.terms)
    return ConditionBody(facet=condition.facet, in_=condition.terms)


def _in_words(vocabulary: Vocabulary, condition: Condition) -> str:
    labels = " or ".join(vocabulary.terms[term].label for term in condition.terms)
    no = "no " if condition.excluded else ""
    return f"{no}{vocabulary.facets[condition.facet].label}: {labels}"
