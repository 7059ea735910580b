"""RIS, as databases and reference managers write it."""

import re
from collections.abc import Iterator

from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.marked import MarkedRecords, Marks
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_semicolon

LAYOUT = Layout(
    title=("TI", "T1", "CT", "BT"),
    authors=("authors",),
    year=("PY", "DA", "Y1", "YR"),
    journal=("JF", "T2", "JO", "BT", "JA", "J2", "J1", "T3"),
    type=("TY",),
    divide=by_semicolon,
    doi=("DO", "DI"),
    notes=("M3", "UR", "L2", "L3", "LK", "N1", "AN", "ID", "C3"),
    pmid=("PM", "PMID", "pmid"),
    volume=("VL", "VO"),
    number=("IS",),
    pages=("C7", "AR", "PG"),
    first_page=("SP",),
    last_page=("EP",),
)

_PMIDS = {"scopus": "C2", "embase": "C5", "pubmed": "AN", "medline": "AN"}
"""The field in which a database, by a word of its name, has the number of PubMed."""

_MARKS = Marks(
    # Only the first and last line of a record may be indented, as a dash may well stand in the text of an abstract.
    re.compile(r"(?:\s{0,20}(?=TY {1,2}-|ER {1,2}-))?([A-Z][A-Z0-9](?:[A-Z]{2})?)(?:  -| -(?=\s|$))"),
    opening="TY",
    closing="ER",
)
_OPENING = re.compile(r"^\s{0,20}TY(?:  -| -\s)", re.MULTILINE)


def recognises(beginning: str) -> bool:
    """Whether a file is RIS: a record opens in its beginning."""
    return _OPENING.search(beginning) is not None


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file."""
    read = LAYOUT.read | {"A1", "AU", "DB", "DP", *_PMIDS.values()}
    for entry in MarkedRecords(_MARKS, read, notices).entries(lines):
        databases = " ".join(text for tag in ("DB", "DP") for text in entry.texts.get(tag, ())).casefold()
        tags = [tag for word, tag in _PMIDS.items() if word in databases]
        pmids = [text for tag in tags for text in entry.texts.get(tag, ())]
        first, others = entry.texts.get("A1", ()), entry.texts.get("AU", ())
        authors = others if first == others else [*first, *others]  # some write all of them twice, some the first apart
        yield entry._replace(texts={**entry.texts, "authors": authors, "pmid": pmids})
