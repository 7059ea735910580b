"""Response models of conditions, bounds, populations, definitions, statements and rules of applicability."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Condition, Definition, Incompatibility
from kg.questions.question import NOT, Question
from kg.review.depth import Depth
from kg.review.model import CompletenessStatement, Maker
from kg.versions.evidence import EvidenceBase
from kg.versions.population import Population, ReadAs

Counted = Literal["studies", "records", "full texts", "evidence domains"]
"""The members of a population."""


class Body(BaseModel):
    """Base of all response models: frozen, serialized by alias."""

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


class ReviewPopulation(Body):
    """The numbers of studies that one review includes, of its charted ones, and of the rest (null: not stated).

    ``retracted`` studies are in none of them; where there are none, the number is left out.
    """

    id: str
    included: int | None
    charted: int
    uncharted: int | None
    retracted: int = 0

    @model_serializer(mode="wrap")
    def _without_none_retracted(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in handler(self).items() if (name, value) != ("retracted", 0)}


class PopulationBody(Body):
    """The numbers of studies that the reviews include, of distinct charted ones, and of the rest (null: not stated).

    ``read`` counts the charted ones by the deepest that was read of each, ``reviews`` has the numbers of each review.
    ``retracted`` studies are in none of these numbers; where there are none, it is left out.
    ``of`` says what is counted where a question is about the reviews themselves; of studies it is left out.
    """

    of: Counted = "studies"
    included: int | None
    charted: int
    uncharted: int | None
    retracted: int = 0
    read: dict[ReadAs, int] | None = None
    reviews: tuple[ReviewPopulation, ...] | None = None

    @model_serializer(mode="wrap")
    def _of_studies(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        # Nearly all answers count studies, so only the others say what they count; these have neither depths nor reviews.
        left_out = [("of", "studies"), ("retracted", 0), ("read", None), ("reviews", None)]
        return {name: value for name, value in handler(self).items() if (name, value) not in left_out}


class BoundsBody(Body):
    """Distinct studies: certain ones, reported ones, possible ones, each with those before, and the most (null: not known).

    A study is reported if it stays possible once what its source does not name, as far as it was read, counts as not done.
    """

    certain: int
    reported: int
    possible: int
    upper: int | None


class StatementBody(Body):
    """A completeness statement that the answer relies on, and the review it was made for."""

    review: str
    facet: str
    closes: tuple[str, ...]
    maker: Maker
    depths: tuple[Depth, ...]
    source: str


class DefinitionBody(Body):
    """A named definition with its conditions, and where it comes from."""

    id: str
    label: str
    text: str
    notion: str
    source: str
    where: tuple[ConditionBody, ...]


class IncompatibilityBody(Body):
    """A rule of applicability: terms of several facets that no study has together, why, and on whose word.

    Of the terms of one facet in ``bars`` any is barred, where nothing lies at or below the terms in ``bars_without``.
    """

    id: str
    label: str
    bars: tuple[str, ...]
    bars_without: tuple[str, ...]
    reason: str
    source: str


def incompatibility_body(rule: Incompatibility) -> IncompatibilityBody:
    """A rule of applicability as it is sent out."""
    return IncompatibilityBody(
        id=rule.id,
        label=rule.label,
        bars=tuple(term for each in rule.conditions if not each.excluded for term in each.terms),
        bars_without=tuple(term for each in rule.conditions if each.excluded for term in each.terms),
        reason=rule.reason,
        source=rule.source,
    )


def definition_body(definition: Definition) -> DefinitionBody:
    """A definition as it is sent out."""
    return DefinitionBody(
        id=definition.id,
        label=definition.label,
        text=definition.text,
        notion=definition.notion,
        source=definition.source,
        where=tuple(condition_body(condition) for condition in definition.conditions),
    )


def bounds_body(bounds: Bounds) -> BoundsBody:
    """Bounds as they are sent out."""
    return BoundsBody(certain=bounds.certain, reported=bounds.reported, possible=bounds.possible, upper=bounds.upper)


def population_body(population: Population, of: Counted = "studies") -> PopulationBody:
    """A population as it is sent out, without the numbers of single reviews."""
    return PopulationBody(
        of=of,
        included=population.included,
        charted=population.charted,
        uncharted=population.uncharted,
        retracted=population.retracted,
    )


def evidence_population(evidence: EvidenceBase) -> PopulationBody:
    """The population of an evidence base as it is sent out."""
    whole = evidence.population
    return PopulationBody(
        included=whole.included,
        charted=whole.charted,
        uncharted=whole.uncharted,
        retracted=whole.retracted,
        read=dict(whole.read),
        reviews=tuple(
            ReviewPopulation(
                id=each.id,
                included=one.included,
                charted=one.charted,
                uncharted=one.uncharted,
                retracted=one.retracted,
            )
            for each in evidence.reviews
            for one in (each.population,)
        ),
    )


def statement_body(review: str, statement: CompletenessStatement) -> StatementBody:
    """A completeness statement for a review as it is sent out."""
    return StatementBody(
        review=review,
        facet=statement.facet,
        closes=statement.closes,
        maker=statement.maker,
        depths=statement.depths,
        source=statement.source,
    )


def condition_body(condition: Condition) -> ConditionBody:
    """A condition as it is sent out."""
    if condition.excluded:
        return ConditionBody(facet=condition.facet, not_in=condition.terms)
    return ConditionBody(facet=condition.facet, in_=condition.terms)


def where(question: Question) -> tuple[ConditionBody, ...]:
    """The question's own conditions, those of its definition left out."""
    bodies = [condition_body(condition) for condition in question.conditions]
    if question.years:
        bodies.append(ConditionBody(facet="year", first=question.years.first, last=question.years.last))
    bodies += [ConditionBody(facet=f"{NOT}year", first=each.first, last=each.last) for each in question.not_years]
    return tuple(bodies)
