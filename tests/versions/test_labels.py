"""Labels of versions: found wherever a version is named, at most one each, and no part of what is stored."""

import json
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.service import Service
from kg.errors import Ambiguous, BadQuestion, NotFound, StoreFailed
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.neo4j.store import Neo4jEngine
from kg.versions.home import Home
from kg.versions.retention import find_version, labels, prune, set_label, stored_versions
from loaders.pipeline import load

ROWS = "study,unit-operation,unit-operation.source,title\n"


@dataclass
class Two:
    """A home with two versions, the second of them current."""

    home: Home
    first: str
    second: str


def write(folder, operation):
    path = folder / "sheet.csv"
    path.write_text(f"{ROWS}a,{operation},p. 2,Title\n", encoding="utf-8")
    return (str(path),)


@pytest.fixture
def two(tmp_path) -> Two:
    home = Home(tmp_path / "home")
    hashes = []
    for operation in ("coating", "drying"):
        load(write(tmp_path, operation), home)
        hashes.append(home.current())
    return Two(home, *hashes)


def test_a_label_is_found_in_any_case_and_by_no_other_name(two):
    assert set_label(two.home, two.first, "First  search") is None
    assert labels(two.home) == {"First search": two.first}
    assert find_version(two.home, "first search") == two.first
    with pytest.raises(NotFound):
        find_version(two.home, "first")


def test_a_version_has_one_label_and_a_label_one_version(two):
    set_label(two.home, two.first, "pilot")
    assert set_label(two.home, two.first, "Protocol") == "pilot"
    with pytest.raises(NotFound):
        find_version(two.home, "pilot")
    with pytest.raises(Ambiguous, match=r"--move"):
        set_label(two.home, two.second, "protocol")
    assert find_version(two.home, "protocol") == two.first
    set_label(two.home, two.second, "protocol", move=True)
    assert labels(two.home) == {"protocol": two.second}


@pytest.mark.parametrize(
    "text",
    ["", "  ", "current", "Current", "cafe", "sha256:x", "a" * 64, "2026-11", "2026-11-27 x", "-x", "a\x00b", "x" * 81],
)
def test_what_could_be_another_name_is_refused(text, two):
    with pytest.raises(BadQuestion):
        set_label(two.home, two.first, text)
    assert labels(two.home) == {}


def test_a_label_is_no_part_of_the_content(two, lacuna):
    files = {file for file in (two.home.folder(two.first)).rglob("*") if file.is_file()}
    set_label(two.home, two.first, "pilot")
    assert {file for file in (two.home.folder(two.first)).rglob("*") if file.is_file()} == files
    assert lacuna("verify", home=two.home.labels_file.parent).returncode == 0


def test_a_label_goes_with_its_version(two, tmp_path):
    set_label(two.home, two.first, "pilot")
    set_label(two.home, two.second, "final")
    prune(two.home)
    assert labels(two.home) == {"final": two.second}
    load(write(tmp_path, "coating"), two.home)
    assert [each.label for each in stored_versions(two.home) if each.current] == [None]


def test_damaged_labels_are_said_and_stop_no_answer(two):
    set_label(two.home, two.first, "pilot")
    two.home.labels_file.write_text("{", encoding="utf-8")
    with pytest.raises(StoreFailed, match="labels"):
        labels(two.home)
    with TestClient(create_app(Settings(home=two.home.labels_file.parent))) as client:
        assert client.get("/studies").status_code == 200


def test_a_load_labels_what_it_stores_or_stores_nothing(two, tmp_path, lacuna):
    home = two.home.labels_file.parent
    set_label(two.home, two.first, "pilot")
    (sheet,) = write(tmp_path, "blending")
    refused = lacuna("load", sheet, "--label", "pilot", home=home)
    assert (refused.returncode, two.home.current()) == (1, two.second)
    assert "--move" in refused.stderr
    assert lacuna("load", sheet, "--label", "third", home=home).returncode == 0
    assert find_version(two.home, "third") == two.home.current() != two.second
    assert "'third'" in lacuna("versions", home=home).stdout


def test_use_labels_and_takes_labels(two, lacuna):
    home = two.home.labels_file.parent
    assert lacuna("use", "current", "--label", "new", home=home).returncode == 0
    assert two.home.current() == two.second
    assert lacuna("use", two.first[:12], "--label", "new", home=home).returncode == 1
    assert two.home.current() == two.second
    assert lacuna("use", two.first[:12], "--label", "old", home=home).returncode == 0
    assert lacuna("use", "NEW", home=home).returncode == 0
    assert two.home.current() == two.second
    found = json.loads(lacuna("diff", "old", "new", "--json", home=home).stdout)
    assert [found[each]["version"] for each in ("before", "after")] == [f"sha256:{two.first}", f"sha256:{two.second}"]
    asked = lacuna("ask", "unit-operation=coating", "--version", "old", "--json", home=home)
    assert json.loads(asked.stdout)["certificate"]["dataset"] == f"sha256:{two.first}"
    assert lacuna("use", "current", "--move", home=home).returncode == 2


def test_http_takes_a_label(two):
    set_label(two.home, two.first, "First search")
    with TestClient(create_app(Settings(home=two.home.labels_file.parent))) as client:
        asked = client.get("/ask?unit-operation=coating&version=first%20search").json()
        assert asked["certificate"]["dataset"] == f"sha256:{two.first}"
        assert "version=sha256" in asked["certificate"]["permalink"]
        for path in ("/health", "/export", "/ontology", "/sparql?query=ASK%20%7B%7D"):
            joined = "&" if "?" in path else "?"
            assert client.get(f"{path}{joined}version=first%20search").status_code == 200, path
            assert client.get(f"{path}{joined}version=no%20such").status_code == 404, path
        items = client.get("/versions").json()["items"]
        assert [each["label"] for each in items if not each["current"]] == ["First search"]
        assert client.get("/diff?from=first%20search").json()["before"]["version"] == f"sha256:{two.first}"
        refused = client.get(f"/diff?from=current&to=first%20search&version={two.second}")
        assert (refused.status_code, refused.json()["parameter"]) == (422, "to")


def test_versions_are_compared_without_the_graph_engine(two):
    nowhere = Settings(
        home=two.home.labels_file.parent, graph="neo4j", neo4j_uri="bolt://127.0.0.1:1", neo4j_password=SecretStr("-")
    )
    with Neo4jEngine(nowhere) as engine:
        service = Service(two.home, read_catalogue(), engine)
        with pytest.raises(StoreFailed):
            service.take(two.first)
        with service.using(two.first) as one, service.using(two.second) as other:
            assert [one.version, other.version] == [f"sha256:{two.first}", f"sha256:{two.second}"]
            assert one.evidence().population.charted == 1
        service.close()
