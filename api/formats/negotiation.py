"""Content negotiation: the media type of an answer, by ``Accept``."""

from collections.abc import Sequence

from fastapi import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptable


def negotiate(request: Request, offered: Sequence[str]) -> str:
    """The offered media type that the client prefers (see ``preferred``).

    Raises:
        NotAcceptable: the client accepts none.
    """
    media = preferred(request, offered)
    if media is None:
        accept = ", ".join(request.headers.getlist("accept"))
        text = f"Accept: {accept[:200]!r} lists none of the media types that are available: {', '.join(offered)}"
        raise NotAcceptable(text, offered)
    return media


def preferred(request: Request, offered: Sequence[str]) -> str | None:
    """The offered media type that the client prefers (RFC 9110, with weights); of equal ones the first; None if it accepts none.

    Parameters such as ``charset`` are not weighed. A request without ``Accept`` accepts every media type.
    """
    accept = ", ".join(request.headers.getlist("accept")) or "*/*"
    ranges = [(each.partition(";")[0].strip(), weight) for each, weight in parse_accept_header(accept, MIMEAccept)]
    return MIMEAccept(ranges).best_match(offered)
