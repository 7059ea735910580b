"""The evidence model: reviews, studies, evidence units and charted facets, as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from kg.errors import Cell
from kg.questions.catalogue import StoredQuestion
from kg.review.cited.model import Reference, RetractedStudy, SameAs, by_study
from kg.review.claimed.model import Claim
from kg.review.depth import Activity, Depth, RowNote, in_order, rank
from kg.yaml_file import Whole, YamlRecord

Maker = Literal["review", "coders"]
Closes = Literal["values", "silence", "uncharted"]
Agreement = Literal["single-coder", "double-agreed", "consensus", "adjudicated"]
"""Ids of terms of ``agreement-status``."""

MOST_INCLUDED = 10_000_000
"""The bound on studies of one review, beyond which a number is a slip of the hand."""

Round = Annotated[Whole, Field(ge=1, le=1_000)]
Via = Literal["databases", "other"]
"""The columns of PRISMA 2020 for new studies: via databases and registers, and via other methods."""

Included = Annotated[Whole, Field(ge=0, le=MOST_INCLUDED)]
"""A number of included studies."""

NOT_STATED = "not stated"
"""The text of answers, forms and exports where a review does not state something."""


class Status(StrEnum):
    """The status of a charted facet; the values are ids of terms of ``charting-status``."""

    CODED = "coded"
    NONE = "none"
    NOT_APPLICABLE = "not-applicable"
    NOT_REPORTED = "not-reported"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Charted:
    """One charted facet of one study or unit.

    ``terms`` are the values where the status is coded, the candidates where it is unclear, else empty. A facet for which
    there is no ``Charted`` is not charted. ``charted_on`` is an ISO date; ``read`` is what the coder read for it, in order
    of ``DEPTHS`` (empty: not stated). ``others`` are what other coders, or earlier passes, wrote on the same; where one
    that is as deep differs, this one holds, and ``reason`` says why.
    """

    facet: str
    status: Status
    terms: tuple[str, ...] = ()
    source: str | None = None
    confidence: str | None = None
    coder: str | None = None
    charted_on: str | None = None
    read: tuple[Depth, ...] = ()
    reason: str | None = None
    others: tuple["Charted", ...] = ()
    cell: Cell | None = field(default=None, compare=False)

    @property
    def coding(self) -> tuple[Status, tuple[str, ...]]:
        """Status and terms, without who charted them: equal for coders who agree."""
        return self.status, self.terms

    @property
    def activity(self) -> Activity:
        """The charting activity that it comes from."""
        return Activity(self.charted_on or "", self.coder or "", self.read)

    @property
    def agreement(self) -> Agreement:
        """How those coders agreed on the facet who read as deep as this one: a deeper reading needs no agreement."""
        peers = [each for each in self.others if rank(each.read) == rank(self.read)]
        if not peers:
            return "single-coder"
        if all(each.coding == self.coding for each in peers):
            return "double-agreed"
        # An adjudicator is none of the coders who differ.
        return "consensus" if self.coder in {each.coder for each in peers} else "adjudicated"


@dataclass(frozen=True)
class EvidenceUnit:
    """One combination that was studied together; ``id`` is unique within its study. ``notes`` are sorted."""

    id: str
    charted: tuple[Charted, ...] = ()
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True)
class Study:
    """One charted study with its units; ``id`` is unique within its review. ``charted`` holds its study-level facets."""

    id: str
    units: tuple[EvidenceUnit, ...]
    charted: tuple[Charted, ...] = ()
    citation: str | None = None
    title: str | None = None
    year: int | None = None
    doi: str | None = None
    cells: tuple[Cell, ...] = field(default=(), compare=False)

    def all_charted(self) -> Iterator[Charted]:
        """All assertions of all coders, on the study and its units: each that holds, followed by the others on the same."""
        for charted in (*self.charted, *(each for unit in self.units for each in unit.charted)):
            yield charted
            yield from charted.others

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The charting activities that anything is known of, sorted."""
        noted = {note.activity for unit in self.units for note in unit.notes}
        return tuple(sorted(({each.activity for each in self.all_charted()} | noted) - {Activity()}))

    @cached_property
    def read(self) -> tuple[Depth, ...]:
        """Everything that was read of the study."""
        return in_order(depth for activity in self.activities for depth in activity.read)


@dataclass(frozen=True)
class CompletenessStatement(YamlRecord):
    """A statement that a facet (``evidence-unit``: all units) was charted completely where one of its ``depths`` was read."""

    facet: str
    maker: Maker
    closes: tuple[Closes, ...]
    depths: tuple[Depth, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class SearchStrategy(YamlRecord):
    """The databases and years that a review searched; ``not stated`` where it does not say."""

    databases: tuple[str, ...] = ()
    years: str = NOT_STATED
    last_search: str = NOT_STATED
    source: str = ""


@dataclass(frozen=True)
class FlowCount(YamlRecord):
    """A number of the PRISMA flow, of a stage or of one reason for exclusion at it; all three ids are of terms.

    ``count`` is None where the review should state it and does not. ``round`` is the round of searching that it is of, None
    for all of them together; ``via`` the column of that round, None for both.
    """

    stage: str
    status: str
    count: Whole | None = None
    reason: str | None = None
    derivation: str | None = None
    source: str | None = None
    round: Round | None = None
    via: Via | None = None


@dataclass(frozen=True)
class MaturityJudgement(YamlRecord):
    """The review's signal for one evidence domain; both are term ids."""

    domain: str
    signal: str
    source: str | None = None


@dataclass(frozen=True)
class Identification(YamlRecord):
    """Why the charted studies count as included ones, and who says so."""

    maker: Maker
    text: str
    source: str

    @property
    def in_words(self) -> str:
        """The statement in one line, as a certificate quotes it."""
        return f"{self.text} ({self.maker}; {self.source})"


@dataclass(frozen=True)
class Note(YamlRecord):
    """An editor's note on the review, with the place it is about."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ReviewHeader(YamlRecord):
    """The review's own statements, as ``review.yaml`` holds them. ``included`` is None where it is not stated.

    ``licence`` is of the review's text, ``charting_licence`` of what was charted here, and so of answers made from it.
    ``form`` is the charting form that the coders filled in; ``experts`` are those coders who are experts of the domain,
    so that what they charted counts as confirmed.
    """

    title: str | None = None
    citation: str | None = None
    reference: str | None = None
    doi: str | None = None
    year: Whole | None = None
    licence: str | None = None
    charting_licence: str | None = None
    included: Included | None = None
    form: str | None = None
    experts: tuple[str, ...] = ()
    identification: Identification | None = None
    search: SearchStrategy = SearchStrategy()
    completeness: tuple[CompletenessStatement, ...] = ()
    flow: tuple[FlowCount, ...] = ()
    maturity: tuple[MaturityJudgement, ...] = ()
    references: tuple[Reference, ...] = ()
    same_as: tuple[SameAs, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Review(ReviewHeader):
    """One population: its id, header, studies and claims, and the questions that its corpus brings along.

    ``studies`` are the charted ones that count; ``retracted`` ones are among the number ``included`` that is stated.
    """

    id: str
    studies: tuple[Study, ...]
    claims: tuple[Claim, ...] = ()
    questions: tuple[StoredQuestion, ...] = ()
    retracted: tuple[RetractedStudy, ...] = ()

    @property
    def remaining(self) -> int | None:
        """The number of included studies that are not retracted, which answers count; None where it is not stated."""
        return None if self.included is None else self.included - len(self.retracted)

    @property
    def in_sheets(self) -> tuple[Study | RetractedStudy, ...]:
        """The studies that its sheets hold: those that count, and retracted ones."""
        return (*self.studies, *self.retracted)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the studies of its sheets, retracted ones too."""
        return frozenset(study.id for study in self.in_sheets)

    def closes(self, maker: Maker, facet: str, read: tuple[Depth, ...]) -> frozenset[Closes]:
        """What the statements of one maker close on a facet, in a cell for which so much was read."""
        return frozenset().union(*(self._closed.get((maker, facet, depth), frozenset()) for depth in read))

    def references_of(self, study: str) -> tuple[Reference, ...]:
        """The references of one study."""
        return self._references.get(study, ())

    def same_as_of(self, study: str) -> tuple[SameAs, ...]:
        """Which studies of other reviews one study is stated to be."""
        return self._same_as.get(study, ())

    def confirms(self, charted: Charted) -> bool:
        """Whether an expert of the domain has charted the same."""
        return any(each.coder in self.experts for each in (charted, *charted.others) if each.coding == charted.coding)

    def charted(self) -> Iterator[Charted]:
        """All assertions that hold, study by study."""
        for study in self.studies:
            for charted in (study.charted, *(unit.charted for unit in study.units)):
                yield from charted

    def all_charted(self) -> Iterator[Charted]:
        """All assertions of all coders: each that holds, followed by the others on the same."""
        for study in self.studies:
            yield from study.all_charted()

    # Looked up for every study of a load, so indexed once.
    @cached_property
    def _closed(self) -> dict[tuple[Maker, str, Depth], frozenset[Closes]]:
        closed: dict[tuple[Maker, str, Depth], frozenset[Closes]] = {}
        for each in self.completeness:
            for place in ((each.maker, each.facet, depth) for depth in each.depths):
                closed[place] = closed.get(place, frozenset()) | set(each.closes)
        return closed

    @cached_property
    def _references(self) -> Mapping[str, tuple[Reference, ...]]:
        return by_study(self.references)

    @cached_property
    def _same_as(self) -> Mapping[str, tuple[SameAs, ...]]:
        return by_study(self.same_as)
