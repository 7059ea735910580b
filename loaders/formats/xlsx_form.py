"""Charting form as an XLSX workbook, with drop-downs and comments from the ontology."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kg.ontology.vocabulary import Term, Vocabulary
from kg.review.columns import COMPANIONS, Column, columns, gives_reasons
from loaders.formats.xlsx import FORMS_OWN, SHEET
from loaders.sheets.absence import STATUSES
from loaders.sheets.example import EXAMPLE_KEY

READ_ME, TERMS, LISTS = FORMS_OWN

_LAST_ROW = 1_048_576
_CONFIDENCES = ("low", "medium", "high")
_FIRST_DAY = date(1901, 1, 1)  # spreadsheets count days from 1900 and get January and February 1900 wrong
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # XLSX reads _x0041_ as A
_NO_TIME = datetime(
    2000, 1, 1
)  # the creation time, which every workbook has; fixed, so that the same form gives the same bytes
_FILLS = {"plain": "D9D9D9", "study": "C6E0B4", "unit": "BDD7EE", "beside": "EDEDED"}
_TITLE_WIDTH = 50
_WIDTHS = {"text": 18, "year": 8, "day": 13, "depths": 18, "terms": 26, "confidence": 13}

_READ_ME = """\
Charting form of Lacuna, ontology {version}
Each row of the worksheet charting is one evidence unit: one combination that was studied together.
Rows with the same study key describe one study.
Green columns describe the study, blue columns the evidence unit. The comment on each heading explains the column.
A cell holds one term, or several separated by semicolons, each by id or label; or exactly one of the statuses below; or nothing.
none: the source itself says that there is none.
not applicable: the facet makes no sense for this study.
not reported: a coder looked, and the source names nothing.
unclear: the source is ambiguous. unclear: term; term lists what it may mean.
Empty cell: nobody has charted this yet. Do not write N/A or a dash: each could mean any of the above.
FACET.source says where the value was read. FACET.confidence says how certain it is: low, medium, high, or a number from 0 to 1.
The drop-downs offer one term at a time; you can also type. The worksheet terms explains every term.
You may hide, move or delete columns, except study. Hidden rows and columns are read too.
The row with the key {example} is an example. It is not loaded. Delete it, or leave it unchanged.
To check a completed form: lacuna check FILE. To load it: lacuna load FILE.
The worksheets {own} are not read. Further charting worksheets are read if their names begin with {sheet}."""


def write_workbook(vocabulary: Vocabulary, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The workbook with the given rows below the heading; the same input gives the same bytes."""
    workbook = Workbook()
    workbook.properties.creator = "Lacuna"
    workbook.properties.title = f"Charting form, ontology {vocabulary.version}"
    workbook.properties.created = _NO_TIME
    form = workbook.worksheets[0]
    form.title = SHEET
    _form(form, vocabulary, rows)
    _read_me(workbook.create_sheet(READ_ME), vocabulary)
    _terms(workbook.create_sheet(TERMS), vocabulary)
    _lists(workbook.create_sheet(LISTS), vocabulary)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_clock(buffer)


def _form(sheet: Worksheet, vocabulary: Vocabulary, rows: Sequence[Mapping[str, str]]) -> None:
    all_columns = list(columns(vocabulary, reasons=gives_reasons(rows)))
    place = {column.name: number for number, column in enumerate(all_columns, start=1)}
    offered = iter(range(1, len(place) + 1))  # columns of the hidden worksheet with the drop-downs, in order
    for column in all_columns:
        heading = sheet.cell(1, place[column.name], column.name)
        _head(heading, _fill(column))
        heading.comment = Comment(column.note, "Lacuna", width=320, height=40 + 20 * (len(column.note) // 45 + 4))
        letter = get_column_letter(place[column.name])
        width = _TITLE_WIDTH if column.name == "title" else _WIDTHS[column.kind]
        sheet.column_dimensions[letter].width = max(width, min(len(column.name) + 2, 32))
        if validation := _validation(column, offered, vocabulary):
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(validation)
    kinds = {column.name: column.kind for column in all_columns}
    for number, row in enumerate(rows, start=2):
        for name, text in row.items():
            _write(sheet.cell(number, place[name]), text, kinds[name])
            if row["study"] == EXAMPLE_KEY:
                sheet.cell(number, place[name]).font = Font(italic=True, color="808080")
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32


def _validation(column: Column, offered: Iterator[int], vocabulary: Vocabulary) -> DataValidation | None:
    """The drop-down or rule of a column, or None.

    It informs and never blocks, because a cell may hold several terms, or a label instead of an id.
    """
    if column.kind == "terms" and column.facet:
        letter = get_column_letter(next(offered))
        last = len(_options(vocabulary, column.facet.id)) + 1
        validation = DataValidation("list", formula1=f"{LISTS}!${letter}$2:${letter}${last}")
        validation.error = "This is not a single term of the list. OK keeps it. Separate several terms by semicolons."
    elif column.kind == "confidence":
        validation = DataValidation("list", formula1=f'"{",".join(_CONFIDENCES)}"')
        validation.error = "Write low, medium, high, or a number from 0 to 1."
    elif column.kind == "year":
        validation = DataValidation("whole", formula1="1900", formula2="2100")
        validation.error = "A year is one whole number such as 2021."
    else:
        return None
    validation.errorTitle, validation.errorStyle = column.name, "information"
    validation.allow_blank = validation.showErrorMessage = True
    return validation


def _write(cell: Cell | MergedCell, text: str, kind: str) -> None:
    """Fill a cell: years as numbers, days as dates, everything else as text."""
    if kind == "year":
        cell.value = int(text)
    elif kind == "day" and date.fromisoformat(text) >= _FIRST_DAY:
        cell.value = date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = _ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"  # without it openpyxl stores "=1" as a formula and "#REF!" as an error


def _read_me(sheet: Worksheet, vocabulary: Vocabulary) -> None:
    text = _READ_ME.format(version=vocabulary.version, example=EXAMPLE_KEY, own=", ".join(FORMS_OWN), sheet=SHEET)
    for number, line in enumerate(text.splitlines(), start=1):
        sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 110


def _terms(sheet: Worksheet, vocabulary: Vocabulary) -> None:
    for number, (name, width) in enumerate(
        {"facet": 26, "term": 36, "label": 44, "broader": 30, "definition": 90, "synonyms": 50}.items(), start=1
    ):
        _head(sheet.cell(1, number, name), "plain")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for facet in vocabulary.charted_facets:
        for depth, term in _tree(vocabulary, vocabulary.terms[facet.id]):
            label, broader, synonyms = "    " * depth + term.label, "; ".join(term.broader), "; ".join(term.synonyms)
            sheet.append([facet.id, term.id, label, broader, term.definition, synonyms])
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def _tree(vocabulary: Vocabulary, top: Term) -> list[tuple[int, Term]]:
    """The terms of a facet, depth first, with their depth; a term with several broader ones is below the first."""
    narrower: dict[str, list[Term]] = {}
    for term in vocabulary.of_facet(top.facet):
        for parent in term.broader[:1]:
            narrower.setdefault(parent, []).append(term)

    def below(term: Term, depth: int) -> Iterator[tuple[int, Term]]:
        yield depth, term
        for child in narrower.get(term.id, []):
            yield from below(child, depth + 1)

    return list(below(top, 0))


def _lists(sheet: Worksheet, vocabulary: Vocabulary) -> None:
    """Fill the hidden worksheet with the drop-downs: a column per facet, in the order of the form's columns."""
    facets = [column.name for column in columns(vocabulary) if column.kind == "terms"]
    for number, facet in enumerate(facets, start=1):
        for row, text in enumerate((facet, *_options(vocabulary, facet)), start=1):
            sheet.cell(row, number, text)
    sheet.sheet_state = "hidden"


def _options(vocabulary: Vocabulary, facet: str) -> tuple[str, ...]:
    return (*STATUSES, *(term.id for term in vocabulary.of_facet(facet)))


def _head(cell: Cell, fill: str) -> None:
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=_FILLS[fill])
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _fill(column: Column) -> str:
    if column.facet is None:
        return "plain"
    return "beside" if column.name.endswith(tuple(f".{name}" for name in COMPANIONS)) else column.facet.level


def _without_clock(saved: io.BytesIO) -> bytes:
    """The same archive without its time stamps, so that the same form gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()
