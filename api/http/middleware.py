"""ASGI middlewares around every route; ``STACK`` lists them, outermost first."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from api.http.problem_pages import ProblemPages
from api.http.problems import Unexpected, problem
from api.http.ranges import Ranges, is_part
from api.http.suffixes import Suffixes
from api.sparql.protocol import VERSION_HEADER

LONGEST_ADDRESS = 8_192
LARGEST_HEADERS = 16_384
LARGEST_BODY = 1_048_576
"""Limits in bytes, checked before anything else."""

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Headers of every response that does not set them itself, as HTML pages do. TLS and HSTS are left to a proxy."""


class Secured:
    """Adds the headers of ``SECURITY``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class Limited:
    """Refuses requests whose address, headers or body are too large; a body without a stated length is counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST_BODY:
                raise HTTPException(413, f"The body is too large: {LARGEST_BODY} bytes are allowed")
            return message

        app = _refusal(scope) if scope["type"] == "http" else None
        await (app or self._app)(scope, counted, send)


class HeadAsGet:
    """Answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, as GET where it is HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        scope["method"] = "GET"
        # Of which HEAD knows nothing: its headers are those of the whole.
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await self._app(scope, receive, without_body)


class Gzip(GZipMiddleware):
    """Compresses responses for clients that accept gzip, by the weights of ``Accept-Encoding``; Starlette ignores the weights."""

    # Inside, the header is "gzip" or missing, so that an ETag can depend on the encoding before there is a body.

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its ``Accept-Encoding`` reduced to ``gzip`` or nothing."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            accepted = parse_accept_header(", ".join(headers.getlist("accept-encoding")), Accept)
            compressed = accepted.quality("gzip") > 0 and not is_part(headers)
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            if compressed:
                scope["headers"].append((b"accept-encoding", b"gzip"))
        await super().__call__(scope, receive, send)


def _refusal(scope: Scope) -> ASGIApp | None:
    address = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if address > LONGEST_ADDRESS:
        return problem(414, "The address is too long", f"It has {address} bytes; {LONGEST_ADDRESS} are allowed.")
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    if headers > LARGEST_HEADERS:
        return problem(431, "The headers are too large", f"They have {headers} bytes; {LARGEST_HEADERS} are allowed.")
    body = Headers(scope=scope).get("content-length", "0")
    if body.isdecimal() and int(body) > LARGEST_BODY:
        return problem(413, "The body is too large", f"It has {body} bytes; {LARGEST_BODY} are allowed.")
    return None


STACK = (
    Middleware(Secured),
    Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "X-Request-ID", VERSION_HEADER],
    ),
    Middleware(HeadAsGet),  # outside Gzip, so that Content-Length is that of GET
    # Every body, however small: its ETag already says "gzip". Level 9, Starlette's default, takes eight times as long as 4 to
    # save a tenth of the bytes; meanwhile the answer and the event loop wait.
    Middleware(Gzip, minimum_size=1, compresslevel=4),
    Middleware(Ranges),
    Middleware(Limited),
    Middleware(Suffixes),
    Middleware(ProblemPages),  # inside Suffixes, so that /studies.json has its problems as JSON
    Middleware(Unexpected),
)
