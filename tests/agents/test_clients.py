"""Clients of others: the SDK's and another one, over stdio and over HTTP, walk from a word to what studies lack."""

import gc
import json
import os
import subprocess
from contextlib import asynccontextmanager

import anyio
import pytest
from chuk_mcp.protocol.messages.initialize import send_initialize
from chuk_mcp.protocol.messages.resources import send_resources_read
from chuk_mcp.protocol.messages.tools import send_tools_call, send_tools_list
from chuk_mcp.transports.http import StreamableHTTPParameters, StreamableHTTPTransport
from chuk_mcp.transports.stdio import StdioParameters
from chuk_mcp.transports.stdio import stdio_client as other_stdio_client
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import TextContent, TextResourceContents

from tests.support.command import PROGRAM

# The other client leaves streams open.
pytestmark = pytest.mark.filterwarnings("ignore:.*:pytest.PytestUnraisableExceptionWarning")

SIX = ["find_terms", "describe_facets", "ask_gap", "find_voids", "read_study", "explain_answer"]


def environment(home) -> dict[str, str]:
    return {
        "LACUNA_HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture(autouse=True)
def collected():
    """What a test leaves open is found here, and not in the middle of another test."""
    yield
    gc.collect()


class TheSdk:
    """The client of the SDK."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def tools(self):
        return [each.name for each in (await self._client.list_tools()).tools]

    async def call(self, tool, **arguments):
        result = await self._client.call_tool(tool, arguments)
        (content,) = result.content
        assert isinstance(content, TextContent)
        return result.is_error, json.loads(content.text)

    async def read(self, uri):
        (content,) = (await self._client.read_resource(uri)).contents
        assert isinstance(content, TextResourceContents)
        return content.text


class TheOther:
    """The client of chuk-mcp, which implements the protocol by itself."""

    def __init__(self, reading, writing) -> None:
        self._streams = reading, writing

    async def tools(self):
        return [each.name for each in (await send_tools_list(*self._streams)).tools]

    async def call(self, tool, **arguments):
        result = await send_tools_call(*self._streams, name=tool, arguments=arguments)
        content = result.content[0]
        return result.isError, json.loads(content["text"] if isinstance(content, dict) else content.text)

    async def read(self, uri):
        result = await send_resources_read(*self._streams, uri=uri)
        content = result.contents[0]
        return content["text"] if isinstance(content, dict) else content.text


@asynccontextmanager
async def sdk_stdio(home, _):
    command = StdioServerParameters(command=PROGRAM, args=["mcp"], env=environment(home))
    async with Client(stdio_client(command)) as client:
        yield TheSdk(client)


@asynccontextmanager
async def sdk_http(_, service):
    async with Client(f"{service.url}/mcp") as client:
        yield TheSdk(client)


@asynccontextmanager
async def sdk_http_by_handshake(_, service):
    async with Client(f"{service.url}/mcp", mode="legacy") as client:
        yield TheSdk(client)


@asynccontextmanager
async def other_stdio(home, _):
    command = StdioParameters(command=PROGRAM, args=["mcp"], env=environment(home))
    async with other_stdio_client(command) as streams:
        assert (await send_initialize(*streams)).serverInfo.name == "lacuna"
        yield TheOther(*streams)


@asynccontextmanager
async def other_http(_, service):
    async with StreamableHTTPTransport(StreamableHTTPParameters(url=f"{service.url}/mcp")) as transport:
        streams = await transport.get_streams()
        assert (await send_initialize(*streams)).serverInfo.name == "lacuna"
        yield TheOther(*streams)


CLIENTS = [sdk_stdio, sdk_http, sdk_http_by_handshake, other_stdio, other_http]


@pytest.mark.parametrize("connected", CLIENTS, ids=lambda each: each.__name__)
def test_a_client_goes_from_a_word_to_what_studies_lack(connected, home_folder, service, client):
    """Is there a digital twin study in freeze-drying?"""

    async def walk():
        async with connected(home_folder, service) as agent:
            assert await agent.tools() == SIX
            failed, terms = await agent.call("find_terms", words="freeze-drying")
            (condition,) = [each["condition"] for each in terms["terms"] if each["condition"]]
            failed_too, found = await agent.call("ask_gap", where=[condition, "twin-component=twin-component"])
            failed_then, lacking = await agent.call(
                "explain_answer", where=[condition, "twin-component=twin-component"], part="studies"
            )
            assert (failed, failed_too, failed_then) == (False, False, False)
            wrong, error = await agent.call("ask_gap", where=["unit-operation=lyophilisaton"])
            assert wrong
            assert error["nearest"] == ["lyophilization"]
            assert "void-among-charted" in await agent.read("lacuna://semantics")
            return condition, found, lacking

    condition, found, lacking = anyio.run(walk)
    assert condition == "unit-operation=lyophilization"
    answered = client.get(f"/ask?{condition}&twin-component=twin-component").json()
    for said in (found, lacking):
        assert said["sentence"] == answered["sentence"]
        assert said["bounds"] == answered["bounds"]
        assert said["verdict"] == answered["verdict"]
        assert said["permalink"].endswith(answered["certificate"]["permalink"])
        assert said["permalink"].startswith(("http://127.0.0.1:", "https://w3id.org/lacuna/"))
    studies = [*answered["certain"], *answered["possible"]]
    assert lacking["next"] or len(lacking["lines"]) >= len(studies)
    for line, study in zip(lacking["lines"], studies, strict=False):
        assert f" — {study['id']}: " in line


def test_without_a_stored_version_each_call_says_so(tmp_path):
    async def ask():
        async with sdk_stdio(tmp_path, None) as agent:
            assert await agent.tools() == SIX
            return await agent.call("ask_gap", where=["unit-operation=drying"])

    failed, said = anyio.run(ask)
    assert failed
    assert "lacuna load" in said["error"]
    assert said["note"].startswith("This is an error, not an answer")


def test_nothing_but_messages_is_on_stdout(home_folder, tmp_path):
    ping = '{"jsonrpc":"2.0","id":%d,"method":"ping"}\n'
    with subprocess.Popen(
        [PROGRAM, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home_folder),
        cwd=tmp_path,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{ping % 1}not json\n{ping % 2}")
        process.stdin.flush()
        # The end of stdin ends the command, with whatever it has not answered.
        answered: set[object] = set()
        while not answered >= {1, 2}:
            answered.add(json.loads(process.stdout.readline()).get("id"))
        rest, errors = process.communicate(timeout=60)
        for line in rest.splitlines():
            json.loads(line)
        assert errors == ""
        assert process.returncode == 0
