"""Tagged text: a field begins on a line with its tag, and goes on in the lines without one."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from loaders.records.readers.entry import LONGEST_ENTRY, Entry
from loaders.records.readers.lines import Lines

TOO_LONG = f"is longer than {LONGEST_ENTRY:,} characters. Is its end missing?"

OUTSIDE = "is outside of a record, as other lines may be; it is not read."


class TagLine(NamedTuple):
    """A line, its tag (empty if it goes on with what is above), and the text behind that; ``after`` an empty line or not."""

    number: int
    tag: str
    text: str
    after_empty: bool


def tag_lines(lines: Lines, pattern: re.Pattern[str]) -> Iterator[TagLine]:
    """The lines of a file that are not empty; of a ``pattern`` that matches one, the first group is the tag."""
    after_empty, match = False, pattern.match
    for line in lines:
        if found := match(line):
            yield TagLine(lines.number, found[1], line[found.end() :].strip(), after_empty)
            after_empty = False
        elif text := line.strip():
            yield TagLine(lines.number, "", text, after_empty)
            after_empty = False
        else:
            after_empty = True


class Gathering:
    """An entry while its lines are read. Of fields, only those named in ``read`` are kept."""

    def __init__(self, first: TagLine, read: Collection[str]) -> None:
        self.line = first.number
        self._read, self._shown = read, f"{first.tag} {first.text}"[:200]
        self._texts: dict[str, list[list[str]]] = {}
        self._present: list[str] | None = None
        self._size = 0

    def add(self, line: TagLine) -> None:
        """Take a line of the entry: a field, or what goes on with the last one."""
        _, tag, text, _ = line
        self._size += len(text)
        if self._size > LONGEST_ENTRY:
            self._texts.clear()
            self._present = None
        elif tag:
            self._present = None
            if tag in self._read:
                self._present = [text]
                self._texts.setdefault(tag, []).append(self._present)
        elif self._present is not None:
            self._present.append(text)

    def has(self, tag: str) -> bool:
        """Whether a field of a tag is kept."""
        return tag in self._texts

    def entry(self, rule: str = "") -> Entry:
        """The entry as far as it has been read; with a ``rule``, it is refused."""
        if self._size > LONGEST_ENTRY:
            rule = TOO_LONG
        texts = {tag: ["\n".join(value) for value in values] for tag, values in self._texts.items()}
        return Entry(self.line, texts, self._shown, rule)
