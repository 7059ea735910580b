"""Errors as ``application/problem+json`` (RFC 9457)."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ConfigDict
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.formats.json import PrettyJSON
from kg.errors import BadQuestion, Busy, LacunaError, NotAcceptable, NotFound
from kg.evaluation.models import Body

MEDIA_TYPE = "application/problem+json"
_LONGEST_VALUE = 200
"""In characters; of a longer value the beginning is repeated."""
_WORDS_OF_A_TITLE = 3
_LOG = logging.getLogger("lacuna")


class Problem(Body):
    """A problem (RFC 9457). Where they apply: ``parameter``, ``value``, the ``nearest`` valid ones, media types ``offered``."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    value: str | None = None
    nearest: tuple[str, ...] | None = None
    offered: tuple[str, ...] | None = None


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem",
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
    }
}
"""The documentation of errors that all routes share."""


def problem(status: int, title: str, detail: str, **more: str | Sequence[str]) -> JSONResponse:
    """A response with a problem body; ``more`` are further members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return PrettyJSON(body, status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of an application as a problem."""
    app.add_exception_handler(LacunaError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


class Unexpected:
    """ASGI middleware that turns an unexpected exception into a problem with status 500 and logs its traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and answer if it fails."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            # Once the response has begun, only breaking the connection tells the client that it is incomplete.
            if started or scope["type"] != "http":
                raise
            _LOG.exception("failed", extra={"request_id": scope.get("state", {}).get("request_id")})
            response = problem(500, "Something went wrong", "The service failed; its log says how.")
            await response(scope, receive, send)


def _ours(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, BadQuestion | NotFound):
        more: dict[str, Any] = {"parameter": error.parameter} if error.parameter else {}
        return problem(error.status, error.title, str(error), **more, value=error.value, nearest=list(error.nearest))
    if isinstance(error, NotAcceptable) and error.offered:
        return problem(error.status, error.title, str(error), offered=error.offered)
    status = error.status if isinstance(error, LacunaError) else 500
    title = error.title if isinstance(error, LacunaError) else "Something went wrong"
    response = problem(status, title, str(error))
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _invalid(_: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    parameter, value = str(first["loc"][-1]), str(first.get("input", ""))[:_LONGEST_VALUE]
    detail = f"{parameter}: {value!r}: {first['msg']}."
    return problem(422, "Invalid question", detail, parameter=parameter, value=value)


def _http(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    title = detail if len(detail.split()) <= _WORDS_OF_A_TITLE else HTTPStatus(status).phrase
    response = problem(status, title, f"{detail.removesuffix('.')}. See /docs for all routes.")
    headers = dict((isinstance(error, HTTPException) and error.headers) or {})
    # HeadAsGet answers HEAD wherever there is GET; the router does not know that.
    if "GET" in headers.get("Allow", "").split(", "):
        headers["Allow"] += ", HEAD"
    response.headers.update(headers)
    return response
