"""OpenAPI description with recorded examples, and the Swagger UI page."""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.staticfiles import PathLike, StaticFiles

from api.formats.table import JSON
from api.http import conditional
from api.http.problems import Problem
from api.http.reply import KEY
from api.service import Service
from kg.json_text import to_json
from kg.questions.catalogue import Catalogue

EXAMPLES = Path(__file__).with_name("examples.json")

_VERSIONED = re.compile(r"-\d+(\.\d+)+/[^/]+$")
_STORED_QUESTION = "/gaps/{name}"
_FILES = "/docs/files"
DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)


class Files(StaticFiles):
    """Files whose ``ETag`` is weak: it is the same for the file and for the file compressed.

    A file in a folder that is named with a version never changes, so browsers need not ask for it again.
    """

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:  # noqa: D102 - as the base has it
        any_ = request_headers.get("if-none-match", "").strip() == "*"
        return any_ or super().is_not_modified(response_headers, request_headers)

    def file_response(self, full_path: PathLike, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401, D102
        response = super().file_response(full_path, *args, **kwargs)
        response.headers["ETag"] = f"W/{response.headers['etag']}"
        if _VERSIONED.search(str(full_path)):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The description of the API."""
    if request.app.state.description is None:
        request.app.state.description = to_json(_with_examples(description(request.app)))
    content: bytes = request.app.state.description
    return Response(content, media_type=JSON, headers=conditional.validators(request, JSON, content.decode()))


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
    shown.headers["Content-Security-Policy"] = DOCS_POLICY
    return shown


def operation_name(route: APIRoute) -> str:
    """The ``operationId`` of a route: the name of its function, which generated clients give to theirs."""
    return route.name


def install(app: FastAPI) -> None:
    """Add the description and the page to an application."""
    app.state.description = None  # made when it is first asked for
    app.include_router(router)
    # The page loads nothing from other servers: its files come with the package fastapi-swagger.
    app.mount(_FILES, Files(packages=[("fastapi_swagger", "resources")]))


def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of an application, a path for each stored question included; still without examples."""
    described = deepcopy(app.openapi())
    described["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
    service: Service = app.state.service
    paths = described["paths"]
    described["paths"] = _stored_questions(service.catalogue, paths[_STORED_QUESTION]["get"]) | paths
    return described


def _stored_questions(catalogue: Catalogue, declared: Mapping[str, Any]) -> dict[str, Any]:
    """A path for each stored question, with its text, from the operation of the one route that answers them all."""
    # A path for each gives it its own page in the documentation and its own function in generated clients.
    shared = {
        "parameters": [each for each in declared["parameters"] if each["in"] != "path"],
        "responses": declared["responses"],
    }
    return {
        _STORED_QUESTION.format(name=stored.name): {
            "get": deepcopy(
                {"tags": ["stored questions"], "summary": stored.text, "operationId": stored.name, **shared}
            )
        }
        for stored in catalogue.values()
    }


def _with_examples(described: dict[str, Any]) -> dict[str, Any]:
    """The description with each example address replaced by its recorded answer."""
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    for path, operations in described["paths"].items():
        operation = operations.get("get", {"responses": {}})
        address = operation.pop(KEY, path)
        success = operation["responses"].get("200", {})
        for media, example in examples.get(address, {}).items():
            success["content"][media]["example"] = example
        if address in examples:
            success["description"] = f"The example is the answer to `GET {address}`."
    return described
