"""Entries: the records of an export as its format has them, before their values are understood."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault
from loaders.records.readers.lines import Lines

LONGEST_ENTRY = 1024**2
"""In characters. The longest real ones name thousands of authors with their addresses, in less than half of it."""


class Entry(NamedTuple):
    """One record of a file: where it begins, and the texts of its fields by the names that the file gives them.

    Lines of a text are divided by line breaks. ``rule`` says why the entry is no record, if it is none; ``shown`` is how it
    begins, for a message.
    """

    line: int
    texts: Mapping[str, Sequence[str]]
    shown: str = ""
    rule: str = ""


Names = tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """By what names a format has the fields of a record, best first; of most, the first that is filled counts.

    ``notes`` are fields of free text, in which a DOI counts only with ``doi`` in front. ``divide`` divides the text of
    authors into names. ``given_first`` says that names without a comma begin with the given name.
    """

    title: Names
    authors: Names
    year: Names
    journal: Names
    type: Names
    divide: Callable[[str], list[str]]
    doi: Names = ()
    notes: Names = ()
    pmid: Names = ()
    volume: Names = ()
    number: Names = ()
    pages: Names = ()
    first_page: Names = ()
    last_page: Names = ()
    given_first: bool = False

    @property
    def read(self) -> frozenset[str]:
        """All names; fields of other names, abstracts among them, are not even kept in memory."""
        tuples = (getattr(self, field.name) for field in fields(self))
        return frozenset(name for names in tuples if isinstance(names, tuple) for name in names)


class Notices:
    """What was read otherwise than written, each kind once: at the first record, line or value that has it."""

    MOST = 1_000

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._seen: set[tuple[str, str, str]] = set()
        self._faults: list[Fault] = []

    def add(self, line: int, column: str, value: str, rule: str) -> None:
        """Tell once of a value of a column; after ``MOST``, of nothing more."""
        told = (column, value[:100], rule)
        if told in self._seen or len(self._faults) > self.MOST:
            return
        self._seen.add(told)
        if len(self._faults) == self.MOST:
            column, value, rule = "", "…", f"has more than {self.MOST:,} notices; the others are not told."
        self._faults.append(Fault(Cell(self._file, line, column, value[:200]), rule))

    def in_order(self) -> list[Fault]:
        """All notices, by line."""
        return sorted(self._faults, key=lambda fault: fault.cell.row)


@dataclass(frozen=True)
class Format:
    """A format of exports: what it is called, whether a file that begins so has it, and how its entries are found."""

    name: str
    recognises: Callable[[str], bool]
    entries: Callable[[Lines, Notices], Iterator[Entry]]
    layout: Layout
