"""Every result keeps to its budget of tokens, by a bound that is stated."""

import pytest
from fastapi.testclient import TestClient

from api.agents.models import MOST_TOKENS, Explanation, page, shortened, tokens
from api.app import create_app
from kg.evaluation.models import BoundsBody, PopulationBody
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.versions.home import Home
from loaders.corpus import built_in
from loaders.pipeline import load
from tests.agents.agent import Agent

NAMES = sorted(read_catalogue())
PARTS = ("studies", "near-misses", "certificate", "readings", "table", "claims")


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """An agent over all corpora that Lacuna brings along."""
    folder = tmp_path_factory.mktemp("all")
    load(built_in(), Home(folder))
    with TestClient(create_app(Settings(home=folder))) as client:
        yield Agent(client)


@pytest.mark.parametrize(
    ("text", "at_most"),
    [
        ("", 0),
        ("study", 2),
        ("lyophilization", 4),
        ("2025", 2),
        ("in 2025", 4),
        ("[0, 71]", 6),
        ("sha256:c575c618", 7),
        ("Gyürkés_1", 4),
        ("a b  c", 3),
    ],
)
def test_a_bound_counts_pieces(text, at_most):
    assert MOST_TOKENS == 1500
    assert tokens(text) == at_most


@pytest.mark.parametrize("name", NAMES)
def test_answers_keep_to_it(everything, name):
    assert tokens(everything.call("ask_gap", question=name).text) <= MOST_TOKENS


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", NAMES[::3])
def test_parts_keep_to_it(everything, name, part):
    start = 0
    while start is not None:
        said = everything.call("explain_answer", question=name, part=part, start=start)
        assert tokens(said.text) <= MOST_TOKENS or len(said.body["lines"]) == 1
        start = said.body["next"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask_gap", {"where": ["publication-type=publication-type"]}),
        ("ask_gap", {"where": ["publication-type=publication-type"], "definition": "lenient"}),
        ("ask_gap", {"where": ["unit-operation=unit-operation"], "k": 1000}),
        ("find_terms", {"words": "a"}),
        ("find_terms", {"words": "machine learning on spectra of tablets, granules and powders in continuous lines"}),
        ("find_terms", {"words": "gap"}),
        ("describe_facets", {}),
        ("describe_facets", {"facet": "country"}),
        ("find_voids", {"facets": ["unit-operation", "pat-modality", "ai-method"]}),
        ("find_voids", {"facets": ["unit-operation", "ai-method"], "grade": "observed", "start": 40}),
        ("find_voids", {"facets": ["ai-method"], "within": ["unit-operation=lyophilization"], "grade": "observed"}),
        ("read_study", {"study": "okafor-bello-2025/beke-2021"}),
    ],
    ids=str,
)
def test_other_results_keep_to_it(everything, tool, arguments):
    said = everything.call(tool, **arguments)
    assert not said.is_error, said.text
    assert tokens(said.text) <= MOST_TOKENS


@pytest.mark.parametrize("tool", ["ask_gap", "find_terms", "explain_answer", "read_study"])
def test_errors_are_short(everything, tool):
    said = everything.call(tool, **{"x" * 4000: "y" * 4000})
    assert said.is_error
    assert tokens(said.text) <= 400


def explanation(lines, following=None):
    return Explanation(
        sentence="Of these, none can.",
        verdict="void",
        bounds=BoundsBody(certain=0, reported=0, possible=0, upper=0),
        permalink="/ask",
        verdict_means="nobody",
        population=PopulationBody(included=1, charted=1, uncharted=0),
        question="?",
        asked=(),
        name=None,
        part="studies",
        lines=tuple(lines),
        next=following,
    )


def test_a_page_is_as_full_as_it_can_be():
    lines = [f"{number} {'x' * 97}" for number in range(200)]
    shown: list[str] = []
    start: int | None = 0
    while start is not None:
        found = page(lines, start, explanation)
        size = tokens(found.model_dump_json(exclude_unset=True))
        assert size <= MOST_TOKENS
        assert found.next is None or size > MOST_TOKENS - 40
        shown += found.lines
        start = found.next
    assert shown == lines


def test_a_line_that_alone_is_too_long_is_shown_by_itself():
    found = page(["a", "x " * MOST_TOKENS, "b"], 1, explanation)
    assert found.lines == ("x " * MOST_TOKENS,)
    assert found.next == 2


def test_a_list_that_is_left_out_is_not_empty():
    found = shortened(explanation(["x " * MOST_TOKENS]), "lines")
    assert "lines" not in found.model_fields_set
    assert shortened(explanation([]), "lines").lines == ()
