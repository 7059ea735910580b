"""Delimited text of databases and reference managers: a heading, and a row for each record."""

import csv
from collections import deque
from collections.abc import Collection, Iterator, Sequence

from kg.errors import OverBudget
from loaders.records.readers.entry import LONGEST_ENTRY, Entry, Format, Layout, Notices
from loaders.records.readers.formats.tagged import TOO_LONG
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_comma, by_semicolon

# Lists of thousands of addresses or references are longer than what csv takes by default; rows have a budget of their own.
csv.field_size_limit(LONGEST_ENTRY)

WEB_OF_SCIENCE = Layout(
    title=("ti",),
    authors=("af", "au", "bf", "ba", "ca", "gp"),
    year=("py", "pd", "ea"),
    journal=("so", "se", "ji", "j9"),
    type=("dt", "pt"),
    divide=by_semicolon,
    doi=("di", "d2"),
    pmid=("pm",),
    volume=("vl",),
    number=("is",),
    pages=("ar",),
    first_page=("bp",),
    last_page=("ep",),
)
SCOPUS = Layout(
    title=("title",),
    authors=("author full names", "authors"),
    year=("year",),
    journal=("source title", "abbreviated source title"),
    type=("document type",),
    divide=by_comma,
    doi=("doi",),
    pmid=("pubmed id",),
    volume=("volume",),
    number=("issue",),
    pages=("art. no.",),
    first_page=("page start",),
    last_page=("page end",),
)
IEEE = Layout(
    title=("document title",),
    authors=("authors",),
    year=("publication year", "year", "date added to xplore"),
    journal=("publication title",),
    type=("document identifier",),
    divide=by_semicolon,
    doi=("doi",),
    volume=("volume",),
    number=("issue",),
    first_page=("start page",),
    last_page=("end page",),
    given_first=True,
)
ZOTERO = Layout(
    title=("title",),
    authors=("author", "editor"),
    year=("publication year", "date"),
    journal=("publication title", "proceedings title", "conference name", "journal abbreviation"),
    type=("item type",),
    divide=by_semicolon,
    doi=("doi",),
    notes=("extra", "url"),
    volume=("volume",),
    number=("issue",),
    pages=("pages",),
)
PUBMED = Layout(
    title=("title",),
    authors=("authors", "first author"),
    year=("publication year", "create date"),
    journal=("journal/book",),
    type=(),
    divide=by_comma,
    doi=("doi",),
    notes=("citation",),
    pmid=("pmid",),
)

_SEPARATORS = ",;\t"
_HEADING_WITHIN = 12
"""Lines: above the heading, some databases write the search."""


def table(name: str, columns: tuple[str, ...], layout: Layout, *, quoted: bool = True) -> Format:
    """The format of the tables that have all of these columns.

    Where cells are not ``quoted``, a quote at the beginning of one may be a part of it.
    """
    needed = frozenset(column.casefold() for column in columns)

    def recognises(beginning: str) -> bool:
        return any(_separator(line, needed) for line in beginning.split("\n", _HEADING_WITHIN)[:_HEADING_WITHIN])

    def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
        return _Rows(lines, notices, layout.read, quoted=quoted).entries(needed)

    return Format(name, recognises, entries, layout)


def _separator(line: str, needed: frozenset[str]) -> str:
    """What separates the cells of a heading that has the needed columns; empty if the line is no such heading."""
    return next((each for each in _SEPARATORS if needed <= set(_names(line.split(each)))), "")


def _names(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.strip(' "\n').split()).casefold() for cell in cells]


class _Rows:
    """The rows of a table.

    One that cannot be read is refused, and reading goes on with the line below it, or with the first one below that has as many
    cells as the heading: what is between may be the rest of the row.
    """

    def __init__(self, lines: Lines, notices: Notices, read: Collection[str], *, quoted: bool) -> None:
        self._lines, self._iterator, self._notices = lines, iter(lines), notices
        self._read, self._quoted = read, quoted
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> str:
        """The next line, for the reader of CSV.

        Raises:
            OverBudget: the row is too long.
        """
        line = self._again.popleft() if self._again else next(self._iterator)
        self._taken.append(line)
        self._size += len(line)
        if self._lines.cut and not self._again:
            while self._lines.cut:
                next(self._iterator)
            raise OverBudget(TOO_LONG)
        if self._size > LONGEST_ENTRY:
            raise OverBudget(TOO_LONG)
        return line

    def entries(self, needed: frozenset[str]) -> Iterator[Entry]:
        """The rows below the heading, which has the needed columns; empty ones are left out."""
        number, separator = 0, ""
        while not separator:
            number += 1
            separator = _separator(first := next(self), needed)
        dialect = _Plain if separator == "\t" and not self._quoted else _Quoted
        heading = next(csv.reader([first], delimiter=separator))
        names = _names(heading)
        reader = csv.reader(self, dialect, delimiter=separator)
        refused = False
        while True:
            number += 1
            self._taken, self._size = [], 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, OverBudget) as error:
                rest = refused and _CUT_OFF in str(error)
                if not rest:
                    yield Entry(number, {}, self._taken[0][:200], _rule(error))
                self._again.extendleft(reversed(self._taken[1:]))
                refused = True
            else:
                rest = refused and len(cells) != len(names)
                refused = rest
                if cells == heading:
                    self._notices.add(number, "", self._taken[0], "is the heading again; it is no record.")
                elif not rest and any(cell.strip() for cell in cells):
                    yield self._entry(number, names, cells)
            if rest:
                self._notices.add(number, "", self._taken[0], "is taken for the rest of the row that is refused above.")

    def _entry(self, number: int, names: Sequence[str], cells: Sequence[str]) -> Entry:
        shown = " ".join(self._taken)[:200]
        if any(cell.strip() for cell in cells[len(names) :]):
            rule = f"has {len(cells)} cells below {len(names)} headings. Is a quote or a separator missing?"
            return Entry(number, {}, shown, rule)
        if len(cells) < len(names) and not self._taken[-1].endswith("\n"):
            return Entry(
                number, {}, shown, f"is cut off: the file ends within it, after {len(cells)} of {len(names)} cells."
            )
        texts: dict[str, list[str]] = {}
        for name, cell in zip(names, cells, strict=False):  # a row may be shorter than the heading
            if name in self._read:
                texts.setdefault(name, []).append(cell if self._quoted else _unquoted(cell))
        return Entry(number, texts, shown)


_CUT_OFF = "end of data"
"""What the reader says of a row in which the file ends."""


class _Quoted(csv.excel):
    strict = True


class _Plain(csv.excel):
    quoting = csv.QUOTE_NONE


def _rule(error: Exception) -> str:
    if isinstance(error, OverBudget):
        return str(error)
    if _CUT_OFF in str(error):
        return "is cut off: a quote is not closed."
    return "cannot be read: a quote is not closed here, or one within a cell is not doubled."


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if whole else cell
