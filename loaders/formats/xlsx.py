"""Charting worksheets of XLSX workbooks, their cells as text."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.csv_text import unmarked
from kg.errors import Cell, Fault, OverBudget, Refused
from loaders.formats.xlsx_cells import CellReader, Worksheet
from loaders.formats.xlsx_package import Package
from loaders.sheets.table import Found, Table, make_table

SHEET = "charting"
FORMS_OWN = ("read me", "terms", "lists")
"""Worksheets of a form that explain it; they hold no charting and are not read."""

LARGEST = 64 * 1024**2
"""In bytes, unpacked."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # start of .xls files and of encrypted workbooks alike


def read(path: Path) -> list[Table]:
    """The charting worksheets of a workbook, hidden ones, rows and columns included.

    The worksheets in ``FORMS_OWN`` and empty ones are skipped. A single remaining worksheet is read whatever its name;
    of several, each name must begin with ``charting``.

    Raises:
        Refused: the file is broken, encrypted, not XLSX or too large; one of several worksheets has another name; no
            worksheet is filled; row 1 of a worksheet is empty.
    """
    filled = filled_worksheets(path, without=FORMS_OWN)
    misnamed = [title for title, _ in filled if not _fold(title).startswith(SHEET)] if len(filled) > 1 else []
    faults = [
        Fault(Cell(f"{path.name} {title}", 0, "-"), f"would not be read: begin its name with {SHEET}, or delete it.")
        for title in misnamed
    ]
    if not filled:
        faults.append(Fault(Cell(path.name, 0, "-"), "has only empty worksheets, or none to read."))
    tables = []
    for title, sheet in filled:
        try:
            tables.append(make_table(f"{path.name} {title}", _unmarked(sheet)))
        except Refused as refused:
            faults += refused.faults
    if faults:
        raise Refused([*faults, *(fault for table in tables for fault in table.faults)])
    return tables


def read_all(path: Path) -> list[Table]:
    """All filled worksheets of a workbook that is no charting sheet, whatever their names.

    Raises:
        Refused: as ``read``, but for names; row 1 of a worksheet is empty.
    """
    filled = filled_worksheets(path)
    if not filled:
        raise Refused([Fault(Cell(path.name, 0, "-"), "has only empty worksheets, or none to read.")])
    return [make_table(f"{path.name} {title}", _unmarked(sheet)) for title, sheet in filled]


def _unmarked(sheet: Worksheet) -> Iterator[tuple[int, dict[int, Found]]]:
    """The rows of a worksheet without the marks that it has from a CSV file, if it was saved from one."""
    for number, row in sheet.rows():
        yield number, {index: unmarked(cell) if isinstance(cell, str) else cell for index, cell in row.items()}


def filled_worksheets(path: Path, without: Sequence[str] = ()) -> Sequence[tuple[str, Worksheet]]:
    """The worksheets with anything on them, by title; those titled as ``without`` says are left out.

    Raises:
        Refused: the file is broken, encrypted, not XLSX or too large.
    """
    if path.stat().st_size > LARGEST:
        raise _refused(path, f"is larger than {LARGEST // 1024**2} MB. Split it, or save it as CSV UTF-8.")
    _refuse_ole(path)
    try:
        with Package(path, LARGEST) as package:
            package.read()
            cells = CellReader(package)
            read = [
                (each.title, cells.read(each.part)) for each in package.worksheets if _fold(each.title) not in without
            ]
    except OverBudget as error:
        raise _refused(path, str(error)) from None
    except Exception as error:  # noqa: BLE001 - zipfile and the XML parser raise anything
        text = f"{type(error).__name__}, {error}"[:200]
        raise _refused(path, f"cannot be read as XLSX: {text}".rstrip(".") + ".") from None
    return [(title, sheet) for title, sheet in read if sheet.is_filled]


def _refuse_ole(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise _refused(path, "is protected by a password. Save it without one.")
        raise _refused(path, "is in the old format (.xls). Save it as XLSX.")


def _fold(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip().casefold()


def _refused(path: Path, rule: str) -> Refused:
    return Refused([Fault(Cell(path.name, 0, "-"), rule)])
