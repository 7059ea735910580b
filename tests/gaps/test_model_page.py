"""The queries of docs/model.md: in both languages each gives the number that the API gives, and every trap is one."""

import re
from functools import reduce

import pytest
from fastapi.testclient import TestClient

from api.pages.model import model_queries
from kg.query.compiled import Language, Query
from kg.stores.base import Row
from kg.versions.dataset import Dataset
from tests.gaps.model_page import PAGE, QUERIES, TRAPS, Natural, Trap

PREFIXES = """
PREFIX lacuna: <https://w3id.org/lacuna/onto/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX term: <https://w3id.org/lacuna/term/>
"""


def test_every_section_is_a_query_or_a_trap():
    assert len(QUERIES) == len(re.findall(r"^### \d", PAGE, re.MULTILINE)) == 13
    assert len(TRAPS) == 2 * len(re.findall(r"^### \D", PAGE, re.MULTILINE)) == 20


def test_the_service_reads_the_page_alike():
    read = [(each.title, each.path, each.field, *each.texts.values()) for each in model_queries().values()]
    assert read == [tuple(each) for each in QUERIES]
    assert [name.removeprefix("query-") for name in model_queries()] == [str(number) for number in range(1, 14)]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.title}-{trap.language}")
def test_a_trap_says_something_else(trap: Trap, dataset: Dataset) -> None:
    prefixes = PREFIXES if trap.language == "sparql" else ""
    language: Language = "sparql" if trap.language == "sparql" else "cypher"
    wrong, right = (number(asked(dataset, language, prefixes + text)) for text in (trap.wrong, trap.right))
    if trap.title == "Several reviews":  # of one review every charting is the first
        assert wrong == right > 0
    else:
        assert wrong != right > 0


@pytest.mark.parametrize("language", ["cypher", "sparql"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.title)
def test_a_query_of_the_page_gives_the_number_of_the_api(
    query: Natural, language: Language, client: TestClient, dataset: Dataset
) -> None:
    said = reduce(lambda body, name: body[name], query.field.split("."), client.get(query.path).json())
    rows = asked(dataset, language, getattr(query, language))
    assert (len({row["id"] for row in rows}) if "id" in rows[0] else number(rows)) == said > 0


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


def number(rows: list[Row]) -> int:
    """The number that is the whole answer."""
    (row,) = rows
    return int(str(row["n"]))


def asked(dataset: Dataset, language: Language, text: str) -> list[Row]:
    return dataset.run(Query(language, text, {}))
