"""Problems as pages, for clients that prefer HTML."""

import json
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.formats.table import HTML
from api.http.problems import MEDIA_TYPE
from api.pages.address import POLICY
from api.pages.page import problem_page


class ProblemPages:
    """Turns the problem bodies of responses into pages; their status and other headers stay."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; if it fails and its client prefers HTML, answer with a page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        prefers_html = _prefers_html(Headers(scope=scope))
        started: Message | None = None
        body = b""

        async def as_page(message: Message) -> None:
            nonlocal started, body
            is_problem = (
                message["type"] == "http.response.start"
                and Headers(raw=message["headers"]).get("content-type") == MEDIA_TYPE
            )
            if is_problem:
                _vary(message)
            if is_problem and prefers_html:
                started = message
            elif started is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(started, json.loads(body), scope, send)

        await self._app(scope, receive, as_page)


def _vary(start: Message) -> None:
    headers = MutableHeaders(scope=start)
    if "accept" not in headers.get("vary", "").lower().replace(" ", "").split(","):
        headers.add_vary_header("Accept")


async def _send_page(start: Message, problem: dict[str, Any], scope: Scope, send: Send) -> None:
    page = problem_page(problem, scope.get("root_path", "").rstrip("/"))
    headers = MutableHeaders(scope=start)
    headers["content-type"] = f"{HTML}; charset=utf-8"
    headers["content-length"] = str(len(page))
    headers["content-security-policy"] = POLICY
    await send(start)
    await send({"type": "http.response.body", "body": page})


def _prefers_html(headers: Headers) -> bool:
    """Whether HTML is named and nothing that problems come in is preferred to it."""
    accepted = parse_accept_header(", ".join(headers.getlist("accept")), MIMEAccept)
    return bool(accepted.best_match([MEDIA_TYPE, "application/json", HTML]) == HTML)
