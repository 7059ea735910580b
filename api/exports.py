"""What can be taken away: a version's files, ontology, shapes and description; and which versions there are.

Bodies are files that are made once per version, so their hash is their ``ETag``.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from fastapi.responses import FileResponse
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags

from api.asked import PagingDep, ServiceDep, Version
from api.bodies import Listed
from api.pretty import PrettyJSON
from api.service import Service
from kg.errors import NotFound
from kg.exports import manifest as manifests
from kg.exports.description import served
from kg.exports.folder import VOID
from kg.exports.manifest import ExportManifest, sha256
from kg.exports.rdf import GRAPHS, MEDIA_TYPES, turtle
from kg.keeping import StoredVersion, stored_versions

router = APIRouter(tags=["downloads"])

Accept = Annotated[str, Header()]
IfNoneMatch = Annotated[str, Header()]

_GRAPH_TYPES: Mapping[str, str] = {MEDIA_TYPES[suffix]: suffix for suffix in GRAPHS}
_AS_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file."}
}
_AS_GRAPH: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string"}} for media in _GRAPH_TYPES}}
}


@router.get("/export", summary="The files of a version, with their hashes", response_model=ExportManifest)
def export(service: ServiceDep, version: Version = None, if_none_match: IfNoneMatch = "") -> Response:
    """What `/export/{file}` has; the same as `/export/manifest.json`."""
    return export_file(manifests.FILE, service, version, if_none_match)


@router.get("/export/{file:path}", summary="One file of a version", response_class=FileResponse, responses=_AS_FILE)
def export_file(file: str, service: ServiceDep, version: Version = None, if_none_match: IfNoneMatch = "") -> Response:
    """A file by its path: `dataset.nq`, `ontology.ttl`, `csv/okafor-bello-2025/charting.csv`, `manifest.json`."""
    manifest, folder = service.export(version)
    if file == manifests.FILE:
        return _send(folder / file, "application/json", sha256(folder / file), if_none_match)
    if found := manifest.find(file):
        return _send(folder / file, found.media_type, found.sha256, if_none_match)
    raise NotFound("file of an export", file, (each.path for each in manifest.files))


@router.get("/ontology", summary="The ontology", response_class=FileResponse, responses=_AS_GRAPH)
def ontology(
    service: ServiceDep, version: Version = None, accept: Accept = "*/*", if_none_match: IfNoneMatch = ""
) -> Response:
    """By `Accept`: Turtle, RDF/XML, JSON-LD or N-Triples."""
    return _graph(service, "ontology", version, accept, if_none_match)


@router.get(
    "/shapes", summary="The SHACL shapes that data are checked with", response_class=FileResponse, responses=_AS_GRAPH
)
def shapes(
    service: ServiceDep, version: Version = None, accept: Accept = "*/*", if_none_match: IfNoneMatch = ""
) -> Response:
    """By `Accept`: Turtle, RDF/XML, JSON-LD or N-Triples. The rules between records are `/export/shapes/check_….rq`."""
    return _graph(service, "shapes", version, accept, if_none_match)


@router.get(
    "/.well-known/void",
    summary="What this dataset is, for machines: VoID, DCAT, PROV",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPES[".ttl"]: {"schema": {"type": "string"}}}}},
)
def void(request: Request, service: ServiceDep, if_none_match: IfNoneMatch = "") -> Response:
    """The current version in Turtle, with the addresses of its files here and of the SPARQL endpoint."""
    _, folder = service.export()
    at = str(request.base_url)
    endpoint = f"{at}sparql" if "/sparql" in {getattr(route, "path", "") for route in request.app.routes} else None
    body = turtle(served(folder / VOID, f"{at}export/", endpoint))
    return _answer(Response(body, media_type=MEDIA_TYPES[".ttl"]), hashlib.sha256(body).hexdigest(), if_none_match)


@router.get("/versions", summary="The stored versions, the one stored last first", response_model=Listed[StoredVersion])
def versions(service: ServiceDep, paging: PagingDep, response: Response, if_none_match: IfNoneMatch = "") -> Response:
    """Each with what it holds, when it was stored and whether it answers. `version=` of other routes names one."""
    items, page = paging.cut(stored_versions(service.home))
    listed = PrettyJSON(Listed[StoredVersion](items=items, page=page).model_dump(mode="json"))
    listed.headers["Link"] = response.headers["Link"]
    return _answer(listed, hashlib.sha256(bytes(listed.body)).hexdigest(), if_none_match)


def _graph(service: Service, name: str, version: str | None, accept: str, if_none_match: str) -> Response:
    media = parse_accept_header(accept, MIMEAccept).best_match(list(_GRAPH_TYPES))
    if media is None:
        raise HTTPException(406, f"This can be had as {', '.join(_GRAPH_TYPES)}")
    sent = export_file(f"{name}{_GRAPH_TYPES[media]}", service, version, if_none_match)
    sent.headers["Vary"] = "Accept"
    return sent


def _send(file: Path, media_type: str, digest: str, if_none_match: str) -> Response:
    return _answer(FileResponse(file, media_type=media_type), digest, if_none_match)


def _answer(response: Response, digest: str, if_none_match: str) -> Response:
    """A response named by the hash of its body, or 304 where the client has it."""
    known = parse_etags(if_none_match)
    if not known.star_tag and known.contains_weak(digest):
        response = Response(status_code=304)
    response.headers["ETag"] = f'"{digest}"'
    return response
