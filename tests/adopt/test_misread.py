"""Tables that are refused because they have no heading, or a column for each study."""

import pytest

from kg.errors import Refused
from loaders.adopt.proposal import propose
from tests.adopt.extraction_tables import write_text


def refusal(vocabulary, tmp_path, rows):
    with pytest.raises(Refused) as refused:
        propose(vocabulary, write_text(tmp_path / "t.csv", rows), "review")
    (fault,) = refused.value.faults
    return str(fault)


@pytest.mark.parametrize(
    "rows",
    [
        [["A 2020", "T1", "NIR", "PLS"], ["B 2020", "T2", "Raman", "ANN"], ["C 2020", "T3", "NIR", "PLS"]],
        [["10.1234/a", "First", "2016"], ["10.1234/b", "Second", "2017"], ["10.1234/c", "Third", "2018"]],
        [["S1", "Tableting", "Camera", "x"], ["S2", "Blending", "Raman", ""], ["S3", "Coating", "NIR", "x"]],
        [[f"Abel et al. ({2010 + n})"] for n in range(4)],
    ],
)
def test_a_table_without_headings(vocabulary, tmp_path, rows):
    said = refusal(vocabulary, tmp_path, rows)
    assert said.startswith("t.csv row 1 ")
    assert "the table seems to have no heading" in said
    assert "the row above names the columns" in said


@pytest.mark.parametrize(
    "rows",
    [
        [["Study", "Abel 2016", "Baker 2017"], ["Year", "2016", "2017"], ["PAT", "NIR", "Raman"], ["AI", "PLS", "ANN"]],
        [
            ["Author (Year)", "Abel (2016)", "Baker (2017)"],
            ["Title", "T1", "T2"],
            ["Unit operation", "drying", "coating"],
        ],
        [
            ["Study ID", "Abel 2016", "Baker 2017", "Cole 2018"],
            ["Title", "T1", "T2", "T3"],
            *([f"Thing {n}", "a", "b", "c"] for n in range(9)),
        ],
    ],
)
def test_a_column_for_each_study(vocabulary, tmp_path, rows):
    said = refusal(vocabulary, tmp_path, rows)
    assert said.startswith("t.csv column A: ")
    assert "the table seems to have a column for each study" in said
    assert "transposed" in said


@pytest.mark.parametrize(
    "rows",
    [
        [["Ref", "NIR", "Raman", "PLS"], ["A 2020", "x", "", "x"], ["B 2020", "", "x", "x"]],
        [["Paper", "NIR", "Raman"], ["A 2020", "NIR", ""], ["B 2020", "NIR", "Raman"]],
        [
            ["Studies", "Granulation", "Coating"],
            ["A 2020", "wet granulation", "film coating"],
            ["B 2020", "", "pan coating"],
        ],
        [["References", "Drying", "Coating"], ["A 2020", "NIR", "PLS"], ["B 2020", "Raman", "PLS"]],
        [
            ["Paper code", "Q1", "Q2", "Total"],
            ["P1", "Y1", "Y0", "1"],
            ["P2", "Y0", "Y1", "1"],
            ["P3", "Y1", "Y1", "2"],
        ],
        [["Ref", "1", "2", "3"], ["A 2020", "1", "0", "1"], ["B 2020", "0", "0", "1"]],
        [["Paper", "Kind"], ["Article", "drying"], ["Review", "coating"], ["Study", "drying"]],
    ],
)
def test_headings_of_terms_and_numbers_are_headings(vocabulary, tmp_path, rows):
    assert propose(vocabulary, write_text(tmp_path / "t.csv", rows), "review").heading.rows == (1,)
