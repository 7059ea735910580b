"""``neo4j://`` asks a server for its routing table first; that of a single server names itself in every role."""

import pytest
from neo4j import GraphDatabase


@pytest.fixture
def routed(neo4j):
    """The settings that lead to the server by its routing table."""
    secrets = {"NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password} if neo4j.password else {}
    return {"NEO4J_URI": neo4j.uri.replace("bolt://", "neo4j://"), "LACUNA_GRAPH": "neo4j", **secrets}


def test_the_table_of_one_server_names_itself(neo4j):
    with neo4j.driver() as driver:
        found = driver.execute_query("CALL dbms.routing.getRoutingTable({}, 'neo4j')").records[0]["servers"]
    at = neo4j.uri.removeprefix("bolt://")
    assert {each["role"]: each["addresses"] for each in found} == {each: [at] for each in ("WRITE", "READ", "ROUTE")}


def test_pushes_and_answers_go_by_the_table(routed, neo4j, lacuna):
    pushed = lacuna("push", env=routed)
    assert (pushed.returncode, routed["NEO4J_URI"] in pushed.stdout + pushed.stderr) == (0, True)
    assert lacuna("push", "--verify", env=routed | {"NEO4J_URI": neo4j.uri}).returncode == 0
    for command in (("gaps",), ("ask", "gap_integrated_lyophilization", "--json")):
        assert lacuna(*command, env=routed).stdout == lacuna(*command).stdout != ""
    with GraphDatabase.driver(routed["NEO4J_URI"], auth=neo4j.password and (neo4j.username, neo4j.password)) as driver:
        assert driver.execute_query("MATCH (d:LacunaDataset) RETURN count(d) AS n").records[0]["n"] == 1
