"""Resources: what an answer means, the stored questions, certificates and query texts."""

import json
from typing import get_args
from urllib.parse import quote

import pytest

from api.agents.models import tokens
from api.agents.tools import TOOLS
from kg.evaluation.verdict import Verdict
from kg.questions.catalogue import read_catalogue

FLAGSHIP = "gap_integrated_lyophilization"
OWN = "unit-operation=freeze-drying&ai-method=ai-method&not.country=france&k=2"


def test_resources_and_templates_are_listed(agent):
    uris = [each["uri"] for each in agent.send("resources/list")["result"]["resources"]]
    assert uris == ["lacuna://semantics", "lacuna://questions"]
    templates = [each["uriTemplate"] for each in agent.send("resources/templates/list")["result"]["resourceTemplates"]]
    for kind in ("certificate", "cypher", "sparql"):
        assert f"lacuna://gaps/{{name}}/{kind}" in templates
        assert f"lacuna://ask/{kind}{{?where*}}" in templates


def test_the_semantics_explain_every_verdict_bound_and_tool(agent):
    text = agent.text("lacuna://semantics")
    for verdict in get_args(Verdict):
        assert f"| {verdict} |" in text
    for name in ("certain", "reported", "possible", "upper"):
        assert f"| {name} |" in text
    named = {each for each in TOOLS if f"`{each}`" in text}
    assert {"find_terms", "find_voids", "explain_answer"} <= named
    assert tokens(text) <= 1500


def test_every_stored_question_is_listed(agent):
    lines = agent.text("lacuna://questions").splitlines()
    assert lines == [f"{name}: {stored.text}" for name, stored in read_catalogue().items()]


@pytest.mark.parametrize(
    ("path", "uri"), [(f"/gaps/{FLAGSHIP}", f"lacuna://gaps/{FLAGSHIP}"), (f"/ask?{OWN}", "lacuna://ask")]
)
def test_a_certificate_is_that_of_the_answer(agent, client, path, uri):
    query = path.partition("?")[2]
    said = json.loads(agent.text(f"{uri}/certificate{f'?{query}' if query else ''}"))
    found = client.get(path).json()
    assert said["certificate"] == found["certificate"]
    assert {key: said[key] for key in ("sentence", "verdict", "bounds", "population", "question")} == {
        key: found[key] for key in ("sentence", "verdict", "bounds", "population", "question")
    }
    assert said["permalink"].endswith(found["certificate"]["permalink"])


@pytest.mark.parametrize("language", ["cypher", "sparql"])
def test_a_query_is_the_one_that_runs(agent, client, language):
    media = {"cypher": "application/vnd.neo4j.cypher", "sparql": "application/sparql-query"}[language]
    for path, uri in (
        (f"/gaps/{FLAGSHIP}/query", f"lacuna://gaps/{FLAGSHIP}/{language}"),
        (f"/ask/query?{OWN}", f"lacuna://ask/{language}?{OWN}"),
    ):
        assert agent.text(uri) == client.get(path, headers={"Accept": media}).text


@pytest.mark.parametrize(
    ("uri", "named"),
    [
        ("lacuna://gaps/gap_integrated_lyophilisation/certificate", FLAGSHIP),
        ("lacuna://gaps/gap_none", "resource"),
        (f"lacuna://gaps/{FLAGSHIP}/everything", "resource"),
        ("lacuna://ask/certificate", "asks nothing"),
        ("lacuna://ask/certificate?unit-operation=lyophilisaton", "lyophilization"),
        ("lacuna://ask/certificate?unit-operation=drying&k=0", "k"),
        ("lacuna://ask/certificate?unit-operation=drying&version=1999-01-01", "1999-01-01"),
        ("lacuna://ask/certificate?unit-operation=drying&review=other", "okafor-bello-2025"),
        ("lacuna://gaps/%2e%2e%2f%2e%2e%2fetc%2fpasswd/certificate", "stored question"),
        ("lacuna://", "resource"),
        ("file:///etc/passwd", "resource"),
        ("http://[::1", "resource"),
        (f"lacuna://ask/certificate?{quote('x' * 9000)}=y", "x"),
        ("", "resource"),
    ],
)
def test_what_is_not_there_is_an_error_with_what_is_near(agent, uri, named):
    error = agent.read(uri)["error"]
    assert error["code"] == -32602
    assert named in f"{error['message']} {error.get('data')}"
    assert "it says nothing about any study" in error["message"]
    assert len(error["message"]) < 3000
