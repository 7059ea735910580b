"""Conditional requests: an ``ETag`` that names the answer before it is made, and 304 where the client has it."""

import hashlib
from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from werkzeug.http import parse_etags

from api.asked import DatasetDep, ServiceDep

_SOFTWARE = version("lacuna-kg")


class NotModified(Exception):
    """The client has this answer already."""

    def __init__(self, etag: str) -> None:
        self.etag = etag


def check(request: Request, response: Response, service: ServiceDep, dataset: DatasetDep) -> None:
    """Name the answer by what it is made from: stored version, stored questions, program, address and what is accepted.

    Raises:
        NotModified: the request's ``If-None-Match`` names it.
    """
    asked = (request.url.path, request.url.query, request.headers.get("accept", ""))
    made_from = (dataset.version, service.catalogue_hash, _SOFTWARE, *asked)
    digest = hashlib.sha256("\n".join(made_from).encode()).hexdigest()
    had = parse_etags(request.headers.get("if-none-match"))
    if not had.star_tag and had.contains_weak(digest):
        raise NotModified(f'"{digest}"')
    response.headers["ETag"] = f'"{digest}"'


def install(app: FastAPI) -> None:
    """Answer 304 where an answer is not modified."""
    app.add_exception_handler(NotModified, _not_modified)


def _not_modified(_: Request, error: Exception) -> Response:
    return Response(status_code=304, headers={"ETag": error.etag} if isinstance(error, NotModified) else {})
