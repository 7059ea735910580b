"""Cells of columns other than facets: understood, or refused."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ftfy import fix_encoding
from ftfy.badness import is_bad

from kg.errors import Cell, Fault, nearest
from kg.review.columns import ROW_COLUMNS, STUDY_COLUMNS
from kg.review.depth import DEPTHS, Depth, in_order
from kg.spelling import LONGEST_NAME, folded
from loaders.sheets.absence import Missing, is_of_a_program, mark_key
from loaders.sheets.values import READ, Broken, Kind, read_confidence

_TOTALS = {
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "grandtotal",
    "sum",
    "sums",
    "overall",
    "all",
    "count",
    "counts",
    "n",
}
_TOTALS |= {"mean", "average", "median", "percent", "percentage", "totaln", "totalstudies", "numberofstudies"}
_TOTALS |= {"%", "σ", "∑", "insgesamt", "gesamt", "summe", "somme", "suma", "totale"}
_FIGURE = re.compile(r"[-+]?[0-9][0-9.,]*\s*%?")
_OTHERS = {*STUDY_COLUMNS, *ROW_COLUMNS}
_TEXTS = _OTHERS - {*READ, "read", "coder"}


class RowReading(NamedTuple):
    """The cells of a row that are no facets' in the form in which they are stored, faults, and notices."""

    cells: dict[str, Cell]
    faults: list[Fault]
    notices: list[Fault]


def understood_row(cells: Mapping[str, Cell], kinds: Mapping[str, Kind], missing: Missing) -> RowReading:
    """The row with each cell understood; a cell at fault is left out, and so is a mark of absence that was explained.

    Args:
        cells: the row's cells by column; those of facets stay as they are.
        kinds: by column, what a spreadsheet stores in a cell that is no text.
        missing: what marks of absence mean.
    """
    row = RowReading({}, [], [])
    for name, cell in cells.items():
        companion = name.partition(".")[2]
        if name not in _OTHERS and not companion:
            row.cells[name] = cell
        elif read := read_confidence if companion == "confidence" else READ.get(name):
            if missing and mark_key(cell.value) in missing:
                row.notices.append(Fault(cell, f"{cell.value!r} is read as an empty cell, as was said of it."))
                continue
            value = read(cell.value, kinds.get(name)) if cell.value else None
            if isinstance(value, Broken):
                row.faults.append(Fault(cell, *value))
                continue
            if value and value.differs:
                row.notices.append(Fault(cell, f"is read as {value.text}."))
            row.cells[name] = replace(cell, value=value.text) if value and value.text != cell.value else cell
        else:
            _read_text(row, name, cell, kinds.get(name))
    if "study" in row.cells and not row.cells["study"].value:
        del row.cells["study"]
        row.faults.append(Fault(cells["study"], "The row has no study key. If it holds totals or a note, delete it."))
    if stray := _stray_notice(row.cells):
        row.notices.append(stray)
    return row


def _read_text(row: RowReading, name: str, cell: Cell, kind: Kind | None) -> None:
    if name in ("study", "unit") and "/" in cell.value:
        row.faults.append(Fault(cell, "A key must not contain a slash."))
    elif name == "read" and (broken := _depths_rule(cell.value)):
        row.faults.append(Fault(cell, *broken))
    elif rule := _text_fault(cell, kind):
        row.faults.append(Fault(cell, rule))
    else:
        if rule := _text_warning(cell, kind):
            row.notices.append(Fault(cell, rule))
        # The spellings of coders are compared across all sheets, so they stay as they are written.
        is_kept = name == "coder" or unicodedata.is_normalized("NFC", cell.value)
        row.cells[name] = cell if is_kept else replace(cell, value=unicodedata.normalize("NFC", cell.value))


def totals_fault(cells: Mapping[str, Cell]) -> Fault | None:
    """The fault of a row that holds totals: by what stands in place of its study key, or where that is empty, beside it."""
    study = cells.get("study")
    if study is None:
        return None
    values = [cell.value for cell in cells.values() if cell.value]
    is_total = (
        _is_total(study.value) if study.value else any(map(_is_total, values)) or all(map(_FIGURE.fullmatch, values))
    )
    if not values or not is_total:
        return None
    rule = "looks like a row of totals, not like a study. Delete the row, or give the study another key."
    return Fault(study, rule)


def _is_total(text: str) -> bool:
    return mark_key(text) in _TOTALS or folded(text[:LONGEST_NAME]).startswith(("total(", "total:", "n="))


def _stray_notice(cells: Mapping[str, Cell]) -> Fault | None:
    """A notice of a row that holds nothing but some words in place of a study key, as a legend below a table does."""
    study = cells.get("study")
    if study and len(cells) == 1 and len(study.value.split()) > 2:
        return Fault(study, "stands alone in its row. If it is a note below the table and no study, delete it.")
    return None


@lru_cache
def read_depths(text: str) -> tuple[Depth, ...]:
    """The depths of reading that a cell lists, separated by semicolons or commas; unknown words are left out."""
    return in_order(depth for each in _listed(text) for depth in DEPTHS if depth == each)


@lru_cache
def _depths_rule(text: str) -> tuple[str, tuple[str, ...]] | None:
    unknown = [each for each in _listed(text) if each not in DEPTHS]
    if not unknown:
        return None
    close = tuple(dict.fromkeys(term for each in unknown for term in nearest(each, DEPTHS)))
    rule = f"{unknown[0]!r} does not say what was read: write any of {', '.join(DEPTHS)}, separated by semicolons."
    return rule, close


def _listed(text: str) -> list[str]:
    words = (each.strip().casefold() for each in re.split("[;,]", text))
    return ["-".join(each.replace("fulltext", "full text").replace("-", " ").split()) for each in words if each]


# Texts that a program has changed: into a day or a number, by another encoding, or with entities of HTML.

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

_NEVER_NUMBERS = ("citation", "title", "coder")


def _text_fault(cell: Cell, kind: Kind | None) -> str | None:
    """The rule that a cell of a text column breaks because a program wrote it; None if it breaks none."""
    if kind and kind != "number":
        rule = f"is {HELD[kind]} in the spreadsheet, not text, so what was typed is lost."
        return f"{rule} Format the column as text and type it again."
    if is_of_a_program(cell.value):
        return "is what a program writes for a missing value. Leave the cell empty."
    return None


def _text_warning(cell: Cell, kind: Kind | None) -> str | None:
    """What may have happened to a cell of a text column that breaks no rule; None if nothing is known."""
    text = cell.value
    if kind == "number" and _is_odd_number(cell.column, text):
        return "is stored as a number: 3.10 would have become 3.1, and 007 would be 7. Is it what was typed?"
    if kind is None and len(text) <= _LONGEST_CHANGED and (changed := _changed_into(text)):
        return f"looks as if a spreadsheet had made {changed} of a text. Is it what was typed?"
    if text in _TRUTHS:
        return "looks as if a spreadsheet had made true or false of a text. Is it what was typed?"
    if "&" in text or not text.isascii():
        repaired = likely_text(text)
        if repaired != text:
            return f"looks damaged by a program. Likely text: {repaired!r}."
    return None


@lru_cache(maxsize=4096)
def _changed_into(text: str) -> str | None:
    if text.isascii():
        for pattern, changed in ((_LIKE_A_DAY, "a day"), (_LIKE_A_TIME, "a time"), (_LIKE_A_NUMBER, "a number")):
            if pattern.fullmatch(text):
                return changed
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
