"""Records beside stored studies, studies of one paper in two corpora, what was searched, and the page of a review."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.review.cited.model import SameAs
from kg.review.model import FlowCount, Review, ReviewHeader, SearchStrategy, Study
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from loaders.records.counted import counted_of
from loaders.records.duplicates import group
from loaders.records.folder import read_found
from loaders.same_studies import across_notices
from loaders.updating.elsewhere import Elsewhere, known_elsewhere
from tests.living.made_up import person, record, write, write_found

STORED = Elsewhere("other", Study("s1", (), title="Twins, in a Plant", year=2021, doi="10.1/a"))
UNNAMED = STORED._replace(study=Study("s1", (), title="Twins, in a Plant", year=2021))


@pytest.mark.parametrize(
    ("said", "stored", "by"),
    [
        ({"doi": "10.1/a", "title": "Other", "year": "1999"}, STORED, "DOI"),
        ({"title": "Twins in a plant.", "year": "2021"}, STORED, "title and year"),
        ({"title": "TWINS IN A PLANT", "year": "2021", "doi": "10.1/a"}, UNNAMED, "title and year"),
        ({"title": "Twins in a plant", "year": "2020"}, STORED, None),
        ({"title": "Twins in a plant"}, STORED, None),
        ({"title": "Twins in a plant", "year": "2021", "doi": "10.1/b"}, STORED, None),
    ],
)
def test_records_that_are_stored_studies(tmp_path, vocabulary, said, stored, by):
    write_found(tmp_path, [record("a.ris:1", **said), record("a.ris:2", doi="10.1/z")])
    told = [str(each) for each in known_elsewhere(read_found(tmp_path, vocabulary), [stored])]
    line = f"records.csv column record: 'a.ris:1' — is the study s1 of the review other, by {by}. It stays a record of this one."
    assert told == ([line] if by else [])


def test_a_group_is_told_once(tmp_path, vocabulary):
    both = [record("a.ris:1", "Twins in a plant", year="2021"), record("b.nbib:1", "T", doi="10.1/a")]
    write_found(tmp_path, both)
    found = read_found(tmp_path, vocabulary)._replace(groups=group(both, [person("a.ris:1", "b.nbib:1")]))
    assert len(list(known_elsewhere(found, [STORED]))) == 1


def test_dedup_names_review_and_study(tmp_path, lacuna, dataset):
    study = next(each for each in dataset.evidence().reviews[0].whole().studies if each.doi)
    folder = tmp_path / "mine"
    write_found(folder, [record("a.ris:1", doi=study.doi), record("a.ris:2")])
    before = (folder / "records.csv").read_bytes()
    done = lacuna("records", "dedup", "mine", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 is a study that the current version holds in other reviews" in done.stdout
    assert f"is the study {study.id} of the review okafor-bello-2025, by DOI" in done.stderr
    assert (folder / "records.csv").read_bytes() == before
    (tmp_path / "okafor-bello-2025").mkdir()
    write_found(tmp_path / "okafor-bello-2025", [record("a.ris:1", doi=study.doi), record("a.ris:2")])
    assert (
        "that the current version holds" not in lacuna("records", "dedup", "./okafor-bello-2025", cwd=tmp_path).stdout
    )


def test_dedup_needs_no_stored_version(tmp_path, lacuna):
    write_found(tmp_path / "mine", [record("a.ris:1"), record("a.ris:2")])
    done = lacuna("records", "dedup", "mine", cwd=tmp_path, home=tmp_path / "nothing")
    assert (done.returncode, done.stderr) == (0, "")


def review(id_, doi=None, title="A twin", year=2021, **said):
    return Review(id=id_, studies=(Study("s", (), title=title, year=year, doi=doi),), **said)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (review("a"), review("b", title="A Twin."), True),
        (review("a", doi="10.1/a"), review("b"), True),
        (review("a", doi="10.1/a"), review("b", doi="10.1/a"), False),
        (review("a", doi="10.1/a"), review("b", doi="10.1/b"), False),
        (review("a", year=2020), review("b"), False),
        (review("a", year=None), review("b", year=None), False),
        (review("a", title="Another"), review("b"), False),
        (review("a", title=None), review("b", title=None), False),
        (review("a", same_as=(SameAs("s", "b", "s"),)), review("b"), False),
        (review("a"), review("b", same_as=(SameAs("s", "a", "s"),)), False),
    ],
)
def test_one_paper_in_two_corpora_is_told(one, other, told):
    for reviews in ((one, other), (other, one)):
        assert len(list(across_notices(reviews))) == told
        assert list(across_notices(reviews, {"a", "b"})) == []
        assert all(each.rule.count("of the review a") for each in across_notices(reviews, {"a"}))


# --- What was searched ---

SEARCHES = """\
searches:
- {file: a.ris, source: Scopus, kind: database, date: 2025-11-02, queries: queries-scopus.csv}
- {file: b.nbib, source: Experts, kind: contacts, date: 2026-03-01, round: 2}
"""
QUERIES = [{"query": f"twin {number}", "date": "2025-11-02", "hits": str(number)} for number in range(300)]


@pytest.fixture
def searched(tmp_path):
    folder = tmp_path / "mine"
    write_found(folder, [record("a.ris:1"), record("b.nbib:1")])
    (folder / "searches.yaml").write_text(SEARCHES, encoding="utf-8")
    write(folder / "queries-scopus.csv", QUERIES)
    return folder


def test_many_queries_of_one_export(searched, vocabulary):
    found = counted_of(searched, vocabulary, ReviewHeader())
    assert found.faults == ()
    assert found.header.search == SearchStrategy(
        databases=("Scopus",),
        last_search="2026-03-01",
        source="searches.yaml: Scopus (round 1, 2025-11-02, 300 queries); Experts (round 2, 2026-03-01, queries not stated)",
    )
    stated = SearchStrategy(databases=("PubMed",), last_search="2024", source="Methods")
    assert counted_of(searched, vocabulary, ReviewHeader(search=stated)).header.search == stated


@pytest.mark.parametrize(
    ("row", "spoilt", "said"),
    [
        (2, {"query": ""}, "column query: '' — Every line has a query"),
        (3, {"date": "2025-13-40"}, "column date: '2025-13-40'"),
        (4, {"hits": "many"}, "column hits: 'many' — is no whole number"),
    ],
)
def test_a_query_that_is_wrong(searched, vocabulary, row, spoilt, said):
    write(
        searched / "queries-scopus.csv",
        [{**each, **(spoilt if at == row - 2 else {})} for at, each in enumerate(QUERIES)],
    )
    (fault,) = read_found(searched, vocabulary).faults
    assert str(fault).startswith(f"queries-scopus.csv row {row} {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("queries: queries-scopus.csv, query: twin", "stands beside query"),
        ("queries: words.csv", "is no name of such a file"),
        ("queries: ../queries.csv", "is no name of such a file"),
        ("queries: queries-scopos.csv", "is no file of the folder. Nearest: queries-scopus.csv"),
        ("querys: queries-scopus.csv", "Nearest: query, queries"),
    ],
)
def test_a_place_of_queries_that_is_wrong(searched, vocabulary, text, said):
    file = searched / "searches.yaml"
    file.write_text(
        f"searches: [{{file: a.ris, source: S, kind: database, {text}}}, {{file: b.nbib, source: S, kind: database}}]"
    )
    assert any(said in str(fault) for fault in read_found(searched, vocabulary).faults)


# --- The page ---


@pytest.fixture
def page(searched, tmp_path):
    """The page of the review, with what is added to its ``review.yaml``, and the numbers of its flow."""
    sheet = [
        {"study": "s1", "title": "T", "year": "2021", "coder": "ann", "read": "title", "ai-method": "deep learning"}
    ]
    write(searched / "charting.csv", sheet)

    def loaded(stated=""):
        (searched / "review.yaml").write_text(f"title: A review\n{stated}", encoding="utf-8")
        home = tmp_path / "home"
        load([str(searched)], Home(home))
        with TestClient(create_app(Settings(home=home))) as client:
            text = client.get("/reviews/mine", headers={"Accept": "text/html"}).text
            return text, client.get("/flow").json()["items"]

    return loaded


def test_the_page_has_a_column_for_each(page):
    text, flow = page()
    assert re.findall("<h3>(.*?)</h3>", text) == ["Previous studies", "New studies via other methods", "All studies"]
    assert "included in round 1 (n = 0)" in text
    assert "Scopus (round 1, 2025-11-02, 300 queries)" in text
    assert {each["round"] for each in flow} == {None, 1, 2}
    assert flow == sorted(flow, key=lambda each: (each["round"] or 0, each["via"] or ""))


def test_previous_studies_that_nobody_stated_are_not_none(page, searched):
    file = searched / "searches.yaml"
    file.write_text(SEARCHES.replace("queries-scopus.csv}", "queries-scopus.csv, round: 2}"), encoding="utf-8")
    text, _ = page()
    headings = [
        "Previous studies",
        "New studies via databases and registers",
        "New studies via other methods",
        "All studies",
    ]
    assert re.findall("<h3>(.*?)</h3>", text) == headings
    for which in ("round 1", "all rounds"):
        assert f"included in {which} (not stated)" in text
    assert text.count('<rect class="missing"') == 2
    text, _ = page("flow: [{stage: stage-included, round: 1, count: 40, status: count-stated}]\n")
    assert "included in all rounds (n = 40)" in text
    assert '<rect class="missing"' not in text


def test_a_flow_of_one_round_has_no_columns(page, searched):
    (searched / "searches.yaml").write_text(SEARCHES.replace(", round: 2", ""), encoding="utf-8")
    text, flow = page()
    assert "<h3>" not in text
    assert '<th scope="col">round</th>' not in text
    assert {each["round"] for each in flow} == {None}
    assert FlowCount("stage-screened", "count-counted").round is None
