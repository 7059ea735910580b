"""What a client gets: the form that it likes best, and 304 where it has that already.

An answer is named (``ETag``) before it is made, by what it is made from: stored version, stored questions, program, address,
form and encoding. So the same name always means the same bytes.
"""

import hashlib
from collections.abc import Sequence

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from api.http.response_cache import Given
from api.service import SOFTWARE


class NotModified(Exception):
    """The client has this answer already."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


class Remembered(Exception):
    """The same was replied before."""

    def __init__(self, given: Given) -> None:
        self.given = given


class NotAcceptable(HTTPException):
    """The client accepts none of the media types that there are."""

    def __init__(self, accept: str, offered: Sequence[str]) -> None:
        self.offered = tuple(offered)
        super().__init__(
            406, f"Accept: {accept[:200]!r} names no media type that this can be had as: {', '.join(offered)}"
        )


def negotiate(request: Request, offered: Sequence[str]) -> str:
    """The media type that the client likes best (RFC 9110, with weights); of several it likes as much, the first.

    Parameters such as ``charset`` are not weighed. Who says nothing likes everything.

    Raises:
        NotAcceptable: the client accepts none.
    """
    accept = ", ".join(request.headers.getlist("accept")) or "*/*"
    ranges = [(each.partition(";")[0].strip(), weight) for each, weight in parse_accept_header(accept, MIMEAccept)]
    media = MIMEAccept(ranges).best_match(offered)
    if media is None:
        raise NotAcceptable(accept, offered)
    return media


def name(request: Request, media: str, *made_from: str) -> dict[str, str]:
    """The headers that name an answer, so that a client can keep it and ask whether it still holds.

    Args:
        request: asks for it.
        media: the media type that it has.
        made_from: what the answer depends on besides request and program, such as ``Service.made_from``.

    Raises:
        NotModified: the client has it.
    """
    parts = "\n".join((*made_from, SOFTWARE, request.url.path, request.url.query, media))
    encoding = (
        "-gzip" if request.headers.get("accept-encoding") == "gzip" else ""
    )  # as api.http.middleware.Gzip leaves it
    etag = hashlib.sha256(parts.encode()).hexdigest() + encoding
    # A client must ask each time, because another version may answer by then.
    headers = {"ETag": f'"{etag}"', "Vary": "Accept", "Cache-Control": "no-cache"}
    had = parse_etags(request.headers.get("if-none-match"))
    if not had.star_tag and had.contains_weak(etag):
        raise NotModified(headers)
    return headers


def install(app: FastAPI) -> None:
    """Answer 304 where an answer is not modified, and what was replied before where that is known."""
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(Remembered, _remembered)


def _not_modified(_: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, NotModified) else {}
    # Where there is a body, who compresses it adds that the encoding was chosen too.
    return Response(status_code=304, headers={**headers, "Vary": "Accept, Accept-Encoding"})


def _remembered(_: Request, error: Exception) -> Response:
    if isinstance(error, Remembered):
        return error.given.response()
    raise error
