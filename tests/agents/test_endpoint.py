"""``/mcp`` keeps the limits of the service: places, time, sizes, hosts. It keeps nothing of its clients, and logs nothing."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager

import anyio
import httpx2
import pytest
from fastapi.testclient import TestClient

from api.agents.desk import Desk, Source, Wanted
from api.app import create_app
from kg.errors import ClientLeft
from kg.settings import Settings
from kg.stores import stopping
from tests.agents.agent import HEADERS, Agent

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
LONG = {
    "facets": ["unit-operation", "pat-modality", "ai-method", "quality-attribute", "product-type", "validation-level"]
}


@contextmanager
def app_with(home_folder, **settings):
    with TestClient(create_app(Settings(home=home_folder, **settings))) as client:
        yield client


def post(client, body=LIST, **headers):
    return client.post(
        "/mcp", json=body, headers=HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.1", "localhost:9999", "[::1]:8000"])
def test_this_machine_is_answered(client, host):
    assert post(client, Host=host).status_code == 200
    assert post(client, Host=host, Origin=f"http://{host}").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example:8000"}, 403),
        ({"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}, 421),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Content-Type": "text/plain"}, 400),
        ({"Accept": "text/html"}, 406),
        ({"MCP-Protocol-Version": "1999-01-01"}, 400),
    ],
    ids=str,
)
def test_who_may_not_ask_is_refused(client, headers, status):
    answer = post(client, **headers)
    assert answer.status_code == status
    if status in (403, 421):
        assert answer.json()["detail"].endswith("LACUNA_AGENT_HOSTS.")


def test_a_host_that_is_named_is_answered(home_folder):
    with app_with(home_folder, agent_hosts="lacuna.example.org, other.example") as client:
        for host in ("lacuna.example.org", "lacuna.example.org:8443", "other.example"):
            assert post(client, Host=host, Origin=f"https://{host}").status_code == 200
        assert post(client, Host="third.example").status_code == 421
        said = post(
            client,
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": {"name": "ask_gap", "arguments": {"where": ["unit-operation=drying"]}},
            },
            Host="lacuna.example.org",
        ).json()
        assert "http://lacuna.example.org/ask?unit-operation=drying&version=" in json.dumps(said)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_other_methods_are_refused(client, method):
    answer = client.request(method, "/mcp", headers=HEADERS)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 1_100_000, 413),
        (b"not json", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (json.dumps([LIST, LIST]).encode(), 400),
        (b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b',"method":"tools/list"}', 400),
        (b"{}", 400),
        (b"", 400),
    ],
    ids=["large", "text", "nested", "empty list", "batch", "digits", "empty object", "nothing"],
)
def test_what_is_no_message_is_refused(client, body, status):
    assert client.post("/mcp", content=body, headers=HEADERS).status_code == status


def test_a_body_without_a_length_is_counted(client):
    def pieces():
        for _ in range(40):
            yield b" " * 65_536

    assert client.post("/mcp", content=pieces(), headers=HEADERS).status_code == 413


def test_nothing_is_kept_between_messages(client):
    initialize = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
    }
    answer = post(client, initialize)
    assert "mcp-session-id" not in answer.headers
    assert answer.json()["result"]["serverInfo"]["name"] == "lacuna"
    assert "verdict is `void`" in answer.json()["result"]["instructions"]
    assert post(client, Mcp_Session_Id="made-up").status_code == 200
    notified = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    assert post(client, notified).status_code == 202


def test_an_answer_that_takes_too_long_is_an_error(home_folder):
    with app_with(
        home_folder, timeout=0.02
    ) as client:  # what was read of the version before makes it a tenth of a second
        said = Agent(client).call("find_voids", **LONG, grade="observed")
        assert said.is_error
        assert "longer than 0.02 s" in said.body["error"]
        assert idle(client)


def idle(client) -> bool:
    """Whether nobody uses a version, once what was stopped has ended."""
    service = client.app.state.service
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not any(opened.users for opened in service._opened.values()):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("tool", "arguments", "lane"),
    [
        ("ask_gap", {"where": ["unit-operation=drying"]}, "lanes"),
        ("ask_gap", {"where": ["unit-operation=drying,coating,blending,mixing,milling,granulation"]}, "long_lanes"),
        ("find_voids", {"facets": ["ai-method"]}, "long_lanes"),
        ("find_terms", {"words": "drying"}, "lanes"),
        ("read_study", {"study": "beke-2021"}, "lanes"),
    ],
)
def test_the_work_takes_the_places_of_the_routes(home_folder, tool, arguments, lane):
    with app_with(home_folder, answers=1) as client:
        Agent(client).call("find_terms", words="drying")  # opens the version
        lanes = getattr(client.app.state, lane)
        lanes.patience = 0.2
        client.portal.call(lanes.enter, "another")
        said = Agent(client).call(tool, **arguments)
        assert said.is_error
        assert "No place became free" in said.body["error"]
        lanes.leave("another")
        assert "No place" not in Agent(client).call(tool, **arguments).text


def test_work_ends_when_its_client_leaves(home_folder):
    with app_with(home_folder) as client:
        Agent(client).call("find_terms", words="drying")
        took = client.portal.call(leave_early, client.app)
        assert took < 10
        assert idle(client)


async def leave_early(app) -> float:
    """Ask for what takes long, leave, and say how long the service went on."""
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "find_voids", "arguments": LONG | {"grade": "observed"}},
    }
    content, sent = [json.dumps(message).encode()], []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 1),
        "headers": [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()],
    }

    async def receive():
        if content:
            return {"type": "http.request", "body": content.pop(), "more_body": False}
        await anyio.sleep(0.02)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    began = time.monotonic()
    await app(scope, receive, send)
    assert b"has left" in b"".join(each.get("body", b"") for each in sent)
    return time.monotonic() - began


def test_work_ends_when_it_is_cancelled(home_folder):
    """As over stdio, where a client says so and no connection breaks."""
    with app_with(home_folder) as client:
        state, ended = client.app.state, []
        desk = Desk(state.service, state.lanes, state.long_lanes, 60)

        def work(_: Source) -> None:
            until = time.monotonic() + 30
            while time.monotonic() < until:
                try:
                    stopping.check()
                except ClientLeft:
                    ended.append(time.monotonic())
                    raise
                time.sleep(0.01)

        async def cancelled() -> float:
            with anyio.move_on_after(0.2) as scope:
                await desk.do(work, Wanted(), None)
            assert scope.cancelled_caught
            return time.monotonic()

        after = client.portal.call(cancelled)
        assert len(ended) == 1
        assert ended[0] <= after < ended[0] + 5, "it did not wait for the end of the work"
        assert idle(client)


def test_nothing_that_an_agent_sends_is_logged(service):
    word = "marzipan-4711"
    for headers in (
        {},
        {"Origin": f"https://{word}.example"},
        {"Host": f"{word}.example"},
        {"MCP-Protocol-Version": word},
    ):
        for body in (
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": {"name": word, "arguments": {word: word}},
            },
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": {"name": "ask_gap", "arguments": {"where": [f"unit-operation={word}"]}},
            },
            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": word},
            {"jsonrpc": "2.0", "id": 1, "method": word},
            {"jsonrpc": "2.0", "method": f"notifications/{word}", "params": {word: word}},
            {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": f"lacuna://{word}"}},
            {word: word},
        ):
            httpx2.post(f"{service.url}/mcp", json=body, headers=HEADERS | headers)
    httpx2.post(f"{service.url}/mcp", content=word, headers=HEADERS)
    time.sleep(0.5)
    assert sum('"path": "/mcp"' in line for line in service.lines) >= 29
    assert word not in "".join(service.lines)
    metrics = httpx2.get(f"{service.url}/metrics").text
    assert 'route="/mcp"' in metrics
    assert word not in metrics


@pytest.mark.parametrize("module", ["kg.cli", "kg.commands.ask", "api.commands", "api.app"])
def test_nothing_else_waits_for_the_library(module):
    code = f"import sys, {module}; sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
