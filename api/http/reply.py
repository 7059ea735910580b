"""Negotiated, cached replies of the routes."""

import re
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from api.dependencies import DatasetDep, ServiceDep, client_of, lanes_of
from api.formats.negotiation import negotiate
from api.formats.table import HTML, JSON, REPRESENTATIONS, TABLES, offered, serialized
from api.http import conditional
from api.http.response_cache import CachedReply, ResponseCache
from api.lanes import stoppable
from api.pages.address import Address
from kg.versions.dataset import Dataset

KEY = "x-example"
"""The key of ``openapi_extra`` that holds the address whose answers are a route's examples."""


class Reply:
    """Turns a body into the response to a request; media type and ``ETag`` are known before the body is computed."""

    def __init__(
        self, media: str, response: Response, cache: ResponseCache, dataset: Dataset, request: Request
    ) -> None:
        self._media, self._response, self._cache, self._dataset = media, response, cache, dataset
        self._has_any = conditional.has_any(request)
        self._address, self._mark = Address.of(request), BOM_UTF8 if request.scope.get(conditional.MARKED) else b""

    @property
    def is_page(self) -> bool:
        """Whether the response is a page for people."""
        return self._media == HTML

    def __call__(self, body: object) -> Response:
        """The response with a body, with the headers that other dependencies set; it is cached."""
        content, media = serialized(body, self._media, self._dataset, self._address)
        if self._media in TABLES:  # the name under which a browser saves the file
            self._response.headers["Content-Disposition"] = (
                f'inline; filename="{_file_name(self._address, self._media)}"'
            )
        cached = CachedReply(self._mark + content, media, dict(self._response.headers))
        self._cache.keep(self._response.headers["ETag"], cached)
        return conditional.unchanged(cached.headers) if self._has_any else cached.response()


def _file_name(address: Address, media: str) -> str:
    """The name of a file with an answer: the last part of its path, with the suffix of its form."""
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', address.path.rpartition('/')[2])}.{REPRESENTATIONS[media].suffix}"


async def _reply(
    request: Request, response: Response, service: ServiceDep, dataset: DatasetDep
) -> AsyncIterator[Reply]:
    """The reply of a route, which does not run if the client or the response cache has the answer.

    Raises:
        NotAcceptable: the client accepts no media type of the route's bodies.
        Busy: too many answers are being computed.
        ClientLeft: the client did not wait.
    """
    route: APIRoute = request.scope["route"]
    media = negotiate(request, offered(route.response_model))
    response.headers.update(conditional.validators(request, media, *service.made_from(dataset), exists=False))
    cache: ResponseCache = request.app.state.response_cache
    async with cache.turn(response.headers["ETag"]) as known:
        if known:
            conditional.answer_with(
                conditional.unchanged(known.headers) if conditional.has_any(request) else known.response()
            )
        async with (
            lanes_of(request).turn(client_of(request), request.receive),
            stoppable(request.receive, request.app.state.seconds),
        ):
            yield Reply(media, response, cache, dataset, request)


# scope: the turn in the cache ends with the route, not after a slow client has read the response.
ReplyDep = Annotated[Reply, Depends(_reply, scope="function")]


def replies(kind: Any, example: str = "", *parameters: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a class, or a list of one
    """The keyword arguments of a route that replies with bodies of a kind: response model and documented media types.

    Args:
        kind: the class of the bodies.
        example: the address whose answers the documentation shows; by default the route's own path.
        parameters: OpenAPI descriptions of parameters that the route does not declare.
    """
    forms = {media: {"schema": dict(REPRESENTATIONS[media].schema)} for media in offered(kind) if media != JSON}
    extra: dict[str, Any] = {KEY: example} if example else {}
    if parameters:
        extra["parameters"] = list(parameters)
    return {"response_model": kind, "responses": {200: {"content": forms}}, "openapi_extra": extra}
