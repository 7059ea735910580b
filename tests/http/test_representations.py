"""Every route of data in every form: JSON, JSON-LD, CSV, Turtle, N-Triples, RDF/XML; and what HTTP asks of them all."""

import csv
import gzip
import io
import re
import warnings

import pytest
from fastapi.testclient import TestClient
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef

from api.app import create_app
from api.formats.csv import LARGEST_MATRIX
from kg.ontology.reading import read_ontology
from kg.rdf.data_iris import review_iri, study_iri
from kg.rdf.iris import ANSWER, DEFINITION, FACET, INCOMPATIBILITY, LACUNA, TERM, VERSION, service_iri
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load

GAP = "/gaps/gap_integrated_lyophilization"
ASK = "/ask?pat-modality=raman-spectroscopy&ai-method=deep-learning"
MATRIX = "/matrix?rows=publication-type&columns=manufacturing-mode"
VOIDS = "/voids?facets=unit-operation,pat-modality&top=3"
QUERY = f"{GAP}/query"
JSON, LD, CSV = "application/json", "application/ld+json", "text/csv"
HTML = "text/html"
STORED = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
"""The media types that give the stored triples, with rdflib's names of them."""
RIS, BIBTEX = "application/x-research-info-systems", "application/x-bibtex"
CYPHER, SPARQL = "application/vnd.neo4j.cypher", "application/sparql-query"

FORMS = {
    GAP: {JSON, LD, HTML, CSV, RIS, BIBTEX},
    f"{GAP}?definition=lenient&completeness=review": {JSON, LD, HTML, CSV, RIS, BIBTEX},
    ASK: {JSON, LD, HTML, CSV, RIS, BIBTEX},
    "/gaps": {JSON, LD, HTML, CSV},
    MATRIX: {JSON, LD, HTML, CSV},
    f"{MATRIX}&by=study-design&sort=surprise&within=publication-type=narrative-review,perspective": {
        JSON,
        LD,
        HTML,
        CSV,
    },
    VOIDS: {JSON, LD, HTML, CSV},
    "/diff?from=current": {JSON, LD, HTML},
    f"{VOIDS}&within=unit-operation=lyophilization&within=year=2018..2025&k=2&grade=observed": {JSON, LD, HTML, CSV},
    "/facets": {JSON, LD, HTML, CSV},
    "/facets/unit-operation": {JSON, LD, HTML, CSV, *STORED},
    "/terms?q=drying": {JSON, LD, HTML, CSV},
    "/terms/lyophilization": {JSON, LD, HTML, *STORED},
    "/definitions": {JSON, LD, HTML, CSV, *STORED},
    "/definitions/integrated-strict": {JSON, LD, HTML, *STORED},
    "/studies": {JSON, LD, HTML, CSV, RIS, BIBTEX},
    "/studies/beke-2021": {JSON, LD, HTML, *STORED, RIS, BIBTEX},
    "/reviews": {JSON, LD, HTML, CSV},
    "/reviews/okafor-bello-2025": {JSON, LD, HTML},
    QUERY: {JSON, CYPHER, SPARQL},
    "/ask/query?pat-modality=raman-spectroscopy": {JSON, CYPHER, SPARQL},
}
EVERY = sorted(set().union(*FORMS.values()))
FORMS_OF_EACH = [(path, media) for path, forms in FORMS.items() for media in sorted(forms)]


def read(client, path, media, **headers):
    said = client.get(path, headers={"Accept": media, **headers})
    assert said.status_code == 200, said.text
    return said


def triples(client, path, media=LD):
    with warnings.catch_warnings():  # rdflib 7.6 parses JSON-LD with a class that it deprecates itself
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=read(client, path, media).text, format=STORED.get(media, media))


def rows(client, path):
    return list(csv.DictReader(io.StringIO(read(client, path, CSV).text)))


@pytest.mark.parametrize(("path", "media"), FORMS_OF_EACH)
def test_a_form_is_had_by_asking_for_it(path, media, client):
    said = read(client, path, media)
    assert said.headers["content-type"].partition(";")[0] == media
    assert {"Accept", "Accept-Encoding"} <= {each.strip() for each in said.headers["vary"].split(",")}
    assert said.content == read(client, path, media).content


@pytest.mark.parametrize("path", FORMS)
def test_what_cannot_be_had_is_refused_with_what_can(path, client):
    for media in (*EVERY, "image/png"):
        if media not in FORMS[path]:
            said = client.get(path, headers={"Accept": media})
            assert said.status_code == 406
            if media == HTML:  # the problem is a page, too
                assert said.headers["content-type"].startswith(HTML)
                continue
            assert said.headers["content-type"] == "application/problem+json"
            assert set(said.json()["offered"]) == FORMS[path]
            assert media in said.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*;q=0.5, text/csv;q=0.4", JSON),
        ("application/json;q=0.5, text/csv", CSV),
        ("text/csv; charset=utf-8; header=present", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("application/json;q=0, */*;q=0.1", LD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", application/json;q=0.9', LD),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("json", None),
        ("text/html", HTML),
        ("*/*;q=0", None),
    ],
)
def test_what_is_accepted_is_weighed(accept, media, client):
    said = client.get(GAP, headers={"Accept": accept} if accept is not None else {})
    assert said.headers["content-type"].partition(";")[0] == (media or "application/problem+json")
    assert said.status_code == (200 if media else 406)


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path, forms in FORMS.items() if LD in forms])
def test_json_ld_is_the_json_with_a_context(path, client):
    plain, linked = read(client, path, JSON).json(), read(client, path, LD).json()

    def keys(value, into, of=""):
        for name, each in (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        ):
            if isinstance(name, str):
                into.add(f"{of}.{name}")
            keys(each, into, f"{of}.{name}" if isinstance(name, str) else of)
        return into

    renamed = keys(plain, set()) - keys(linked, set())
    assert all("charted" in name and name.endswith(".terms") for name in renamed)  # of what is unclear: candidates
    assert len(triples(client, path)) > 5


def test_an_answer_as_triples_says_where_it_comes_from(client, dataset):
    graph = triples(client, GAP)
    said = client.get(GAP).json()
    answer = service_iri(said["certificate"]["permalink"])
    version = VERSION[dataset.version.removeprefix("sha256:")]
    assert version in set(graph.objects(answer, PROV.wasDerivedFrom))
    assert review_iri("okafor-bello-2025") in set(graph.objects(answer, PROV.wasDerivedFrom))
    assert graph.value(version, DCTERMS.identifier) == Literal(dataset.version)
    assert graph.value(answer, DCTERMS.license) == URIRef("https://spdx.org/licenses/CC-BY-4.0")
    activity = graph.value(answer, PROV.wasGeneratedBy)
    assert graph.value(activity, PROV.used) == version
    agent = graph.value(activity, PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in graph
    assert not list(graph.objects(None, PROV.generatedAtTime))
    possible = {URIRef(study_iri("okafor-bello-2025", each["id"])) for each in said["possible"]}
    assert possible == set(graph.subjects(RDF.type, LACUNA.Study))
    condition = graph.value(graph.value(answer, ANSWER.question), LACUNA.hasCondition)
    assert graph.value(condition, LACUNA.counts) == TERM.lyophilization


@pytest.mark.parametrize(
    "path",
    ["/terms/lyophilization", "/terms/drying", "/facets/unit-operation", "/studies/beke-2021", "/studies/fulop-2021"],
)
def test_json_ld_says_of_stored_things_what_is_stored(path, client, dataset):
    """What both say with a property of the ontology or of SKOS, both say alike; only inverses and ids are added."""
    stored, added = dataset.rdf, {SKOS.narrower, SKOS.notation, DCTERMS.isPartOf, DCTERMS.license, DCTERMS.identifier}
    known = set(stored.predicates()) - added
    graph = triples(client, path)
    shared = [
        triple for triple in graph if triple[1] in known and triple[0] not in VERSION and isinstance(triple[0], URIRef)
    ]
    assert len(shared) >= 5
    for subject, predicate, value in shared:
        if isinstance(value, Literal) and not value.language:
            assert str(value) in {str(each) for each in stored.objects(subject, predicate)}
        else:
            assert (subject, predicate, value) in stored or value == SKOS.Concept


@pytest.mark.slow
def test_the_context_names_only_properties_that_there_are(client):
    ontology = read_ontology()
    for path, forms in FORMS.items():
        if LD in forms:
            graph = triples(client, path)
            used = {each for triple in graph for each in triple if str(each).startswith(str(LACUNA))}
            assert all((each, None, None) in ontology for each in used), path


# --- CSV ---------------------------------------------------------------------------------------------------------------


def test_an_answer_as_csv_lists_its_studies_and_can_be_cited(client, dataset):
    for path in (GAP, "/gaps/gap_raman_deep_learning", f"{GAP}?completeness=review"):
        said = client.get(path).json()
        found = rows(client, path)
        expected = [
            (study["id"], unit if status == "certain" else unit["id"], status)
            for status in ("certain", "possible")
            for study in said[status]
            for unit in study["units"]
        ]
        assert [(row["study"], row["unit"], row["status"]) for row in found] == expected
        for row in found:
            assert row["verdict"] == said["verdict"]
            assert row["bounds.upper"] == str(said["bounds"]["upper"])
            assert row["population.uncharted"] == "54"
            assert row["certificate.dataset"] == dataset.version
            assert row["certificate.licence"] == "CC-BY-4.0"
            assert bool(row["open"]) == (row["status"] == "possible")


def test_an_answer_without_studies_still_says_its_verdict(client):
    path = "/ask?year=1950"
    said = client.get(path).json()
    assert (said["certain"], said["possible"]) == ([], [])
    (row,) = rows(client, path)
    assert (row["study"], row["status"], row["verdict"]) == ("", "", said["verdict"])


def test_a_matrix_as_csv_has_every_cell(client):
    said = client.get(MATRIX).json()
    found = rows(client, MATRIX)
    assert [(row["row"], row["column"], row["verdict"], int(row["bounds.certain"])) for row in found] == [
        (cell["row"], cell["column"], cell["verdict"], cell["bounds"]["certain"]) for cell in said["cells"]
    ]
    for row in found:
        address = said["href"].replace("{row}", row["row"]).replace("{column}", row["column"])
        assert row["href"] == ("" if row["barred"] else f"http://testserver{address}")
    assert {(row["rows.facet"], row["columns.facet"]) for row in found} == {("publication-type", "manufacturing-mode")}
    assert {(row["dataset"], row["licence"]) for row in found} == {(said["dataset"], "CC-BY-4.0")}


def test_barred_cells_are_marked_in_every_form(client):
    path = "/matrix?rows=product-type&columns=quality-attribute"
    barred = {(cell["row"], cell["column"]): cell["barred"] for cell in client.get(path).json()["cells"]}
    rule = "visible-particles-in-tablets"
    assert barred["minitablet", "visible-particles"] == [rule]
    for row in rows(client, path):
        assert row["barred"] == "; ".join(barred[row["row"], row["column"]])
        assert (row["verdict"] == "") == bool(row["barred"])
    graph = triples(client, path)
    (node,) = set(graph.subjects(RDF.type, LACUNA.Incompatibility)) & {INCOMPATIBILITY[rule]}
    assert set(graph.objects(node, LACUNA.bars)) == {TERM["tablet"], TERM["visible-particles"]}
    assert graph.value(node, DCTERMS.source)
    cells = [each for each in graph.subjects(ANSWER.barred, node) if (each, ANSWER.row, TERM["minitablet"]) in graph]
    assert [graph.value(cell, ANSWER.column) for cell in cells] == [TERM["visible-particles"]]


def test_a_matrix_does_not_repeat_its_question(client):
    """It stands in the template of the cells' addresses, and in those of each side's totals."""
    text = read(client, f"{MATRIX}&definition=lenient", LD).text
    assert text.count("definition=integrated-lenient") == 3
    assert text.count("/ask?") == 3


@pytest.mark.slow
def test_the_largest_matrix_stays_within_its_bound(client):
    path = "/matrix?rows=country&columns=unit-operation"
    for media in (JSON, LD, CSV):
        assert len(read(client, path, media).content) < LARGEST_MATRIX
    terms = [each["id"] for each in client.get("/facets/country").json()["members"] if each["id"] != "country"]
    long = f"{path}&country={','.join(terms)}&country={','.join(terms[1:])}"
    assert len(read(client, long, JSON).content) < LARGEST_MATRIX
    refused = client.get(long, headers={"Accept": CSV})
    assert (refused.status_code, "64 MiB" in refused.json()["detail"]) == (422, True)


FORMULAS = {
    "=1+1": "'=1+1",
    "+44 20": "'+44 20",
    "-2": "'-2",
    "@SUM(A1)": "'@SUM(A1)",
    "'=x": "''=x",
    "'quoted'": "'quoted'",
    "a=b": "a=b",
    "1-2": "1-2",
}


def test_csv_carries_no_live_formula(tmp_path, write_sheet, seed_rows):
    row = {**seed_rows[0], "doi": ""}
    titled = [{**row, "study": f"s{each}", "title": text} for each, text in enumerate(FORMULAS.values())]
    keyed = {**row, "study": "=HYPERLINK(A1)", "unit": "@u", "title": "T", "citation": "-c"}
    load((str(write_sheet([*titled, keyed])),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        found = {row["study"]: row for row in rows(client, "/ask?year=1900..2100")}
        assert [found[f"s{number}"]["title"] for number in range(len(FORMULAS))] == list(FORMULAS.values())
        row = found["'=HYPERLINK(A1)"]
        assert (row["unit"], row["citation"]) == ("'=HYPERLINK(A1)/@u", "'-c")
        for path in ("/studies", "/ask?year=1900..2100", "/gaps?size=1", "/terms", "/definitions", MATRIX):
            for line in csv.reader(io.StringIO(read(client, path, CSV).text)):
                assert not [cell for cell in line if cell[:1] in set("=+-@\t\r")]
        assert [study["title"] for study in client.get("/studies").json()["items"]][1:] == list(FORMULAS)


@pytest.mark.slow
def test_lists_as_csv_have_a_row_for_each_item(client, dataset):
    for path in ("/gaps", "/studies", "/facets", "/terms?q=drying", "/definitions"):
        said, found = client.get(path).json(), rows(client, path)
        assert len(found) == len(said["items"])
        assert all(dataset.version in row.values() and "CC-BY-4.0" in row.values() for row in found)
    by_name = {row["question.name"]: row for row in rows(client, "/gaps")}
    assert by_name["gap_integrated_lyophilization"]["verdict"] == "none-reported"
    assert client.get("/studies?size=2", headers={"Accept": CSV}).links["next"]["url"] == "/studies?page=2&size=2"


def test_columns_do_not_depend_on_the_rows(client):
    def heading(path):
        return read(client, path, CSV).text.partition("\r\n")[0]

    assert heading("/gaps?verdict=void") == heading("/gaps")
    assert heading(ASK) == heading(GAP)
    assert heading("/studies?size=1") == heading("/studies")


# --- Stored triples ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path, forms in FORMS.items() if forms.issuperset(STORED)])
def test_triples_are_those_that_are_stored(path, client, dataset):
    graph, *others = (triples(client, path, media) for media in STORED)
    assert len(graph) >= 5
    assert all(triple in dataset.rdf for triple in graph)
    for other in others:
        assert set(other) == set(graph)


@pytest.mark.parametrize("path", ["/studies/beke-2021", "/definitions"])
def test_triples_are_in_canonical_order(path, client):
    """So a process whose sets have another order writes the same bytes under the same ``ETag``."""
    lines = read(client, path, "application/n-triples").text.splitlines()
    assert lines == sorted(lines)
    subjects = dict.fromkeys(line.partition(" ")[0].strip("<>") for line in lines)
    about = re.findall('rdf:about="([^"]+)"', read(client, path, "application/rdf+xml").text)
    assert len(subjects) > 10
    assert about == list(subjects)


def test_a_term_and_a_facet_say_their_concept_scheme(client):
    scheme = FACET["unit-operation"]
    for path in ("/terms/lyophilization", "/facets/unit-operation"):
        for media in (LD, *STORED):
            assert (TERM.lyophilization, SKOS.inScheme, scheme) in triples(client, path, media)
    for media in STORED:
        assert (scheme, RDF.type, SKOS.ConceptScheme) in triples(client, "/facets/unit-operation", media)


def test_turtle_of_a_study_holds_everything_charted_about_it(client):
    graph, said = triples(client, "/studies/beke-2021", "text/turtle"), client.get("/studies/beke-2021").json()
    charted = len(said["charted"]) + sum(len(unit["charted"]) for unit in said["units"])
    assert len(set(graph.subjects(LACUNA.agreement))) == charted
    assert list(graph.subjects(RDF.type, LACUNA.ChartingActivity))
    assert (DEFINITION["integrated-strict"], RDF.type, LACUNA.Definition) in triples(
        client, "/definitions", "text/turtle"
    )
    assert graph.value(predicate=RDFS.label, object=Literal(said["citation"])) is not None


# --- Names and encodings -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_name_is_of_one_form_and_encoding(client):
    tags = {}
    for path, media in FORMS_OF_EACH:
        for encoding in ("gzip", "identity"):
            said = read(client, path, media, **{"Accept-Encoding": encoding})
            assert said.headers.get("content-encoding", "identity") == encoding
            assert said.headers["etag"] not in tags
            tags[said.headers["etag"]] = path, media, encoding
            again = client.get(
                path, headers={"Accept": media, "Accept-Encoding": encoding, "If-None-Match": said.headers["etag"]}
            )
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == said.headers["etag"]
            assert {"Accept", "Accept-Encoding"} <= {each.strip() for each in again.headers["vary"].split(",")}
            assert "content-type" not in again.headers
    for tag, (path, media, _) in tags.items():  # a name of another form, or of another encoding, holds nothing
        other = client.get(path, headers={"Accept": media, "Accept-Encoding": "identity", "If-None-Match": tag})
        assert (other.status_code == 304) == (other.headers["etag"] == tag)


def test_the_form_counts_and_not_the_words_that_asked_for_it(client):
    one, other = (read(client, GAP, accept) for accept in ("application/json", "application/*, text/csv;q=0.1"))
    assert one.headers["etag"] == other.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0, *", None),
        ("*", "gzip"),
        ("br, gzip;q=0.1", "gzip"),
        ("br", None),
        ("", None),
        ("x-gzip-like", None),
    ],
)
def test_gzip_is_for_who_accepts_it(accepted, encoding, client):
    with client.stream("GET", GAP, headers={"Accept-Encoding": accepted}) as said:
        raw = b"".join(said.iter_raw())
        assert said.headers.get("content-encoding") == encoding
        assert said.headers["content-length"] == str(len(raw))
    plain = client.get(GAP, headers={"Accept-Encoding": "identity"}).content
    assert (gzip.decompress(raw) if encoding else raw) == plain


@pytest.mark.parametrize(
    "path", [*FORMS, "/health", "/metrics", "/docs", "/openapi.json", "/terms/nowhere", "/nowhere"]
)
def test_head_is_get_without_the_body(path, client):
    for encoding in ("gzip", "identity"):
        asked, had = (client.request(method, path, headers={"Accept-Encoding": encoding}) for method in ("HEAD", "GET"))
        assert asked.status_code == had.status_code
        assert asked.content == b""
        changing = {"x-request-id"} | ({"content-length"} if path == "/metrics" else set())
        assert {k: v for k, v in asked.headers.items() if k not in changing} == {
            k: v for k, v in had.headers.items() if k not in changing
        }


def test_ids_with_any_sign_have_iris(tmp_path, write_sheet, seed_rows):
    row = {**seed_rows[0], "study": "Müller & Söhne 2020", "unit": "a unit"}
    load((str(write_sheet([row], "own review.csv")),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (study,) = client.get("/studies").json()["items"]
        graph = triples(client, "/studies")
        assert (study_iri(study["reviews"][0], study["id"]), RDF.type, LACUNA.Study) in graph
        assert len(triples(client, "/ask?year=1900..2100")) > 5
        (certain,) = client.get("/ask?year=1900..2100").json()["certain"]
        assert certain["id"] == study["id"]


def test_several_accept_headers_are_one(client):
    said = client.get(GAP, headers=[("Accept", "text/csv;q=0.5"), ("Accept", "application/ld+json")])
    assert said.headers["content-type"] == LD
