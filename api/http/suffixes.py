"""Addresses with a suffix, such as ``/studies.csv``, and ``?format=csv``: both stand for a media type and win over ``Accept``."""

from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from api.formats.table import CSV, SUFFIXES
from api.http.conditional import MARKED
from api.http.problems import problem

_FILES = ("/export/", "/static/", "/sparql", "/openapi")
"""Beginnings of paths that are files, or have rules of their own."""


class Suffixes:
    """Turns a suffix of the path, or the parameter ``format``, into the header ``Accept``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as one for the path without its suffix; 422 where a format is unknown or given twice."""
        if scope["type"] != "http" or scope["path"].startswith(_FILES):
            await self._app(scope, receive, send)
            return
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, encoding="latin-1")
        formats = [value for name, value in pairs if name == "format"]
        stem, dot, suffix = scope["path"].rpartition(".")
        if len(formats) > 1 or (formats and formats[0] not in SUFFIXES):
            detail = f"format: {formats[-1][:40]!r} is not a format, or it is given twice: {', '.join(SUFFIXES)}."
            await problem(
                422, "Invalid question", detail, parameter="format", value=formats[-1], nearest=list(SUFFIXES)
            )(scope, receive, send)
            return
        if formats:
            # As it was written, so that the ETag is that of the address without it.
            parts = scope["query_string"].split(b"&")
            kept = [
                part
                for part in parts
                if parse_qsl(part, keep_blank_values=True)[:1] != [(b"format", formats[0].encode())]
            ]
            scope = {**scope, "query_string": b"&".join(kept)}
            _accept(scope, SUFFIXES[formats[0]])
        elif dot and suffix in SUFFIXES and "/" not in suffix and not stem.endswith("/"):
            scope = {**scope, "path": stem, "raw_path": None}
            _accept(scope, SUFFIXES[suffix])
        await self._app(scope, receive, send)


def _accept(scope: Scope, media: str) -> None:
    scope["headers"] = list(scope["headers"])
    headers = MutableHeaders(scope=scope)
    # A browser saves the file, and a spreadsheet then opens it; it would take UTF-8 without a mark for another encoding.
    scope[MARKED] = media == CSV and "text/html" in headers.get("accept", "")
    headers["accept"] = media
