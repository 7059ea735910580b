"""XLSX workbooks: which of their worksheets are sheets, and the cells of these as text."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from kg.errors import Cell, Fault, Refused
from loaders.sheets.table import Table, Unreadable, make_table

SHEET = "charting"
FORMS_OWN = ("read me", "terms", "lists")
"""Worksheets that ``lacuna template`` writes for the reader; nothing is charted on them."""

LARGEST = 64 * 1024**2
"""In bytes, unpacked. In memory a workbook takes some forty times as much; larger reviews are better kept as CSV."""

LARGEST_MERGE = 10_000
"""In cells; smaller ranges are named as the cell they begin with, larger ones as those of the file."""

_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a file of the old kind begins, and also every encrypted one


def read(path: Path) -> list[Table]:
    """The worksheets of a workbook on which something is charted.

    The form's own worksheets (``read me``, ``terms``, ``lists``) and empty ones are left out. If one is left, it is
    read, whatever its name. Of several, all must be called ``charting…``. Hidden worksheets, rows and columns are read
    like others.

    Raises:
        Refused: the file is broken, encrypted, of another kind or too large; a worksheet is of none of these names;
            row 1 of one is empty.
    """
    workbook = _open(path)
    found = [sheet for sheet in workbook.worksheets if _fold(sheet.title) not in FORMS_OWN and _is_filled(sheet)]
    strange = [sheet for sheet in found if not _fold(sheet.title).startswith(SHEET)] if len(found) > 1 else []
    faults = [
        Fault(Cell(f"{path.name} {sheet.title}", 0, "-"), f"would not be read: call it {SHEET} …, or delete it.")
        for sheet in strange
    ]
    if not found:
        faults.append(Fault(Cell(path.name, 0, "-"), "has no worksheet with anything on it."))
    tables = []
    for sheet in found:
        try:
            tables.append(make_table(f"{path.name} {sheet.title}", _rows(sheet)))
        except Refused as refused:
            faults += refused.faults
    if faults:
        raise Refused([*faults, *(fault for table in tables for fault in table.faults)])
    return tables


def _open(path: Path) -> Workbook:
    if path.stat().st_size > LARGEST:
        raise _refused(path, _TOO_LARGE)
    content = path.read_bytes()
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused(path, "is protected by a password. Save it without one.")
        raise _refused(path, "is a workbook of the old kind (.xls). Save it as XLSX.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # The sizes are those that zipfile unpacks at most, whatever the packed data would come to.
            too_large = sum(entry.file_size for entry in archive.infolist()) > LARGEST
            too_merged = None if too_large else _too_merged(archive)
        if not too_large and not too_merged:
            with warnings.catch_warnings(action="ignore"):  # about styles and extensions, which hold no data
                return load_workbook(io.BytesIO(content), keep_links=False)
    except Exception as error:  # noqa: BLE001 - whatever zipfile, the XML parser and openpyxl meet in a broken file
        cause = error.__cause__ or error.__context__ or error  # openpyxl says which part, its cause says what
        raise _refused(path, f"cannot be read as XLSX: {type(cause).__name__}, {cause}".rstrip(".") + ".") from None
    raise _refused(path, f"has merged cells ({too_merged}). Unmerge them." if too_merged else _TOO_LARGE)


def _too_merged(archive: zipfile.ZipFile) -> str | None:
    """A range of merged cells so large that openpyxl, which makes an object of each, would not come to an end."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/"):
            for found in _MERGED.findall(archive.read(name)):
                size = CellRange(found.decode()).size
                if size["rows"] * size["columns"] > LARGEST_MERGE:
                    return str(found.decode())
    return None


_TOO_LARGE = f"is larger than {LARGEST // 1024**2} MB unpacked. Split it, or save it as CSV UTF-8."


def _is_filled(sheet: Worksheet) -> bool:
    return any(cell.value is not None for cell in sheet._cells.values())


def _rows(sheet: Worksheet) -> Iterator[tuple[int, dict[int, str | Unreadable]]]:
    """The filled cells by row. openpyxl's own way over all rows would make a cell of every empty place before the last."""
    rows: dict[int, dict[int, str | Unreadable]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():
        if isinstance(cell, MergedCell):
            rows[row][column - 1] = Unreadable("", "")
        elif cell.value is not None:
            rows[row][column - 1] = _text(cell)
    for merged in sheet.merged_cells.ranges:
        first = rows[merged.min_row].get(merged.min_col - 1, "")
        rule = f"is merged with its neighbours ({merged.coord}). Unmerge them and write into each what it says."
        rows[merged.min_row][merged.min_col - 1] = Unreadable(first if isinstance(first, str) else first.text, rule)
    for number in sorted(rows):
        yield number, dict(sorted(rows[number].items()))


def _text(cell: WrittenCell) -> str | Unreadable:
    value = cell.value
    if cell.data_type == "f":
        return Unreadable(str(getattr(value, "text", value)), "is a formula. Write what it says in its place.")
    if cell.data_type == "e":
        return Unreadable(str(value), "is an error of the spreadsheet. Write what was meant in its place.")
    match value:
        case str():
            return unescape(value)
        case float():  # 2021.0 is 2021, and nothing is written with an exponent
            value = int(value) if value.is_integer() else f"{Decimal(repr(value)):f}"
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            value = value.date()
    return str(value)


def _fold(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip().casefold()


def _refused(path: Path, rule: str) -> Refused:
    return Refused([Fault(Cell(path.name, 0, "-"), rule)])
