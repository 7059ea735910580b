"""The feed of /versions: what became of gaps with each version, as a reader of feeds takes it."""

import csv
import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.lanes import Lanes
from kg.difference.models import AnswerChange
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from tests.http.test_pages import page
from tests.living.test_difference import GAP, ROW, SILENT
from tests.own.corpora import write_corpus

ATOM = "{http://www.w3.org/2005/Atom}"
TOLD = ("closed", "opened", "un-certified", "certified")
MARKUP = '<b>"A" & B</b> ]]> &lt;'
OTHER = {**SILENT, "study": "c-2020"}
HISTORY = (
    [SILENT],
    [SILENT, {**ROW, "citation": MARKUP}],
    [SILENT, OTHER],
    [SILENT, OTHER, ROW],
    [ROW],
    [SILENT, {**OTHER, "study": "d"}],
    [OTHER],
)
"""The rows of seven versions, one after the other: the gap is closed, opened, closed, stays so, is opened, stays so."""
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def store(home, folder, rows, number):
    """Store a version of a sheet, on the day of its number."""
    path = folder / "review.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*ROW, "citation"], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return dated(home, load((str(path),), Home(home)).version.version, number)


def dated(home, version, number):
    time = (FIRST + timedelta(days=number)).timestamp()
    os.utime(Home(home).folder(version) / "manifest.json", (time, time))
    return version


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Seven versions, and the service over them."""
    folder = tmp_path_factory.mktemp("feed")
    versions = [store(folder / "home", folder, rows, number) for number, rows in enumerate(HISTORY)]
    with TestClient(create_app(Settings(home=folder / "home")), follow_redirects=False) as client:
        yield SimpleNamespace(client=client, versions=versions, newest=[*reversed(versions)][:6])


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def served(home):
    return TestClient(create_app(Settings(home=home)), raise_server_exceptions=False)


def feed(client, path="/versions.atom"):
    said = client.get(path)
    assert said.status_code == 200, said.text
    assert said.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(said.content)
    assert not found.bozo, found
    return found


def links(entry):
    return {each.rel: urlsplit(each.href) for each in entry.links}


def local(address):
    assert (address.scheme, address.netloc) == ("http", "testserver")
    return f"{address.path}?{address.query}" if address.query else address.path


def test_an_entry_for_each_gap_that_opened_or_closed(stored):
    """The same as /diff says of each pair, the newest first, each by the day of its version."""
    expected = []
    for after, before in pairwise(stored.newest):
        answers = stored.client.get(f"/diff?from={before}&to={after}").json()["answers"]
        expected += [(after, each["name"], kind) for kind in TOLD for each in answers if each["change"] == kind]
    found = feed(stored.client).entries
    assert [(f"sha256:{each.id.split(':')[3]}", each.id.split(":")[4], each.tags[0].term) for each in found] == expected
    assert {kind for *_, kind in expected} >= {"closed", "opened"}
    days = {version: (FIRST + timedelta(days=number)).isoformat() for number, version in enumerate(stored.versions)}
    assert [each.updated for each in found] == [days[version] for version, *_ in expected]


def test_what_a_closed_gap_says(stored):
    closed = stored.versions[3]
    (entry,) = [each for each in feed(stored.client).entries if each.id.endswith(f"{closed[7:]}:{GAP}")]
    change = next(
        AnswerChange.model_validate(each)
        for each in stored.client.get(f"/diff?to={closed}").json()["answers"]
        if each["name"] == GAP
    )
    assert entry.title == f"Gap closed: {change.text}"
    said = entry.content[0].value
    for standing in (change.before, change.after):
        assert standing.verdict.replace("-", " ") in said
        assert f"[{standing.bounds.certain}, not known]" in said
    assert "charted, how many are included is not stated" in said  # none is ever told without the population
    assert "(review/a-2021: absent → certain, new)" in said


def test_links_lead_to_the_answer_and_the_difference(stored):
    for entry in feed(stored.client).entries:
        name, change = entry.id.rpartition(":")[2], entry.tags[0].term
        found = links(entry)
        answer = stored.client.get(local(found["alternate"])).json()
        assert answer["question"]["name"] == name
        difference = stored.client.get(local(found["related"])).json()
        assert difference["after"]["version"] == answer["certificate"]["dataset"]
        (same,) = [each for each in difference["answers"] if each["name"] == name]
        assert (same["change"], same["after"]["verdict"]) == (change, answer["verdict"])


def test_the_feed_has_what_rfc_4287_requires(stored):
    tree = ElementTree.fromstring(stored.client.get("/versions.atom").content)  # noqa: S314 - our own
    assert tree.tag == f"{ATOM}feed"
    entries = tree.findall(f"{ATOM}entry")
    for element in (tree, *entries):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(f"{ATOM}{name}")
            assert only.text
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
        assert element.findtext(f"{ATOM}id", "").partition(":")[0] in {"tag", "http"}
        alternates = [each for each in element.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert tree.findtext(f"{ATOM}author/{ATOM}name")
    assert [each.get("href") for each in tree.findall(f"{ATOM}link") if each.get("rel") == "self"] == [
        "http://testserver/versions.atom"
    ]
    ids = [each.findtext(f"{ATOM}id", "") for each in entries]
    assert len(set(ids)) == len(ids)
    times = [each.findtext(f"{ATOM}updated", "") for each in entries]
    assert times == sorted(times, reverse=True)
    assert tree.findtext(f"{ATOM}updated", "") >= times[0]


def test_it_is_the_same_again_and_then_not_sent(stored):
    first, second = (stored.client.get("/versions.atom") for _ in range(2))
    assert first.content == second.content
    again = stored.client.get("/versions.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with served(stored.client.app.state.service.home.labels_file.parent) as other:  # after a restart
        assert other.get("/versions.atom").content == first.content


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/versions.atom", "text/html"),
        ("/versions?format=atom", "text/html"),
        ("/versions", "application/atom+xml, application/json;q=0.9, */*;q=0.1"),
    ],
)
def test_the_feed_is_a_form_of_the_list(path, accept, stored):
    said = stored.client.get(path, headers={"Accept": accept})
    assert said.content == stored.client.get("/versions.atom").content
    assert said.headers["etag"] == stored.client.get("/versions.atom").headers["etag"]


def test_ids_stay_when_a_version_is_added(home, tmp_path):
    store(home, tmp_path, [SILENT], 0)
    store(home, tmp_path, [SILENT, ROW], 1)
    with served(home) as client:
        said = client.get("/versions.atom")
        before = feed(client).entries
        store(home, tmp_path, [SILENT, OTHER], 2)
        later = client.get("/versions.atom", headers={"If-None-Match": said.headers["etag"]})
        assert later.status_code == 200
        after = feed(client).entries
    assert before
    assert after[-len(before) :] == before
    assert {each.tags[0].term for each in after[: -len(before)]} == {"opened"}


def test_what_a_pair_of_versions_says_is_computed_once(stored):
    service = stored.client.app.state.service
    before, after = stored.versions[2:4]
    assert service.gap_changes(before, after) is service.gap_changes(before, after)
    assert service.gap_changes(after, before).answers != service.gap_changes(before, after).answers


def test_markup_in_a_citation_is_text(home, tmp_path):
    store(home, tmp_path, HISTORY[0], 0)
    store(home, tmp_path, HISTORY[1], 1)
    with served(home) as client:
        (entry,) = [each for each in feed(client).entries if each.id.endswith(GAP)]
        content = client.get("/versions.atom").content
    assert entry.content[0].type == "text/plain"
    texts = [each.text or "" for each in ElementTree.fromstring(content).iter(f"{ATOM}content")]  # noqa: S314 - our own
    assert any(f"By {MARKUP} (review/a-2021: absent → certain, new)." in text for text in texts)
    assert b"<b>" not in content


def test_of_one_version_nothing_is_told(home, tmp_path):
    with served(home) as client:
        said = client.get("/versions.atom")
        assert (said.status_code, "lacuna load" in said.text) == (503, True)
        store(home, tmp_path, [ROW], 0)
        found = feed(client)
        assert (found.entries, found.feed.updated) == ([], FIRST.isoformat())


def test_a_question_that_left_is_answered_before(home, tmp_path):
    """A corpus takes its own questions along; the entry leads to the version that still has it."""
    sheet = "study,citation,title,read,unit-operation\na,A 2020,T,abstract,coating\n"
    question = {"gap_any_coating.yaml": "text: Is anything coated?\nwhere: [{unit-operation: coating}]\n"}
    corpus = write_corpus(tmp_path, "mine", "title: M\ncitation: M\nincluded: 1\n", sheet, questions=question)
    first = dated(home, load((str(corpus),), Home(home)).version.version, 0)
    store(home, tmp_path, [SILENT], 1)
    with served(home) as client:
        (entry,) = [each for each in feed(client).entries if each.id.endswith(":gap_any_coating")]
        assert entry.title == "Gap opened: Is anything coated?"
        answer = client.get(local(links(entry)["alternate"])).json()
        assert answer["certificate"]["dataset"] == first


def test_a_damaged_version_is_not_passed_over(home, tmp_path):
    version = store(home, tmp_path, [SILENT], 0)
    store(home, tmp_path, [SILENT, ROW], 1)
    with (Home(home).folder(version) / "graph.lbug").open("r+b") as file:
        file.truncate(100)
    with served(home) as client:
        said = client.get("/versions.atom")
    assert said.status_code == 503
    assert version[7:] in said.text


@pytest.mark.parametrize("query", ["page=1", "size=5", "version=current"])
def test_the_feed_is_whole(query, stored):
    said = stored.client.get(f"/versions.atom?{query}")
    assert (said.status_code, said.json()["parameter"]) == (422, query.partition("=")[0])


def test_comparing_waits_where_long_answers_do(home, tmp_path):
    store(home, tmp_path, [SILENT], 0)
    with served(home) as client:
        etag = client.get("/versions.atom").headers["etag"]
        client.app.state.long_lanes = Lanes(0, per_client=1, waiting=1, patience=0.1)
        assert client.get("/versions.atom", headers={"If-None-Match": etag}).status_code == 304
        store(home, tmp_path, [SILENT, ROW], 1)
        said = client.get("/versions.atom")
        assert (said.status_code, "retry-after" in said.headers) == (503, True)
        assert client.get("/versions").json()["page"]["total"] == 2
        client.app.state.long_lanes = Lanes(1, per_client=1, waiting=1, patience=0.1)
        client.app.state.downloads = Lanes(0, per_client=1, waiting=1, patience=0.1)
        assert feed(client).entries


@pytest.mark.parametrize("path", ["/", "/versions", "/diff"])
def test_pages_name_the_feed(path, stored):
    found = page(stored.client, path)
    assert "/versions.atom" in found.alternates
    assert found.faults == []
    (link,) = [each for each in found.found["link"] if each["href"] == "/versions.atom"]
    assert (link["rel"], link["type"]) == ("alternate", "application/atom+xml")
