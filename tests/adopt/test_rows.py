"""Rows that hold no study are left out; no row that says more than its rule is left out unseen."""

import pytest

from loaders.adopt.folder import adopt_table
from loaders.corpus import read_corpus
from loaders.own.vocabularies import vocabulary_of
from tests.adopt.extraction_tables import write_text, write_workbook

HEADING = ["Study", "Year", "Title", "Operation", "PAT"]
ABEL, BAKER = ["Abel", "2016", "T1", "blending", "NIR"], ["Baker", "2017", "T2", "coating", "NIR"]


@pytest.fixture
def adopt(tmp_path):
    """The proposal for a table of some rows, its corpus, and the units of each study as sets of terms."""

    def run(rows, write=write_text, name="t.csv", **options):
        folder = tmp_path / "corpus"
        written = adopt_table(write(tmp_path / name, rows, **options), folder)
        corpus = read_corpus(vocabulary_of(folder), folder)
        assert [str(fault) for fault in corpus.faults] == []
        return written.proposal, corpus, units_of(corpus)

    return run


def units_of(corpus):
    return {
        study.id: [{term for each in unit.charted for term in each.terms} for unit in study.units]
        for study in corpus.review.studies
    }


def test_a_lone_value_goes_on_with_the_study_above(adopt):
    rows = [HEADING, ABEL, ["", "", "", "coating", "Raman"], ["", "", "", "drying", "NIR"]]
    proposal, _, units = adopt([*rows, BAKER, ["", "", "", "drying", ""]])
    assert proposal.left_out == {}
    assert [len(units["abel"]), len(units["baker"])] == [3, 2]
    assert units["baker"][1] == {"drying"}


@pytest.mark.parametrize("value", ["coating", "melt extrusion in a vortex"])
def test_values_of_an_own_facet_go_on_too(adopt, value):
    heading = ["Study", "Title", "Solvent", "Use"]
    rows = [heading, ["S1", "T1", "water", "coating"], ["", "", "water", "drying"], ["S2", "T2", "water", "coating"]]
    proposal, _, units = adopt([*rows, ["", "", "", value]])
    assert proposal.left_out == {}
    assert len(units["s2"]) == 2


def test_a_first_column_may_go_on_or_head_rows(adopt):
    heading = ["Operation", "Study", "Title", "PAT"]
    drying, coating = ["drying", "", "", ""], ["coating", "", "", ""]
    going_on = [heading, ["coating", "Abel", "T1", "NIR"], drying, ["drying", "Baker", "T2", "NIR"], coating]
    proposal, _, units = adopt(going_on)
    assert (proposal.left_out, len(units["abel"]), len(units["baker"])) == ({}, 2, 2)


def test_a_heading_of_rows_takes_no_study_with_it(adopt):
    rows = [["Operation", "Study", "Title", "PAT"], ["Drying", "", "", ""], ["", "A 2020", "T1", "NIR"]]
    rows += [["", "B 2021", "T2", "Raman"], ["Drying", "D 2023", "T4", "Raman"]]
    proposal, corpus, units = adopt(rows)
    assert list(proposal.left_out) == ["Drying"]
    assert units["d-2023"] == [{"drying", "raman-spectroscopy"}]
    assert len(units) == 3
    assert any("row 2 ('Drying')" in notice.rule for notice in corpus.notices)


def test_merged_cells_of_a_note_are_one_cell(adopt):
    rows = [
        HEADING,
        ABEL,
        BAKER,
        ["From here on: small plants", "", "", "", ""],
        ["Cole", "2018", "T3", "drying", "NIR"],
    ]
    proposal, _, units = adopt(rows, write_workbook, "t.xlsx", merged=["A4:E4"])
    assert list(proposal.left_out) == ["From here on: small plants"]
    assert len(units) == 3


def test_the_same_text_in_two_cells_is_no_note(adopt):
    heading = ["Study", "Title", "Sensor", "Kind of sensor"]
    rows = [heading, ["Abel", "T1", "NIR", "NIR"], ["Baker", "T2", "Raman", "Raman"], ["", "", "NIR", "NIR"]]
    proposal, _, units = adopt(rows)
    assert proposal.left_out == {}
    assert len(units["baker"]) == 2


def test_a_study_with_nothing_but_its_key_is_kept(adopt):
    rows = [["ID", "Title", "PAT"], ["S1", "T1", "NIR"], ["S2", "T2", "Raman"], ["S3", "", ""]]
    proposal, _, units = adopt(rows)
    assert proposal.left_out == {}
    assert "s3" in units


def test_authors_named_like_totals_are_kept(adopt):
    rows = [["Study", "Operation", "PAT"], ["Min (2019)", "drying", "NIR"], ["Sum (2020)", "coating", "Raman"]]
    proposal, _, units = adopt([*rows, ["Mean (SD)", "3", ""], ["Total", "2 operations", "NIR: 1"]])
    assert proposal.left_out == {"Mean (SD)": "totals", "Total": "totals"}
    assert len(units) == 2


def test_a_section_named_in_every_cell_is_no_study(adopt):
    rows = [["Study", "PAT", "Country"], ["Coating", "Coating", "Coating"], ["Abel 2016", "NIR", "Italy"]]
    proposal, _, units = adopt([*rows, ["Drying"] * 3, ["Min 2019", "1", "Italy"]])
    assert list(proposal.left_out) == ["Coating", "Drying"]
    assert len(units) == 2


def test_a_heading_further_down_is_no_study(adopt, lacuna, tmp_path):
    again = [*HEADING[:2], "TITLE ", *HEADING[3:]]
    rows = [HEADING, ABEL, HEADING, BAKER, ["Study (continued)", *again[1:]], ["Cole", "2018", "T3", "drying", "NIR"]]
    proposal, corpus, units = adopt(rows)
    assert set(proposal.left_out.values()) == {"it repeats the heading"}
    assert (proposal.heading.rows, len(proposal.left_out), len(units)) == ((1,), 2, 3)
    assert any("row 3 ('Study | Year | Title" in notice.rule for notice in corpus.notices)
    said = lacuna("adopt", "t.csv", "--to", "other", cwd=tmp_path).stdout
    assert "3 rows of 3 studies" in said
    assert "(it repeats the heading)" in said


@pytest.mark.parametrize("write", [write_text, write_workbook])
def test_two_heading_rows_further_down_are_no_studies(adopt, write):
    heading = [["", "", "PAT", ""], ["Study", "Title", "Tool", "Position"]]
    studies = [[f"S{n}", f"T{n}", ("NIR", "Raman")[n % 2], ("in-line", "at-line")[n % 2]] for n in range(6)]
    merged = ["C1:D1", "C6:D6"]
    proposal, _, units = adopt(
        [*heading, *studies[:3], *heading, *studies[3:]], write_workbook, "t.xlsx", merged=merged
    )
    assert proposal.heading.rows == (1, 2)
    assert [len(each) for each in units.values()] == [1] * 6


def test_marks_named_like_their_column_are_values(adopt):
    rows = [["Study", "NIR", "Raman"], ["A 2020", "NIR", ""], ["B 2020", "", "Raman"], ["C 2020", "NIR", "Raman"]]
    proposal, _, units = adopt(rows)
    assert proposal.left_out == {}
    assert len(units) == 3


MAPPING = """\
table: "t.csv"
heading: 1
study: {{key: Study, title: Title, year: Year, fill_down: true}}
rows_left_out:
  {rule}
columns:
  Operation: {{facet: unit-operation, values: {{blending: powder-blending}}}}
  PAT: {{facet: pat-modality, values: {{NIR: nir-spectroscopy, Raman: raman-spectroscopy}}}}
"""


@pytest.fixture
def read(tmp_path):
    """The corpus of a folder whose mapping has a rule for rows."""

    def run(rule, rows):
        write_text(tmp_path / "t.csv", [HEADING, *rows])
        (tmp_path / "mapping.yaml").write_text(MAPPING.format(rule=rule), encoding="utf-8")
        (tmp_path / "review.yaml").touch()
        return read_corpus(vocabulary_of(tmp_path), tmp_path)

    return run


def test_a_rule_for_one_cell_spares_fuller_rows(read):
    rule = '"drying": "a note or a heading: only one cell says anything"'  # as adopt wrote it for lone values, too
    corpus = read(rule, [ABEL, ["", "", "", "drying", "NIR"], BAKER, ["", "", "", "drying", ""]])
    assert corpus.faults == ()
    assert units_of(corpus)["abel"][1] == {"drying", "nir-spectroscopy"}
    (told,) = [notice.rule for notice in corpus.notices if "Left out" in notice.rule]
    assert told == "Left out, as rows_left_out says: row 5 ('drying')."


@pytest.mark.parametrize("rule", ['"Abel": excluded', '"Abel…": excluded', '"Abel | 2016…": excluded'])
def test_a_rule_by_hand_tells_what_it_leaves_out(read, rule):
    corpus = read(rule, [ABEL, BAKER])
    assert corpus.faults == ()
    assert list(units_of(corpus)) == ["baker"]
    (told,) = [str(notice) for notice in corpus.notices if "more than it names" in notice.rule]
    assert told.startswith("mapping.yaml line 5 ")
    assert "row 2 ('Abel | 2016 | T1 | blending | NIR')" in told


def test_a_rule_with_the_whole_row_warns_of_nothing(read):
    corpus = read('"Abel | 2016 | T1 | blending | NIR": excluded', [ABEL, ["Abel", "2016", "T1", "coating", "NIR"]])
    assert len(units_of(corpus)["abel"]) == 1
    assert not any("more than it names" in notice.rule for notice in corpus.notices)


def test_totals_may_have_numbers_beside_but_no_words(read):
    corpus = read('"Total": "totals"', [ABEL, ["Total", "12", "", "3.5", ""]])
    assert (corpus.faults, list(units_of(corpus))) == ((), ["abel"])
    assert any("row 3 ('Total | 12 | 3.5')" in notice.rule for notice in corpus.notices)
    corpus = read('"Total": "totals"', [ABEL, ["Total", "2 studies", "", "2 steps", ""]])
    assert (corpus.faults, list(units_of(corpus))) == ((), ["abel"])
    assert any("row 3 ('Total | 2 studies | 2 steps')" in notice.rule for notice in corpus.notices)
    (fault,) = read('"Total": "totals"', [ABEL, ["Total", "2019", "T7", "drying", "NIR"]]).faults
    assert str(fault).startswith(
        "mapping.yaml line 5 column rows_left_out.Total: 'Total' — is left out for its numbers"
    )
    assert "row 3 ('Total | 2019 | T7 | drying | NIR')" in fault.rule
