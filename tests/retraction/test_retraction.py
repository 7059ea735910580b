"""A retracted study is in no count on any engine, is found as retracted, and survives every way out and in again."""

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF

from api.app import create_app
from api.pages.links import Links
from kg.errors import Refused
from kg.query.compiled import Query
from kg.rdf.data_iris import study_iri
from kg.rdf.iris import LACUNA
from kg.review.cited.model import Reference, RetractedStudy, Retraction, SameAs
from kg.review.to_rdf import express
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import load, read_and_check
from loaders.sheets.values import Broken, Understood, read_retracted
from tests.law.random_reviews import random_review
from tests.retraction.seed import write_sheet

NOTICE = Retraction("10.1234/notice", "2024-05-01")
HEADER = """title: One
included: 5
references:
  - {study: b-2021, number: 3, authors: "Beta B", published_in: "J. 2021;1:2"}
flow:
  - {stage: stage-included, status: count-stated, count: 5, source: Flow}
same_as:
  - {study: b-2021, review: elsewhere, key: b}
"""
ROW = {"coder": "ann", "read": "title", "source": "title", "unit-operation": "coating"}
ROWS = [
    {**ROW, "study": "a-2020", "citation": "Alpha 2020", "title": "Alpha", "year": "2020", "doi": "10.1234/a"},
    {**ROW, "study": "b-2021", "citation": "Beta 2021", "title": "Beta", "year": "2021", "doi": "10.1234/b"},
    {**ROW, "study": "c-2022", "citation": "Gamma 2022", "title": "Gamma", "year": "2022", "doi": "10.1234/c"},
]
OTHER = [{**ROW, "study": "z-2023", "citation": "Zeta 2023", "title": "Zeta", "year": "2023", "doi": "10.1234/z"}]


def with_retraction(*rows, study="b-2021", said=NOTICE.text):
    return [{**row, "retracted": said if row["study"] == study else ""} for row in rows]


def write_one(folder, rows, header=HEADER):
    folder.mkdir(exist_ok=True)
    (folder / "review.yaml").write_text(header, encoding="utf-8")
    write_sheet(folder / "sheet.csv", rows)
    return str(folder)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A review with a retracted study, and a sheet that stands alone."""
    folder = tmp_path_factory.mktemp("files")
    return write_one(folder / "one", with_retraction(*ROWS)), str(write_sheet(folder / "two.csv", OTHER))


@pytest.fixture(scope="module")
def home(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "home"
    load(files, Home(folder))
    return folder


@pytest.fixture(scope="module")
def stored(home):
    return Dataset.open(Home(home))


@pytest.fixture(scope="module")
def service(home):
    with TestClient(create_app(Settings(home=home)), follow_redirects=False) as client:
        yield client


# --- In no count ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(2))
def test_the_rest_is_stored_as_of_a_review_without_it(number, vocabulary):
    whole = replace(random_review(number), included=20)
    for study in whole.studies:
        others = tuple(each for each in whole.studies if each != study)
        left = RetractedStudy(study.id, NOTICE, "Left 2020", "Left", study.year, "10.1234/left")
        said = replace(
            whole,
            studies=others,
            retracted=(left,),
            references=(Reference(study.id, 1, "A B", "J"),),
            same_as=(SameAs(study.id, "q", "k"),),
        )
        retracted = set(express(vocabulary, said))
        iri = study_iri(whole.id, study.id)
        own = {triple for triple in retracted if iri in triple}
        assert {value for _, property_, value in own if property_ == RDF.type} == {LACUNA.RetractedStudy}
        assert {property_ for subject, property_, _ in own if subject != iri} == {LACUNA.formerlyIncludes}
        assert retracted - own == set(express(vocabulary, replace(whole, studies=others, included=19)))


EVERYTHING = {
    "studies": ("MATCH (n:Study) RETURN count(*) AS n", "SELECT (COUNT(*) AS ?n) { ?s a lacuna:Study }", 3),
    "publications": (
        "MATCH (n:Publication) RETURN count(*) AS n",
        "SELECT (COUNT(*) AS ?n) { ?s a lacuna:Publication }",
        3,
    ),
    "included": (
        "MATCH (n:Review) RETURN sum(n.included) AS n",
        "SELECT (SUM(?i) AS ?n) { ?r lacuna:included ?i }",
        4,
    ),
    "units": (
        "MATCH (:Review)-[:INCLUDES]->()-[:HAS_UNIT]->(u) RETURN count(DISTINCT u) AS n",
        "SELECT (COUNT(DISTINCT ?u) AS ?n) { ?r lacuna:includes/lacuna:hasUnit ?u }",
        3,
    ),
    "charted, as somebody might walk": (
        "MATCH (t:Term {id: 'coating'})<-[:ON_OPERATION]-()<-[:HAS_UNIT]-(s) RETURN count(DISTINCT s) AS n",
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s lacuna:hasUnit/lacuna:onOperation term:coating }",
        3,
    ),
    "retracted": (
        "MATCH (:Review)-[:FORMERLY_INCLUDES]->(n:RetractedStudy {notice: '10.1234/notice'}) RETURN count(*) AS n",
        "SELECT (COUNT(*) AS ?n) { ?r lacuna:formerlyIncludes ?s . ?s a lacuna:RetractedStudy }",
        1,
    ),
}


@pytest.mark.parametrize(("cypher", "sparql", "number"), EVERYTHING.values(), ids=EVERYTHING)
def test_nobody_counts_it_unless_it_is_asked_for(cypher, sparql, number, stored):
    prefixes = f"PREFIX lacuna: <{LACUNA}> PREFIX term: <https://w3id.org/lacuna/term/> "
    for query in (Query("cypher", cypher, {}), Query("sparql", prefixes + sparql, {})):
        ((row,),) = (list(each.values()) for each in stored.run(query))
        assert int(row) == number, query.language


def test_the_population_says_how_many_are_left_out(service):
    answer = service.get("/ask?unit-operation=coating&review=one").json()
    population = {"included": 4, "charted": 2, "uncharted": 2, "retracted": 1}
    assert {name: answer["population"][name] for name in population} == population
    assert answer["population"]["reviews"] == [{"id": "one", **population}]
    assert answer["bounds"] == {"certain": 2, "reported": 2, "possible": 2, "upper": 4}
    assert [each["id"] for each in answer["certain"]] == ["a-2020", "c-2022"]
    assert answer["sentence"].startswith("Of the 4 studies included in one and not retracted since, 2 were charted")
    alone = service.get("/ask?unit-operation=coating&review=two").json()
    assert "retracted" not in json.dumps(alone)  # where there are none, nobody needs to read of it


@pytest.mark.parametrize(
    "path", ["/studies", "/gaps", "/matrix?rows=unit-operation&columns=pat-modality", "/checklist"]
)
def test_no_list_and_no_answer_names_it(path, service):
    for suffix in ("", "&review=one"):
        text = service.get(path + (suffix if "?" in path else suffix.replace("&", "?"))).text
        assert "a-2020" in text or "included" in text
        assert "b-2021" not in text


def test_the_flow_stays_as_stated_and_says_what_was_retracted(service):
    (number,) = service.get("/flow?review=one").json()["items"]
    assert (number["stage"], number["count"], number["retracted"]) == ("stage-included", 5, 1)
    page = " ".join(service.get("/reviews/one", headers={"Accept": "text/html"}).text.split())
    assert "of these retracted since (n = 1)" in page
    assert "5 included − 1 retracted = 4" in page


# --- Found as retracted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/studies/one/b-2021", "/studies/b-2021", "/studies/b-2021?review=one", "/studies/b-2021?review=one,two"]
)
def test_it_is_found_in_every_form(path, service):
    def get(media):
        response = service.get(path, headers={"Accept": media})
        assert response.status_code == 200, media
        return response.text

    body = json.loads(get("application/json"))
    assert (body["state"], body["title"], body["year"], body["doi"]) == ("retracted", "Beta", 2021, "10.1234/b")
    assert body["retraction"] == {
        "notice": "10.1234/notice",
        "href": "https://doi.org/10.1234/notice",
        "day": "2024-05-01",
    }
    assert (body["charted"], body["not_charted"], body["units"]) == (None, None, None)
    assert "Retracted on 2024-05-01" in get("text/html")
    assert "https://doi.org/10.1234/notice" in get("text/html")
    for references in (get("application/x-research-info-systems"), get("application/x-bibtex")):
        assert "Retracted: 10.1234/notice; 2024-05-01" in references
        assert "Beta, B" in references
    linked = json.loads(get("application/ld+json"))
    assert (linked["@type"], linked["@id"]) == ("RetractedStudy", str(study_iri("one", "b-2021")))
    turtle = get("text/turtle")
    assert "lacuna:RetractedStudy" in turtle
    assert "hasUnit" not in turtle


def test_a_study_that_counts_is_called_charted(service):
    body = service.get("/studies/a-2020").json()
    assert (body["state"], body["retraction"]) == ("charted", None)


@pytest.mark.parametrize("words", ["beta", "10.1234/b", "retracted", "Beta 2021"])
def test_a_search_finds_it_as_retracted(words, service):
    found = {each["id"]: each["about"] for each in service.get("/search.json", params={"q": words}).json()["studies"]}
    assert found == {"one/b-2021": "Retracted, in no count. Beta"}


def test_the_page_of_its_review_lists_it(service):
    assert [each["id"] for each in service.get("/reviews/one.json").json()["retracted"]] == ["b-2021"]
    assert service.get("/reviews/two.json").json()["retracted"] == []
    page = service.get("/reviews/one.html").text
    assert 'href="/studies/b-2021"' in page


def test_its_iri_leads_to_its_page(stored, service):
    page = Links(stored).page_of(str(study_iri("one", "b-2021")))
    assert service.get(page).json()["state"] == "retracted"


# --- Out and in again -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["dataset.ttl", "dataset.nt", "csv", "template", "add"])
def test_the_same_version_comes_back(way, home, files, lacuna, tmp_path):
    other = tmp_path / "home"
    if way == "add":
        load(files[1:], Home(other))
        load(files[:1], Home(other), add=True)
        load(files[1:], Home(other), add=True)  # now the review with it is the one that is read back
    else:
        if way == "template":
            assert lacuna("template", "out", "--from", "current", home=home).returncode == 0
        else:
            assert lacuna("export", "out", home=home).returncode == 0
        place = tmp_path / "out" if way == "template" else tmp_path / "out" / way
        load([str(each) for each in sorted(place.iterdir())] if place.is_dir() else [str(place)], Home(other))
    assert Home(other).current() == Home(home).current()


def test_a_retraction_that_is_taken_back_leaves_no_trace(tmp_path):
    before = read_and_check([write_one(tmp_path / "one", ROWS)]).content.version
    retracted = read_and_check([write_one(tmp_path / "one", with_retraction(*ROWS))]).content.version
    after = read_and_check([write_one(tmp_path / "one", with_retraction(*ROWS, said=""))]).content.version
    assert before == after != retracted


def test_every_study_of_a_review_may_be_retracted(tmp_path):
    rows = [{**row, "retracted": NOTICE.text} for row in ROWS]
    home = Home(tmp_path / "home")
    load([write_one(tmp_path / "one", rows)], home)
    evidence = Dataset.open(home).evidence()
    assert (evidence.population.included, evidence.population.charted, evidence.population.retracted) == (2, 0, 3)


def test_a_load_says_what_was_retracted(files, tmp_path):
    home = Home(tmp_path / "home")
    load([write_one(tmp_path / "one", ROWS)], home)
    report = load(files[:1], home)
    assert [(each.review, each.retracted, each.gone) for each in report.changes or ()] == [("one", ("b-2021",), ())]
    assert (report.corpora[0].included, report.corpora[0].studies, report.corpora[0].retracted) == (4, 2, 1)


# --- In a sheet -----------------------------------------------------------------------------------------------------

READ = {
    "10.1234/N": "10.1234/n",
    "https://doi.org/10.1234/n": "10.1234/n",
    "doi:10.1234/n; 1 May 2024": "10.1234/n; 2024-05-01",
    "10.1234/n;2024-05-01": "10.1234/n; 2024-05-01",
    "https://example.org/notice": "https://example.org/notice",
    "Withdrawn by the editor; see the notice": "Withdrawn by the editor; see the notice",
    "Withdrawn by the editor; see the notice; 2024-05-01": "Withdrawn by the editor; see the notice; 2024-05-01",
}


@pytest.mark.parametrize(("text", "stored_as"), READ.items())
def test_what_states_a_retraction_has_one_form(text, stored_as):
    assert read_retracted(text) == Understood(stored_as, differs=text != stored_as)
    assert read_retracted(stored_as) == Understood(stored_as)
    assert Retraction.of(stored_as).text == stored_as


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "x", "TRUE", "false", "none", "not reported", "n/a", "-", "0", "1", "2024", "2024-05-01"),
        *("Retracted", "not retracted", "10.1234/n.", "yes; 2024-05-01", "; 2024-05-01", "10.1234/n; 03/04/2024"),
    ],
)
def test_what_says_nothing_of_the_source_is_refused(text):
    assert isinstance(read_retracted(text), Broken)


def test_a_fault_names_the_cell(tmp_path):
    with pytest.raises(Refused) as refused:
        read_and_check([write_one(tmp_path / "one", with_retraction(*ROWS, said="no"))])
    ((cell, rule),) = [(each.cell, each.rule) for each in refused.value.faults]
    assert (cell.sheet, cell.row, cell.column) == ("sheet.csv", 3, "retracted")
    assert "leave the cell empty" in rule


def test_rows_that_name_two_notices_contradict_each_other(tmp_path):
    rows = [*with_retraction(*ROWS), {**ROWS[1], "coder": "bob", "retracted": "10.1234/another"}]
    with pytest.raises(Refused) as refused:
        read_and_check([write_one(tmp_path / "one", rows)])
    assert [each.cell.column for each in refused.value.faults] == ["retracted"]


def test_one_row_with_a_notice_is_enough(tmp_path):
    rows = [*with_retraction(*ROWS), {**ROWS[1], "coder": "bob", "retracted": ""}]
    (corpus,) = read_and_check([write_one(tmp_path / "one", rows)]).corpora
    assert [(each.id, each.retraction) for each in corpus.review.retracted] == [("b-2021", NOTICE)]
    assert [each.id for each in corpus.review.studies] == ["a-2020", "c-2022"]


@pytest.mark.parametrize(
    "same", [{"doi": "10.1234/b"}, {"doi": "https://doi.org/10.1234/B"}, {"title": "BETA", "year": "2021", "doi": ""}]
)
def test_its_paper_in_another_review_is_told_once(same, files, tmp_path):
    two = write_sheet(tmp_path / "three.csv", [*OTHER, {**ROW, "study": "beta", "title": "B", "year": "2021", **same}])
    warnings = [each for each in read_and_check([files[0], str(two)]).warnings if "retracted" in each.rule]
    assert [(each.cell.sheet, each.cell.value) for each in warnings] == [("three.csv", "beta")]
    assert "one (b-2021: 10.1234/notice; 2024-05-01)" in warnings[0].rule
    assert "three" in warnings[0].rule


def test_its_paper_under_another_key_of_its_review_is_refused(tmp_path):
    rows = [*with_retraction(*ROWS), {**ROWS[1], "study": "beta-again", "title": "B", "retracted": ""}]
    with pytest.raises(Refused) as refused:
        read_and_check([write_one(tmp_path / "one", rows)])
    assert ["doi" for each in refused.value.faults] == [each.cell.column for each in refused.value.faults]


def test_more_retracted_than_included_is_refused(tmp_path):
    rows = [{**row, "retracted": NOTICE.text} for row in ROWS]
    with pytest.raises(Refused) as refused:
        read_and_check([write_one(tmp_path / "one", rows, HEADER.replace("5", "2"))])
    assert {each.cell.column for each in refused.value.faults} == {"one included"}


# --- In Neo4j -------------------------------------------------------------------------------------------------------


def test_a_push_turns_a_study_into_a_retracted_one_and_back(neo4j, files, lacuna, tmp_path):
    home = tmp_path / "home"
    env = {"NEO4J_URI": neo4j.uri, "NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password or ""}
    counted = []
    for rows in (ROWS, with_retraction(*ROWS), ROWS):
        load([write_one(tmp_path / "one", rows)], Home(home))
        pushed = lacuna("push", "--json", home=home, env=env)
        assert pushed.returncode == 0, pushed.stderr
        found = {each["name"]: each["found"] for each in json.loads(pushed.stdout)["ledger"] if each["kind"] == "label"}
        counted.append((found["Study"], found.get("RetractedStudy", 0), found["Publication"]))
        assert lacuna("push", "--verify", home=home, env=env).returncode == 0
    assert counted == [(3, 0, 3), (2, 1, 2), (3, 0, 3)]
