"""The page of an answer: its bounds as a picture, why studies are possible, other readings, and how it is cited."""

import re
from html import unescape

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.bounds_bar import bounds_bar
from kg.evaluation.models import BoundsBody, PopulationBody
from tests.http.test_pages import BROWSER, GAP, PAGES, page
from tests.law.strategies import sized

LENIENT, ALONE = (
    "under the definition “integrated PAT–AI–twin, lenient”",
    "by the review's own completeness statements alone",
)
READ = {
    f"{GAP}?completeness=review": f" ({ALONE})",
    f"{GAP}?definition=lenient": f" ({LENIENT})",
    f"{GAP}?k=5&definition=lenient&completeness=review": f" ({LENIENT}; {ALONE})",
    "/ask?definition=lenient&unit-operation=coating&completeness=review": f" ({ALONE})",
}
"""How answers are read that are not read as usual; a question of one's own names its definition by itself."""
ANSWERS = (
    GAP,
    *READ,
    "/gaps/gap_twin_metrics",
    "/gaps/gap_exclusion_reasons",
    "/ask?pat-modality=nir-spectroscopy",
    "/ask?year=1950",
)
NUMBERS = st.lists(st.integers(0, 300), min_size=5, max_size=5).map(sorted)


def option(name, value):
    return ("-k" if name == "k" else f"--{name}", value)


def bar_of(numbers, included):
    certain, reported, possible, upper, whole = numbers
    bounds = BoundsBody(certain=certain, reported=reported, possible=possible, upper=upper if included else None)
    population = PopulationBody(
        included=whole if included else None, charted=possible, uncharted=whole - possible if included else None
    )
    return bounds_bar(bounds, population)


# --- The picture of the bounds ---


@settings(max_examples=sized(quick=50, full=500, thorough=2000), deadline=None, derandomize=True)
@given(NUMBERS, st.booleans())
def test_the_bar_is_to_scale(numbers, included):
    bar = bar_of(numbers, included)
    shown = numbers if included else [*numbers[:3], numbers[2]]
    assert [int(mark.text.split()[0]) for mark in bar.marks] == shown
    for mark, number in zip(bar.marks, shown, strict=True):
        assert mark.at == pytest.approx(100 * number / shown[-1] if shown[-1] else 0, abs=0.01)
        assert str(number) in bar.words
    end = 0.0
    for segment in bar.segments:
        assert segment.at == pytest.approx(end, abs=0.01)
        assert segment.width > 0
        end = segment.at + segment.width
    assert end == pytest.approx(100 if shown[-1] else 0, abs=0.01)
    assert ("not stated" in bar.words) == bar.is_open == (not included)


@settings(max_examples=sized(quick=50, full=500, thorough=2000), deadline=None, derandomize=True)
@given(NUMBERS, st.booleans())
def test_no_line_of_the_bar_crosses_a_label(numbers, included):
    bar = bar_of(numbers, included)
    for mark in bar.marks:
        assert 0 < mark.base <= bar.whole_height
        for other in bar.marks:
            if other is mark:
                continue
            assert other.base != mark.base
            if min(other.first, other.last) < mark.base - 4 < max(other.first, other.last):  # it passes by the label
                assert other.at <= mark.at if mark.begins else other.at >= mark.at


@pytest.mark.parametrize("path", ANSWERS)
def test_the_picture_has_the_numbers_of_json(path, client):
    body, found = client.get(path).json(), page(client, path)
    (picture,) = [each for each in found.found["svg"] if each["role"] == "img"]
    bounds, included = body["bounds"], body["population"]["included"]
    words = picture["aria-label"]
    assert f"{bounds['certain']} certain, {bounds['reported']} reported, {bounds['possible']} possible" in words
    assert f"{bounds['upper']} at most" in words
    assert f"of {included} " in words
    for word in (f"{bounds['possible']} possible", f"{bounds['upper']} at most", f"{included} "):
        assert word in found.words


# --- Studies, readings, queries ---


@pytest.mark.parametrize("path", ANSWERS)
def test_a_possible_study_says_why(path, client):
    body, text = client.get(path).json(), client.get(path, headers=BROWSER).text
    places = []
    for study in body["possible"] or ():
        (place,) = [each.start() for each in re.finditer(rf'<li><a href="/studies/{study["id"]}"', text)]
        after = text[place : text.index("</div></li>", place)]
        for reason in {open_["reason"] for unit in study["units"] for open_ in unit["open"]}:
            phrase = {"too-coarse": "too coarsely", "not-exhaustive": "not all values"}.get(reason)
            assert (phrase or reason.replace("-", " ")) in after, (study["id"], reason)
        places.append((study["silent"], place))
    assert [place for _, place in sorted(places)] == sorted(place for _, place in places)  # the silent ones come last


@pytest.mark.parametrize("path", [each for each in ANSWERS if "exclusion" not in each])
def test_another_reading_is_a_link(path, client):
    body, text = client.get(path).json(), client.get(path, headers=BROWSER).text
    (readings,) = re.findall(r'<ul class="readings">(.*?)</ul>', text, re.DOTALL)
    links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', readings)]
    assert len(links) == len(body["sensitivity"]) > 0
    for link, reading in zip(links, body["sensitivity"], strict=True):
        other = client.get(link).json()
        assert (other["verdict"], other["bounds"]) == (reading["verdict"], reading["bounds"])
        assert other["question"]["completeness"] == reading["completeness"]
        assert other["question"]["definition"] == reading["definition"]


@pytest.mark.parametrize("path", [GAP, f"{GAP}?definition=lenient", "/ask?pat-modality=nir-spectroscopy&k=5"])
def test_every_other_form_is_one_click_away(path, client):
    found = page(client, path)
    kinds = {client.get(each).headers["content-type"].partition(";")[0] for each in found.links if "format=" in each}
    assert {"application/json", "application/ld+json", "text/csv", "application/x-bibtex"} <= kinds
    assert {client.get(each).status_code for each in found.alternates} == {200}
    queries = [each for each in found.links if "/query." in each]
    both = {client.get(each).headers["content-type"].partition(";")[0]: client.get(each) for each in queries}
    assert {"application/vnd.neo4j.cypher", "application/sparql-query", "application/json"} == both.keys()
    if "pat-modality" in path:
        assert "nir-spectroscopy" in both["application/sparql-query"].text
    elif "lenient" in path:
        assert both["application/sparql-query"].text != client.get(f"{GAP}/query.rq").text


def test_a_question_of_ones_own_has_its_query(client):
    stored = client.get("/gaps/gap_raman_deep_learning").json()["question"]
    asked = "&".join(f"{each['facet']}={','.join(each['in'])}" for each in stored["where"])
    for suffix in ("rq", "cypher"):
        own = client.get(f"/ask/query.{suffix}?{asked}").text
        text = client.get(f"/gaps/gap_raman_deep_learning/query.{suffix}").text
        assert own.partition("\n")[2] == text.partition("\n")[2]  # the first line is the question in words
    assert client.get("/ask/query?no-such=1").status_code == 422
    assert client.get("/ask/query").status_code == 422


def test_rows_of_a_table_name_their_studies(client):
    path = "/gaps/gap_growth_by_year"
    rows, found = client.get(path).json()["table"]["rows"], page(client, path)
    ids = {id_ for row in rows for id_ in row["certain"]}
    assert ids
    for id_ in ids:
        assert f"/studies/{id_}" in found.links
        assert client.get(f"/studies/{id_}").json()["citation"] in found.words


# --- Citations ---


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_cited(path, client):
    body, text = client.get(path).json(), client.get(path, headers=BROWSER).text
    (citation,) = re.findall(r'<p id="citation">(.*?)</p>', text)
    whole = f"https://w3id.org/lacuna{body['certificate']['permalink']}"
    assert citation.replace("&amp;", "&").endswith(whole)
    assert body["verdict"].replace("-", " ") in citation
    assert f"[{body['bounds']['certain']}, {body['bounds']['upper']}] of {body['population']['included']}" in citation
    texts = dict(re.findall(r'<pre id="cite-(\w+)"[^>]*>(.*?)</pre>', unescape(text), re.DOTALL))
    (entry,) = rispy.loads(texts["ris"])
    assert entry["title"] == f"{body['question']['text']}{READ.get(path, '')}"
    assert entry["urls"] == [whole]
    assert f"url = {{{whole}}}" in texts["bibtex"]
    assert texts["bibtex"].count("{") == texts["bibtex"].count("}")


@pytest.mark.parametrize("path", [*READ, GAP, f"{GAP}?definition=strict&completeness=all", "/gaps/gap_twin_coating"])
def test_a_heading_says_how_an_answer_is_read(path, client, lacuna):
    body, text = client.get(path).json(), client.get(path, headers=BROWSER).text
    whole = f"{body['question']['text']}{READ.get(path, '')}"
    (heading,) = re.findall(r"<h1>(.*?)</h1>", text)
    (title,) = re.findall(r"<title>(.*?)</title>", text)
    assert unescape(heading) == whole
    assert unescape(title).startswith(whole)
    assert f"title = {{{whole}}}" in unescape(text)
    if path.startswith("/gaps/"):
        name, _, asked = path.removeprefix("/gaps/").partition("?")
        options = [part for each in asked.split("&") if asked for part in option(*each.split("="))]
        assert lacuna("ask", name, *options).stdout.splitlines()[0] == whole


def test_a_list_says_which_questions_are_read_otherwise(client):
    text = client.get("/gaps?definition=lenient&size=1000", headers=BROWSER).text
    body = client.get("/gaps?definition=lenient&size=1000").json()["items"]
    read = {each["question"]["text"] for each in body if each["question"]["definition"] == "integrated-lenient"}
    assert set(re.findall(rf">([^>]*) \({re.escape(LENIENT)}\)</a>", text)) == read
    assert len(read) > 3


def test_an_answer_is_cited_alike_everywhere(client):
    def cited(**headers):
        text = client.get(GAP, headers={**BROWSER, **headers}).text
        return re.findall(r'<p id="citation">.*?</p>|<pre .*?</pre>', text, re.DOTALL)

    assert len(cited()) == 3
    assert cited() == cited(Host="example.org:81")


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/model"])  # which is of no version
def test_every_page_says_how_to_cite(path, client, dataset):
    found = page(client, path)
    (review,) = dataset.evidence().reviews
    assert f"Version {dataset.version}" in found.words
    assert review.header.reference in found.words
    assert f"https://doi.org/{review.header.doi}" in found.links


def test_an_export_is_cited_as_the_pages_say(client, dataset):
    text = client.get("/gaps", headers=BROWSER).text.replace("&amp;", "&")
    (cited,) = re.findall(r'<p id="version-cited">(.*?)</p>', text)
    readme = " ".join(client.get("/export/README.md").text.split())
    assert f"> {cited} " in readme
    for review in dataset.evidence().reviews:
        assert f"- {review.header.reference} https://doi.org/{review.header.doi}" in readme
