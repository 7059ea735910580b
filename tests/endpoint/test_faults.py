"""Whatever a SPARQL server does, the answer is whole or the fault is said in a sentence with its address, in bounded time."""

import json
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.errors import BadSetting, ClientLeft, NotResults, OtherVersion, StoreFailed, TookTooLong
from kg.settings import Settings
from kg.stores import stopping
from kg.stores.endpoint.results import read_rows
from kg.stores.endpoint.statement import SIZE
from kg.stores.endpoint.store import EndpointStore, Server

PASSWORD = "not to be shown"  # noqa: S105 - of servers that live as long as a test
TSV = "text/tab-separated-values"
VERSION = "sha256:" + "0" * 64
QUESTION = "SELECT ?study { ?s ?p ?study }\nORDER BY ?study\n"


class Told(ThreadingHTTPServer):
    """A server that answers as it was told to."""

    daemon_threads = True

    def __init__(self, answer: "Callable[[Handler], object]") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.asked, self.left = answer, list[str](), threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: Told
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(self.query)
        self.server.answer(self)

    def send(self, body: str, media: str = TSV, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode()) if length is None else length))
        self.end_headers()
        self.wfile.write(body.encode())

    def wait_for_the_end(self) -> None:
        """Wait until the client closes the connection."""
        while self.connection.recv(1024):
            pass
        self.server.left.set()
        self.close_connection = True

    def log_message(self, *_):
        pass


@contextmanager
def serving(answer: Callable[[Handler], object]) -> Iterator[Told]:
    with Told(answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def url_of(server: Told) -> str:
    return f"http://127.0.0.1:{server.server_port}/query"


@contextmanager
def store_of(server: Told, **settings) -> Iterator[EndpointStore]:
    asked = Server(Settings(sparql_endpoint=url_of(server), **settings))
    yield EndpointStore(asked, VERSION, ("one",))
    asked.close()


def rows(*studies: str, version: str = VERSION) -> str:
    """Rows as a server that holds a version sends them."""
    return "?study\t?held\n" + "".join(f'"{each}"\t\n' for each in studies) + f'\t"{version}"\n'


# --- What a server may do ---------------------------------------------------------------------------------------------


def breaks_off(handler: Handler) -> None:
    handler.send(rows("a", "b")[:20], length=10_000)
    handler.close_connection = True


def breaks_a_chunk_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", TSV)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"40\r\n?study\t?held\n")
    handler.close_connection = True


def speaks_otherwise(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ready\r\n")
    handler.close_connection = True


def trickles(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", TSV)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        handler.server.left.set()
        handler.close_connection = True


def trickles_headers(handler: Handler) -> None:
    try:
        for letter in "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 90:
            handler.wfile.write(letter.encode())
            time.sleep(0.05)
    except OSError:
        handler.server.left.set()
        handler.close_connection = True


def trickles_to_its_end(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", TSV)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        handler.server.left.set()


def floods(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", TSV)
    handler.send_header("Connection", "close")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b'"a"\t\n' * 10_000)
    except OSError:
        handler.server.left.set()
        handler.close_connection = True


def json_of(**content: object) -> Callable[[Handler], object]:
    return lambda handler: handler.send(json.dumps(content), "application/sparql-results+json")


def redirects(handler: Handler) -> None:
    handler.send("", status=301, Location="https://elsewhere.example/query")


def repeats_the_request(handler: Handler) -> None:
    handler.send(f"failed: {dict(handler.headers)}", "text/plain", 500)


FAULTS = {
    "wrong password": (lambda h: h.send("", "text/plain", 401), StoreFailed, "LACUNA_SPARQL_PASSWORD"),
    "forbidden": (lambda h: h.send("", "text/plain", 403), StoreFailed, "LACUNA_SPARQL_PASSWORD"),
    "no such address": (
        lambda h: h.send("", "text/html", 404),
        StoreFailed,
        "is not where a SPARQL server takes queries",
    ),
    "a graph store": (lambda h: h.send("", "text/html", 415), StoreFailed, "Set LACUNA_SPARQL_ENDPOINT"),
    "moved": (redirects, StoreFailed, "https://elsewhere.example/query"),
    "fails": (repeats_the_request, StoreFailed, "It says: failed"),
    "busy": (lambda h: h.send("later", "text/plain", 503), StoreFailed, "failed (503"),
    "ended by the server": (lambda h: h.send("", "text/plain", 504), TookTooLong, "more time there"),
    "a web site": (lambda h: h.send("<p>Welcome</p>", "text/html"), StoreFailed, "it answers text/html"),
    "no media type": (lambda h: h.send("", ""), StoreFailed, "without a media type"),
    "another form": (json_of(head={}, boolean=True), StoreFailed, "broke off"),
    "no rows at all": (lambda h: h.send("", TSV), StoreFailed, "broke off"),
    "breaks off": (breaks_off, StoreFailed, "broke off"),
    "breaks a chunk off": (breaks_a_chunk_off, StoreFailed, "broke off"),
    "half a row": (lambda h: h.send('?study\t?held\n"a', TSV), StoreFailed, "broke off"),
    "speaks otherwise": (speaks_otherwise, StoreFailed, "closed the connection"),
    "closes": (lambda h: setattr(h, "close_connection", True), StoreFailed, "closed the connection"),
    "silent": (Handler.wait_for_the_end, TookTooLong, "LACUNA_TIMEOUT"),
    "trickles": (trickles, TookTooLong, "LACUNA_TIMEOUT"),
    "trickles to its end": (trickles_to_its_end, TookTooLong, "LACUNA_TIMEOUT"),
    "trickles headers": (trickles_headers, TookTooLong, "LACUNA_TIMEOUT"),
    "floods": (floods, StoreFailed, "LACUNA_SPARQL_ANSWER"),
}
CLOSED = ("silent", "trickles", "trickles to its end", "trickles headers", "floods")
"""Those that would go on: the server must see that the connection is closed."""


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_a_sentence_with_the_address(fault):
    answer, error, says = FAULTS[fault]
    limits = {"timeout": 1, "sparql_answer": 1}
    secrets = {"sparql_username": "somebody", "sparql_password": PASSWORD}
    with serving(answer) as server, store_of(server, **limits, **secrets) as store:
        for ask in (store.confirm, lambda: store.run(QUESTION, {})):
            began = time.monotonic()
            with pytest.raises(error) as raised:
                ask()
            assert time.monotonic() - began < 3
            said = str(raised.value)
            assert type(raised.value) is error
            assert says in said
            assert url_of(server) in said
            assert PASSWORD not in said
            assert "\n" not in said
        if fault in CLOSED:
            assert server.left.wait(3)


@pytest.mark.parametrize(("fault", "status"), [("wrong password", 503), ("breaks off", 503), ("silent", 504)])
def test_faults_have_their_exit_code_and_status(fault, status, lacuna, home_folder):
    answer, _, says = FAULTS[fault]
    with serving(answer) as server:
        env = {"LACUNA_GRAPH": "sparql", "LACUNA_SPARQL_ENDPOINT": url_of(server), "LACUNA_TIMEOUT": "1"}
        for command in (("gaps",), ("ask", "gap_chemometrics"), ("voids", "--facets", "ai-method")):
            done = lacuna(*command, env=env)
            assert (done.returncode, done.stdout) == (3, "")
            assert says in done.stderr
            assert "Traceback" not in done.stderr
        settings = Settings(home=home_folder, graph="sparql", sparql_endpoint=url_of(server), timeout=1, ahead=False)
        with TestClient(create_app(settings)) as client:
            said = client.get("/ask?ai-method=deep-learning")
            assert (said.status_code, said.headers["content-type"]) == (status, "application/problem+json")
            assert says in said.json()["detail"]
            assert client.get("/health").status_code == status


def test_no_server_is_said(lacuna):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    for address in (f"http://127.0.0.1:{free}/query", "https://no-such-host.invalid/query"):
        done = lacuna("gaps", env={"LACUNA_GRAPH": "sparql", "LACUNA_SPARQL_ENDPOINT": address})
        assert (done.returncode, done.stdout) == (3, "")
        assert f"No SPARQL server answers at {address}" in done.stderr
        assert "LACUNA_SPARQL_ENDPOINT" in done.stderr


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({}, "needs LACUNA_SPARQL_ENDPOINT"),
        ({"LACUNA_SPARQL_ENDPOINT": "localhost:7878/query"}, "LACUNA_SPARQL_ENDPOINT=localhost:7878/query"),
        ({"LACUNA_SPARQL_ENDPOINT": "http://me:hidden@host/query"}, "LACUNA_SPARQL_PASSWORD"),
        ({"LACUNA_SPARQL_ENDPOINT": "http://host:port/query"}, "Port"),
        ({"LACUNA_SPARQL_ENDPOINT": "http://host/query", "LACUNA_SPARQL_GRAPH": "no iri> {"}, "LACUNA_SPARQL_GRAPH"),
    ],
)
def test_wrong_settings_are_said(env, says, lacuna):
    done = lacuna("gaps", env={"LACUNA_GRAPH": "sparql", **env})
    assert (done.returncode, done.stdout) == (BadSetting.exit_code, "")
    assert says in done.stderr
    assert "hidden" not in done.stderr


# --- What it holds ----------------------------------------------------------------------------------------------------


def test_rows_are_those_of_the_version_and_in_order():
    with (
        serving(lambda handler: handler.send(rows("b", "\U0001f9ea", "a", "\ufb01"))) as server,
        store_of(server) as store,
    ):
        found = [row["study"] for row in store.run(QUESTION, {})]
        # By code points: a server that compares UTF-16 has the last two the other way round.
        assert found == ["a", "b", "\ufb01", "\U0001f9ea"]
        with pytest.raises(ValueError, match="no parameters"):
            store.run(QUESTION, {"study": "a"})


def test_rows_of_another_version_are_not_taken():
    def answer(handler: Handler) -> None:
        if "?counted" in handler.query:
            handler.send("?stated\t?counted\n")
        elif "?triples" in handler.query:
            handler.send('?held\n"sha256:another"\n')
        else:
            handler.send("?study\t?held\n" + '"a"\t\n')

    with serving(answer) as server, store_of(server) as store:
        for ask in (store.confirm, lambda: store.run(QUESTION, {})):
            with pytest.raises(OtherVersion, match=r"holds sha256:another\. Run: lacuna export --to URL"):
                ask()


def test_rows_that_a_server_leaves_out_are_missed():
    def answer(handler: Handler) -> None:
        counts = f"?stated\t?counted\n7\t{7 + SIZE}\n"
        handler.send(counts if "?counted" in handler.query else '?study\t?held\n"a"\t\n"b"\t\n')

    with serving(answer) as server, store_of(server) as store, pytest.raises(StoreFailed, match="broke off"):
        store.run(QUESTION, {})


@pytest.mark.may_skip
def test_what_a_server_holds_is_compared(oxigraph, lacuna, home_folder, write_sheet, seed_rows, tmp_path):
    graph = "https://example.org/compared"
    env = oxigraph.env | {"LACUNA_SPARQL_GRAPH": graph}

    def update(text: str) -> None:
        httpx2.post(oxigraph.query.replace("query", "update"), data={"update": text}).raise_for_status()

    def said() -> str:
        done = lacuna("ask", "gap_chemometrics", env=env)
        assert (done.returncode, done.stdout) == (3, "")
        assert f"lacuna export --to URL --graph {graph}" in done.stderr
        return str(done.stderr)

    assert "holds nothing" in said()
    update(f'INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> "c" }} }}')
    assert "holds triples, but states no version" in said()
    export = ("export", "--to", oxigraph.store, "--graph", graph)
    assert lacuna(*export).returncode == 0
    assert lacuna("ask", "gap_chemometrics", env=env).returncode == 0
    update(f'INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> "c" }} }}')
    assert "it was changed" in said()
    other = tmp_path / "other"
    assert lacuna("load", str(write_sheet(seed_rows[:2])), home=other).returncode == 0
    assert lacuna(*export, home=other).returncode == 0
    assert "holds sha256:" in said()


# --- Connections ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [ClientLeft("It has left."), TookTooLong("Too long.")])
def test_a_query_of_stopped_work_is_cancelled(reason):
    work = stopping.Work()
    stop = threading.Timer(0.2, work.stop, (reason,))
    with serving(Handler.wait_for_the_end) as server, store_of(server) as store:
        stopping.begin(work)
        try:
            stop.start()
            began = time.monotonic()
            with pytest.raises(type(reason)):
                store.run(QUESTION, {})
            assert time.monotonic() - began < 2
        finally:
            stopping.begin(None)
        assert server.left.wait(3), "the server must see that nobody waits any more"


def test_connections_are_kept_and_made_again():
    ports = []

    def answer(handler: Handler) -> None:
        ports.append(handler.client_address[1])
        handler.send(rows("a"))
        # Closed without a word after the second answer, as servers do with idle connections.
        handler.close_connection = len(ports) == 2

    with serving(answer) as server, store_of(server) as store:
        for _ in range(3):
            assert store.run(QUESTION, {}) == [{"study": "a"}]
            time.sleep(0.1)
    assert ports[0] == ports[1] != ports[2], ports
    assert len(ports) == 3, server.asked


def test_threads_have_connections_of_their_own():
    found = []
    all_asked = threading.Barrier(4)

    def answer(handler: Handler) -> None:
        all_asked.wait(10)  # with fewer connections than threads, nobody is answered
        handler.send(rows("a"))

    with serving(answer) as server, store_of(server, timeout=20) as store:
        threads = [threading.Thread(target=lambda: found.append(store.run(QUESTION, {}))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [[{"study": "a"}]] * 4


@pytest.mark.parametrize("body", [b'?study\t?held\n"a', b'?study\n"a"\n"', b"?study\n_:node\n"])
def test_an_error_keeps_no_rows_for_another_thread_to_drop(body):
    with pytest.raises(NotResults) as raised:
        read_rows(TSV, body)
    errors: list[BaseException] = [raised.value]
    while errors[-1].__context__:
        errors.append(errors[-1].__context__)
    frames = [frame for error in errors for frame, _ in traceback.walk_tb(error.__traceback__)]
    kept = [type(value).__name__ for frame in frames for value in frame.f_locals.values()]
    assert "rows_of" in [frame.f_code.co_name for frame in frames]
    assert "QuerySolutions" not in kept
    assert "str" in kept or "bytes" in kept  # the frames were looked into
