"""Doubt that a cell expresses makes a value unclear, with what is named as candidate: never a certain term."""

import pytest

from loaders.adopt.folder import adopt_table
from loaders.adopt.guesses.doubt import doubted
from loaders.corpus import read_corpus
from loaders.own.vocabularies import vocabulary_of
from tests.adopt.extraction_tables import write_text

NIR, RAMAN = "nir-spectroscopy", "raman-spectroscopy"


@pytest.fixture
def charted(tmp_path):
    """What is charted of each study in a facet, as status and terms, for a table of a few cells in one column."""

    def run(facet, name, cells):
        rows = [["Study", "Title", name], *([f"S{n}", f"T{n}", cell] for n, cell in enumerate(cells))]
        folder = tmp_path / "corpus"
        adopt_table(write_text(tmp_path / "t.csv", rows), folder)
        corpus = read_corpus(vocabulary_of(folder), folder)
        assert [str(fault) for fault in corpus.faults] == []
        found = ([each for each in study.all_charted() if each.facet == facet] for study in corpus.review.studies)
        return [(str(each[0].status), each[0].terms) if each else None for each in found]

    return run


@pytest.mark.parametrize(
    "cell",
    [
        *("NIR?", "? NIR", "NIR (?)", "(?) NIR", "NIR ??", "NIR？", "¿NIR?", "NIR, ?", "NIR / ?", "? + NIR"),
        *("probably NIR", "Most likely NIR", "NIR (unclear)", "NIR (probable)", "NIR, unclear", "NIR – perhaps"),
        *("NIR [to be confirmed]", "unclear: NIR", "vermutlich NIR", "near infrared spectroscopy?"),
    ],
)
def test_a_doubted_term_is_a_candidate(charted, cell):
    said = charted("pat-modality", "Sensor", ["NIR", "Raman", "Raman", "NIR", cell])
    assert said == [*(("coded", (term,)) for term in (NIR, RAMAN, RAMAN, NIR)), ("unclear", (NIR,))]


@pytest.mark.parametrize("cell", ["NIR?, Raman", "NIR; Raman (?)", "NIR or Raman?", "maybe NIR and Raman"])
def test_doubt_beside_terms_is_about_all_of_them(charted, cell):
    said = charted("pat-modality", "Sensor", ["NIR", "Raman", "NIR, Raman", "NIR; Raman", cell])
    assert said[2:] == [("coded", (NIR, RAMAN))] * 2 + [("unclear", (NIR, RAMAN))]


def test_a_mark_of_doubt_beside_a_term_in_a_list(charted):
    said = charted("pat-modality", "Sensor", ["NIR; Raman", "Raman", "NIR", "NIR; ?", "?", "Raman; NIR"])
    assert said[3:5] == [("unclear", (NIR,)), ("unclear", ())]


def test_doubt_of_what_is_no_term_has_no_candidate(charted):
    said = charted("pat-modality", "PAT modality", ["NIR", "Raman", "sniffing dog?", "NIR or sniffing dog?"])
    assert said[2:] == [("unclear", ()), ("unclear", ())]


def test_doubt_of_own_terms(charted):
    cells = ["water", "ethanol", "water", "ethanol", "Water?", "probably hexane", "water or ethanol?"]
    said = charted("solvent", "Solvent", cells)
    candidates = [("solvent-water",), (), ("solvent-ethanol", "solvent-water")]
    assert said[4:] == [("unclear", terms) for terms in candidates]


@pytest.mark.parametrize("name", ["Unclear risk", "Apparently low", "Likely harmful"])
def test_a_name_that_sounds_like_doubt_is_a_value(charted, name):
    said = charted("blinding", "Blinding", ["Low risk", "High risk", name, "Low risk", f"{name}?"])
    term = f"blinding-{name.lower().replace(' ', '-')}"
    assert said[2:] == [("coded", (term,)), said[0], ("unclear", ())]


@pytest.mark.parametrize(("cell", "term"), [("yes?", "yes"), ("probably no", "yes"), ("(yes)?", "yes")])
def test_doubt_of_yes_or_no(charted, cell, term):
    said = charted("scaled-up", "Scaled up?", ["yes", "no", "yes", cell])
    assert said == [*(said[:3]), ("unclear", (f"scaled-up-{term}",))]


def test_doubt_in_a_column_of_marks(charted):
    said = charted("pat-modality", "Raman spectroscopy", ["x", "x", "", "x?", "?"])
    assert said == [("coded", (RAMAN,))] * 2 + [None] + [("unclear", (RAMAN,))] * 2


def test_a_column_of_several_facets(charted):
    cells = ["NIR; PLS regression", "Raman; random forest", "NIR; neural network", "PLS regression?"]
    assert charted("ai-method", "Approach", cells)[3] == ("unclear", ("pls-regression",))


def test_the_mapping_says_it(tmp_path):
    table = [["Study", "Sensor"], *([f"A ({2000 + n})", cell] for n, cell in enumerate(["NIR", "Raman", "NIR?"] * 3))]
    adopt_table(write_text(tmp_path / "t.csv", table), tmp_path / "corpus")
    text = (tmp_path / "corpus" / "mapping.yaml").read_text(encoding="utf-8")
    assert f'"NIR?": "unclear: {NIR}"  # likely: in doubt' in text
    grown = [*table, ["A (2020)", "Raman?"], ["A (2021)", "FBRM, ?"]]
    growth = adopt_table(write_text(tmp_path / "t.csv", grown), tmp_path / "corpus").growth
    assert growth
    assert growth.values["Sensor"]["Raman?"].text == f"unclear: {RAMAN}"
    assert growth.values["Sensor"]["FBRM, ?"].text.startswith("unclear: ")
    assert read_corpus(vocabulary_of(tmp_path / "corpus"), tmp_path / "corpus").faults == ()


@pytest.mark.parametrize(
    "text", ["NIR", "likely", "unclear", "uncertainty analysis", "near-infrared", "R&D", "C++", "A/B", "PLS.", "A - B"]
)
def test_what_expresses_no_doubt(text):
    assert doubted(text) is None
