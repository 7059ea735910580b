"""Answers of a server that a push keeps: those of the version, from the server itself, and none of a graph that was changed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.answer.kept.file import identity, read_kept, write_kept
from kg.answer.summary import Line
from kg.questions.catalogue import read_catalogue
from kg.stores.ladybug import EMBEDDED
from kg.versions.home import Home
from tests.support.command import Completed
from tests.support.neo4j_content import connect
from tests.support.neo4j_servers import Server

SERVER = "neo4j"
WITH_RAMAN = "gap_raman_deep_learning"


@pytest.fixture
def folder(tmp_path: Path, lacuna, write_sheet, seed_rows) -> Path:
    """A home with some of the real sheet."""
    done = lacuna("load", str(write_sheet(seed_rows[:12])), home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    return tmp_path / "home"


@pytest.fixture
def there(folder: Path, neo4j: Server, lacuna) -> Callable[..., Completed]:
    """The command over that home, with Neo4j to answer."""
    given = {"NEO4J_URI": neo4j.uri, "NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password or ""}

    def run(*arguments: str) -> Completed:
        found: Completed = lacuna(*arguments, home=folder, env={"LACUNA_GRAPH": SERVER, **given})
        return found

    return run


def kept(folder: Path, engine: str = SERVER) -> dict[str, Line]:
    home = Home(folder)
    return dict(read_kept(home, f"sha256:{home.current()}", engine))


def changed_by_hand(neo4j: Server) -> None:
    """Modalities of units become others, as many as there were, so that a push finds as many as it expects."""
    with connect(neo4j) as server, server.session(write=True) as session:
        found = session.run(
            "MATCH (u:EvidenceUnit)-[r:USES_MODALITY]->(:Term) MATCH (other:PATModality) WHERE NOT (u)--(other) "
            "WITH u, r, properties(r) AS properties, collect(other)[0] AS other "
            "CREATE (u)-[new:USES_MODALITY]->(other) SET new = properties DELETE r RETURN count(*) AS moved"
        )
        assert found.single(strict=True)["moved"]


def test_a_push_keeps_the_answers_of_neo4j(folder, there, lacuna):
    assert kept(folder) == {}
    assert there("push").returncode == 0
    assert kept(folder) == kept(folder, EMBEDDED.name) != {}
    assert kept(folder).keys() == {identity(each) for each in read_catalogue().values()}
    home, asked = Home(folder), read_catalogue()[WITH_RAMAN]
    told = there("gaps").stdout
    line = read_kept(home, f"sha256:{home.current()}", SERVER)[identity(asked)]
    other = line.model_copy(update={"verdict": "unresolved" if line.verdict != "unresolved" else "void"})
    write_kept(home, f"sha256:{home.current()}", SERVER, {**kept(folder), identity(asked): other})
    differing = [each.split()[0] for each in set(there("gaps").stdout.splitlines()) - set(told.splitlines())]
    assert differing == [WITH_RAMAN]
    assert lacuna("gaps", home=folder).stdout == told
    assert there("push").returncode == 0  # nothing is written there, and all is asked again
    assert there("gaps").stdout == told


def test_neo4j_is_asked_where_nothing_is_kept(folder, there, lacuna):
    assert there("push").returncode == 0
    for file in (folder / "made").glob("*/answers-neo4j.json"):
        file.unlink()
    assert there("gaps").stdout == lacuna("gaps", home=folder).stdout != ""
    assert kept(folder) == {}


def test_answers_of_a_graph_that_was_changed_are_not_kept(folder, there, neo4j):
    assert there("push").returncode == 0
    changed_by_hand(neo4j)
    found = there("push")
    assert found.returncode == 0  # it holds the version, as far as a push looks
    assert re.search("Neo4j does not answer gap_.* as the version does.*run lacuna push --full", found.stderr)
    assert kept(folder) == {}
    mended = there("push", "--full")
    assert (mended.returncode, mended.stderr) == (0, "")
    assert kept(folder) == kept(folder, EMBEDDED.name) != {}


CHANGES = {
    "another id": "MATCH (s:Study) WITH s LIMIT 1 SET s.id = 'another'",
    "a year that is none": "MATCH (s:Study) WHERE s.year IS NOT NULL WITH s LIMIT 1 SET s.year = 'abc'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_graph_that_cannot_be_counted_is_said(change, folder, there, neo4j):
    assert there("push").returncode == 0
    with connect(neo4j) as server, server.session(write=True) as session:
        session.run(CHANGES[change]).consume()
    found = there("push")
    assert found.returncode == 0
    assert "could not be compared" in found.stderr
    assert "somebody changed it" in found.stderr
    assert kept(folder) == {}
    assert (there("push", "--full").stderr, bool(kept(folder))) == ("", True)


def test_a_difference_makes_what_is_kept_forgotten(folder, there, neo4j):
    assert there("push").returncode == 0
    changed_by_hand(neo4j)
    assert there("push", "--verify").returncode == 3
    assert kept(folder) == {}


def test_a_comparison_keeps_nothing(folder, there):
    assert there("push").returncode == 0
    for file in (folder / "made").glob("*/answers-neo4j.json"):
        file.unlink()
    assert there("push", "--verify").returncode == 0
    assert kept(folder) == {}
