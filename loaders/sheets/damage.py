"""Texts that a program has changed: into a day or a number, by another encoding, or with entities of HTML."""

import html
import re
from functools import lru_cache

from ftfy import fix_encoding
from ftfy.badness import is_bad

from kg.errors import Cell
from loaders.sheets.absence import is_of_a_program
from loaders.sheets.values import Kind

_ENTITY = re.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST_LAYERS = 3  # &amp;amp;amp; is as far as programs go

HELD: dict[Kind, str] = {
    "number": "a number",
    "day": "a day",
    "year": "a day",
    "year as day": "a day",
    "time": "a time",
    "truth": "true or false",
}
"""What a spreadsheet holds in a cell that is no text, in words."""

_LIKE_A_DAY = re.compile(
    r"[0-9]{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-[0-9]{2,4})?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-[0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}:[0-9]{2})?|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}",
    re.IGNORECASE,
)
_LIKE_A_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [AP]M)?")
_LIKE_A_NUMBER = re.compile(r"[0-9](\.[0-9]+)?E[+-][0-9]+")
_TRUTHS = frozenset({"TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO"})
_LONGEST_CHANGED = 20

KEYS = ("study", "unit")
_NEVER_NUMBERS = ("citation", "title", "coder")


def text_faults(cell: Cell, kind: Kind | None) -> str | None:
    """The rule that a cell of a text column breaks because a program wrote it; None if it breaks none."""
    if kind and kind != "number":
        rule = f"is {HELD[kind]} in the spreadsheet, not text, so what was typed is lost."
        return f"{rule} Format the column as text and type it again."
    if is_of_a_program(cell.value):
        return "is what a program writes for a missing value. Leave the cell empty."
    return None


def text_warnings(cell: Cell, kind: Kind | None) -> str | None:
    """What may have happened to a cell of a text column that breaks no rule; None if nothing is known."""
    text = cell.value
    if kind == "number" and _is_odd_number(cell.column, text):
        return "is stored as a number: 3.10 would have become 3.1, and 007 would be 7. Is it what was typed?"
    if kind is None and len(text) <= _LONGEST_CHANGED and text.isascii():
        for pattern, changed in ((_LIKE_A_DAY, "a day"), (_LIKE_A_TIME, "a time"), (_LIKE_A_NUMBER, "a number")):
            if pattern.fullmatch(text):
                return f"looks as if a spreadsheet had made {changed} of a text. Is it what was typed?"
    if text in _TRUTHS:
        return "looks as if a spreadsheet had made true or false of a text. Is it what was typed?"
    if "&" in text or not text.isascii():
        repaired = likely_text(text)
        if repaired != text:
            return f"looks damaged by a program. Likely text: {repaired!r}."
    return None


@lru_cache(maxsize=1024)
def likely_text(text: str) -> str:
    """The text that was meant where entities of HTML or a wrong encoding damaged it, such as ``é`` for ``Ã©``."""
    for _ in range(_MOST_LAYERS):
        repaired = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if is_bad(repaired):
            repaired = fix_encoding(repaired)
        if repaired == text:
            break
        text = repaired
    return text


def _is_odd_number(column: str, text: str) -> bool:
    is_whole = text.isdecimal() and len(text) <= 15
    return not is_whole or column in _NEVER_NUMBERS
