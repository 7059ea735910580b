"""The service as its users hold it."""

import csv
import json
import re
import time
from dataclasses import replace
from itertools import combinations
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from rdflib import DCTERMS, SKOS, Graph

from api.app import create_app
from api.service import Service
from kg.crossing.matrix import MOST_CELLS
from kg.questions.catalogue import find, read_catalogue
from kg.questions.reading import MOST_CONDITIONS
from kg.settings import Settings
from kg.versions.home import Home
from loaders.pipeline import load

GAP = "/gaps/gap_integrated_lyophilization"


def expanded(matrix, cell):
    """The address of a cell: the matrix's URI template (RFC 6570) with the cell's terms."""
    values = {f"{{{name}}}": quote(cell[name], safe="") for name in ("row", "column")}
    return re.sub(r"\{\w+\}", lambda variable: values[variable[0]], matrix["href"])


def test_health(client, dataset):
    said = client.get("/health").json()
    assert (said["status"], said["dataset"], said["graph"]) == ("ok", dataset.version, "ladybug")


def test_an_answer_has_the_shape_that_was_promised(client):
    said = client.get(GAP).json()
    assert list(said) == [
        *("question", "verdict", "kind", "sentence", "bounds", "population", "reasons", "certain", "possible"),
        *("near_misses", "anchors", "table", "sensitivity", "next_study", "claims", "certificate"),
    ]
    assert said["question"]["where"] == [{"facet": "unit-operation", "in": ["lyophilization"]}]
    assert list(said["bounds"]) == ["certain", "reported", "possible", "upper"]
    assert said["bounds"]["upper"] == said["bounds"]["possible"] + said["population"]["uncharted"]
    reasons = {"not-reported", "unclear", "not-charted", "too-coarse", "not-exhaustive", "reviews-disagree"}
    assert set(said["reasons"]) == reasons
    assert sum(said["population"]["read"].values()) == said["population"]["charted"] == 31
    nearness = [
        (not study["hinted"], study["silent"], min(len(unit["open"]) for unit in study["units"]), study["id"])
        for study in said["possible"]
    ]
    assert nearness == sorted(nearness)
    assert sum(not study["silent"] for study in said["possible"]) == said["bounds"]["reported"]


@pytest.mark.parametrize(
    "path", [GAP, f"{GAP}?definition=lenient&completeness=review&k=5", "/ask?ai-method=deep-learning&k=2"]
)
def test_the_permalink_gives_the_same_bytes(path, client):
    first = client.get(path)
    assert first.content == client.get(path).content
    permalink = first.json()["certificate"]["permalink"]
    assert client.get(permalink).content == first.content


def test_relying_on_the_review_alone(client):
    said = client.get(f"{GAP}?completeness=review").json()
    assert said["bounds"] == {
        "certain": 0,
        "reported": client.get(GAP).json()["bounds"]["reported"],
        "possible": 31,
        "upper": 85,
    }
    assert said["certificate"]["completeness"] == []
    assert any(unit["id"] == "further-unit" for study in said["possible"] for unit in study["units"])


def test_the_command_line_gives_the_same_bytes(client, lacuna):
    over_http = client.get("/ask?pat-modality=raman-spectroscopy&ai-method=deep-learning").content
    where = ("--where", "pat-modality=raman-spectroscopy", "--where", "ai-method=deep-learning")
    assert lacuna("ask", *where, "--json").stdout.encode() == over_http
    assert lacuna("ask", "gap_integrated_lyophilization", "--json").stdout.encode() == client.get(GAP).content


def test_a_comma_means_any_and_a_repeated_facet_every_one(client):
    either = client.get("/ask?ai-method=deep-learning,chemometrics").json()
    both = client.get("/ask?ai-method=deep-learning&ai-method=chemometrics").json()
    assert [each["in"] for each in either["question"]["where"]] == [["chemometrics", "deep-learning"]]
    assert [each["in"] for each in both["question"]["where"]] == [["chemometrics"], ["deep-learning"]]
    assert both["bounds"]["certain"] < either["bounds"]["certain"]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/ask?pat-modality=NIR", "/ask?pat-modality=nir-spectroscopy"),
        ("/ask?pat-modality=Near%20Infrared,Raman", "/ask?pat-modality=nir-spectroscopy,raman-spectroscopy"),
        ("/ask?unit%20operation=Freeze%E2%80%93Drying", "/ask?unit-operation=lyophilization"),
        ("/ask?year=2021&not.PAT%20tool=nirs", "/ask?year=2021&not.pat-modality=nir-spectroscopy"),
        (
            "/matrix?rows=Twin%20label&columns=integration%20level&pat-modality=NIR",
            "/matrix?rows=twin-label&columns=integration-level&pat-modality=nir-spectroscopy",
        ),
    ],
)
def test_a_synonym_is_answered_as_the_term_that_it_means(asked, canonical, client):
    found, expected = client.get(asked), client.get(canonical)
    assert (found.status_code, found.content) == (200, expected.content)
    assert "%20" not in found.text


@pytest.mark.parametrize(
    ("path", "status", "parameter", "nearest"),
    [
        ("/ask?unit-operation=lyofilization", 422, "unit-operation", "lyophilization"),
        ("/ask?unit-opration=coating", 422, "unit-opration", "unit-operation"),
        ("/ask?not.unit-opration=coating&ai-method=clustering", 422, "not.unit-opration", None),
        ("/ask", 422, "where", None),
        ("/ask?not.ai-method=clustering", 422, "where", None),
        ("/ask?year=soon", 422, "year", None),
        ("/ask?ai-method=clustering&k=0", 422, "k", None),
        ("/ask?ai-method=clustering&k=x", 422, "k", None),
        ("/ask?ai-method=clustering&k=1001", 422, "k", None),
        (f"{GAP}?k=-1", 422, "k", None),
        (f"/gaps?k={'7' * 7000}", 422, "k", None),
        ("/matrix?rows=twin-label&columns=integration-level&k=1e3", 422, "k", None),
        ("/matrix?rows=country&columns=country", 422, "columns", None),
        ("/studies?page=2", 422, "page", "1"),
        ("/terms?size=100&page=99", 422, "page", "9"),
        (f"/facets?page={'9' * 4000}", 422, "page", "1"),
        ("/definitions?q=&page=99", 422, "q", None),
        ("/health?version=", 422, "version", None),
        ("/sparql?version=", 422, "version", None),
        (f"{GAP}/query?version=", 422, "version", None),
        ("/ask?ai-method=clustering&completeness=none", 422, "completeness", None),
        (f"{GAP}?definition=strickt", 422, "definition", None),
        (f"{GAP}?defintion=strict", 422, "defintion", "definition"),
        ("/gaps/gap_raman_deep_learning?definition=strict", 422, "definition", None),
        (f"{GAP}?definition=own-work", 422, "definition", "integrated-lenient"),
        (f"{GAP}.ris?definition=closed-loop", 422, "definition", "integrated-strict"),
        (f"{GAP}.bib?definition=digital twin", 422, "definition", None),
        (f"{GAP}/query?definition=coupled-twin", 422, "definition", "integrated-strict"),
        ("/gaps/gap_twin_coating?definition=strict", 422, "definition", "described-twin"),
        ("/gaps/gap_maturity_order?definition=own-work", 422, "definition", None),
        ("/gaps?verdict=viod", 422, "verdict", None),
        ("/matrix?rows=unit-operation", 422, "columns", None),
        ("/matrix?rows=unit-operation&columns=pat-modalty", 422, "columns", "pat-modality"),
        ("/matrix?rows=unit-operation&columns=maturity-level", 422, "columns", None),
        ("/studies?size=0", 422, "size", None),
        ("/gaps/gap_integrated_lyophilisation", 404, None, "gap_integrated_lyophilization"),
        (f"{GAP}?version=sha256:00", 404, "version", None),
        (f"{GAP}?version=sha256:{'0' * 64}", 404, "version", None),
        (f"{GAP}?review=okafor-bello-2024", 404, "review", "okafor-bello-2025"),
        ("/studies/beke-2012", 404, None, "beke-2021"),
        ("/terms/lyofilization", 404, None, "lyophilization"),
        ("/facets/unit-operations", 404, None, "unit-operation"),
        ("/nowhere", 404, None, None),
        ("/ask?ai-method=clustering&rows=x", 422, "rows", None),
        ("/ask?ai-method=clustering&k=2&k=5", 422, "k", None),
        ("/ask?ai-method=clustering&version=", 422, "version", None),
        (f"{GAP}?definition=strict&definition=lenient", 422, "definition", None),
        ("/gaps?tag=geography&definition=nonsense", 422, "definition", None),
        ("/gaps?tag=digital twin", 422, "tag", "digital twins"),
        ("/ask?year=0..99999999999999999999", 422, "year", None),
    ],
)
def test_errors_are_problems_that_name_what_is_wrong(path, status, parameter, nearest, client):
    said = client.get(path)
    assert said.status_code == status
    assert said.headers["content-type"] == "application/problem+json"
    body = said.json()
    assert body["status"] == status
    assert body["detail"]
    assert body.get("parameter") == parameter
    if parameter not in (None, "where"):
        assert parameter in body["detail"]
    assert nearest is None or nearest in body["nearest"]


def test_versions_that_are_compared_are_named_when_wrong(client, home_folder):
    for parameter in ("from", "to"):
        said = client.get(f"/diff?{parameter}=nix")
        assert (said.status_code, said.json()["parameter"], said.json()["value"]) == (404, parameter, "nix")
    version = Home(home_folder).manifest(Home(home_folder).current()).version
    assert client.get(f"/diff?from=current&to=current&version={version}").status_code == 200
    assert client.get(f"/diff?from=current&to={version[:20]}&version={version}").status_code == 200


def test_other_methods_are_refused(client):
    said = client.post(GAP)
    assert said.status_code == 405
    assert said.headers["content-type"] == "application/problem+json"
    assert said.headers["allow"] == "GET, HEAD"


def test_nothing_stored_is_503(tmp_path):
    with TestClient(create_app(Settings(home=tmp_path))) as empty:
        said = empty.get("/health")
        assert said.status_code == 503
        assert "lacuna load" in said.json()["detail"]


@pytest.mark.slow
def test_a_load_is_answered_from_the_next_request_on(tmp_path, write_sheet, seed_rows):
    home = Home(tmp_path / "home")
    first = load((str(write_sheet(seed_rows[:3], "three.csv")),), home).version.version
    client = TestClient(create_app(Settings(home=tmp_path / "home")))
    before = client.get("/studies")
    etag = before.headers["etag"]
    assert before.json()["page"]["total"] == 3
    second = load((str(write_sheet(seed_rows[:2], "two.csv")),), home).version.version
    assert client.get("/health").json()["dataset"] == second
    assert client.get("/studies", headers={"If-None-Match": etag}).status_code == 200
    assert client.get("/studies").json()["page"]["total"] == 2
    old = client.get(f"/ask?year=2000..2100&version={first}").json()
    assert old["certificate"]["dataset"] == first
    assert {"included": None, "charted": 3, "uncharted": None}.items() <= old["population"].items()
    assert old["bounds"]["upper"] is None
    assert old["certificate"]["licence"] == "not stated"
    never = client.get("/ask?unit-operation=lyophilization&country=asia&definition=strict").json()
    assert never["verdict"] in {"none-reported", "void-among-charted"}


@pytest.mark.slow
def test_two_reviews_are_two_populations(tmp_path, write_sheet, seed_rows):
    sheets = [str(write_sheet(seed_rows[:3], "three.csv")), str(write_sheet(seed_rows[:2], "two.csv"))]
    load(sheets, Home(tmp_path / "home"))
    client = TestClient(create_app(Settings(home=tmp_path / "home")))
    path = "/ask?year=2000..2100"
    assert client.get(path).json()["bounds"]["certain"] == 3
    other = client.get(f"{path}&review=two").json()
    assert other["bounds"]["certain"] == 2
    assert other["question"]["href"] == "/ask?year=2000..2100&review=two"
    assert client.get(other["certificate"]["permalink"]).json() == other
    asked = "&k=1&completeness=review&year=1990..2030"
    table = client.get("/matrix?rows=publication-type&columns=unit-operation&review=two" + asked).json()
    certain = [cell for cell in table["cells"] if cell["bounds"]["certain"]]
    assert certain
    for cell in certain:
        linked = client.get(expanded(table, cell)).json()
        assert (linked["bounds"], linked["verdict"]) == (cell["bounds"], cell["verdict"])


@pytest.mark.slow
def test_the_catalogue(client):
    said = client.get("/gaps").json()
    assert [each["question"]["name"] for each in said["items"]] == sorted(read_catalogue())
    assert said["page"] == {"number": 1, "size": 100, "total": len(read_catalogue())}
    about_studies = [each for each in said["items"] if "of" not in each["population"]]
    assert len(said["items"]) - len(about_studies) == 2
    assert all(each["population"]["charted"] == 31 for each in about_studies)
    integration = client.get("/gaps?tag=integration").json()["items"]
    tagged = {name for name, stored in read_catalogue().items() if "integration" in stored.tags}
    assert {each["question"]["name"] for each in integration} == tagged
    reporting = client.get("/gaps?kind=reporting").json()["items"]
    assert reporting == [each for each in said["items"] if each["kind"] == "reporting"]
    assert reporting
    for verdict in ("unresolved", "sparse", "void"):
        found = client.get(f"/gaps?verdict={verdict}").json()["items"]
        assert [each["verdict"] for each in found] == [
            each["verdict"] for each in said["items"] if each["verdict"] == verdict
        ]


@pytest.mark.slow
@pytest.mark.parametrize("named", ["lenient", "coupled-twin", "own-work", "ai-on-pat-newer"])
def test_a_list_is_asked_anew_where_the_notion_is_the_same(named, client, vocabulary):
    catalogue, meant = read_catalogue(), vocabulary.find_definition(named)
    usual = {each["question"]["name"]: each for each in client.get("/gaps?size=1000").json()["items"]}
    other = {
        each["question"]["name"]: each for each in client.get(f"/gaps?size=1000&definition={named}").json()["items"]
    }
    assert usual.keys() == other.keys() == catalogue.keys()
    for name, stored in catalogue.items():
        own = vocabulary.find_definition(stored.definition or "")
        if own and own.notion == meant.notion:
            assert other[name] == client.get(f"/gaps/{name}?definition={named}").json()
            assert other[name]["question"]["definition"] == meant.id
        else:
            assert other[name] == usual[name]
    rows = list(csv.DictReader(client.get(f"/gaps.csv?definition={named}").text.splitlines()))
    assert {each["question.name"]: each["question.definition"] for each in rows} == {
        name: each["question"]["definition"] or "" for name, each in other.items()
    }


def test_pages(client):
    first = client.get("/gaps?size=30")
    assert len(first.json()["items"]) == 30
    assert first.links["next"]["url"] == "/gaps?page=2&size=30"
    second = client.get(first.links["next"]["url"])
    assert "next" not in second.links
    together = first.json()["items"] + second.json()["items"]
    assert together == client.get("/gaps").json()["items"]


def test_every_stored_question_is_a_documented_route(client):
    paths = client.get("/openapi.json").json()["paths"]
    for name, stored in read_catalogue().items():
        assert paths[f"/gaps/{name}"]["get"]["summary"] == stored.text


@pytest.mark.parametrize(
    ("media", "first"), [("application/vnd.neo4j.cypher", "// Is there"), ("application/sparql-query", "# Is there")]
)
def test_the_query_that_runs_by_accept(media, first, client, lacuna):
    said = client.get(f"{GAP}/query", headers={"Accept": media})
    assert said.headers["content-type"].startswith(media)
    assert said.text.startswith(first)
    option = "--cypher" if "cypher" in media else "--sparql"
    assert lacuna("show", "gap_integrated_lyophilization", option).stdout == said.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/vnd.neo4j.cypher;q=0, application/json", "application/json"),
        ("application/json, application/vnd.neo4j.cypher;q=0.2", "application/json"),
        ("application/sparql-query, application/vnd.neo4j.cypher;q=0.1", "application/sparql-query"),
        ("APPLICATION/SPARQL-QUERY", "application/sparql-query"),
        ("text/plain", None),
    ],
)
def test_what_is_accepted_is_weighed(accept, media, client):
    said = client.get(f"{GAP}/query", headers={"Accept": accept})
    if media is None:
        assert said.status_code == 406
        assert said.headers["content-type"] == "application/problem+json"
    else:
        assert said.headers["content-type"].split(";")[0] == media
        assert "Accept" in said.headers["vary"].split(", ")


def test_an_answer_that_the_client_has_is_not_sent_again(client, home_folder):
    for path in (
        GAP,
        "/ask?ai-method=deep-learning",
        "/matrix?rows=ai-task&columns=data-type",
        "/studies",
        f"{GAP}/query",
    ):
        first = client.get(path)
        etag = first.headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", W/{etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    tags = {
        client.get(path, headers=headers).headers["etag"]
        for path in (GAP, f"{GAP}?k=5", f"{GAP}/query")
        for headers in ({"Accept": "application/json"}, {"Accept": "application/sparql-query, */*;q=0.1"})
    }
    assert len(tags) == 4  # what is accepted counts only by the form that comes of it
    assert "etag" not in client.get("/ask").headers
    stored = find(read_catalogue(), "gap_raman_deep_learning")
    changed = replace(stored, spec=stored.spec.model_copy(update={"text": "Changed"}))
    other = Service(Home(home_folder), {**read_catalogue(), stored.name: changed})
    before, client.app.state.service = client.app.state.service, other
    try:
        assert client.get(GAP).headers["etag"] not in tags
    finally:
        client.app.state.service = before
    assert client.get("/ask", headers={"If-None-Match": "*"}).status_code == 422


ANY = {"If-None-Match": "*"}


@pytest.mark.parametrize(
    "path",
    [
        *(
            GAP,
            f"{GAP}.csv",
            "/gaps?size=2",
            "/ask?ai-method=clustering",
            "/terms/lyophilization.ttl",
            "/versions",
            "/",
        ),
        *(
            "/map",
            "/model",
            "/openapi.json",
            "/ontology",
            "/export/manifest.json",
            "/.well-known/void",
            "/versions.atom",
        ),
        *("/static/lacuna.css", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=SELECT(NOW()AS%3Fx)%7B%7D"),
        *("/sparql?format=html", "/sparql?query=ASK%7B%7D&format=html"),
    ],
)
def test_an_answer_that_any_client_has_is_not_sent(path, client):
    for method in ("GET", "GET", "HEAD"):
        said = client.request(method, path, headers=ANY)
        assert (said.status_code, said.content) == (304, b"")
        whole = client.get(path)
        assert whole.status_code == 200
        for name in ("etag", "cache-control", "content-security-policy"):
            assert said.headers.get(name) == whole.headers.get(name)
        if not path.startswith("/static"):
            assert {*said.headers["vary"].split(", ")} == {*whole.headers["vary"].split(", ")}
            assert said.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/gaps/gap_none", 404), ("/ask?ai-method=none-such", 422), ("/export/none", 404), ("/static/none.css", 404)),
        *((f"{GAP}?definition=own-work", 422), ("/sparql?query=ASK", 400), ("/sparql?query=ASK&format=html", 400)),
        *(("/gaps?page=99", 422), ("/nowhere", 404)),
    ],
)
def test_what_is_not_there_is_no_answer_that_a_client_has(path, status, client):
    assert client.get(path, headers=ANY).status_code == status
    for accept in ("application/json", "text/html"):
        said = client.get(path, headers={"Accept": accept})
        assert said.status_code == status
        assert "Accept" in said.headers["vary"].split(", ")


def test_the_query_with_its_parameters(client):
    cypher, sparql = client.get(f"{GAP}/query", headers={"Accept": "application/json"}).json()
    assert cypher["parameters"]["unit_operation"] == ["lyophilization"]
    assert cypher["parameters"]["reviews"] == ["okafor-bello-2025"]
    assert "'lyophilization'" not in cypher["text"].partition("\nMATCH")[2].partition(":params")[0]
    assert "term:lyophilization" in sparql["text"]


def test_a_matrix_shows_every_cell(client):
    said = client.get("/matrix?rows=unit-operation&columns=pat-modality").json()
    assert len(said["cells"]) == len(said["rows"]["terms"]) * len(said["columns"]["terms"])
    verdicts = {cell["verdict"] for cell in said["cells"]}
    assert {"unresolved", "sparse", "populated"} <= verdicts
    assert "void" not in verdicts
    cell = next(
        cell for cell in said["cells"] if (cell["row"], cell["column"]) == ("powder-blending", "nir-spectroscopy")
    )
    assert cell["bounds"]["certain"] >= 1
    asked = client.get(expanded(said, cell)).json()
    assert (asked["bounds"], asked["verdict"]) == (cell["bounds"], cell["verdict"])


def test_a_cell_does_not_repeat_the_question(client):
    asked = "&definition=lenient&not.ai-method=clustering,chemometrics&year=2019..2025&k=7"
    said = client.get(f"/matrix?rows=pat-modality&columns=pat-modality{asked}").json()
    assert {tuple(cell) for cell in said["cells"]} == {("row", "column", "verdict", "bounds", "barred", "surprise")}
    assert said["href"].endswith("&pat-modality={row}&pat-modality={column}")
    for cell in said["cells"][::200]:
        linked = client.get(expanded(said, cell)).json()
        assert (linked["bounds"], linked["verdict"]) == (cell["bounds"], cell["verdict"])


def test_a_cell_that_does_not_apply_names_its_rules(client):
    said = client.get("/matrix?rows=unit-operation&columns=quality-attribute").json()
    barred = [cell for cell in said["cells"] if cell["barred"]]
    assert {cell["verdict"] for cell in barred} == {None}
    assert all(cell["bounds"]["possible"] >= 0 for cell in barred)
    assert None not in {cell["verdict"] for cell in said["cells"] if not cell["barred"]}
    rules = {rule["id"]: rule for rule in said["incompatible"]}
    assert set(rules) == {id_ for cell in barred for id_ in cell["barred"]}
    rule = rules["tablet-attribute-in-bioprocessing"]
    assert list(rule) == ["id", "label", "bars", "bars_without", "reason", "source"]
    assert (rule["bars"], rule["bars_without"]) == (["tablet-attribute", "bioprocessing"], [])
    refused = client.get(expanded(said, barred[0]))
    assert (refused.status_code, refused.json()["title"]) == (422, "Invalid question")
    for part in ("reason", "source"):
        assert rules[barred[0]["barred"][0]][part] in refused.json()["detail"]


@pytest.mark.parametrize("path", ["/ask?", "/matrix?rows=ai-method&columns=country&"])
def test_a_barred_question_is_refused(client, path):
    said = client.get(f"{path}unit-operation=harvest&quality-attribute=friability")
    assert said.status_code == 422
    assert said.headers["content-type"].startswith("application/problem+json")
    assert (said.json()["parameter"], said.json()["value"]) == ("quality-attribute", "friability")
    assert "tablet attributes in bioprocessing" in said.json()["detail"]


def test_any_two_facets_can_be_crossed(vocabulary, client):
    sizes = {facet.id: len(list(vocabulary.of_facet(facet.id))) for facet in vocabulary.charted_facets}
    largest, *others = sorted(sizes, key=sizes.__getitem__, reverse=True)
    assert all(sizes[one] * sizes[other] <= MOST_CELLS for one, other in combinations(sizes, 2))
    assert all(sizes[one] ** 2 <= MOST_CELLS for one in others)
    refused = client.get(f"/matrix?rows={largest}&columns={largest}").json()
    assert f"{sizes[largest] ** 2:,} cells" in refused["detail"]
    assert f"{MOST_CELLS:,} are allowed" in refused["detail"]


def test_a_matrix_leaves_room_for_the_terms_of_a_cell(client):
    facets = [each["id"] for each in client.get("/facets?level=unit").json()["items"]][: MOST_CONDITIONS - 1]
    matrix = "/matrix?rows=twin-label&columns=integration-level&"
    said = client.get(matrix + "&".join(f"{facet}={facet}" for facet in facets))
    assert (said.status_code, said.json()["parameter"]) == (422, "where")
    said = client.get(matrix + "&".join(f"{facet}={facet}" for facet in facets[1:])).json()
    assert client.get(expanded(said, said["cells"][0])).status_code == 200


@pytest.mark.parametrize("path", ["/ask?ai-method=clustering&k=", "/gaps?page=", "/ask?year=", f"{GAP}?k="])
def test_long_digit_strings_cost_no_time(path, client):
    client.get("/ask?ai-method=clustering")
    began = time.monotonic()
    for digits in ("9" * 4000, "9" * 7900, "-" + "1" * 7900):
        assert client.get(path + digits).status_code == 422
    assert time.monotonic() - began < 5


def test_the_last_page_is_full_or_the_only_one(client):
    total = client.get("/terms").json()["page"]["total"]
    last = client.get("/terms?size=100").links["last"]["url"]
    assert len(client.get(last).json()["items"]) == total % 100 or 100
    assert client.get("/terms?size=100&page=9").status_code == 200
    empty = client.get("/claims?reconciliation=contradicts&size=1000&page=1")
    assert empty.status_code == 200
    assert client.get("/gaps?tag=audit&verdict=void-among-charted&page=1").json()["page"]["total"] == 0


def test_facets_and_terms(client, vocabulary):
    facets = client.get("/facets").json()
    assert facets["page"]["total"] == len(vocabulary.facets)
    assert {each["level"] for each in client.get("/facets?level=study").json()["items"]} == {"study"}
    detail = client.get("/facets/unit-operation").json()
    assert [detail[name] for name in ("term_class", "property", "relationship")] == [
        "UnitOperation",
        "onOperation",
        "ON_OPERATION",
    ]
    (claims,) = (each for each in client.get("/facets?level=review").json()["items"] if each["id"] == "claim-kind")
    assert (claims["term_class"], claims["property"], claims["relationship"]) == ("ClaimKind", None, None)
    assert "lyophilization" in [term["id"] for term in detail["members"]]
    term = client.get("/terms/sterile-processing").json()
    assert "lyophilization" in term["narrower"]
    assert [each["id"] for each in client.get("/terms?q=freeze drying").json()["items"]] == ["lyophilization"]
    definitions = client.get("/definitions").json()["items"]
    ids = [each["id"] for each in definitions]
    assert ids == sorted(ids)
    assert {"integrated-lenient", "integrated-strict", "coupled-twin", "claimed-twin"} < set(ids)


def test_a_study_shows_source_and_coder_of_each_value(client):
    listed = client.get("/studies").json()
    assert listed["page"]["total"] == 31
    numbers = {"included": 85, "charted": 31, "uncharted": 54}
    assert numbers.items() <= listed["population"].items()
    assert listed["population"]["reviews"] == [{"id": "okafor-bello-2025", **numbers}]
    said = client.get("/studies/beke-2021").json()
    (unit,) = said["units"]
    operation = next(each for each in unit["charted"] if each["facet"] == "unit-operation")
    assert (operation["status"], operation["coder"], operation["charted_on"]) == ("coded", "first-pass", "2026-11-23")
    assert "powder-blending" in operation["terms"]
    assert operation["source"]
    charted = {each["facet"] for each in unit["charted"]}
    assert charted.isdisjoint(unit["not_charted"])
    assert "performance-metric" in unit["not_charted"]


def test_a_study_shows_the_notes_of_its_coders(tmp_path):
    """In every form: JSON, JSON-LD as triples of the graph, and the page, where a note is text and no markup."""
    sheet = tmp_path / "own.csv"
    rows = [
        "study,title,unit,coder,ai-method,source,notes",
        "s,T,u,A,none,p. 1,<b>two</b> plants",
        "s,T,u,B,none,p. 1,one; “plant”",
    ]
    sheet.write_text("\n".join(rows), encoding="utf-8")
    load((str(sheet),), Home(tmp_path / "home"))
    with TestClient(create_app(Settings(home=tmp_path / "home"))) as client:
        (unit,) = client.get("/studies/s").json()["units"]
        assert [(note["coder"], note["text"]) for note in unit["notes"]] == [
            ("A", "<b>two</b> plants"),
            ("B", "one; “plant”"),
        ]
        linked = Graph().parse(data=client.get("/studies/s", headers={"Accept": "text/turtle"}).text, format="turtle")
        said = {str(linked.value(note, DCTERMS.description)) for note in linked.objects(None, SKOS.editorialNote)}
        assert said == {"<b>two</b> plants", "one; “plant”"}
        page = client.get("/studies/s", headers={"Accept": "text/html"}).text
        assert "Note by A: &lt;b&gt;two&lt;/b&gt; plants" in page
        assert "<b>two</b>" not in page


def test_a_study_shows_how_its_coders_came_to_a_value(client):
    (unit,) = client.get("/studies/fulop-2021").json()["units"]
    operation = next(each for each in unit["charted"] if each["facet"] == "unit-operation")
    assert (operation["agreement"], operation["coder"], operation["confirmed"]) == (
        "adjudicated",
        "adjudication",
        False,
    )
    assert operation["reason"]
    assert operation["form"]
    assert [each["coder"] for each in operation["others"]] == ["first-pass", "second-pass"]
    assert "fluid-bed-drying" in operation["terms"]
    assert "fluid-bed-drying" not in operation["others"][0]["terms"]


def test_pages_of_other_origins_may_read(client):
    asked = {"Origin": "http://localhost:7474", "Access-Control-Request-Method": "GET"}
    assert client.options(GAP, headers=asked).headers["access-control-allow-origin"] == "*"
    assert client.get(GAP, headers={"Origin": "http://x.example"}).headers["access-control-allow-origin"] == "*"


def test_json_is_for_people_too(client):
    text = client.get(GAP).text
    assert text.endswith("}\n")
    assert "PAT–AI–twin" in text
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text
