"""Text without lines that matter, divided where something begins, such as ``<record>`` or ``@article{``."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.records.readers.entry import LONGEST_ENTRY
from loaders.records.readers.lines import Lines


class Piece(NamedTuple):
    """A text from one beginning to the next, and the line on which it begins. It is empty where it was too long."""

    line: int
    text: str
    too_long: bool = False


def pieces(lines: Lines, beginning: re.Pattern[str]) -> Iterator[Piece]:
    """The pieces of a file. The first is what stands above all beginnings, perhaps empty.

    A beginning must be on one line.
    """
    held: list[str] = []
    size, first = 0, 1
    for line in lines:
        start = 0
        for found in beginning.finditer(line):
            yield _piece(first, held, size + found.start() - start, line[start : found.start()])
            held, size, start, first = [], 0, found.start(), lines.number
        size += len(line) - start
        if size <= LONGEST_ENTRY:
            held.append(line[start:] if start else line)
        else:
            held.clear()
    yield _piece(first, held, size, "")


def _piece(line: int, held: list[str], size: int, rest: str) -> Piece:
    return Piece(line, "", too_long=True) if size > LONGEST_ENTRY else Piece(line, "".join([*held, rest]))
