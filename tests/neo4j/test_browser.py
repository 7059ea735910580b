"""What Neo4j Browser is given: queries that run as they are, a guide that opens by itself, and a colour for every label."""

import io
import json
import os
import re
import zipfile
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import sync_playwright

from kg.property_graph.schema import NO_EVIDENCE, schema
from kg.questions.catalogue import read_catalogue
from kg.stores.devserver.guide import SETTING, offered
from loaders.generate.bless import EXAMPLE, browsing_queries, question_files
from tests.support import neo4j_servers

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="module")
def given(vocabulary):
    return {file.name: content for file, content in question_files(vocabulary, read_catalogue())}


def test_every_query_finds_something_as_it_is_pasted(given, neo4j: neo4j_servers.Server, lacuna):
    env = {"NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password or ""}
    pushed = lacuna("push", neo4j.uri, env=env)
    assert pushed.returncode == 0, pushed.stderr
    with zipfile.ZipFile(io.BytesIO(given["queries.zip"])) as archive:
        saved = {name: archive.read(name).decode() for name in archive.namelist()}
    assert len(saved) == len(read_catalogue()) + len(browsing_queries())
    with neo4j.driver() as driver:
        for name, text in saved.items():
            assert re.match(r"// \w", text), name
            found, summary, _ = driver.execute_query(text)
            assert found, name
            # A relationship type that nothing has yet would be warned of, as a misspelled one is.
            assert [each.gql_status for each in summary.gql_status_objects if each.is_notification] == [], name
            if "/browse" not in f"/{name}":
                assert text in given["queries.cypher"].decode()
            if EXAMPLE in name:
                answer = json.loads(lacuna("ask", EXAMPLE, "--json").stdout)
                open_ = {unit["id"] for study in answer["possible"] for unit in study["units"]}
                assert {record["unit"] for record in found} == open_ != set()


def test_the_guide_has_the_browsing_queries(given):
    slides = given["guide.md"].decode().split("\n---\n")
    for slide, text in zip(slides, browsing_queries(), strict=True):
        title, _, query = text.removeprefix("// ").partition("\n")
        assert title in slide
        assert f"```cypher\n{query.rstrip()}\n```" in slide
    assert "HAS_UNIT" in slides[0]


def test_style_and_guide_are_offered_to_pages_of_others(given):
    with offered() as commands:
        addresses = dict(each.split() for each in commands.split("; "))
        for command, name in (("style", "neo4j-browser.grass"), ("guide", "guide.md")):
            said = httpx2.get(addresses[command])
            assert said.content == given[name]
            assert said.headers["access-control-allow-origin"] == "*"
        asked = {"Origin": "http://localhost:7474", "Access-Control-Request-Headers": "x-ajax-browser-auth"}
        first = httpx2.options(addresses["guide"], headers=asked)
        assert (first.status_code, first.headers["access-control-allow-headers"]) == (204, "x-ajax-browser-auth")
        assert httpx2.get(addresses["guide"].replace("guide.md", "../pyproject.toml")).status_code == 404


@pytest.mark.may_skip
def test_browser_opens_with_the_guide(start_neo4j, lacuna):
    if not Path(CHROMIUM).is_file():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with offered() as commands, sync_playwright() as playwright:
        server = start_neo4j(settings={SETTING: commands})
        assert lacuna("push", server.uri).returncode == 0
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.set_default_timeout(120_000)
        page.goto(server.browser)
        page.locator("pre.runnable").first.click()
        page.get_by_test_id("editor-Run").click()
        page.locator("svg .node").first.wait_for()
        assert page.get_by_text("node.Study").count() > 0, "the style is applied"
        chromium.close()


def test_a_dataset_is_deleted_as_documented(root, neo4j: neo4j_servers.Server, lacuna):
    env = {"NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password or ""}
    assert lacuna("push", neo4j.uri, env=env).returncode == 0
    page = (root / "docs" / "neo4j-browser.md").read_text(encoding="utf-8")
    (documented,) = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    with neo4j.driver() as driver:
        for statement in documented.splitlines():
            driver.execute_query(statement)
        left = driver.execute_query("MATCH (n) RETURN labels(n) AS labels").records
    assert [each["labels"] for each in left] == [["LacunaLock"]]
    assert "0 changed, 0 deleted." in lacuna("push", neo4j.uri, env=env).stdout


def test_every_label_and_reason_is_styled(given, vocabulary):
    style = given["neo4j-browser.grass"].decode()
    rules = dict(re.findall(r"^(\S+) \{\n(.*?)\}\n", style, re.MULTILINE | re.DOTALL))
    declared = schema(vocabulary)
    labels = [type_.label for type_ in declared.nodes]
    further = [label for type_ in declared.nodes for label in set(type_.sublabels.values())]
    assert further
    for label in (*labels, *further):
        assert "caption: '{" in rules[f"node.{label}"]
    # Browser lets a later rule win: a term has the colour of its facet.
    order = list(rules)
    assert all(order.index("node.Term") < order.index(f"node.{label}") for label in further)
    colours = [re.findall(r"  color: (\S+);", rules[f"node.{label}"])[0] for label in (*labels, *further)]
    # What is no evidence has one colour, all other labels each their own.
    assert len(set(colours)) == len(colours) - len(NO_EVIDENCE) + 1
    plain = {re.findall(r"  color: (\S+);", rules[f"node.{label}"])[0] for label in NO_EVIDENCE}
    assert len(plain) == 1
    for edge in declared.edges:
        assert (f"relationship.{edge.type}" in rules) == edge.has_reason
