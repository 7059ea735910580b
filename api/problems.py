"""Errors as ``application/problem+json`` (RFC 9457): one table from what went wrong to the status that is answered."""

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.pretty import PrettyJSON
from kg.errors import BadQuestion, Busy, LacunaError, NotFound

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: str | Sequence[str]) -> JSONResponse:
    """A problem body; ``more`` are its further members (``parameter``, ``value``, ``nearest``)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return PrettyJSON(body, status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of an application as a problem."""
    app.add_exception_handler(LacunaError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _ours(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, BadQuestion):
        more = {"parameter": error.parameter, "value": error.value, "nearest": list(error.nearest)}
        return problem(error.status, error.title, str(error), **more)
    if isinstance(error, NotFound):
        return problem(error.status, error.title, str(error), value=error.value, nearest=list(error.nearest))
    status = error.status if isinstance(error, LacunaError) else 500
    title = error.title if isinstance(error, LacunaError) else "Something went wrong"
    response = problem(status, title, str(error))
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _invalid(_: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    parameter, value = str(first["loc"][-1]), str(first.get("input", ""))
    detail = f"{parameter}: {value!r}: {first['msg']}."
    return problem(422, "This cannot be asked", detail, parameter=parameter, value=value)


def _http(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    response = problem(status, detail, f"{detail}. See /docs for what can be asked.")
    response.headers.update((isinstance(error, HTTPException) and error.headers) or {})
    return response


def _unexpected(_: Request, __: Exception) -> JSONResponse:
    return problem(500, "Something went wrong", "The service failed; the log says how.")
