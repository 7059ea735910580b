"""Pages of terms, definitions and reviews: what they say is what the other routes say."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages.review_pictures import growth_of
from kg.browsing.reviews import ReviewDetail
from kg.settings import Settings
from kg.versions.home import Home
from loaders.generate.alignments import read_alignments
from loaders.pipeline import load
from tests.http.test_pages import BROWSER, page

TERMS = ("lyophilization", "nir-spectroscopy", "deep-learning", "unit-operation", "publication-type")
DEFINITIONS = ("integrated-strict", "integrated-lenient")
REVIEW = "/reviews/okafor-bello-2025"


@pytest.mark.parametrize("id_", TERMS)
def test_a_term_has_the_answer_of_its_question(id_, client):
    body, found = client.get(f"/terms/{id_}").json(), page(client, f"/terms/{id_}")
    answer = client.get(body["answer"]["href"]).json()
    assert answer["question"]["where"] == [{"facet": body["facet"], "in": [id_]}]
    assert (body["answer"]["verdict"], body["answer"]["bounds"]) == (answer["verdict"], answer["bounds"])
    assert body["answer"]["certain"] == [each["id"] for each in answer["certain"]]
    for study in answer["certain"]:
        assert study["citation"] in found.words
        assert f"/studies/{study['id']}" in found.links


@pytest.mark.parametrize("id_", TERMS)
def test_a_term_has_its_row_of_the_map(id_, client):
    body, found = client.get(f"/terms/{id_}").json(), page(client, f"/terms/{id_}")
    row = body["row"]
    whole = client.get(f"/matrix?rows={body['facet']}&columns={row['facet']}").json()
    assert row["cells"] == [cell for cell in whole["cells"] if cell["row"] == id_]
    links = [each for each in found.links if each.startswith("/ask?") and row["facet"] + "=" in each]
    assert len(links) > 5
    for cell in row["cells"]:
        address = row["href"].replace("{row}", cell["row"]).replace("{column}", cell["column"])
        if address in links:
            numbers = [cell["bounds"][name] for name in ("certain", "reported", "possible")]
            assert " · ".join(map(str, numbers)) in found.words


@pytest.mark.parametrize("id_", TERMS)
def test_a_term_says_where_it_is_used(id_, client):
    body, found = client.get(f"/terms/{id_}").json(), page(client, f"/terms/{id_}")
    questions = client.get("/gaps?size=1000").json()["items"]
    naming = {
        each["question"]["name"]
        for each in questions
        if any(id_ in one.get("in", one.get("not_in", ())) for one in each["question"]["where"])
    }
    assert {each["name"] for each in body["questions"]} == naming
    definitions = client.get("/definitions?size=1000").json()["items"]
    assert {each["id"] for each in body["definitions"]} == {
        each["id"] for each in definitions if any(id_ in one.get("in", one.get("not_in", ())) for one in each["where"])
    }
    for each in (*body["questions"], *body["definitions"]):
        assert (each.get("href") or f"/definitions/{each['id']}") in found.links


def test_terms_have_all_matches(client, dataset):
    alignments = read_alignments(dataset.vocabulary)
    for id_ in {each.term for each in alignments[:: len(alignments) // 8]}:
        expected = {(each.predicate, str(each.iri)) for each in alignments if each.term == id_}
        said = client.get(f"/terms/{id_}").json()["matches"]
        assert {(f"skos:{each['relation']}Match", each["iri"]) for each in said} == expected
        assert {iri for _, iri in expected} <= set(page(client, f"/terms/{id_}").links)


def test_a_term_nobody_is_charted_on_has_no_answer(client, dataset):
    facet = next(each for each in dataset.vocabulary.facets.values() if not each.charted)
    body = client.get(f"/terms/{facet.id}").json()
    assert (body["answer"], body["row"]) == (None, None)
    assert "Studies with it" not in page(client, f"/terms/{facet.id}").words


@pytest.mark.parametrize("id_", DEFINITIONS)
def test_a_definition_says_what_rests_on_it(id_, client):
    body, found = client.get(f"/definitions/{id_}").json(), page(client, f"/definitions/{id_}")
    listed = {each["id"]: each for each in client.get("/definitions?size=1000").json()["items"]}
    assert listed[id_].items() <= body.items()
    answer = client.get(body["answer"]["href"]).json()
    assert (body["answer"]["verdict"], body["answer"]["bounds"]) == (answer["verdict"], answer["bounds"])
    same = {name for name, each in listed.items() if each["notion"] == body["notion"]} - {id_}
    assert {each["id"] for each in body["others"]} == same
    resting = client.get("/gaps?size=1000").json()["items"]
    assert {each["name"] for each in body["questions"]} == {
        each["question"]["name"] for each in resting if each["question"]["definition"] == id_
    }
    for each in (*(f"/definitions/{one}" for one in same), *(one["href"] for one in body["questions"])):
        assert each in found.links


def test_an_unknown_definition_names_the_nearest(client):
    said = client.get("/definitions/integrated-strickt")
    assert (said.status_code, "integrated-strict" in said.json()["nearest"]) == (404, True)


# --- Reviews ---


def test_growth_is_that_of_the_stored_question(client):
    growth = client.get(REVIEW).json()["growth"]
    answer = client.get(growth["href"]).json()
    assert (growth["table"], growth["sentence"]) == (answer["table"], answer["sentence"])
    text = client.get(REVIEW, headers=BROWSER).text
    (picture,) = re.findall(r'<figure class="growth">(.*?)</figure>', text, re.DOTALL)
    columns = re.findall(r'<rect class="(most|certain)"[^>]* height="([\d.]+)"', picture)
    heights = {name: [float(height) for kind, height in columns if kind == name] for name in ("certain", "most")}
    for name, key in (("certain", "certain"), ("most", "upper")):
        numbers = [row["bounds"][key] for row in growth["table"]["rows"]]
        assert len(heights[name]) == len(numbers)
        scale = max(heights["most"]) / max(row["bounds"]["upper"] for row in growth["table"]["rows"])
        assert heights[name] == pytest.approx([number * scale for number in numbers], abs=0.2)


@pytest.mark.parametrize("years", [1, 9, 12, 13, 40])
def test_labels_of_years_have_room(years, client):
    body = ReviewDetail.model_validate(client.get(REVIEW).json())
    assert body.growth
    rows = tuple(body.growth.table.rows[0].model_copy(update={"label": str(1980 + each)}) for each in range(years))
    table = body.growth.table.model_copy(update={"rows": rows})
    detail = body.model_copy(update={"growth": body.growth.model_copy(update={"table": table})})
    growth = growth_of(detail)
    assert growth
    shown = growth.columns
    assert len(shown) == years
    assert shown[0].labelled == "always"
    assert 1 <= sum(each.labelled != "never" for each in shown) <= 12
    assert sum(each.labelled == "always" for each in shown) <= 7


def test_claims_stand_beside_their_answers(client):
    claims = [each for each in client.get(REVIEW).json()["claims"] if each["about"]]
    text = client.get(REVIEW, headers=BROWSER).text.replace("&amp;", "&")
    links = re.findall(r'<a class="number" href="([^"]+)">\[(\d+), (\d+)\]</a>', text)
    assert len(links) == sum(1 + bool(each["than"]) for each in claims)
    for address, certain, upper in links[:: len(links) // 10]:
        bounds = client.get(address).json()["bounds"]
        assert (bounds["certain"], bounds["upper"]) == (int(certain), int(upper)), address


def test_depths_count_every_included_study(client):
    population = client.get(REVIEW).json()["population"]
    text = client.get(REVIEW, headers=BROWSER).text
    (table,) = re.findall(r'<table class="depths">(.*?)</table>', text, re.DOTALL)
    counted = {name: int(n) for name, n in re.findall(r'row">([\w ]+)</th><td class="number">(\d+)', table)}
    depths = {name.replace("-", " "): number for name, number in population["read"].items()}
    assert counted == {**depths, "not charted": population["uncharted"]}
    assert sum(counted.values()) == population["included"]


def test_a_review_that_states_nothing_says_so(tmp_path, write_sheet, seed_rows):
    load((str(write_sheet(seed_rows[:3])),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (review,) = client.get("/reviews").json()["items"]
        found = page(client, f"/reviews/{review['id']}")
        assert found.faults == []
        assert "the number of included studies is not stated" in found.words
        text = client.get(f"/reviews/{review['id']}", headers=BROWSER).text
        assert 'rect class="certain"' in text
        assert 'rect class="most"' not in text
        assert "nothing to compare" in found.words
        answer = page(client, "/ask?year=1900..2100")
        assert "how many are included is not stated" in answer.found["svg"][0]["aria-label"]
