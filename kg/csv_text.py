"""CSV: rows with every value quoted, and a mark before texts that a spreadsheet would run as formulas."""

import re
from collections.abc import Iterable, Iterator

MARK = "'"
"""The sign before a text that a spreadsheet would otherwise run; it is the sign with which people enter such a text."""

# The sign before a sign counts too, so that taking one away always gives the text that was marked.
_FORMULA = re.compile(rf"{MARK}*[=+\-@\t\r]")


def marked(text: str) -> str:
    """A text with the mark in front, if it begins like a formula."""
    return MARK + text if _FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """The text that ``marked`` was given; a text without the mark stays as it is."""
    return text[1:] if text.startswith(MARK) and _FORMULA.match(text) else text


def quoted_lines(rows: Iterable[Iterable[object]], columns: int) -> Iterator[str]:
    """Rows of so many values as lines with every value quoted, without a heading.

    The module csv takes many times as long.
    """
    signs = 2 * (columns - 1)
    for values in rows:
        try:
            line = '","'.join(values)  # type: ignore[arg-type]
        except TypeError:  # not all are texts
            line = '","'.join(map(str, values))
        if line.count('"') > signs:
            line = '","'.join([str(value).replace('"', '""') for value in values])
        yield f'"{line}"\n'
