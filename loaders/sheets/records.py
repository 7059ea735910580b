"""Rows of a charting sheet as records: one coder on one evidence unit each."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.columns import COMPANIONS
from kg.review.depth import Activity, Depth
from kg.review.model import Charted
from loaders.sheets.absence import NOTHING_SAID, Missing
from loaders.sheets.cells import CellCoding, read_cell
from loaders.sheets.column_rules import HELD, read_depths, totals_fault, understood_row
from loaders.sheets.example import EXAMPLE_KEY, is_example
from loaders.sheets.headings import Headings, heading_elsewhere, heading_faults, with_present_names
from loaders.sheets.table import MOST_FAULTS, Table, not_read
from loaders.sheets.values import Kind


@dataclass
class ChartedRecord:
    """One row of a sheet, understood as far as it can be; ``cells`` are the filled ones that can be read, by column.

    ``is_respelt``: the name of its coder was written otherwise in the sheet.
    """

    study: Cell
    cells: dict[str, Cell]
    charted: dict[str, Charted] = field(default_factory=dict)
    is_respelt: bool = False

    @property
    def unit(self) -> Cell | None:
        """The cell with the key of the row's unit, if it has one."""
        cell = self.cells.get("unit")
        return cell if cell and cell.value else None

    @property
    def activity(self) -> Activity:
        """The charting activity that the row comes from."""
        read = read_depths(text_of(self.cells.get("read")) or "")
        return Activity(text_of(self.cells.get("charted_on")) or "", text_of(self.cells.get("coder")) or "", read)

    def companion(self, facet: str, name: str) -> Cell | None:
        """The cell beside a facet that says its source or confidence, if it says so."""
        cell = self.cells.get(f"{facet}.{name}")
        return cell if cell and cell.value else None


class ReadTable(NamedTuple):
    """The records of a sheet, its faults, and notices of what was understood though it was written otherwise."""

    records: list[ChartedRecord]
    faults: list[Fault]
    notices: list[Fault]


class _Row(NamedTuple):
    """The cells of a row, and what the row says for all its facets at once: their source and the charting activity."""

    cells: Mapping[str, Cell]
    source: str | None
    coder: str | None
    charted_on: str | None
    read: tuple[Depth, ...]

    @classmethod
    def of(cls, cells: Mapping[str, Cell]) -> "_Row":
        source, coder, charted_on, read = (
            text_of(cells.get(name)) for name in ("source", "coder", "charted_on", "read")
        )
        return cls(cells, source, coder, charted_on, read_depths(read or ""))


def read_records(vocabulary: Vocabulary, table: Table, missing: Missing = NOTHING_SAID) -> ReadTable:
    """The records of a sheet, without the form's example row; its faults, cell by cell; its notices, each kind of text once.

    After ``MOST_FAULTS`` no further row is read, which is a fault itself. ``missing`` says what marks of absence mean.
    """
    headings = Headings(vocabulary)
    if elsewhere := heading_elsewhere(headings, table):
        return ReadTable([], [elsewhere], [])
    table, renamed = with_present_names(headings, table)
    faults = [*table.faults, *heading_faults(headings, table)]
    notices = _Notices(renamed)
    records: list[ChartedRecord] = []
    facets = [facet for facet in vocabulary.charted_facets if facet.id in table.columns]
    known: dict[tuple[str, str], CellCoding] = {}
    for number, row in table.rows:
        if len(faults) > MOST_FAULTS:
            faults.append(not_read(table.name, number))
            break
        written, lost = table.cells(number, row), table.lost(number)
        if "study" in table.columns and "study" not in lost:
            written.setdefault("study", table.cell(number, table.columns["study"], ""))
        if "study" in written and written["study"].value == EXAMPLE_KEY:
            faults += _example_faults(vocabulary, written)
            continue
        if totals := totals_fault(written):
            faults.append(totals)
            continue
        faults += _nameless(table, number, row)
        kinds = table.kinds(number)
        cells, faults_of_row, notices_of_row = understood_row(written, kinds, missing)
        faults += faults_of_row
        notices.add(notices_of_row)
        record = ChartedRecord(cells["study"] if "study" in cells else table.cell(number, 0, ""), cells)
        understood = _Row.of(cells)
        # Beside an empty cell nothing can stand, and beside one at fault anything.
        lost = lost | {fault.cell.column for fault in faults_of_row}
        for facet in facets:
            charted, facet_faults, facet_notices = _read_facet(facet, vocabulary, understood, lost, missing, known)
            faults += (_with_kind(fault, kinds.get(facet.id)) for fault in facet_faults)
            notices.add(facet_notices)
            if charted:
                record.charted[facet.id] = charted
        if "study" in cells:
            records.append(record)
    return ReadTable(records, faults, notices.once_each())


class _Notices:
    """Notices of a sheet, each text of a column once, with the number of further cells that hold it."""

    def __init__(self, notices: list[Fault]) -> None:
        self._first: dict[tuple[str, str, str], Fault] = {}
        self._further: Counter[tuple[str, str, str]] = Counter()
        self.add(notices)

    def add(self, notices: Iterable[Fault]) -> None:
        """Add the notices of a cell or row; beyond ``MOST_FAULTS`` different ones, no further."""
        for notice in notices:
            key = notice.cell.column, notice.cell.value, notice.rule
            if key in self._first:
                self._further[key] += 1
            elif len(self._first) < MOST_FAULTS:
                self._first[key] = notice

    def once_each(self) -> list[Fault]:
        """The notices."""
        return [
            replace(notice, rule=f"{notice.rule} The same in {further:,} more cells.") if further else notice
            for notice, further in ((notice, self._further[key]) for key, notice in self._first.items())
        ]


def _with_kind(fault: Fault, kind: Kind | None) -> Fault:
    """A fault of a facet's cell, with what a spreadsheet has made of the text, if anything."""
    if kind is None:
        return fault
    return replace(fault, rule=f"{fault.rule} The spreadsheet holds {HELD[kind]} there, not text.")


def _read_facet(
    facet: Facet,
    vocabulary: Vocabulary,
    row: _Row,
    lost: Collection[str],
    missing: Missing,
    known: dict[tuple[str, str], CellCoding],
) -> tuple[Charted | None, list[Fault], list[Fault]]:
    """The assertion of a row on a facet, its faults, and notices.

    ``lost`` are the columns of the row's cells that are unreadable or at fault; ``known`` are the codings of texts, by facet
    and text, that need no notice.
    """
    companions = {name: row.cells[key] for name in COMPANIONS if (key := f"{facet.id}.{name}") in row.cells}
    if facet.id in lost:  # a fault of the cell already
        return None, [], []
    cell = row.cells.get(facet.id)
    if cell is None:
        rule = f"belongs to {facet.id}, but the cell of {facet.id} is empty."
        return None, [Fault(companion, rule) for companion in companions.values()], []
    faults, notices = list[Fault](), list[Fault]()
    coding = known.get((facet.id, cell.value))
    if coding is None:
        coding, faults, notices = read_cell(vocabulary, facet, cell, missing)
        if coding is None:
            return None, faults, notices
        if not notices:
            known[facet.id, cell.value] = coding
    return (
        Charted(
            facet=facet.id,
            status=coding.status,
            terms=coding.terms,
            source=text_of(companions.get("source")) or row.source,
            confidence=text_of(companions.get("confidence")),
            coder=row.coder,
            charted_on=row.charted_on,
            read=row.read,
            reason=text_of(companions.get("reason")),
            cell=cell,
        ),
        faults,
        notices,
    )


def _nameless(table: Table, number: int, row: Mapping[int, str]) -> Iterator[Fault]:
    for cell in table.nameless(number, row):
        rule = f"is in a column without a name, or to the right of the last column, {table.heading[-1]}: "
        yield Fault(cell, rule + "is a name, a quote or a separator missing?")


def _example_faults(vocabulary: Vocabulary, cells: Mapping[str, Cell]) -> Iterator[Fault]:
    if not is_example(vocabulary, {name: cell.value for name, cell in cells.items()}):
        rule = (
            "is the key of the form's example, which was changed. Give the study a key of its own, or delete the row."
        )
        yield Fault(cells["study"], rule)


def text_of(cell: Cell | None) -> str | None:
    """The text of a cell; None where there is no cell, or nothing in it."""
    return cell.value if cell and cell.value else None
