"""The shapes of an answer, as users hold them in their hands: JSON is made from these."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from kg.evaluation.verdict import Bounds, Reason, Verdict
from kg.ontology.vocabulary import Condition, Definition
from kg.questions.question import Completeness, Question
from kg.review.model import CompletenessStatement, Depth, Maker, Population

Counted = Literal["studies", "records", "evidence domains"]
"""What a population consists of."""

Kind = Literal["absolute", "synthesis-only", "perspective-only", "proof-of-concept-only", "reporting", "charting"]
"""The kinds of gaps; ``kg/evaluation/gap_kind.py`` tells them apart."""


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
    """How many studies the review includes, how many of them are charted, and how many are not (null: not stated).

    ``of`` says what is counted where a question is about the review itself; of studies it is left out.
    """

    of: Counted = "studies"
    included: int | None
    charted: int
    uncharted: int | None

    @model_serializer(mode="wrap")
    def _of_studies(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in handler(self).items() if (name, value) != ("of", "studies")}


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


class Change(Body):
    """What was done to one condition: it was dropped, or one of its terms was broadened (``from`` … ``to``).

    The condition is named as a parameter of a question: a facet, ``not.`` and a facet, or ``year``.
    """

    drop: str | None = None
    generalise: str | None = None
    from_: Annotated[tuple[str, ...] | None, Field(alias="from")] = None
    to: tuple[str, ...] | None = None

    @model_serializer(mode="wrap")
    def _without_nulls(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in handler(self).items() if value is not None}


class NearMissBody(Body):
    """A way of weakening one condition under which some study is certain; ``steps`` is how far away it lies."""

    change: Change
    steps: int
    bounds: BoundsBody
    certain: tuple[str, ...]
    href: str


class Share(Body):
    """The least and the greatest share of the included studies."""

    least: float
    most: float


class TableRow(Body):
    """One row of a table: a question of its own with its bounds; its studies by id, ``possible`` those that are not certain."""

    label: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    verdict: Verdict
    bounds: BoundsBody
    share: Share | None
    certain: tuple[str, ...]
    possible: tuple[str, ...]
    note: str | None = None
    href: str | None


Form = Literal["trend", "breakdown", "comparison", "statements"]
"""What a table's rows are: years, terms of a facet, questions to compare, or what the review says."""


class Table(Body):
    """What is asked besides, row by row."""

    form: Form
    by: str | None
    rows: tuple[TableRow, ...]


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
    """A named definition with its conditions, and where it comes from."""

    id: str
    label: str
    text: str
    notion: str
    source: str
    where: tuple[ConditionBody, ...]


class Certificate(Body):
    """What the answer rests on; whoever repeats the question of the same version gets the same bytes.

    ``review`` is how the review is cited.
    """

    dataset: str
    ontology: str
    review: str
    permalink: str
    definition: DefinitionBody | None
    search: Search
    completeness: tuple[StatementBody, ...]
    identification: str | None
    licence: str


Reconciliation = Literal["agrees", "contradicts", "not-testable"]
"""How a claim of the review stands to what was charted."""


class ClaimNote(Body):
    """What the review itself claims on the question, in words of our own, and how that stands to what was charted."""

    id: str
    text: str
    section: str
    reconciliation: Reconciliation


class Answer(Body):
    """The whole answer. What is not computed is null, never an empty list: an empty list says that there are none.

    ``near_misses`` are computed where no study is certain, ``table`` where the stored question has one.
    """

    question: QuestionBody
    verdict: Verdict
    kind: Kind | None
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: tuple[CertainStudy, ...]
    possible: tuple[PossibleStudy, ...]
    near_misses: tuple[NearMissBody, ...] | None
    table: Table | None
    sensitivity: tuple[Sensitivity, ...]
    claims: tuple[ClaimNote, ...] | None = None
    certificate: Certificate


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
    return BoundsBody(certain=bounds.certain, possible=bounds.possible, upper=bounds.upper)


def population_body(population: Population, of: Counted = "studies") -> PopulationBody:
    """A population as it is sent out."""
    return PopulationBody(
        of=of, included=population.included, charted=population.charted, uncharted=population.uncharted
    )


def statement_body(statement: CompletenessStatement) -> StatementBody:
    """A completeness statement as it is sent out."""
    return StatementBody(
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
    return tuple(bodies)
