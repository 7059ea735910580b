"""Routes of downloads: files, ontology, shapes and description of a version, and the list of versions with its feed."""

# Bodies are files that are made once per version, so their ETag is made from their hash.

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from api.dependencies import Paging, PagingDep, ServiceDep, Version, client_of, lanes_of
from api.feed import told, write_feed
from api.formats.json import PrettyJSON
from api.formats.negotiation import negotiate
from api.formats.table import ATOM, HTML, JSON
from api.http import conditional
from api.http.reply import KEY
from api.http.response_cache import CachedReply, ResponseCache
from api.lanes import Lanes, stoppable
from api.models import Listed
from api.pages.address import Address
from api.pages.page import versions_page
from api.service import Service
from kg.errors import BadQuestion, NotFound, NoVersion
from kg.exports import manifest as manifests
from kg.exports.description import served
from kg.exports.folder import VOID
from kg.exports.manifest import ExportManifest, sha256
from kg.exports.rdf import turtle
from kg.rdf.formats import GRAPH_FORMATS, TURTLE
from kg.versions.retention import StoredVersion, stored_versions


async def _turn(request: Request) -> AsyncIterator[None]:
    """A place, because the files of a version are made when one is first requested, which takes seconds."""
    lanes: Lanes = request.app.state.downloads
    async with lanes.turn(client_of(request), request.receive):
        yield


router = APIRouter(tags=["downloads"])
# scope: the place is free again before a slow client has read the file.
_PLACE = [Depends(_turn, scope="function")]
_place = asynccontextmanager(_turn)

_GRAPH_TYPES: Mapping[str, str] = {each.media_type: each.suffix for each in GRAPH_FORMATS}
_AS_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file."}
}
_AS_GRAPH: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string"}} for media in _GRAPH_TYPES}}
}


@router.get(
    "/export",
    summary="The files of a version, with their hashes",
    response_model=ExportManifest,
    dependencies=_PLACE,
)
def export(request: Request, service: ServiceDep, version: Version) -> Response:
    """All files of `/export/{file}`; the same as `/export/manifest.json`."""
    return export_file(manifests.FILE, request, service, version)


@router.get(
    "/export/{file:path}",
    summary="One file of a version",
    response_class=FileResponse,
    responses=_AS_FILE,
    dependencies=_PLACE,
)
def export_file(file: str, request: Request, service: ServiceDep, version: Version) -> Response:
    """A file by its path: `dataset.nq`, `ontology.ttl`, `csv/okafor-bello-2025/charting.csv`, `manifest.json`."""
    manifest, folder = service.export(version)
    # The manifest does not list itself.
    if file == manifests.FILE:
        return _send(request, folder / file, "application/json", sha256(folder / file))
    if found := manifest.find(file):
        return _send(request, folder / file, found.media_type, found.sha256)
    raise NotFound("file of an export", file, (each.path for each in manifest.files))


@router.get("/ontology", summary="The ontology", response_class=FileResponse, responses=_AS_GRAPH, dependencies=_PLACE)
def ontology(request: Request, service: ServiceDep, version: Version) -> Response:
    """As OWL 2 EL with its defined classes, its terms as SKOS. By `Accept`: Turtle, RDF/XML, JSON-LD or N-Triples."""
    media = negotiate(request, list(_GRAPH_TYPES))
    file = service.ontology(version)[media]
    return _send(request, file, media, sha256(file))


@router.get(
    "/shapes",
    summary="The SHACL shapes that data are checked with",
    response_class=FileResponse,
    responses=_AS_GRAPH,
    dependencies=_PLACE,
)
def shapes(request: Request, service: ServiceDep, version: Version) -> Response:
    """By `Accept`: Turtle, RDF/XML, JSON-LD or N-Triples. Constraints across records are `/export/shapes/check_….rq`."""
    media = negotiate(request, list(_GRAPH_TYPES))
    return export_file(f"shapes{_GRAPH_TYPES[media]}", request, service, version)


@router.get(
    "/.well-known/void",
    summary="What this dataset is, for machines: VoID, DCAT, PROV",
    response_class=Response,
    responses={200: {"content": {TURTLE.media_type: {"schema": {"type": "string"}}}}},
    dependencies=_PLACE,
)
def void(request: Request, service: ServiceDep) -> Response:
    """The current version in Turtle, with the addresses of its files here and of the SPARQL endpoint."""
    _, folder = service.export()
    at = str(request.base_url)
    endpoint = f"{at}sparql" if "/sparql" in {getattr(route, "path", "") for route in request.app.routes} else None
    media = TURTLE.media_type
    body = turtle(served(folder / VOID, f"{at}export/", endpoint))
    return Response(
        body, media_type=media, headers=conditional.validators(request, media, hashlib.sha256(body).hexdigest())
    )


@router.get(
    "/versions",
    summary="The stored versions, newest first",
    response_model=Listed[StoredVersion],
    responses={200: {"content": {HTML: {"schema": {"type": "string"}}, ATOM: {"schema": {"type": "string"}}}}},
    openapi_extra={KEY: ""},
)
async def versions(request: Request, service: ServiceDep, paging: PagingDep, response: Response) -> Response:
    """Each with what it holds, its label, when it was stored and whether it is current. Other routes take one as `version=`.

    As an Atom feed: the gaps that were closed or opened, and the voids that were certified or no longer are, with each of the
    newest versions.
    """
    media = negotiate(request, (JSON, HTML, ATOM))
    if media == ATOM:
        return await _feed(request, service)
    async with _place(request):
        listed = await run_sync(_listed, request, service, paging, media)
    listed.headers["Link"] = response.headers["Link"]
    return listed


def _listed(request: Request, service: Service, paging: Paging, media: str) -> Response:
    known = stored_versions(service.home)
    items, page = paging.cut(known)
    body = Listed[StoredVersion](items=items, page=page)
    # Not cached by version: the list changes with every load.
    listed: Response = PrettyJSON(body.model_dump(mode="json"))
    if media == HTML:
        readable = [each.version for each in known if each.holds]
        listed = HTMLResponse(versions_page(body, readable[:-1], Address.of(request), {"json": JSON, "html": HTML}))
    listed.headers.update(conditional.validators(request, media, hashlib.sha256(bytes(listed.body)).hexdigest()))
    return listed


async def _feed(request: Request, service: Service) -> Response:
    """The feed; what it is made from names it, so that a reader that has it waits for no comparison."""
    for name in request.query_params:
        raise BadQuestion(name, request.query_params[name], "is not a parameter of the feed, which is whole")
    found = told(await run_sync(stored_versions, service.home))
    if not found:
        raise NoVersion("No version is stored that can be read. Run: lacuna load")
    made_from = (f"{each.version} {each.stored.isoformat()}" for each in found)
    headers = conditional.validators(request, ATOM, service.files_hash, *made_from)
    cache: ResponseCache = request.app.state.response_cache
    async with cache.turn(headers["ETag"]) as known:
        if known:
            return known.response()
        async with (
            lanes_of(request).turn(client_of(request), request.receive),
            stoppable(request.receive, request.app.state.seconds),
        ):
            content = await run_sync(write_feed, service, found, Address.of(request))
        made = CachedReply(content, f"{ATOM}; charset=utf-8", headers)
        cache.keep(headers["ETag"], made)
        return made.response()


def _send(request: Request, file: Path, media: str, digest: str) -> Response:
    return FileResponse(file, media_type=media, headers=conditional.validators(request, media, digest))
