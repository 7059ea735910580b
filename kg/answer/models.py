"""Response models of answers, tables and certificates."""

from typing import Annotated, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from kg.evaluation.gap_kind import GapKind
from kg.evaluation.models import (
    Body,
    BoundsBody,
    ConditionBody,
    DefinitionBody,
    PopulationBody,
    StatementBody,
)
from kg.evaluation.verdict import Verdict
from kg.questions.question import Completeness
from kg.questions.reasons import Reason
from kg.reconciliation.claims import ClaimNote


class QuestionBody(Body):
    """The question in canonical form. ``name`` is null unless it is a stored one."""

    name: str | None
    text: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    reviews: tuple[str, ...]
    href: str


class AnswerStudy(Body):
    """A study in an answer; ``reference`` is its number in the list of references of the first review that has one."""

    id: str
    reviews: tuple[str, ...]
    citation: str
    title: str | None
    doi: str | None
    reference: int | None


class CertainStudy(AnswerStudy):
    """A study that is certainly one, with its units for which every condition is true."""

    units: tuple[str, ...]


class OpenFacet(Body):
    """A facet that keeps a unit possible, and why."""

    facet: str
    reason: Reason


class PossibleUnit(Body):
    """A unit for which no condition is false; ``further-unit`` represents uncharted ones."""

    id: str
    open: tuple[OpenFacet, ...]


class PossibleStudy(AnswerStudy):
    """A study that may be one but is not certain.

    ``hinted``: something named could be it, or reviews disagree. ``silent``: at the depth read, nothing asked for is named.
    Where neither holds, a facet was not charted.
    """

    hinted: bool
    silent: bool
    units: tuple[PossibleUnit, ...]


class Change(Body):
    """The change of one condition: it was dropped, or one of its terms was broadened (``from`` … ``to``).

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
    """A way of weakening one condition under which some study is certain; ``steps`` is how far away it lies.

    ``certain`` are the ids of the studies, ``citations`` how each is cited.
    """

    change: Change
    steps: int
    bounds: BoundsBody
    certain: tuple[str, ...]
    citations: tuple[str, ...]
    href: str


AnchorStatus = Literal["certain", "possible", "ruled-out"]
"""How a study stands to a question."""


class AnchorBody(Body):
    """A study that the review itself names as nearest: what it says of it, in our words, where, and how the study stands."""

    id: str
    citation: str
    status: AnchorStatus
    text: str
    section: str


class Share(Body):
    """The least and the greatest share of the included studies."""

    least: float
    most: float


class TableRow(Body):
    """One row of a table: a question with its bounds and the ids of its studies; ``possible`` without the certain ones.

    Both are null where no studies are counted.
    """

    label: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    verdict: Verdict
    bounds: BoundsBody
    share: Share | None
    certain: tuple[str, ...] | None
    possible: tuple[str, ...] | None
    note: str | None = None
    href: str | None


Form = Literal["trend", "breakdown", "comparison", "statements"]
"""The rows of a table: years, terms of a facet, questions to compare, or statements of the review."""


class Table(Body):
    """The table of a stored question; ``by`` is the facet or ``year`` of its rows, if any."""

    form: Form
    by: str | None
    rows: tuple[TableRow, ...]


class Sensitivity(Body):
    """The result under another definition, or relying on other completeness statements."""

    definition: str | None
    completeness: Completeness
    verdict: Verdict
    bounds: BoundsBody


class Search(Body):
    """Where and when the review searched."""

    databases: tuple[str, ...]
    years: str
    last_search: str


class ReviewNote(Body):
    """One of the reviews that an answer is about: how it is cited, where it searched, and why its charted studies count."""

    id: str
    citation: str
    reference: str
    search: Search
    identification: str | None
    licence: str


class Certificate(Body):
    """Everything the answer rests on; the same question to the same version gives the same bytes.

    ``search`` and ``licence`` put together what ``reviews`` holds for each. ``overlap`` says of several reviews what their
    uncharted studies may be.
    """

    dataset: str
    ontology: str
    permalink: str
    definition: DefinitionBody | None
    search: Search
    completeness: tuple[StatementBody, ...]
    reviews: tuple[ReviewNote, ...]
    overlap: str | None
    licence: str


class Answer(Body):
    """The whole answer. What is not computed is null, never an empty list: an empty list says that there are none.

    ``sentence`` is the one to quote. ``near_misses`` are computed where no study is certain, and ``next_study`` says what a
    study would have to add to the nearest one; ``table`` and ``anchors`` where the stored question has them. ``certain`` and
    ``possible`` list studies, so they are null where something else is counted.
    """

    question: QuestionBody
    verdict: Verdict
    kind: GapKind | None
    sentence: str
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: tuple[CertainStudy, ...] | None
    possible: tuple[PossibleStudy, ...] | None
    near_misses: tuple[NearMissBody, ...] | None
    anchors: tuple[AnchorBody, ...] | None = None
    table: Table | None
    sensitivity: tuple[Sensitivity, ...]
    next_study: str | None = None
    claims: tuple[ClaimNote, ...] | None = None
    certificate: Certificate
