"""The map as one file: it holds what the API answers, nothing is fetched, and no text in it becomes a part of the page."""

import base64
import hashlib
import re
from itertools import product

import pytest

from api.pages.offline import wanted as limits
from api.pages.offline.page import write_map
from api.pages.offline.wanted import FACETS, check_amount, number_of_cells, read_map
from kg.errors import BadQuestion, OverBudget
from tests.http.test_pages import Page
from tests.offline.conftest import HOSTILE, data_of

PAIR = ("integration-level", "publication-type")
SMALL = ("integration-level,publication-type",)


def entries(data, cell, name):
    """A list of an answer as the API sends it."""
    if cell[name] is None:
        return None
    found = []
    for numbers in data["lists"][cell[name]]:
        entry = {name: value for number in numbers for name, value in data["items"][number].items()}
        entry.pop("words", None)
        found.append(entry)
    return found


def restored(data, part, cell):
    """An answer of a file as the API sends it, without the question and the address in its certificate."""
    lists = ("certain", "possible", "near_misses", "sensitivity", "claims")
    return {
        **data["items"][cell["outcome"]],
        **{name: entries(data, cell, name) for name in lists},
        "sentence": part["opening"] + cell["sentence"],
        "next_study": cell["next_study"],
        "population": data["population"],
        "certificate": part["certificate"],
    }


def asked(client, href):
    answer = client.get(href).json()
    del answer["question"], answer["certificate"]["permalink"], answer["anchors"], answer["table"]
    return answer


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"k": 2, "completeness": "review"},
        {"within": (("ai-method", "machine-learning"), ("not.pat-modality", "soft-sensor"))},
    ],
    ids=str,
)
def test_every_cell_has_the_answer_of_the_api(options, written, client):
    data = data_of(written(*SMALL, **options))
    (part,) = data["maps"]
    assert (part["rows"]["facet"], part["columns"]["facet"]) == PAIR
    crossed = client.get("/matrix?rows={}&columns={}".format(*PAIR)).json()
    places = list(product(part["rows"]["terms"], part["columns"]["terms"]))
    assert places == [(cell["row"], cell["column"]) for cell in crossed["cells"]]
    for (row, column), cell in zip(places, part["cells"], strict=True):
        href = part["href"].replace("{row}", row).replace("{column}", column)
        assert restored(data, part, cell) == asked(client, href)


def test_every_total_has_the_answer_of_the_api(written, client):
    data = data_of(written(*SMALL))
    assert [part["facet"] for part in data["facets"]] == list(PAIR)
    for part in data["facets"]:
        for term, cell in zip(part["terms"], part["cells"], strict=True):
            assert restored(data, part, cell) == asked(client, part["href"].replace("{term}", term))


def test_a_cell_that_does_not_apply_has_the_rule_and_no_answer(written, client):
    data = data_of(written("quality-attribute,manufacturing-mode"))
    (part,) = data["maps"]
    crossed = client.get("/matrix?rows=quality-attribute&columns=manufacturing-mode").json()
    barred = [cell["barred"] for cell in crossed["cells"]]
    assert [cell.get("barred", []) for cell in part["cells"]] == barred
    assert part["incompatible"] == crossed["incompatible"]


def test_the_file_is_the_same_for_the_same_version(written, dataset):
    assert write_map(dataset.evidence(), read_map(dataset.vocabulary, facets=SMALL)) == written(*SMALL)


def test_the_file_is_whole_and_loads_nothing(written):
    text = written(*SMALL)
    found = Page(text)
    own = {"a script in the page", "a style in the page"}
    assert set(found.faults) == own
    assert len(found.ids) == len(set(found.ids))
    assert len(found.found["h1"]) == len(found.found["main"]) == len(found.found["title"]) == 1
    assert all("scope" in each for each in found.found["th"])
    assert [address[:24] for address in found.loaded] == ["data:image/svg+xml;base64"[:24]]
    assert all(link.startswith(("#", "https://doi.org/")) for link in found.links)
    assert not re.search(r"url\((?!#)|@import|\bfetch\(|XMLHttp", text.partition('id="data"')[0])


def test_the_policy_admits_what_is_inside_and_nothing_else(written):
    text = written(*SMALL)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    allowed = dict(each.strip().split(" ", 1) for each in policy.replace("&#39;", "'").split(";"))
    assert allowed["default-src"] == "'none'"
    assert "unsafe" not in policy
    for directive, tag in (("style-src", "style"), ("script-src", "script")):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inside]
        assert allowed[directive].split() == [f"'sha256-{each}'" for each in hashes]


def test_it_is_read_without_script(written, dataset):
    found = Page(written(*SMALL))
    for study in dataset.evidence().studies.ids:
        ((_, cited),) = dataset.evidence().cited_study(study)
        assert " ".join(cited.title.split()) in found.words
        assert cited.doi is None or f"https://doi.org/{cited.doi}" in found.links
    assert "85 included, 31 charted, 54 uncharted" in found.words
    assert dataset.version in found.words
    assert "closes values (coders; abstract, full-text)" in found.words
    shown = [each for each in found.found["section"] if "crossed" in (each.get("class") or "") and "hidden" not in each]
    assert [(each["data-rows"], each["data-columns"]) for each in shown] == [PAIR]


def test_hostile_texts_stay_texts(hostile):
    text = write_map(hostile.evidence(), read_map(hostile.vocabulary, facets=("unit-operation,integration-level",)))
    data = data_of(text)
    titles = {each["title"] for each in data["items"] if "title" in each}
    assert titles == {title.strip() for title in HOSTILE}
    found = Page(text)
    assert len(found.found["script"]) == 2
    assert "img" not in found.found
    assert len(re.findall("<script", text)) == len(re.findall("</script", text)) == 2
    assert data["maps"][0]["population"]["included"] is None


@pytest.mark.parametrize("review", [None, "okafor-bello-2025"])
def test_several_reviews_are_asked_together_or_one_of_them(review, several):
    dataset, client = several
    within = [("ai-method", "deep-learning")]
    wanted = read_map(dataset.vocabulary, facets=["publication-type,integration-level"], within=within)
    data = data_of(write_map(dataset.evidence(review), wanted))
    (part,) = data["maps"]
    assert part["reviews"] == ([review] if review else ["okafor-bello-2025", "sheet"])
    places = product(part["rows"]["terms"], part["columns"]["terms"])
    for (row, column), cell in list(zip(places, part["cells"], strict=True))[::7]:
        href = part["href"].replace("{row}", row).replace("{column}", column)
        assert restored(data, part, cell) == asked(client, href)


# --- names and bounds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "columns", "facets", "expected"),
    [
        ([], [], [], list(FACETS)),
        (["country"], ["ai-method"], [], ["country", "ai-method"]),
        (["country"], [], [], ["country", *FACETS]),
        ([], ["unit-operation"], [], ["pat-modality", "unit-operation", "ai-method"]),
        ([], [], ["Country"], ["country", *FACETS]),
        ([], [], ["country, manufacturing-mode", "ai-method"], ["country", "manufacturing-mode", "ai-method"]),
        ([], ["country"], ["country,manufacturing-mode"], ["manufacturing-mode", "country"]),
        (["ai-method"], ["country"], ["country,manufacturing-mode"], ["ai-method", "country", "manufacturing-mode"]),
        (["ai-method", "manufacturing-mode"], ["country"], [], ["ai-method", "country", "manufacturing-mode"]),
    ],
)
def test_which_facets_a_file_has(rows, columns, facets, expected, vocabulary):
    assert [facet.id for facet in read_map(vocabulary, rows, columns, facets).facets] == expected


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ({"rows": ["contry"]}, "country"),
        ({"columns": ["country"], "rows": ["country"]}, "facet of the rows, too"),
        ({"facets": ["country,"]}, "facets: ''"),
        ({"facets": ["evidence-domain"]}, "studies are not charted on it"),
        ({"within": [("unit-operation", "lyofilization")]}, "lyophilization"),
        ({"definition": "strictest"}, "strict"),
    ],
    ids=str,
)
def test_names_that_mean_nothing_are_refused(names, says, vocabulary):
    with pytest.raises(BadQuestion, match=re.escape(says)):
        read_map(vocabulary, **names)


def test_more_cells_than_a_file_holds_are_refused(dataset):
    wanted = read_map(dataset.vocabulary, facets=["country", "unit-operation,ai-method"])
    cells = number_of_cells(dataset.vocabulary, wanted)
    assert cells > limits.MOST_CELLS
    with pytest.raises(OverBudget) as refused:
        write_map(dataset.evidence(), wanted)
    for part in (f"{cells:,}", f"{limits.MOST_CELLS:,}", "--facets", "country 279", "--review"):
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("bound", "value", "named"),
    [("MOST_CELLS", 10, "10"), ("MOST_JUDGED", 31 * 11, "11"), ("MOST_BYTES", 100_000, "100,000")],
)
def test_every_bound_holds(bound, value, named, monkeypatch, dataset):
    wanted = read_map(dataset.vocabulary, facets=SMALL)
    check_amount(dataset.evidence(), wanted)
    monkeypatch.setattr(limits, bound, value)
    with pytest.raises(OverBudget, match=f" {named}[ .]"):
        write_map(dataset.evidence(), wanted)


def test_the_maps_that_people_ask_for_first_are_within_bounds(dataset):
    for facets in ([], ["country,unit-operation"], ["unit-operation,ai-method,quality-attribute"]):
        check_amount(dataset.evidence(), read_map(dataset.vocabulary, facets=facets))
