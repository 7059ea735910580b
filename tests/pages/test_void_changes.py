"""Voids in the difference between two versions over HTTP: JSON, linked data, and the page."""

from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph

from api.app import create_app
from kg.difference.text import VOIDS_CLOSED, VOIDS_OPENED
from kg.rdf.iris import ANSWER
from kg.settings import Settings
from tests.http.test_pages import page
from tests.pages.test_feed import store
from tests.voids.test_changes import AFTER, BEFORE


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Two versions, of which the second has a study more, and the service over them."""
    folder = tmp_path_factory.mktemp("voids")
    versions = [store(folder / "home", folder, rows, number) for number, rows in enumerate((BEFORE, AFTER))]
    with TestClient(create_app(Settings(home=folder / "home")), follow_redirects=False) as client:
        yield SimpleNamespace(client=client, there="/diff", back=f"/diff?from={versions[1]}&to={versions[0]}")


def voids(stored, way):
    """The body of a difference, and its voids with the words for why they changed."""
    body = stored.client.get(getattr(stored, way)).json()
    kinds = (("opened", VOIDS_OPENED), ("closed", VOIDS_CLOSED))
    return body, [(each, words[each["why"]]) for kind, words in kinds for each in body["voids"][kind]]


@pytest.mark.parametrize("way", ["there", "back"])
def test_the_page_has_every_void_that_is_listed(stored, way):
    body, listed = voids(stored, way)
    found = page(stored.client, getattr(stored, way))
    assert found.faults == []
    assert f"{body['voids']['closed_total']} closed, {body['voids']['opened_total']} opened" in found.words
    assert {each["why"] for each, _ in listed} == {"studies", "implied"}
    for void, words in listed:
        assert void["text"] in found.words
        assert words in found.words
        assert void["href"] in found.links
        if void["implied_by"]:
            assert void["implied_by"]["href"] in found.links
        for study in void["by"] or ():
            assert study["id"] in found.words


@pytest.mark.parametrize("way", ["there", "back"])
def test_a_void_leads_to_its_answer_in_the_later_version(stored, way):
    body, listed = voids(stored, way)
    for void, _ in listed:
        answer = stored.client.get(void["href"]).json()
        assert answer["certificate"]["dataset"] == body["after"]["version"]
        assert (answer["verdict"], answer["bounds"]) == (void["after"]["verdict"], void["after"]["bounds"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_linked_data_has_the_same_voids(stored):
    _, listed = voids(stored, "there")
    found = stored.client.get("/diff", headers={"accept": "application/ld+json"})
    graph = Graph().parse(data=found.text, format="json-ld")
    nodes = list(graph.subjects(RDF.type, ANSWER.VoidChange))
    assert len(nodes) == len(listed)
    assert {str(graph.value(each, ANSWER.text)) for each in nodes} == {void["text"] for void, _ in listed}
    (by,) = {str(graph.value(each, ANSWER.cause)) for each in graph.subjects(RDF.type, ANSWER.VoidStudy)}
    assert by == "new"
