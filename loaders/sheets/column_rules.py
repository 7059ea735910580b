"""Cells of columns other than facets: understood, or refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from kg.errors import Cell, Fault, nearest
from kg.review.columns import ROW_COLUMNS, STUDY_COLUMNS
from kg.review.depth import DEPTHS, Depth, in_order
from kg.spelling import folded
from loaders.sheets.absence import Missing, mark_key
from loaders.sheets.damage import text_faults, text_warnings
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
            if mark_key(cell.value) in missing:
                row.notices.append(Fault(cell, f"{cell.value!r} is read as an empty cell, as was said of it."))
                continue
            value = read(cell.value, kinds.get(name)) if cell.value else None
            if isinstance(value, Broken):
                row.faults.append(Fault(cell, *value))
                continue
            if value and value.differs:
                row.notices.append(Fault(cell, f"is read as {value.text}."))
            row.cells[name] = replace(cell, value=value.text) if value else cell
        else:
            _read_text(row, name, cell, kinds.get(name))
    if "study" in row.cells and not row.cells["study"].value:
        del row.cells["study"]
        row.faults.append(Fault(cells["study"], "The row has no study key. If it holds totals or a note, delete it."))
    return row


def _read_text(row: RowReading, name: str, cell: Cell, kind: Kind | None) -> None:
    if name in ("study", "unit") and "/" in cell.value:
        row.faults.append(Fault(cell, "A key must not contain a slash."))
    elif name == "read" and (broken := _depths_rule(cell.value)):
        row.faults.append(Fault(cell, *broken))
    elif rule := text_faults(cell, kind):
        row.faults.append(Fault(cell, rule))
    else:
        if rule := text_warnings(cell, kind):
            row.notices.append(Fault(cell, rule))
        # The spellings of coders are compared across all sheets, so they stay as they are written.
        is_composed = name == "coder" or cell.value.isascii()
        row.cells[name] = cell if is_composed else replace(cell, value=unicodedata.normalize("NFC", cell.value))


def totals_fault(cells: Mapping[str, Cell]) -> Fault | None:
    """The fault of a row that holds totals, by what stands in place of its study key."""
    study = cells.get("study")
    if study and (mark_key(study.value) in _TOTALS or folded(study.value).startswith(("total(", "total:", "n="))):
        rule = "looks like a row of totals, not like a study. Delete the row, or give the study another key."
        return Fault(study, rule)
    return None


def read_depths(text: str) -> tuple[Depth, ...]:
    """The depths of reading that a cell lists, separated by semicolons or commas; unknown words are left out."""
    return in_order(depth for each in _listed(text) for depth in DEPTHS if depth == each)


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
