"""How people head the columns that say which study a row is about."""

import re
from collections.abc import Mapping

from loaders.mapped.words import fold

_NAMES = {
    "id": (
        "study id | id | study key | key | record id | paper id | article id | reference id | ref id | study "
        "no | studien-id | studie-nr | covidence # | no | nr | # | number | s/n | lfd nr | ref | ref no | "
        "study number | paper no"
    ),
    "citation": (
        "author (year) | authors (year) | author, year | author/year | author year | author & year | author "
        "and year | first author (year) | first author, year | study | studie | citation | reference | source "
        "| paper | article | publication | study (author, year) | study reference | autor (jahr) | autor, "
        "jahr | quelle | included study"
    ),
    "author": "author | authors | author(s) | first author | lead author | autor | autoren | autor(en) | 1st author",
    "title": "title | article title | paper title | study title | publication title | titel | title of paper",
    "year": (
        "year | publication year | pub year | year of publication | year published | jahr | erscheinungsjahr "
        "| publication date | date of publication | date | pub date"
    ),
    "doi": "doi | doi/url | doi or url | doi link | link | url",
    "retracted": "retracted | retraction | retraction notice | retraction doi | notice of retraction | retracted by",
    "coder": (
        "coder | reviewer | reviewer name | extractor | extracted by | charted by | data extractor | rater | "
        "extracted by (initials) | coded by"
    ),
    "charted_on": "extraction date | date of extraction | date extracted | charted on | date charted | coding date",
    "unit": "unit | evidence unit | experiment | case | arm | sub-study | substudy | experiment no | case study",
}

NAMES: Mapping[str, tuple[str, ...]] = {kind: tuple(names.split(" | ")) for kind, names in _NAMES.items()}
"""By what the column says, the best name first."""

_BY_NAME = {name: kind for kind, names in NAMES.items() for name in reversed(names)}


_ASKED = (
    (re.compile(r"\btitle\b"), "title"),
    (re.compile(r"\byear\b.*\bpubli|publi\w*.*\byear\b"), "year"),
    (re.compile(r"\bdoi\b"), "doi"),
    (re.compile(r"\bauthors?\b"), "author"),
)
"""What a heading that is a question asks for."""


def label_of(name: str) -> str:
    """The name of a column without its group, the number of a question, and signs at the end."""
    return re.sub(
        r"^(?:q?\d{1,3}[a-z]?[.):]\s*)|[\s.:*?]+$", "", name.rpartition(" / ")[2], flags=re.IGNORECASE
    ).strip()


def own_part(name: str) -> str:
    """The folded label of a column."""
    return fold(label_of(name))


def kind_of(name: str) -> str:
    """What the name of a column says that it holds; empty where it says nothing of studies."""
    part = own_part(name)
    if found := _BY_NAME.get(part, _BY_NAME.get(part.replace(".", ""), "")):
        return found
    if name.endswith("?"):
        return next((kind for asked, kind in _ASKED if asked.search(part)), "")
    return ""


def rank_of(name: str) -> int:
    """How good a name is among those of its kind, 0 for the best."""
    names = NAMES.get(kind_of(name), ())
    part = own_part(name)
    return names.index(part) if part in names else len(names)


def is_known(text: str) -> bool:
    """Whether a text is such a name."""
    return bool(kind_of(" ".join(text.split())))
