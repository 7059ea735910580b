"""Tables for spreadsheets and programs: labels beside ids, absolute links, whole lists, and the mark of UTF-8."""

import csv
import io
from codecs import BOM_UTF8

import pytest

from kg.answer.words import label_of
from tests.http.test_pages import BROWSER, GAP
from tests.http.test_representations import CSV, FORMS, VOIDS

TABLES = (
    *(path for path, forms in FORMS.items() if CSV in forms and path != VOIDS),  # which finds none
    *("/claims", "/flow", "/checklist", "/reviews"),
)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def table(client, path):
    said = client.get(path, headers={"Accept": CSV})
    assert said.status_code == 200, said.text
    return rows(said.text)


@pytest.mark.parametrize("path", TABLES)
def test_links_of_tables_are_whole(path, client):
    found = table(client, path)
    links = {
        (name, text)
        for row in found
        for name, text in row.items()
        if text and name.rpartition(".")[2] in {"href", "permalink", "doi_href"}
    }
    assert path in {"/claims", "/flow", "/checklist"} or links
    assert {text.partition("//")[0] for _, text in links} <= {"http:", "https:"}
    ours = sorted(text for _, text in links if text.startswith("http://testserver/"))
    for address in ours[:: 1 + len(ours) // 5]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", TABLES)
def test_labels_stand_beside_ids(path, client, dataset):
    vocabulary = dataset.vocabulary
    ids = {*vocabulary.terms, *vocabulary.definitions, *vocabulary.facets}
    found = table(client, path)
    for row in found:
        for name, text in row.items():
            if name.removesuffix(".label") in row and name not in {"open", "open.label"} and name.endswith(".label"):
                expected = [label_of(vocabulary, each) for each in row[name.removesuffix(".label")].split("; ") if each]
                assert text == "; ".join(expected), name
    for name in found[0]:
        values = {each for row in found for each in row[name].split("; ") if each}
        # Names of other things may be words of the vocabulary too, such as the one that a claim has.
        if len(values) > 2 and values <= ids and name not in {"id", "study", "notion"}:
            assert f"{name.removesuffix('.id')}.label" in found[0], name


def test_the_studies_of_an_answer_are_named_and_linked(client):
    said, found = client.get(GAP).json(), table(client, GAP)
    known = {each["id"]: each for each in (*said["certain"], *said["possible"])}
    for row in found:
        study = known[row["study"]]
        assert (row["citation"], row["doi"]) == (study["citation"], study["doi"] or "")
        assert client.get(row["href"]).json()["id"] == study["id"]
        assert row["doi_href"] == (f"https://doi.org/{study['doi']}" if study["doi"] else "")
        assert row["open.label"].count(": ") == row["open"].count(": ")


def test_an_address_is_read_like_a_file(client):
    """As pandas and R do: no header of their own, no second page."""
    bare = {"Accept": "*/*", "Accept-Encoding": "identity"}
    said = client.get("/studies.csv", headers=bare)
    assert not said.content.startswith(BOM_UTF8)
    found = rows(said.content.decode())
    assert len({row["study"] for row in found}) == len(found) == client.get("/studies").json()["page"]["total"]
    assert all(row["unit-operation.label"] for row in found if row["unit-operation"])
    total = client.get("/terms").json()["page"]["total"]
    assert len(client.get("/terms").json()["items"]) == 100 < total
    assert len(rows(client.get("/terms.csv", headers=bare).text)) == total
    assert len(rows(client.get("/terms.csv?size=7", headers=bare).text)) == 7
    assert "next" not in client.get("/terms.csv").links


@pytest.mark.parametrize("path", ["/studies.csv", "/studies?format=csv", f"{GAP}.csv"])
def test_a_browser_gets_the_mark_of_utf_8(path, client):
    marked, plain = client.get(path, headers=BROWSER), client.get(path)
    assert marked.content == BOM_UTF8 + plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    assert marked.headers["content-type"] == plain.headers["content-type"]
    for said, headers in ((marked, BROWSER), (plain, {})):
        again = client.get(path, headers={**headers, "If-None-Match": said.headers["etag"]})
        assert again.status_code == 304
        assert client.get(path, headers=headers).content == said.content  # from the cache of responses
    other = client.get(path, headers={"If-None-Match": marked.headers["etag"]})
    assert other.content == plain.content


@pytest.mark.parametrize("suffix", ["json", "html", "ris", "bib"])
def test_only_tables_have_the_mark(suffix, client):
    assert not client.get(f"/studies.{suffix}", headers=BROWSER).content.startswith(BOM_UTF8)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/studies?format=csv", "studies.csv"),
        (f"{GAP}.ris", "gap_integrated_lyophilization.ris"),
        ("/ask.bib?pat-modality=nir-spectroscopy", "ask.bib"),
    ],
)
def test_a_saved_file_has_a_name(path, name, client):
    assert client.get(path).headers["content-disposition"] == f'inline; filename="{name}"'
    assert "content-disposition" not in client.get("/studies").headers


def test_crawlers_are_told_what_has_no_end(client):
    said = client.get("/robots.txt")
    assert said.headers["content-type"].startswith("text/plain")
    assert {"User-agent: *", "Disallow: /ask", "Disallow: /map"} <= set(said.text.splitlines())


def test_a_browser_finds_the_icon(client):
    assert client.get("/favicon.ico").headers["content-type"].startswith("image/svg+xml")
