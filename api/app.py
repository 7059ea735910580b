"""Assembly of the HTTP service."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from api import openapi
from api.agents import endpoint
from api.agents.desk import Desk
from api.dependencies import only_known_parameters
from api.formats.json import PrettyJSON
from api.http import conditional, problems
from api.http.middleware import STACK
from api.http.observability import FILES_OF_WORKERS, Metrics, Observed
from api.http.response_cache import ResponseCache
from api.lanes import Lanes
from api.pages.page import STATIC
from api.routers import (
    downloads,
    gaps,
    matrix,
    operation,
    pages,
    review,
    sparql,
    studies,
    vocabulary,
    voids,
)
from api.service import SOFTWARE, Service
from api.sparql.workers import Workers
from api.upkeep import upkeep
from kg.parent_process import end_with_parent
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.base import GraphEngine
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.home import Home

_CACHE_BYTES = 2**22
"""The size of the response cache, in bytes of content."""
_THREADS = 6
"""Threads for what needs no place, beside one for each place: each delays the others a little."""
_DOWNLOADS = 2
"""Downloads whose files are looked up or made at a time."""
_WAITING, _PATIENCE = 64, 10
"""How many requests of one client wait for a place, and how many seconds."""
_SWITCH = 0.0005
"""Seconds after which a thread that computes lets another go on; by Python's default ten times as many."""
_THREADS_FOR_HEALTH = 2
"""Threads for ``/health`` alone."""


def create_app(settings: Settings | None = None, engine: GraphEngine | None = None, *, alone: bool = False) -> FastAPI:
    """The HTTP service.

    Args:
        settings: by default those of the environment.
        engine: answers from the property graphs; by default the one that the settings name.
        alone: whether its process does nothing else, so that memory and collector are its own.
    """
    settings = settings or checked_settings()
    graphs = engine or graph_engine(settings)
    workers = Workers(settings)
    long = max(1, settings.answers - 1)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = settings.answers + long + 1 + _DOWNLOADS + _THREADS
        sys.setswitchinterval(_SWITCH)
        if FILES_OF_WORKERS in os.environ:  # one of several workers, whose parent starts and ends them
            end_with_parent(signal.SIGTERM)
        with graphs, closing(workers), closing(service):
            async with upkeep(service, app.state.catalogue_lane, ahead=settings.ahead) if alone else nullcontext():
                yield

    def lanes(places: int) -> Lanes:
        return Lanes(places, per_client=max(1, places - 1), waiting=_WAITING, patience=_PATIENCE)

    metrics = Metrics()
    app = FastAPI(
        lifespan=lifespan,
        title="Lacuna",
        version=SOFTWARE,
        summary="What has nobody studied yet, and how sure are we?",
        default_response_class=PrettyJSON,
        responses=problems.DOCUMENTED,
        generate_unique_id_function=openapi.operation_name,
        # Observed is outermost: it must see the final status and count every byte that is sent.
        middleware=[Middleware(Observed, metrics=metrics), *STACK],
        openapi_url=None,  # api.openapi serves it, with examples
    )
    service = Service(Home(settings.home), read_catalogue(), graphs)
    app.state.service, app.state.metrics = service, metrics
    app.state.home, app.state.workers = service.home, workers
    app.state.response_cache = ResponseCache(_CACHE_BYTES)
    app.state.lanes, app.state.long_lanes = lanes(settings.answers), lanes(long)
    app.state.catalogue_lane, app.state.downloads = lanes(1), lanes(_DOWNLOADS)
    app.state.seconds, app.state.health_threads = settings.timeout, CapacityLimiter(_THREADS_FOR_HEALTH)
    problems.install(app)
    conditional.install(app)
    checked = [Depends(only_known_parameters)]
    routers = (pages, gaps, matrix, voids, vocabulary, studies, review, downloads)
    for router in (each.router for each in routers):
        app.include_router(router, dependencies=checked)
    # Not checked: the SPARQL Protocol has its own rules for parameters, and health and metrics have none.
    for router in (operation.router, sparql.router):
        app.include_router(router)
    endpoint.install(app, Desk(service, app.state.lanes, app.state.long_lanes, settings.timeout), settings.agent_hosts)
    openapi.install(app)
    app.mount("/static", openapi.Files(directory=STATIC))
    return app


def create_app_alone() -> FastAPI:
    """The HTTP service by the settings of the environment, in a process of its own."""
    return create_app(alone=True)
