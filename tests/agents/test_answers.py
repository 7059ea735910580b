"""What the tools answer: as the routes do, with sentence, bounds, verdict and permalink."""

import json
from typing import Any

import jsonschema
import pytest

from kg.answer.answer import answer
from kg.answer.text import verdict_text
from kg.questions.catalogue import read_catalogue
from tests.agents.agent import HEADERS

FLAGSHIP = "gap_integrated_lyophilization"
NAMES = sorted(read_catalogue())
OWN = (
    ["unit-operation=freeze-drying"],
    ["unit-operation=lyophilization", "twin-component=twin-component"],
    ["pat-modality=near-infrared-spectroscopy,raman-spectroscopy", "ai-method=ai-method"],
    ["ai-method=ai-method", "not.unit-operation=bioprocessing"],
    ["year=2021..2023"],
)
SAME = ("sentence", "verdict", "kind", "bounds")


@pytest.fixture(scope="module")
def tools(agent):
    return {each["name"]: each for each in agent.send("tools/list")["result"]["tools"]}


def path_of(permalink: str) -> str:
    """The path of a permalink, which begins with the address that the agent knows."""
    base = f"http://{HEADERS['Host']}"
    assert permalink.startswith(f"{base}/")
    return permalink.removeprefix(base)


def test_there_are_six_tools_that_only_read(tools):
    assert list(tools) == ["find_terms", "describe_facets", "ask_gap", "find_voids", "read_study", "explain_answer"]
    assert all(each["annotations"]["readOnlyHint"] for each in tools.values())
    assert all(each["description"] and each["title"] for each in tools.values())


def test_every_argument_is_explained(tools):
    for tool in tools.values():
        for name, schema in tool["inputSchema"]["properties"].items():
            assert schema.get("description") or name == "start", (tool["name"], name)
        assert tool["inputSchema"]["additionalProperties"] is False


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_question_is_answered_as_its_route_answers(agent, client, name):
    said = agent.call("ask_gap", question=name)
    found = client.get(f"/gaps/{name}").json()
    assert {key: said.body[key] for key in SAME} == {key: found[key] for key in SAME}
    assert said.body["name"] == name
    assert path_of(said.body["permalink"]) == found["certificate"]["permalink"]


@pytest.mark.parametrize("where", OWN, ids=" ".join)
def test_an_own_question_is_answered_as_ask_answers(agent, client, where):
    said = agent.call("ask_gap", where=where, k=2)
    pairs = [tuple(each.split("=")) for each in where]
    found = client.get("/ask", params=[*pairs, ("k", "2")]).json()
    assert {key: said.body[key] for key in SAME} == {key: found[key] for key in SAME}
    permalink = path_of(said.body["permalink"])
    assert permalink == found["certificate"]["permalink"]
    again = client.get(permalink).json()
    assert again["sentence"] == said.body["sentence"]
    assert again["bounds"] == said.body["bounds"]


def test_a_reading_changes_the_answer_and_its_permalink(agent, client):
    said = agent.call("ask_gap", question=FLAGSHIP, definition="lenient", completeness="review")
    permalink = path_of(said.body["permalink"])
    assert "definition=" in permalink
    assert "completeness=review" in permalink
    assert client.get(permalink).json()["verdict"] == said.body["verdict"]


def test_an_answer_says_what_its_verdict_means(agent, dataset):
    stored = read_catalogue()[FLAGSHIP]
    found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    said = agent.call("ask_gap", question=FLAGSHIP).body
    assert verdict_text(found) == f"{said['verdict'].replace('-', ' ')}: {said['verdict_means']}"


def test_what_is_left_out_of_an_answer_is_counted(agent, client):
    found = client.get("/ask?publication-type=publication-type").json()
    said = agent.call("ask_gap", where=["publication-type=publication-type"]).body
    for name, listed in (
        ("certain", found["certain"]),
        ("possible", [x for x in found["possible"] if not x["silent"]]),
    ):
        assert len(said.get(name, ())) + said.get("left_out", {}).get(name, 0) == len(listed)
    assert said["left_out"], "all of it fits: ask for more"


@pytest.mark.parametrize("part", ["studies", "near-misses", "certificate", "readings", "table", "claims"])
@pytest.mark.parametrize("name", NAMES[::6])
def test_every_part_of_an_answer_has_its_sentence(agent, name, part):
    short = agent.call("ask_gap", question=name).body
    said = agent.call("explain_answer", question=name, part=part)
    assert not said.is_error, said.text
    core = ("sentence", "verdict", "bounds", "permalink", "population", "verdict_means")
    assert {key: said.body[key] for key in core} == {key: short[key] for key in core}
    assert said.body["lines"]
    assert all(said.body["lines"])


def test_studies_are_explained_by_what_each_lacks(agent, client):
    found = client.get(f"/gaps/{FLAGSHIP}").json()
    lines = pages(agent, "explain_answer", "lines", question=FLAGSHIP, part="studies")
    for each in found["possible"]:
        (line,) = [line for line in lines if f" {each['id']}: " in line and not line.startswith("near miss")]
        assert "lacks: " in line
        assert line.startswith("hinted" if each["hinted"] else "silent" if each["silent"] else "not charted")
    for miss in found["near_misses"]:
        for id_ in miss["certain"]:
            assert any(line.startswith(f"near miss — {id_}: ") and "meets it only with" in line for line in lines)
    assert len(lines) == len(found["possible"]) + sum(len(miss["certain"]) for miss in found["near_misses"])


def pages(agent, tool, key, **arguments):
    """All items of a list, page by page."""
    items: list[Any] = []
    start: int | None = 0
    while start is not None:
        said = agent.call(tool, **arguments, start=start)
        assert not said.is_error, said.text
        assert said.body[key]
        items += said.body[key]
        start = said.body["next"]
    return items


def test_pages_together_are_the_whole(agent, client, dataset):
    terms = pages(agent, "describe_facets", "items", facet="unit-operation")
    assert [each["id"] for each in terms] == [
        each["id"] for each in client.get("/facets/unit-operation").json()["members"]
    ]
    facets = pages(agent, "describe_facets", "items")
    assert [each["id"] for each in facets] == [each.id for each in dataset.vocabulary.charted_facets]


def test_voids_are_those_of_the_route_each_with_its_bounds(agent, client):
    found = client.get("/voids?facets=unit-operation,ai-method&grade=observed&top=10").json()
    said = pages_of_voids(agent, 10, facets=["unit-operation", "ai-method"], grade="observed")
    for void, item in zip(said, found["items"], strict=True):
        assert (void["sentence"], void["verdict"], void["bounds"]) == (
            item["sentence"],
            item["verdict"],
            item["bounds"],
        )
        answered = client.get(path_of(void["permalink"])).json()
        assert (answered["verdict"], answered["bounds"]) == (item["verdict"], item["bounds"])


@pytest.mark.parametrize(("grade", "k"), [("observed", 1), ("reported", 2), ("certified", 1)])
def test_voids_have_their_grade_beside_them(agent, grade, k):
    found = agent.call("find_voids", facets=["unit-operation"], grade=grade, k=k).body
    assert (found["grade"], found["k"]) == (grade, k)
    assert found["voids"] or f"at the grade “{grade}”" in found["sentence"]


def pages_of_voids(agent, most, **arguments):
    voids: list[Any] = []
    start = 0
    while len(voids) < most:
        body = agent.call("find_voids", **arguments, start=start).body
        assert body["shown"] == f"{start + 1} to {start + len(body['voids'])}"
        voids, start = voids + body["voids"], body["next"]
    return voids[:most]


def test_a_study_is_read_with_its_depths_and_what_is_not_charted(agent, client):
    found = client.get("/studies/beke-2021").json()
    for text in ("beke-2021", "Beke 2021", found["title"]):
        said = agent.call("read_study", study=text).body
        assert said["id"] == "beke-2021"
        assert client.get(path_of(said["permalink"])).json()["id"] == "beke-2021"
    lines = pages(agent, "read_study", "lines", study="beke-2021")
    assert any("not charted: " in line for line in lines)
    assert all("[read: " in line for line in lines if "not charted" not in line and "note:" not in line)
    coded = [each for unit in found["units"] for each in unit["charted"] if each["status"] == "coded"]
    for each in coded:
        label = client.get(f"/terms/{each['terms'][0]}").json()["label"]
        assert any(label in line for line in lines), label


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("find_terms", {"words": "digital twin"}),
        ("describe_facets", {}),
        ("ask_gap", {"question": FLAGSHIP}),
        ("find_voids", {"facets": ["unit-operation", "ai-method"]}),
        ("read_study", {"study": "beke-2021"}),
        ("explain_answer", {"question": FLAGSHIP}),
    ],
)
def test_results_have_the_form_that_is_announced(agent, tools, tool, arguments):
    said = agent.call(tool, **arguments)
    jsonschema.validate(said.body, tools[tool]["outputSchema"])
    if tool in ("ask_gap", "explain_answer"):
        required = tools[tool]["outputSchema"]["required"]
        assert {"sentence", "verdict", "bounds", "permalink"} <= set(required)


@pytest.mark.parametrize(
    "words", ["freeze-drying", "Lyophilisation of vials", "lyophilisaton", "is there a twin study in freeze-drying?"]
)
def test_words_of_a_user_find_the_term_to_ask_with(agent, words):
    said = agent.call("find_terms", words=words).body
    assert "unit-operation=lyophilization" in [each["condition"] for each in said["terms"]]
    assert said["exact"] is (words == "freeze-drying")
    assert said["note"].startswith("Terms are words" if said["exact"] else "No term has all of these words")


def test_a_whole_question_finds_terms_of_each_of_its_words(agent):
    said = agent.call("find_terms", words="is there a digital twin study in freeze-drying?").body
    found = [each["condition"] for each in said["terms"]]
    assert said["where"] == ["unit-operation=lyophilization"]
    assert "unit-operation=lyophilization" in found
    assert any(each and each.startswith("twin-") for each in found)


def test_the_same_call_gives_the_same_text(agent):
    calls = [agent.call("ask_gap", question=FLAGSHIP).text for _ in range(2)]
    assert calls[0] == calls[1]
    assert json.loads(calls[0])
