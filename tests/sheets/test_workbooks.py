"""What spreadsheets store otherwise than it was typed, and workbooks of other programs: no value is lost without a word."""

import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.corpus import read_corpus

HEADING = ("study", "unit", "citation", "title", "year", "doi", "coder", "charted_on", "read", "notes")
FACET = ("pat-modality", "pat-modality.source", "pat-modality.confidence")


def sheet_with(tmp_path, cells, formats=()):
    """A workbook with one row, in which some cells hold other values, and some have a number format."""
    book = Workbook()
    page: Worksheet = book.worksheets[0]
    names = (*HEADING, *FACET)
    row = {"study": "k1", "title": "A title", "pat-modality": "none", "pat-modality.source": "p. 3"} | cells
    page.append(names)
    for name, value in row.items():
        page.cell(2, names.index(name) + 1, value)
    for name, number_format in formats:
        page.cell(2, names.index(name) + 1).number_format = number_format
    path = tmp_path / "w.xlsx"
    book.save(path)
    return path


CHANGED = {
    "a day": (date(2026, 3, 1), "a day"),
    "a day and time": (datetime(2026, 3, 1, 12, 30), "a day"),
    "a time": (time(10, 1), "a time"),
    "a duration": (timedelta(hours=30), "a time"),
    "true": (True, "true or false"),
    "false": (False, "true or false"),
}


@pytest.mark.parametrize("column", ["study", "unit", "citation", "title", "coder", "notes", "pat-modality.source"])
@pytest.mark.parametrize("kind", CHANGED)
def test_what_a_spreadsheet_has_changed_is_refused(kind, column, vocabulary, tmp_path):
    value, held = CHANGED[kind]
    (fault,) = read_corpus(vocabulary, sheet_with(tmp_path, {column: value})).faults
    assert fault.cell.column == column
    assert f"is {held} in the spreadsheet" in fault.rule


@pytest.mark.parametrize("kind", CHANGED)
def test_in_a_facet_it_is_said_beside_the_fault(kind, vocabulary, tmp_path):
    value, held = CHANGED[kind]
    (fault,) = read_corpus(vocabulary, sheet_with(tmp_path, {"pat-modality": value})).faults
    assert fault.cell.column == "pat-modality"
    assert f"holds {held} there, not text" in fault.rule


@pytest.mark.parametrize(
    ("column", "value", "warned"),
    [
        ("study", 7, False),
        ("study", 3.1, True),
        ("study", 1.2e16, True),
        ("unit", 2, False),
        ("unit", 1.5, True),
        ("pat-modality.source", 3, False),
        ("pat-modality.source", 3.1, True),
        ("title", 1984, True),
        ("citation", 2020, True),
        ("coder", 7, True),
        ("title", "1984", False),
        ("study", "3.1", False),
    ],
)
def test_a_number_that_may_have_been_text_is_a_warning(column, value, warned, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, sheet_with(tmp_path, {column: value}))
    assert corpus.faults == ()
    assert [notice.cell.column for notice in corpus.notices] == ([column] if warned else [])


@pytest.mark.parametrize("number_format", ["yyyy", "YYYY", "yy", "[$-409]yyyy", "yyyy;@", "[$-en-US]yyyy;@"])
def test_a_day_of_which_the_year_is_shown_is_a_year(number_format, vocabulary, tmp_path):
    path = sheet_with(tmp_path, {"year": date(2021, 1, 1)}, [("year", number_format)])
    corpus = read_corpus(vocabulary, path)
    assert (corpus.faults, corpus.review.studies[0].year) == ((), 2021)
    assert [notice.rule for notice in corpus.notices] == ["is read as 2021."]


@pytest.mark.parametrize("number_format", ["dd.mm.yyyy", "yyyy-mm-dd", "mmm yyyy", "d/m/yy"])
def test_a_whole_day_is_no_year(number_format, vocabulary, tmp_path):
    path = sheet_with(tmp_path, {"year": date(2021, 1, 1)}, [("year", number_format)])
    (fault,) = read_corpus(vocabulary, path).faults
    assert "is not a year" in fault.rule


def test_a_number_that_is_shown_as_another_year_is_refused(vocabulary, tmp_path):
    (fault,) = read_corpus(vocabulary, sheet_with(tmp_path, {"year": 2021}, [("year", "yyyy")])).faults
    assert "shown as another year" in fault.rule
    assert fault.nearest == ("2021",)


@pytest.mark.parametrize(
    ("value", "number_format", "stored"),
    [(0.8, "0%", "0.8"), (1, "0%", "1"), ("80%", "@", "0.8"), ("0,8", "@", "0.8"), (0.5, "0.0", "0.5")],
)
def test_a_confidence_in_percent(value, number_format, stored, vocabulary, tmp_path):
    path = sheet_with(tmp_path, {"pat-modality.confidence": value}, [("pat-modality.confidence", number_format)])
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    assert corpus.review.studies[0].units[0].charted[0].confidence == stored


LIKE_TEXT = [
    "5-Mar",
    "Mar-05",
    "2026-03-05",
    "2026-03-05 00:00:00",
    "3.5.2026",
    "10:30",
    "1.2E+11",
    "TRUE",
    "WAHR",
    "05-Mar-26",
]


@pytest.mark.parametrize("text", LIKE_TEXT)
@pytest.mark.parametrize("column", ["study", "unit", "title", "pat-modality.source"])
def test_in_csv_nobody_can_know_so_it_is_a_warning(text, column, vocabulary, tmp_path):
    row = {"study": "k1", "unit": "u", "title": "A", "pat-modality": "none", "pat-modality.source": "p. 3"} | {
        column: text
    }
    path = tmp_path / "s.csv"
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    (notice,) = corpus.notices
    assert (notice.cell.column, "Is it what was typed?" in notice.rule) == (column, True)


# --- Workbooks of other programs ---

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(type_, target):
    inside = f'<Relationship Id="r1" Type="{type_}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def packed(tmp_path, cells, *, space=MAIN, relations=RELATIONS, sheets='<sheet name="s" sheetId="1" r:id="r1"/>'):
    """A workbook as another program writes it, its second row made of the XML of cells."""
    names = ("study", "title", "year", "pat-modality")
    heading = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    rows = f'<row r="1">{heading}</row><row r="2">{cells}</row>'
    parts = {
        "_rels/.rels": relationships(f"{relations}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{relations}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(f"{relations}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
    }
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


KEY = '<c r="A2" t="inlineStr"><is><t>k1</t></is></c>'
YEAR = '<c r="C2"><v>2020</v></c>'
NONE = '<c r="D2" t="str"><v>none</v></c>'


@pytest.mark.parametrize(
    "title",
    [
        '<c r="B2" t="inlineStr"><is><t>A title</t></is></c>',
        '<c r="B2" t="inlineStr"><v>A title</v></c>',
        '<c r="B2" t="inlineStr"><v>A title</v><is><t>A title</t></is></c>',
        '<c r="B2" t="inlineStr"><is><t></t></is><v>A title</v></c>',
        '<c r="B2" t="inlineStr"><is><r><t>A </t></r><r><rPr><b/></rPr><t>title</t></r></is></c>',
        '<c r="B2" t="inlineStr"><is><t>A title</t><rPh sb="0" eb="1"><t>ignored</t></rPh></is></c>',
        '<c r="B2" t="str"><is><t>A title</t></is></c>',
        '<c r="B2" t="str"><v>A title</v></c>',
    ],
)
@pytest.mark.parametrize(("space", "relations"), [(MAIN, RELATIONS), (STRICT, STRICT_RELATIONS)])
def test_a_text_is_read_wherever_a_program_stores_it(title, space, relations, vocabulary, tmp_path):
    corpus = read_corpus(vocabulary, packed(tmp_path, KEY + title + YEAR + NONE, space=space, relations=relations))
    assert corpus.faults == ()
    assert [study.title for study in corpus.review.studies] == ["A title"]


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ('<c r="B2" t="inlineStr"><v>One</v><is><t>Other</t></is></c>', "two values"),
        ('<c r="B2" t="str"><v>One</v><v>Other</v></c>', "two values"),
        ('<c r="B2" t="inlineStr"><t>Out of place</t></c>', "out of place"),
        ('<c r="B2" t="str">Out of place</c>', "out of place"),
        ('<c r="B2" t="str"><value>Out of place</value></c>', "out of place"),
        ('<c r="B2" t="str"><v>One</v></c><c r="B2" t="str"><v>Other</v></c>', "stored twice"),
        ('<c r="B2"><is><t>A title</t></is></c>', "stored as a number"),
    ],
)
def test_a_value_that_would_be_lost_is_named(title, says, vocabulary, tmp_path):
    (fault,) = read_corpus(vocabulary, packed(tmp_path, KEY + title + YEAR + NONE)).faults
    assert (fault.cell.address, says in fault.rule) == ("B2", True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"space": "http://example.org/another"}, "no known version of XLSX"),
        (
            {"sheets": '<sheet name="s" sheetId="1" r:id="r1"/><sheet name="t" sheetId="2" r:id="r2"/>'},
            "the sheet t is of an unknown kind",
        ),
        (
            {"sheets": '<sheet name="s" sheetId="1" r:id="r1"/><sheet name="t" sheetId="2" r:id="r1"/>'},
            "worksheets s and t are one",
        ),
        ({"sheets": '<sheet name="s" sheetId="1"/>'}, "cannot be read as XLSX"),
    ],
)
def test_a_worksheet_that_would_be_lost_is_named(changes, says, vocabulary, tmp_path):
    path = packed(tmp_path, KEY + YEAR + NONE, **changes)
    if "space" in changes:  # the worksheet alone is in another version
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(changes["space"], MAIN)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    (fault,) = read_corpus(vocabulary, path).faults
    assert says in fault.rule


def test_a_band_of_merged_cells_is_told_once(vocabulary, tmp_path):
    book = Workbook()
    page = book.worksheets[0]
    page.append(["RQ1", None, None, "RQ2"])
    page.append(["study", "title", "year", "pat-modality"])
    for number in range(50):
        page.append([f"k{number}", f"T {number}", 2020, "none"])
    page.merge_cells("A1:C1")
    book.save(tmp_path / "w.xlsx")
    (fault,) = read_corpus(vocabulary, tmp_path / "w.xlsx").faults
    assert "Is the heading in row 2?" in fault.rule
