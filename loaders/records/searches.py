"""``searches.yaml``: where each export of search results came from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from kg.errors import BadYaml, Cell, Fault, nearest, shown
from kg.yaml_file import Whole, YamlRecord, read_yaml
from loaders.records.files import SEARCHES_FILE

SourceKind = Literal["database", "register", "reference-list", "web-pages", "organisation", "contacts"]
"""What was searched, in the words of PRISMA 2020; the first two are its left column, the others its right one."""

DATABASES: tuple[SourceKind, ...] = ("database", "register")

_Many = Annotated[Whole, Field(ge=0)]
_Screeners = Annotated[Whole, Field(ge=1, le=10)]


@dataclass(frozen=True)
class Search(YamlRecord):
    """One export: its file in ``records/``, what was searched, when, with which words, and how many hits the source stated."""

    file: str
    source: str
    kind: SourceKind
    date: str | None = None
    query: str | None = None
    hits: _Many | None = None


@dataclass(frozen=True)
class Searches(YamlRecord):
    """All exports of a review; ``screeners`` is how many people decide on each record, at each stage."""

    searches: tuple[Search, ...] = ()
    screeners: _Screeners = 1

    def kind_of(self, file: str) -> SourceKind | None:
        """What kind of source an export came from; None if ``searches.yaml`` does not say."""
        return next((each.kind for each in self.searches if each.file == file), None)


_READER = TypeAdapter(Searches)


def read_searches(folder: Path) -> tuple[Searches, list[Fault]]:
    """The searches of a corpus folder and the faults of its file; without a file there are none."""
    file = folder / SEARCHES_FILE
    if not file.exists():
        return Searches(), []
    try:
        searches = _READER.validate_python(read_yaml(file) or {})
    except BadYaml as error:
        return Searches(), [Fault(Cell(file.name, 0, "-"), f"cannot be read as YAML: {error}")]
    except ValidationError as error:
        return Searches(), [_fault(each["loc"], each["msg"], each["input"]) for each in error.errors()]
    files = [each.file for each in searches.searches]
    return searches, [
        Fault(Cell(file.name, 0, f"searches.{number}.file", name), "is given twice.")
        for number, name in enumerate(files)
        if name in files[:number]
    ]


def _fault(place: tuple[int | str, ...], rule: str, value: object) -> Fault:
    keys = ("searches", "screeners", "file", "source", "kind", "date", "query", "hits")
    last = str(place[-1]) if place else "-"
    close = () if last in keys else nearest(last, keys)
    return Fault(Cell(SEARCHES_FILE, 0, ".".join(map(str, place)) or "-", shown(value)), f"{rule}.", close)
