"""Route ``/sparql``: the SPARQL 1.1 Protocol, queries only."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from werkzeug.http import parse_etags

from api.dependencies import Version, client_of
from api.http import conditional
from api.http.reply import KEY
from api.lanes import unless_left
from api.pages.address import POLICY
from api.routers.sparql_page import page
from api.service import SOFTWARE, Service
from api.sparql.answer import StreamedAnswer
from api.sparql.description import describe
from api.sparql.protocol import (
    FORM,
    FORMATS,
    MEDIA_TYPES,
    QUERY,
    VERSION_HEADER,
    accepted,
    is_lasting,
    is_page,
    not_acceptable,
    read_query,
)
from api.sparql.workers import Workers
from kg.errors import LacunaError
from kg.rdf.formats import GRAPH_MEDIA_TYPES
from kg.versions.home import Home
from kg.versions.manifest import Manifest

_LOG = logging.getLogger(__name__)

_TEXT = {"type": "string"}
_PARAMETERS: Mapping[str, Any] = {
    "query": {
        "description": "The query; none at all asks for the service description.",
        "schema": _TEXT,
        "example": "SELECT ?study { ?study a <https://w3id.org/lacuna/onto/Study> }",
    },
    "default-graph-uri": {
        "description": "A stored graph to query as the default graph; several are merged.",
        "schema": {"type": "array", "items": _TEXT},
    },
    "named-graph-uri": {
        "description": "A stored graph that `GRAPH` may name.",
        "schema": {"type": "array", "items": _TEXT},
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media: {"schema": {} if media.endswith("json") else _TEXT}
            for kind in MEDIA_TYPES.values()
            for media in kind
        }
    }
}

router = APIRouter(tags=["SPARQL"], default_response_class=Response)


class Stored(NamedTuple):
    """A stored version: its manifest and the folder of its RDF."""

    manifest: Manifest
    folder: Path


def _stored(request: Request, version: Version) -> Stored:
    home: Home = request.app.state.home
    manifest = home.manifest(version or home.current())
    return Stored(manifest, home.rdf_folder(manifest.version))


StoredDep = Annotated[Stored, Depends(_stored)]


@router.get(
    "/sparql",
    summary="A SPARQL query, or the service description",
    responses=_ANSWERS,
    openapi_extra={
        KEY: "",
        "parameters": [{"name": name, "in": "query", **described} for name, described in _PARAMETERS.items()],
    },
)
async def sparql(request: Request, stored: StoredDep) -> Response:
    """SPARQL 1.1 over the triples of one stored version, ontology included, in its default graph; nothing can be changed.

    By `Accept`: SELECT and ASK as JSON, XML, CSV or TSV, CONSTRUCT and DESCRIBE as Turtle, N-Triples, RDF/XML or JSON-LD.
    An answer that is cut off (the connection breaks) took too long or is too long.
    """
    return await _respond(request, stored)


@router.post(
    "/sparql",
    summary="A SPARQL query, as a form or as plain text",
    responses=_ANSWERS,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": _TEXT},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {name: described["schema"] for name, described in _PARAMETERS.items()},
                    }
                },
            },
        }
    },
)
async def sparql_by_post(request: Request, stored: StoredDep) -> Response:
    """As with GET, with room for long queries."""
    return await _respond(request, stored)


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE", "OPTIONS"], include_in_schema=False)
def sparql_otherwise() -> None:
    """405 with the methods of both routes above; the framework would name those of one route only."""
    raise HTTPException(405, "Method Not Allowed", {"Allow": "GET, POST"})


async def _respond(request: Request, stored: Stored) -> Response:
    asked = await read_query(request)
    query = asked.query
    headers = {VERSION_HEADER: stored.manifest.version, "Vary": "Accept", "Cache-Control": "no-cache"}
    has_any = request.method != "POST" and conditional.has_any(request)
    shows_page = is_page(request, asked)
    if shows_page:  # in a 304 too: a browser takes its headers for those of the page that it has
        headers["Content-Security-Policy"] = POLICY
    if request.method != "POST" and (query is None or is_lasting(query.text)):
        digest = _digest(request, stored.manifest.version)
        headers["ETag"] = f'W/"{digest}"'  # weak: the order of rows may differ
        client_etags = parse_etags(request.headers.get("if-none-match"))
        if not client_etags.star_tag and client_etags.contains_weak(digest):
            return conditional.unchanged(headers)
    if shows_page:
        shown = await page(request, asked, stored.manifest.version, stored.folder, headers)
        return conditional.unchanged(headers) if has_any and shown.status_code == 200 else shown
    if query is None:
        description = _description(request, asked.format, stored.manifest, headers)
        return conditional.unchanged(headers) if has_any else description
    workers: Workers = request.app.state.workers
    asking = workers.ask(stored.folder, query, client_of(request))
    answer = await unless_left(request.receive, asking, StreamedAnswer.close)
    if has_any:  # which is known only now
        answer.close()
        return conditional.unchanged(headers)
    if any(forms.get(asked.format) == answer.media for forms in FORMATS.values()):
        headers["Content-Disposition"] = f'attachment; filename="lacuna.{asked.format}"'
    return _Streamed(answer, headers)


def _digest(request: Request, version: str) -> str:
    """A hash of everything that an answer depends on: version, program, its questions, address and accepted media types."""
    service: Service = request.app.state.service
    made_from = (version, service.files_hash, SOFTWARE, str(request.url), *request.headers.getlist("accept"))
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()


def _description(request: Request, format_: str, manifest: Manifest, headers: Mapping[str, str]) -> Response:
    media = accepted(request, "triples", format_)
    if media is None:
        raise not_acceptable("triples")
    description = describe(str(request.url.replace(query="")), manifest)
    return Response(
        description.serialize(format=GRAPH_MEDIA_TYPES[media].rdflib_name), media_type=media, headers=headers
    )


class _Streamed(StreamingResponse):
    """Sends an answer piece by piece; afterwards its worker is free or, if the answer is incomplete, ended."""

    # An answer that cannot be completed is sent without the end of its encoding, so that no client takes it for complete.

    def __init__(self, answer: StreamedAnswer, headers: Mapping[str, str]) -> None:
        super().__init__(answer.pieces(), media_type=answer.media, headers=headers)
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._answer.limit:
                await super().__call__(scope, receive, send)
        except TimeoutError:
            _LOG.warning("An answer to SPARQL was cut: %s", self._answer.cut())
        except LacunaError as error:
            _LOG.warning("An answer to SPARQL was cut: %s", error)
        finally:
            self._answer.close()
