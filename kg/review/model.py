"""The evidence model: reviews, studies, evidence units and charted facets, as frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from kg.errors import Cell
from kg.review.claims import Claim

Maker = Literal["review", "coders"]
Depth = Literal["review-text", "title", "abstract", "full-text"]
Closes = Literal["values", "silence", "uncharted"]
Agreement = Literal["single-coder", "double-agreed", "consensus", "adjudicated"]
"""Ids of terms of ``agreement-status``."""

MOST_INCLUDED = 10_000_000
"""The bound on studies of one review, beyond which a number is a slip of the hand."""

Included = Annotated[int, Field(strict=True, ge=0, le=MOST_INCLUDED)]
"""A number of included studies; strict, so that neither ``true`` nor ``85.0`` nor a text counts as one."""


NOT_STATED = "not stated"
"""The text of answers, forms and exports where a review does not state something."""


class Activity(NamedTuple):
    """A charting activity: one coder on one day (an ISO date); either is empty if it is not known. Sorted by day."""

    charted_on: str
    coder: str


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
    there is no ``Charted`` is not charted. ``charted_on`` is an ISO date. ``others`` are what other
    coders wrote on the same; where they differ, this one holds, and ``reason`` says why.
    """

    facet: str
    status: Status
    terms: tuple[str, ...] = ()
    source: str | None = None
    confidence: str | None = None
    coder: str | None = None
    charted_on: str | None = None
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
        return Activity(self.charted_on or "", self.coder or "")

    @property
    def agreement(self) -> Agreement:
        """How the coders agreed on the facet."""
        if not self.others:
            return "single-coder"
        if all(each.coding == self.coding for each in self.others):
            return "double-agreed"
        # An adjudicator is none of the coders who differ.
        return "consensus" if self.coder in {each.coder for each in self.others} else "adjudicated"


def cell_text(charted: Charted) -> str:
    """The coding as a sheet's cell holds it, such as ``unclear: pls-regression``."""
    terms = "; ".join(charted.terms)
    if charted.status is Status.CODED:
        return terms
    status = charted.status.replace("-", " ")
    return f"{status}: {terms}" if terms else status


@dataclass(frozen=True)
class EvidenceUnit:
    """One combination that was studied together; ``id`` is unique within its study."""

    id: str
    charted: tuple[Charted, ...] = ()


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


class YamlRecord:
    """Base of the classes that ``review.yaml`` is read into; pydantic refuses unknown keys."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True)
class CompletenessStatement(YamlRecord):
    """A statement that the charting of a facet is complete (facet ``evidence-unit``: that of all units)."""

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
    """A number of the PRISMA flow, of a stage or of one reason for exclusion at it.

    ``stage``, ``status`` and ``reason`` are term ids. ``count`` is None where the review should state it and does not.
    """

    stage: str
    status: str
    count: int | None = None
    reason: str | None = None
    derivation: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class MaturityJudgement(YamlRecord):
    """The review's signal for one evidence domain; both are term ids."""

    domain: str
    signal: str
    source: str | None = None


@dataclass(frozen=True)
class Reference(YamlRecord):
    """The bibliographic part of a study's publication that its sheet does not hold."""

    study: str
    number: int
    authors: str
    published_in: str


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
    year: int | None = None
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
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Review(ReviewHeader):
    """One population: its id, header, charted studies and claims."""

    id: str
    studies: tuple[Study, ...]
    claims: tuple[Claim, ...] = ()

    def closes(self, maker: Maker, facet: str) -> frozenset[Closes]:
        """What the statements of one maker close on a facet."""
        return self._closed.get((maker, facet), frozenset())

    def references_of(self, study: str) -> tuple[Reference, ...]:
        """The references of one study."""
        return self._references.get(study, ())

    def confirms(self, charted: Charted) -> bool:
        """Whether an expert of the domain has charted the same."""
        return any(each.coder in self.experts for each in (charted, *charted.others) if each.coding == charted.coding)

    def charted(self) -> Iterator[Charted]:
        """All assertions that hold, study by study."""
        for study in self.studies:
            yield from study.charted
            for unit in study.units:
                yield from unit.charted

    def all_charted(self) -> Iterator[Charted]:
        """All assertions of all coders: each that holds, followed by the others on the same."""
        for charted in self.charted():
            yield charted
            yield from charted.others

    # Looked up for every study of a load, so indexed once.

    @cached_property
    def _closed(self) -> dict[tuple[Maker, str], frozenset[Closes]]:
        closed: dict[tuple[Maker, str], frozenset[Closes]] = {}
        for each in self.completeness:
            place = each.maker, each.facet
            closed[place] = closed.get(place, frozenset()) | set(each.closes)
        return closed

    @cached_property
    def _references(self) -> dict[str, tuple[Reference, ...]]:
        references: dict[str, tuple[Reference, ...]] = {}
        for each in self.references:
            references[each.study] = (*references.get(each.study, ()), each)
        return references


@dataclass(frozen=True)
class Population:
    """The number of studies that a review includes (None: not stated), and of those that are charted."""

    included: int | None
    charted: int

    @property
    def uncharted(self) -> int | None:
        """The number of studies included and not charted (None: not known)."""
        return None if self.included is None else self.included - self.charted
