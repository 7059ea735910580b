"""The difference between two versions over HTTP: the same as the command says, as JSON and as a page."""

import csv
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from tests.conftest import SEED
from tests.http.test_pages import page

GONE = "beke-2021"


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A home whose current version has a study less than the one before."""
    folder = Path(tmp_path_factory.mktemp("difference"))
    with (SEED / "first-pass.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    home = folder / "home"
    for kept in (rows, [row for row in rows if row["study"] != GONE]):
        with (folder / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(kept)
        load((str(folder / "sheet.csv"),), Home(home))
    return home


@pytest.fixture(scope="module")
def client(stored):
    with TestClient(create_app(Settings(home=stored)), follow_redirects=False) as client:
        yield client


def test_the_last_two_versions_are_compared(client, stored, lacuna):
    body = client.get("/diff").json()
    assert [(each["id"], each["change"]) for each in body["studies"]] == [(f"sheet/{GONE}", "gone")]
    assert body["answers"]
    assert {move["after"] for each in body["answers"] for move in each["by"]} == {"absent"}
    assert json.loads(lacuna("diff", "--json", home=stored).stdout) == body


def test_the_other_way_round(client):
    there = client.get("/diff").json()
    first = there["before"]["version"].removeprefix("sha256:")
    back = client.get(f"/diff?from=current&to={first[:12]}").json()
    assert (back["before"], back["after"]) == (there["after"], there["before"])
    assert [each["name"] for each in back["answers"]] == [each["name"] for each in there["answers"]]
    assert {each["change"] for each in back["studies"]} == {"new"}


def test_the_page_has_every_answer_that_changed(client):
    body, found = client.get("/diff").json(), page(client, "/diff")
    for change in body["answers"]:
        assert change["text"] in found.words
        assert f"/gaps/{change['name']}" in found.links
    assert "Beke" in found.words
    assert found.faults == []


def test_nothing_differs_between_a_version_and_itself(client):
    assert "No study, term or answer differs." in page(client, "/diff?from=current").words


@pytest.mark.parametrize(("query", "value"), [("from=nonsense", "nonsense"), ("to=2001-01-01", "2001-01-01")])
def test_a_version_that_is_not_stored(client, query, value):
    said = client.get(f"/diff?{query}")
    assert (said.status_code, said.json()["value"]) == (404, value)


def test_before_the_first_there_is_none(client):
    first = client.get("/diff").json()["before"]["version"]
    said = client.get(f"/diff?to={first}")
    assert said.status_code == 404
    assert "There is no version stored before" in said.json()["detail"]


def test_the_page_of_versions_leads_to_what_changed(client):
    items, found = client.get("/versions").json()["items"], page(client, "/versions")
    assert found.faults == []
    for each in items:
        assert each["version"][:19] in found.words
    newer, older = (each["version"] for each in items)
    assert f"/diff?to={newer}" in found.links
    assert f"/diff?to={older}" not in found.links
    assert "none stored before" in found.words
    for link in found.links:
        if link.startswith(("/diff", "/?version")):
            assert page(client, link).faults == []


def test_the_form_of_the_list_of_versions(client):
    assert client.get("/versions").headers["content-type"] == "application/json"
    assert client.get("/versions.json").content == client.get("/versions").content
    for path in ("/versions.html", "/versions?format=html"):
        said = client.get(path)
        assert said.headers["content-type"] == "text/html; charset=utf-8"
        again = client.get(path, headers={"If-None-Match": said.headers["etag"]})
        assert again.status_code == 304
    assert client.get("/versions.csv").status_code == 406
