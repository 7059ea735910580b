"""Routes for operators: health and metrics."""

# They are not negotiated, so that any monitor can read them.

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from api.dependencies import DatasetDep
from api.http.observability import Metrics
from api.models import Health

router = APIRouter(tags=["service"])


@router.get("/health", summary="Alive, from which version, by which engine")
def health(dataset: DatasetDep, response: Response) -> Health:
    """That the service is alive: 200, or 503 with a problem that says why it cannot answer."""
    response.headers["Cache-Control"] = "no-store"
    return Health(
        status="ok",
        dataset=dataset.version,
        ontology=dataset.vocabulary.version,
        graph=dataset.engine,
        reviews=dataset.reviews,
    )


@router.get("/metrics", summary="Counts for Prometheus", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """How many requests were answered, by route and status, and how long they took."""
    counted: Metrics = request.app.state.metrics
    return counted.response()
