"""What somebody needs who runs the service: logs, metrics, limits, workers, an end in good order, containers."""

import json
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import httpx2
import pytest
import yaml
from fastapi import Request
from fastapi.testclient import TestClient
from pydantic import SecretStr
from starlette.exceptions import HTTPException

from api.app import create_app
from api.formats.csv import LARGEST_MATRIX
from api.http.middleware import LARGEST_BODY, LARGEST_HEADERS, LONGEST_ADDRESS, SECURITY
from api.openapi import DOCS_POLICY
from api.pages.address import POLICY
from kg.cli import main
from kg.crossing.matrix import MOST_CELLS
from kg.errors import BadSetting, NoVersion, OtherVersion, StoreFailed, TookTooLong
from kg.evaluation.verdict import LARGEST_K
from kg.questions.reading import MOST_CONDITIONS
from kg.settings import Settings
from kg.stores.devserver.server import RELEASE
from tests.support.http_servers import serving

GAP = "/gaps/gap_integrated_lyophilization"
SECRET = "correct-horse-battery-staple"  # noqa: S105 - planted, to be looked for


def test_a_request_keeps_its_id_or_gets_one(client):
    assert client.get(GAP, headers={"X-Request-ID": "abc-123"}).headers["x-request-id"] == "abc-123"
    for unfit in ("", "a b", "x" * 129, '{"a":1}'):
        given = client.get(GAP, headers={"X-Request-ID": unfit}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", given)
    assert len({client.get("/nowhere").headers["x-request-id"] for _ in range(3)}) == 3


@pytest.mark.parametrize("path", [GAP, "/nowhere", "/health", "/docs", "/ask", "/"])
def test_every_response_is_secured(path, client):
    for accept in ("application/json", "text/html"):
        said = client.get(path, headers={"Accept": accept})
        is_page = accept == "text/html" and path != "/health"
        policy = DOCS_POLICY if path == "/docs" else POLICY if is_page else SECURITY["Content-Security-Policy"]
        assert {name: said.headers[name] for name in SECURITY} == {**SECURITY, "Content-Security-Policy": policy}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{GAP}?{'x' * LONGEST_ADDRESS}", {}, 414),
        (GAP, {"X-Long": "x" * LARGEST_HEADERS}, 431),
        (GAP, {"Content-Length": str(LARGEST_BODY + 1)}, 413),
        ("/ask?" + "&".join(["ai-method=clustering"] * 200), {}, 422),
    ],
)
def test_what_is_too_large_is_refused(path, headers, status, client):
    said = client.get(path, headers={"Origin": "http://x.example", **headers})
    assert said.status_code == status
    assert said.headers["content-type"] == "application/problem+json"
    assert said.headers["access-control-allow-origin"] == "*"
    assert said.json()["status"] == status


def test_a_body_that_is_not_announced_is_counted(home_folder):
    app = create_app(Settings(home=home_folder))

    async def reads(request: Request) -> int:
        return len(await request.body())

    app.add_api_route("/reads", reads, methods=["POST"])
    client = TestClient(app)

    def parts(count):
        yield from [b"x" * 1024] * count

    assert client.post("/reads", content=parts(1024)).json() == LARGEST_BODY
    said = client.post("/reads", content=parts(1025))
    assert (said.status_code, said.headers["content-type"]) == (413, "application/problem+json")


def test_pages_of_other_origins_may_read(client):
    preflight = {"Origin": "http://x.example", "Access-Control-Request-Method": "HEAD"}
    said = client.options(GAP, headers={**preflight, "Access-Control-Request-Headers": "if-none-match"})
    assert (said.status_code, said.headers["access-control-allow-origin"]) == (200, "*")
    assert "if-none-match" in said.headers["access-control-allow-headers"]
    assert client.options(GAP, headers={**preflight, "Access-Control-Request-Method": "DELETE"}).status_code == 400
    read = client.get(GAP, headers={"Origin": "http://x.example"})
    exposed = read.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "X-Request-ID"} <= set(exposed)
    assert client.get("/nowhere", headers={"Origin": "http://x.example"}).headers["access-control-allow-origin"] == "*"


def test_what_nobody_foresaw_is_a_problem_and_in_the_log(home_folder, caplog):
    app = create_app(Settings(home=home_folder))

    def fails() -> None:
        raise ZeroDivisionError("nobody foresaw this")

    app.add_api_route("/fails", fails)
    said = TestClient(app).get("/fails", headers={"X-Request-ID": "seen-again", "Origin": "http://x.example"})
    assert said.status_code == 500
    assert said.headers["content-type"] == "application/problem+json"
    assert said.headers["access-control-allow-origin"] == "*"
    assert "nobody foresaw" not in said.text
    (record,) = [each for each in caplog.records if each.exc_info]
    assert record.request_id == "seen-again"
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize(
    ("kind", "status"), [(StoreFailed, 503), (TookTooLong, 504), (OtherVersion, 503), (NoVersion, 503)]
)
def test_what_a_store_cannot_do_has_its_status(kind, status, home_folder):
    app = create_app(Settings(home=home_folder))

    def asks() -> None:
        raise kind("the reason")

    app.add_api_route("/asks", asks)
    said = TestClient(app).get("/asks")
    assert (said.status_code, said.json()["status"], said.json()["detail"]) == (status, status, "the reason")
    assert said.headers["content-type"] == "application/problem+json"


def test_other_errors_of_http_keep_their_status(home_folder):
    app = create_app(Settings(home=home_folder))

    def busy() -> None:
        raise HTTPException(503, "Busy", headers={"Retry-After": "3"})

    app.add_api_route("/busy", busy)
    said = TestClient(app).get("/busy")
    assert (said.status_code, said.headers["retry-after"]) == (503, "3")
    assert said.json()["title"] == "Busy"


def test_requests_are_counted_by_route(home_folder):
    client = TestClient(create_app(Settings(home=home_folder)))
    for path in (GAP, "/terms/drying", "/terms/lyophilization", "/terms/nowhere", "/nowhere", "/no/where"):
        client.get(path)
    client.request("BREW", GAP)
    client.head(GAP)
    counted = client.get("/metrics").text.splitlines()
    assert 'lacuna_requests_total{method="GET",route="/terms/{id}",status="200"} 2.0' in counted
    assert 'lacuna_requests_total{method="GET",route="/terms/{id}",status="404"} 1.0' in counted
    assert 'lacuna_requests_total{method="HEAD",route="/gaps/{name}",status="200"} 1.0' in counted
    assert 'lacuna_requests_total{method="GET",route="none",status="404"} 2.0' in counted
    assert any(line.startswith('lacuna_requests_total{method="other"') for line in counted)
    assert 'lacuna_request_seconds_count{route="/terms/{id}"} 3.0' in counted


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.server
def test_a_service_logs_counts_and_ends_well(workers, home_folder, tmp_path, dataset):
    with serving(home_folder, tmp_path, "--workers", str(workers)) as server:
        assert dataset.version in server.lines[0]
        with httpx2.Client(base_url=server.url, timeout=60) as client, ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(lambda _: client.get(GAP, headers={"X-Request-ID": "mine"}).content, range(40)))
            assert len(answers) == 1
            counted = client.get("/metrics").text
            assert 'lacuna_requests_total{method="GET",route="/gaps/{name}",status="200"} 40.0' in counted
        assert server.stop() == 0
        logged = [json.loads(line) for line in server.lines if line.startswith("{")]
    assert all(not line.strip() or line.startswith(("{", "Lacuna answers", "Try:")) for line in server.lines)
    mine = [each for each in logged if each["request_id"] == "mine"]
    assert len(mine) == 40
    for each in mine:
        assert (each["method"], each["path"], each["status"], each["client"]) == ("GET", GAP, 200, "127.0.0.1")
        assert each["bytes"] > 100
        assert each["milliseconds"] > 0
        assert each["time"]


@pytest.mark.server
def test_ctrl_c_is_a_good_end_and_nothing_stored_a_bad_one(home_folder, tmp_path, lacuna_process):
    with serving(home_folder, tmp_path) as server:
        assert server.stop(signal.SIGINT) == 0
    nothing = lacuna_process("serve", "--port", "0", home=tmp_path / "nothing")
    assert nothing.returncode == 3
    assert "lacuna load" in nothing.stderr


@pytest.mark.server
def test_a_request_that_is_being_answered_is_finished(home_folder, tmp_path):
    """Somebody who asked before the service was told to stop gets the whole answer."""
    matrix = "/matrix?rows=unit-operation&columns=quality-attribute&completeness=review"
    with (
        serving(home_folder, tmp_path) as server,
        httpx2.Client(base_url=server.url, timeout=60) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        asked = pool.submit(client.get, matrix)
        while "lacuna_requests_open 2.0" not in client.get("/metrics").text and not asked.done():
            pass  # the one that asks is open too
        assert not asked.done()
        assert server.stop() == 0
        assert asked.result().status_code == 200
        assert len(asked.result().json()["cells"]) > 1000


@pytest.mark.server
def test_the_password_of_neo4j_is_nowhere(home_folder, tmp_path):
    """Not where Neo4j cannot be reached, not in what the service says of itself, not in its log."""
    env = {
        "LACUNA_GRAPH": "neo4j",
        "NEO4J_URI": "bolt://127.0.0.1:1",
        "NEO4J_PASSWORD": SECRET,
        "NEO4J_USERNAME": "reader",
    }
    with serving(home_folder, tmp_path, env=env) as server:
        with httpx2.Client(base_url=server.url, timeout=60) as client:
            for path in (GAP, "/ask", "/health", "/metrics", "/openapi.json", "/docs", "/nowhere", "/gaps"):
                said = client.get(path)
                assert SECRET not in said.text
                assert SECRET not in str(said.headers)
            assert client.get("/health").status_code == 503
            assert "127.0.0.1:1" in client.get("/health").json()["detail"]
        server.stop()
        assert SECRET not in "".join(server.lines)
    assert SECRET not in repr(Settings(neo4j_password=SecretStr(SECRET)))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j+s", "https"])
def test_a_password_in_the_address_is_refused_and_not_repeated(scheme, lacuna):
    refused = lacuna("push", f"{scheme}://neo4j:{SECRET}@somewhere:7687")
    assert refused.returncode == BadSetting.exit_code
    assert "NEO4J_URI=…@somewhere:7687" in refused.stderr
    assert SECRET not in refused.stderr


# --- Containers: no engine runs here, so what they are made from is read --------------------------------------------------


def instructions(root):
    text = re.sub(r"\\\n", " ", (root / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def test_the_dockerfile_copies_all_that_is_installed(root):
    copied = {
        source
        for name, rest in instructions(root)
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert all((root / source).exists() for source in copied)
    configured = (root / "pyproject.toml").read_text(encoding="utf-8")
    (packages,) = re.findall(r"^packages = (\[.+\])", configured, re.MULTILINE)[:1]
    (included,) = re.findall(r'force-include\]\n((?:[\w"/.]+ = .+\n)+)', configured)
    needed = {*json.loads(packages), *(line.split(" = ")[0].strip('"') for line in included.splitlines())}
    assert needed | {"pyproject.toml", "README.md", "LICENSE", "LICENSE-CC-BY-4.0"} == copied
    kept = {
        line.removeprefix("!") for line in (root / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    assert kept == copied


def test_hadolint_finds_nothing(root):
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, root / "Dockerfile"], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def is_a_command(arguments):
    """Whether click takes the command with its options."""
    name, *rest = arguments
    assert name == "lacuna"
    with click.Context(main) as context:
        command = main.get_command(context, rest[0])
        assert command is not None
        return command.make_context(rest[0], rest[1:]) is not None


def test_the_commands_of_the_containers_are_real(root):
    commands = [json.loads(rest) for name, rest in instructions(root) if name == "CMD"]
    runs = [rest.split() for name, rest in instructions(root) if name == "RUN" and rest.startswith("lacuna ")]
    composed = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))["services"]
    commands += [service["command"] for service in composed.values() if "command" in service]
    assert len(commands) == 3
    assert runs
    assert all(is_a_command(command) for command in (*commands, *runs))
    known = {field.validation_alias or f"LACUNA_{name.upper()}" for name, field in Settings.model_fields.items()}
    for name in ("push", "lacuna"):
        assert set(composed[name]["environment"]) <= known
        assert set(composed[name]["depends_on"]) <= set(composed)
    assert composed["neo4j"]["image"] == f"neo4j:{'.'.join(RELEASE.split('.')[:2])}-community"


def test_the_units_and_limits_in_the_docs_are_real(root):
    text = (root / "docs" / "operating.md").read_text(encoding="utf-8")
    starts = re.findall(r"^Exec\w+=\S+/(lacuna .+)$", text, re.MULTILINE)
    assert len(starts) == 2
    assert all(is_a_command(each.split()) for each in starts)
    for limit in (LONGEST_ADDRESS, LARGEST_HEADERS):
        assert f"{limit:,} bytes" in text
    assert LARGEST_BODY == 2**20
    assert "1 MiB" in text
    assert f"| cells of a matrix | {MOST_CELLS:,} (" in text
    assert f"| {LARGEST_MATRIX // 2**20} MiB |" in text
    assert f"| `k` | 1 to {LARGEST_K} |" in text
    assert f"| {MOST_CONDITIONS}, in a matrix {MOST_CONDITIONS - 2} |" in text
