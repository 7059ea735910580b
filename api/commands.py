"""The command that serves."""

import socket

import click
import uvicorn

from api.app import create_app
from kg.settings import read_settings
from kg.versions import Home


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
def serve(host: str, port: int) -> None:
    """Answer over HTTP from the current version."""
    settings = read_settings()
    home = Home(settings.home)
    manifest = home.manifest(home.current())
    config = uvicorn.Config(create_app(settings), host=host, port=port, log_level="warning")
    with config.bind_socket() as bound:
        # asyncio does this by itself, but not for a socket that it is given; without it, each answer comes 40 ms late
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"http://{host}:{bound.getsockname()[1]}"
        click.echo(f"Lacuna answers on {address} from {manifest.version}", err=True)
        click.echo(f"Try: curl -s {address}/gaps/gap_integrated_lyophilization", err=True)
        uvicorn.Server(config).run(sockets=[bound])
