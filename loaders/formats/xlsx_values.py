"""Values of XLSX cells as text."""

import math
from datetime import datetime
from decimal import Decimal

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from loaders.formats.xlsx_package import Package
from loaders.sheets.table import Found, Typed, Unreadable
from loaders.sheets.values import Kind

_YEARS = (1900, 2101)
_NO_NUMBER = "is stored as a number, but is none. Write it again."
_NO_DAY = "is formatted as a date, but is outside the calendar. Write the day as text, such as 2026-11-23."


def text_of_value(package: Package, kind: str, style: int, value: str) -> Found:
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
            return Typed(str(bool(int(value))).upper(), "truth")
        case "e":
            return Unreadable(value, "is a spreadsheet error. Replace it by the value that was meant.")
        case "d":
            return _iso_day(value)
    raise ValueError(f"no cell has the type {kind[:20]!r}")


def _number(package: Package, style: int, value: str) -> Found:
    try:
        number = float(value) if {".", "e", "E"} & {*value} else int(value)
    except ValueError:  # also of integers with thousands of digits
        return Unreadable(value, _NO_NUMBER)
    if not math.isfinite(number):
        return Unreadable(value, _NO_NUMBER)
    if style in package.styles.dates:
        return _moment(package, style, number)
    if isinstance(number, int):
        return Typed(str(number), "number")
    # Spreadsheets store every number as a float: 2021.0 is the year 2021; never 1e-05.
    return Typed(str(int(number)) if number.is_integer() else f"{Decimal(repr(number)):f}", "number")


def _moment(package: Package, style: int, number: float) -> Typed | Unreadable:
    """What a number means in a cell with the format of a date, time or duration."""
    shows_year = style in package.styles.years
    if shows_year and number in range(*_YEARS):
        return Typed(str(int(number)), "year as day")
    try:
        moment = from_excel(number, package.epoch, timedelta=style in package.styles.durations)
    except (OverflowError, ValueError):
        return Unreadable(str(number), _NO_DAY)
    return _day(moment, "year" if shows_year else "day")


def _iso_day(value: str) -> Typed | Unreadable:
    try:
        return _day(datetime.fromisoformat(value).replace(tzinfo=None), "day")
    except ValueError:
        return Unreadable(value, _NO_DAY)


def _day(moment: object, kind: Kind) -> Typed:
    """A date, time or duration; a date with the time 0:00 is the day."""
    match moment:
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            return Typed(str(moment.date()), kind)
        case datetime():
            return Typed(str(moment), kind)
    return Typed(str(moment), "time")
