"""The documentation of the API: OpenAPI whose examples are run when it is asked for, and a page that shows it.

The page loads nothing from elsewhere: its files come with the package ``fastapi-swagger``.
"""

import json
from copy import deepcopy
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.staticfiles import StaticFiles
from starlette.types import Message

from api import conditional
from api.asked import DatasetDep, ServiceDep
from api.observe import UNOBSERVED
from api.problems import Problem
from api.representations import JSON
from kg.text import to_json

_FILES = "/docs/files"
_PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request, service: ServiceDep, dataset: DatasetDep) -> Response:
    """The description of the API, with the answers that the current version gives as its examples."""
    headers = conditional.name(request, JSON, service, dataset)
    documents: dict[str, bytes] = request.app.state.documents
    if dataset.version not in documents:
        described = await _described(request.app)
        documents.clear()  # one version is enough: nobody reads about an older one
        documents[dataset.version] = to_json(described)
    return Response(documents[dataset.version], media_type=JSON, headers=headers)


@router.get("/docs")
def page(request: Request) -> Response:
    """Swagger UI."""
    root = request.scope.get("root_path", "").rstrip("/")
    files = f"{root}{_FILES}"
    shown = get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title="Lacuna",
        swagger_js_url=f"{files}/swagger-ui-bundle.js",
        swagger_css_url=f"{files}/swagger-ui.css",
        swagger_favicon_url=f"{files}/favicon-32x32.png",
        swagger_ui_parameters={"validatorUrl": None},  # it would send the address of this service to swagger.io
    )
    shown.headers["Content-Security-Policy"] = _PAGE_POLICY
    return shown


def install(app: FastAPI) -> None:
    """Add the description and the page to an application."""
    app.state.documents = {}
    app.include_router(router)
    app.mount(_FILES, StaticFiles(packages=[("fastapi_swagger", "resources")]))


async def _described(app: FastAPI) -> dict[str, Any]:
    """The description with examples: of a route with an address to ask, of every form; of others without parameters, of JSON."""
    described = deepcopy(app.openapi())
    described["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
    for path, operations in described["paths"].items():
        operation = operations.get("get", {"responses": {}})
        address = operation.pop("x-example", None)
        success = operation["responses"].get("200", {})
        forms = success.get("content", {})
        for media in [each for each in forms if address or (each == JSON and "{" not in path)]:
            forms[media]["example"] = await _asked(app, address or path, media)
        if address:
            success["description"] = f"The example is the answer to `GET {address}`."
    return described


async def _asked(app: FastAPI, address: str, media: str) -> object:
    """What the application itself answers."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", media.encode())],
        UNOBSERVED: True,
    }
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    text = b"".join(parts).decode()
    return json.loads(text) if media.endswith("json") else text
