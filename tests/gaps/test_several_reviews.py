"""Two reviews loaded together: every surface speaks of both, or of the one that was asked for."""

import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import Refused
from kg.query.compiled import Query
from kg.rdf.iris import LACUNA
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import check_only, load
from tests.http.test_representations import LD

HEADING = "study,citation,title,year,doi,coder,charted_on,read,unit-operation,pat-modality,ai-method,publication-type\n"
ONE = HEADING + (
    "p1,One 2020,Shared and agreed,2020,10.1000/SHARED,c,2026-01-01,abstract,lyophilization,nir-spectroscopy,not reported,"
    "primary-empirical-study\n"
    "p2,One 2021,Shared and disputed,2021,10.1000/disputed,c,2026-01-01,abstract,lyophilization,nir-spectroscopy,,\n"
    "p3,One 2022,Only here,2022,,c,2026-01-01,title,coating,raman-spectroscopy,,\n"
    "p4,One 2023,Joined by hand,2023,,c,2026-01-01,abstract,lyophilization,unclear: nir-spectroscopy,,\n"
)
OTHER = HEADING + (
    "p1,Other 2020,Shared and agreed,2020,10.1000/shared,d,2026-01-02,full-text,lyophilization,"
    "nir-spectroscopy,,\n"
    "q2,Other 2021,Shared and disputed,2021,10.1000/DISPUTED,d,2026-01-02,full-text,lyophilization,raman-spectroscopy,,\n"
    "q4,Other 2023,Joined by hand,2023,,d,2026-01-02,full-text,lyophilization,nir-spectroscopy,,\n"
)
CLOSING = """
completeness:
  - {facet: evidence-unit, maker: coders, depths: [abstract, full-text], closes: [values], source: all units were charted}
  - {facet: pat-modality, maker: coders, depths: [abstract, full-text], closes: [values, silence], source: all were charted}
  - {facet: unit-operation, maker: coders, depths: [abstract, full-text], closes: [values, silence], source: all were charted}
"""
HEADER = {
    "one": "title: One\ncitation: One review\nincluded: 10\nsearch: {databases: [Scopus], years: 2010-2020, source: here}\n",
    "other": "title: Other\ncitation: Other review\nincluded: 4\nsearch: {databases: [PubMed], years: 2015-2021, source: here}\n",
}
SAME_AS = "same_as: [{study: q4, review: one, key: p4}]\n"
ASK = ("--where", "unit-operation=lyophilization")
ASKED = "/ask?unit-operation=lyophilization&pat-modality=nir-spectroscopy"


def corpus(folder, name, sheet, more=""):
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "review.yaml").write_text(HEADER[name] + CLOSING + more, encoding="utf-8")
    (folder / name / "sheet.csv").write_text(sheet, encoding="utf-8")
    return str(folder / name)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("several")
    names = (corpus(folder, "one", ONE), corpus(folder, "other", OTHER, SAME_AS))
    load(names, Home(folder / "home"))
    return folder / "home"


@pytest.fixture(scope="module")
def client(home):
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


def test_an_answer_names_all_reviews_with_their_populations(client):
    said = client.get(ASKED).json()
    assert said["question"]["reviews"] == ["one", "other"]
    population = said["population"]
    assert (population["included"], population["charted"], population["uncharted"]) == (14, 4, 7)
    assert population["reviews"] == [
        {"id": "one", "included": 10, "charted": 4, "uncharted": 6},
        {"id": "other", "included": 4, "charted": 3, "uncharted": 1},
    ]
    assert population["read"] == {"full-text": 3, "title": 1}
    assert "One review and Other review" in said["sentence"]
    assert [each["id"] for each in said["certificate"]["reviews"]] == ["one", "other"]
    assert "may be a charted" in said["certificate"]["overlap"]
    assert said["certificate"]["search"]["databases"] == ["Scopus", "PubMed"]
    assert {each["review"] for each in said["certificate"]["completeness"]} == {"one", "other"}


def test_a_paper_of_two_reviews_is_one_study(client):
    said = client.get(ASKED).json()
    # p3 was read by its title only, which closes nothing, so it may have a further unit.
    assert said["bounds"] == {"certain": 2, "reported": 3, "possible": 4, "upper": 11}
    assert [(each["id"], each["reviews"]) for each in said["certain"]] == [
        ("one/p1", ["one", "other"]),
        ("one/p4", ["one", "other"]),
    ]
    disputed = said["possible"][0]
    assert (disputed["id"], disputed["hinted"]) == ("one/p2", True)
    assert [each["reason"] for unit in disputed["units"] for each in unit["open"]] == ["reviews-disagree"]
    assert said["reasons"]["reviews-disagree"] == 1


@pytest.mark.parametrize(
    ("review", "reviews", "bounds"),
    [
        ("one", ["one"], {"certain": 2, "reported": 3, "possible": 4, "upper": 10}),
        ("other", ["other"], {"certain": 2, "reported": 2, "possible": 2, "upper": 3}),
        ("other,one", ["one", "other"], {"certain": 2, "reported": 3, "possible": 4, "upper": 11}),
    ],
)
def test_the_reviews_that_are_named_are_asked(review, reviews, bounds, client):
    said = client.get(f"{ASKED}&review={review}").json()
    assert (said["question"]["reviews"], said["bounds"]) == (reviews, bounds)
    permalink = said["certificate"]["permalink"]
    assert ("review=" in permalink) == (len(reviews) == 1)
    assert client.get(permalink).json() == said


def test_a_review_that_is_not_loaded_is_named(client):
    refused = client.get(f"{ASKED}&review=one,othr")
    assert (refused.status_code, refused.json()["value"], refused.json()["nearest"]) == (404, "othr", ["other"])


def test_a_matrix_is_about_the_same_reviews(client):
    said = client.get("/matrix?rows=unit-operation&columns=pat-modality").json()
    assert (said["reviews"], said["population"]["charted"]) == (["one", "other"], 4)
    for cell in said["cells"][::97]:
        found = client.get(f"/ask?unit-operation={cell['row']}&pat-modality={cell['column']}").json()
        assert (found["verdict"], found["bounds"]) == (cell["verdict"], cell["bounds"])
    nir = next(
        each for each in said["cells"] if (each["row"], each["column"]) == ("lyophilization", "nir-spectroscopy")
    )
    assert nir["bounds"] == {"certain": 2, "reported": 3, "possible": 4, "upper": 11}


def test_near_misses_count_distinct_studies(client):
    said = client.get(
        "/ask?unit-operation=lyophilization&pat-modality=raman-spectroscopy&publication-type=perspective"
    ).json()
    for miss in said["near_misses"]:
        found = client.get(miss["href"]).json()
        assert (found["bounds"], [each["id"] for each in found["certain"]]) == (miss["bounds"], miss["certain"])


def test_studies_and_lists_hold_every_review(client):
    listed = client.get("/studies").json()
    assert [each["id"] for each in listed["items"]] == ["one/p1", "one/p2", "one/p3", "one/p4"]
    said = client.get("/studies/one/p2").json()
    assert said["reviews"] == ["one", "other"]
    assert [unit["id"] for unit in said["units"]] == ["one/p2/1", "other/q2/1"]
    assert client.get("/studies/q2").json() == said
    assert client.get("/studies/p2?review=one").json()["reviews"] == ["one"]
    assert {item["review"] for item in client.get("/checklist").json()["items"]} == {"one", "other"}
    gaps = client.get("/gaps?size=1000").json()["items"]
    assert all(each["question"]["reviews"] == ["one", "other"] for each in gaps)


def test_other_forms_hold_every_review(client):
    node = client.get(ASKED, headers={"Accept": LD}).json()
    assert [each.rpartition("/")[2] for each in node["question"]["reviews"]] == ["one", "other"]
    assert len(node["prov:wasDerivedFrom"]) == 3
    assert "one; other" in client.get(ASKED, headers={"Accept": "text/csv"}).text
    study = client.get("/studies/one/p2", headers={"Accept": "text/turtle"}).text
    assert "data/one/study/p2" in study
    assert "data/other/study/q2" in study


def test_the_stored_chartings_are_joined_in_both_graphs(home):
    dataset = Dataset.open(Home(home))
    pairs = dataset.rdf.subject_objects(LACUNA.sameStudyAs)
    joined = sorted((str(one).rpartition("/")[2], str(first).rpartition("/")[2]) for one, first in pairs)
    text = "MATCH (a:Study)-[:SAME_STUDY_AS]->(b:Study) RETURN a.id AS one, b.id AS first ORDER BY one"
    edges = [(row["one"], row["first"]) for row in dataset.run(Query("cypher", text, {}))]
    assert joined == edges == [("p1", "p1"), ("q2", "p2"), ("q4", "p4")]
    dataset.close()


@pytest.mark.parametrize(
    ("doi", "row"),
    [("10.1000/twice", "10.1000/twice"), ("10.1000/TWICE", "10.1000/twice")],
)
def test_one_paper_under_two_keys_is_refused(doi, row, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"study,doi,unit-operation\na,{doi},coating\nb,{row},milling\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        check_only([str(sheet)])
    (fault,) = refused.value.faults
    assert (fault.cell.row, fault.cell.column) == (3, "doi")
    assert "is also the DOI of study a (row 2 of sheet.csv)" in fault.rule


def test_one_title_under_two_keys_is_a_notice(tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "study,title,year,unit-operation\na,A title,2020,coating\nb,a  Title,2020,milling\n", encoding="utf-8"
    )
    (warning,) = [each for each in check_only([str(sheet)]).warnings if "title of" in each]
    assert "row 3" in warning


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("same_as: [{study: nobody, review: one, key: p1}]", "is not a study of the sheet"),
        ("same_as: [{study: q2, review: one, key: nobody}]", "is not the key of a study in the review one"),
        ("same_as: [{study: q2, review: one, key: p3}, {study: q4, review: one, key: p3}]", "one paper of the studies"),
    ],
)
def test_wrong_statements_of_sameness_are_refused(line, rule, tmp_path):
    names = (corpus(tmp_path, "one", ONE), corpus(tmp_path, "other", OTHER, line))
    with pytest.raises(Refused) as refused:
        check_only(names)
    assert [fault for fault in refused.value.faults if rule in fault.rule]


def test_the_command_answers_about_the_same_reviews(lacuna, home):
    every = json.loads(lacuna("ask", *ASK, "--json", home=home).stdout)
    assert every["question"]["reviews"] == ["one", "other"]
    one = json.loads(lacuna("ask", *ASK, "--review", "other", "--json", home=home).stdout)
    assert one["question"]["reviews"] == ["other"]
    refused = lacuna("template", "--from", "current", "form.csv", home=home)
    assert refused.returncode == 2
    assert "one, other" in refused.stderr
