"""Recorded example answers for the API description.

``python -m api.examples`` (as part of ``make bless``) writes it from the stored version; a test compares.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from starlette.types import Message

from api.app import create_app
from api.formats.table import HTML, JSON
from api.http.reply import KEY
from api.openapi import EXAMPLES, description
from kg.json_text import to_json

Examples = dict[str, dict[str, object]]


async def run(app: FastAPI) -> Examples:
    """The answers of an application by address and media type, for every documented route.

    A route that names an address has an example in every form but the page, one whose address is empty has none; any other
    without parameters in its path, in JSON.
    """
    found: Examples = {}
    for address, media in _addresses(description(app)):
        found.setdefault(address, {})[media] = await _answer(app, address, media)
    return found


def main() -> None:
    """Write the file."""
    Path(EXAMPLES).write_bytes(to_json(asyncio.run(run(create_app()))))


def _addresses(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, operations in described["paths"].items():
        operation = operations.get("get", {"responses": {}})
        address = operation.get(KEY)
        if address == "":  # its answer differs from time to time
            continue
        for media in operation["responses"].get("200", {}).get("content", {}):
            if media != HTML and (address or (media == JSON and "{" not in path)):
                yield address or path, media


async def _answer(app: FastAPI, address: str, media: str) -> object:
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", media.encode())],
    }
    parts: list[bytes] = []

    request_body = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        if message := next(request_body, None):
            return message
        await asyncio.Event().wait()  # the client stays connected until it is answered
        raise AssertionError

    async def send(message: Message) -> None:
        if message.get("status", 200) != 200:
            raise ValueError(f"{address} as {media}: status {message['status']}")
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    text = b"".join(parts).decode()
    return cast(object, json.loads(text)) if media.endswith("json") else text


if __name__ == "__main__":
    main()
