"""Command ``lacuna serve``."""

import os
import signal
import sys
from errno import EADDRINUSE
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server, socket

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from api.http.connections import Connection
from api.http.observability import FILES_OF_WORKERS, LOGGING
from kg.errors import CannotListen
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.aside import METRICS, temporary
from kg.versions.home import Home

_ACCEPTED_AT_ONCE = 128
"""Connections that are accepted in one go, before any of them is counted: fewer than the files that are kept free."""
_SECONDS_TO_FINISH = 30
"""Seconds that open requests may still take when the service stops."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="The number of processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Answer over HTTP from the current version."""
    settings = checked_settings()
    with graph_engine(settings):
        pass  # refuse a wrong setting here, not in each worker
    home = Home(settings.home)
    home.tidy()
    manifest = home.manifest(home.current())
    home.check(manifest.version)
    config = uvicorn.Config(
        "api.app:create_app_alone",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=Connection,
        ws="none",
        backlog=_ACCEPTED_AT_ONCE,
        log_config=LOGGING,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_worker_healthcheck=_SECONDS_TO_FINISH,
    )
    with _listening(host, port, config.backlog) as bound:
        # asyncio sets this only on sockets that it opens itself; without it, Nagle's algorithm delays each answer by 40 ms
        bound.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        address = f"http://{host}:{bound.getsockname()[1]}"
        click.echo(f"Lacuna answers on {address} from {manifest.version}", err=True)
        click.echo(f"Try: curl -s {address}/gaps/gap_integrated_lyophilization", err=True)
        _run(config, bound)


def _listening(host: str, port: int, backlog: int) -> socket:
    """A socket on which connections made before a worker is ready wait, instead of being refused.

    Raises:
        CannotListen: the port is in use or not allowed, or the address is not one of this machine.
    """
    # Not uvicorn's own, which would log a line without a cure and end the program.
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=backlog)
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that no host can have
        if isinstance(error, OSError) and error.errno == EADDRINUSE:
            text = f"Port {port} of {host} is in use: stop what listens there, or choose another --port."
        else:
            reason = str(getattr(error, "strerror", None) or error).partition(" (while")[0]
            text = f"Port {port} of {host} cannot be opened ({reason}): choose another --port or --host."
        raise CannotListen(text) from None


def _run(config: uvicorn.Config, bound: socket) -> None:
    """Serve until SIGINT or SIGTERM, then exit with code 0. That a terminal closes (SIGHUP) changes nothing."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # in workers, too: they inherit it
    if config.workers > 1:
        with temporary(METRICS) as folder:
            os.environ[FILES_OF_WORKERS] = str(folder)
            supervisor = Multiprocess(config, sockets=[bound])
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it would start all workers anew
            supervisor.run()
        return
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn raises the signal again when it has finished
        signal.signal(number, lambda *_: sys.exit(0))
    uvicorn.Server(config).run(sockets=[bound])
