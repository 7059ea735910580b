"""Which worksheets of a workbook are read, and what becomes of files that are none or are broken."""

import mimetypes
import random
import re
import zipfile

import pytest
from openpyxl import Workbook

from kg.errors import Refused
from loaders.corpus import read_corpus
from loaders.formats import FORMATS, delimited, xlsx
from loaders.template import filled_form, write_form


@pytest.fixture
def workbook(tmp_path):
    """Write worksheets by name, each as rows of values."""

    def write(pages, name="w.xlsx"):
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in pages.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return write


ROWS = [["study", "ai-method"], ["a", "clustering"]]
MORE = [["study", "ai-method"], ["b", "clustering"]]


def faults(vocabulary, path):
    return [str(fault) for fault in read_corpus(vocabulary, path).faults]


@pytest.mark.parametrize(
    ("pages", "studies"),
    [
        ({"Sheet1": ROWS}, ["a"]),
        ({"Tabelle1": ROWS, "Terms": [["x"]], "read me": [["y"]], "Lists": [["z"]], "Sheet2": []}, ["a"]),
        ({"charting": ROWS, "Charting  second": MORE, "terms": [["x"]]}, ["a", "b"]),
        ({"charting": [["study"]], "charting 2": MORE}, ["b"]),
    ],
)
def test_worksheets_that_are_read(pages, studies, workbook, vocabulary):
    path = workbook(pages)
    assert faults(vocabulary, path) == []
    assert [study.id for study in read_corpus(vocabulary, path).review.studies] == studies


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ({"charting": ROWS, "notes": [["by the way"]]}, "w.xlsx notes column -: '' — would not be read"),
        ({"one": ROWS, "other": MORE}, "w.xlsx other column"),
        ({"terms": [["x"]]}, "only empty worksheets"),
        ({"charting": [[None], ["a"]]}, "has no heading"),
        ({"charting": [["study"]]}, "nothing is charted"),
    ],
)
def test_worksheets_that_are_refused(pages, says, workbook, vocabulary):
    assert any(says in fault for fault in faults(vocabulary, workbook(pages)))


def test_the_same_study_in_two_worksheets(workbook, vocabulary):
    path = workbook({"charting 1": [["study", "year"], ["a", 2020]], "charting 2": [["study", "year"], ["a", 2021]]})
    (fault,) = faults(vocabulary, path)
    assert fault.startswith("w.xlsx charting 2 row 2 column year: '2021' (cell B2)")
    assert "row 2 of w.xlsx charting 1" in fault


def test_values_of_every_type(workbook, vocabulary):
    path = workbook(
        {
            "s": [
                ["study", "year", "ai-method", "ai-method.confidence"],
                [7, 2021.0, "clustering", 0.00001],
                [1e15, 2021, "none", 1],
            ]
        }
    )
    studies = read_corpus(vocabulary, path).review.studies
    assert {study.id: study.units[0].charted[0].confidence for study in studies} == {
        "7": "0.00001",
        "1000000000000000": "1",
    }


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cannot be read as XLSX"),
        (b"study,year\na,2020\n", "cannot be read as XLSX: BadZipFile"),
        (b"PK\x05\x06" + b"\0" * 18, "cannot be read as XLSX: KeyError"),
        (OLE + b"\0" * 99, "in the old format (.xls)"),
        (OLE + "..EncryptedPackage..".encode("utf-16-le"), "protected by a password"),
    ],
)
def test_files_that_are_no_workbook(content, says, tmp_path, vocabulary):
    path = tmp_path / "w.xlsx"
    path.write_bytes(content)
    (fault,) = faults(vocabulary, path)
    assert says in fault


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path, contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def test_a_zip_bomb_is_not_unpacked(workbook, vocabulary):
    path = workbook({"s": ROWS})
    pack(path, parts(path) | {"xl/media/bomb": b"0" * (xlsx.LARGEST + 1)})
    assert path.stat().st_size < xlsx.LARGEST / 100
    (fault,) = faults(vocabulary, path)
    assert "is larger than 64 MB" in fault


def test_an_entity_bomb_is_not_expanded(workbook, vocabulary):
    path = workbook({"s": ROWS})
    entities = "".join(f'<!ENTITY e{number + 1} "{f"&e{number};" * 10}">' for number in range(9))
    bomb = f'<!DOCTYPE b [<!ENTITY e0 "ha">{entities}]>'.encode()
    contents = parts(path)
    (name,) = (name for name in contents if name.startswith("xl/worksheets/"))
    pack(
        path,
        contents
        | {name: bomb + re.sub(rb"^<\?xml.*?\?>", b"", contents[name]).replace(b"<sheetData>", b"<sheetData>&e9;")},
    )
    (fault,) = faults(vocabulary, path)
    assert "has a DTD" in fault


def test_a_whole_sheet_that_is_merged(workbook, vocabulary):
    path = workbook({"s": ROWS})
    contents = parts(path)
    (name,) = (name for name in contents if name.startswith("xl/worksheets/"))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    pack(path, contents | {name: contents[name].replace(b"</sheetData>", merged)})
    (fault,) = faults(vocabulary, path)
    assert "has merged cells (A2:XFD1048576)" in fault


def test_a_sheet_that_is_too_large(tmp_path, vocabulary):
    path = tmp_path / "s.csv"
    with path.open("wb") as file:
        file.write(b"study,year\na,2020\n")
        file.truncate(delimited.LARGEST_FILE + 1)  # sparse: it takes no space
    (fault,) = faults(vocabulary, path)
    assert "is larger than" in fault


def test_utf_16_is_named(tmp_path, vocabulary):
    path = tmp_path / "s.csv"
    path.write_text("study,year\na,2020\n", encoding="utf-16")
    (fault,) = faults(vocabulary, path)
    assert "is UTF-16" in fault


def test_a_cell_far_away_costs_nothing(tmp_path, vocabulary):
    book = Workbook()
    page = book.worksheets[0]
    for row in ROWS:
        page.append(row)
    page["XFD1048576"] = "far"
    book.save(tmp_path / "w.xlsx")
    found = faults(vocabulary, tmp_path / "w.xlsx")
    assert any(fault.startswith("w.xlsx Sheet row 1048576 column XFD: 'far' (cell XFD1048576)") for fault in found)


@pytest.mark.slow
def test_whatever_breaks_in_a_file_is_refused_and_never_misread(tmp_path, vocabulary, seed_rows):
    """Bytes of the parts are changed, and the parts packed again, so that no checksum tells."""
    path = tmp_path / "w.xlsx"
    write_form(filled_form(vocabulary, seed_rows[:3], (), ("source",)), path)
    contents, dice = parts(path), random.Random(7)
    names = [name for name in contents if not name.startswith(("xl/worksheets/sheet3", "xl/worksheets/sheet4"))]
    ended = set()
    for _ in range(60):
        name = dice.choice(names)
        broken = bytearray(contents[name])
        for _ in range(dice.choice([1, 5])):
            place = dice.randrange(len(broken))
            broken[place : place + dice.choice([0, 1, 9])] = bytes(
                dice.randrange(32, 127) for _ in range(dice.choice([0, 1, 3]))
            )
        pack(path, contents | {name: bytes(broken)})
        try:
            tables = FORMATS[".xlsx"].read(path)
        except Refused:
            ended.add("refused")
        else:
            ended.add("read")
            assert tables
    assert ended == {"refused", "read"}


def test_lock_files_of_spreadsheet_programs_are_no_sheets(tmp_path, vocabulary):
    (tmp_path / "review.yaml").write_text("", encoding="utf-8")
    (tmp_path / "s.csv").write_text("study\na\n", encoding="utf-8")
    for name in ("~$s.xlsx", ".~lock.s.xlsx#", "._s.csv"):
        (tmp_path / name).write_bytes(b"\0")
    assert faults(vocabulary, tmp_path) == []


def test_formats_have_the_media_types_that_python_knows():
    known = mimetypes.MimeTypes(filenames=()).types_map[True]
    assert {suffix: FORMATS[suffix].media_type for suffix in (".csv", ".tsv")} == {
        suffix: known[suffix] for suffix in (".csv", ".tsv")
    }
