"""A charting sheet → studies: one row is one evidence unit, rows with the same study key are one study."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.errors import Cell, Fault, nearest
from kg.model import Charted, EvidenceUnit, Study
from kg.vocabulary import Facet, Vocabulary
from loaders.cells import Said, read_cell
from loaders.table import Table

STUDY_COLUMNS = ("study", "citation", "title", "year", "doi")
ROW_COLUMNS = ("unit", "charter", "charted_on")
COMPANIONS = ("source", "confidence")


@dataclass
class ChartedRecord:
    """One row of a sheet, understood as far as it can be; ``cells`` are its filled study columns."""

    study: Cell
    unit: Cell | None
    cells: dict[str, Cell] = field(default_factory=dict)
    charted: dict[str, Charted] = field(default_factory=dict)


def read_records(vocabulary: Vocabulary, table: Table) -> tuple[list[ChartedRecord], list[Fault]]:
    """Every row of a sheet, and everything wrong in it, cell by cell."""
    faults = list(_heading_faults(vocabulary, table))
    records: list[ChartedRecord] = []
    in_heading = {column.partition(".")[0] for column in table.heading}
    facets = [facet for facet in vocabulary.charted_facets if facet.id in in_heading]
    for number, row in table.rows:
        faults += _overhang(table, number, row)
        cells = {cell.column: cell for cell in reversed(list(table.cells(number, row)))}
        if "study" not in cells:
            continue
        record = ChartedRecord(cells["study"], cells.get("unit"))
        record.cells = {name: cells[name] for name in STUDY_COLUMNS if name in cells and cells[name].value}
        faults += _row_faults(cells)
        for facet in facets:
            charted, wrong = _read_facet(vocabulary, facet, cells)
            faults += wrong
            if charted:
                record.charted[facet.id] = charted
        if record.study.value:
            records.append(record)
    return records, faults


def assemble(vocabulary: Vocabulary, records: Sequence[ChartedRecord]) -> tuple[tuple[Study, ...], list[Fault]]:
    """The studies of all sheets of a corpus in order of their key, and where their rows contradict each other."""
    by_study: dict[str, list[ChartedRecord]] = defaultdict(list)
    for record in records:
        by_study[record.study.value].append(record)
    studies: list[Study] = []
    faults: list[Fault] = []
    for key in sorted(by_study):
        study, wrong = _study(vocabulary, key, by_study[key])
        studies.append(study)
        faults += wrong
    return tuple(studies), faults


def _study(vocabulary: Vocabulary, key: str, records: Sequence[ChartedRecord]) -> tuple[Study, list[Fault]]:
    faults: list[Fault] = []
    columns: dict[str, Cell] = {"study": records[0].study}
    charted: dict[str, list[Charted]] = defaultdict(list)
    units: dict[str, EvidenceUnit] = {}
    for number, record in enumerate(records, start=1):
        for name, cell in record.cells.items():
            first = columns.setdefault(name, cell)
            if first.value != cell.value:
                faults.append(_contradiction(cell, first))
        for facet, said in record.charted.items():
            if vocabulary.facets[facet].level == "study":
                charted[facet].append(said)
        unit = record.unit.value if record.unit and record.unit.value else str(number)
        if unit in units:
            at = record.unit if record.unit and record.unit.value else record.study
            faults.append(Fault(at, f"the unit key {unit!r} stands twice in the study {key!r}."))
            unit = f"{unit} again {number}"  # kept apart, so that what else is wrong in the row is found too
        units[unit] = EvidenceUnit(
            unit,
            tuple(said for facet, said in sorted(record.charted.items()) if vocabulary.facets[facet].level == "unit"),
        )
    for said_of_study in charted.values():
        faults += _contradicting(said_of_study)
    year, wrong = _year(columns.get("year"))
    return Study(
        id=key,
        units=tuple(units[unit] for unit in sorted(units)),
        charted=tuple(_together(charted[facet]) for facet in sorted(charted)),
        citation=_value(columns.get("citation")),
        title=_value(columns.get("title")),
        year=year,
        doi=_value(columns.get("doi")),
        cells=tuple(columns.values()),
    ), faults + wrong


def _contradicting(said: Sequence[Charted]) -> Iterator[Fault]:
    """A study-level facet may stand on several rows of its study if they say the same."""
    first = said[0]
    for each in said[1:]:
        if (first.status, first.terms) != (each.status, each.terms) and each.cell and first.cell:
            yield _contradiction(each.cell, first.cell)
    sure = [each for each in said if each.confidence and each.cell]
    for each in sure[1:]:
        if each.confidence != sure[0].confidence:
            yield _contradiction(_confidence_cell(each), _confidence_cell(sure[0]))


def _confidence_cell(said: Charted) -> Cell:
    cell = said.cell or Cell("-", 0, said.facet)
    return replace(cell, column=f"{said.facet}.confidence", value=said.confidence or "")


def _together(said: Sequence[Charted]) -> Charted:
    """What several rows say of a study-level facet, in a way that does not depend on their order: all their sources."""
    sources = sorted({each.source for each in said if each.source})
    confidence = next((each for each in said if each.confidence), said[0])
    first = min(said, key=lambda each: (each.charter or "", each.charted_on or ""))
    return replace(
        first, source="; ".join(sources) or None, confidence=confidence.confidence, cell=confidence.cell or first.cell
    )


def _read_facet(vocabulary: Vocabulary, facet: Facet, cells: dict[str, Cell]) -> tuple[Charted | None, list[Fault]]:
    companions = {name: cells[f"{facet.id}.{name}"] for name in COMPANIONS if f"{facet.id}.{name}" in cells}
    cell = cells.get(facet.id)
    if cell is None or not cell.value:
        rule = f"stands beside an empty cell: {facet.id} says nothing here."
        return None, [Fault(companion, rule) for companion in companions.values() if companion.value]
    said, faults = read_cell(vocabulary, facet, cell)
    if said is None:
        return None, faults
    return _charted(facet, said, cell, cells), faults


def _charted(facet: Facet, said: Said, cell: Cell, cells: dict[str, Cell]) -> Charted:
    day = _value(cells.get("charted_on"))
    return Charted(
        facet=facet.id,
        status=said.status,
        terms=said.terms,
        source=_value(cells.get(f"{facet.id}.source")),
        confidence=_value(cells.get(f"{facet.id}.confidence")),
        charter=_value(cells.get("charter")),
        charted_on=day if day and _is_day(day) else None,
        cell=cell,
    )


def _heading_faults(vocabulary: Vocabulary, table: Table) -> Iterator[Fault]:
    facets = [facet.id for facet in vocabulary.charted_facets]
    known = [*STUDY_COLUMNS, *ROW_COLUMNS, *facets]
    seen: set[str] = set()
    for index, column in enumerate(table.heading):
        cell = Cell(table.name, 1, column or _letters(index), column)
        base, _, companion = column.partition(".")
        if column in seen:
            yield Fault(cell, "stands twice in the heading.")
        elif not column:
            yield Fault(cell, "has no name, but columns stand to the right of it.")
        elif base in facets and companion in ("", *COMPANIONS):
            pass
        elif base in vocabulary.facets and base not in facets:
            yield Fault(cell, f"{base} is a facet of the review itself, not a column of a sheet.")
        elif companion:
            names = [f"{facet}.{name}" for facet in facets for name in COMPANIONS]
            yield Fault(cell, "is not a column.", nearest(column, names))
        elif column not in known:
            yield Fault(cell, "is not a column.", nearest(column, known))
        seen.add(column)
    if "study" not in table.heading:
        yield Fault(Cell(table.name, 1, "study"), "The column study is missing: it says which rows are one study.")


def _overhang(table: Table, number: int, row: tuple[str, ...]) -> Iterator[Fault]:
    for index, text in enumerate(row[len(table.heading) :], start=len(table.heading)):
        if text.strip():
            cell = Cell(table.name, number, _letters(index), text.strip())
            yield Fault(
                cell, f"stands to the right of the last column, {table.heading[-1]}: is a quote or separator missing?"
            )


def _row_faults(cells: dict[str, Cell]) -> Iterator[Fault]:
    for name in ("study", "unit"):
        if name in cells and "/" in cells[name].value:
            yield Fault(cells[name], "A key must not contain a slash.")
    if not cells["study"].value:
        yield Fault(cells["study"], "The row has no study key.")
    day = cells.get("charted_on")
    if day and day.value and not _is_day(day.value):
        yield Fault(day, "is not a day such as 2026-11-23.")


def _is_day(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD (``fromisoformat`` alone would take weeks and other forms, too)."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _year(cell: Cell | None) -> tuple[int | None, list[Fault]]:
    if cell is None:
        return None, []
    if cell.value.isascii() and cell.value.isdecimal() and len(cell.value) == 4:
        return int(cell.value), []
    return None, [Fault(cell, "is not a year: write one whole number such as 2021.")]


def _contradiction(cell: Cell, first: Cell) -> Fault:
    return Fault(cell, f"contradicts row {first.row} of {first.sheet}, which says {first.value!r} of the same study.")


def _value(cell: Cell | None) -> str | None:
    return cell.value if cell and cell.value else None


def _letters(index: int) -> str:
    """The letters by which a spreadsheet calls a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
