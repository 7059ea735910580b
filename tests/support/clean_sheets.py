"""Random sheets without a fault, as CSV and XLSX, written in the many ways in which people write."""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.columns import columns
from kg.review.model import Review
from kg.review.rows import delimited, form_rows, sheet_columns
from loaders.sheets.example import example_row

Value = Any
"""What a cell of a spreadsheet may hold: text, a number, a day."""
STUDIES = 40
STATUSES = ("none", "not applicable", "not reported", "unclear", "Not\u00a0 Reported", "UNCLEAR")


def as_csv(vocabulary: Vocabulary, review: Review) -> str:
    """A review as the sheet of an export."""
    rows = form_rows(review.studies, review.retracted)
    return delimited(sheet_columns(vocabulary, rows), rows)


@dataclass
class Sheet:
    """Rows by number (the heading is row 1), each with its filled cells by index; and what planters have already taken."""

    vocabulary: Vocabulary
    dice: random.Random
    heading: list[str]
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def index(self, column: str) -> int:
        return self.heading.index(column)

    def get(self, row: int, column: str) -> Value:
        return self.rows[row].get(self.index(column), "")

    def put(self, row: int, column: str, value: Value) -> None:
        self.rows[row][self.index(column)] = value

    def studies(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in self.rows:
            found.setdefault(str(self.get(row, "study")), []).append(row)
        return found

    def study(self, units: int = 1) -> list[int]:
        """The rows of a study of at least so many units that no planter has touched."""
        of_own = (each for each in self.studies().items() if each[0].startswith("key-"))
        free = [key for key, rows in of_own if key not in self.taken and len(rows) >= units]
        key = self.dice.choice(free)
        self.taken.add(key)
        return self.studies()[key]

    def row(self) -> int:
        return self.dice.choice(self.study())

    def facet(self, level: str | None = None) -> Facet:
        """A facet whose column no planter has touched."""
        free = [
            each
            for each in self.vocabulary.charted_facets
            if each.id not in self.taken
            and level in (None, each.level)
            and len(list(self.vocabulary.of_facet(each.id))) > 3
        ]
        return self.dice.choice(free)

    def terms(self, facet: str, count: int = 1) -> list[str]:
        return self.dice.sample([term.id for term in self.vocabulary.of_facet(facet)], count)


def clean_sheet(vocabulary: Vocabulary, seed: int) -> Sheet:
    """A sheet without a fault; the same under its number."""
    dice = random.Random(seed)
    names = [column.name for column in columns(vocabulary)]
    study_columns, others = names[:8], names[8:]
    dice.shuffle(others)
    others.insert(dice.randrange(len(others)), "")  # a column without a name, as a spacer
    sheet = Sheet(vocabulary, dice, [*study_columns, *others])
    number = 2
    if dice.random() < 0.5:
        sheet.rows[number] = {sheet.index(name): text for name, text in example_row(vocabulary).items()}
        number += 1
    for study in range(STUDIES):
        level_study = {
            facet.id: _cell(sheet, facet.id)
            for facet in vocabulary.charted_facets
            if facet.level == "study" and dice.random() < 0.5
        }
        year = dice.choice([None, 1900, 2021, 2100])
        title = dice.choice([f"“Gyürkés”; title, {study}", "N/A", "-", 'a "quoted"\ntitle'])
        for unit in range(1 if study % 2 else dice.choice([2, 3])):
            number += dice.choice([1, 1, 1, 2])  # sometimes an empty row between
            sheet.rows[number] = {}
            sheet.put(number, "study", f"key-{study}")
            sheet.put(number, "unit", f"unit {unit}")
            sheet.put(number, "title", dice.choice([title, f"  {title}\u00a0"]))
            if year:
                sheet.put(number, "year", dice.choice([year, str(year), float(year)]))
            if dice.random() < 0.5:
                sheet.put(number, "coder", "Ö. B.\nand others")
                sheet.put(number, "charted_on", dice.choice([date(2026, 11, 23), "2026-11-23"]))
            _chart(sheet, number, {**level_study} if unit == 0 or dice.random() < 0.5 else {})
    return sheet


def _chart(sheet: Sheet, number: int, of_study: dict[str, str]) -> None:
    dice = sheet.dice
    said = of_study | {
        facet.id: _cell(sheet, facet.id)
        for facet in sheet.vocabulary.charted_facets
        if facet.level == "unit" and dice.random() < 0.4
    }
    for facet, text in said.items():
        sheet.put(number, facet, text)
        if dice.random() < 0.7:
            sheet.put(number, f"{facet}.source", dice.choice(["title", "-", "N/A", "1.5", 3]))
        if facet not in of_study and dice.random() < 0.3:
            sheet.put(number, f"{facet}.confidence", dice.choice(["low", "high", "0.25", 0.5, 1]))


def _cell(sheet: Sheet, facet: str) -> str:
    dice = sheet.dice
    terms = [sheet.vocabulary.terms[term] for term in sheet.terms(facet, dice.choice([1, 1, 2, 3]))]
    written = dice.choice(["; ", ";", " ;\u00a0", ";; "]).join(
        dice.choice([term.id, term.label, term.label.upper(), f" {term.id} "]) for term in terms
    )
    return dice.choice([written, written, written, f"unclear: {written}", f"UNCLEAR:{written}", dice.choice(STATUSES)])


def save(sheet: Sheet, path: Path) -> Path:
    """Write a sheet as CSV or XLSX; in CSV everything is text."""
    if path.suffix == ".csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator=sheet.dice.choice(["\n", "\r\n"]), delimiter=sheet.dice.choice(",;\t"))
        writer.writerow(sheet.heading)
        for number in range(2, max(sheet.rows) + 1):
            row = sheet.rows.get(number, {})
            width = max([*row, len(sheet.heading) - 1]) + 1
            writer.writerow([_as_text(row.get(index, "")) for index in range(width)])
        bom = sheet.dice.choice(["", "\ufeff"])
        path.write_bytes((bom + out.getvalue()).encode("utf-8", errors="surrogateescape"))
        return path
    workbook = Workbook()
    page = workbook.worksheets[0]
    page.title = sheet.dice.choice(["Sheet1", "charting", " Charting 2 "])
    for number, row in {1: dict(enumerate(sheet.heading)), **sheet.rows}.items():
        for index, value in row.items():
            page.cell(number, index + 1, value or None)
    for row_number, index in sheet.merged:
        page.merge_cells(start_row=row_number, end_row=row_number + 1, start_column=index + 1, end_column=index + 1)
    page.cell(max(sheet.rows) + 500, 40).number_format = "0.00"  # formatted, but empty
    page.row_dimensions[5].hidden = page.column_dimensions["K"].hidden = True
    workbook.create_sheet("Sheet2")
    workbook.save(path)
    return path


def _as_text(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
