"""The queries of docs/model.md: in both languages each gives the number that the API gives."""

import re
from functools import reduce

import pytest
from fastapi.testclient import TestClient

from kg.query.compiled import Language, Query
from kg.stores.base import Row
from kg.versions.dataset import Dataset
from tests.gaps.model_page import PAGE, QUERIES, Natural


def test_the_page_has_ten_queries():
    assert len(QUERIES) == len(re.findall(r"^### ", PAGE, re.MULTILINE)) == 10


@pytest.mark.parametrize("language", ["cypher", "sparql"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.title)
def test_a_query_of_the_page_gives_the_number_of_the_api(
    query: Natural, language: Language, client: TestClient, dataset: Dataset
) -> None:
    said = reduce(lambda body, name: body[name], query.field.split("."), client.get(query.path).json())
    (row,) = asked(dataset, language, getattr(query, language))
    assert int(str(row["n"])) == said


@pytest.mark.parametrize("walk", ["(s:Study)--(u:EvidenceUnit)--(t:Term)", "(s:Study)-[*1..2]-(t:Term)"])
def test_a_walk_from_a_study_meets_charted_unit_terms_only(walk: str, dataset: Dataset) -> None:
    levels = {facet.id: facet.level for facet in dataset.vocabulary.charted_facets}
    met = asked(dataset, "cypher", f"MATCH {walk} RETURN DISTINCT s.id AS study, t.id AS term, t.facet AS facet")
    found = {(row["study"], row["term"]) for row in met if levels.get(str(row["facet"])) == "unit"}
    charted = {
        (id_, term)
        for review in dataset.evidence().reviews
        for id_ in review.keys
        for unit in review.study(id_).units
        for each in unit.charted
        if each.status == "coded"
        for term in each.terms
    }
    assert found == charted != set()


@pytest.mark.parametrize("steps", ["?s ?p ?t .", "?s ?p ?u . ?u a lacuna:EvidenceUnit ; ?q ?t ."])
def test_steps_of_any_name_meet_charted_terms_only(steps: str, dataset: Dataset) -> None:
    met = pairs(dataset, f"?s a lacuna:Study . {steps} ?t a/lacuna:topTerm ?top")
    held = "?a a lacuna:HeldAssertion ; lacuna:about ?of ; lacuna:value ?t ."
    of = held + (" ?s lacuna:hasUnit ?of" if "?u" in steps else " BIND(?of AS ?s) ?s a lacuna:Study")
    assert met == pairs(dataset, of) != set()


def pairs(dataset: Dataset, pattern: str) -> set[tuple[object, object]]:
    """Every pair of a study and a term that a pattern finds."""
    text = f"PREFIX lacuna: <https://w3id.org/lacuna/onto/> SELECT DISTINCT ?s ?t {{ {pattern} }}"
    return {(row["s"], row["t"]) for row in asked(dataset, "sparql", text)}


def asked(dataset: Dataset, language: Language, text: str) -> list[Row]:
    return dataset.run(Query(language, text, {}))
