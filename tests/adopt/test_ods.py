"""OpenDocument spreadsheets: every cell is read, and no file fills the memory."""

import time
import tracemalloc
import zipfile

import pytest

from kg.errors import Refused
from loaders.mapped.grid import read_grids

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def write(path, *sheets, raw=""):
    body = "".join(f'<table:table table:name="{title}">{rows}</table:table>' for title, rows in sheets)
    content = f"<office:document-content {SPACES}>{raw}<office:body><office:spreadsheet>{body}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content + "</office:spreadsheet></office:body></office:document-content>")
    return path


def cell(text="", attributes=""):
    return f"<table:table-cell {attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (cell("plain"), "plain"),
        (cell("two</text:p><text:p>lines"), "two\nlines"),
        (cell("a<text:line-break/>b"), "a\nb"),
        (cell("a<text:s text:c='3'/>b <text:span>c<text:a>d</text:a></text:span>"), "a b cd"),
        (cell("2,021", 'office:value-type="float" office:value="2021"'), "2021"),
        (cell("80 %", 'office:value-type="percentage" office:value="0.8"'), "0.8"),
        (cell("3. Feb", 'office:value-type="date" office:date-value="2021-02-03"'), "2021-02-03"),
        (cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'), "true"),
        (cell("12", 'table:formula="of:=A2*2" office:value-type="float" office:value="12"'), "12"),
        (cell("seen<office:annotation><text:p>a comment</text:p></office:annotation>"), "seen"),
        (cell("Größe &amp; Säure"), "Größe & Säure"),
    ],
)
def test_a_cell(tmp_path, written, read):
    (grid,) = read_grids(write(tmp_path / "t.ods", ("Data", row(cell("head")) + row(cell(), written))))
    assert grid.rows[2][1] == read
    assert (grid.sheet, grid.name) == ("Data", "t.ods Data")


def test_repeated_spanned_and_empty_cells(tmp_path):
    rows = (
        row(
            cell("band", 'table:number-columns-spanned="3"'),
            "<table:covered-table-cell table:number-columns-repeated='2'/>",
        )
        + row(cell("x", 'table:number-columns-repeated="3"'), cell("", 'table:number-columns-repeated="16000"'))
        + row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="5"')
        + row(cell("last"), attributes='table:number-rows-repeated="2"')
        + row(cell(), attributes='table:number-rows-repeated="1048000"')
    )
    (grid,) = read_grids(write(tmp_path / "t.ods", ("Data", rows), ("Empty", row(cell()))))
    assert {number: list(grid.texts(number).values()) for number in grid.rows} == {
        1: ["band"] * 3,
        2: ["x"] * 3,
        8: ["last"],
        9: ["last"],
    }
    assert grid.merged == ((1, 1, 1, 3),)


HOSTILE = {
    "many filled cells": row(
        cell("x", 'table:number-columns-repeated="900"'), attributes='table:number-rows-repeated="1000000"'
    ),
    "a long text in many cells": row(
        cell("x" * 100_000, 'table:number-columns-repeated="900"'), attributes='table:number-rows-repeated="900"'
    ),
    "a wide row": row(cell("x", 'table:number-columns-repeated="1000000000"')),
    "a large merged range": row(cell("x", 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"')),
    "no number": row(cell("x", 'table:number-columns-repeated="-5"')),
    "much text": row(*(cell("y" * 100_000) for _ in range(300))),
}


@pytest.mark.parametrize("rows", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_soon(tmp_path, rows):
    path = write(tmp_path / "t.ods", ("Data", rows))
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises(Refused):
            read_grids(path)
        assert tracemalloc.get_traced_memory()[1] < 200 * 1024**2
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 20  # traced memory makes it ten times as slow


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no archive", "cannot be read as ODS"),
        (b"", "cannot be read as ODS"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, content, said):
    (tmp_path / "t.ods").write_bytes(content)
    with pytest.raises(Refused, match=said):
        read_grids(tmp_path / "t.ods")


def test_a_dtd_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(Refused, match="DTD"):
        read_grids(tmp_path / "t.ods")
