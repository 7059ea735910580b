"""A table that grew is adopted again: every edit is kept, and what is new is added and listed."""

import pytest

from loaders.adopt.folder import adopt_table
from loaders.corpus import read_corpus
from loaders.own.vocabularies import vocabulary_of
from tests.adopt.extraction_tables import write_text

HEADING = ["Author (Year)", "Sensor", "Solvent", "Comment"]
SOLVENTS, SENSORS = ("water", "ethanol", "water"), ("NIR", "Raman", "NIR; Raman")


def rows(number=9):
    return [
        HEADING,
        *(
            [f"Ito ({2000 + n})", SENSORS[n % 3], SOLVENTS[n % 3], f"Study {n} says a lot of things."]
            for n in range(number)
        ),
    ]


@pytest.fixture
def adopted(tmp_path):
    """The folder of an adopted table, and a function that adopts other rows into it."""
    table = tmp_path / "t.csv"
    folder = tmp_path / "corpus"

    def adopt(of):
        return adopt_table(write_text(table, of), folder)

    adopt(rows())
    return folder, adopt


def edit(folder, *changes):
    file = folder / "mapping.yaml"
    text = file.read_text(encoding="utf-8")
    for found, replaced in changes:
        assert text.count(found) == 1, found
        text = text.replace(found, replaced)
    file.write_text(text, encoding="utf-8")
    return text


def faults(folder):
    return [str(fault) for fault in read_corpus(vocabulary_of(folder), folder).faults]


def test_the_same_table_changes_nothing(adopted):
    folder, adopt = adopted
    edit(folder, ("read: []", "read: [abstract]  # all of us"))
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    written = adopt(rows())
    assert written.files == []
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_edits_stay_and_new_things_come(adopted):
    folder, adopt = adopted
    before = edit(
        folder,
        ("read: []", "read: [abstract]  # all of us"),
        ('"NIR": nir-spectroscopy ', '"NIR": vibrational-spectroscopy  # on purpose'),
        ("    note: true", '    leave_out: "we do not need it"'),
    )
    grown = [[*row, "x" if n % 2 else ""] for n, row in enumerate(rows())]
    grown[0][-1] = "Twin"
    grown += [["Ito (2021)", "Sniffing dog", "hexane", "", "x"], ["Ito (2022)", "n.r.", "Water", "", ""]]
    written = adopt(grown)
    text = (folder / "mapping.yaml").read_text(encoding="utf-8")
    kept = iter(text.splitlines())
    assert all(line in kept for line in before.splitlines()), "every line is still there, in its order"
    assert [plan.name for plan in written.growth.columns] == ["Twin"]
    assert written.growth.values["Sensor"].keys() == {"Sniffing dog", "n.r."}
    assert [term.id for term in written.growth.terms["Solvent"]] == ["solvent-hexane"]
    assert faults(folder) == []
    by_key = {study.id: study for study in read_corpus(vocabulary_of(folder), folder).review.studies}
    terms = {each.facet: each.terms for each in by_key["ito-2021"].all_charted()}
    assert terms["solvent"] == ("solvent-hexane",)
    assert terms["pat-modality"] == ("pat-modality-sniffing-dog",)
    assert {each.facet: each.terms for each in by_key["ito-2000"].all_charted()}["pat-modality"] == (
        "vibrational-spectroscopy",
    )


@pytest.mark.parametrize(
    "written",
    [
        '  "Sensor": {facet: pat-modality, separators: [";"], values: {"NIR": nir-spectroscopy, "Raman": raman-spectroscopy}}\n',
        '  "Sensor":\n    facet: pat-modality\n    separators: [";"]\n    values: {"NIR": nir-spectroscopy}\n',
    ],
)
def test_what_has_no_place_is_told(adopted, written):
    folder, adopt = adopted
    file = folder / "mapping.yaml"
    head, _, rest = file.read_text(encoding="utf-8").partition('  "Sensor":\n')
    file.write_text(head + written + "\n" + rest[rest.index("  # likely: facet of its own") :], encoding="utf-8")
    assert faults(folder) == []
    grown = adopt([*rows(), ["Ito (2021)", "n.r.", "water", ""]]).growth
    assert any('"n.r.": not reported' in line for line in grown.by_hand)
    assert "n.r." not in file.read_text(encoding="utf-8")


def test_columns_that_are_gone_are_listed(adopted):
    folder, adopt = adopted
    grown = adopt([row[:3] for row in rows()]).growth
    assert grown.gone == ["Comment"]
    (told,) = faults(folder)
    assert "column columns.Comment: 'Comment' — is not a column of the table" in told


NOTE = ["Version of May 2026", "", "", ""]


@pytest.mark.parametrize(
    ("of", "heading"),
    [([NOTE, *rows()], "[2]"), ([NOTE, ["All of us"], *rows(), ["Ito (2021)", "NIR", "water", ""]], "[3]")],
)
def test_a_heading_that_moved_is_found_again(adopted, lacuna, of, heading):
    folder, adopt = adopted
    before = (folder / "mapping.yaml").read_text(encoding="utf-8")
    written = adopt(of)
    assert f"[{written.growth.moved[0]}]" == heading
    assert (folder / "mapping.yaml").read_text(encoding="utf-8") == before.replace(
        "heading: [1]", f"heading: {heading}"
    )
    assert faults(folder) == []
    adopt(rows())
    assert (folder / "mapping.yaml").read_text(encoding="utf-8") == before


def test_two_heading_rows_that_moved(tmp_path):
    table, folder = tmp_path / "t.csv", tmp_path / "corpus"
    band = [["", "PAT", "Chemistry", ""], *rows()]
    adopt_table(write_text(table, band), folder)
    assert "heading: [1, 2]" in (folder / "mapping.yaml").read_text(encoding="utf-8")
    grown = adopt_table(write_text(table, [NOTE, *band]), folder).growth
    assert grown
    assert grown.moved == (2, 3)
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("of", "row"),
    [
        ([["Reference", *HEADING[1:]], *rows()[1:]], 1),
        ([["Reference", *HEADING[1:], "Lab"], *([*row, "A"] for row in rows()[1:])], 1),
        ([NOTE, ["Reference", *HEADING[1:]], *rows()[1:]], 1),
    ],
)
def test_a_key_that_is_gone_is_a_fault(adopted, lacuna, of, row):
    folder, _ = adopted
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    write_text(folder.parent / "t.csv", of)
    done = lacuna("adopt", "t.csv", "--to", "corpus", cwd=folder.parent)
    assert done.returncode == 1
    assert f"t.csv row {row} column Author (Year)" in done.stderr
    assert "is no column of the heading" in done.stderr
    assert "Nothing was written." in done.stderr
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_columns_in_another_case_are_the_same(adopted):
    folder, adopt = adopted
    grown = adopt([[name.upper() for name in HEADING], *rows()[1:]]).growth
    assert (grown.columns, grown.gone) == ([], [])
    assert faults(folder) == []


def test_new_rows_that_are_no_study_are_told(adopted, lacuna):
    folder, _ = adopted
    write_text(folder.parent / "t.csv", [*rows(), HEADING, ["Total", "9", "", ""]])
    said = lacuna("adopt", "t.csv", "--to", "corpus", cwd=folder.parent).stdout
    assert '  "Author (Year) | Sensor | Solvent | Comment": "it repeats the heading"' in said
    assert '  "Total": "totals"' in said
    assert "New values" not in said


def test_a_mapping_at_fault_is_not_touched(adopted, lacuna):
    folder, _ = adopted
    file = folder / "mapping.yaml"
    file.write_text(edit(folder, ("heading: [1]", "heading: [first]")), encoding="utf-8")
    before = file.read_bytes()
    done = lacuna("adopt", "t.csv", "--to", "corpus", cwd=folder.parent)
    assert done.returncode == 1
    assert "mapping.yaml line" in done.stderr
    assert file.read_bytes() == before


def test_nothing_is_overwritten(adopted, lacuna):
    folder, _ = adopted
    (folder / "mapping.yaml").unlink()
    done = lacuna("adopt", "t.csv", "--to", "corpus", cwd=folder.parent)
    assert done.returncode == 1
    assert "ontology/solvent.ttl already" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "t.csv: '-'"),
        (b"a,b\n", "has no row below"),
        (b'a,"b\n1,2\n', "cannot be read as CSV"),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path, lacuna, content, said):
    (tmp_path / "t.csv").write_bytes(content)
    done = lacuna("adopt", "t.csv", cwd=tmp_path)
    assert done.returncode == 1, done.stdout
    assert "Nothing was written." in done.stderr
    assert not (tmp_path / "t").exists()


def test_other_kinds_of_files_are_refused(tmp_path, lacuna):
    (tmp_path / "t.pdf").write_bytes(b"%PDF")
    done = lacuna("adopt", "t.pdf", cwd=tmp_path)
    assert done.returncode == 1
    assert "a table ends in .csv, .tsv, .txt, .xlsx, .xlsm, .ods" in done.stderr
    assert lacuna("adopt", "absent.csv", cwd=tmp_path).returncode == 2
