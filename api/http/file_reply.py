"""Files as replies, whole or in ranges of bytes (RFC 9110, section 14)."""

from pathlib import Path

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from api.http.problems import problem


class FileReply(FileResponse):
    """A file, or the ranges of it that ``Range`` names; a range that cannot be had is answered with a problem."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, its ranges, or a problem with status 400 or 416."""
        wanted = Headers(scope=scope).get("range", "")
        unit, equals, _ = wanted.partition("=")
        if equals and unit.strip().lower() != "bytes":  # a unit that a server does not know it has to ignore
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}
        refusal: Message | None = None

        # Starlette answers a range that it refuses with plain text, which is held back here.
        async def unless_refused(message: Message) -> None:
            nonlocal refusal
            if message["type"] == "http.response.start" and message["status"] in {400, 416}:
                refusal = message
            if refusal is None:
                await send(message)

        await super().__call__(scope, receive, unless_refused)
        if refusal is not None:
            await _refused(wanted[:200], Path(self.path).stat().st_size, refusal["status"])(scope, receive, send)


def _refused(wanted: str, size: int, status: int) -> Response:
    if status == 416:
        detail = f"Range: {wanted!r} lies outside the file, which has {size} bytes."
        response = problem(status, "There is no such range", detail, parameter="Range", value=wanted)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    detail = f"Range: {wanted!r} is no range of bytes such as bytes=0-99, bytes=100- or bytes=-100."
    return problem(status, "The range cannot be read", detail, parameter="Range", value=wanted)
