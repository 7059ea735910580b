"""Screening by several people, the flow that is counted from it, and what a load takes of it."""

import pytest
from openpyxl import Workbook

from kg.review.model import FlowCount, ReviewHeader
from loaders.corpus import read_corpus
from loaders.records.counted import counted_of
from loaders.records.duplicates import write_decisions
from loaders.records.flow import counted_flow, disagreements, included_studies, progress
from loaders.records.folder import read_found
from loaders.records.searches import read_searches
from loaders.updating.sheets import rows_to_chart, write_conflicts, write_screening
from tests.living.made_up import fill_in, person, read, record, write, write_found

RECORDS = [
    record("a.ris:1", "Alpha", year="2021", authors="Novak, Jana", doi="10.1/a"),
    record("a.ris:2", "Beta", year="2021", authors="Novak, Jana"),
    record("a.ris:3", "Gamma", year="2022", authors="Li, Xu"),
    record("b.nbib:1", "Alpha", year="2021", authors="Novak J"),
    record("b.nbib:2", "Delta"),
]


@pytest.fixture
def screened(tmp_path, vocabulary):
    """Let people screen a folder: each call is a screener, a stage and decisions by record."""

    def screen(screener, stage, *, resolve=False, **decisions):
        found = read_found(tmp_path, vocabulary)
        assert found.faults == []
        file, _ = (write_conflicts if resolve else write_screening)(tmp_path, found, screener, stage)
        fill_in(file, **decisions)
        return read_found(tmp_path, vocabulary)

    write_found(tmp_path, RECORDS)
    write_decisions(tmp_path, RECORDS, [person("a.ris:1", "b.nbib:1")])
    return screen


def counts(found):
    return {(each.stage.removeprefix("stage-"), each.reason): each.count for each in counted_flow(found)}


def test_every_box_is_counted(screened):
    everything = dict.fromkeys(("a_ris_1", "a_ris_2", "a_ris_3"), "include")
    screened("Ann", "title-abstract", **everything, b_nbib_2="exclude not pharmaceutical manufacturing")
    found = screened("Ann", "full-text", a_ris_1="include", a_ris_2="exclude excl-no-ai", a_ris_3="not-retrieved")
    assert counts(found) == {
        ("identified-databases", None): 3,
        ("identified-other", None): 2,
        ("duplicates-removed", None): 1,
        ("screened", None): 4,
        ("excluded-screening", None): 1,
        ("not-retrieved", None): 1,
        ("assessed", None): 2,
        ("excluded-fulltext", None): 1,
        ("excluded-fulltext", "excl-no-ai"): 1,
        ("included", None): 1,
    }
    assert progress(found).is_final
    assert list(included_studies(found)) == ["novak-2021"]


def test_what_is_open_makes_no_flow_final(screened):
    found = screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="unsure")
    left = progress(found)
    assert left.open_at == {"title-abstract": 3, "full-text": 1}
    assert left.conflicts == {"title-abstract": 1, "full-text": 0}
    assert not left.is_final


def test_two_screeners_must_agree(screened, tmp_path):
    write_found(tmp_path, RECORDS, screeners=2)
    found = screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="include", a_ris_3="exclude")
    assert progress(found).open_at["title-abstract"] == 4
    found = screened("Bob", "title-abstract", a_ris_1="include", a_ris_2="exclude", a_ris_3="exclude")
    assert counts(found)["screened", None] == 2
    assert progress(found).conflicts["title-abstract"] == 1
    found = screened("Cat", "title-abstract", resolve=True, a_ris_2="include")
    assert counts(found)["screened", None] == 3
    (line,) = [row for row in read(tmp_path / "screening-cat.csv") if row["record"] == "a.ris:2"]
    assert line["note"] == "Ann: include; Bob: exclude"


def test_nothing_that_a_person_wrote_is_overwritten(screened, tmp_path):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="exclude")
    before = read(tmp_path / "screening-ann.csv")
    write_found(tmp_path, [*RECORDS, record("a.ris:4", "Epsilon")])
    screened("Ann", "title-abstract")
    after = read(tmp_path / "screening-ann.csv")
    assert after[: len(before)] == before
    assert [row["record"] for row in after[len(before) :]] == ["a.ris:4"]


def test_a_late_duplicate_lowers_every_count_it_touches(screened, tmp_path):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="include", a_ris_3="exclude", b_nbib_2="exclude")
    before = counts(screened("Ann", "full-text", a_ris_1="include", a_ris_2="include"))
    write_decisions(tmp_path, RECORDS, [person("a.ris:1", "b.nbib:1"), person("a.ris:1", "a.ris:2")])
    after = counts(screened("Ann", "full-text"))
    lower = {"screened": 1, "assessed": 1, "included": 1, "duplicates-removed": -1}
    assert after == {(stage, reason): number - lower.get(stage, 0) for (stage, reason), number in before.items()}


def test_duplicates_that_were_judged_apart_are_a_conflict(screened, tmp_path):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="exclude")
    write_decisions(tmp_path, RECORDS, [person("a.ris:1", "a.ris:2")])
    assert progress(screened("Ann", "title-abstract")).conflicts["title-abstract"] == 1


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"record": "a.ris:9"}, "is no record of records.csv"),
        ({"stage": "title"}, "is none of title-abstract, full-text. Nearest: title-abstract"),
        ({"decision": "includ"}, "is none of include, exclude, unsure, not-retrieved. Nearest: include"),
        ({"decision": "include", "screener": ""}, "Say who decided"),
        ({"decision": "not-retrieved"}, "write it at the stage full-text"),
        ({"decision": "exclude", "stage": "full-text"}, "is excluded for a reason"),
        ({"decision": "exclude", "reason": "no artificial inteligence"}, "is no term of exclusion-reason"),
        ({"decision": "include", "reason": "excl-no-ai"}, "Only what is excluded has a reason"),
        ({"resolves": "maybe"}, "is yes where the line ends a conflict"),
    ],
)
def test_a_line_that_is_wrong_is_named(screened, tmp_path, vocabulary, spoilt, said):
    screened("Ann", "title-abstract")
    file = tmp_path / "screening-ann.csv"
    rows = read(file)
    rows[1] |= spoilt
    write(file, rows)
    found = read_found(tmp_path, vocabulary)
    assert any(
        str(fault).startswith("screening-ann.csv row 3 column ") and said in str(fault) for fault in found.faults
    )


def test_one_screener_with_two_opinions_is_a_fault(screened, tmp_path, vocabulary):
    screened("Ann", "title-abstract", a_ris_1="include")
    rows = read(tmp_path / "screening-ann.csv")
    write(tmp_path / "screening.csv", [{**rows[0], "decision": "exclude"}])
    (fault,) = read_found(tmp_path, vocabulary).faults
    assert "Ann has decided otherwise in another line" in str(fault)


def test_columns_are_named(tmp_path, vocabulary):
    write_found(tmp_path, RECORDS)
    write(tmp_path / "screening-ann.csv", [{"record": "a.ris:1", "decison": "include"}])
    told = [str(fault) for fault in read_found(tmp_path, vocabulary).faults]
    place = "screening-ann.csv row 1 column decison: 'decison'"
    assert any(line.startswith(place) and line.endswith("would not be read. Nearest: decision.") for line in told), told
    assert any("column stage: '' — is a column that the file must have" in line for line in told)


def test_a_sheet_saved_as_a_workbook_is_read(screened, tmp_path, vocabulary):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="exclude")
    file = tmp_path / "screening-ann.csv"
    workbook, rows = Workbook(), read(file)
    sheet = workbook.worksheets[0]
    for row in (list(rows[0]), *([*each.values()] for each in rows)):
        sheet.append(row)
    sheet.append(["a.ris:9", "title-abstract", "Ann", "include"])
    workbook.save(file.with_suffix(".xlsx"))
    file.unlink()
    (fault,) = read_found(tmp_path, vocabulary).faults
    assert "screening-ann.xlsx Sheet row 6 column record: 'a.ris:9'" in str(fault)
    sheet.delete_rows(6)
    workbook.create_sheet("Terms").append(["what we meant"])
    workbook.save(file.with_suffix(".xlsx"))
    told = [str(fault) for fault in read_found(tmp_path, vocabulary).faults]
    assert any(each.startswith("screening-ann.xlsx Terms row 1 column what we meant") for each in told), told
    del workbook["Terms"]
    workbook.save(file.with_suffix(".xlsx"))
    (tmp_path / "screening-old.xlsx").mkdir()  # as a folder of former sheets may be called
    found = read_found(tmp_path, vocabulary)
    assert progress(found).open_at["title-abstract"] == 2
    assert counts(found)["excluded-screening", None] == 1
    assert write_screening(tmp_path, found, "Ann", "title-abstract") == (file, 0), "its lines wait in the workbook"


@pytest.mark.parametrize("name", ["screening-2024.csv", "screening.tsv"])
def test_without_records_every_sheet_is_charting(tmp_path, vocabulary, name):
    text = "study,title,unit-operation\na,A title,coating\n".replace(",", "\t" if name.endswith("tsv") else ",")
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "review.yaml").write_text("title: A review\n", encoding="utf-8")
    assert read_corpus(vocabulary, tmp_path).review.keys == {"a"}
    write_found(tmp_path, RECORDS)
    assert any(
        f"is no column of {name}: it would not be read" in str(each)
        for each in read_corpus(vocabulary, tmp_path).faults
    )


def test_an_export_without_a_search_is_a_fault(tmp_path, vocabulary):
    write_found(tmp_path, [*RECORDS, record("c.bib:1")])
    (fault,) = read_found(tmp_path, vocabulary).faults
    assert str(fault).startswith("searches.yaml column file: 'c.bib' — is an export of which no line says")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("searches: [{file: a.ris, source: Scopus, kind: databse}]", "searches.0.kind: 'databse'"),
        ("searches: [{file: a.ris, kind: database}]", "searches.0.source"),
        ("searchs: []", "Nearest: searches"),
        ("screeners: 0", "greater than or equal to 1"),
        ("searches: [{file: a.ris, source: S, kind: database, date: 03/04/2026}]", "Nearest: 2026-03-04, 2026-04-03"),
        (
            "searches: [{file: a.ris, source: S, kind: database, date: soon}]",
            "searches.0.date: 'soon' — is neither a date",
        ),
        ("searches: [{file: a.ris, source: S, kind: database, date: 2026-13}]", "is neither a date"),
        ("searches: [", "cannot be read as YAML"),
    ],
)
def test_searches_that_are_wrong(tmp_path, vocabulary, text, said):
    (tmp_path / "searches.yaml").write_text(text, encoding="utf-8")
    assert any(said in str(fault) for fault in read_found(tmp_path, vocabulary).faults)


@pytest.mark.parametrize(
    ("written", "read"),
    [("2026-11-02", "2026-11-02"), ("2 November 2026", "2026-11-02"), ("2026-11", "2026-11"), ("'2026'", "2026")]
    + [(each, "2026-09") for each in ("September 2026", "Sep 2026", "9/2026", "2026/09")]
    + [("2026-11-02 10:00", "2026-11-02"), ("2026-11-02T10:00:05Z", "2026-11-02")],
)
def test_the_day_of_a_search_in_every_writing(tmp_path, written, read):
    text = f"searches: [{{file: a.ris, source: S, kind: database, date: {written}}}]"
    (tmp_path / "searches.yaml").write_text(text, encoding="utf-8")
    searches, faults = read_searches(tmp_path)
    assert ([each.date for each in searches.searches], faults) == ([read], [])


def test_what_is_said_of_an_export_is_never_dropped_unseen(lacuna, tmp_path):
    export = tmp_path / "one.ris"
    export.write_text("TY  - JOUR\nTI  - Drying of granules\nPY  - 2020\nER  - \n", encoding="utf-8")
    add = ("records", "add", "review", "one.ris")
    assert lacuna(*add).returncode == 0
    assert "searches.yaml" not in {file.name for file in (tmp_path / "review").iterdir()}
    for day in ("tomorrow", "03/04/2026"):
        refused = lacuna(*add, "--source", "S", "--date", day)
        assert (refused.returncode, day in refused.stderr) == (2, True)
    assert lacuna(*add, "--source", "S", "--date", "1 Nov 2026").stderr == ""
    assert read_searches(tmp_path / "review")[0].searches[0].date == "2026-11-01"
    later = lacuna(*add, "--source", "S", "--date", "2026-11-02", "--query", "drying")
    assert "searches.0.date: '2026-11-01' — stays; '2026-11-02' was not written." in later.stderr
    assert "searches.0.query: '' — stays; 'drying' was not written." in later.stderr
    assert "No study is included yet" in lacuna("records", "chart", "review").stdout


def test_what_is_stated_stays_and_is_compared(screened, tmp_path, vocabulary):
    screened("Ann", "title-abstract", **dict.fromkeys(("a_ris_1", "a_ris_2", "a_ris_3", "b_nbib_2"), "include"))
    found = screened("Ann", "full-text", **dict.fromkeys(("a_ris_1", "a_ris_2", "a_ris_3", "b_nbib_2"), "include"))
    stated = FlowCount("stage-screened", "count-stated", 5)
    assert disagreements([stated], counted_flow(found)) == ["stage-screened: 5 stated, 4 counted"]
    counted = counted_of(tmp_path, vocabulary, ReviewHeader(flow=(stated,), included=7))
    assert counted.header.included == 7
    assert counted.header.flow[0] == stated
    assert {each.stage for each in counted.header.flow} == {each.stage for each in counted_flow(found)}
    assert [str(each) for each in counted.notices] == [
        "review.yaml column flow: '' — stage-screened: 5 stated, 4 counted. What is stated stays.",
        "review.yaml column included: '' — 7 stated, 4 counted. What is stated stays.",
    ]


def test_included_studies_get_a_row_each(screened, vocabulary):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="include", a_ris_3="include")
    found = screened("Ann", "full-text", a_ris_1="include", a_ris_2="include", a_ris_3="exclude excl-no-ai")
    assert rows_to_chart(found, charted=()) == [
        {"study": "novak-2021", "citation": "Novak 2021", "title": "Alpha", "year": "2021", "doi": "10.1/a"},
        {"study": "novak-2021-2", "citation": "Novak 2021", "title": "Beta", "year": "2021", "doi": ""},
    ]
    assert [row["study"] for row in rows_to_chart(found, charted={"novak-2021"})] == ["novak-2021-2"]


def test_two_reports_of_a_study_are_one(screened, tmp_path):
    screened("Ann", "title-abstract", a_ris_1="include", a_ris_2="include", a_ris_3="exclude", b_nbib_2="exclude")
    found = screened("Ann", "full-text", a_ris_1="include", a_ris_2="include")
    file = tmp_path / "screening-ann.csv"
    write(file, [{**row, "study": row["study"] and "novak-2021"} for row in read(file)])
    found = screened("Ann", "full-text")
    assert list(included_studies(found)) == ["novak-2021"]
    assert len(rows_to_chart(found, charted=())) == 1
