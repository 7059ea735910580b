"""Ranges of files (RFC 9110, section 14): which are asked for, and those that cannot be had."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem

_LONGEST_VALUE = 200
"""In characters; of a longer header the beginning is repeated."""


def is_part(headers: Headers) -> bool:
    """Whether a part of a file is asked for, if it is the one that the client knows.

    A part is always one of the file as it is, not of the file compressed.
    """
    unit, equals, _ = headers.get("range", "").partition("=")
    # A server has to ignore a range in another unit. The date of a file, and a weak ETag, are the same for both encodings.
    in_bytes = unit.strip().lower() == "bytes" or not equals
    return "range" in headers and in_bytes and headers.get("if-range", '"').startswith('"')


class Ranges:
    """ASGI middleware that answers a ``Range`` which a file does not have, or which cannot be read, with a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; without its ``Range`` where that is not to be heeded."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        wanted = headers.get("range", "")
        if not is_part(headers):
            if "range" in headers:
                scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"range"]
            await self._app(scope, receive, send)
            return
        refusal: Response | None = None

        # Starlette refuses a range in plain text, which is held back here.
        async def unless_refused(message: Message) -> None:
            nonlocal refusal
            if message["type"] == "http.response.start":
                refusal = _refusal(wanted, message["status"], Headers(raw=message["headers"]))
                if message["status"] == 206:
                    MutableHeaders(scope=message).add_vary_header("Accept-Encoding")  # as to the whole file
            if refusal is None:
                await send(message)

        await self._app(scope, receive, unless_refused)
        if refusal is not None:
            await refusal(scope, receive, send)


def _refusal(wanted: str, status: int, headers: Headers) -> Response | None:
    """The problem in place of a response that refuses a range in plain text; None for any other response."""
    if status not in {400, 416} or not headers.get("content-type", "").startswith("text/plain"):
        return None
    shown = wanted[:_LONGEST_VALUE]
    if status == 400:
        detail = f"Range: {shown!r} is no range of bytes, such as bytes=0-99, bytes=100- or bytes=-100."
        return problem(status, "The range cannot be read", detail, parameter="Range", value=shown)
    whole = headers["content-range"]  # bytes */SIZE
    detail = f"Range: {shown!r} lies outside the file, which has {whole.rpartition('/')[2]} bytes."
    response = problem(status, "There is no such range", detail, parameter="Range", value=shown)
    response.headers["Content-Range"] = whole
    return response
