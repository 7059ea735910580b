"""How studies are cited, what other review has them, and which were retracted, as frozen values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kg.errors import Cell
from kg.yaml_file import Whole, YamlRecord

_BEFORE_DAY = "; "
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Reference(YamlRecord):
    """The bibliographic part of a study's publication that its sheet does not hold."""

    study: str
    number: Whole
    authors: str
    published_in: str


@dataclass(frozen=True)
class SameAs(YamlRecord):
    """A statement that a study of this review is the one with a key in another review."""

    study: str
    review: str
    key: str


_Cited = TypeVar("_Cited", Reference, SameAs)


def by_study(of_review: Iterable[_Cited]) -> Mapping[str, tuple[_Cited, ...]]:
    """The references of a review, or its ``same_as`` statements, grouped by study."""
    found: dict[str, list[_Cited]] = defaultdict(list)
    for each in of_review:
        found[each.study].append(each)
    return {study: tuple(of_study) for study, of_study in found.items()}


@dataclass(frozen=True)
class Retraction:
    """What states a retraction: a DOI in normal form, an address or a text; and its day as an ISO date, where that is known."""

    notice: str
    day: str | None = None

    @classmethod
    def of(cls, text: str) -> "Retraction":
        """The retraction that the cell of a sheet states: the inverse of ``text``."""
        notice, _, day = text.rpartition(_BEFORE_DAY)
        return cls(notice, day) if notice and _DAY.fullmatch(day) else cls(text)

    @property
    def text(self) -> str:
        """The notice and, after a semicolon, the day, as the cell of a sheet holds them."""
        return f"{self.notice}{_BEFORE_DAY}{self.day}" if self.day else self.notice

    @property
    def address(self) -> str | None:
        """The address of the notice, where it is a DOI or an address."""
        if self.notice.startswith(("https://", "http://")) and not any(map(str.isspace, self.notice)):
            return self.notice
        return f"https://doi.org/{self.notice}" if re.fullmatch(r"10\.[0-9]{4,9}/\S+", self.notice) else None


@dataclass(frozen=True)
class RetractedStudy:
    """A study of a review that was retracted: as it is cited. Its charting stays in the sheet, and nothing counts it."""

    id: str
    retraction: Retraction
    citation: str | None = None
    title: str | None = None
    year: int | None = None
    doi: str | None = None
    cells: tuple[Cell, ...] = field(default=(), compare=False)
