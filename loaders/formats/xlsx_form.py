"""Charting form as an XLSX workbook, with drop-downs and comments from the ontology."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kg.csv_text import MARK, marked
from kg.ontology.vocabulary import Term, Vocabulary
from kg.review.columns import COMPANIONS, Column
from loaders.formats.form import Form
from loaders.formats.xlsx import FORMS_OWN, SHEET
from loaders.sheets.absence import STATUSES
from loaders.sheets.example import EXAMPLE_KEY

READ_ME, TERMS, LISTS = FORMS_OWN

_LAST_ROW = 1_048_576
_CONFIDENCES = ("low", "medium", "high")
_DEPTHS = ("title", "title; abstract", "title; abstract; full-text", "review-text")
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
One row is one evidence unit: one combination that was studied together. A paper with two combinations has two rows.
study: the same key on all rows of a paper, such as surname-2021. unit: a name for each row of a paper that has several.
citation, title, year, doi: once for each study. Green columns describe the study, blue columns the row.
The comment on each heading explains the column.
coder and read, in every row: who charted it, and what was read: title, or title; abstract, or title; abstract; full-text.
source, in every row: where its values stand, such as Section 2.1, p. 4. FACET.source: only for a value that stands elsewhere.
A cell holds one term from its list, or several with semicolons between them, each by id or label; or exactly one of these:
not reported: you looked, and the source names nothing.
none: the source itself says that there is none.
not applicable: the facet makes no sense for this study.
unclear: the source is ambiguous. unclear: term; term lists what it may mean.
Empty cell: you have not looked. Do not write N/A, ? or a dash: each could mean any of the above.
If no term fits, write the nearest wider one, and the rest into notes. The worksheet terms explains every term.
You may sort, colour, hide, move or delete columns, except study. Hidden rows and columns are read too.
Formulas and merged cells are refused.
The row with the key {example} is an example. It is not loaded. Delete it, or leave it unchanged.
To check a completed form: lacuna check FILE. To load it: lacuna load FILE.
The worksheets {own} are not read. Further charting worksheets are read if their names begin with {sheet}."""


def write_workbook(form: Form) -> bytes:
    """The workbook of a form; the same input gives the same bytes."""
    workbook = Workbook()
    workbook.properties.creator = "Lacuna"
    workbook.properties.title = f"Charting form, ontology {form.vocabulary.version}"
    workbook.properties.created = _NO_TIME
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    _form(sheet, form)
    _read_me(workbook.create_sheet(READ_ME), form.vocabulary)
    _terms(workbook.create_sheet(TERMS), form)
    _lists(workbook.create_sheet(LISTS), form)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_clock(buffer)


def _form(sheet: Worksheet, form: Form) -> None:
    place = {column.name: number for number, column in enumerate(form.columns, start=1)}
    offered = iter(range(1, len(place) + 1))  # columns of the hidden worksheet with the drop-downs, in order
    for column in form.columns:
        heading = sheet.cell(1, place[column.name], column.name)
        _head(heading, _fill(column))
        heading.comment = Comment(column.note, "Lacuna", width=320, height=40 + 20 * (len(column.note) // 45 + 4))
        letter = get_column_letter(place[column.name])
        width = _TITLE_WIDTH if column.name == "title" else _WIDTHS[column.kind]
        sheet.column_dimensions[letter].width = max(width, min(len(column.name) + 2, 32))
        if validation := _validation(column, offered, form.vocabulary):
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(validation)
    kinds = {column.name: column.kind for column in form.columns}
    for number, row in enumerate(form.rows, start=2):
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
    elif column.kind == "depths":
        validation = DataValidation("list", formula1=f'"{",".join(_DEPTHS)}"')
        validation.error = "Write any of title, abstract, full-text and review-text, separated by semicolons."
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
        # A cell of text never runs, so only what reading would take for a mark is marked.
        cell.value = _ESCAPED.sub("_x005F_", marked(text) if text.startswith(MARK) else text)
        cell.data_type = "s"  # without it openpyxl stores "=1" as a formula and "#REF!" as an error


def _read_me(sheet: Worksheet, vocabulary: Vocabulary) -> None:
    text = _READ_ME.format(version=vocabulary.version, example=EXAMPLE_KEY, own=", ".join(FORMS_OWN), sheet=SHEET)
    for number, line in enumerate(text.splitlines(), start=1):
        sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 110


def _terms(sheet: Worksheet, form: Form) -> None:
    vocabulary = form.vocabulary
    for number, (name, width) in enumerate(
        {"facet": 26, "term": 36, "label": 44, "broader": 30, "definition": 90, "synonyms": 50}.items(), start=1
    ):
        _head(sheet.cell(1, number, name), "plain")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for facet in _facets(form):
        for depth, term in _tree(vocabulary, vocabulary.terms[facet]):
            label, broader, synonyms = "    " * depth + term.label, "; ".join(term.broader), "; ".join(term.synonyms)
            sheet.append([facet, term.id, label, broader, term.definition, synonyms])
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


def _lists(sheet: Worksheet, form: Form) -> None:
    """Fill the hidden worksheet with the drop-downs: a column per facet, in the order of the form's columns."""
    for number, facet in enumerate(_facets(form), start=1):
        for row, text in enumerate((facet, *_options(form.vocabulary, facet)), start=1):
            sheet.cell(row, number, text)
    sheet.sheet_state = "hidden"


def _facets(form: Form) -> list[str]:
    """The facets of a form, in the order of its columns."""
    return [column.name for column in form.columns if column.kind == "terms"]


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
