"""Files made to take much time and memory are refused with little of both."""

import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from kg.errors import Cell, Fault
from kg.ontology.reading import read_ontology
from kg.stores.rdf_files import LONGEST_OBJECT, read_rdf
from loaders.corpus import read_corpus
from loaders.formats.xlsx import LARGEST
from loaders.rdf_file import is_rdf, open_rdf, read_rdf_corpora
from tests.support.processes import limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")

SECONDS, MEBIBYTES = 2.0, 200.0
"""Of CPU time and memory. Without limits each file takes minutes or gigabytes."""

real_ontology = cache(read_ontology)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADING = '<row r="1"><c r="A1" t="str"><v>study</v></c><c r="B1" t="str"><v>title</v></c></row>'
ROW = '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2" t="str"><v>A title</v></c></row>'
PLAIN = HEADING + ROW
ALL = "A1:XFD1048576"


@pytest.fixture
def refusal(vocabulary):
    """The faults of a file or corpus, read within the limits of time and memory."""

    def read(path: Path) -> list[str]:
        if is_rdf(path):
            opened, faults = open_rdf(path)
            if opened:
                faults = read_rdf_corpora(real_ontology(), vocabulary, path, opened.statements)[1]
            return [str(fault) for fault in faults]
        return [str(fault) for fault in read_corpus(vocabulary, path).faults]

    def refused(path: Path) -> list[str]:
        outcome = limited(lambda: read(path), SECONDS)
        assert outcome.seconds < SECONDS
        assert outcome.memory < MEBIBYTES
        assert all(len(fault) < 2000 for fault in outcome.returned)
        return outcome.returned

    return refused


def workbook(path: Path, cells: str = PLAIN, after: str = "", parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook with one worksheet of these cells and of what stands after them; further parts, or other ones."""
    content: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>shared</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{cells}</sheetData>{after}'
        "</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in (content | dict(parts or {})).items():
            archive.writestr(name, part)
    return path


RANGES = (
    f"'{ALL}'",
    f'"{ALL.lower()}"',
    '"$A$1:$XFD$1048576"',
    '" A1:XFD1048576 "',
    '"&#65;1:XFD1048576"',
    '"A:XFD"',
    '"1:1048576"',
    '"B2:C1048576"',
)


@pytest.mark.parametrize("written", RANGES)
@pytest.mark.parametrize(
    ("element", "says"),
    [
        ("mergeCells><{}mergeCell", "has merged cells ("),
        ("hyperlinks><{}hyperlink", "has a hyperlink over many cells ("),
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_range_over_a_whole_sheet(element, says, prefix, written, tmp_path, refusal):
    opened = element.format(prefix)
    name = opened.partition(">")[0]
    path = workbook(tmp_path / "w.xlsx", after=f"<{prefix}{opened} ref={written}/></{prefix}{name}>")
    (fault,) = refusal(path)
    assert fault.startswith(f"w.xlsx column -: '' — {says}")


def test_merged_cells_in_many_pieces(tmp_path, refusal):
    pieces = "".join(f'<mergeCell ref="A{row}:J{row}"/>' for row in range(1, 2000))
    (fault,) = refusal(workbook(tmp_path / "w.xlsx", after=f"<mergeCells>{pieces}</mergeCells>"))
    assert "has merged cells (A1001:J1001)" in fault


@pytest.mark.parametrize(
    "after",
    [
        f'<conditionalFormatting sqref="{ALL}"><cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule>'
        "</conditionalFormatting>",
        f'<dataValidations count="1"><dataValidation type="list" sqref="{ALL}"><formula1>"a,b"</formula1></dataValidation>'
        "</dataValidations>",
        f'<autoFilter ref="{ALL}"/>',
    ],
)
def test_a_format_over_a_whole_sheet_is_harmless(after, tmp_path, refusal):
    assert refusal(workbook(tmp_path / "w.xlsx", after=after)) == []


BIG = 32_000
WORKBOOKS: dict[str, tuple[Callable[[], Mapping[str, object]], str]] = {
    "minimal cells": (lambda: {"cells": f"{PLAIN}<row>{'<c/>' * 10_000_000}"}, "cell"),
    "empty styled cells": (
        lambda: {"cells": PLAIN + ("<row>" + '<c s="1"/>' * 1000 + "</row>") * 800},
        "more than 250,000 cells",
    ),
    "filled cells": (
        lambda: {"cells": PLAIN + f"<row>{'<c><v>1</v></c>' * 100}</row>" * 8_000},
        "more than 250,000 cells",
    ),
    "distinct numbers": (
        lambda: {"cells": PLAIN + "".join(f"<row><c><v>{n}</v></c></row>" for n in range(10**6, 1_260_000))},
        "more than 100,000 rows",
    ),
    "empty rows": (lambda: {"cells": PLAIN + "<row/>" * 5_000_000}, "more than 100,000 rows"),
    "other elements": (lambda: {"after": f"<a>{'<b/>' * 3_000_000}</a>"}, "more than 1,000,000 XML elements"),
    "nested elements": (lambda: {"after": "<a>" * 5_000_000}, "deeper than 64"),
    "one long tag": (lambda: {"after": f"<a b={quoteattr('x' * 30_000_000)}/>"}, "tag longer than 1 MB"),
    "many attributes": (
        lambda: {"after": "<a " + "".join(f" a{n}=''" for n in range(2_000_000)) + "/>"},
        "tag longer than 1 MB",
    ),
    "a shared string, repeated": (
        lambda: {
            "cells": PLAIN + '<row><c t="s"><v>0</v></c></row>' * 20_000,
            "parts": {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * BIG}</t></si></sst>'},
        },
        "more than 16 million characters",
    ),
    "wide letters": (
        lambda: {"cells": PLAIN + f'<row><c t="inlineStr"><is><t>𝒳{"x" * BIG}</t></is></c></row>' * 1900},
        "more than 16 million characters",
    ),
    "many strings": (
        lambda: {
            "parts": {
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{n}</t></si>" for n in range(800_000))}'
            }
        },
        "more than 250,000 strings",
    ),
    "formulas": (
        lambda: {"cells": PLAIN + "<row><c><f>A1</f></c></row>" * 100_000},
        "more than 10,000 formulas",
    ),
    "a DTD": (lambda: {"parts": {"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}}, "has a DTD"),
    "column beyond the last": (lambda: {"cells": f'{PLAIN}<row r="3"><c r="XFE3"><v>1</v></c></row>'}, "XFE3"),
    "row beyond the last": (lambda: {"cells": f'{PLAIN}<row r="9"><c r="A1048577"><v>1</v></c></row>'}, "A1048577"),
    "a number without end": (lambda: {"cells": f'{PLAIN}<row r="3"><c><v>{"9" * 10**6}</v></c></row>'}, "is none"),
    "names of ranges": (
        lambda: {
            "parts": {
                "xl/workbook.xml": f'<workbook xmlns="{MAIN}">'
                "<definedNames>" + '<definedName name="a">A1</definedName>' * 900_000
            }
        },
        "cannot be read as XLSX",
    ),
    "worksheets": (
        lambda: {
            "parts": {
                "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                + "".join(f'<sheet name="charting {n}" r:id="a{n}"/>' for n in range(5000))
                + "</sheets></workbook>"
            }
        },
        "more than 100 worksheets",
    ),
    "parts": (lambda: {"parts": {f"xl/media/{n}": "" for n in range(20_000)}}, "more than 5,000 parts"),
    "an archive in the archive": (lambda: {"parts": {"xl/media/a.zip": b"\0" * LARGEST}}, "larger than 64 MB unpacked"),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_workbooks_that_eat_memory(kind, tmp_path, refusal):
    content, says = WORKBOOKS[kind]
    (fault, *_) = faults = refusal(workbook(tmp_path / "w.xlsx", **content()))  # type: ignore[arg-type]
    assert says in fault
    assert len(faults) == 1


CSV: dict[str, tuple[Callable[[], str], str]] = {
    "a million columns": (lambda: "study" + ",x" * 10**6, "more than 1,000 columns"),
    "a line without end": (lambda: "study,title\na," + "x" * 100_000_000, "longer than 4 million characters"),
    "a quote without end": (lambda: 'study,title\na,"' + "x\n" * 30_000_000, "cannot be read as CSV: field larger"),
    "separators alone": (lambda: "study,title\n" + "," * 100_000_000, "longer than 4 million characters"),
    "a million short rows": (lambda: "study\n" + "a\n" * 10**6, "more than 200,000 rows"),
    "empty rows": (lambda: "study\na\n" + "\n" * 50_000_000, "more than 200,000 rows"),
    "wide rows": (lambda: "study\n" + ("," * 900 + "\n") * 60_000, "more than 40,000,000 cells"),
}


@pytest.mark.parametrize("kind", CSV)
def test_sheets_of_text_that_eat_memory(kind, tmp_path, refusal):
    content, says = CSV[kind]
    path = tmp_path / "s.csv"
    path.write_text(content(), encoding="utf-8")
    (fault,) = refusal(path)
    assert says in fault


def test_rows_full_of_faults_are_cut_short(tmp_path, refusal):
    path = tmp_path / "s.csv"
    path.write_text("study\n" + "a,too much\n" * 150_000, encoding="utf-8")
    faults = refusal(path)
    assert len(faults) < 2100
    assert any("is not read, nor are the rows below it" in fault for fault in faults)


def aliases(item: str) -> str:
    levels = "".join(f"  - &a{n + 1} [{', '.join([item.format(n)] * 10)}]\n" for n in range(9))
    return f"title:\n  - &a0 {'x' * 10}\n{levels}"


YAML: dict[str, tuple[Callable[[], str], str]] = {
    "aliases": (lambda: aliases("*a{}"), "more than 100,000 values"),
    "aliases of mappings": (lambda: aliases("{{k: *a{}}}"), "more than 100,000 values"),
    "merge keys": (
        lambda: "a0: &a0 {x: 1}\n" + "".join(f"a{n + 1}: &a{n + 1} {{<<: [{f'*a{n}, ' * 9}]}}\n" for n in range(9)),
        "more than 100,000 values",
    ),
    "aliases of a long text": (
        lambda: f"title: [&a {'x' * 1_000_000}, {'*a, ' * 90_000}]",
        "or 4 million characters",
    ),
    "an alias of itself": (lambda: "title: &a [*a]", "stands within what it stands for (line 1, column 12)"),
    "nested lists": (lambda: "title: " + "[" * 10_000, "nesting depth (line 1, column 1007)"),
    "nested blocks": (lambda: "title:\n  " + "- " * 10_000, "nested deeper than 50 (line 2"),
    "nested mappings": (lambda: "".join(f"{'  ' * n}k:\n" for n in range(1300)), "nested deeper than 50 (line 51"),
    "many values": (lambda: "flow:\n" + "- 1\n" * 900_000, "more than 100,000 values"),
    "a large file": (lambda: "# a\n" * 2_000_000, "is larger than 4 MB"),
    "an impossible day": (lambda: "title: x\npublished: 9999-99-99", "'9999-99-99' is no valid date"),
    "a tagged day": (
        lambda: "title: !!timestamp 2026-13-45",
        "'2026-13-45' is no valid date",
    ),
    "a tagged word": (lambda: "title: x\nincluded: !!int x", "'x' is no valid int"),
    "a huge integer": (lambda: f"title: x\nincluded: {'9' * 10**6}", "too long for a number (line 2, column 11)"),
    "a huge hexadecimal": (lambda: f"included: 0x{'f' * 10**6}", "too long for a number (line 1, column 11)"),
    "a huge sexagesimal": (lambda: f"included: 1{':59' * 300_000}", "too long for a number (line 1, column 11)"),
    "an integer of 21 digits": (lambda: f"included: {10**20}", "too large a number (line 1, column 11)"),
    "an infinite number": (lambda: "included: 1.0e+400", "column included: 'inf' — "),
    "a number as text": (lambda: "included: 1e400", "column included: '1e400' — "),
    "a key twice": (lambda: "title: a\ntitle: b", "'title' is given twice (line 2, column 1)"),
    "a long key twice": (lambda: f"{'? ' + 'k' * 2000 + chr(10) + ': 1' + chr(10)}" * 2, "… is given twice"),
    "a list as key": (lambda: "[a]: b", "unhashable key"),
    "a tab": (lambda: "title:\n\t- a", "cannot start any token (line 2, column 1)"),
    "a tag": (lambda: "title: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
    "two documents": (lambda: "title: a\n---\ntitle: b", "expected a single document"),
    "a control character": (lambda: "title: \x00", "control characters are not allowed"),
}


@pytest.mark.parametrize("kind", YAML)
def test_yaml_that_eats_memory(kind, tmp_path, refusal):
    content, says = YAML[kind]
    (tmp_path / "review.yaml").write_text(content(), encoding="utf-8")
    (tmp_path / "s.csv").write_text("study\na\n", encoding="utf-8")
    (fault,) = refusal(tmp_path)
    assert fault.startswith("review.yaml ")
    assert says in fault


def test_a_value_is_cut_and_no_alias_expanded(tmp_path, refusal):
    (tmp_path / "review.yaml").write_text(f"included: [&a {'x' * 1000}, [*a, *a], {'*a, ' * 3000}]", encoding="utf-8")
    (tmp_path / "s.csv").write_text("study\na\n", encoding="utf-8")
    (fault,) = refusal(tmp_path)
    assert "…" in fault
    assert len(fault) < 300


X = "http://x/"
RDF: dict[str, tuple[str, Callable[[], str], str]] = {
    "entities": ("a.rdf", lambda: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "it has a DTD"),
    "an external DTD": (
        "a.rdf",
        lambda: '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://x/">\n<a/>',
        "it has a DTD",
    ),
    "a comment without end": ("a.rdf", lambda: f"<!--{'x' * 50_000_000}", "has no XML element"),
    "a literal without end, in XML": (
        "a.rdf",
        lambda: (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
            f"<rdf:Description><x:p>{'x' * 50_000_000}</x:p></rdf:Description></rdf:RDF>"
        ),
        "no statement ends within 1 MB",
    ),
    "nested elements": (
        "a.rdf",
        lambda: (
            '<a xmlns="http://x/" xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            + '<p r:parseType="Resource">' * 500_000
        ),
        "",
    ),
    "a literal": ("a.nt", lambda: f'<{X}a> <{X}b> "{"x" * 50_000_000}" .', "no statement ends within 1 MB"),
    "an IRI": ("a.ttl", lambda: f"<{X}{'x' * 50_000_000}> <{X}b> <{X}c> .", "no statement ends within 1 MB"),
    "nested nodes": ("a.ttl", lambda: f"<{X}a> <{X}b> " + f"[ <{X}c> " * 500_000, ""),
    "nested lists": ("a.ttl", lambda: f"<{X}a> <{X}b> " + "( " * 20_000_000, "statements of blank nodes"),
    "nested JSON": ("a.jsonld", lambda: '{"@id": "http://x/a", "http://x/b": ' + "[" * 1_000_000, ""),
    "nested objects": ("a.jsonld", lambda: '{"http://x/b": ' * 200_000, ""),
    "much JSON without a statement": (
        "a.jsonld",
        lambda: '{"http://x/b": [' + "1," * 5_000_000,
        "no statement ends within",
    ),
    "a remote context": ("a.jsonld", lambda: '{"@context": "http://127.0.0.1:9/x", "@id": "a", "b": "c"}', ""),
    "a literal in JSON": ("a.jsonld", lambda: f'{{"@id": "{X}a", "{X}b": "{"x" * 50_000_000}"}}', ""),
}


@pytest.mark.parametrize("kind", RDF)
def test_rdf_that_eats_memory(kind, tmp_path, refusal):
    name, content, says = RDF[kind]
    path = tmp_path / name
    path.write_text(content(), encoding="utf-8")
    (fault,) = refusal(path)
    assert fault.startswith(name)
    assert says in fault


def graph_of_nodes(count: int, *, last: str) -> str:
    """A named graph in JSON-LD, with ``@graph`` or its ``@id`` as the last key."""
    nodes = ",".join(f'{{"@id":"{X}{n}","{X}b":[{{"@value":"{n}"}}]}}' for n in range(count))
    keys = [f'"@graph":[{nodes}]', f'"@id":"{X}g"']
    return f"[{{{','.join(sorted(keys, key=lambda key: last in key))}}}]"


def test_json_in_streaming_order_may_be_long(tmp_path):
    path = tmp_path / "a.jsonld"
    path.write_text(graph_of_nodes(200_000, last="@graph"), encoding="utf-8")
    assert path.stat().st_size > 2 * LONGEST_OBJECT
    outcome = limited(lambda: [str(sum(1 for _ in read_rdf(path)))])
    assert outcome.returned == ["200000"]
    assert outcome.memory < 20


def test_json_in_another_order_may_not(tmp_path, refusal):
    path = tmp_path / "a.jsonld"
    path.write_text(graph_of_nodes(1000, last="@id"), encoding="utf-8")
    assert sum(1 for _ in read_rdf(path)) == 1000
    path.write_text(graph_of_nodes(200_000, last="@id"), encoding="utf-8")
    (fault,) = refusal(path)
    assert "no statement ends within 3 MB" in fault
    assert "@id after @graph" in fault


def test_a_workbook_as_other_programs_write_it(tmp_path, vocabulary):
    """Rich text, a phonetic hint, escaped letters, a prefix, a value in place of an inline string; Strict Open XML."""
    strings = (
        "<si><r><rPr><b/></rPr><t>A </t></r><r><t>title</t></r><rPh sb='0' eb='1'><t>hint</t></rPh></si>"
        "<si><t>_x005F_x0041_ and _x0042_</t></si>"
    )
    cells = (
        HEADING
        + "<x:row><x:c t='inlineStr'><x:v>k1</x:v></x:c><x:c t='s'><x:v>0</x:v></x:c></x:row>"
        + "<row r='9'><c t='inlineStr'><is><r><t>k2</t></r></is></c><c t='s'><v>1</v></c></row>"
    )
    path = workbook(tmp_path / "w.xlsx", cells, parts={"xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'>{strings}</sst>"})
    strict = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            content = content.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            target.writestr(name, content.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    for each in (path, strict):
        studies = read_corpus(vocabulary, each).review.studies
        assert [(study.id, study.title) for study in studies] == [("k1", "A title"), ("k2", "_x0041_ and B")]


def test_values_in_messages_are_cut():
    fault = Fault(Cell("s.csv", 2, "c" * 500, "v" * 32_000, "A2"), "r" * 5000)
    assert len(str(fault)) < 1300
    assert f"'{'v' * 79}…' (cell A2) — rrr" in str(fault)
    statement = Fault(Cell("a.ttl", 0, "", "v" * 5000), "is wrong.")
    assert str(statement) == f"a.ttl: {'v' * 399}… — is wrong."
