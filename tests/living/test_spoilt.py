"""Spoilt exports: every record of the file is taken, or refused with its place and the reason; none is lost, none made up."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import Refused
from loaders.records.readers import read_export
from loaders.records.record import Export, Record
from tests.law.strategies import sized
from tests.living.writers import FORMATS, records

SEVERAL = st.lists(records(), min_size=3, max_size=5)
BY_NAME = {form.name: form for form in FORMATS}

BEGINS = {
    "RIS": rb"TY  - ",
    "NBIB": rb"(?m)^OWN - ",
    "EndNote tagged text": rb"(?m)^%0 ",
    "Web of Science": rb"PT J",
    "BibTeX": rb"@[a-z]+\{",
    "EPPI-Reviewer JSON": rb'\{"Codes":',
    "CSL-JSON": rb'\{\s+"id"',
    "EndNote XML": rb"<record>",
    "Web of Science table": rb"(?m)^J\t",
    "Scopus CSV": rb'"Study of',
    "IEEE Xplore CSV": rb'(?m)^"?Study',
    "Zotero CSV": rb'"YVC6GC78"',
    "PubMed CSV": rb'(?m)^\d?\d*,"?Study',
}
"""How a record begins."""

PLAIN = [
    Record(
        "",
        0,
        f"Study of {what}",
        "2020",
        f"10.1000/{number}",
        "",
        "Li, Wei; Müller, A.",
        "A Journal",
        "1",
        "2",
        "3-4",
        "article",
    )
    for number, what in enumerate(("drying", "coating", "milling", "mixing"))
]


def without_place(record: Record) -> Record:
    return record._replace(record="", line=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("spoilt")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@settings(max_examples=sized(quick=20, full=40, thorough=1_000), deadline=None)
@given(written=SEVERAL, where=st.floats(0, 1))
def test_cut_off_anywhere(form, written, where, folder):
    whole = form.write(written).encode()
    cut = whole[: int(len(whole) * where)]
    path = folder / "cut"
    path.write_bytes(cut)
    begun = len(re.findall(BEGINS[form.name], cut))
    try:
        export = read_export(path)
    except Refused:  # nothing is left that would tell the format
        assert begun == 0
        return
    taken = [without_place(record) for record in export.records]
    # Only the last may be incomplete: where it is not refused, it may end within its last field, or is the only one.
    sure = taken if export.refused else taken[:-1]
    assert sure == [record._replace(**dict.fromkeys(form.lacks, "")) for record in written][: len(sure)]
    assert begun <= len(taken) + len(export.refused) <= begun + 1
    assert len(export.refused) <= 1


def spoilt(form: str, folder, old: str, new: str) -> Export:
    """An export of four plain records in which a text is replaced, once."""
    text = BY_NAME[form].write(PLAIN)
    assert old in text
    path = folder / "spoilt.txt"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read_export(path)


def titles(export: Export) -> list[str]:
    return [record.title.removeprefix("Study of ") for record in export.records]


BROKEN = "is no entry: a brace, a quote or a comma is missing"
UNQUOTED = "a quote is not closed here, or one within a cell is not doubled."
ALL = ["drying", "coating", "milling", "mixing"]


@pytest.mark.parametrize(
    ("form", "old", "new", "rule"),
    [
        ("RIS", "TI  - Study of coating\n", "", "has no title."),
        ("NBIB", "Study of coating", "", "has no title."),
        ("EndNote tagged text", "%T Study of coating\n", "", "has no title."),
        ("Web of Science", "TI Study\n   of\n   coating\n", "", "has no title."),
        ("BibTeX", "title = {Study of coating}", "note = {}", "has no title."),
        ("BibTeX", "{Study of coating}", "{Study of coating", BROKEN),
        ("BibTeX", "title = {Study of coating},", "title = {Study of coating}", BROKEN),
        ("Web of Science table", "Study of coating", "", "has no title."),
        ("Scopus CSV", '"Study of coating"', '"Study of "coating""', UNQUOTED),
        ("Scopus CSV", '"Study of coating"', '"Study of coating', UNQUOTED),
        ("IEEE Xplore CSV", "Study of coating,", '"Study of coating,', "a quote is not closed"),
        ("PubMed CSV", "Study of coating", "Study, of coating, and more", "has 10 cells below 8 headings."),
        ("Zotero CSV", '"Study of coating"', '""', "has no title."),
        ("EPPI-Reviewer JSON", '"Title": "Study of coating"', '"Title": ""', "has no title."),
        ("EPPI-Reviewer JSON", '"Title": "Study of coating"', '"Title" "Study of coating"', "is not JSON"),
        ("CSL-JSON", '"Study of coating"', '"Study of coating', "is not JSON"),
        ("CSL-JSON", '"title": "Study of coating"', '"title": null', "has no title."),
        ("EndNote XML", "Study of coating", "Study of < coating", "is not well-formed XML"),
        ("EndNote XML", "Study of coating", "Study of &coating;", "is not well-formed XML: undefined entity"),
        ("EndNote XML", "Study of coating", "", "has no title."),
        ("EndNote XML", "</record><record>", "<record>", "is cut off: </record> is missing."),
    ],
)
def test_one_spoilt_record_is_refused_alone(form, old, new, rule, folder):
    export = spoilt(form, folder, old, new)
    missing = "drying" if "</record>" in old else "coating"
    assert titles(export) == [each for each in ALL if each != missing]
    (fault,) = export.refused
    assert rule in fault.rule
    assert fault.cell.sheet == "spoilt.txt"
    assert fault.cell.row > 0
    assert fault.cell.value
    assert [record.record for record in export.records] == [
        f"spoilt.txt:{number}" for number, each in enumerate(ALL, 1) if each != missing
    ]


@pytest.mark.parametrize(
    ("form", "old", "new", "notice"),
    [
        ("RIS", "ER  - \n", "", "begins a record without ER"),
        ("RIS", "TY  - JOUR\nTI  - Study of coating", "TI  - Study of coating", "begins a record without TY"),
        ("RIS", "ER  - \n", "ER  - \nThank you for downloading\n", "is outside of a record"),
        ("RIS", "PY  - 2020", "PY  - in press", "has no year"),
        ("RIS", "TY  - JOUR", "TY  - ODD", "is no known type; misc is taken."),
        ("RIS", "DO  - 10.1000/0", "DO  - 10.1", "is no DOI"),
        ("RIS", "A Journal", "A J\0ournal\x07", "has control characters"),
        ("RIS", "Study of", "Study\ufffd of", "a program lost a letter here"),
        ("RIS", "A Journal", "A Journal" * 200, "is longer than 1,000 characters"),
        (
            "NBIB",
            "Li, Wei",
            "; ".join(f"Li, {'W' * 900}{number}" for number in range(50)),
            "begins 51 names; the first 33 are taken.",
        ),
        ("EndNote tagged text", "%0 Journal", "Thank you\n%0 Journal", "is outside of a record"),
        ("EndNote tagged text", "%0 Journal Article", "%0 Odd", "is no known type; misc is taken."),
        ("EndNote tagged text", "\n\n%0 Journal Article\n%A Li", "\n\n%A Li", "begins a record without %0"),
        (
            "EndNote tagged text",
            "%X An abstract,\n\n100 % of it.\n\n%0 Journal Article\n%A Li, Wei\n",
            "%X x%0 Journal Article\n",
            "begins a record without %0",
        ),
        ("Web of Science", "ER\n", "", "begins a record without ER"),
        ("Scopus CSV", '2-s2.0-1"\n', "", "is the heading again"),
    ],
    ids=str,
)
def test_what_can_be_read_is_taken_with_a_notice(form, old, new, notice, folder):
    if "heading" in notice:
        new = old + BY_NAME[form].write(PLAIN).split("\n")[0] + "\n"
    export = spoilt(form, folder, old, new)
    assert [title.replace("Study\ufffd of ", "") for title in titles(export)] == ALL
    assert export.refused == []
    assert [fault for fault in export.notices if notice in fault.rule]


def test_a_quote_that_is_not_closed_costs_one_row(folder):
    text = BY_NAME["Scopus CSV"].write(PLAIN * 50)
    (folder / "quote.csv").write_text(text.replace('"Study of milling"', '"Study of milling', 1), encoding="utf-8")
    export = read_export(folder / "quote.csv")
    assert len(export.records) == 199
    assert len(export.refused) == 1


def test_empty_rows_are_no_records(folder):
    (folder / "empty.csv").write_text(BY_NAME["PubMed CSV"].write(PLAIN).replace("\n", "\n\n,,\n"), encoding="utf-8")
    export = read_export(folder / "empty.csv")
    assert titles(export) == ALL
    assert export.refused == []


def test_the_only_record_is_taken_without_its_end(folder):
    path = folder / "one.ris"
    path.write_text("TY  - JOUR\nTI  - Study of drying\n", encoding="utf-8")
    export = read_export(path)
    assert titles(export) == ["drying"]
    assert "without ER" in export.notices[0].rule


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty."),
        (b" \r\n\n\x00", "is empty."),
        (b"Title,Authors\nA,B\n", "has no known format of search results."),
        (b'{"items": []}', "has no known format of search results."),
        (b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "has no known format"),
        (b"%PDF-1.7\n\x80\x81", "has no known format"),
        (b"<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><records><record></record></records></xml>", "has a DTD"),
    ],
)
def test_what_is_no_export_is_refused_as_a_whole(content, says, folder):
    path = folder / "other"
    path.write_bytes(content)
    with pytest.raises(Refused, match=re.escape(says)):
        read_export(path)


def test_a_file_that_is_not_there(folder):
    with pytest.raises(Refused, match=r"cannot be read: No such file"):
        read_export(folder / "none.ris")


def test_a_folder(folder):
    with pytest.raises(Refused, match=r"cannot be read: Is a directory"):
        read_export(folder)
