"""Values of XLSX cells as text."""

import math
from datetime import datetime
from decimal import Decimal

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from loaders.formats.xlsx_package import Package
from loaders.sheets.table import Unreadable

_NO_NUMBER = "is stored as a number, but is none. Write it again."
_NO_DAY = "is formatted as a date, but is outside the calendar. Write the day as text, such as 2026-11-23."


def text_of_value(package: Package, kind: str, style: int, value: str) -> str | Unreadable:
    """The text of a stored value.

    Args:
        package: the shared strings, styles and first day of the workbook.
        kind: the type of the cell (its attribute ``t``).
        style: the index of its style (its attribute ``s``).
        value: what is stored, not empty.

    Raises:
        ValueError, LookupError: the value does not fit its type.
    """
    match kind:
        case "n":
            return _number(package, style, value)
        case "s":
            if not value.isdecimal():
                raise ValueError(f"{value[:20]!r} is no shared string")
            return package.strings[int(value)]
        case "str" | "inlineStr":
            return unescape(value) if "_x" in value else value
        case "b":
            return str(bool(int(value)))
        case "e":
            return Unreadable(value, "is a spreadsheet error. Replace it by the value that was meant.")
        case "d":
            return _iso_day(value)
    raise ValueError(f"no cell has the type {kind[:20]!r}")


def _number(package: Package, style: int, value: str) -> str | Unreadable:
    try:
        number = float(value) if {".", "e", "E"} & {*value} else int(value)
    except ValueError:  # also of integers with thousands of digits
        return Unreadable(value, _NO_NUMBER)
    if not math.isfinite(number):
        return Unreadable(value, _NO_NUMBER)
    if style in package.styles.dates:
        try:
            return _day(from_excel(number, package.epoch, timedelta=style in package.styles.durations))
        except (OverflowError, ValueError):
            return Unreadable(value, _NO_DAY)
    if isinstance(number, int):
        return str(number)
    # Spreadsheets store every number as a float: 2021.0 is the year 2021; never 1e-05.
    return str(int(number)) if number.is_integer() else f"{Decimal(repr(number)):f}"


def _iso_day(value: str) -> str | Unreadable:
    try:
        return _day(datetime.fromisoformat(value).replace(tzinfo=None))
    except ValueError:
        return Unreadable(value, _NO_DAY)


def _day(moment: object) -> str:
    """A date, time or duration; a date with the time 0:00 is the day."""
    match moment:
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            return str(moment.date())
    return str(moment)
