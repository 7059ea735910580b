"""SPARQL over HTTP, as standard clients speak it. The service is a process of its own; its store also has the W3C's graphs."""

import csv
import io
import json
import shutil
import socket
import subprocess
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.dom.minidom import parseString

import pyoxigraph
import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from api.sparql.description import FORMATS, SD
from api.sparql.protocol import FORM, LONGEST, MEDIA_TYPES
from kg.query.federation import REFUSED, asks_elsewhere
from kg.rdf.iris import LACUNA
from kg.stores.version_files import write_checksums
from kg.versions.home import Home
from tests.support import w3c_protocol
from tests.support.served import QUERY, served

STUDIES = f"SELECT ?s {{ ?s a <{LACUNA.Study}> }} ORDER BY ?s"
of_rdflib = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # it reads JSON-LD with one
KINDS = {
    "results": ("SELECT ?x { VALUES ?x { 1 } }", "ASK {}"),
    "triples": ("CONSTRUCT { <a> <b> 1 } {}", f"DESCRIBE <{LACUNA.Study}>"),
}


@pytest.fixture(scope="module")
def folder(home_folder, tmp_path_factory) -> Path:
    """The loaded home, with the graphs of the W3C's tests beside the default graph of its version."""
    folder = tmp_path_factory.mktemp("w3c") / "home"
    shutil.copytree(home_folder, folder)
    home = Home(folder)
    store = pyoxigraph.Store(str(home.rdf_folder(home.current())))
    for name, triples in w3c_protocol.GRAPHS.items():
        graph = pyoxigraph.NamedNode(name)
        store.add_graph(graph)
        store.load(triples.encode(), pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
    store.flush()
    del store
    write_checksums(home.folder(home.current()))
    return Path(folder)


@pytest.fixture(scope="module")
def home(folder) -> Home:
    return Home(folder)


@pytest.fixture(scope="module")
def service(folder, tmp_path_factory):
    with served(folder, tmp_path_factory.mktemp("log") / "log", seconds=20) as running:
        yield running
    assert "Traceback" not in running.log


@pytest.fixture(scope="module")
def studies(home) -> list[str]:
    """What Oxigraph says itself."""
    return [str(row["s"]) for row in home.open_rdf(home.current()).run(STUDIES, {})]


@pytest.mark.parametrize("source", ["own table", "manifest"])
@pytest.mark.may_skip
def test_the_query_side_of_the_w3c_tests(source, service, capsys):
    if source == "manifest" and not w3c_protocol.MANIFEST.exists():
        pytest.skip("W3C protocol tests: there is no copy of the manifest; LACUNA_W3C_PROTOCOL may say where one is")
    cases = w3c_protocol.OWN if source == "own table" else w3c_protocol.from_manifest()
    faults = [fault for case in cases if (fault := case.fault(service))]
    with capsys.disabled():
        print(f"\nSPARQL 1.1 Protocol, queries, {source}: {len(cases) - len(faults)}/{len(cases)}")  # noqa: T201 - asked for
    assert not faults


@pytest.mark.may_skip
def test_the_own_table_says_what_the_manifest_says():
    if not w3c_protocol.MANIFEST.exists():
        pytest.skip("W3C protocol tests: there is no copy of the manifest; LACUNA_W3C_PROTOCOL may say where one is")
    theirs = {case.name: case for case in w3c_protocol.from_manifest()}
    assert {case.name for case in w3c_protocol.OWN} == set(theirs)
    for own in w3c_protocol.OWN:
        other = theirs[own.name]
        assert (own.method, own.headers.get("Content-Type"), own.form, own.truth) == (
            *(other.method, other.headers.get("content-type"), other.form, other.truth),
        )
        assert own.status == other.status


@pytest.mark.parametrize(
    ("parameters", "body", "headers", "status"),
    [
        ("update=CLEAR%20ALL", None, {}, 400),
        ("", b"update=CLEAR%20ALL", {"Content-Type": FORM}, 400),
        ("", b"query=ASK%7B%7D&update=CLEAR%20ALL", {"Content-Type": FORM}, 400),
        ("", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 415),
        ("", b"CLEAR ALL", {"Content-Type": QUERY}, 400),
        ("query=CLEAR%20ALL", None, {}, 400),
        ("using-graph-uri=x&query=ASK%7B%7D", None, {}, 400),
        ("query=ASK%20%7B", None, {}, 400),
        ("query=", None, {}, 400),
        ("query=ASK%20%7B%FF%7D", None, {}, 400),
        ("query=ASK%20%7B%ED%A0%80%7D", None, {}, 400),
        ("query=ASK%20%7B%00%7D", None, {}, 400),
        ("default-graph-uri=x", None, {}, 400),
        ("query=ASK%7B%7D&default-graph-uri=", None, {}, 400),
        ("query=ASK%7B%7D&named-graph-uri=a%3Cb", None, {}, 400),
        ("query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, {}, 400),
        ("query=ASK%7B%7D&named-graph-uri=http://example.org/unknown", None, {}, 400),
        ("query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
        ("query=ASK%7B%7D", b"ASK {}", {"Content-Type": QUERY}, 400),
        ("&".join(["x="] * 1001), None, {}, 400),
        ("", b"", {"Content-Type": FORM}, 400),
        ("", b"query=ASK%20%7B%FF%7D", {"Content-Type": FORM}, 400),
        ("", b"ASK {} # \xff", {"Content-Type": QUERY}, 400),
        ("", b"ASK {} #" + b" " * LONGEST, {"Content-Type": QUERY}, 413),
        ("", b"ASK {}", {"Content-Type": "nonsense"}, 415),
        ("", b"ASK {}", {"Content-Type": f"{QUERY}; charset=latin-1"}, 415),
        ("query=ASK%7B%7D&version=sha256:00", None, {}, 404),
        ("query=ASK%7B%7D", None, {"Accept": "image/png"}, 406),
        ("", None, {"Accept": "image/png"}, 406),
    ],
)
def test_what_is_refused(parameters, body, headers, status, service):
    method = "GET" if body is None else "POST"
    said = service.ask(method, f"/sparql?{parameters}" if parameters else "/sparql", body, **headers)
    assert (said.status, said.headers["content-type"]) == (status, "application/problem+json")
    problem = json.loads(said.body)
    assert problem["status"] == status
    assert problem["detail"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(method, service):
    said = service.ask(method, "/sparql?query=ASK%7B%7D")
    assert (said.status, said.headers["content-type"]) == (405, "application/problem+json")
    assert said.headers["allow"] == "GET, POST, HEAD"


def test_an_unknown_graph_is_named_with_those_that_there_are(service):
    said = service.ask("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=http://example.org/unknown")
    detail = json.loads(said.body)["detail"]
    assert "http://example.org/unknown" in detail
    assert all(name in detail for name in w3c_protocol.GRAPHS)


@pytest.mark.parametrize("deep", ["(" * 100_000, "{" * 100_000, "!" * 500_000, "<a>/" * 100_000])
def test_a_query_that_is_nested_too_deeply_ends_its_worker_alone(deep, service):
    said = service.query(f"ASK {{ FILTER{deep}")
    assert said.status in {400, 500}
    assert said.media == "application/problem+json"
    assert service.query("ASK {}").status == 200


@pytest.mark.parametrize(
    ("accept", "results", "triples"),
    [
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/json", "application/json", None),
        ("application/*", "application/sparql-results+json", "application/n-triples"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml", "application/xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml", None),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml", "text/turtle"),
        ("application/rdf+xml, text/turtle;q=0.9", None, "application/rdf+xml"),
        ("application/ld+json;profile=x, text/turtle;q=0.1", None, "application/ld+json"),
        ("TEXT/TURTLE;charset=utf-8", None, "text/turtle"),
        ("text/tab-separated-values, application/n-triples", "text/tab-separated-values", "application/n-triples"),
        ("text/html", None, None),
        ("text/turtle;q=0", None, None),
        ("nonsense", None, None),
    ],
)
def test_the_form_of_an_answer_is_negotiated(accept, results, triples, service):
    for kind, expected in (("results", results), ("triples", triples)):
        for text in KINDS[kind]:
            said = service.query(text, accept)
            assert said.status == (200 if expected else 406)
            if expected:
                assert said.media == expected
                assert "Accept" in said.headers["vary"].split(", ")
            elif accept == "text/html":
                assert said.media == "text/html"
                assert all(media in said.body.decode() for media in MEDIA_TYPES[kind])
            else:
                assert said.media == "application/problem+json"
                assert all(media in json.loads(said.body)["detail"] for media in MEDIA_TYPES[kind])


@of_rdflib
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_form_says_the_same(method, service, studies):
    def rows(media):
        return service.query(STUDIES, media, method).body.decode()

    for media in ("application/sparql-results+json", "application/json"):
        bindings = json.loads(rows(media))["results"]["bindings"]
        assert [each["s"]["value"] for each in bindings] == studies
    assert [row["s"] for row in csv.DictReader(io.StringIO(rows("text/csv")))] == studies
    assert rows("text/tab-separated-values").split()[1:] == [f"<{each}>" for each in studies]
    assert all(f"<uri>{each}</uri>" in rows("application/sparql-results+xml") for each in studies)
    described = f"DESCRIBE <{studies[0]}>"
    graphs = [
        Graph().parse(data=service.query(described, media, method).body, format=name)
        for media, name in (
            *(("text/turtle", "turtle"), ("application/n-triples", "nt")),
            *(("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")),
        )
    ]
    assert len(graphs[0]) > 5
    assert all(isomorphic(graphs[0], each) for each in graphs[1:])


def test_an_answer_without_triples_is_one(service):
    said = service.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }", "application/n-triples")
    assert (said.status, said.body) == (200, b"")


def test_what_runs_for_a_stored_question_can_be_run(service, dataset):
    text = service.ask("GET", "/gaps/gap_integrated_lyophilization/query", Accept=QUERY).body
    rows = json.loads(service.query(text.decode(), "application/sparql-results+json").body)["results"]["bindings"]
    found = json.loads(service.ask("GET", "/gaps/gap_integrated_lyophilization").body)
    assert {row["study"]["value"] for row in rows} == {each["id"] for each in found["possible"]}


def test_a_query_that_merely_mentions_service_is_answered(service, studies):
    said = service.query(STUDIES.replace("?s", "?service"), "text/csv")
    assert said.body.decode().split() == ["service", *studies]


def test_a_query_may_name_its_graphs_itself(service):
    stored = sorted(w3c_protocol.GRAPHS)[1]
    for graph, truth in ((stored, True), ("http://example.org/unknown", False)):
        said = service.query(f"ASK FROM <{graph}> {{ ?s a ?type }}", "application/json")
        assert json.loads(said.body)["boolean"] is truth


def test_relative_iris_begin_like_those_of_lacuna(service):
    said = service.query("ASK { ?s a <onto/Study> }", "application/json")
    assert json.loads(said.body)["boolean"] is True


def test_the_version_that_answered_is_named_and_can_be_asked(service, home):
    version = f"sha256:{home.current()}"
    said = service.query("ASK {}")
    assert said.headers["lacuna-dataset"] == version
    again = service.ask("GET", f"/sparql?query={quote('ASK {}')}&version={version}")
    assert (again.status, again.headers["lacuna-dataset"]) == (200, version)


def test_an_answer_that_the_client_has_is_not_sent_again(service):
    path = f"/sparql?query={quote(STUDIES)}"
    first = service.ask("GET", path, Accept="text/csv")
    etag = first.headers["etag"]
    again = service.ask("GET", path, Accept="text/csv", If_None_Match=etag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert service.ask("GET", path, Accept="application/json").headers["etag"] != etag
    any_ = service.ask("GET", path, Accept="text/csv", If_None_Match="*")
    assert (any_.status, any_.body, any_.headers["etag"]) == (304, b"", etag)
    assert (
        any_.headers["cache-control"] == again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    )
    assert {*any_.headers["vary"].split(", ")} == {*again.headers["vary"].split(", ")} >= {"Accept", "Accept-Encoding"}
    for changing in ("SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (\\u004EOW() AS ?x) {}"):
        assert "etag" not in service.query(changing, method="GET").headers
    assert "etag" not in service.query(STUDIES).headers


@of_rdflib
@pytest.mark.parametrize(("media", "name"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_the_service_describes_itself(media, name, service, dataset, home):
    said = service.ask("GET", "/sparql", Accept=media)
    assert (said.status, said.media) == (200, media)
    graph = Graph().parse(data=said.body, format=name)
    me = URIRef(service.sparql)
    assert (me, RDF.type, SD.Service) in graph
    assert graph.value(me, SD.endpoint) == me
    assert graph.value(me, SD.supportedLanguage) == SD.SPARQL11Query
    known = (
        *(getattr(pyoxigraph.QueryResultsFormat, name).iri for name in ("JSON", "XML", "CSV", "TSV")),
        *(getattr(pyoxigraph.RdfFormat, name).iri for name in ("TURTLE", "N_TRIPLES", "RDF_XML", "JSON_LD")),
    )
    forms = {iri.replace("https://www.w3.org/ns/formats/data/", str(FORMATS)) for iri in known}  # its IRI of JSON-LD
    assert {str(form) for form in graph.objects(me, SD.resultFormat)} == forms
    default = graph.value(graph.value(me, SD.defaultDataset), SD.defaultGraph)
    (counted,) = json.loads(service.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)["results"]["bindings"]
    assert str(graph.value(default, URIRef("http://rdfs.org/ns/void#triples"))) == counted["n"]["value"]
    assert not list(graph.objects(None, SD.namedGraph))
    assert service.ask("GET", "/sparql", Accept=media, If_None_Match=said.headers["etag"]).status == 304


def test_what_is_loaded_has_no_named_graphs(dataset):
    assert dataset._rdf.run("SELECT ?g { GRAPH ?g {} }", {}) == []


def test_pages_of_other_origins_may_query(service):
    asked = {"Origin": "http://x.example", "Access-Control-Request-Method": "POST"}
    said = service.ask("OPTIONS", "/sparql", **asked, Access_Control_Request_Headers="content-type")
    assert said.status == 200
    assert "POST" in said.headers["access-control-allow-methods"]
    exposed = service.ask("GET", "/sparql?query=ASK%7B%7D", Origin="http://x.example")
    assert "Lacuna-Dataset" in exposed.headers["access-control-expose-headers"]


RDF_XML, RESULTS_XML = "application/rdf+xml", "application/sparql-results+xml"
NOT_XML = {
    "a property without a name": "CONSTRUCT { <a> <http://a.example/1> 2 } {}",
    "a property that ends in a slash": "CONSTRUCT { <a> <http://a.example/> 2 } {}",
    "a class without a name": "CONSTRUCT { <a> a <urn:x%20> } {}",
    "a property of RDF's own": "CONSTRUCT { <a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#Description> 2 } {}",
    "the same beside the word": "CONSTRUCT { <a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 'service' } {}",
    "a control character in triples": "CONSTRUCT { <a> <b> '\\u0001' } {}",
    "a character that is none": "CONSTRUCT { <a> <b> '\\uFFFE' } {}",
    "a control character in rows": "SELECT ('a\\u0001b' AS ?x) {}",
    "no character in rows": "SELECT ('\\uFFFF' AS ?x) {}",
}


@pytest.mark.parametrize("query", NOT_XML.values(), ids=NOT_XML)
def test_what_xml_cannot_hold_is_not_sent_as_xml(query, service):
    triples = query.startswith("CONSTRUCT")
    for media in (RDF_XML,) if triples else (RESULTS_XML, "application/xml"):
        said = service.query(query, media)
        assert (said.status, said.media) == (406, "application/problem+json")
        body = json.loads(said.body)
        assert "cannot be written as XML" in body["detail"]
        assert body["offered"] == [
            each for each in MEDIA_TYPES["triples" if triples else "results"] if "xml" not in each
        ]
        for other in body["offered"]:
            assert service.query(query, other).status == 200
    # The worker goes on.
    assert parseString(service.query("SELECT ('a\\t<&>]]>é' AS ?x) {}", RESULTS_XML).body)  # noqa: S318 - our own
    assert parseString(service.query("CONSTRUCT { <a> <b> '\\n<&>]]>é' } {}", RDF_XML).body)  # noqa: S318


@pytest.mark.parametrize(
    ("query", "media"),
    [
        ("CONSTRUCT { ?s ?q ?o } { ?s ?p ?o BIND(IF(?o = 'late', <u:1>, ?p) AS ?q) }", RDF_XML),
        ("SELECT ?s ?p ?o ?x { ?s ?p ?o BIND(IF(?o = 'late', '\\u0002', '') AS ?x) }", RESULTS_XML),
    ],
)
def test_xml_that_had_begun_is_cut(query, media, service):
    late = query.replace("{ ?s ?p ?o BIND", "{ { ?s ?p ?o } UNION { VALUES (?s ?p ?o) { (<s> <p> 'late') } } BIND")
    with pytest.raises((HTTPException, OSError)):
        service.query(f"{late} ORDER BY (?o = 'late')", media)
    assert service.query("ASK {}", RESULTS_XML).status == 200


ELSEWHERE = ("<http://127.0.0.1:9/x>", "<https://x.example/>", "<x>", "<urn:x>", "<file:///etc/passwd>", "?s", "x:y")


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("form", ["SELECT * { ?s ?p ?o %s { ?x ?y ?z } }", "ASK { FILTER EXISTS { %s { ?s ?p ?o } } }"])
def test_service_is_refused_in_our_words(form, address, service):
    prefix = "PREFIX x: <https://x.example/> "
    for keyword in ("SERVICE", "SERVICE SILENT")[: 1 if address.startswith("<http:") else 2]:
        said = service.query(prefix + form % f"{keyword} {address}", "application/json")
        assert (said.status, json.loads(said.body)["detail"]) == (400, REFUSED)


@pytest.mark.parametrize(
    ("query", "elsewhere"),
    [
        ("SELECT * { SERVICE SILENT <http://x> {} }", False),
        ("SELECT * { SERVICE # then\n SILENT\n <http://x> {} }", False),
        ('SELECT * { ?service ?p \'SERVICE <x>\', """a "service" b""", \'it\\\'s SERVICE <x>\' }', False),
        ("PREFIX service: <http://s/> SELECT * { ?s service:service <http://x/SERVICE>; my.service:x ?o }", False),
        ("SELECT * { ?s ?p 'a'@service, 1 # SERVICE <x>\n }", False),
        ("SELECT * { ?s ?p ?o }SERVICE<http://x>{}", True),
        ("SELECT * { FILTER(?a<?b) SERVICE ?x {} }", True),
        ("SELECT * { ?s ?p '\\\\' SERVICE <x> {} }", True),
        ("SELECT * { ?s ?p 1.SERVICE <x> {} }", True),
        ("SELECT * { SERVICE SILENT <http://x> {} SERVICE <http://x> {} }", True),
        ("SELECT * { S\\u0045RVICE <http://x> {} }", True),
    ],
)
def test_the_word_service_is_told_from_a_service(query, elsewhere):
    assert asks_elsewhere(query) == elsewhere


@pytest.mark.parametrize("piece", ['"', "'", "<", '"a\\', "a", "a.", "a:", "'''\\", "<a", ":", "?", "-"])
def test_no_query_takes_long_to_look_through(piece):
    begun = time.monotonic()
    asks_elsewhere(piece * (LONGEST // len(piece)) + " service")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("keyword", ["SERVICE", "SERVICE SILENT", "seRvice", "\\u0053ERVICE"])
def test_no_other_server_is_ever_asked(keyword, service):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.setblocking(False)
        address = f"http://127.0.0.1:{other.getsockname()[1]}/sparql"
        said = service.query(f"SELECT * {{ {keyword} <{address}> {{ ?s ?p ?o }} }}", "application/json")
        with pytest.raises(BlockingIOError):
            other.accept()
    if "SILENT" in keyword:
        assert json.loads(said.body)["results"]["bindings"] == [{}]
    else:
        assert said.status == 400
    assert len(json.loads(service.query(STUDIES, "application/json").body)["results"]["bindings"]) > 3


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper(form, method, service, studies):
    client = SPARQLWrapper(service.sparql)
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(STUDIES)
    said: Any = client.queryAndConvert()
    if form == JSON:
        assert [row["s"]["value"] for row in said["results"]["bindings"]] == studies
    elif form == XML:
        assert [node.firstChild.data for node in said.getElementsByTagName("uri")] == studies
    else:
        assert said.decode().split()[1:] == studies


def test_sparqlwrapper_constructs_and_posts_directly(service, studies):
    client = SPARQLWrapper(service.sparql)
    client.setMethod("POST")
    client.setRequestMethod("postdirectly")
    client.setReturnFormat(TURTLE)
    client.setQuery(f"DESCRIBE <{studies[0]}>")
    said: Any = client.queryAndConvert()
    assert (URIRef(studies[0]), RDF.type, LACUNA.Study) in Graph().parse(data=said, format="turtle")
    client.setQuery("DESCRIBE")
    with pytest.raises(Exception, match="bad request"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_the_sparql_store_of_rdflib(form, method, service, studies):
    store = SPARQLStore(service.sparql, method=method, returnFormat=form)
    graph = Graph(store)
    assert [str(row.s) for row in graph.query(STUDIES) if isinstance(row, ResultRow)] == studies
    if form in {"xml", "json"}:
        assert (URIRef(studies[0]), RDF.type, LACUNA.Study) in graph
        assert len(list(graph.triples((None, RDF.type, LACUNA.Study)))) == len(studies)


@pytest.mark.skipif(shutil.which("roqet") is None, reason="roqet is missing (Debian: rasqal-utils)")
def test_roqet(service, studies):
    command = ["roqet", "-q", "-r", "csv", "-p", service.sparql, "-e", STUDIES]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert all(each in done.stdout for each in studies)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing")
@pytest.mark.parametrize(
    "how",
    [
        ["-G", "--data-urlencode", f"query={STUDIES}"],
        ["--data-urlencode", f"query={STUDIES}"],
        ["-H", f"Content-Type: {QUERY}", "--data-binary", STUDIES],
    ],
)
def test_curl(how, service, studies):
    command = ["curl", "-sS", "--fail", "-H", "Accept: text/csv", *how, service.sparql]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split()[1:] == studies


def test_both_methods_are_documented(service):
    path = json.loads(service.ask("GET", "/openapi.json").body)["paths"]["/sparql"]
    assert {each["name"] for each in path["get"]["parameters"]} == {
        *("query", "default-graph-uri", "named-graph-uri", "version"),
    }
    assert set(path["post"]["requestBody"]["content"]) == {QUERY, FORM}
    assert set(path["get"]["responses"]["200"]["content"]) == {media for kind in MEDIA_TYPES.values() for media in kind}
