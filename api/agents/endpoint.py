"""The route ``/mcp``, whose libraries are imported with its first request."""

from typing import Any

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.agents.desk import Desk

PATH = "/mcp"


class _Endpoint:
    def __init__(self, desk: Desk, hosts: str | None) -> None:
        self._desk, self._hosts = desk, hosts
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The SDK takes half a second to import, which no start of the service has to wait for.
        if self._app is None:
            self._app = await run_sync(self._made)
        await self._app(scope, receive, send)

    def _made(self) -> ASGIApp:
        from api.agents.transport import OverHttp  # noqa: PLC0415 - as above

        return OverHttp(self._desk, self._hosts)


class _Route(Route):
    """A route that is counted by its path, as those of FastAPI are."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self}


def install(app: Starlette, desk: Desk, hosts: str | None) -> None:
    """Add the route to an application.

    Args:
        app: the application.
        desk: where the work is done.
        hosts: further names under which it is reached, separated by commas.
    """
    endpoint: Any = _Endpoint(desk, hosts)  # an ASGI application, which the type of a route does not foresee
    app.router.routes.append(_Route(PATH, endpoint, methods=["POST"]))
