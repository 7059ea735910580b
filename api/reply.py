"""How a route of data answers: in the form that the client likes best of those that its body has."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from api import conditional
from api.asked import DatasetDep, ServiceDep
from api.docs import KEY
from api.given import Given
from api.representations import JSON, REPRESENTATIONS, offered, written


class Reply:
    """The reply to a request, its form chosen and named before anything is computed; called with the body that it is to hold.

    Raises:
        NotAcceptable: the client accepts no form that the route's body has.
        NotModified: the client has the answer already.
        Remembered: it was given before, so there is nothing to compute.
    """

    def __init__(self, request: Request, response: Response, service: ServiceDep, dataset: DatasetDep) -> None:
        route: APIRoute = request.scope["route"]
        self._dataset, self._response, self._service = dataset, response, service
        self._media = conditional.negotiate(request, offered(route.response_model))
        response.headers.update(conditional.name(request, self._media, *service.made_from(dataset)))
        if known := service.recall(response.headers["ETag"]):
            raise conditional.Remembered(known)

    def __call__(self, body: object) -> Response:
        """The response that holds a body, with the headers that other dependencies set."""
        content, media = written(body, self._media, self._dataset)
        given = Given(content, media, dict(self._response.headers))
        self._service.remember(self._response.headers["ETag"], given)
        return given.response()


ReplyDep = Annotated[Reply, Depends(Reply)]


def replies(kind: Any, example: str = "", *parameters: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a class, or a list of one
    """What a route says of itself that replies with bodies of a kind: its model and every form that it has.

    Args:
        kind: the class of the bodies.
        example: the address whose answers the documentation shows, by default the route's own path.
        parameters: descriptions (OpenAPI) of parameters that FastAPI does not know of.
    """
    forms = {media: {"schema": dict(REPRESENTATIONS[media].schema)} for media in offered(kind) if media != JSON}
    extra: dict[str, Any] = {KEY: example} if example else {}
    if parameters:
        extra["parameters"] = list(parameters)
    return {"response_model": kind, "responses": {200: {"content": forms}}, "openapi_extra": extra}
