"""A version arrives whole at the SPARQL servers of others, and whatever goes wrong on the way is said."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest

from kg.stores.endpoint.statement import NUMBER, SIZE
from tests.support import sparql_servers

GRAPH = "https://example.org/a graph/ü".replace(" ", "%20")
SECRETS = {
    "LACUNA_GRAPH_STORE_USERNAME": sparql_servers.USER,
    "LACUNA_GRAPH_STORE_PASSWORD": sparql_servers.PASSWORD,
}


pytestmark = pytest.mark.may_skip  # the servers of others need Java and Maven, or a wheel


def count(address, graph=None):
    """The triples that a query at a server finds."""
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    query = {"query": f"SELECT (COUNT(*) AS ?n) {{ {where} }}"}
    answer = httpx2.get(address, params=query, headers={"Accept": "application/sparql-results+json"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_a_version_in_oxigraph(oxigraph, lacuna, dataset):
    whole = len(dataset.rdf) + SIZE
    for graph in (None, GRAPH, GRAPH):  # again it takes the place of what is there, and another graph is left alone
        done = lacuna("export", "--to", oxigraph.store, *(("--graph", graph) if graph else ()), "--json")
        assert (done.returncode, done.stderr) == (0, "")
        report = json.loads(done.stdout)
        assert (report["version"], report["graph"]) == (dataset.version, graph)
        assert report["found"] == report["expected"] == whole
        assert {each["name"] for each in report["ledger"]} == {*map(str, dataset.rdf.predicates()), NUMBER.strip("<>")}
        assert (count(oxigraph.query), count(oxigraph.query, GRAPH)) == (whole, whole if graph else 0)


def test_a_version_in_fuseki(fuseki, lacuna, dataset):
    done = lacuna("export", "--to", fuseki.store, "--graph", GRAPH, env=SECRETS)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(dataset.rdf) + SIZE} of {len(dataset.rdf) + SIZE} triples" in done.stdout


@pytest.mark.parametrize("secrets", [{}, {**SECRETS, "LACUNA_GRAPH_STORE_PASSWORD": "another"}])
def test_without_the_password_fuseki_refuses(secrets, fuseki, lacuna):
    done = lacuna("export", "--to", fuseki.store, env=secrets)
    assert (done.returncode, done.stdout) == (3, "")
    assert "401" in done.stderr
    assert "LACUNA_GRAPH_STORE_PASSWORD" in done.stderr
    assert sparql_servers.PASSWORD not in done.stderr


@pytest.mark.parametrize(
    ("url", "options", "code", "says"),
    [
        ("http://127.0.0.1:9/store", (), 3, "no SPARQL server answers"),
        ("http://no-such-host.invalid/store", (), 3, "no SPARQL server answers"),
        ("ftp://localhost/store", (), 2, "is not the address of a graph store"),
        ("localhost:7878/store", (), 2, "is not the address of a graph store"),
        ("http://localhost/store?default", (), 2, "give the bare address"),
        ("http://user:secret@localhost/store", (), 2, "are settings"),
        ("http://localhost:7878/store", ("--graph", "no iri"), 2, "is not an IRI"),
    ],
)
def test_how_it_ends(url, options, code, says, lacuna):
    done = lacuna("export", "--to", url, *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_is_no_graph_store(oxigraph, lacuna):
    done = lacuna("export", "--to", oxigraph.store.replace("store", "shop"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "Is this the address of its graph store?" in done.stderr


class Talkative(BaseHTTPRequestHandler):
    """A server that fails and repeats what it was asked, as some do to help with debugging."""

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind, _, both = self.headers["Authorization"].partition(" ")
        said = f"cannot do this. {kind} {both} is {base64.b64decode(both).decode()}. {'x' * 600}".encode()
        self.send_response(500)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


def test_a_server_that_repeats_the_password_is_not_quoted(lacuna):
    with HTTPServer(("127.0.0.1", 0), Talkative) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = lacuna("export", "--to", f"http://127.0.0.1:{server.server_port}/store", env=SECRETS)
        server.shutdown()
    assert done.returncode == 3
    assert "500" in done.stderr
    assert "It says: cannot do this. Basic … is " in done.stderr
    assert SECRETS["LACUNA_GRAPH_STORE_PASSWORD"] not in done.stderr


class Forgetful(BaseHTTPRequestHandler):
    """A server that loses the first line of what it is given, or breaks off, as its address says."""

    kept = b""

    def do_PUT(self):
        Forgetful.kept = self.rfile.read(int(self.headers["Content-Length"])).partition(b"\n")[2]
        self.send_response(204)
        self.end_headers()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.kept)))
        self.end_headers()
        self.wfile.write(self.kept[: len(self.kept) // 2] if "half" in self.path else self.kept)

    def log_message(self, *_):
        pass


@pytest.fixture
def forgetful():
    with HTTPServer(("127.0.0.1", 0), Forgetful) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_did_not_arrive_is_said(forgetful, lacuna, dataset):
    done = lacuna("export", "--to", f"{forgetful}/store")
    assert done.returncode == 3
    assert done.stdout.startswith("Differs: ")
    assert f"{len(dataset.rdf) + SIZE - 1} of {len(dataset.rdf) + SIZE} triples" in done.stdout
    assert "does not hold what was sent" in done.stderr


def test_an_answer_that_breaks_off(forgetful, lacuna):
    done = lacuna("export", "--to", f"{forgetful}/half")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
