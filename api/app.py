"""Assembly of the HTTP service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse

from api import openapi
from api.dependencies import only_known_parameters
from api.formats.json import PrettyJSON
from api.http import conditional, problems
from api.http.middleware import STACK
from api.http.observability import Metrics, Observed
from api.http.response_cache import ResponseCache
from api.routers import downloads, gaps, operation, review, sparql, studies, vocabulary
from api.service import SOFTWARE, Service
from api.sparql.workers import Workers
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.base import GraphEngine
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.home import Home

_CACHE_BYTES = 2**26
"""The size of the response cache, in bytes of content."""


def create_app(settings: Settings | None = None, engine: GraphEngine | None = None) -> FastAPI:
    """The HTTP service.

    Args:
        settings: by default those of the environment.
        engine: answers from the property graphs; by default the one that the settings name.
    """
    settings = settings or checked_settings()
    graphs = engine or graph_engine(settings)
    workers = Workers(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with graphs, closing(workers):
            yield

    metrics = Metrics()
    app = FastAPI(
        lifespan=lifespan,
        title="Lacuna",
        version=SOFTWARE,
        summary="What has nobody studied yet, and how sure are we?",
        default_response_class=PrettyJSON,
        responses=problems.DOCUMENTED,
        # Observed is outermost: it must see the final status and count every byte that is sent.
        middleware=[Middleware(Observed, metrics=metrics), *STACK],
        openapi_url=None,  # api.openapi serves it, with examples
    )
    service = Service(Home(settings.home), read_catalogue(), graphs)
    app.state.service, app.state.metrics = service, metrics
    app.state.home, app.state.workers = service.home, workers
    app.state.response_cache = ResponseCache(_CACHE_BYTES)
    problems.install(app)
    conditional.install(app)
    checked = [Depends(only_known_parameters)]
    for router in (gaps.router, vocabulary.router, studies.router, review.router, downloads.router):
        app.include_router(router, dependencies=checked)
    # Not checked: the SPARQL Protocol has its own rules for parameters, and health and metrics have none.
    for router in (operation.router, sparql.router):
        app.include_router(router)
    openapi.install(app)
    app.add_api_route("/", lambda: RedirectResponse("/docs"), include_in_schema=False)
    return app
