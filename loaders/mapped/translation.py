"""A table of any form as the table of a charting sheet, by its mapping; every cell remembers where it came from."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.errors import Cell, Fault
from kg.faults import Origin
from kg.ontology.vocabulary import Vocabulary
from loaders.mapped.grid import Grid
from loaders.mapped.layout import column_names
from loaders.mapped.left_out import rows_below
from loaders.mapped.mapping import ReadMapping
from loaders.mapped.resolving import ColumnReader, coding_text, combined, within_cell
from loaders.mapped.study_cells import STUDY_CELL, year
from loaders.mapped.words import fold, one_line, slug
from loaders.sheets.cells import CellCoding
from loaders.sheets.table import MOST_FAULTS, Table, Unreadable, letters

_TOLD_ROWS = 5
"""Of the rows with the same faulty value, those that a message names."""


@dataclass
class Translation:
    """A translated table, the faults of its cells, and notices of values that were understood but are not in the mapping."""

    table: Table
    faults: list[Fault]
    notices: list[Fault]


@dataclass(frozen=True)
class Made:
    """A cell of the charting sheet: its text and the cells that it was made of."""

    text: str
    sources: tuple[Cell, ...]


@dataclass
class _Unknown:
    """A value that cannot be understood or read, in the first of the cells that have it, and the rows of all of them."""

    cell: Cell
    rule: str
    nearest: tuple[str, ...]
    rows: list[int] = field(default_factory=list)

    @property
    def fault(self) -> Fault:
        """The fault of all these cells."""
        rows = list(dict.fromkeys(self.rows))
        if len(rows) == 1:
            return Fault(self.cell, self.rule, self.nearest)
        shown = ", ".join(map(str, rows[:_TOLD_ROWS])) + (", …" if len(rows) > _TOLD_ROWS else "")
        return Fault(self.cell, f"{self.rule} The same in {len(rows)} rows: {shown}.", self.nearest)


def translate(vocabulary: Vocabulary, grid: Grid, read: ReadMapping) -> Translation:
    """The charting sheet that a table is by its mapping, which must have no faults."""
    return _Translator(vocabulary, grid, read).translation()


class _Translator:
    def __init__(self, vocabulary: Vocabulary, grid: Grid, read: ReadMapping) -> None:
        assert read.mapping  # noqa: S101 - the caller's duty
        self._grid, self._read, self._mapping = grid, read, read.mapping
        self._names = column_names(grid, self._mapping.heading)
        self._index = {fold(name): index for index, name in self._names.items()}
        columns = self._mapping.columns
        self._readers = {
            name: ColumnReader(vocabulary, each, self._mapping.values) for name, each in columns.items() if each.facet
        }
        self._keys: dict[str, str] = {}
        self._unknown: dict[tuple[str, str], _Unknown] = {}
        self._faults: list[Fault] = []
        self._notices: dict[tuple[str, str], Fault] = {}

    def translation(self) -> Translation:
        """The whole table."""
        rows: list[tuple[int, dict[str, Made]]] = []
        above: Made | None = None
        for number in rows_below(self._grid, self._mapping.heading, self._mapping.rows_left_out).read:
            if len(self._faults) > MOST_FAULTS:
                break
            row = dict(self._row(number))
            if "study" not in row and self._mapping.study.fill_down and above:
                row["study"] = above
            above = row.get("study")
            rows.append((number, row))
        self._faults += [each.fault for each in self._unknown.values()]
        return Translation(self._table(rows), self._faults, list(self._notices.values()))

    def _table(self, rows: list[tuple[int, dict[str, Made]]]) -> Table:
        heading = tuple(dict.fromkeys(["study", *(name for _, row in rows for name in row)]))
        place = {name: index for index, name in enumerate(heading)}
        origins = {(number, place[name]): _origin(made) for number, row in rows for name, made in row.items()}
        texts = tuple((number, {place[name]: made.text for name, made in row.items()}) for number, row in rows)
        return Table(self._grid.name, heading, texts, origins=origins)

    def _row(self, number: int) -> Iterator[tuple[str, Made]]:
        yield from self._study_cells(number)
        if self._mapping.read and not self._mapping.study.read:
            yield "read", Made("; ".join(self._mapping.read), (self._read.place("read"),))
        by_facet: dict[str, list[tuple[CellCoding, Cell]]] = defaultdict(list)
        notes: list[tuple[str, Cell]] = []
        for name, column in self._mapping.columns.items():
            cell = self._cell(number, name, "columns", name)
            if cell is None:
                continue
            if column.note and cell.value:
                notes.append((f"{name}: {cell.value}", cell))
            if column.facet:
                for facet, coding in self._codings(name, cell):
                    by_facet[facet].append((coding, cell))
        for facet, found in by_facet.items():
            cells = tuple(dict.fromkeys(cell for _, cell in found))
            whole = combined([coding for coding, _ in found])
            if isinstance(whole, str):
                self._faults.append(Fault(cells[0], whole))
                continue
            yield facet, Made(coding_text(whole), cells)
            yield f"{facet}.source", Made(_source(self._grid, cells), cells)
        if notes:
            yield "notes", Made("\n".join(text for text, _ in notes), tuple(cell for _, cell in notes))

    def _study_cells(self, number: int) -> Iterator[tuple[str, Made]]:
        for column, names in self._mapping.study.named().items():
            key = "key" if column == "study" else column
            found = [self._cell(number, name, "study", key) for name in names]
            cells = tuple(cell for cell in found if cell and cell.value and not self._is_absent(cell.value))
            # Beside an author stands the year alone, not the whole date.
            dated = (cell.column in self._mapping.study.year and cell is not cells[0] for cell in cells)
            text = " ".join(
                year(cell.value) if is_dated else cell.value for cell, is_dated in zip(cells, dated, strict=True)
            )
            if column == "study" and text:
                yield column, Made(self._key(text, cells), cells)
            elif text:
                yield column, Made(_of_study(column)(text), cells)

    def _is_absent(self, text: str) -> bool:
        """Whether the mapping says of a text that it is a mark of absence, so that no column of the study holds it."""
        return any(fold(text) == fold(value) for value in self._mapping.values)

    def _key(self, text: str, cells: tuple[Cell, ...]) -> str:
        key = slug(text)
        first = self._keys.setdefault(key, fold(text))
        if first != fold(text) or not key:
            rule = f"gives the same key as another study, {first!r}: add a column to study.key in mapping.yaml."
            self._faults.append(Fault(cells[0], rule if key else "has neither letters nor digits to make a key of."))
            return f"{key} {text}".replace("/", " ")
        return key

    def _cell(self, number: int, name: str, *path: str) -> Cell | None:
        """The cell of a row in a column of the table; None, and a fault, where it cannot be read."""
        index = self._index.get(fold(name))
        if index is None:  # a fault of the mapping already
            return None
        found = self._grid.rows[number].get(index, "")
        text = found.text if isinstance(found, Unreadable) else found
        address = f"{letters(index)}{number}"
        cell = Cell(self._grid.name, number, name, text, address, Origin(name, text, self._read.line(*path)))
        if isinstance(found, Unreadable):
            self._unknown.setdefault((name, found.rule), _Unknown(cell, found.rule, ())).rows.append(number)
            return None
        return cell

    def _codings(self, name: str, cell: Cell) -> Iterator[tuple[str, CellCoding]]:
        reader = self._readers[name]
        values = reader.values(cell.value) if cell.value else []
        by_facet: dict[str, list[CellCoding]] = defaultdict(list)
        for value in values:
            meaning = reader.meaning(value)
            for facet, coding in meaning.codings.items():
                by_facet[facet].append(coding)
            if meaning.notice:
                self._notices.setdefault((name, fold(value)), Fault(cell, meaning.notice))
            if meaning.rule:
                unknown = self._unknown.setdefault((name, fold(value)), _Unknown(cell, meaning.rule, meaning.nearest))
                unknown.rows.append(cell.row)
        for facet, codings in by_facet.items():
            yield from ((facet, coding) for coding in within_cell(codings))
        if not values:
            yield from reader.target(reader.empty).codings.items()


def _origin(made: Made) -> tuple[str, Origin]:
    """The address of the first cell that another was made of, and what the table says in all of them."""
    cells = made.sources
    origins = [cell.origin or Origin(cell.column, made.text, cell.sheet) for cell in cells]
    joined = Origin(
        " + ".join(dict.fromkeys(each.column for each in origins)),
        " + ".join(dict.fromkeys(each.value for each in origins)),
        origins[0].decided,
    )
    return cells[0].address, joined


def _source(grid: Grid, cells: tuple[Cell, ...]) -> str:
    """Where a value was read, and what stands there."""
    said = "; ".join(f"{cell.column}: {one_line(cell.value, 200) or '(empty)'}" for cell in cells)
    return f"{grid.name}, {said}"


def _of_study(column: str) -> Callable[[str], str]:
    return STUDY_CELL.get(column, lambda text: text)
