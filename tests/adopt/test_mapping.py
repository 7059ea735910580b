"""Faults of ``mapping.yaml``, each with its line; and faults of cells, in the table's own words."""

import pytest

from loaders.adopt.folder import adopt_table
from loaders.corpus import read_corpus
from loaders.own.vocabularies import vocabulary_of
from tests.adopt.extraction_tables import write_text, write_workbook

ROWS = [
    ["Author (Year)", "Sensor", "Solvent", "Comment"],
    ["Ito (2010)", "NIR", "water", "It works."],
    ["Zhang (2011)", "NIR, Raman", "ethanol", "It does not work when the plant is cold."],
    ["Müller (2012)", "n.r.", "water", ""],
    ["Šimek (2013)", "Raman", "ethanol", "Nothing is known of the long run."],
]
MAPPING = """\
table: "t.csv"
heading: 1
study:
  key: Author (Year)
  year: Author (Year)
values:
  n.r.: not reported
columns:
  Sensor:
    facet: pat-modality
    separators: ","
    values:
      NIR: nir-spectroscopy
      Raman: raman-spectroscopy
  Solvent:
    leave_out: not of interest
  Comment:
    note: true
"""


@pytest.fixture
def faults(tmp_path):
    """The faults of a folder whose mapping was changed, as text."""

    def read(*changes: tuple[str, str], rows=ROWS):
        write_text(tmp_path / "t.csv", rows)
        text = MAPPING
        for found, replaced in changes:
            assert found in text
            text = text.replace(found, replaced)
        (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "review.yaml").touch()
        return [str(fault) for fault in read_corpus(vocabulary_of(tmp_path), tmp_path).faults]

    return read


def test_the_mapping_has_no_fault(faults):
    assert faults() == []


@pytest.mark.parametrize(
    ("found", "replaced", "line", "said"),
    [
        ("facet: pat-modality", "facet: pat-modalty", 10, "'pat-modalty' — is not a facet"),
        ("facet: pat-modality", "facets: pat-modality", 10, "is not a key here. Nearest: facet"),
        ('separators: ","', "separators: [comma]", 11, "'comma' — must be one of ';', ','"),
        (
            "NIR: nir-spectroscopy",
            "NIR: nir-spectrscopy",
            13,
            "'nir-spectrscopy' is neither a term of pat-modality nor a status",
        ),
        ("NIR: nir-spectroscopy", "NIR: {a: b}", 13, "must be a text"),
        ("n.r.: not reported", "n.r.: nir-spectroscopy", 7, "is neither a status nor not charted"),
        ("n.r.: not reported", "n.r.: reported", 7, "Nearest: none, not applicable, not reported"),
        ("  Solvent:\n", "  Solvens:\n", 15, "is not a column of the table. Nearest: Solvent"),
        ("leave_out: not of interest", "leave_out: ''", 15, "Say what becomes of the column"),
        ("note: true", "note: true\n    leave_out: why", 19, "A column that is left out is neither"),
        ("note: true", "note: true\n    values: {a: b}", 19, "belongs to a column with a facet"),
        ("  key: Author (Year)", "  key: Autor (Year)", 4, "is not a column of the table. Nearest: Author (Year)"),
        ("  key: Author (Year)\n", "", 3, "key is missing"),
        ("heading: 1", "heading: 9", 2, "is an empty row of the table"),
        ("NIR: nir-spectroscopy", "NIR:", 13, "does not say what 'NIR' means: write a term, a status, or not charted"),
        ("NIR: nir-spectroscopy", "NIR: ' ; '", 13, "' ; '"),
        ("NIR: nir-spectroscopy", "NIR: []", 13, "does not say what 'NIR' means"),
        ("n.r.: not reported", "n.r.:", 7, "is neither a status nor not charted"),
        ('separators: ","', 'separators: ","\n    empty:', 12, "does not say what an empty cell means"),
        (
            "Raman: raman-spectroscopy",
            "Raman: raman-spectroscopy\n      nir: raman-spectroscopy",
            15,
            "is the same as 'NIR' (mapping.yaml line 13), which says something else",
        ),
        ("n.r.: not reported", "n.r.: not reported\n  'N.R. ': none", 8, "is the same as 'n.r.' (mapping.yaml line 7)"),
        ("  Comment:\n", "  solvent:\n    note: true\n  Comment:\n", 17, "is the same as 'Solvent'"),
        ("heading: 1", "heading: [1, 2, 3]", 2, "must have at most 2 entries"),
        ("heading: 1", "heading: 0", 2, "must be 1 or more"),
        ("heading: 1", "heading: []", 2, "must have 1 or more entries"),
        ("heading: 1", "heading: {a: b}", 2, "must be one text, or a list of several"),
        ("note: true", "note: perhaps", 18, "must be true or false"),
        ("  Comment:\n    note: true", "  Comment: note", 17, "must be lines of NAME: MEANING"),
        ("heading: 1", "heading: first", 2, "must be a whole number"),
        ('table: "t.csv"', "table: ../t.csv", 1, "is not a file of this folder"),
        ('table: "t.csv"', "table: /etc/passwd", 1, "is not a file of this folder"),
        ('table: "t.csv"', "table: t.xlsx", 1, "Nearest: t.csv"),
        ('table: "t.csv"', 'table: "t.csv"\nsheet: Data', 2, "is not a worksheet"),
    ],
)
def test_a_fault_has_its_line(faults, found, replaced, line, said):
    told = faults((found, replaced))
    assert any(f"mapping.yaml line {line} " in fault and said in fault for fault in told), told


def test_two_lines_that_say_the_same_are_no_fault(faults):
    assert faults(("Raman: raman-spectroscopy", "Raman: raman-spectroscopy\n      nir: nir-spectroscopy")) == []
    assert faults(("NIR: nir-spectroscopy", "NIR: Not  charted")) == []


@pytest.mark.parametrize("written", ["columns:", "columns: {}"])
def test_a_table_about_the_study_alone_has_no_columns(faults, written):
    start = MAPPING.index("columns:")
    assert faults((MAPPING[start:], f"{written}\n"), rows=[row[:1] for row in ROWS]) == []


def test_a_column_without_a_word_is_a_fault(faults):
    (told,) = faults(("  Solvent:\n    leave_out: not of interest\n", ""))
    assert told.startswith(
        "t.csv row 1 column Solvent: 'Solvent' (cell C1) — is a column that mapping.yaml does not name"
    )


def test_a_value_without_a_meaning_is_told_once(faults):
    rows = [*ROWS, *([f"Ito ({2014 + n})", "Sniffing dog", "water", ""] for n in range(7))]
    (told,) = faults(rows=rows)
    assert told.startswith("t.csv row 6 column Sensor: 'Sniffing dog' (cell B6) — 'Sniffing dog' is neither a term")
    assert "The same in 7 rows: 6, 7, 8, 9, 10, …." in told
    assert told.endswith("(Read by mapping.yaml line 9.)")


def test_yes_and_no_are_words_in_a_mapping(faults):
    rows = [[*row, answer] for row, answer in zip(ROWS, ("Used", "yes", "no", "NO", "2021"), strict=True)]
    column = "note: true\n  Used:\n    facet: pat-modality\n    values: {yes: nir-spectroscopy, no: not charted, 2021: none}\n"
    assert (
        faults(("note: true\n", column), rows=rows)
        == ["t.csv row 5 column Sensor + Used: 'Raman + 2021' (cell B5) — x"]
        or faults(("note: true\n", column), rows=rows) == []
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: [", "cannot be read as YAML"),
        ("a: 1\na: 2\n", "given twice"),
        ("yes: 1\n'yes': 2\n", "is given twice"),
        ("- a\n", "must be lines of NAME: MEANING"),
        ("", "must be lines of NAME: MEANING"),
        ("a: &a [*a]\n", "stands within what it stands for"),
        ("x: " + "[" * 60 + "]" * 60, "is nested deeper than"),
        (
            "a: &a [x, x]\n"
            + "".join(f"{n}: &{n} [*{p}, *{p}, *{p}]\n" for p, n in zip("abcdefghijk", "bcdefghijkl", strict=True)),
            "aliases expanded",
        ),
    ],
)
def test_a_hostile_mapping_is_refused(tmp_path, text, said):
    write_text(tmp_path / "t.csv", ROWS)
    (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "review.yaml").touch()
    told = [str(fault) for fault in read_corpus(vocabulary_of(tmp_path), tmp_path).faults]
    assert any(fault.startswith("mapping.yaml") and said in fault for fault in told), told


def test_two_studies_never_become_one_silently(faults):
    rows = [ROWS[0], ["A/B (2010)", "NIR", "", ""], ["A B (2010)", "NIR", "", ""]]
    told = faults(rows=rows)
    assert any("gives the same key as another study" in fault for fault in told)


def test_a_row_without_a_key_is_a_fault(faults):
    told = faults(rows=[*ROWS, ["", "NIR", "", ""]])
    assert any("row 6" in fault and "no study key" in fault for fault in told), told


def test_a_status_and_a_term_of_two_columns(faults):
    rows = [
        [*row, more] for row, more in zip(ROWS, ("Sensor 2", "n.r.", "n.r.", "not applicable", "Raman"), strict=True)
    ]
    column = "note: true\n  Sensor 2:\n    facet: pat-modality\n    values: {Raman: raman-spectroscopy}\n"
    (told,) = faults(("note: true\n", column), rows=rows)
    assert "row 4" in told
    assert "says not applicable and not reported of the same facet" in told


def test_the_table_stays_as_it_is(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", ROWS)
    before = path.read_bytes()
    adopt_table(path, tmp_path / "corpus")
    read_corpus(vocabulary_of(tmp_path / "corpus"), tmp_path / "corpus")
    assert path.read_bytes() == before == (tmp_path / "corpus" / "t.xlsx").read_bytes()
