"""How people head the columns that say which study a row is about."""

import re
from collections.abc import Mapping

from loaders.mapped.words import fold

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "study id",
        "id",
        "study key",
        "key",
        "record id",
        "paper id",
        "article id",
        "reference id",
        "ref id",
        "study no",
        "studien-id",
        "studie-nr",
        "covidence #",
        "no",
        "nr",
        "#",
        "number",
        "s/n",
        "lfd nr",
        "ref",
        "ref no",
        "study number",
        "paper no",
    ),
    "citation": (
        "author (year)",
        "authors (year)",
        "author, year",
        "author/year",
        "author year",
        "author & year",
        "author and year",
        "first author (year)",
        "first author, year",
        "study",
        "studie",
        "citation",
        "reference",
        "source",
        "paper",
        "article",
        "publication",
        "study (author, year)",
        "study reference",
        "autor (jahr)",
        "autor, jahr",
        "quelle",
        "included study",
    ),
    "author": (
        "author",
        "authors",
        "author(s)",
        "first author",
        "lead author",
        "autor",
        "autoren",
        "autor(en)",
        "1st author",
    ),
    "title": ("title", "article title", "paper title", "study title", "publication title", "titel", "title of paper"),
    "year": (
        "year",
        "publication year",
        "pub year",
        "year of publication",
        "year published",
        "jahr",
        "erscheinungsjahr",
        "publication date",
        "date of publication",
        "date",
        "pub date",
    ),
    "doi": ("doi", "doi/url", "doi or url", "doi link", "link", "url"),
    "coder": (
        "coder",
        "reviewer",
        "reviewer name",
        "extractor",
        "extracted by",
        "charted by",
        "data extractor",
        "rater",
        "extracted by (initials)",
        "coded by",
    ),
    "charted_on": (
        "extraction date",
        "date of extraction",
        "date extracted",
        "charted on",
        "date charted",
        "coding date",
    ),
    "unit": (
        "unit",
        "evidence unit",
        "experiment",
        "case",
        "arm",
        "sub-study",
        "substudy",
        "experiment no",
        "case study",
    ),
}
"""By what the column says, the best name first."""

_BY_NAME = {name: kind for kind, names in NAMES.items() for name in reversed(names)}


def own_part(name: str) -> str:
    """The folded name of a column without its group and without signs at the end."""
    return re.sub(r"[\s.:*?]+$", "", fold(name.rpartition(" / ")[2]))


def kind_of(name: str) -> str:
    """What the name of a column says that it holds; empty where it says nothing of studies."""
    return _BY_NAME.get(own_part(name), _BY_NAME.get(own_part(name).replace(".", ""), ""))


def rank_of(name: str) -> int:
    """How good a name is among those of its kind, 0 for the best."""
    names = NAMES.get(kind_of(name), ())
    part = own_part(name)
    return names.index(part) if part in names else len(names)


def is_known(text: str) -> bool:
    """Whether a text is such a name."""
    return bool(kind_of(" ".join(text.split())))
