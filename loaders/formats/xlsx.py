"""Charting worksheets of XLSX workbooks, their cells as text."""

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
"""Worksheets of a form that explain it; they hold no charting and are not read."""

LARGEST = 64 * 1024**2
"""In bytes, unpacked. openpyxl needs some forty times as much memory; larger reviews are better kept as CSV."""

LARGEST_MERGE = 10_000
"""In cells. A smaller merged range is a fault of its first cell, a larger one a fault of the file."""

_MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # start of .xls files and of encrypted workbooks alike


def read(path: Path) -> list[Table]:
    """The charting worksheets of a workbook, hidden ones, rows and columns included.

    The worksheets in ``FORMS_OWN`` and empty ones are skipped. A single remaining worksheet is read whatever its name;
    of several, each name must begin with ``charting``.

    Raises:
        Refused: the file is broken, encrypted, not XLSX or too large; one of several worksheets has another name; no
            worksheet is filled; row 1 of a worksheet is empty.
    """
    workbook = _open(path)
    filled = [sheet for sheet in workbook.worksheets if _fold(sheet.title) not in FORMS_OWN and _is_filled(sheet)]
    misnamed = [sheet for sheet in filled if not _fold(sheet.title).startswith(SHEET)] if len(filled) > 1 else []
    faults = [
        Fault(
            Cell(f"{path.name} {sheet.title}", 0, "-"), f"would not be read: begin its name with {SHEET}, or delete it."
        )
        for sheet in misnamed
    ]
    if not filled:
        faults.append(Fault(Cell(path.name, 0, "-"), "has only empty worksheets, or none to read."))
    tables = []
    for sheet in filled:
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
        raise _refused(path, "is in the old format (.xls). Save it as XLSX.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # zipfile never unpacks more than file_size, so a forged size cannot hide a zip bomb.
            too_large = sum(entry.file_size for entry in archive.infolist()) > LARGEST
            too_merged = None if too_large else _too_merged(archive)
        if not too_large and not too_merged:
            with warnings.catch_warnings(action="ignore"):  # warnings about styles and extensions, which hold no data
                return load_workbook(io.BytesIO(content), keep_links=False)
    except Exception as error:  # noqa: BLE001 - zipfile, the XML parser and openpyxl raise anything
        cause = error.__cause__ or error.__context__ or error  # openpyxl names the part, its cause the fault
        raise _refused(path, f"cannot be read as XLSX: {type(cause).__name__}, {cause}".rstrip(".") + ".") from None
    raise _refused(path, f"has merged cells ({too_merged}). Unmerge them." if too_merged else _TOO_LARGE)


def _too_merged(archive: zipfile.ZipFile) -> str | None:
    """The first range of more than ``LARGEST_MERGE`` merged cells, such as ``A1:XFD900``, or None."""
    # Found before openpyxl opens the file: it makes an object for every merged cell and would run for hours.
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
    """The filled cells of each row that has any, as (row number, cells by column index)."""
    # Not iter_rows(): it would create a cell for every empty position before the last one.
    rows: dict[int, dict[int, str | Unreadable]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():
        if isinstance(cell, MergedCell):
            rows[row][column - 1] = Unreadable("", "")  # the fault is reported once, at the first cell of the range
        elif cell.value is not None:
            rows[row][column - 1] = _text(cell)
    for merged in sheet.merged_cells.ranges:
        first = rows[merged.min_row].get(merged.min_col - 1, "")
        rule = f"is merged with its neighbours ({merged.coord}). Unmerge them and fill in each one."
        rows[merged.min_row][merged.min_col - 1] = Unreadable(first if isinstance(first, str) else first.text, rule)
    for number in sorted(rows):
        yield number, dict(sorted(rows[number].items()))


def _text(cell: WrittenCell) -> str | Unreadable:
    value = cell.value
    if cell.data_type == "f":
        return Unreadable(str(getattr(value, "text", value)), "is a formula. Replace it by its value.")
    if cell.data_type == "e":
        return Unreadable(str(value), "is a spreadsheet error. Replace it by the value that was meant.")
    match value:
        case str():
            return unescape(value)
        case float():  # spreadsheets store every number as a float: 2021.0 is the year 2021; never 1e-05
            value = int(value) if value.is_integer() else f"{Decimal(repr(value)):f}"
        case datetime(hour=0, minute=0, second=0, microsecond=0):  # a date cell
            value = value.date()
    return str(value)


def _fold(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip().casefold()


def _refused(path: Path, rule: str) -> Refused:
    return Refused([Fault(Cell(path.name, 0, "-"), rule)])
