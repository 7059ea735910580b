"""Tables that cannot be read as rows of studies below a heading: without a heading, or with a column for each study."""

import re
from collections.abc import Callable, Iterator, Sequence

from kg.errors import Cell, Fault
from loaders.adopt.guesses.known_terms import KnownTerms
from loaders.adopt.guesses.study_names import is_known, kind_of
from loaders.adopt.layout.rows import shape
from loaders.mapped.grid import Grid
from loaders.mapped.layout import column_names
from loaders.mapped.words import fold, one_line
from loaders.sheets.table import letters

_NUMBER = re.compile(r"^[<>≤≥~≈±]?\s*-?\d[\d\s.,]*%?$")
_KINDS = (
    re.compile(r"^\D{1,80}[\s,(\[]+(?:19|20)\d\d[a-z]?[)\]]?\.?$"),
    re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+$", re.IGNORECASE),
    re.compile(r"^(?:19|20)\d\d$"),
    _NUMBER,
)
"""Authors with a year, DOIs, years, numbers: what stands in the rows of a table, and heads no column."""
_SURE = _KINDS[:3]

_COMPARED = 50
"""Rows below a heading that are compared with it."""

_ADVICE = "In a table to adopt each row is one study (or one experiment of it), and the row above names the columns."


def misread(grid: Grid, heading: Sequence[int], known: KnownTerms) -> Fault | None:
    """The fault of a table whose supposed heading is a row of values, or names studies."""
    return _turned(grid, heading, known) or _without_heading(grid, heading, known)


def _without_heading(grid: Grid, heading: Sequence[int], known: KnownTerms) -> Fault | None:
    row = heading[-1]
    names = column_names(grid, heading)
    if any(_is_name(name, known) for name in names.values()):
        return None
    below = [each for each in grid.rows if each > row][:_COMPARED]
    alike = [text for column, text in grid.texts(row).items() if _is_like(grid, column, below, known, text)]
    # Columns may be headed by terms above narrower ones, or by numbered questions: a year, a DOI or a running number tells.
    sure = any(kind.match(text) for kind in _SURE for text in alike) or _are_numbered(grid, row, below)
    if len(alike) < min(2, len(names)) or not sure:
        return None
    shown = one_line(", ".join(map(repr, alike[:5])), 200)
    rule = (
        f"would be the heading, but says what the rows below say, too ({shown}): the table seems to have no heading. "
        f"{_ADVICE} Put such a row above, such as Study, Title, and what each column says."
    )
    return Fault(Cell(grid.name, row, "-"), rule)


def _are_numbered(grid: Grid, row: int, below: Sequence[int]) -> bool:
    """Whether a row and most below it begin with the same word and a number, such as S1 and S2."""
    begins = [re.sub(r"\d+", "9", fold(next(iter(grid.texts(each).values()), ""))) for each in (row, *below)]
    return bool(re.fullmatch(r"[^\W\d]+\W?9", begins[0])) and begins[1:].count(begins[0]) > 0.5 * len(below)


def _turned(grid: Grid, heading: Sequence[int], known: KnownTerms) -> Fault | None:
    first = min(column for cells in grid.rows.values() for column in cells)
    if any(_is_name(text, known) for row in heading for column, text in grid.texts(row).items() if column != first):
        return None
    named = [row for row in grid.rows if _is_name(grid.text(row, first), known)]
    found = list(dict.fromkeys(grid.text(row, first) for row in named))
    if len({kind_of(text) for text in found} - {""}) < 2 - any(not is_known(text) for text in found):
        return None
    if len(named) < 2 or (len(named) < 0.5 * len(grid.rows) and not any(_names_studies(grid, row) for row in named)):
        return None
    shown = one_line(", ".join(found[:6]), 200)
    rule = (
        f"holds the names of columns ({shown}) from top to bottom: the table seems to have a column for each study. {_ADVICE} "
        "Turn it round: copy it, and paste it transposed into an empty worksheet."
    )
    return Fault(Cell(grid.name, 0, letters(first)), rule)


def _names_studies(grid: Grid, row: int) -> bool:
    """Whether the cells of a row but the first are mostly authors with a year."""
    texts = list(grid.texts(row).values())[1:]
    return bool(texts) and sum(bool(_KINDS[0].match(text)) for text in texts) >= 0.5 * len(texts)


def _is_name(text: str, known: KnownTerms) -> bool:
    """Whether a text heads a column of a study, or of a facet by its name."""
    return is_known(text) or bool(known.facet_named(text))


def _is_like(grid: Grid, column: int, below: Sequence[int], known: KnownTerms, text: str) -> bool:
    """Whether a cell above is of a kind that most cells below it are of."""
    texts = [each for row in below if (each := grid.text(row, column))]
    return any(
        test(text) and sum(bool(test(each)) for each in texts) > 0.5 * len(texts) for test in _tests(known, text)
    )


def _tests(known: KnownTerms, text: str) -> Iterator[Callable[[str], object]]:
    yield lambda each: any(known.matches(each))
    yield from (kind.match for kind in _KINDS)
    if re.search(r"[^\W\d]", text) and re.search(r"\d", text):  # such as S1, below which S2 stands
        yield lambda each: shape(each) == shape(text)
