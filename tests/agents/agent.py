"""An agent that speaks JSON-RPC to ``/mcp`` by the specification, without a library."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from fastapi.testclient import TestClient

HEADERS = {
    "Accept": "application/json, text/event-stream",
    "Content-Type": "application/json",
    "Host": "127.0.0.1:8000",
    "MCP-Protocol-Version": "2025-06-18",
}


class Said(NamedTuple):
    """The result of a tool: whether it is an error, its text, and the same as an object."""

    is_error: bool
    text: str
    body: dict[str, Any]


class Agent:
    """A client of the application."""

    def __init__(self, client: TestClient) -> None:
        self._client, self._last = client, 0

    def send(self, method: str, params: Mapping[str, object] | None = None) -> dict[str, Any]:
        """The message that comes back."""
        self._last += 1
        message = {"jsonrpc": "2.0", "id": self._last, "method": method, "params": params or {}}
        answer = self._client.post("/mcp", json=message, headers=HEADERS)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        said: dict[str, Any] = answer.json()
        assert said["id"] == self._last
        return said

    def call(self, tool: str, **arguments: object) -> Said:
        """The result of a tool, whose text and object say the same."""
        result = self.send("tools/call", {"name": tool, "arguments": arguments})["result"]
        (content,) = result["content"]
        body = json.loads(content["text"])
        is_error = bool(result.get("isError"))
        assert is_error or result["structuredContent"] == body
        return Said(is_error, content["text"], body)

    def read(self, uri: str) -> dict[str, Any]:
        """The message that comes back for a resource."""
        return self.send("resources/read", {"uri": uri})

    def text(self, uri: str) -> str:
        """The text of a resource."""
        (content,) = self.read(uri)["result"]["contents"]
        assert content["uri"] == uri
        return str(content["text"])
