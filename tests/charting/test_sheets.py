"""A sheet is read as it is written; a broken one is refused whole, with exactly its faulty cells named."""

import json
import re
import shutil
from pathlib import Path

import pytest

from kg.errors import Fault, Refused
from kg.review.model import Status
from kg.versions.home import Home
from loaders.corpus import find_corpus, read_corpus, read_header
from loaders.pipeline import check_only, load

# kind of fault: row (the heading is row 1), column, what is planted there, and what the message must offer or say
FAULTS = {
    "unknown term": (2, "pat-modality", "near-infrared spectroscopi", "nir-spectroscopy"),
    "term of another facet": (4, "ai-method", "coating", "is a term of unit-operation"),
    "unknown status": (6, "quality-attribute", "n/a", "not reported"),
    "status beside a term": (8, "unit-operation", "none; coating", "must stand alone"),
    "year that is none": (10, "year", "20x1", "is not a year"),
    "year out of range": (12, "year", "1021", "1900 to 2100"),
    "doi with an address": (14, "doi", "https://doi.org/see/10.1016/x", "10.1234/abcd"),
    "day that is none": (16, "charted_on", "23.11.26", "2026-11-23"),
    "no study key": (18, "study", "", "no study key"),
    "unknown candidate": (20, "integration-level", "unclear: digital-modell", "digital-model"),
    "confidence": (22, "pat-modality.confidence", "sure", "low, medium, high"),
    "source beside nothing": (24, "workforce-topic.source", "title", "the cell of workforce-topic is empty"),
    "slash in a key": (26, "unit", "a/b", "slash"),
}


def spoil(rows, kinds):
    for kind in kinds:
        row, column, value, _ = FAULTS[kind]
        assert rows[row - 2][column] != value
        rows[row - 2][column] = value
    return rows


def refusal(path: Path) -> list[Fault]:
    with pytest.raises(Refused) as refused:
        check_only((str(path),))
    return refused.value.faults


@pytest.mark.parametrize("kind", FAULTS)
def test_one_fault_is_found_alone(kind, seed_rows, write_sheet):
    row, column, value, says = FAULTS[kind]
    (fault,) = refusal(write_sheet(spoil(seed_rows, [kind])))
    assert (fault.cell.sheet, fault.cell.row, fault.cell.column, fault.cell.value) == ("sheet.csv", row, column, value)
    assert says in str(fault)


def test_all_faults_are_found_together_and_no_other(seed_rows, write_sheet):
    found = refusal(write_sheet(spoil(seed_rows, FAULTS)))
    assert {(fault.cell.row, fault.cell.column) for fault in found} == {fault[:2] for fault in FAULTS.values()}


@pytest.mark.slow
def test_a_refused_sheet_changes_nothing(seed_rows, write_sheet, lacuna, tmp_path):
    home = tmp_path / "home"
    assert lacuna("load", home=home).returncode == 0
    before = lacuna("gaps", "--json", home=home).stdout
    done = lacuna("load", str(write_sheet(spoil(seed_rows, FAULTS))), home=home)
    assert done.returncode == 1
    assert done.stdout == ""
    for row, column, _, says in FAULTS.values():
        (line,) = [
            line for line in done.stderr.splitlines() if line.startswith(f"sheet.csv row {row} column {column}:")
        ]
        assert says in line
    assert lacuna("gaps", "--json", home=home).stdout == before


def test_rows_that_contradict_each_other(seed_rows, write_sheet):
    first, second = next(
        (number, number + 1) for number in range(31) if seed_rows[number]["study"] == seed_rows[number + 1]["study"]
    )
    seed_rows[second]["title"] = "Another title"
    seed_rows[second]["publication-type"] = "perspective"
    seed_rows[second]["study-design.confidence"] = "low"
    found = refusal(write_sheet(seed_rows))
    assert {(fault.cell.row, fault.cell.column) for fault in found} == {
        (second + 2, "title"),
        (second + 2, "publication-type"),
        (second + 2, "study-design.confidence"),
    }
    assert all(f"row {first + 2} of sheet.csv" in str(fault) for fault in found)


def test_a_unit_key_stands_once_in_a_study(seed_rows, write_sheet):
    second = next(number + 1 for number in range(31) if seed_rows[number]["study"] == seed_rows[number + 1]["study"])
    seed_rows[second]["unit"] = seed_rows[second - 1]["unit"]
    (fault,) = refusal(write_sheet(seed_rows))
    assert (fault.cell.row, fault.cell.column) == (second + 2, "unit")


@pytest.mark.parametrize(
    ("heading", "column", "nearest"),
    [
        ("study,unit-opration", "unit-opration", "unit-operation"),
        ("study,ai-method.sauce", "ai-method.sauce", "ai-method.source"),
        ("study,maturity-level", "maturity-level", None),
        ("study,year,year", "year", None),
        ("studdy,year", "studdy", "study"),
    ],
)
def test_a_heading_that_is_wrong(heading, column, nearest, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(f"{heading}\na,,\n", encoding="utf-8")
    fault = next(fault for fault in refusal(path) if fault.cell.column == column)
    assert fault.cell.row == 1
    assert nearest is None or nearest in fault.nearest


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no heading"),
        (b"study,title\na,\xff\xfe\n", "not UTF-8"),
        (b'study,title\na,"open\n', "cannot be read as CSV"),
        (b"study,year\na,2020,too much\n", "to the right of the last column"),
        (b"study,year\n", "no row below its heading"),
        (b"study,year\na," + b"9" * 5000 + b"\n", "is not a year"),
    ],
)
def test_a_file_that_is_no_sheet(content, says, tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(content)
    assert any(says in str(fault) for fault in refusal(path))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_separators_and_a_byte_order_mark(separator, bom, tmp_path, vocabulary):
    line = separator.join(
        ["a", "2020", '"PLS discriminant analysis; gaussian-process"', "Not reported", "unclear: clustering"]
    )
    heading = separator.join(["study", "year", "ai-method", "pat-modality", "ai-task"])
    path = tmp_path / "s.csv"
    path.write_text(f"{bom}{heading}\n{line.replace('clustering', 'forecasting')}\n", encoding="utf-8")
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    (study,) = corpus.review.studies
    assert (study.id, study.year) == ("a", 2020)
    charted = {each.facet: (each.status, each.terms) for each in study.units[0].charted}
    assert charted == {
        "ai-method": (Status.CODED, ("gaussian-process", "pls-da")),
        "pat-modality": (Status.NOT_REPORTED, ()),
        "ai-task": (Status.UNCLEAR, ("forecasting",)),
    }


def test_a_sheet_alone_is_a_review_that_states_no_number(seed_rows, write_sheet, tmp_path):
    report = load((str(write_sheet(seed_rows)),), Home(tmp_path / "home"))
    (corpus,) = report.corpora
    assert (corpus.studies, corpus.units, corpus.included, corpus.uncharted) == (31, 33, None, None)


@pytest.mark.slow
def test_the_order_of_rows_and_files_does_not_matter(seed_rows, write_sheet, tmp_path):
    home = Home(tmp_path / "home")
    one = load((str(write_sheet(seed_rows)),), home).version
    other = load((str(write_sheet(seed_rows[::-1])),), home)
    assert other.version == one
    assert not other.new


def test_the_charting_states_a_source_beside_every_value(vocabulary):
    assert check_only(("okafor-bello-2025",)).warnings == ()
    corpus = read_corpus(vocabulary, find_corpus("okafor-bello-2025"))
    assert all(each.source for each in corpus.review.charted())


def test_a_missing_source_is_a_warning(seed_rows, write_sheet):
    seed_rows[0]["unit-operation.source"] = ""
    seed_rows[1]["title"] = ""
    warnings = check_only((str(write_sheet(seed_rows)),)).warnings
    assert [warning.split(":")[0] for warning in warnings] == [
        "sheet.csv row 2 column unit-operation",
        "sheet.csv row 3 column study",
    ]


def test_warnings_of_one_kind_are_one_line_about_cells(vocabulary, seed_rows, write_sheet):
    """Without any source, in a sheet that stands alone and in one with two coders, of whom one is not followed."""
    rows = [{name: text for name, text in row.items() if not name.endswith(".source")} for row in seed_rows]
    levels = {facet.id: facet.level for facet in vocabulary.charted_facets}
    cells = {
        (
            row["study"],
            name,
            number if levels[name] == "unit" else 0,
        )  # of a study one assertion, on whatever rows it stands
        for number, row in enumerate(rows, 1)
        for name, text in row.items()
        if text and name in levels
    }
    lines = check_only((str(write_sheet(rows)),)).warnings
    assert [line.split(" — ")[0].split(":")[0] for line in lines[:3]] == [
        f"sheet.csv row 2 column {facet}" for facet in sorted(name for _, name, number in cells if number == 1)[:3]
    ]
    assert re.fullmatch(rf"sheet\.csv rows 2 to \d+ columns .*: {len(cells) - 3} more of the same kind\.", lines[3])
    assert len(lines) == 4
    # A coder whose word does not hold has cells, too.
    two = [
        {"study": "a", "title": "T", "coder": "A", "country": "italy", "country.reason": ""},
        {"study": "a", "title": "T", "coder": "B", "country": "france", "country.reason": "p. 1"},
    ]
    lines = check_only((str(write_sheet(two)),)).warnings
    assert [line.split(" — ")[0] for line in lines] == [
        "sheet.csv row 2 column country: 'italy' (cell D2)",
        "sheet.csv row 3 column country: 'france' (cell D3)",
    ]


@pytest.mark.slow
def test_sources_of_several_rows_are_all_kept(seed_rows, write_sheet, tmp_path, vocabulary):
    first = next(number for number in range(31) if seed_rows[number]["study"] == seed_rows[number + 1]["study"])
    seed_rows[first]["publication-type.source"] = "title"
    seed_rows[first + 1]["publication-type.source"] = "Abstract"
    home = Home(tmp_path / "home")
    one = load((str(write_sheet(seed_rows)),), home).version
    assert load((str(write_sheet(seed_rows[::-1])),), home).version == one
    studies = read_corpus(vocabulary, write_sheet(seed_rows)).review.studies
    (study,) = (each for each in studies if each.id == seed_rows[first]["study"])
    (source,) = (each.source for each in study.charted if each.facet == "publication-type")
    assert source is not None
    assert {"title", "Abstract"} <= set(source.split("; "))


def copy_of_the_corpus(folder: Path) -> Path:
    shutil.copytree(find_corpus("okafor-bello-2025"), folder)
    return folder


@pytest.mark.parametrize("key", ["", "munir/2021"])
def test_a_faulty_key_brings_no_other_fault_along(key, seed_rows, write_sheet, tmp_path):
    folder = copy_of_the_corpus(tmp_path / "corpus")
    row = next(number for number, each in enumerate(seed_rows) if each["study"] == "munir-2021")
    seed_rows[row]["study"] = key
    write_sheet(seed_rows, "corpus/first-pass.csv")
    (fault,) = refusal(folder)
    assert (fault.cell.row, fault.cell.column) == (row + 2, "study")


def test_no_file_of_a_corpus_is_overlooked(seed_rows, write_sheet, tmp_path, vocabulary):
    folder = copy_of_the_corpus(tmp_path / "corpus")
    write_sheet([seed_rows[0] | {"study": "another-2020", "doi": ""}], "corpus/more.CSV")
    corpus = read_corpus(vocabulary, folder)
    assert (corpus.sheets, len(corpus.review.studies), corpus.faults) == (9, 32, ())
    (folder / "last.xlsx").write_bytes(b"PK")
    (fault,) = refusal(folder)
    assert fault.cell.sheet == "last.xlsx"


def test_a_folder_without_a_review_file_says_so(tmp_path):
    (fault,) = refusal(tmp_path)
    assert "holds no review.yaml" in str(fault)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-W47-1", "20261123", "yesterday"])
def test_a_faulty_day_is_one_message(day, seed_rows, write_sheet, lacuna):
    seed_rows[3]["charted_on"] = day
    lines = lacuna("check", str(write_sheet(seed_rows))).stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("sheet.csv row 5 column charted_on:")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("count: 676", "count: 677", "identified less duplicates removed is 1123, screened is 1124"),
        ("included: 85\n", "included: 30\n", "More studies are charted (31) than the review includes (30)"),
        ("included: 85\n", "included: 86\n", "86 studies are left over, included are 85"),
        ("stage-screened", "stage-screend", "stage-screened"),
        ("facet: ai-method", "facet: ai-methods", "ai-method"),
        ("maker: review", "maker: reviewer", "Input should be 'review' or 'coders'"),
        ("licence:", "license:", "licence"),
        ("depths: [abstract, full-text]", "depth: [abstract, full-text]", "Unexpected keyword argument"),
        ("study: arden-2021", "study: ardn-2021", "arden-2021"),
        ("included: 85\n", "included: many\n", "valid integer"),
        ("included: 85\n", "included: [\n", "cannot be read as YAML"),
        ("included: 85\n", "included: 85\nincluded: 90\n", "'included' is given twice"),
        ("domain: ai-enhanced-pat", "domain: digital-twin-models", "is given twice"),
        ("number: 2,", "number: 1,", "is given twice"),
        ("depths: [abstract, full-text]", "depths: []", "what they read"),
        ("doi: 10.", "doi: https://doi.org/10.", "10.1234/abcd"),
    ],
)
def test_a_review_file_that_is_wrong(old, new, says, tmp_path):
    folder = copy_of_the_corpus(tmp_path / "corpus")
    file = folder / "review.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = refusal(folder)
    assert any(says in str(fault) and fault.cell.sheet == "review.yaml" for fault in faults)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("-1", "greater than or equal to 0"),
        ("0", "More studies are charted (31) than the review includes (0)"),
        ("30", "More studies are charted (31) than the review includes (30)"),
        ("true", "valid integer"),
        ("85.0", "valid integer"),
        ("8.5e1", "valid integer"),
        ('"85"', "valid integer"),
        (".nan", "valid integer"),
        (".inf", "valid integer"),
        ("[85]", "valid integer"),
        ("2021-01-01", "valid integer"),
        ("10000001", "less than or equal to 10000000"),
        ("9223372036854775807", "less than or equal to 10000000"),
    ],
)
def test_included_is_a_sane_number(number, says, tmp_path):
    folder = copy_of_the_corpus(tmp_path / "corpus")
    file = folder / "review.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("included: 85\n", f"included: {number}\n", 1), encoding="utf-8")
    found = [fault for fault in refusal(folder) if says in str(fault)]
    assert [(fault.cell.sheet, fault.cell.column.split()[-1]) for fault in found] == [("review.yaml", "included")]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("included: " + "1" + "0" * 30, "'1000000000000000000000000000000' is too large a number"),
        ("included: 0x" + "f" * 9000, "is too long for a number"),
        ("included: 2026-02-30", "'2026-02-30' is no valid date"),
        ("included: " + "[" * 60, "is nested deeper than 50"),
    ],
    ids=("integer", "hexadecimal", "date", "nesting"),
)
def test_what_yaml_cannot_represent_is_named_with_its_line(written, says, tmp_path):
    folder = copy_of_the_corpus(tmp_path / "corpus")
    file = folder / "review.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("included: 85", written, 1), encoding="utf-8")
    line = text[: text.index("included: 85")].count("\n") + 1
    (fault,) = [str(fault) for fault in refusal(folder) if fault.cell.sheet == "review.yaml"]
    assert says in fault
    assert f"(line {line}, column " in fault
    assert len(fault) < 250


@pytest.mark.parametrize(("number", "included"), [("31", 31), ("10_000_000", 10_000_000), ("null", None)])
def test_included_may_be_all_charted_many_or_not_stated(number, included, tmp_path):
    file = tmp_path / "review.yaml"
    file.write_text(f"included: {number}\n", encoding="utf-8")
    header, faults = read_header(file)
    assert (faults, header.included) == ([], included)


def sheet_of_charters(rows, write_sheet):
    """A sheet of the earlier form, in which the column ``coder`` was called ``charter``."""
    path = write_sheet(rows)
    heading, rest = path.read_text(encoding="utf-8").split("\n", 1)
    assert heading.split(",").count("coder") == 1
    path.write_text(heading.replace("coder", "charter") + "\n" + rest, encoding="utf-8")
    return path


def test_the_former_name_of_a_column_is_read_with_a_notice(seed_rows, write_sheet, lacuna, vocabulary, tmp_path):
    renamed = check_only((str(write_sheet(seed_rows)),))
    present = read_corpus(vocabulary, write_sheet(seed_rows)).review
    path = sheet_of_charters(seed_rows, write_sheet)
    assert read_corpus(vocabulary, path).review == present
    done = lacuna("load", str(path), "--json", home=tmp_path / "home")
    (notice,) = set(json.loads(done.stdout)["warnings"]) - set(renamed.warnings)
    assert re.match(r"sheet\.csv row 1 column charter: 'charter' \(cell [A-Z]+1\) — .* now coder\.$", notice)
    assert f"Warning: {notice}" in lacuna("check", str(path)).stderr.splitlines()


@pytest.mark.parametrize("heading", ["study,charter,coder", "study,coder,charter", "study,charter,charter"])
def test_a_column_by_its_former_and_its_present_name_is_a_fault(heading, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"{heading}\na,first,second\n", encoding="utf-8")
    faults = refusal(sheet)
    assert any(fault.cell.column == "charter" and "call it coder" in fault.rule for fault in faults)
    assert {fault.cell.row for fault in faults} == {1}
