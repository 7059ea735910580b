"""Pages for people: whole, safe, linked, and with the numbers that JSON has."""

import csv
import gzip
import io
import re
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import pytest
import rispy
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages.address import POLICY
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load
from tests.http.test_representations import BIBTEX, FORMS, HTML, JSON, RIS

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
GAP = "/gaps/gap_integrated_lyophilization"
MAP = "/map?rows=unit-operation&columns=publication-type"
VOIDS = "/voids?facets=pat-modality,ai-method"
SHOWN = [
    f"{MAP}&{more}" for more in ("by=ai-method", "sort=surprise", "verdict=populated", "verdict=void", "within=drying")
]
PAGES = [
    *("/model", "/sparql", "/sparql?example=gap_integrated_lyophilization", "/sparql?format=html"),
    *("/", "/map", MAP, "/search", "/search?q=freeze-drying", VOIDS, f"{VOIDS}&within=unit-operation=lyophilization"),
    *SHOWN,
    *(path for path, forms in FORMS.items() if HTML in forms),
]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """A page, parsed: its texts by element, its links, and what is wrong with its elements."""

    def __init__(self, text):
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str | None] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.alternates: list[str] = []
        self.text: list[str] = []
        self.found: dict[str, list[dict[str, str | None]]] = {}
        self.labelled: set[str | None] = set()
        self.fields: list[tuple[str | None, bool]] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.found.setdefault(tag, []).append(values)
        self.ids += [values["id"]] if "id" in values else []
        self.faults += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        if tag == "a":
            self.links.append(values["href"])
        if tag == "script" and "src" not in values:
            self.faults.append("a script in the page")
        self.loaded += [values[name] for name in ("src",) if name in values]
        if tag == "link":  # an alternate form is offered, not loaded
            (self.alternates if values["rel"] == "alternate" else self.loaded).append(values["href"])
        if tag == "label":
            self.labelled.add(values.get("for"))
        if tag in {"input", "select"} and values.get("type") != "hidden":
            self.fields.append((values.get("id"), "label" in self.open))
        if tag not in VOID and not (self.open and self.open[-1] == "svg" and tag == "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in {*VOID, "rect"}, f"<{tag}/> is no element without content"

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        if "style" in self.open:
            self.faults.append("a style in the page")
        self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


def page(client, path):
    said = client.get(path, headers=BROWSER)
    assert said.status_code == 200, (path, said.text)
    assert said.headers["content-type"] == "text/html; charset=utf-8"
    return Page(said.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(path, client):
    found = page(client, path)
    assert found.faults == []
    assert len(found.ids) == len(set(found.ids))
    assert len(found.found["h1"]) == len(found.found["main"]) == len(found.found["title"]) == 1
    assert all("scope" in each for each in found.found.get("th", ()))
    assert all(inside or id_ in found.labelled for id_, inside in found.fields)
    assert not re.search(r"\bNone\b(?! of the|: even)", found.words)  # a value of the program's, not a word


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/map?rows=pat-modality&columns=unit-operation", "PAT modality × unit operation"),
        ("/map?rows=ai-role&columns=pat-modality", "Role of AI × PAT modality"),
        ("/map?rows=ai-method&columns=country", "AI or data-analytic method × country or region"),
        ("/map?rows=unit-operation&columns=ai-role", "Unit operation × role of AI"),
    ],
)
def test_a_heading_keeps_the_capitals_of_labels(path, heading, client):
    text = client.get(path, headers=BROWSER).text
    assert f"<h1>{heading}</h1>" in text
    assert f"{heading.partition(' × ')[0]} in rows" in text


@pytest.mark.parametrize("path", ["/versions", "/gaps", "/studies", "/studies/beke-2021", "/terms?q=drying"])
def test_a_stacked_cell_has_the_label_of_its_column(path, client):
    """Where the window is narrow the heading is not shown, and each cell has the label beside it."""
    tables = re.findall(r'<table class="stack">(.*?)</table>', client.get(path, headers=BROWSER).text, re.DOTALL)
    assert tables
    for table in tables:
        head, body = table.split("</thead>")
        columns = re.findall(r'<th scope="col">([^<]*)</th>', head)
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
        assert rows
        for row in rows:
            assert row.count("<td") == len(columns) - 1
            assert re.findall(r'<td data-label="([^"]*)"', row) == columns[1:]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(path, client):
    said = client.get(path, headers=BROWSER)
    assert said.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    again = client.get(path, headers={**BROWSER, "If-None-Match": said.headers["etag"]})
    assert (again.status_code, again.headers["content-security-policy"]) == (304, POLICY)
    for address in Page(said.text).loaded:
        assert address.startswith("/static/")
        assert client.get(address).status_code == 200


def test_links_lead_to_pages(client):
    """One address of each shape that a walk of three steps from the start meets, and some more of the first steps."""
    shapes: dict[str, str] = {"/": "/"}
    new = {"/"}
    for step in range(3):
        addresses = {urljoin(path, link) for path in new for link in page(client, path).links}
        inside = sorted({each.partition("#")[0] for each in addresses if not urlsplit(each).netloc})
        new = set()
        for address in inside:
            shape = re.sub(r"(?<=\w/)[^/?]+|(?<==)[^&]+", "…", address)
            if shape not in shapes:
                shapes[shape] = address
                said = client.get(address, headers=BROWSER)
                assert said.status_code == 200, address
                if said.headers["content-type"].startswith(HTML) and not address.startswith("/docs"):
                    new.add(address)
        for address in inside[:: 1 + len(inside) // 10] if step < 2 else ():
            assert client.get(address, headers=BROWSER).status_code == 200, address
    assert len(shapes) > 25


def test_an_answer_has_the_numbers_of_json(client):
    for path in (GAP, "/ask?pat-modality=nir-spectroscopy", "/gaps/gap_open_data", "/gaps/gap_exclusion_reasons"):
        body, words = client.get(path).json(), page(client, path).words
        assert body["sentence"] in words
        assert " ".join(body["question"]["text"].split()) in words
        for name, what in (("certain", "certain"), ("reported", "reported,"), ("possible", "possible among")):
            assert f"{body['bounds'][name]} {what}" in words
        for study in (*(body["certain"] or ()), *(body["possible"] or ())):
            assert study["citation"] in words
            assert study["doi"] is None or study["doi"] in words
        for miss in body["near_misses"] or ():
            assert f": {miss['bounds']['certain']} (" in words
        assert body["certificate"]["dataset"] in words
        assert body["certificate"]["permalink"] in words


@pytest.mark.parametrize("path", [MAP, f"{MAP}&country=united-kingdom", "/map?rows=country&columns=study-design"])
def test_the_map_has_the_cells_of_json(path, client):
    body = client.get(path, headers={"Accept": JSON}).json()
    assert body == client.get(path.replace("/map", "/matrix")).json()
    text = client.get(path, headers=BROWSER).text
    shown = re.findall(r'<td class="([a-z-]+)"(?: hidden)?><a href="([^"]+)"[^>]*>(\d+)·(\d+)·(\d+)</a></td>', text)
    cells = {(cell["row"], cell["column"]): cell for cell in body["cells"]}
    assert len(shown) == len(cells)
    for verdict, address, *numbers in shown:
        asked = dict(pair.split("=") for pair in urlsplit(address.replace("&amp;", "&")).query.split("&"))
        cell = cells[asked[body["rows"]["facet"]], asked[body["columns"]["facet"]]]
        assert verdict == cell["verdict"]
        assert [int(each) for each in numbers] == [cell["bounds"][name] for name in ("certain", "reported", "possible")]


def test_a_cell_that_does_not_apply_says_why(client):
    path = "/map?rows=unit-operation&columns=quality-attribute"
    body = client.get(path, headers={"Accept": JSON}).json()
    barred = [cell for cell in body["cells"] if cell["barred"]]
    text = client.get(path, headers=BROWSER).text
    found = Page(text)
    assert found.faults == []
    shown = re.findall(r'<td class="not-applicable"(?: hidden)?><span tabindex="0" title="([^"]+)">–</span></td>', text)
    assert len(shown) == len(barred) > 100
    assert not [each for each in found.links if "cell-culture" in each and "friability" in each]
    reasons = {rule["reason"] for rule in body["incompatible"]}
    assert {each.partition(" does not apply: ")[2].replace("&#39;", "'") for each in shown} <= reasons
    for rule in body["incompatible"]:
        assert rule["source"].rpartition("; ")[2] in found.links
    assert "does not apply" not in client.get(MAP, headers=BROWSER).text


@pytest.mark.parametrize("path", [MAP, f"{MAP}&ai-method=chemometrics", f"{MAP}&within=sterile-processing", *SHOWN])
def test_the_map_has_the_totals_of_json(path, client):
    body, found = client.get(f"{path}&format=json").json(), page(client, path)
    text = client.get(path, headers=BROWSER).text
    shown = re.findall(r'<td class="total ([a-z-]+)"(?: hidden)?><a href="([^"]+)"[^>]*>(\d+)·(\d+)·(\d+)</a>', text)
    totals = {
        body[side]["href"].replace("{term}", each["term"]): each
        for side in ("rows", "columns")
        for each in body[side]["totals"]
    }
    if body["cells"] and not body["only"]:
        assert {address.replace("&amp;", "&") for _, address, *_ in shown} == set(totals)
    for verdict, address, *numbers in shown:
        total = totals[address.replace("&amp;", "&")]
        assert verdict == total["verdict"]
        assert [int(each) for each in numbers] == [
            total["bounds"][name] for name in ("certain", "reported", "possible")
        ]
    if body["cells"]:
        assert f"+{body['rows']['uncharted']} uncharted, in any row" in found.words
        assert f"+{body['columns']['uncharted']}, in any column" in found.words
        assert "·".join(str(body["bounds"][name]) for name in ("certain", "reported", "possible")) in found.words
    else:
        assert f"No cell of this map is {body['only']}." in found.words


def test_a_map_of_one_verdict_shows_no_other(client):
    for verdict in ("populated", "none-reported"):
        text = client.get(f"/map?rows=unit-operation&columns=ai-method&verdict={verdict}", headers=BROWSER).text
        cells = re.findall(r'<td class="([a-z-]+)"><a ', text)
        assert set(cells) == {verdict}
        assert 'class="filtered"' in text
        table = text.partition("<tbody>")[2].partition("</tbody>")[0]
        # What others stand under stays.
        (whole,) = re.findall(r'<tr data-id="unit-operation".*?</tr>', table, re.DOTALL)
        assert "any unit operation" in whole


def test_the_map_begins_with_what_surprises(client):
    body = client.get(f"{MAP}&sort=surprise&format=json").json()
    text = client.get(f"{MAP}&sort=surprise", headers=BROWSER).text
    listed = re.findall(r"<li><a href=\"([^\"]+)\">[^<]+</a>: [a-z ]+; ([\d.e-]+) would be expected", text)
    first = [cell for cell in body["cells"][:10] if cell["surprise"]]
    assert len(listed) == len(first) > 3
    for (address, number), cell in zip(listed, first, strict=True):
        assert f"={cell['row']}&amp;" in address
        assert float(number) == pytest.approx(cell["surprise"], rel=0.1)
    rows = re.findall(r'<tr data-id="([^"]+)" data-under="unit-operation"', text)
    greatest = {row: max((cell["surprise"] or 0) for cell in body["cells"] if cell["row"] == row) for row in rows}
    assert greatest[rows[0]] >= greatest[rows[-1]]
    assert rows != sorted(rows)


def test_small_maps_have_the_cells_of_json(client):
    path = f"{MAP}&by=ai-method"
    segments = client.get(f"{path}&format=json").json()["segments"]
    text = client.get(path, headers=BROWSER).text
    small = text.split('<div class="mini">')[1:]
    assert len(small) == len(segments) > 5
    for part, segment in zip(small, segments, strict=True):
        assert_has_cells(part, segment)


def assert_has_cells(part, body):
    """A small map has each cell of a body once, with its address, its verdict and its numbers."""
    shown = re.findall(r'<td class="([a-z-]+)"><a href="([^"]+)" aria-label="(\d+)·(\d+)·(\d+), [a-z ]+">', part)
    expected = {
        body["href"].replace("{row}", each["row"]).replace("{column}", each["column"]): each for each in body["cells"]
    }
    assert len(shown) == len(expected)
    for verdict, address, *numbers in shown:
        cell = expected[address.replace("&amp;", "&")]
        assert verdict == cell["verdict"]
        assert [int(each) for each in numbers] == [cell["bounds"][name] for name in ("certain", "reported", "possible")]


def test_the_start_has_the_map_of_broad_terms(client):
    small = client.get("/", headers={"Accept": JSON}).json()["map"]
    whole = client.get("/matrix?rows=unit-operation&columns=pat-modality").json()
    cells = {(each["row"], each["column"]): each for each in whole["cells"]}
    assert small["cells"] == [cells[each["row"], each["column"]] for each in small["cells"]]
    rows = {each["row"] for each in small["cells"]}
    assert "unit-operation" in rows
    assert "lyophilization" in {row for row, _ in cells} - rows
    assert_has_cells(
        client.get("/", headers=BROWSER).text,
        {**small, "cells": [each for each in small["cells"] if not each["barred"]]},
    )


def test_every_filter_can_be_taken_away(client):
    more = "&within=freeze-drying&country=asia&verdict=none-reported&by=data-type&not.ai-method=clustering&completeness=review"
    text = client.get(f"{MAP}{more}", headers=BROWSER).text
    chips = text.partition('class="chips"')[2].partition("</ul>")[0]
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', chips)]
    given = sorted(f"{MAP}{more}".partition("?")[2].split("&"))
    left = [sorted(set(given) - set(urlsplit(each).query.split("&"))) for each in addresses]
    assert sorted(left) == sorted([each] for each in given if not each.startswith(("rows=", "columns=")))
    for address in addresses:
        assert client.get(address, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    "path", ["/map", "/map?rows=unit-operation&columns=ai-method", "/map?by=ai-method&sort=surprise"]
)
def test_a_large_map_is_small_over_the_wire(path, client):
    assert len(gzip.compress(client.get(path, headers=BROWSER).content)) < 100_000


def test_a_term_leads_to_its_row_of_the_map(client):
    for term, facet in (("lyophilization", "unit-operation"), ("raman-spectroscopy", "pat-modality")):
        (link,) = [each for each in page(client, f"/terms/{term}").links if each.startswith("/map?")]
        body = client.get(f"{link}&format=json").json()
        assert (body["rows"]["facet"], body["rows"]["within"]) == (facet, [term])
        assert body["columns"]["facet"] != facet
        assert link in page(client, f"/search?q={quote(term)}").links


@pytest.mark.parametrize("more", ["", "&grade=observed", "&within=unit-operation=lyophilization", "&k=3&top=50"])
def test_voids_have_the_sentences_of_json(more, client):
    body, found = client.get(f"{VOIDS}{more}").json(), page(client, f"{VOIDS}{more}")
    assert body["sentence"] in found.words
    assert f"{body['found']} found" in found.words
    for each in body["items"]:
        assert each["sentence"] in found.words
        assert each["href"] is None or each["href"] in found.links


def test_the_start_shows_the_most_surprising_voids(client):
    body, found = client.get("/", headers={"Accept": JSON}).json(), page(client, "/")
    all_voids = client.get(body["voids_href"]).json()
    assert [each["sentence"] for each in body["voids"]] == [each["sentence"] for each in all_voids["items"][:5]]
    for each in body["voids"]:
        assert each["sentence"] in found.words
        assert client.get(each["href"]).json()["bounds"]["certain"] == 0


def test_a_cell_leads_to_its_answer(client):
    links = [each for each in page(client, MAP).links if each.startswith("/ask?")]
    assert len(links) > 100
    for address in links[:: len(links) // 5]:
        assert page(client, address).found["blockquote"]


def test_text_of_a_sheet_is_never_markup(tmp_path, write_sheet, seed_rows):
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    rows = [{**row, "title": f"{nasty} {number}", "citation": nasty} for number, row in enumerate(seed_rows[:2])]
    load((str(write_sheet(rows)),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (first, *_) = client.get("/studies").json()["items"]
        search = f"/search?q={quote(nasty[:150])}"
        for path in ("/", "/studies", f"/studies/{first['id']}", "/ask?year=1900..2100", search):
            text = client.get(path, headers=BROWSER).text
            assert Page(text).faults == []
            assert "<script>alert" not in text
            assert "<img" not in text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/gaps/gap_integrated_lyophilisation", 404, "gap_integrated_lyophilization"),
        ("/ask?unit-operation=lyophilizasion", 422, "lyophilization"),
        ("/ask", 422, "condition"),
        ("/nowhere", 404, "Not Found"),
        ("/map?rows=<b>", 422, "<b>"),
        ("/studies?page=99", 422, "last page"),
    ],
)
def test_a_problem_is_a_page_for_a_browser(path, status, says, client):
    said = client.get(path, headers=BROWSER)
    assert said.status_code == status
    assert said.headers["content-type"] == "text/html; charset=utf-8"
    found = Page(said.text)
    assert found.faults == []
    assert says in found.words
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/problem+json, text/html;q=0.9"}):
        plain = client.get(path, headers=headers)
        assert plain.status_code == status
        assert plain.headers["content-type"] == "application/problem+json"
    named = path.replace("?", ".json?", 1) if "?" in path else f"{path}.json"
    assert client.get(named, headers=BROWSER).headers["content-type"] == "application/problem+json"


# --- suffixes --------------------------------------------------------------------------------------------------------

SUFFIXES = {
    "application/json": "json",
    "application/ld+json": "jsonld",
    "text/csv": "csv",
    "text/html": "html",
    "application/x-research-info-systems": "ris",
    "application/x-bibtex": "bib",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/vnd.neo4j.cypher": "cypher",
    "application/sparql-query": "rq",
}


@pytest.mark.parametrize(("path", "media"), [(path, media) for path, forms in FORMS.items() for media in sorted(forms)])
def test_a_suffix_asks_for_a_form(path, media, client):
    wanted = client.get(path, headers={"Accept": media})
    stem, question_mark, query = path.partition("?")
    other = {"Accept": "text/turtle;q=0.1, image/png"}  # an address says more than a header
    suffixed = client.get(f"{stem}.{SUFFIXES[media]}{question_mark}{query}", headers=other)
    named = client.get(f"{path}{'&' if query else '?'}format={SUFFIXES[media]}", headers=other)
    assert suffixed.content == wanted.content == named.content
    assert suffixed.headers["etag"] == wanted.headers["etag"] == named.headers["etag"]
    assert suffixed.headers["content-type"] == wanted.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/studies?format=xls", 422),
        ("/studies?format=", 422),
        ("/studies?format=csv&format=json", 422),
        ("/studies.xls", 404),
        ("/studies/beke-2021.csv", 406),
        ("/studies/beke-2021.ttl", 200),
        ("/.csv", 404),
        ("/health.json", 200),
    ],
)
def test_other_suffixes_are_refused(path, status, client):
    assert client.get(path).status_code == status


# --- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind", "first"),
    [
        ("freeze-drying", "terms", "lyophilization"),
        ("Freeze Drying", "terms", "lyophilization"),
        ("lyophilization", "terms", "lyophilization"),
        ("NIR", "terms", "nir-spectroscopy"),
        ("digital twin of low dosage", "studies", "beke-2021"),
        ("https://doi.org/10.1016/j.ejps.2023.106611", "studies", "ficzer-2023"),
        ("Beke", "studies", "beke-2021"),
        ("integrated lyophilization", "questions", "gap_integrated_lyophilization"),
    ],
)
def test_words_find(words, kind, first, client):
    body = client.get(f"/search.json?q={quote(words)}").json()
    assert body[kind][0]["id"] == first
    for each in (*body["terms"], *body["questions"], *body["studies"]):
        assert client.get(each["href"]).status_code == 200


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("raman freeze-drying", {"pat-modality": "raman-spectroscopy", "unit-operation": "lyophilization"}),
        (
            "who did deep learning in Lyophilization?",
            {"ai-method": "deep-learning", "unit-operation": "lyophilization"},
        ),
    ],
)
def test_terms_of_several_facets_are_asked_together(words, asked, client):
    ask = client.get(f"/search.json?q={quote(words)}").json()["ask"]
    path, _, query = ask["href"].partition("?")
    assert path == "/ask"
    assert asked.items() <= dict(pair.split("=") for pair in query.split("&")).items()
    assert client.get(ask["href"]).status_code == 200


def test_words_that_find_nothing(client):
    body = client.get("/search.json?q=zzzqqq%20xxyy").json()
    assert (body["ask"], body["questions"], body["studies"]) == (None, [], [])
    assert "zzzqqq" in page(client, "/search?q=zzzqqq%20xxyy").words
    assert client.get(f"/search?q={'x' * 201}").status_code == 422


# --- references and the table of studies -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/studies?size=1000", "/studies/beke-2021", "/ask?pat-modality=nir-spectroscopy", GAP]
)
def test_references_have_what_is_known(path, client):
    body = client.get(path).json()
    studies = body.get("items") or [*body.get("certain", ()), *body.get("possible", ())] or [body]
    read = rispy.loads(client.get(path, headers={"Accept": RIS}).text)
    assert [each["id"] for each in read] == [each["id"] for each in studies]
    bibtex = client.get(path, headers={"Accept": BIBTEX}).text
    assert re.findall(r"@article\{([^,]+),", bibtex) == [each["id"] for each in studies]
    for entry, study in zip(read, studies, strict=True):
        assert (entry["title"], entry.get("doi")) == (study["title"], study["doi"])
        assert entry["authors"]
        assert f"title = {{{study['title'].replace('&', chr(92) + '&')}}}" in bibtex
    certain = {study["id"] for study in body.get("certain") or ()}
    if certain:
        assert {each["id"] for each in read if each["keywords"] == ["certain"]} == certain


@pytest.mark.parametrize(
    ("citation", "author"),
    [
        ("Müller 2020", "Müller"),
        ("Müller et al. 2020b", "Müller"),
        ("De la Cruz & Li, 2020", "De la Cruz & Li"),
        ("Müller (2020) [4]", "Müller"),
        ("Working Group 7", "Working Group 7"),
    ],
)
def test_an_author_is_cited_without_the_year(citation, author, tmp_path, write_sheet, seed_rows):
    load((str(write_sheet([{**seed_rows[0], "citation": citation}])),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (entry,) = rispy.loads(client.get("/studies.ris").text)
        assert (entry["authors"], entry["notes"]) == ([author], [f"Authors as cited: {citation}"])
        bibtex = client.get("/studies.bib").text.replace("\\", "")
        assert f"author = {{{author}}}" in bibtex
        assert f"note = {{Authors as cited: {citation}}}" in bibtex


def test_references_of_odd_texts(tmp_path, write_sheet, seed_rows):
    title = "50 % of {x}_1 & $y\\z~ #2^n"
    load(
        (str(write_sheet([{**seed_rows[0], "study": "Müller 2020", "title": title, "citation": ""}])),),
        Home(tmp_path / "home"),
    )
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (entry,) = rispy.loads(client.get("/studies.ris").text)
        assert (entry["id"], entry["title"]) == ("Müller 2020", title)
        bibtex = client.get("/studies.bib").text
        escaped = r"50 \% of \{x\}\_1 \& \$y\textbackslash{}z\textasciitilde{} \#2\textasciicircum{}n"
        assert f"title = {{{escaped}}}" in bibtex


def test_the_table_of_studies_has_every_facet(client, dataset):
    (table,) = [list(csv.DictReader(io.StringIO(client.get("/studies.csv?size=1000").text)))]
    assert len(table) == client.get("/studies").json()["page"]["total"]
    for facet in dataset.vocabulary.charted_facets:
        certain = {each["id"] for each in client.get(f"/ask?{facet.id}={facet.id}").json()["certain"]}
        terms = {term.id for term in dataset.vocabulary.of_facet(facet.id)}
        having = {row["study"] for row in table if row[facet.id].partition("; ")[0] in terms}
        assert having == certain, facet.id
    for row in table:
        assert row["href"].startswith("http://testserver/studies/")
        assert client.get(row["href"]).json()["title"] == row["title"]
        for term, label in zip(row["unit-operation"].split("; "), row["unit-operation.label"].split("; "), strict=True):
            assert label == (dataset.vocabulary.terms[term].label if term in dataset.vocabulary.terms else term)


@pytest.mark.parametrize(
    "asked", ["unit-operation=powder-blending", "year=2021..2022", "definition=lenient", "country=country"]
)
def test_studies_are_filtered_as_they_are_asked(asked, client):
    found, answer = client.get(f"/studies?{asked}").json(), client.get(f"/ask?{asked}").json()
    assert {each["id"] for each in found["items"]} == {each["id"] for each in answer["certain"]}
    assert found["bounds"] == answer["bounds"]
    assert client.get(found["answer"]).json() == answer
    assert client.get("/studies").json()["bounds"] is None
