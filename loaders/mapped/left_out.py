"""The rows below a heading: those that are read, and those that a mapping leaves out."""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from loaders.mapped.grid import Grid
from loaders.mapped.words import fold

PREFIX = "…"
"""At the end of what begins a row that is left out: the rest of it may be anything."""

JOINED = " | "
"""Between the cells of a row that is left out."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = 3
"""Cells with the same text that are one text: the heading of a section, as programs write a merged range into delimited text."""

ONE_CELL = "a note or a heading: only one cell says anything"
A_NUMBER = "a number without a study"
TOTALS = "totals"
"""Reasons of ``lacuna adopt`` that promise something of the rest of a row (see ``rows_below``)."""


class Below(NamedTuple):
    """The rows below a heading.

    Attributes:
        read: those that are about a study.
        omitted: those that are left out.
        beside: by the rule that leaves them out, rows that say more than it does; their words would be lost unseen.
        refused: by the rule, rows that it would leave out, had they no words where it promises numbers.
    """

    read: list[int]
    omitted: list[int]
    beside: dict[str, list[int]]
    refused: dict[str, list[int]]


def rows_below(grid: Grid, heading: Sequence[int], left_out: Mapping[str, str]) -> Below:
    """The rows below the heading; ``left_out`` is why rows are left out, by their text or the beginning of it.

    The whole text of a row leaves out that row. The text of its first cell does so, too: always where nothing else stands
    in the row, else as the reason says. ``ONE_CELL`` and ``A_NUMBER`` promise that nothing else does, so that a row with
    more is read; ``TOTALS`` that only numbers do.
    """
    below = Below([], [], {}, {})
    rules = [_Rule(text, why) for text, why in left_out.items()]
    for row in grid.rows:
        if row <= max(heading):
            continue
        said = row_texts(grid, row)
        found = {rule: fit for rule in rules if (fit := rule.fit(said))}
        if not found:
            below.read.append(row)
            continue
        rule = min(found, key=lambda each: found[each])
        if found[rule] is _Fit.BROKEN:
            below.refused.setdefault(rule.text, []).append(row)
            continue
        below.omitted.append(row)
        if found[rule] is _Fit.WORDS:
            below.beside.setdefault(rule.text, []).append(row)
    return below


class _Fit(IntEnum):
    """How a rule fits a row: to all of it, to all but numbers, to a part of its words, or against its own reason."""

    WHOLE = 1
    NUMBERS = 2
    WORDS = 3
    BROKEN = 4


class _Rule(NamedTuple):
    text: str
    why: str

    def fit(self, said: Sequence[str]) -> _Fit | None:
        """How the rule fits a row of some texts; None where the row is none of its rows."""
        if self._is(JOINED.join(said)) and (len(said) == 1 or not self.text.endswith(PREFIX)):
            return _Fit.WHOLE
        first = _first(said)
        if not self._is(JOINED.join(said[:first])) and not (self.text.endswith(PREFIX) and self._is(JOINED.join(said))):
            return None
        if self.why in (ONE_CELL, A_NUMBER):
            return None
        if not any(sign.isalpha() for text in said[first:] for sign in text):
            return _Fit.NUMBERS
        # A year beside the words: perhaps a study by an author of that name.
        return _Fit.BROKEN if self.why == TOTALS and any(map(_YEAR.fullmatch, said)) else _Fit.WORDS

    def _is(self, text: str) -> bool:
        if self.text.endswith(PREFIX):
            return fold(text).startswith(fold(self.text.removesuffix(PREFIX)))
        return fold(text) == fold(self.text)


def row_texts(grid: Grid, row: int) -> list[str]:
    """The texts of a row in one line each; once that of a merged range, and one that stands in three cells or more, and alone."""
    texts = grid.texts(row)
    if len(texts) >= _REPEATED and len({fold(text) for text in texts.values()}) == 1:
        return [" ".join(next(iter(texts.values())).split())]
    return [
        " ".join(text.split())
        for column, text in texts.items()
        if not any(left < column <= right and texts.get(column - 1) == text for left, right in grid.spans.get(row, ()))
    ]


def row_label(grid: Grid, row: int) -> str:
    """What a row is called where it is left out: the text of its first filled cell, of more cells until there is a letter."""
    said = row_texts(grid, row)
    return JOINED.join(said[: _first(said)])


def row_text(grid: Grid, row: int) -> str:
    """All that a row says."""
    return JOINED.join(row_texts(grid, row))


def _first(said: Sequence[str]) -> int:
    """How many texts of a row name it: up to the first with a letter, or all."""
    return next((place for place, text in enumerate(said, 1) if any(map(str.isalpha, text))), len(said))
