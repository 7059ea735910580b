"""Text in CSV that a spreadsheet may open, so that none of it runs as a formula."""

import re

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
