"""The answer of ``/sparql`` to a browser: the editor, with the answer to a query or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from anyio.to_thread import run_sync
from fastapi import Request, Response

from api.dependencies import client_of, opened
from api.formats.table import HTML
from api.lanes import unless_left
from api.pages.links import Links
from api.pages.result_table import result_table
from api.pages.sparql import FIRST, example_query, sparql_page
from api.service import Service
from api.sparql.answer import StreamedAnswer
from api.sparql.first_lines import first_lines
from api.sparql.protocol import Asked
from api.sparql.workers import Workers
from kg.errors import Busy, ClientLeft, LacunaError
from kg.stores.sparql_worker import SparqlRequest
from kg.versions.dataset import Dataset

MOST_SHOWN = 500
"""Rows on a page; all of them are in the other forms."""
_TSV, _N_TRIPLES = "text/tab-separated-values", "application/n-triples"
"""One row a line, so that the first rows can be read without the others."""


class _Lines(NamedTuple):
    """The beginning of an answer: its lines, how many there are, and whether they are triples."""

    lines: list[str]
    total: int
    triples: bool


async def page(request: Request, asked: Asked, version: str, folder: Path, headers: Mapping[str, str]) -> Response:
    """The page, with the status that the protocol gives to what is wrong with the query.

    Args:
        request: the request.
        asked: what it asks.
        version: the hash of the version that is asked.
        folder: the RDF of that version.
        headers: of the response, if nothing is wrong.

    Raises:
        NotFound: there is no such example.
        ClientLeft: the client did not wait.
    """
    service: Service = request.app.state.service
    found, problem, status, more = None, None, 200, dict(headers)
    if asked.query:
        try:
            found = await _ask(request, asked.query, folder)
        except ClientLeft:
            raise
        except LacunaError as error:
            problem, status = {"title": error.title, "detail": str(error)}, error.status
            more.pop("ETag", None)
            if isinstance(error, Busy):
                more["Retry-After"] = str(error.retry_after)
    async with opened(request, service, version) as dataset:
        content = await run_sync(partial(_write, request, dataset, asked, found, problem))
    return Response(content, status, more, f"{HTML}; charset=utf-8")


async def _ask(request: Request, query: SparqlRequest, folder: Path) -> _Lines:
    workers: Workers = request.app.state.workers
    asking = workers.ask(folder, replace(query, results=_TSV, rdf=_N_TRIPLES), client_of(request))
    answer = await unless_left(request.receive, asking, StreamedAnswer.close)
    lines, total = await first_lines(answer, MOST_SHOWN + 1)
    triples = answer.media == _N_TRIPLES
    return _Lines(lines[:MOST_SHOWN] if triples else lines, total, triples)  # the first line of TSV is no row


def _write(
    request: Request, dataset: Dataset, asked: Asked, found: _Lines | None, problem: Mapping[str, Any] | None
) -> bytes:
    service: Service = request.app.state.service
    catalogue = dataset.catalogue(service.catalogue)
    query = asked.query.text if asked.query else example_query(dataset, catalogue, asked.example or FIRST)
    shown = found and result_table(found.lines, found.total, Links(dataset), triples=found.triples)
    root = request.scope.get("root_path", "").rstrip("/")
    return sparql_page(dataset, catalogue, root, query, shown, problem)
