"""What a check says: coders in several spellings, papers that stand twice, notes, and faults of one kind told together."""

import unicodedata

import pytest

from kg.errors import Cell, Fault, Refused
from kg.ontology.reading import read_ontology
from kg.property_graph.projection import project, restore
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.review.depth import Activity, RowNote
from kg.review.from_rdf import read_study
from kg.review.to_rdf import express
from kg.validation.check import check
from kg.versions.home import Home
from loaders.corpus import read_corpus
from loaders.fault_lines import MOST_ALIKE, SHOWN, fault_lines
from loaders.pipeline import check_only, load
from tests.support.clean_sheets import as_csv

HEADING = "study,unit,coder,charted_on,ai-method,notes\n"


def read(vocabulary, tmp_path, rows, heading=HEADING, name="s.csv"):
    path = tmp_path / name
    path.write_text(heading + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_corpus(vocabulary, path)


def coders(review):
    return {each.coder for each in review.all_charted()}


SPELLINGS = ["zoë a", "ZOË A", "Zoë  A", "Zoë\u00a0A", "Zoe\u0308 A", "Zoë\u200b A", "ZoëA", " Zoë A", "Ｚｏë A"]


@pytest.mark.parametrize("other", SPELLINGS)
def test_a_coder_in_two_spellings_is_one(other, vocabulary, tmp_path):
    rows = ["k1,u1,Zoë A,2026-01-02,none,", "k2,u1,Zoë A,2026-01-02,none,", f"k1,u2,{other},2026-01-02,none,"]
    corpus = read(vocabulary, tmp_path, rows)
    assert (corpus.faults, coders(corpus.review)) == ((), {"Zoë A"})
    if other.strip() == "Zoë A":
        assert corpus.notices == ()
        return
    (notice,) = corpus.notices
    assert (notice.cell.row, notice.cell.column) == (4, "coder")
    assert notice.rule.endswith("and 'Zoë A' are read as one coder, 'Zoë A'.")
    shown = repr(other) if unicodedata.normalize("NFC", other) != "Zoë A" else "'Zoe\u0308 A' (Zoe\\u0308 A)"
    assert notice.rule.startswith(shown)
    assert read(vocabulary, tmp_path, rows[::-1]).review == corpus.review


@pytest.mark.parametrize("other", ["Zoe A", "Zoë B", "Zoë-A", "Zoë A.", "Z A", "Z\u043eë A"])
def test_other_coders_stay_others(other, vocabulary, tmp_path):
    corpus = read(vocabulary, tmp_path, ["k1,u1,Zoë A,,none,", f"k1,u1,{other},,none,"])
    assert (corpus.faults, corpus.notices, coders(corpus.review)) == ((), (), {"Zoë A", other})


def test_one_coder_does_not_agree_with_oneself(vocabulary, tmp_path):
    same = read(vocabulary, tmp_path, ["k1,u1,Zoë A,2026-01-02,none,", "k1,u1,ZOË A,2026-01-02,none,"])
    assert same.faults == ()
    (held,) = same.review.charted()
    assert held.agreement == "single-coder"
    differing = read(vocabulary, tmp_path, ["k1,u1,Zoë A,2026-01-02,none,", "k1,u1,ZOË A,2026-01-02,unclear,"])
    (fault,) = differing.faults
    assert "is given twice" in fault.rule


def test_the_spelling_of_an_expert_holds(vocabulary, tmp_path):
    (tmp_path / "review.yaml").write_text("experts: [Dr. Zoë A]\n", encoding="utf-8")
    (tmp_path / "one.csv").write_text(f"{HEADING}k1,u1,DR. ZOË A,,none,\nk2,u1,dr. zoë a,,none,\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text(f"{HEADING}k3,u1,DR. ZOË A,,none,\n", encoding="utf-8")
    corpus = read_corpus(vocabulary, tmp_path)
    assert (corpus.faults, coders(corpus.review), len(corpus.notices)) == ((), {"Dr. Zoë A"}, 2)
    assert all(corpus.review.confirms(each) for each in corpus.review.charted())


PAPERS = "study,title,year,doi,ai-method\n"


@pytest.mark.parametrize(
    "other",
    [
        "10.1016/J.X.1",
        "https://doi.org/10.1016/j.x.1",
        "doi:10.1016/j.x.1",
        "http://dx.doi.org/10.1016/J.x.1",
        "10.1016/j.x.1",
    ],
)
def test_one_doi_in_two_writings_is_one_paper(other, vocabulary, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(f"{PAPERS}a,One,2020,10.1016/j.x.1,none\nb,Other,2021,{other},none\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        check_only([str(path)])
    (fault,) = refused.value.faults
    assert (fault.cell.row, "is also the DOI of study a (row 2 of s.csv)" in fault.rule) == (3, True)


@pytest.mark.parametrize(
    ("one", "other", "warned"),
    [
        ("A title: of drying", "a  TITLE: of drying", True),
        ("A title: of drying", "A title \N{EN DASH} of drying.", True),
        ("Séchage", "Se\u0301chage", True),
        ("A title", "\u201cA title\u201d", True),
        ("A title", "A\u00a0title\u200b", True),
        ("A title", "Another title", False),
        ("-", "-", False),
        ("N/A", "n.a.", False),
        ("not stated", "Not stated", False),
    ],
)
def test_one_title_and_year_under_two_keys_is_a_warning(one, other, warned, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(f'{PAPERS}a,"{one}",2020,,none\nb,"{other}",2020,,none\nc,"{other}",2019,,none\n', encoding="utf-8")
    warnings = [each for each in check_only([str(path)]).warnings if "is also the title of" in each]
    assert [each.split(" column")[0] for each in warnings] == (["s.csv row 3"] if warned else [])


# --- Notes ---

NOTED = [
    "k1,u1,A,2026-01-02,none,first",
    '"k1","u1","B","2026-01-02","none","second, with\na line break"',
    "k1,u2,A,2026-01-02,none,",
    "k1,u3,,,,only a note",
    "k2,u1,C,2026-01-03,,nothing charted yet",
]


def test_notes_are_kept_by_unit_and_coder(vocabulary, tmp_path):
    corpus = read(vocabulary, tmp_path, NOTED)
    assert (corpus.faults, corpus.notices) == ((), ())
    first, second = corpus.review.studies
    assert [unit.notes for unit in first.units] == [
        (
            RowNote(Activity("2026-01-02", "A"), "first"),
            RowNote(Activity("2026-01-02", "B"), "second, with\na line break"),
        ),
        (),
        (RowNote(Activity(), "only a note"),),
    ]
    assert second.units[0].notes == (RowNote(Activity("2026-01-03", "C"), "nothing charted yet"),)


def test_notes_come_back_from_every_form(vocabulary, tmp_path):
    review = read(vocabulary, tmp_path, NOTED).review
    graph = express(vocabulary, review)
    assert not any(each.refuses for each in check(Canonical(read_ontology() + graph), vocabulary))
    for study in review.studies:
        back = read_study(graph, review.id, study.id)
        assert [unit.notes for unit in back.units] == [unit.notes for unit in study.units]
    (tmp_path / "again").mkdir()
    path = tmp_path / "again" / "s.csv"
    path.write_bytes(as_csv(vocabulary, review).encode("utf-8-sig"))
    assert set(express(vocabulary, read_corpus(vocabulary, path).review)) == set(graph)
    declared = schema(vocabulary)
    assert set(restore(project(Canonical(graph), declared), declared)) >= {
        triple for triple in graph if "note" in str(triple[0]) or "note" in str(triple[2]).casefold()
    }


def test_notes_survive_a_load(vocabulary, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(HEADING + "".join(f"{row}\n" for row in NOTED), encoding="utf-8")
    home = Home(tmp_path / "home")
    stored = load([str(path)], home).version
    (tmp_path / "b").mkdir()
    again = tmp_path / "b" / "s.csv"
    again.write_bytes(as_csv(vocabulary, read_corpus(vocabulary, path).review).encode("utf-8-sig"))
    assert load([str(again)], home).version == stored


# --- Faults of one kind ---


def faults_of(number, rule="{!r} is neither a term of {} nor a status.", columns=("ai-method",)):
    return [
        Fault(Cell("s.csv", row, column, f"x{row}"), rule.format(f"x{row}", column))
        for row in range(2, number + 2)
        for column in columns
    ]


def test_few_faults_of_one_kind_are_all_shown():
    faults = faults_of(MOST_ALIKE)
    assert fault_lines(faults) == [str(fault) for fault in faults]
    assert fault_lines([]) == []


@pytest.mark.parametrize("number", [MOST_ALIKE + 1, 500])
def test_many_faults_of_one_kind_are_told_together(number):
    lines = fault_lines(faults_of(number))
    assert len(lines) == SHOWN + 1
    assert (
        lines[-1] == f"s.csv rows {SHOWN + 2} to {number + 1} column ai-method: {number - SHOWN} more of the same kind."
    )


def test_a_kind_may_spread_over_many_columns():
    columns = [f"facet-{number}" for number in range(9)]
    lines = fault_lines(faults_of(30, columns=columns))
    assert len(lines) == SHOWN + 1
    assert lines[-1].startswith(
        "s.csv rows 2 to 31 columns facet-3, facet-4, facet-5, facet-6, facet-7 and 4 more: 267 more"
    )


def test_other_kinds_are_not_hidden_among_many():
    other = Fault(Cell("s.csv", 40, "year", "x"), "is not a year: write one whole number such as 2021.")
    elsewhere = Fault(Cell("t.csv", 2, "ai-method", "x2"), "'x2' is neither a term of ai-method nor a status.")
    lines = fault_lines([*faults_of(100), other, elsewhere])
    assert lines[SHOWN + 1 :] == [str(other), str(elsewhere)]


def test_a_refusal_groups_what_it_prints(lacuna, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("study,ai-method\n" + "".join(f"k{number},NR\n" for number in range(60)), encoding="utf-8")
    done = lacuna("check", str(path))
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (1, SHOWN + 2)
    assert lines[-2] == "s.csv rows 5 to 61 column ai-method: 57 more of the same kind."
    assert lines[-1].startswith("60 faults.")
    said = lacuna("check", str(path), "--missing", "NR=not reported")
    assert said.returncode == 0
    assert "'NR' is read as not reported, as was said of it. The same in 59 more cells." in said.stderr
    assert lacuna("check", str(path), "--missing", "NR=maybe").returncode == 2
