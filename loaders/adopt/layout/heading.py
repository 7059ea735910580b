"""Where the heading of a table is, and what stands above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.adopt.guesses.guess import Sure
from loaders.adopt.guesses.study_names import is_known
from loaders.mapped.grid import Grid
from loaders.mapped.words import fold

MOST_ABOVE = 40
"""Filled rows within which a heading is looked for."""

_LONGEST_NAME = 80
_COMPARED = 10
_NUMBER = re.compile(r"^[<>≤≥~≈±]?\s*-?[\d\s.,]+\s*%?$")
_DATUM = re.compile(r"10\.\d{4,9}/|(?:19|20)\d\d")


@dataclass(frozen=True)
class Heading:
    """The rows of a heading, one or two; how sure; and the texts above it, such as a title."""

    rows: tuple[int, ...]
    sure: Sure
    above: tuple[str, ...] = ()


def find_heading(grid: Grid) -> Heading:
    """The row that looks most like names of columns, with the row above or below it where these belong together."""
    rows = list(grid.rows)[:MOST_ABOVE]
    widest = max(len(grid.texts(row)) for row in grid.rows)
    scores = {row: _score(grid.texts(row), widest) - 0.05 * place for place, row in enumerate(rows)}
    best = max(scores, key=lambda row: scores[row])
    others = [
        score
        for row, score in scores.items()
        if abs(row - best) > 1 and not _repeats(grid.texts(row), grid.texts(best))
    ]
    heading = _with_neighbour(grid, best)
    if len(heading) == 1 and _is_band(grid, best, best + 1) and _stands_out(scores, best + 1):
        heading = best, best + 1
    above = tuple(dict.fromkeys(text for row in rows if row < heading[0] for text in grid.texts(row).values()))
    clear = not others or scores[best] - max(others) > 0.5
    return Heading(heading, Sure.SURE if clear and scores[best] > 2.5 else Sure.LIKELY, above)


def _score(texts: Mapping[int, str], widest: int) -> float:
    values = list(texts.values())
    if len(values) < min(2, widest):
        return 0.0
    number = len(values)
    filled = number / widest
    distinct = len({fold(text) for text in values}) / number
    named = sum(_is_name(text) for text in values) / number
    known = sum(is_known(text) for text in values) / number
    return filled + distinct + 2 * named + min(1.5, 4 * known)


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not _NUMBER.match(text) and not _DATUM.search(text)


def _stands_out(scores: Mapping[int, float], row: int) -> bool:
    """Whether a row looks much more like a heading than the rows below it do."""
    below = [score for other, score in scores.items() if row < other <= row + _COMPARED]
    return bool(below) and scores.get(row, 0) > max(below) + 0.5


def _with_neighbour(grid: Grid, row: int) -> tuple[int, ...]:
    if _is_band(grid, row - 1, row):
        return row - 1, row
    if _is_lower(grid, row, row + 1):
        return row, row + 1
    return (row,)


def _is_band(grid: Grid, band: int, row: int) -> bool:
    """Whether a row names groups of the columns that the row below it names."""
    texts, names = grid.texts(band), grid.texts(row)
    different = {fold(text) for text in texts.values()}
    if not different or not all(_is_name(text) for text in texts.values()):
        return False
    if len(different) == 1:  # one group, unless it is a title over the whole table
        return (len(texts) > 1 or min(texts) > min(names, default=0)) and len(texts) < 0.8 * len(names)
    repeated = len(different) < len(texts)
    return (repeated or len(texts) < len(names)) and not _repeats(texts, names)


def _is_lower(grid: Grid, row: int, below: int) -> bool:
    """Whether a row names columns of the groups in the row above it, which leaves out what that has named already."""
    names, texts = grid.texts(row), grid.texts(below)
    if len(texts) < 2 or not names or not all(_is_name(text) for text in texts.values()):
        return False
    first = min(names)
    unnamed_above = [column for column in texts if column not in names]
    own = [column for column, text in texts.items() if fold(text) != fold(names.get(column, ""))]
    starts_later = first not in texts or fold(texts[first]) == fold(names[first])
    return bool(unnamed_above or _spanned(grid, row)) and len(own) >= 2 and starts_later and below + 1 in grid.rows


def _spanned(grid: Grid, row: int) -> bool:
    return any(top <= row <= bottom and left < right for top, left, bottom, right in grid.merged)


def _repeats(texts: Mapping[int, str], names: Mapping[int, str]) -> bool:
    return [fold(text) for text in texts.values()] == [fold(text) for text in names.values()]


def title_of(above: Sequence[str]) -> str:
    """What stands above a heading and may be a title: the first text that is no instruction."""
    return next((text for text in above if 10 <= len(text) <= 300 and not text.casefold().startswith("sep=")), "")
