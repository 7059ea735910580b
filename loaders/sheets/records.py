"""Rows of a charting sheet as records: one coder on one evidence unit each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.rdf.iris import LACUNA
from kg.review.columns import COMPANIONS
from kg.review.depth import Activity
from kg.review.model import Charted
from kg.validation.shacl import text_rule
from loaders.sheets.cells import read_cell
from loaders.sheets.column_rules import heading_faults, read_depths, row_faults
from loaders.sheets.example import EXAMPLE_KEY, is_example
from loaders.sheets.table import MOST_FAULTS, Table, not_read


@dataclass
class ChartedRecord:
    """One row of a sheet, understood as far as it can be; ``cells`` are the filled ones that can be read, by column."""

    study: Cell
    cells: dict[str, Cell]
    charted: dict[str, Charted] = field(default_factory=dict)

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


def read_records(vocabulary: Vocabulary, table: Table) -> tuple[list[ChartedRecord], list[Fault]]:
    """The records of a sheet, without the form's example row, and its faults, cell by cell.

    After ``MOST_FAULTS`` no further row is read, which is a fault itself.
    """
    faults = [*table.faults, *heading_faults(vocabulary, table)]
    records: list[ChartedRecord] = []
    facets = [facet for facet in vocabulary.charted_facets if facet.id in table.columns]
    for number, row in table.rows:
        if len(faults) > MOST_FAULTS:
            faults.append(not_read(table.name, number))
            break
        cells, lost = table.cells(number, row), table.lost(number)
        if "study" in table.columns and "study" not in lost:
            cells.setdefault("study", table.cell(number, table.columns["study"], ""))
        if "study" in cells and cells["study"].value == EXAMPLE_KEY:
            faults += _example_faults(vocabulary, cells)
            continue
        faults += _nameless(table, number, row)
        faults_of_row = row_faults(cells)
        faults += faults_of_row
        for fault in faults_of_row:  # a cell at fault is not also compared with other rows
            cells.pop(fault.cell.column, None)
        record = ChartedRecord(cells.get("study", table.cell(number, 0, "")), cells)
        for facet in facets:
            charted, facet_faults = _read_facet(facet, vocabulary, cells, lost)
            faults += facet_faults
            if charted:
                record.charted[facet.id] = charted
        if "study" in cells:
            records.append(record)
    return records, faults


def _read_facet(
    facet: Facet, vocabulary: Vocabulary, cells: dict[str, Cell], lost: Collection[str]
) -> tuple[Charted | None, list[Fault]]:
    """The assertion of a row on a facet, and its faults; ``lost`` are the columns of the row's unreadable cells."""
    companions = {name: cells[f"{facet.id}.{name}"] for name in COMPANIONS if f"{facet.id}.{name}" in cells}
    if facet.id in lost:  # a fault of the cell already
        return None, []
    cell = cells.get(facet.id)
    if cell is None:
        rule = f"belongs to {facet.id}, but the cell of {facet.id} is empty."
        return None, [Fault(companion, rule) for companion in companions.values()]
    coding, faults = read_cell(vocabulary, facet, cell)
    confidence = companions.get("confidence")
    if confidence and not text_rule(LACUNA.confidence).allows(confidence.value):
        faults.append(Fault(confidence, text_rule(LACUNA.confidence).message))
        confidence = None
    if coding is None:
        return None, faults
    return Charted(
        facet=facet.id,
        status=coding.status,
        terms=coding.terms,
        source=text_of(companions.get("source")) or text_of(cells.get("source")),
        confidence=text_of(confidence),
        coder=text_of(cells.get("coder")),
        charted_on=text_of(cells.get("charted_on")),
        read=read_depths(text_of(cells.get("read")) or ""),
        reason=text_of(companions.get("reason")),
        cell=cell,
    ), faults


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
