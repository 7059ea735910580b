"""Messages of agents over streamable HTTP: one answer to each request, and nothing kept between them."""

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from api.agents.desk import Desk
from api.agents.server import make_server
from api.http.middleware import LARGEST_BODY
from api.http.problems import problem

_ITSELF = ("127.0.0.1", "localhost", "[::1]")
_REFUSED = {
    400: "Send a message as JSON, with Content-Type: application/json.",
    403: "Web pages of other hosts may not ask here. Whoever runs the service can name a host in LACUNA_AGENT_HOSTS.",
    421: "Agents are not answered under this host name. Whoever runs the service can name it in LACUNA_AGENT_HOSTS.",
}


class OverHttp:
    """ASGI application that answers the messages of agents."""

    def __init__(self, desk: Desk, hosts: str | None) -> None:
        """Answer at a desk, under the names of this machine and further ``hosts``, separated by commas."""
        self._server = make_server(desk)
        names = (*_ITSELF, *(each.strip() for each in (hosts or "").split(",") if each.strip()))
        with_port = [name for host in names for name in (host, f"{host}:*")]
        # A web page could otherwise ask through its reader's browser, under a name of its own that leads to this machine.
        self._checks = TransportSecurityMiddleware(
            TransportSecuritySettings(
                allowed_hosts=with_port,
                allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in with_port],
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a message."""
        refused = await self._checks.validate_request(Request(scope), is_post=True)
        if refused:
            status = refused.status_code
            await problem(status, bytes(refused.body).decode(), _REFUSED[status])(scope, receive, send)
            return
        try:
            content = [await Request(scope, receive).body()]  # here, where an error of the limits has its own answer
        except ClientDisconnect:
            return

        async def received() -> Message:
            return {"type": "http.request", "body": content.pop()} if content else await receive()

        # Nothing is kept of a client, so each request has a manager of its own; what it began ends with it.
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=LARGEST_BODY
        )
        async with manager.run():
            await manager.handle_request(scope, received, send)
