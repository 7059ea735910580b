"""Files of a folder as people and spreadsheets leave them: what has one meaning is taken, anything else is named."""

import csv
import random
import shutil

import pytest

from loaders.records.duplicates import write_decisions
from loaders.records.flow import counted_flow, progress
from loaders.records.folder import read_found
from loaders.updating.sheets import write_conflicts, write_screening
from tests.living.made_up import fill_in, person, read, record, rule, write, write_found
from tests.living.made_up_search import write_search
from tests.living.writers import ris

RECORDS = [record(f"a.ris:{number}", doi=f"10.1/{number}") for number in range(1, 9)] + [record("b.nbib:1")]
EVERYTHING = {each.record.replace(":", "_").replace(".", "_"): "include" for each in RECORDS}


@pytest.fixture
def folder(tmp_path, vocabulary):
    """A folder with two screeners who agree on most, one conflict that was resolved, and duplicates."""
    write_found(tmp_path, RECORDS, screeners=2)
    decided = [rule("a.ris:1", "b.nbib:1"), rule("b.nbib:1", "a.ris:2"), person("a.ris:3", "a.ris:4")]
    write_decisions(tmp_path, RECORDS, decided)
    screen(tmp_path, vocabulary, "Ann", **EVERYTHING)
    screen(tmp_path, vocabulary, "Bob", **{**EVERYTHING, "a_ris_5": "exclude", "a_ris_6": "exclude excl-no-ai"})
    screen(tmp_path, vocabulary, "Cat", write_conflicts, a_ris_5="include")
    return tmp_path


def screen(folder, vocabulary, screener, sheet_of=write_screening, **decisions):
    file, number = sheet_of(folder, clean(folder, vocabulary), screener, "title-abstract")
    if number:
        fill_in(file, **decisions)
    return number


def clean(folder, vocabulary):
    found = read_found(folder, vocabulary)
    assert found.faults == []
    return found


def held(found):
    return found.groups, counted_flow(found), progress(found), found.screening


@pytest.mark.parametrize("name", ["records.csv", "duplicates.csv", "screening-ann.csv", "screening-cat.csv"])
@pytest.mark.parametrize("seed", range(3))
def test_a_sheet_that_was_sorted_says_the_same(folder, vocabulary, name, seed):
    before = held(clean(folder, vocabulary))
    rows = read(folder / name)
    random.Random(seed).shuffle(rows)
    write(folder / name, rows)
    assert held(clean(folder, vocabulary)) == before


WAYS = {
    "capitals": str.upper,
    "a capital": str.title,
    "spaces around": lambda text: f"  {text} ",
    "a no-break space": lambda text: f"{text}\N{NO-BREAK SPACE}",
    "spaces for hyphens": lambda text: text.replace("-", " "),
    "a soft hyphen": lambda text: text.replace("-", "\N{SOFT HYPHEN}-"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("column", ["stage", "decision", "resolves", "screener"])
def test_words_are_understood_in_any_spelling(folder, vocabulary, way, column):
    before = clean(folder, vocabulary)
    for file in folder.glob("screening-*.csv"):
        write(file, [{**row, column: WAYS[way](row[column])} for row in read(file)])
    after = clean(folder, vocabulary)
    assert counted_flow(after) == counted_flow(before)
    assert progress(after) == progress(before)


def test_another_spelling_is_told_once(folder, vocabulary):
    file = folder / "screening-ann.csv"
    write(file, [{**row, "decision": row["decision"].upper()} for row in read(file)])
    assert [str(each) for each in clean(folder, vocabulary).notices] == [
        "screening-ann.csv row 2 column decision: 'INCLUDE' — is read as include."
    ]


@pytest.mark.parametrize("column", ["decision", "Decision", "DECISION ", "duplicates"])
def test_headings_are_understood_in_any_spelling(folder, vocabulary, column):
    file = folder / "duplicates.csv"
    write(file, [{column if name == "decision" else name: text for name, text in row.items()} for row in read(file)])
    told = [str(fault) for fault in read_found(folder, vocabulary).faults]
    assert (
        told == []
        if column.strip().lower() == "decision"
        else any("is no column of duplicates.csv" in each for each in told)
    )


def test_one_person_is_never_two_screeners(tmp_path, vocabulary):
    write_found(tmp_path, RECORDS, screeners=2)
    screen(tmp_path, vocabulary, "Ann Li", **EVERYTHING)
    rows = read(tmp_path / "screening-ann-li.csv")
    write(tmp_path / "screening.csv", [{**row, "screener": "ANN  li"} for row in rows])
    found = clean(tmp_path, vocabulary)
    assert progress(found).open_at["title-abstract"] == len(RECORDS)
    assert any("are read as one screener" in str(each) for each in found.notices)
    assert screen(tmp_path, vocabulary, "ann li") == 0


def test_a_shared_sheet_is_as_good_as_one_for_each(folder, vocabulary):
    before = held(clean(folder, vocabulary))
    rows = [row for file in sorted(folder.glob("screening-*.csv")) for row in read(file)]
    for file in folder.glob("screening-*.csv"):
        file.unlink()
    write(folder / "screening.csv", rows)
    assert held(clean(folder, vocabulary)) == before
    write_found(folder, [*RECORDS, record("a.ris:9")], screeners=2)
    for screener in ("Ann", "Bob"):
        assert screen(folder, vocabulary, screener) == 1
        assert screen(folder, vocabulary, screener) == 0
    assert [row["screener"] for row in read(folder / "screening.csv") if row["record"] == "a.ris:9"] == ["Ann", "Bob"]
    assert list(folder.glob("screening-*.csv")) == []


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("name", ["records.csv", "duplicates.csv", "screening-ann.csv"])
def test_a_file_that_excel_saved(folder, vocabulary, name, separator):
    before = held(clean(folder, vocabulary))
    rows = read(folder / name)
    with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    assert held(clean(folder, vocabulary)) == before


def test_decisions_that_were_deleted_are_open_again(folder, vocabulary):
    file = folder / "screening-bob.csv"
    before = progress(clean(folder, vocabulary)).open_at["title-abstract"]
    write(file, read(file)[2:])
    found = clean(folder, vocabulary)
    assert progress(found).open_at["title-abstract"] == before + 2
    assert screen(folder, vocabulary, "Bob") == 2


def test_two_who_resolve_differently_are_a_fault(folder, vocabulary):
    (line,) = [row for row in read(folder / "screening-cat.csv") if row["record"] == "a.ris:5"]
    write(folder / "screening-dan.csv", [{**line, "screener": "Dan", "decision": "exclude"}])
    (fault,) = read_found(folder, vocabulary).faults
    assert str(fault).startswith("screening-dan.csv row 2 column decision: 'exclude' — Cat has resolved it")


def test_an_included_record_has_its_label_as_reason(folder, vocabulary):
    file = folder / "screening-bob.csv"
    label = vocabulary.terms["excl-no-ai"].label
    write(file, [{**row, "reason": row["reason"] and label.upper()} for row in read(file)])
    assert clean(folder, vocabulary).sheets.faults == []


# --- Exports ---


def add(lacuna, tmp_path, *arguments):
    done = lacuna("records", "add", "review", *arguments, "--source", "S", cwd=tmp_path)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("same", [True, False])
def test_two_exports_of_one_name(tmp_path, lacuna, same):
    for number, name in enumerate(("one", "two")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ris").write_text(
            ris([record("a.ris:1", f"Title {0 if same else number}", type="article")]), encoding="utf-8"
        )
    code, _, told = add(lacuna, tmp_path, "one/a.ris", "two/a.ris")
    assert code == (0 if same else 1)
    assert ("is read once" if same else "has the name of one/a.ris, and holds something else") in told
    assert (tmp_path / "review" / "records.csv").exists() == same


def test_one_export_under_two_names_is_told(tmp_path, lacuna):
    write_search(tmp_path)
    shutil.copy(tmp_path / "embase.ris", tmp_path / "embase (1).ris")
    code, _, told = add(lacuna, tmp_path, "embase.ris", "embase (1).ris")
    assert code == 0
    assert "holds what embase.ris holds: all its records are counted as identified twice" in told


def test_lines_of_records_that_were_deleted_come_back(tmp_path, lacuna):
    write_search(tmp_path)
    add(lacuna, tmp_path, "embase.ris")
    file = tmp_path / "review" / "records.csv"
    before = read(file)
    write(file, before[:20] + before[25:])
    assert "embase.ris (RIS): 5 records added that records.csv did not have" in add(lacuna, tmp_path)[1]
    assert sorted(read(file), key=str) == sorted(before, key=str)
    assert "Nothing new" in add(lacuna, tmp_path)[1]


def test_an_export_that_was_changed_is_told(tmp_path, lacuna):
    write_search(tmp_path)
    add(lacuna, tmp_path, "embase.ris")
    before = read(tmp_path / "review" / "records.csv")
    export = tmp_path / "review" / "records" / "embase.ris"
    export.write_text(export.read_text(encoding="utf-8").replace(before[3]["title"], "Another title"), encoding="utf-8")
    code, _, told = add(lacuna, tmp_path)
    assert code == 0
    assert "stands at embase.ris:" in told
    assert "now says 'Another title': one of them was changed. It stays." in told
    assert read(tmp_path / "review" / "records.csv") == before
