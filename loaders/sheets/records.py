"""A charting sheet → studies: a row is one coder's word on one evidence unit, rows with the same study key are one study."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rdflib import DCTERMS, URIRef

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.rdf.iris import LACUNA
from kg.review.columns import COMPANIONS, ROW_COLUMNS, STUDY_COLUMNS
from kg.review.model import Charted, EvidenceUnit, Study
from kg.validation.shacl import text_rule
from loaders.sheets.adjudication import decide
from loaders.sheets.cells import read_cell
from loaders.sheets.example import EXAMPLE_KEY, is_example
from loaders.sheets.table import Table

Pass = tuple[str, str]
"""When and by whom a row was charted; empty where the sheet does not say."""


@dataclass
class ChartedRecord:
    """One row of a sheet, understood as far as it can be; ``cells`` are those of its columns that can be read."""

    study: Cell
    cells: dict[str, Cell]
    charted: dict[str, Charted] = field(default_factory=dict)

    @property
    def unit(self) -> Cell | None:
        """The cell with the key of the row's unit, if it has one."""
        cell = self.cells.get("unit")
        return cell if cell and cell.value else None

    @property
    def by(self) -> Pass:
        """When and by whom the row was charted."""
        return _value(self.cells.get("charted_on")) or "", _value(self.cells.get("coder")) or ""

    def companion(self, facet: str, name: str) -> Cell | None:
        """The cell beside a facet that says its source or confidence, if it says so."""
        cell = self.cells.get(f"{facet}.{name}")
        return cell if cell and cell.value else None


def read_records(vocabulary: Vocabulary, table: Table) -> tuple[list[ChartedRecord], list[Fault]]:
    """Every row of a sheet but the form's example, and everything wrong in it, cell by cell."""
    faults = [*table.faults, *_heading_faults(vocabulary, table)]
    records: list[ChartedRecord] = []
    in_heading = {column.partition(".")[0] for column in table.heading}
    facets = [facet for facet in vocabulary.charted_facets if facet.id in in_heading]
    for number, row in table.rows:
        cells = table.cells(number, row)
        if "study" in cells and cells["study"].value == EXAMPLE_KEY:
            faults += _example_faults(vocabulary, cells)
            continue
        faults += _nameless(table, number, row)
        wrong = _row_faults(cells)
        faults += wrong
        for fault in wrong:  # what breaks a rule by itself is not held against other rows, too
            cells.pop(fault.cell.column, None)
        record = ChartedRecord(cells.get("study", table.cell(number, 0, "")), cells)
        lost = table.lost(number)
        for facet in facets:
            charted, wrong = _read_facet(facet, vocabulary, cells, lost)
            faults += wrong
            if charted:
                record.charted[facet.id] = charted
        if "study" in cells:
            records.append(record)
    return records, faults


def assemble(vocabulary: Vocabulary, records: Sequence[ChartedRecord]) -> tuple[tuple[Study, ...], list[Fault]]:
    """The studies of all sheets of a corpus in order of their key, and where their rows contradict each other."""
    by_study: dict[str, list[ChartedRecord]] = defaultdict(list)
    for record in records:
        by_study[record.study.value].append(record)
    faults = [*_alike(by_study)]
    studies: list[Study] = []
    for key in sorted(by_study):
        study, wrong = _study(vocabulary, key, by_study[key])
        studies.append(study)
        faults += wrong
    return tuple(studies), faults


def _alike(by_study: Mapping[str, Sequence[ChartedRecord]]) -> Iterator[Fault]:
    """Keys that differ by nothing that a reader sees would make two studies of one."""
    first: dict[str, Cell] = {}
    for key, records in by_study.items():
        seen = "".join(sign for sign in unicodedata.normalize("NFKC", key) if unicodedata.category(sign) != "Cf")
        known = first.setdefault(" ".join(seen.casefold().split()), records[0].study)
        if known.value != key:
            rule = f"differs from the key in row {known.row} of {known.sheet} only by case, spaces or invisible signs."
            for record in records:
                yield Fault(record.study, rule, (known.value,))


def _study(vocabulary: Vocabulary, key: str, records: Sequence[ChartedRecord]) -> tuple[Study, list[Fault]]:
    faults: list[Fault] = []
    columns: dict[str, Cell] = {}
    of_study: dict[str, list[tuple[ChartedRecord, Charted]]] = defaultdict(list)
    units: dict[str, dict[str, list[Charted]]] = {}
    taken: set[tuple[Pass, str]] = set()
    rows: dict[tuple[tuple[str, str], ...], ChartedRecord] = {}
    # Coders who name no units mean the same ones in the same order; that is only told where each row says whose it is.
    all_named = all(record.by[1] for record in records)
    numbered: Counter[str] = Counter()
    for number, record in enumerate(records, start=1):
        for cell in (record.cells[name] for name in STUDY_COLUMNS if name in record.cells):
            first = columns.setdefault(cell.column, cell) if cell.value else cell
            if first.value != cell.value:
                faults.append(_contradiction(cell, first))
        who = record.by[1] if all_named else ""
        numbered[who] += 1
        unit = record.unit.value if record.unit else str(numbered[who])
        says = tuple(sorted((name, cell.value) for name, cell in record.cells.items() if cell.value))
        before = rows.setdefault(says, record)
        rule = None
        if before is not record:
            rule = f"repeats row {before.study.row} of {before.study.sheet} word for word: the unit stands twice."
        elif (record.by, unit) in taken:
            rule = f"the unit key {unit!r} stands twice in the study {key!r}."
        if rule:
            faults.append(Fault(record.unit or record.study, rule))
            unit = f"{unit} again {number}"  # kept apart, so that what else is wrong in the row is found too
        taken.add((record.by, unit))
        of_unit = units.setdefault(unit, defaultdict(list))
        for facet, said in record.charted.items():
            if vocabulary.facets[facet].level == "study":
                of_study[facet].append((record, said))
            else:
                of_unit[facet].append(said)
    together: dict[str, list[Charted]] = defaultdict(list)
    for facet, of_rows in of_study.items():
        for by in sorted({record.by for record, _ in of_rows}):
            of_one = [(record, said) for record, said in of_rows if record.by == by]
            faults += _contradicting(facet, of_one)
            together[facet].append(_together([said for _, said in of_one]))
    charted, wrong = _deciding(together)
    faults += wrong
    evidence: list[EvidenceUnit] = []
    for unit in sorted(units):
        of_this, wrong = _deciding(units[unit])
        evidence.append(EvidenceUnit(unit, of_this))
        faults += wrong
    year = _value(columns.get("year"))
    return Study(
        id=key,
        units=tuple(evidence),
        charted=charted,
        citation=_value(columns.get("citation")),
        title=_value(columns.get("title")),
        year=int(year) if year else None,
        doi=_value(columns.get("doi")),
        cells=tuple(columns.values()),
    ), faults


def _deciding(charted: Mapping[str, Sequence[Charted]]) -> tuple[tuple[Charted, ...], list[Fault]]:
    """What holds on each facet, in their order, and where coders differ and nobody says which holds."""
    holding: list[Charted] = []
    faults: list[Fault] = []
    for facet in sorted(charted):
        said, wrong = decide(charted[facet])
        holding.append(said)
        faults += wrong
    return tuple(holding), faults


def _contradicting(facet: str, rows: Sequence[tuple[ChartedRecord, Charted]]) -> Iterator[Fault]:
    """A study-level facet may stand on several rows of its study if they say the same."""
    first_record, first = rows[0]
    for record, said in rows[1:]:
        if (first.status, first.terms) != (said.status, said.terms):
            yield _contradiction(record.cells[facet], first_record.cells[facet])
    sure = [cell for record, said in rows if said.confidence and (cell := record.companion(facet, "confidence"))]
    for cell in sure[1:]:
        if cell.value != sure[0].value:
            yield _contradiction(cell, sure[0])


def _together(said: Sequence[Charted]) -> Charted:
    """What one coder's rows say of a study-level facet, in a way that does not depend on their order: all their sources."""
    return replace(
        said[0],
        source="; ".join(sorted({each.source for each in said if each.source})) or None,
        confidence=next((each.confidence for each in said if each.confidence), None),
        reason="; ".join(sorted({each.reason for each in said if each.reason})) or None,
    )


def _read_facet(
    facet: Facet, vocabulary: Vocabulary, cells: dict[str, Cell], lost: Collection[str]
) -> tuple[Charted | None, list[Fault]]:
    """What a row says of a facet; ``lost`` are the columns where it has a cell that cannot be read."""
    companions = {name: cells[f"{facet.id}.{name}"] for name in COMPANIONS if f"{facet.id}.{name}" in cells}
    if facet.id in lost or facet.id not in cells:  # which is told of the cell, or of the heading
        return None, []
    cell = cells[facet.id]
    if not cell.value:
        rule = f"stands beside an empty cell: {facet.id} says nothing here."
        return None, [Fault(companion, rule) for companion in companions.values() if companion.value]
    said, faults = read_cell(vocabulary, facet, cell)
    confidence = companions.get("confidence")
    if confidence and confidence.value and not text_rule(LACUNA.confidence).allows(confidence.value):
        faults.append(Fault(confidence, text_rule(LACUNA.confidence).message))
        confidence = None
    if said is None:
        return None, faults
    return Charted(
        facet=facet.id,
        status=said.status,
        terms=said.terms,
        source=_value(companions.get("source")),
        confidence=_value(confidence),
        coder=_value(cells.get("coder")),
        charted_on=_value(cells.get("charted_on")),
        reason=_value(companions.get("reason")),
        cell=cell,
    ), faults


def _heading_faults(vocabulary: Vocabulary, table: Table) -> Iterator[Fault]:
    facets = [facet.id for facet in vocabulary.charted_facets]
    known = [*STUDY_COLUMNS, *ROW_COLUMNS, *facets]
    companions = {f"{facet}.{name}": facet for facet in facets for name in COMPANIONS}
    meant: set[str] = set()
    for index, column in enumerate(table.heading):
        cell = table.cell(1, index, column)
        if not column:
            continue
        if column in table.heading[:index]:
            yield Fault(cell, "stands twice in the heading.")
        elif vocabulary.facets.keys() & {column.partition(".")[0]} - set(facets):
            yield Fault(cell, f"{column} is a facet of the review itself, not a column of a sheet.")
        elif column not in known and column not in companions:
            close = nearest(column, companions if "." in column else known)
            meant.update(close)
            yield Fault(cell, "is not a column.", close)
    lost = table.lost(1) | meant
    for index, column in enumerate(table.heading):
        if column in companions and not {companions[column], ""} & {*table.heading, *lost}:
            yield Fault(table.cell(1, index, column), f"has no column {companions[column]} beside it.")
    if "study" not in {*table.heading, *meant} and not any(row == 1 for row, _ in table.unreadable):
        yield Fault(Cell(table.name, 1, "study"), "The column study is missing: it says which rows are one study.")


def _nameless(table: Table, number: int, row: Mapping[int, str]) -> Iterator[Fault]:
    for cell in table.nameless(number, row):
        rule = f"stands in a column without a name, or to the right of the last column, {table.heading[-1]}: "
        yield Fault(cell, rule + "is a name, a quote or a separator missing?")


def _row_faults(cells: Mapping[str, Cell]) -> list[Fault]:
    """What is wrong in the columns that are no facets, each cell by itself."""
    faults = []
    if "study" in cells and not cells["study"].value:
        faults.append(Fault(cells["study"], "The row has no study key."))
    for name, cell in cells.items():
        if cell.value and name in CELL_RULES and (rule := CELL_RULES[name](cell.value)):
            faults.append(Fault(cell, rule))
    return faults


def _example_faults(vocabulary: Vocabulary, cells: Mapping[str, Cell]) -> Iterator[Fault]:
    if not is_example(vocabulary, {name: cell.value for name, cell in cells.items()}):
        rule = (
            "is the key of the form's example, which was changed. Give the study a key of its own, or delete the row."
        )
        yield Fault(cells["study"], rule)


def _key_rule(text: str) -> str | None:
    return "A key must not contain a slash." if "/" in text else None


def _year_rule(text: str) -> str | None:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        return "is not a year: write one whole number such as 2021."
    return _broken(LACUNA.year, text)


def _day_rule(text: str) -> str | None:
    """``fromisoformat`` alone would take weeks and other forms, too."""
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    return None if is_day else "is not a day such as 2026-11-23."


def _broken(property_: URIRef, text: str) -> str | None:
    rule = text_rule(property_)
    return None if rule.allows(text) else rule.message


CELL_RULES: Mapping[str, Callable[[str], str | None]] = {
    "study": _key_rule,
    "unit": _key_rule,
    "year": _year_rule,
    "doi": lambda text: _broken(DCTERMS.identifier, text),
    "charted_on": _day_rule,
}
"""By column, what a text in it breaks."""


def _contradiction(cell: Cell, first: Cell) -> Fault:
    return Fault(cell, f"contradicts row {first.row} of {first.sheet}, which says {first.value!r} of the same study.")


def _value(cell: Cell | None) -> str | None:
    return cell.value if cell and cell.value else None
