"""Content negotiation and conditional requests (``ETag``, 304)."""

import hashlib
from collections.abc import Sequence
from typing import NoReturn

from fastapi import FastAPI, Request, Response
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from api.formats.table import HTML
from api.pages.address import POLICY
from api.service import SOFTWARE
from kg.errors import NotAcceptable


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


def negotiate(request: Request, offered: Sequence[str]) -> str:
    """The offered media type that the client prefers (RFC 9110, with weights); of equal ones the first.

    Parameters such as ``charset`` are not weighed. A request without ``Accept`` accepts every media type.

    Raises:
        NotAcceptable: the client accepts none.
    """
    accept = ", ".join(request.headers.getlist("accept")) or "*/*"
    ranges = [(each.partition(";")[0].strip(), weight) for each, weight in parse_accept_header(accept, MIMEAccept)]
    media = MIMEAccept(ranges).best_match(offered)
    if media is None:
        text = f"Accept: {accept[:200]!r} lists none of the media types that are available: {', '.join(offered)}"
        raise NotAcceptable(text, offered)
    return media


def validators(request: Request, media: str, *made_from: str) -> dict[str, str]:
    """The caching headers of an answer, of a page also its policy; a client that has the answer already is answered with 304.

    Args:
        request: the request that is answered.
        media: the media type of the answer.
        made_from: further inputs of the answer besides request and program, such as ``Service.made_from``.
    """
    # The ETag is known before the answer is computed: it is made of everything that the answer depends on, its encoding
    # included, so that equal ETags always mean equal bytes.
    # The host is part of it, because tables have absolute links.
    parts = "\n".join((*made_from, SOFTWARE, str(request.base_url), request.url.path, request.url.query, media))
    # api.http.middleware.Gzip has reduced this header to "gzip" or nothing.
    encoding = "-gzip" if request.headers.get("accept-encoding") == "gzip" else ""
    etag = hashlib.sha256(parts.encode()).hexdigest() + encoding
    # A client must ask each time, because another version may be current by then.
    headers = {"ETag": f'"{etag}"', "Vary": "Accept", "Cache-Control": "no-cache"}
    if media == HTML:
        # In a 304 too: a browser takes its headers for those of the page that it has.
        headers["Content-Security-Policy"] = POLICY
    client_etags = parse_etags(request.headers.get("if-none-match"))
    if not client_etags.star_tag and client_etags.contains_weak(etag):
        # To a response with a body the Gzip middleware adds Accept-Encoding by itself.
        answer_with(Response(status_code=304, headers={**headers, "Vary": "Accept, Accept-Encoding"}))
    return headers


def _send(_: Request, signal: Exception) -> Response:
    if isinstance(signal, _Answered):
        return signal.response
    raise signal
