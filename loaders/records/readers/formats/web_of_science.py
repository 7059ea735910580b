"""The tagged text of Web of Science."""

import re
from collections.abc import Iterator

from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.marked import MarkedRecords, Marks
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_line

LAYOUT = Layout(
    title=("TI",),
    authors=("AF", "AU", "BF", "BA", "CA", "GP"),
    year=("PY", "PD", "EY", "EA"),
    journal=("SO", "SE", "JI", "J9"),
    type=("DT", "PT"),
    divide=by_line,
    doi=("DI", "D2"),
    pmid=("PM",),
    volume=("VL",),
    number=("IS",),
    pages=("PS", "AR"),
    first_page=("BP",),
    last_page=("EP",),
)

_MARKS = Marks(
    re.compile(r"([A-Z][A-Z0-9])(?: |$)"),
    opening="PT",
    closing="ER",
    of_file=frozenset({"FN", "VR", "EF"}),
)
_HEAD = re.compile(r"\s{0,20}FN .{0,200}\s{1,20}VR \d")
_OPENING = re.compile(r"^PT [A-Z]$\s{0,9}^[A-Z][A-Z0-9] ", re.MULTILINE)


def recognises(beginning: str) -> bool:
    """Whether a file begins as one of Web of Science, or with a record of it."""
    return _HEAD.match(beginning) is not None or _OPENING.search(beginning) is not None


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file."""
    return MarkedRecords(_MARKS, LAYOUT.read, notices).entries(lines)
