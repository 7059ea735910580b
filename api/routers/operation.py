"""Routes for operators: health and metrics."""

# They are not negotiated, so that any monitor can read them.

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from api.dependencies import DatasetDep
from api.http.observability import Metrics
from api.models import Health

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the service can answer, with its version and graph engine")
def health(dataset: DatasetDep, response: Response) -> Health:
    """200 if the service can answer, else 503 with a problem that says why not."""
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
