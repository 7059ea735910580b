"""Conditional requests (``ETag``, 304)."""

import hashlib
from collections.abc import Mapping
from typing import NoReturn

from fastapi import FastAPI, Request, Response
from werkzeug.http import parse_etags

from api.formats.table import HTML
from api.pages.address import POLICY
from api.service import SOFTWARE

MARKED = "lacuna.marked"
"""The key of a request's scope that says whether the answer begins with the mark of UTF-8 (BOM)."""


class _Answered(Exception):
    """A signal, not an error: the response is known before the route has run."""

    def __init__(self, response: Response) -> None:
        self.response = response


def install(app: FastAPI) -> None:
    """Let dependencies of routes call ``answer_with``."""
    app.add_exception_handler(_Answered, _send)


def answer_with(response: Response) -> NoReturn:
    """Answer the request with a response and run its route no further."""
    raise _Answered(response)


def has_any(request: Request) -> bool:
    """Whether the client wants an answer only if there is none at all (``If-None-Match: *``)."""
    return parse_etags(request.headers.get("if-none-match")).star_tag


def unchanged(headers: Mapping[str, str]) -> Response:
    """The 304 in place of an answer with these headers."""
    # To a response with a body the Gzip middleware adds Accept-Encoding by itself.
    kept = {name: text for name, text in headers.items() if name.lower() != "vary"}
    return Response(status_code=304, headers={**kept, "Vary": "Accept, Accept-Encoding"})


def validators(request: Request, media: str, *made_from: str, exists: bool = True) -> dict[str, str]:
    """The caching headers of an answer, of a page also its policy; a client that has the answer already is answered with 304.

    Args:
        request: the request that is answered.
        media: the media type of the answer.
        made_from: further inputs of the answer besides request and program, such as ``Service.made_from``.
        exists: whether there certainly is an answer, and not an error.
    """
    # The ETag is known before the answer is computed: it is made of everything that the answer depends on, its encoding
    # included, so that equal ETags always mean equal bytes.
    # The host is part of it, because tables have absolute links.
    parts = "\n".join((*made_from, SOFTWARE, str(request.base_url), request.url.path, request.url.query, media))
    # api.http.middleware.Gzip has reduced this header to "gzip" or nothing.
    encoding = "-gzip" if request.headers.get("accept-encoding") == "gzip" else ""
    mark = "-marked" if request.scope.get(MARKED) else ""
    etag = hashlib.sha256(parts.encode()).hexdigest() + mark + encoding
    # A client must ask each time, because another version may be current by then.
    headers = {"ETag": f'"{etag}"', "Vary": "Accept", "Cache-Control": "no-cache"}
    if media == HTML:
        # In a 304 too: a browser takes its headers for those of the page that it has.
        headers["Content-Security-Policy"] = POLICY
    client_etags = parse_etags(request.headers.get("if-none-match"))
    if exists if client_etags.star_tag else client_etags.contains_weak(etag):
        answer_with(unchanged(headers))
    return headers


def _send(_: Request, signal: Exception) -> Response:
    if isinstance(signal, _Answered):
        return signal.response
    raise signal
