"""``searches.yaml``: where each export of search results came from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from kg.errors import BadYaml, Cell, Fault, nearest, shown
from kg.review.model import Round
from kg.yaml_file import Whole, YamlRecord, read_yaml
from loaders.records.csv_file import read_lines
from loaders.records.files import SEARCHES_FILE, is_queries
from loaders.sheets.values import Broken, Understood, read_day

SourceKind = Literal["database", "register", "reference-list", "web-pages", "organisation", "contacts"]
"""What was searched, in the words of PRISMA 2020; the first two are its left column, the others its right one."""

DATABASES: tuple[SourceKind, ...] = ("database", "register")
QUERY_COLUMNS = ("query", "date", "hits")
"""Of a file of queries; only the first must be filled in."""

_Many = Annotated[Whole, Field(ge=0)]
_Screeners = Annotated[Whole, Field(ge=1, le=10)]


@dataclass(frozen=True)
class Search(YamlRecord):
    """One export: its file in ``records/``, what was searched, when, with which words, and how many hits the source stated.

    ``queries`` is a file of the folder that holds the queries, in place of one ``query``. ``round`` is 1 for the first search
    of the review, and more for each update.
    """

    file: str
    source: str
    kind: SourceKind
    date: str | None = None
    query: str | None = None
    queries: str | None = None
    hits: _Many | None = None
    round: Round = 1


@dataclass(frozen=True)
class Searches(YamlRecord):
    """All exports of a review; ``screeners`` is how many people decide on each record, at each stage."""

    searches: tuple[Search, ...] = ()
    screeners: _Screeners = 1

    def kind_of(self, file: str) -> SourceKind | None:
        """What kind of source an export came from; None if ``searches.yaml`` does not say."""
        return self.searches[self.places[file]].kind if file in self.places else None

    def round_of(self, file: str) -> int:
        """The round of searching that an export is of."""
        return self.searches[self.places[file]].round if file in self.places else 1

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each export's search, from 0."""
        places: dict[str, int] = {}
        for number, each in enumerate(self.searches):
            places.setdefault(each.file, number)
        return places

    @cached_property
    def rounds(self) -> tuple[int, ...]:
        """The rounds of searching, in order; (1,) where nothing is said of them."""
        return tuple(sorted({each.round for each in self.searches})) or (1,)


_NO_DAY = "is neither a date such as 2026-11-23, nor a month such as 2026-11, nor a year."
_TIME = re.compile(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?$")
_MONTH = re.compile(
    r"(?P<month>0?[1-9]|1[0-2])[/.-](?P<year>(?:19|20)\d\d)|(?P<first>(?:19|20)\d\d)[/.](?P<last>0?[1-9]|1[0-2])"
)
_PART = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
_READER = TypeAdapter(Searches)
_KEYS = ("searches", "screeners", *(field.name for field in fields(Search)))


def read_searches(folder: Path) -> tuple[Searches, list[Fault]]:
    """The searches of a corpus folder and the faults of its file; without a file there are none.

    Raises:
        Refused: a file of queries is no delimited text, or exceeds what may be read of a sheet.
    """
    file = folder / SEARCHES_FILE
    if not file.exists():
        return Searches(), []
    try:
        searches = _READER.validate_python(read_yaml(file) or {})
    except BadYaml as error:
        return Searches(), [Fault(Cell(file.name, 0, "-"), f"cannot be read as YAML: {error}")]
    except ValidationError as error:
        return Searches(), [_fault(each["loc"], each["msg"], each["input"]) for each in error.errors()]
    days = [read_search_day(each.date) if each.date else None for each in searches.searches]
    faults = [
        _at(f"{number}.date", each.date or "", day.rule, day.nearest)
        for number, (each, day) in enumerate(zip(searches.searches, days, strict=True))
        if isinstance(day, Broken)
    ]
    dated = [
        replace(each, date=day.text) if isinstance(day, Understood) else each
        for each, day in zip(searches.searches, days, strict=True)
    ]
    searches = replace(searches, searches=tuple(dated))
    return searches, [*faults, *_search_faults(folder, searches), *_round_faults(searches)]


def read_search_day(text: str) -> Understood | Broken:
    """The day of a search as an ISO date, or its month or year; what a time of day adds is left out."""
    plain = _TIME.sub("", text.strip())
    if _PART.fullmatch(plain):
        return Understood(plain)
    if month := _MONTH.fullmatch(plain):
        return Understood(
            f"{month['year'] or month['first']}-{(month['month'] or month['last']).zfill(2)}", differs=True
        )
    if isinstance(first := read_day(f"1 {plain}"), Understood):
        return Understood(first.text[:7], differs=True)
    day = read_day(plain)
    return day if isinstance(day, Understood) or day.nearest else Broken(_NO_DAY)


def read_queries(folder: Path, search: Search) -> tuple[list[str], list[Fault]]:
    """The queries of one search and the faults of the file that holds them; a search that states none has none.

    Raises:
        Refused: as ``read_searches``.
    """
    if not search.queries or not (folder / search.queries).is_file():
        return ([search.query] if search.query else []), []
    lines, faults, _ = read_lines(folder / search.queries, QUERY_COLUMNS)
    for line in lines:
        if not line.texts["query"]:
            faults.append(line.fault("query", "Every line has a query."))
        if line.texts["date"] and isinstance(day := read_day(line.texts["date"]), Broken):
            faults.append(line.fault("date", day.rule, day.nearest))
        if line.texts["hits"] and not line.texts["hits"].isdecimal():
            faults.append(line.fault("hits", "is no whole number."))
    return [line.texts["query"] for line in lines], faults


def _search_faults(folder: Path, searches: Searches) -> Iterator[Fault]:
    for number, each in enumerate(searches.searches):
        if searches.places[each.file] != number:
            yield _at(f"{number}.file", each.file, "is given twice.")
        if each.queries is None:
            continue
        if each.query is not None:
            yield _at(f"{number}.queries", each.queries, "stands beside query: a search has either.")
        if Path(each.queries).name != each.queries or not is_queries(Path(each.queries)):
            yield _at(f"{number}.queries", each.queries, "is no name of such a file: queries.csv, or queries-NAME.csv.")
        elif not (folder / each.queries).is_file():
            near = nearest(each.queries, [file.name for file in folder.glob("queries*.csv")])
            yield _at(f"{number}.queries", each.queries, "is no file of the folder.", near)
        else:
            yield from read_queries(folder, each)[1]


def _round_faults(searches: Searches) -> Iterator[Fault]:
    """A fault for each round that is passed over; those before the first one may have taken place elsewhere."""
    for former, later in zip(searches.rounds, searches.rounds[1:], strict=False):
        if later != former + 1:
            number = next(number for number, each in enumerate(searches.searches) if each.round == later)
            rule = f"comes after round {former}, and no search is of a round between."
            yield _at(f"{number}.round", str(later), rule)


def _at(place: str, value: str, rule: str, near: tuple[str, ...] = ()) -> Fault:
    return Fault(Cell(SEARCHES_FILE, 0, f"searches.{place}", value), rule, near)


def _fault(place: tuple[int | str, ...], rule: str, value: object) -> Fault:
    last = str(place[-1]) if place else "-"
    close = () if last in _KEYS else nearest(last, _KEYS)
    return Fault(Cell(SEARCHES_FILE, 0, ".".join(map(str, place)) or "-", shown(value)), f"{rule}.", close)
