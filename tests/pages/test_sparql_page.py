"""The SPARQL page: examples, the answer as a table with links, what is wrong beside the query, and no change for programs."""

import csv
import io
import re

import pytest

from api.pages.address import POLICY
from api.pages.links import Links, prefixed
from api.pages.model import model_queries
from api.pages.page import STATIC
from api.routers.sparql_page import MOST_SHOWN
from kg.questions.catalogue import read_catalogue
from kg.rdf.data_iris import review_iri, study_iri, unit_iri
from kg.rdf.iris import LACUNA, TERM
from tests.http.test_pages import BROWSER, Page

EXAMPLES = (*model_queries(), *read_catalogue())
TURTLE = "text/turtle"


def shown(client, query, **more):
    return client.get("/sparql", params={"query": query, "format": "html", **more}, headers=BROWSER)


def results(text):
    """The part of a page that shows an answer."""
    (found,) = re.findall(r'<section id="results".*?</section>', text, re.DOTALL)
    return found


def query_in(text):
    (found,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)
    return (
        found.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&amp;", "&")
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_and_finds_something(name, client):
    page = client.get(f"/sparql?example={name}", headers=BROWSER)
    query = query_in(page.text)
    said = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert said.status_code == 200, said.text
    rows = list(csv.DictReader(io.StringIO(said.text)))
    assert rows
    assert all(int(row["n"]) > 0 for row in rows if "n" in row)
    if name in read_catalogue():
        stored = client.get(f"/gaps/{name}/query", headers={"Accept": "application/sparql-query"}).text
        assert query.strip() == stored.strip()
    else:
        assert query == model_queries()[name].texts["sparql"]


def test_every_example_is_offered(client):
    links = Page(client.get("/sparql", headers=BROWSER).text).links
    assert len(EXAMPLES) > 20
    assert {f"/sparql?example={name}" for name in EXAMPLES} <= set(links)
    assert client.get("/sparql?example=query-99", headers=BROWSER).status_code == 404


def test_each_query_of_the_model_opens_in_the_editor(client):
    found = Page(client.get("/model", headers=BROWSER).text)
    assert {f"/sparql?example={name}" for name in model_queries()} <= set(found.links)
    assert {query.path for query in model_queries().values()} <= set(found.links)
    for query in model_queries().values():
        for text in query.texts.values():
            assert " ".join(text.split()) in found.words


def test_our_iris_lead_to_our_pages(client, dataset):
    query = f"SELECT DISTINCT ?x {{ ?s a ?type ; ?p ?x FILTER(isIRI(?x)) ?s a <{LACUNA.EvidenceUnit}> }}"
    text = shown(client, query).text
    links = Page(results(text)).links
    assert len(links) > 20
    for link in links[:: len(links) // 20]:
        assert client.get(link, headers=BROWSER).status_code == 200, link
    review, study = dataset.reviews[0], "beke-2021"
    pages = Links(dataset)
    facet = dataset.vocabulary.facets["pat-modality"]
    assert [pages.page_of(str(iri)) for iri in (facet.class_iri, facet.property_iri, facet.scheme)] == [
        "/facets/pat-modality"
    ] * 3
    for iri, page in (
        (review_iri(review), f"/reviews/{review}"),
        (study_iri(review, study), f"/studies/{study}"),
        (unit_iri(review, study, "u"), f"/studies/{study}"),
        (TERM["lyophilization"], "/terms/lyophilization"),
        (LACUNA.Study, None),
        (study_iri("another", "s"), None),
    ):
        assert pages.page_of(str(iri)) == page
    assert prefixed(str(TERM["lyophilization"])) == "term:lyophilization"
    assert prefixed("https://example.org/x") == "https://example.org/x"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ('SELECT ("<b>&\\n\\t\\"" AS ?x) {}', ["&lt;b&gt;&amp;\n\t&#34;"]),
        ('SELECT ("chat"@fr AS ?x) {}', ['<span title="fr">chat</span>']),
        ("SELECT (1.5 AS ?x) (true AS ?y) {}", ["<td>1.5</td>", "<td>true</td>"]),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 2) } }", ["<td></td><td>2</td>"]),
        ("SELECT ?x { VALUES ?x { UNDEF } }", ["1 row<", "<td></td>"]),
        ("SELECT * {}", ["1 row<"]),
        ("SELECT ?x { ?x a 1 }", ["0 rows", "what no row means"]),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", ["<td>", "javascript:alert(1)"]),
        ("ASK {}", ["Yes."]),
        ("ASK { ?x a 1 }", ["No."]),
        (
            'CONSTRUCT { <http://x.example/a> <b> "a b . <c>"@en } {}',
            ["1 triple<", "http://x.example/a", "a b . &lt;c&gt;"],
        ),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }", ["0 triples"]),
    ],
)
def test_any_answer_is_shown(query, texts, client):
    said = shown(client, query)
    assert said.status_code == 200
    assert said.headers["content-security-policy"] == POLICY
    found = Page(said.text)
    assert found.faults == []
    assert 'href="javascript:' not in said.text
    for text in texts:
        assert text in results(said.text)


@pytest.mark.parametrize(("more", "total"), [(-1, MOST_SHOWN - 1), (0, MOST_SHOWN), (7, MOST_SHOWN + 7)])
def test_a_long_answer_is_counted_and_cut(more, total, client):
    for begin, what in (("SELECT *", "rows"), ("CONSTRUCT { ?s ?p ?o }", "triples")):
        text = results(shown(client, f"{begin} {{ ?s ?p ?o }} LIMIT {MOST_SHOWN + more}").text)
        assert f"{total} {what}" in text
        assert text.count("<tr><td>") == min(total, MOST_SHOWN)
        assert ("a download has all of them" in text) == (total > MOST_SHOWN)


@pytest.mark.parametrize("query", ["SELECT", "", "ASK { <a> }", "SELECT ?x { SERVICE <http://x.example> {} }"])
def test_what_is_wrong_is_said_beside_the_query(query, client):
    said = shown(client, query)
    assert said.status_code == 400
    assert "etag" not in said.headers
    assert query_in(said.text) == query
    assert 'role="alert"' in results(said.text)
    assert Page(said.text).faults == []


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, TURTLE),
        ("*/*", TURTLE),
        ("text/turtle, text/html;q=0.9", TURTLE),
        ("application/ld+json", "application/ld+json"),
        ("text/html", "text/html"),
        (BROWSER["Accept"], "text/html"),
        ("text/html;q=0.5, */*;q=0.5", TURTLE),
    ],
)
def test_the_address_without_a_query_is_a_page_for_browsers(accept, media, client):
    said = client.get("/sparql", headers={"Accept": accept} if accept else {})
    assert said.headers["content-type"].partition(";")[0] == media
    assert "Accept" in said.headers["vary"]
    again = client.get("/sparql", headers={"Accept": accept or "*/*", "If-None-Match": said.headers["etag"]})
    assert again.status_code == (304 if accept else again.status_code)


@pytest.mark.parametrize(
    ("query", "format_", "media"),
    [
        ("ASK {}", "json", "application/sparql-results+json"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        ("SELECT * {}", "csv", "text/csv"),
        ("SELECT * {}", "tsv", "text/tab-separated-values"),
        ("DESCRIBE <x>", "ttl", TURTLE),
        ("DESCRIBE <x>", "nt", "application/n-triples"),
        ("DESCRIBE <x>", "rdf", "application/rdf+xml"),
        ("DESCRIBE <x>", "jsonld", "application/ld+json"),
        ("DESCRIBE <x>", "csv", "application/n-triples"),  # no form of triples: Accept decides
        ("SELECT * {}", "sparql-results+json", "text/csv"),  # as some clients send: Accept decides
    ],
)
def test_a_format_names_the_form_of_a_download(query, format_, media, client):
    accept = {"Accept": "text/csv, application/n-triples"}
    for said in (
        client.get("/sparql", params={"query": query, "format": format_}, headers=accept),
        client.post("/sparql", data={"query": query, "format": format_}, headers=accept),
    ):
        assert said.status_code == 200
        assert said.headers["content-type"].partition(";")[0] == media
        named = said.headers.get("content-disposition", "")
        assert named in {"", f'attachment; filename="lacuna.{format_}"'}


def test_the_editor_is_served_with_its_licence_and_for_long(client):
    (folder,) = STATIC.glob("yasqe-*")
    version = folder.name.removeprefix("yasqe-")
    assert f"@zazuko/yasqe {version}" in (folder / "LICENSE").read_text(encoding="utf-8")
    loaded = [each for each in Page(client.get("/sparql", headers=BROWSER).text).loaded if "yasqe" in each]
    assert sorted(loaded) == [f"/static/{folder.name}/yasqe.min.{kind}" for kind in ("css", "js")]
    for address in loaded:
        said = client.get(address)
        assert said.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert said.headers["content-encoding"] == "gzip"
    assert "cache-control" not in client.get("/static/lacuna.css").headers


def test_the_page_is_as_light_as_a_first_page(client):
    text = client.get("/sparql", headers=BROWSER)
    sent = [text, *(client.get(each) for each in Page(text.text).loaded)]
    assert 100_000 < sum(each.num_bytes_downloaded for each in sent) < 160_000
