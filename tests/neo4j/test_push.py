"""A push makes Neo4j hold the version, all of it and nothing else, and leaves alone what it does not own."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import OtherVersion, StoreFailed
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.paths import CORPORA
from kg.property_graph.projection import restore
from kg.query.cypher import compile_question
from kg.questions.catalogue import read_catalogue
from kg.review.to_rdf import express
from kg.settings import Settings
from kg.stores.endpoint.store import SparqlEngine
from kg.stores.neo4j.push import verify
from kg.stores.neo4j.reading import differing, read_graph
from kg.stores.registry import ENGINES
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from loaders.pipeline import load
from tests.law.strategies import batch
from tests.support.neo4j_content import OPERATIONS, connect, content, content_of, large, on, push_to, store_of
from tests.support.neo4j_servers import Server, wipe


@pytest.fixture
def seed():
    ontology = read_ontology()
    vocabulary = read_vocabulary(ontology)
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    return content(ontology + express(vocabulary, review), review.id)


@pytest.fixture
def server(neo4j):
    with connect(neo4j) as server:
        yield server


@pytest.fixture
def fewer(seed):
    """The same review without its last study."""
    vocabulary = read_vocabulary(read_ontology())
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    fewer = replace(review, studies=tuple(study for study in review.studies if study.id != "dosta-2025"))
    return content(read_ontology() + express(vocabulary, fewer), review.id)


def run(server, text, **parameters):
    with server.session(write=True) as session:
        return session.run(text, parameters).data()


def nodes_and_relationships(what):
    return sum(len(rows) for rows in what.graph.nodes.values()), sum(len(rows) for rows in what.graph.edges.values())


def reader(what):
    return lambda tx, dataset: read_graph(tx, dataset, what.declared)


def everything(server, without=""):
    """All nodes and relationships that are not bookkeeping, in words."""
    nodes = run(
        server, "MATCH (n) WHERE NOT n:LacunaDataset|LacunaGuard|LacunaLock RETURN labels(n) AS l, properties(n) AS p"
    )
    edges = run(
        server, "MATCH (a)-[r]->(b) RETURN a.iri AS a, type(r) AS t, properties(r) AS p, b.iri AS b, a.dataset AS d"
    )
    said = [str((sorted(each["l"]), sorted(each["p"].items()))) for each in nodes]
    said += [str((each["a"], each["t"], sorted(each["p"].items()), each["b"], each["d"])) for each in edges]
    return sorted(each for each in said if not without or without not in each)


# --- What a user does -----------------------------------------------------------------------------------------------


def user(server: Server) -> dict[str, str]:
    """The environment of a user of the server."""
    given = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password or ""}
    return {"LACUNA_GRAPH": "neo4j", **given}


def test_the_same_bytes_from_neo4j_as_embedded(neo4j, lacuna, home_folder, vocabulary):
    first = lacuna("push", "--json", env=user(neo4j))
    report = json.loads(first.stdout)
    counted = sum(each["found"] for each in report["ledger"] if each["kind"] == "relationship")
    labels = {each["name"]: each["found"] for each in report["ledger"] if each["kind"] == "label"}
    home = Home(home_folder)
    stored = home.manifest(home.current())
    created = stored.nodes + stored.relationships
    assert (first.returncode, report["created"], report["changed"], report["deleted"]) == (0, created, 0, 0)
    assert counted == stored.relationships
    assert labels["Study"] == 31
    assert labels["UnitOperation"] == len(list(vocabulary.of_facet("unit-operation")))
    assert all(each["expected"] == each["found"] for each in report["ledger"])

    second = json.loads(lacuna("push", "--json", env=user(neo4j)).stdout)
    assert (second["created"], second["changed"], second["deleted"]) == (0, 0, 0)
    for asked in (
        ("gaps", "--json"),
        ("gaps",),
        ("gaps", "--review", "okafor-bello-2025"),
        ("ask", "gap_integrated_lyophilization", "--json"),
    ):
        there, here = lacuna(*asked, env=user(neo4j)), lacuna(*asked)
        assert there.stdout == here.stdout != ""
        assert (there.returncode, there.stderr) == (0, "")
    verified = lacuna("push", "--verify", env=user(neo4j))
    assert verified.returncode == 0
    assert "Nothing differs." in verified.stdout


@pytest.mark.parametrize("engine", sorted(ENGINES.keys() - {SparqlEngine.name}))  # tests/endpoint asks SPARQL servers
def test_http_answers_the_same_from_every_engine(engine, neo4j, lacuna, home_folder, client):
    assert lacuna("push", neo4j.uri, env=user(neo4j) | {"NEO4J_URI": "bolt://nowhere.invalid"}).returncode == 0
    settings = Settings(
        home=home_folder,
        graph=engine,
        neo4j_uri=neo4j.uri,
        neo4j_username=neo4j.username,
        neo4j_password=neo4j.password,
    )
    with TestClient(create_app(settings), follow_redirects=False) as there:
        assert there.get("/health").json()["graph"] == engine
        for path in (
            *(f"/gaps/{name}?completeness={who}" for name in read_catalogue() for who in ("all", "review")),
            "/matrix?rows=unit-operation&columns=pat-modality&not.ai-method=chemometrics",
            "/ask?pat-modality=raman-spectroscopy&ai-method=deep-learning&year=2021..2025",
        ):
            assert there.get(path).content == client.get(path).content


def test_another_version_than_the_one_asked_for_is_refused(neo4j, lacuna, tmp_path):
    home = tmp_path / "home"
    load((DEFAULT_CORPUS,), Home(home))
    nothing_yet = lacuna("gaps", home=home, env=user(neo4j))
    assert nothing_yet.returncode == 3
    assert "does not hold it. Run: lacuna push" in nothing_yet.stderr
    assert lacuna("push", home=home, env=user(neo4j)).returncode == 0

    settings = Settings(
        home=home, graph="neo4j", neo4j_uri=neo4j.uri, neo4j_username=neo4j.username, neo4j_password=neo4j.password
    )
    path = "/gaps/gap_integrated_lyophilization"
    with TestClient(create_app(settings)) as client:
        old = client.get(path)
        assert old.status_code == 200
        changed = Path(shutil.copytree(CORPORA / DEFAULT_CORPUS, tmp_path / DEFAULT_CORPUS))
        said = (changed / "review.yaml").read_text(encoding="utf-8")
        (changed / "review.yaml").write_text(said.replace('title: "', 'title: "Another title: ', 1), encoding="utf-8")
        load((str(changed),), Home(home))
        for answer in (client.get(path), client.get("/health"), client.get("/gaps")):
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert "lacuna push" in answer.json()["detail"]
        asked = lacuna("ask", "gap_integrated_lyophilization", home=home, env=user(neo4j))
        assert asked.returncode == 3
        assert "holds version sha256:" in asked.stderr
        assert lacuna("push", "--verify", home=home, env=user(neo4j)).returncode == 3

        pushed = json.loads(lacuna("push", "--json", home=home, env=user(neo4j)).stdout)
        assert (pushed["created"], pushed["changed"], pushed["deleted"]) == (0, 1, 0)
        new = client.get(path)
        assert (new.status_code, new.headers["etag"] != old.headers["etag"]) == (200, True)
        version = old.json()["certificate"]["dataset"]
        assert client.get(f"{path}?version={version}").status_code == 503


# --- What is in the database ----------------------------------------------------------------------------------------


def test_what_is_pushed_comes_back_as_the_rdf_it_was_made_from(server, seed):
    push_to(server, seed)
    read = store_of(server, seed).read(reader(seed))
    assert read == seed.graph
    assert set(restore(read, seed.declared)) == set(restore(seed.graph, seed.declared))


def test_every_node_has_a_short_name_and_terms_a_facet_label(server, seed):
    push_to(server, seed)
    assert run(server, "MATCH (n) WHERE n.name IS NULL RETURN n") == []
    assert run(server, "MATCH (n:UnitOperation:Term {id: 'lyophilization'}) RETURN n.name AS name") == [
        {"name": "lyophilization"}
    ]
    labels = {each["label"] for each in run(server, "CALL db.labels() YIELD label")}
    assert "FlowStage" not in labels
    assert run(server, "MATCH (n) WHERE size([l IN labels(n) WHERE l <> 'Term']) > 1 RETURN n") == []
    unique = run(server, "SHOW CONSTRAINTS YIELD labelsOrTypes AS labels, properties, type")
    assert {each["labels"][0] for each in unique if each["properties"] == ["dataset", "iri"]} >= {"Study", "Term"}


def test_a_change_is_applied_in_place(server):
    old, new = (
        content_of(batch(0).vocabulary, *batch(0).reviews),
        content_of(batch(0).vocabulary, *batch(0).reviews[1:]),
    )
    push_to(server, old)
    before = {
        each["i"]: each["e"]
        for each in run(server, "MATCH (n) WHERE n.iri IS NOT NULL RETURN n.iri AS i, elementId(n) AS e")
    }
    done = push_to(server, new)
    after = {
        each["i"]: each["e"]
        for each in run(server, "MATCH (n) WHERE n.iri IS NOT NULL RETURN n.iri AS i, elementId(n) AS e")
    }
    assert after.items() <= before.items()
    assert (done.created, done.changed) == (0, 0)
    assert done.deleted == sum(nodes_and_relationships(old)) - sum(nodes_and_relationships(new)) > 0
    assert verify(server, new)[1] == []
    back = push_to(server, old)
    assert (back.created, back.changed, back.deleted) == (done.deleted, 0, 0)
    assert verify(server, old)[1] == []


@pytest.mark.parametrize("number", range(4))
def test_any_version_follows_any_other(server, number):
    """Random reviews of random vocabularies over one another, and each pushed in full too."""
    reviews = [
        replace(review, id="one") for each in (number, number + 4, number + 8) for review in batch(each).reviews[:2]
    ]
    vocabularies = [batch(each).vocabulary for each in (number, number + 4, number + 8) for _ in range(2)]
    for vocabulary, review in zip(vocabularies, reviews, strict=True):
        what = content_of(vocabulary, review)
        assert not differing(push_to(server, what).ledger)
        assert verify(server, what)[1] == []
        assert store_of(server, what).read(reader(what)) == what.graph
    fresh = everything(server)
    assert push_to(server, what, full=True).created == 0
    assert everything(server) == fresh


# --- The ledger -----------------------------------------------------------------------------------------------------

DAMAGE = {
    "a node deleted": ("MATCH (n:HeldAssertion) WITH n LIMIT 1 DETACH DELETE n", "missing: HeldAssertion"),
    "a relationship deleted": (
        "MATCH (:EvidenceUnit)-[r:ON_OPERATION]->() WITH r LIMIT 1 DELETE r",
        "missing: ON_OPERATION",
    ),
    "a relationship added": (
        "MATCH (u:EvidenceUnit), (t:Term) WHERE NOT (u)-->(t) WITH u, t LIMIT 1 CREATE (u)-[:ON_OPERATION]->(t)",
        "too much: ON_OPERATION",
    ),
    "a relationship that is there twice": (
        "MATCH (u:EvidenceUnit)-[r:ON_OPERATION]->(t) WITH u, t LIMIT 1 CREATE (u)-[:ON_OPERATION]->(t)",
        "too much: ON_OPERATION",
    ),
    "a relationship between other nodes": (
        "MATCH (s:Study), (t:UnitOperation) WITH s, t LIMIT 1 CREATE (s)-[:ON_OPERATION]->(t)",
        "too much: ON_OPERATION",
    ),
    "a reason where there is none": (
        "MATCH (:EvidenceUnit)-[r:ON_OPERATION]->() WITH r LIMIT 1 SET r.reason = 'unclear'",
        "too much: ON_OPERATION (unclear)",
    ),
    "a relationship to a node of somebody else": (
        "MATCH (u:EvidenceUnit) WHERE u.dataset IS NOT NULL WITH u LIMIT 1 "
        "MERGE (mine:Term {iri: 'mine'}) CREATE (u)-[:ON_OPERATION]->(mine)",
        "too much: ON_OPERATION",
    ),
    "a list for a reason": (
        "MATCH (:EvidenceUnit)-[r:ON_OPERATION]->() WITH r LIMIT 1 SET r.reason = ['a', 'b']",
        "too much: ON_OPERATION",
    ),
    "a reason changed": (
        "MATCH (:EvidenceUnit)-[r:LEFT_OPEN {reason: 'unclear'}]->() WITH r LIMIT 1 SET r.reason = 'not-charted'",
        "missing: LEFT_OPEN (unclear)",
    ),
    "a property removed": ("MATCH (n:Study) WITH n LIMIT 1 REMOVE n.title", "other values: Study"),
    "a label removed": ("MATCH (n:UnitOperation) WITH n LIMIT 1 REMOVE n:UnitOperation", "other values: Term"),
    "a node added": (
        "MATCH (d:LacunaDataset) CREATE (:Study {dataset: d.id, iri: 'https://w3id.org/lacuna/data/x/study/y'})",
        "too much: Study",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_somebody_did_by_hand_is_found_and_mended(damage, server, seed):
    statement, found = DAMAGE[damage]
    push_to(server, seed)
    whole = everything(server)
    run(server, statement)
    lines, differences = verify(server, seed)
    assert differing(lines)
    assert any(each.startswith(found) for each in differences)
    assert not differing(push_to(server, seed).ledger)
    assert verify(server, seed)[1] == []
    run(server, "MATCH (mine:Term {iri: 'mine'}) DELETE mine")  # which works where nothing leads there any more
    assert everything(server) == whole


OTHERS = {"Term": "Study", "Study": "Term", "EvidenceUnit": "HeldAssertion"}
"""Labels of ours, each with another one."""
ONE = "MATCH (n:{label}) WHERE n.dataset IS NOT NULL WITH n ORDER BY n.iri LIMIT 1 "
LABELS = {
    "second labels": [f"{ONE} SET n:{{other}}"],
    "other labels": [f"{ONE} SET n:{{other}} REMOVE n:{{label}}"],
    "no labels": [f"{ONE} REMOVE n:{{label}}"],
    "labels of facets": [f"{ONE} SET n:UnitOperation:PATModality"],
    "nodes with an IRI of ours": [
        f"{ONE} CREATE (:{{other}} {{{{dataset: n.dataset, iri: n.iri, id: n.id}}}})<-[:INCLUDES]-(n)",
        "MATCH (n) WITH n.iri AS iri, collect(n) AS both WHERE size(both) = 2 WITH both[0] AS one, both[1] AS other "
        "MATCH (one)-[r:HAS_UNIT|ON_OPERATION|BROADER]->(end) CREATE (other)-[:HAS_UNIT]->(end)",
    ],
}


@pytest.mark.parametrize("damage", LABELS)
def test_labels_changed_by_hand_are_found_and_mended(damage, server, seed, fewer):
    """By a push of the same version, and by one of another, which starts from what the hashes say."""
    push_to(server, seed)
    for after in (seed, fewer):
        for statement in LABELS[damage]:
            for label, other in OTHERS.items() if "{label}" in statement else [("", "")]:
                run(server, statement.format(label=label, other=other) if label else statement)
        if after is seed:
            lines, differences = verify(server, seed)
            assert differing(lines)
            found = OTHERS.values() if damage == "nodes with an IRI of ours" else OTHERS
            assert all(any(f": {label} " in each for each in differences) for label in found)
        assert not differing(push_to(server, after).ledger)
        assert verify(server, after)[1] == []
    mended = everything(server)
    run(server, "MATCH (n) DETACH DELETE n")
    push_to(server, fewer)
    assert everything(server) == mended


def test_a_value_changed_by_hand_is_found_and_mended_in_full(server, seed):
    push_to(server, seed)
    run(server, "MATCH (n:Study) WITH n ORDER BY n.id LIMIT 1 SET n.year = 1900")
    lines, differences = verify(server, seed)
    assert (differing(lines), len(differences)) == ([], 1)
    assert push_to(server, seed, full=True).changed == 1
    assert verify(server, seed)[1] == []


def test_the_command_says_where_it_differs(neo4j, lacuna, server):
    lacuna("push", env=user(neo4j))
    run(server, "MATCH (:EvidenceUnit)-[r:ON_OPERATION]->(:Term {id: 'coating'}) WITH r LIMIT 1 DELETE r")
    found = lacuna("push", "--verify", env=user(neo4j))
    assert found.returncode == 3
    differs = re.search(
        r"Differs: relationship ON_OPERATION EvidenceUnit→Term: (\d+) in the RDF, (\d+) in", found.stdout
    )
    assert differs
    assert int(differs[1]) == int(differs[2]) + 1
    assert "Differs, missing: ON_OPERATION from EvidenceUnit https://" in found.stdout


# --- Not ours -------------------------------------------------------------------------------------------------------


def test_datasets_of_one_database_do_not_mix(server, seed):
    one, two = large(OPERATIONS[0], 3, review="one"), content_of(batch(1).vocabulary, *batch(1).reviews)
    vocabulary = read_vocabulary(read_ontology())
    text = compile_question(vocabulary, on(OPERATIONS[0]), ["one"], "")
    for what in (one, seed, two):
        push_to(server, what)
    for what in (one, seed, two):
        assert verify(server, what)[1] == []
    assert len(store_of(server, one).run(text.text, text.parameters)) == 3
    others = everything(server, without="'one'")
    changed = push_to(server, large(OPERATIONS[1], 3, review="one"))
    assert changed.deleted > 0
    assert everything(server, without="'one'") == others
    for what in (seed, two):
        assert verify(server, what)[1] == []
    with pytest.raises(OtherVersion, match="of one"):
        store_of(server, one).confirm()


def test_what_others_put_there_stays(server, seed, fewer):
    run(
        server, "CREATE (:Study {iri: 'mine', id: 'x'})-[:HAS_UNIT]->(:EvidenceUnit {iri: 'mine'}), (:Note {text: 'n'})"
    )
    push_to(server, seed)
    run(server, "MATCH (n:Note), (s:Study {id: 'dosta-2025'}) CREATE (n)-[:ON]->(s)")
    mine = "MATCH (n) WHERE n.dataset IS NULL AND NOT n:LacunaDataset|LacunaGuard|LacunaLock RETURN count(n) AS n"
    assert verify(server, seed)[1] == []
    push_to(server, seed, full=True)
    assert run(server, mine) == [{"n": 3}]
    whole = everything(server)
    with pytest.raises(StoreFailed, match="nothing was changed"):
        push_to(server, fewer)
    assert everything(server) == whole
    assert verify(server, seed)[1] == []
    run(server, "MATCH (:Note)-[r:ON]->() DELETE r")
    assert push_to(server, fewer).deleted > 0
    assert run(server, mine) == [{"n": 3}]


def test_two_datasets_with_the_reviews_of_one_version(server):
    reviews = batch(2).reviews[:2]
    for review in reviews:
        push_to(server, content_of(batch(2).vocabulary, review))
    with pytest.raises(StoreFailed, match="several datasets"):
        push_to(server, content_of(batch(2).vocabulary, *reviews))


def test_data_that_clash_with_the_keys_are_named(neo4j, server, seed):
    wipe(neo4j, schema=True)
    run(server, "CREATE (:Study {dataset: 'x', iri: 'y'}), (:Study {dataset: 'x', iri: 'y'})")
    with pytest.raises(StoreFailed, match="Study"):
        push_to(server, seed)
    assert run(server, "MATCH (n) WHERE NOT n:Study RETURN n") == []
