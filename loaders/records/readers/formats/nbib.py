"""NBIB, the tagged text of PubMed, PubMed Central and ERIC, also called MEDLINE."""

import re
from collections.abc import Iterator

from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.tagged import Gathering, tag_lines
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_semicolon

LAYOUT = Layout(
    title=("TI", "BTI", "CTI"),
    authors=("FAU", "AU", "CN", "FED", "ED"),
    year=("DP", "DEP", "EDAT"),
    journal=("JT", "TA"),
    type=("PT",),
    divide=by_semicolon,
    doi=("LID", "AID"),
    notes=("SO",),
    pmid=("PMID",),
    volume=("VI",),
    number=("IP",),
    pages=("PG",),
)

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)")
_FIRST = {"PMID", "PMC", "OWN"}
"""Tags with which a record begins behind an empty line."""
_ONCE = ("PMID", "TI")
"""Tags of which a record has one, so that a second one begins another record."""
_OPENING = re.compile(r"^(?:PMID|PMC |OWN |STAT) ?- ?\S", re.MULTILINE)


def recognises(beginning: str) -> bool:
    """Whether a record opens in the beginning of a file."""
    return _OPENING.search(beginning) is not None


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file. An empty line divides them; within an abstract, it does not."""
    present: Gathering | None = None
    for line in tag_lines(lines, _TAG):
        if line.tag and (
            present is None
            or (line.after_empty and line.tag in _FIRST and (present.has("TI") or present.has(line.tag)))
            or (line.tag in _ONCE and present.has(line.tag))
        ):
            if present:
                yield present.entry()
            present = Gathering(line, LAYOUT.read | _FIRST)
        if present:
            present.add(line)
        else:
            notices.add(line.number, "", line.text, "is outside of a record, as other lines may be; it is not read.")
    if present:
        yield present.entry()
