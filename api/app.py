"""Assembling the service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse

from api import claims, conditional, exports, problems
from api.asked import only_known_parameters
from api.pretty import PrettyJSON
from api.routes import router, stored_route
from api.service import Service
from kg.bodies import Answer
from kg.catalogue import read_catalogue
from kg.settings import Settings, read_settings
from kg.stores.neo4j import server_of
from kg.versions import Home


def create_app(settings: Settings | None = None) -> FastAPI:
    """The HTTP service over the home that the settings name."""
    settings = settings or read_settings()
    server = server_of(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with server or nullcontext():
            yield

    app = FastAPI(
        lifespan=lifespan,
        title="Lacuna",
        version=version("lacuna-kg"),
        summary="What has nobody studied yet, and how sure are we?",
        default_response_class=PrettyJSON,
    )
    service = Service(Home(settings.home), read_catalogue(), server)
    app.state.service = service
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], allow_headers=["*"], expose_headers=["Link", "ETag"]
    )
    problems.install(app)
    conditional.install(app)
    checked = [Depends(only_known_parameters), Depends(conditional.check)]
    for stored in service.catalogue.values():
        app.add_api_route(
            f"/gaps/{stored.name}",
            stored_route(stored),
            response_model=Answer,
            summary=stored.text,
            tags=["stored questions"],
            operation_id=stored.name,
            dependencies=checked,
        )
    app.include_router(router, dependencies=checked)
    app.include_router(claims.router, dependencies=checked)
    app.include_router(exports.router, dependencies=[Depends(only_known_parameters)])
    app.add_api_route("/", lambda: RedirectResponse("/docs"), include_in_schema=False)
    return app
