"""NBIB, the tagged text of PubMed, PubMed Central and ERIC, also called MEDLINE."""

import re
from collections.abc import Iterator

from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.tagged import OUTSIDE, Gathering, tag_lines
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
    """The entries of a file. An empty line divides them; within an abstract, it does not.

    Nothing closes a record, but ``SO`` is its last field. So a last record of PubMed without it is cut off, if the one before
    has it and the last line has no end.
    """
    present: Gathering | None = None
    others_have_source = told = False
    for line in tag_lines(lines, _TAG):
        _, tag, _, after_empty = line
        if tag and (
            present is None
            or (after_empty and tag in _FIRST and (present.has("TI") or present.has(tag)))
            or (tag in _ONCE and present.has(tag))
        ):
            if present:
                yield present.entry()
                others_have_source = present.has("SO")
            present = Gathering(line, LAYOUT.read | _FIRST)
        if present:
            present.add(line)
        elif not told:
            told = True
            notices.add(line.number, "", line.text, OUTSIDE)
    if present:
        cut_off = others_have_source and present.has("PMID") and not present.has("SO") and not lines.ended
        yield present.entry("is cut off: the file ends within it, before its SO." if cut_off else "")
