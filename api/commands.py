"""The command that serves."""

import click
import uvicorn

from api.app import create_app
from kg.settings import Settings
from kg.versions import Home


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
def serve(host: str, port: int) -> None:
    """Answer over HTTP from the current version."""
    settings = Settings()
    home = Home(settings.home)
    manifest = home.manifest(home.current())
    click.echo(f"Lacuna answers on http://{host}:{port} from {manifest.version}", err=True)
    click.echo(f"Try: curl -s http://{host}:{port}/gaps/gap_integrated_lyophilization", err=True)
    uvicorn.run(create_app(settings), host=host, port=port, log_level="warning")
