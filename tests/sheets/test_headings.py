"""Headings as people write them, and headings that are not in the first row."""

import unicodedata

import pytest

from kg.errors import Cell
from loaders.corpus import read_corpus
from loaders.sheets.headings import Headings, heading_elsewhere
from loaders.sheets.table import make_table

WRITTEN = {
    "study": ["Study", "STUDY ", "Study key", "study_id", "Study-ID", "Paper ID", "Key"],
    "citation": ["Citation", "Reference", "Short reference", "Author (year)"],
    "title": ["TITLE", "Title of publication", "Paper title", "article_title"],
    "year": ["Year ", "Publication year", "Publication Year", "Year of publication", "PUB. YEAR", "publication_year"],
    "doi": ["DOI", "Doi", "DOI link", "Digital Object Identifier"],
    "unit": ["Unit", "Evidence unit", "Unit key"],
    "coder": ["Coder", "Charted by", "Extracted by", "data extractor"],
    "charted_on": ["Charted on", "charted-on", "ChartedOn", "Date of charting", "Extraction date"],
    "read": ["Read", "Depth of reading", "What was read"],
    "notes": ["Notes", "Note", "Comments", "Remarks", "COMMENT"],
    "unit-operation": [
        "Unit operation",
        "unit_operation",
        "UNIT OPERATION",
        "Unit\N{EN DASH}operation",
        "process step",
    ],
    "ai-method": ["AI method", "AI or data-analytic method", "Ai Method", "algorithm", "AI\u00a0method"],
    "pat-modality": ["PAT modality", "PAT tool", "pat modality:", "Sensor Modality"],
    "country": ["Country", "country or region", "Country (or region)", "Geography"],
    "technology-readiness-level": ["TRL", "Technology readiness level", "trl"],
    "ai-method.source": [
        "AI method source",
        "AI method (source)",
        "ai-method: source",
        "Source of AI method",
        "algorithm source",
    ],
    "pat-modality.confidence": ["PAT modality confidence", "PAT-modality.Confidence", "PAT tool - confidence"],
    "unit-operation.reason": ["Unit operation reason", "Reason of unit operation", "unit operation [rationale]"],
}


@pytest.fixture(scope="module")
def headings(vocabulary):
    return Headings(vocabulary)


@pytest.mark.parametrize(("column", "text"), [(column, text) for column, each in WRITTEN.items() for text in each])
def test_a_heading_in_every_writing(column, text, headings):
    for written in (text, unicodedata.normalize("NFD", text), f"\u200b{text}", text.replace(" ", "\u00a0")):
        assert headings.meant(written) == (column,), written


def test_every_name_of_a_facet_is_a_heading_with_one_meaning(vocabulary, headings):
    for facet in vocabulary.charted_facets:
        for name in (facet.id, facet.label, *vocabulary.terms[facet.id].synonyms):
            assert headings.meant(name.upper()) == (facet.id,)
            for companion in ("source", "confidence", "reason"):
                assert headings.meant(f"{name} {companion}") == (f"{facet.id}.{companion}",)


@pytest.mark.parametrize(
    "text", ["", "RQ1", "Year 2", "reason", "Confidence", "study design 2", "x" * 40_000, "n", "%"]
)
def test_what_means_no_column(text, headings):
    assert headings.meant(text) == ()


@pytest.mark.parametrize("text", ["source", "Source", " SOURCE "])
def test_source_alone_is_the_source_of_the_row(text, headings):
    assert headings.meant(text) == ("source",)


def read(vocabulary, tmp_path, text):
    path = tmp_path / "s.csv"
    path.write_text(text, encoding="utf-8")
    return read_corpus(vocabulary, path)


def test_each_heading_that_is_understood_is_told_once(vocabulary, tmp_path):
    heading = "Study ,Publication year,PAT modality,PAT modality source,Reference,charter,Comments"
    corpus = read(vocabulary, tmp_path, f"{heading}\nk1,2020,NIR,p. 3,Doe 2020,AB,good\nk2,2021,NIR,p. 4,,AB,\n")
    assert corpus.faults == ()
    told = {notice.cell.value: notice.rule for notice in corpus.notices if notice.cell.row == 1}
    assert {value: rule.split()[-1] for value, rule in told.items()} == {
        "Publication year": "year.",
        "PAT modality": "pat-modality.",
        "PAT modality source": "pat-modality.source.",
        "Reference": "citation.",
        "charter": "coder.",
        "Comments": "notes.",
    }
    first, second = corpus.review.studies
    assert (first.year, first.citation, second.year) == (2020, "Doe 2020", 2021)
    assert [charted.source for charted in first.units[0].charted] == ["p. 3"]
    (of_term,) = [notice for notice in corpus.notices if notice.cell.row == 2]
    assert of_term.rule == "'NIR' is read as nir-spectroscopy. The same in 1 more cells."


@pytest.mark.parametrize(
    ("heading", "column", "says"),
    [
        ("study,year,Publication year", "Publication year", "call it year"),
        ("study,PAT tool,PAT modality", "PAT tool", "call it pat-modality"),
        ("study,Comments,Remarks", "Comments", "call it notes"),
        ("study,Study", "Study", "call it study"),
        ("study,pat-modality,pat-modality", "pat-modality", "given twice"),
    ],
)
def test_two_names_of_one_column_are_refused(heading, column, says, vocabulary, tmp_path):
    faults = read(vocabulary, tmp_path, f"{heading}\na,\n").faults
    assert any(fault.cell.column == column and says in fault.rule for fault in faults)
    assert {fault.cell.row for fault in faults} == {1}


HEADING = "study,citation,title,year,pat-modality,pat-modality.source"
ROWS = "".join(f"k{number},Doe 2020,T {number},2020,raman-spectroscopy,p. 3\n" for number in range(300))


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("RQ1,,,,RQ2,\n", 2),
        ("Study characteristics,,,,Technology,\n,,,,Sensors,\n", 3),
        ("Extraction table of our review, version 3\n", 2),
        (",,,,,\n", 2),
        ("\n", 2),
        ("\n\n", 3),
        ("sep=,\n", 2),
        ("A,B,C,D,E,F\n", 2),
        ("1,2,3,4,5,6\n", 2),
        ('"A note,\nwith a line break"\n', 2),
    ],
)
@pytest.mark.parametrize(
    "heading", [HEADING, "Study,Reference,Title,Publication year,PAT modality,PAT modality source"]
)
def test_what_stands_above_the_heading_is_told_once(above, row, heading, vocabulary, tmp_path):
    (fault,) = read(vocabulary, tmp_path, f"{above}{heading}\n{ROWS}").faults
    assert f"Is the heading in row {row}?" in fault.rule
    assert fault.cell.row == row


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_note_does_not_hide_the_separator(separator, vocabulary, tmp_path):
    text = f"Extraction, checked, version 3\n{HEADING}\n{ROWS}".replace(",", separator).replace(separator, ",", 2)
    (fault,) = read(vocabulary, tmp_path, text).faults
    assert "Is the heading in row 2?" in fault.rule


def test_a_heading_in_two_rows_is_told_once(vocabulary, tmp_path):
    text = f"study,citation,title,year,Sensors,\n,,,,pat-modality,pat-modality.source\n{ROWS}"
    (fault,) = read(vocabulary, tmp_path, text).faults
    assert "Is the heading in two rows" in fault.rule


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADING}\n{ROWS}",
        f"{HEADING}\ntitle,title,title,2020,none,title\n",
        f"{HEADING}\n,,,,none,title\nk1,,,,none,title\n",
        "study,unit-operation\nYear,coating\nUnit,milling\n",
    ],
)
def test_a_heading_in_the_first_row_raises_no_question(text, vocabulary, headings):
    rows = (dict(enumerate(line.split(","))) for line in text.splitlines())
    assert heading_elsewhere(headings, make_table("s", enumerate(rows, 1))) is None


def test_nothing_at_all_is_still_no_heading(headings):
    table = make_table("s", [(2, {0: "a"}), (3, {1: "b"})])
    fault = heading_elsewhere(headings, table)
    assert fault is not None
    assert (fault.cell, "no heading" in fault.rule) == (Cell("s", 1, "-"), True)


TOTALS = [
    "Total",
    "TOTALS",
    "Sum:",
    "total (n = 80)",
    "n=80",
    "N",
    "Mean",
    "Average",
    "Grand total",
    "%",
    "Count",
    "Summe",
    "Total:",
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_one_fault(word, vocabulary, tmp_path):
    rows = f"k1,Doe 2020,A,2020,none,p. 3\n,,,,,\n{word},80,80,2020.5,71,80\n"
    (fault,) = read(vocabulary, tmp_path, f"{HEADING}\n{rows}").faults
    assert (fault.cell.row, fault.cell.column) == (4, "study")
    assert "totals" in fault.rule


@pytest.mark.parametrize(
    "key", ["total-2020", "Totaro 2020", "summers-2021", "mean-shift-2019", "n1", "sumner", "countess"]
)
def test_a_study_that_is_named_like_totals_is_none(key, vocabulary, tmp_path):
    assert read(vocabulary, tmp_path, f"study,title,pat-modality\n{key},A,none\n").faults == ()


@pytest.mark.parametrize(
    "row", [",Total,80,,71,", ",,80,80,71,", ",n = 80,,,,", ",,,,71 %,", ",,Sum,80,71,", ",Mean,,2020.5,,"]
)
def test_totals_without_a_key_are_one_fault(row, vocabulary, tmp_path):
    (fault,) = read(vocabulary, tmp_path, f"{HEADING}\nk1,Doe 2020,A,2020,none,p. 3\n{row}\n").faults
    assert (fault.cell.row, fault.cell.column, "totals" in fault.rule) == (3, "study", True)


@pytest.mark.parametrize("row", [",Doe 2021,B,2021,none,p. 3", ",,,,none,p. 3"])
def test_a_study_without_a_key_is_no_row_of_totals(row, vocabulary, tmp_path):
    (fault,) = read(vocabulary, tmp_path, f"{HEADING}\nk1,Doe 2020,A,2020,none,p. 3\n{row}\n").faults
    assert "no study key" in fault.rule


def test_a_legend_below_the_table_is_a_warning(vocabulary, tmp_path):
    rows = "k1,Doe 2020,A,2020,none,p. 3\n\nAbbreviations: NR is not reported,,,,,\nk2,,,,,\n"
    corpus = read(vocabulary, tmp_path, f"{HEADING}\n{rows}")
    assert corpus.faults == ()
    assert [(notice.cell.row, "stands alone" in notice.rule) for notice in corpus.notices] == [(4, True)]
