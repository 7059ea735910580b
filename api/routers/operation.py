"""Routes for operators: health and metrics."""

# They are not negotiated, so that any monitor can read them.

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from api.dependencies import ServiceDep, Version, client_of
from api.http.observability import Metrics
from api.lanes import Lanes
from api.models import Health
from api.service import Service

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the service can answer, with its version and graph engine")
async def health(request: Request, service: ServiceDep, response: Response, version: Version) -> Health:
    """200 if the service can answer, else 503 with a problem that says why not."""
    response.headers["Cache-Control"] = "no-store"
    if version:  # which may have to be opened first, as for any other route
        lanes: Lanes = request.app.state.lanes
        async with lanes.turn(client_of(request), request.receive):
            return await run_sync(_health, service, version)
    threads: CapacityLimiter = request.app.state.health_threads
    return await run_sync(_health, service, None, limiter=threads)


def _health(service: Service, version: str | None) -> Health:
    dataset = service.take(version)
    try:
        return Health(
            status="ok",
            dataset=dataset.version,
            ontology=dataset.vocabulary.version,
            graph=dataset.engine,
            reviews=dataset.reviews,
        )
    finally:
        service.give_back(dataset)


@router.get("/metrics", summary="Counts for Prometheus", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """How many requests were answered, by route and status, and how long they took."""
    counted: Metrics = request.app.state.metrics
    return counted.response()
