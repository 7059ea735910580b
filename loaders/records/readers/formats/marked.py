"""Tagged text in which a tag opens each record and another one closes it: RIS, and that of Web of Science."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from loaders.records.readers.entry import Entry, Notices
from loaders.records.readers.formats.tagged import OUTSIDE, Gathering, TagLine, tag_lines
from loaders.records.readers.lines import Lines

_PREAMBLE = re.compile(r"<?\d{1,9}[.>]?|Record #.{0,40}|[A-Z][A-Za-z ]{0,20}:.{0,200}")
"""Lines between records that databases write: numbers of results, and ``Provider: …``."""


@dataclass(frozen=True)
class Marks:
    """The pattern of tags, the tag that opens a record, the one that closes it, and those of the file as a whole."""

    pattern: re.Pattern[str]
    opening: str
    closing: str
    of_file: frozenset[str] = frozenset()


class MarkedRecords:
    """Divides the lines of a file into entries.

    A record that is not closed ends where the next one opens. At the end of a file whose other records are closed, it is cut
    off. Fields outside of a record are one that is not opened.
    """

    def __init__(self, marks: Marks, read: Collection[str], notices: Notices) -> None:
        self._marks, self._read, self._notices = marks, read, notices
        self._present: Gathering | None = None
        self._opened = False
        self._any_closed = False

    def entries(self, lines: Lines) -> Iterator[Entry]:
        """The entries of a file, in order."""
        marks, told = self._marks, False
        for line in tag_lines(lines, marks.pattern):
            if line.tag == marks.opening:
                if self._present:
                    yield self._unclosed(self._present)
                self._open(line)
            elif line.tag == marks.closing:
                if self._present:
                    yield self._closed(self._present)
                self._present, self._any_closed = None, True
            elif line.tag in marks.of_file:
                if self._present:
                    yield self._unclosed(self._present)
                self._present = None
            elif self._present:
                self._present.add(line)
            elif line.tag:
                self._open(line)
            elif not (told or _PREAMBLE.fullmatch(line.text)):
                told = True
                self._notices.add(line.number, "", line.text, OUTSIDE)
        if self._present:
            yield self._last(self._present)

    def _open(self, line: TagLine) -> None:
        self._present = Gathering(line, self._read)
        self._present.add(line)
        self._opened = line.tag == self._marks.opening

    def _closed(self, present: Gathering) -> Entry:
        if not self._opened:
            rule = f"begins a record without {self._marks.opening}; its type is not known."
            self._notices.add(present.line, "", "", rule)
        return present.entry()

    def _unclosed(self, present: Gathering) -> Entry:
        if not self._opened:
            return present.entry(
                f"is no record: it begins without {self._marks.opening} and ends without {self._marks.closing}."
            )
        rule = f"begins a record without {self._marks.closing}; it is read up to the next {self._marks.opening}."
        self._notices.add(present.line, "", "", rule)
        return present.entry()

    def _last(self, present: Gathering) -> Entry:
        if self._opened and self._any_closed:
            return present.entry(f"is cut off: the file ends within it, before its {self._marks.closing}.")
        return self._unclosed(present)
