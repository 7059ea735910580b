"""Whatever is sent, the service says what it promised: no 5xx, every error a problem, every answer wholly of one version."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.pages.address import POLICY
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from tests.law.strategies import sized
from tests.support.http_servers import serving

GAP = "/gaps/gap_integrated_lyophilization"
PATHS = (
    "/ask",
    "/matrix",
    "/map",
    "/voids",
    "/diff",
    "/gaps",
    GAP,
    f"{GAP}/query",
    "/facets",
    "/terms",
    "/definitions",
    "/studies",
    "/health",
    "/nowhere",
)
BRANCHES = ("/gaps/", "/facets/", "/terms/", "/studies/", "/docs/files/")
NAMES = ("ai-method", "not.ai-method", "pat-modality", "year", "definition", "completeness", "k", "version", "review")
MORE_NAMES = (
    *("rows", "columns", "page", "size", "verdict", "tag", "q", "level", "conditions"),
    *("facets", "within", "grade", "top", "by", "sort"),
)
VALUES = (
    "deep-learning",
    "clustering,chemometrics",
    "unit-operation,pat-modality",
    "unit-operation=drying",
    "observed",
    "strict",
    "lenient",
    "review",
    "all",
    "1",
    "0",
    "-1",
    "2021..2025",
    "",
)
HEADERS = ("Accept", "Accept-Encoding", "If-None-Match", "Origin", "X-Request-ID", "Range", "Content-Type")
CLIENTS = 8
FACETS = ("ai-method", "pat-modality", "unit-operation", "year")

anything = st.text(max_size=40) | st.sampled_from(VALUES) | st.integers().map(str)
pairs = st.lists(st.tuples(st.sampled_from(NAMES + MORE_NAMES) | st.text(max_size=12), anything), max_size=6)
media = st.sampled_from(
    ("*/*", "application/json", "application/ld+json", "text/csv", "text/turtle", "text/html", "a/b;q=x")
)
header = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
headers = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("Accept", "Accept-Encoding", "If-None-Match", "Origin", "X-Request-ID", "Range", "Content-Type"),
        media | header,
    ),
)
often = settings(
    max_examples=sized(quick=10, full=100, thorough=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def keeps_its_promises(said):
    assert said.status_code in {200, 304, 307, 404, 405, 406, 414, 422, 431}, (said.status_code, said.text)
    assert said.headers["x-request-id"]
    assert said.headers["x-content-type-options"] == "nosniff"
    if said.status_code >= 400 and said.headers["content-type"].startswith("text/html"):
        assert "text/html" in said.request.headers["accept"]
        assert said.headers["content-security-policy"] == POLICY
        assert "<h1>" in said.text
    elif said.status_code >= 400:
        assert said.headers["content-type"] == "application/problem+json"
        assert said.json()["status"] == said.status_code
        assert said.json()["detail"]
    elif said.status_code == 200 and said.headers["content-type"] == "application/json":
        assert said.json() is not None


@often
@given(path=st.sampled_from(PATHS), query=pairs, headers=headers)
def test_any_parameters_and_headers(path, query, headers, client):
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    keeps_its_promises(client.get(f"{path}?{urlencode(query, errors='replace')}", headers=encoded))


@often
@given(branch=st.sampled_from(BRANCHES), rest=st.text(max_size=60), query=pairs)
def test_any_id(branch, rest, query, client):
    said = client.get(f"{branch}{quote(rest, safe='', errors='replace')}?{urlencode(query, errors='replace')}")
    keeps_its_promises(said)


@often
@given(path=st.sampled_from(PATHS), query=st.binary(max_size=80))
def test_any_bytes_as_query(path, query, client):
    keeps_its_promises(client.get(f"{path}?{quote(query, safe='=&,.%+')}"))


@often
@given(
    conditions=st.lists(
        st.tuples(st.sampled_from(FACETS), st.booleans(), st.lists(st.integers(0, 200), min_size=1, max_size=30)),
        min_size=1,
        max_size=8,
    ),
    completeness=st.sampled_from(("all", "review")),
    accepted=media,
)
def test_any_question_that_can_be_asked(conditions, completeness, accepted, client, vocabulary):
    query = [("completeness", completeness)]
    for facet, excluded, picks in conditions:
        terms = ["2020..2024"] if facet == "year" else [term.id for term in vocabulary.of_facet(facet)]
        chosen = ",".join(dict.fromkeys(terms[pick % len(terms)] for pick in picks))
        query.append((("not." if excluded and facet != "year" else "") + facet, chosen))
    keeps_its_promises(client.get(f"/ask?{urlencode(query)}", headers={"Accept": accepted}))


# --- Many at once, and another version in the middle --------------------------------------------------------------------------


@pytest.mark.server
def test_every_answer_is_wholly_of_one_version(tmp_path, write_sheet, seed_rows):
    """Clients of two workers, while another version is loaded: each gets the one or the other, and never the old one again."""
    home = Home(tmp_path / "home")
    paths = [GAP, "/studies", "/ask?ai-method=deep-learning"]
    before, after = (str(write_sheet(seed_rows[:count], f"{count}.csv")) for count in (12, 9))

    def answers():
        with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
            return {path: client.get(path).content for path in paths}

    load((after,), home)
    new = answers()
    load((before,), home)
    old = answers()
    assert all(old[path] != new[path] for path in paths)
    switched, enough = threading.Event(), threading.Event()
    asked = [0] * CLIENTS

    def all_have_asked(more: int) -> None:
        goal, until = [each + more for each in asked], time.monotonic() + 120
        while any(now < then for now, then in zip(asked, goal, strict=True)):
            assert time.monotonic() < until, asked
            time.sleep(0.05)

    with serving(tmp_path / "home", tmp_path, "--workers", "2") as server:

        def ask(number: int) -> bool:
            seen_new = False
            with httpx2.Client(base_url=server.url, timeout=120) as client:
                while not enough.is_set():
                    path, must_be_new = paths[(asked[number] + number) % len(paths)], seen_new or switched.is_set()
                    said = client.get(path)
                    assert said.status_code == 200, said.text
                    assert said.content in ({new[path]} if must_be_new else {old[path], new[path]})
                    seen_new = said.content == new[path]
                    asked[number] += 1
            return seen_new

        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(ask, number) for number in range(CLIENTS)]
            try:
                all_have_asked(2 * len(paths))
                load((after,), home)
                switched.set()
                all_have_asked(2 * len(paths))
            finally:
                enough.set()
            assert all(each.result() for each in clients)
        assert server.stop() == 0
        statuses = {json.loads(line)["status"] for line in server.lines if line.startswith("{")}
    assert statuses == {200}
