"""Command ``lacuna mcp``."""

import logging.config
import signal
from contextlib import closing

import anyio
import click
from mcp.server.stdio import stdio_server

from api.agents.desk import Desk
from api.agents.server import make_server
from api.http.observability import LOGGING
from api.lanes import Lanes
from api.service import Service
from kg.questions.catalogue import read_catalogue
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.home import Home

_WAITING = 64
"""Questions that wait for a place."""


@click.command()
def mcp() -> None:
    """Answer an agent on stdin and stdout, by the Model Context Protocol.

    A client starts this command itself (docs/agents.md). The service has the same tools at /mcp.
    """
    settings = checked_settings()
    logging.config.dictConfig(LOGGING)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # else it would wait for the thread that waits for stdin
    with graph_engine(settings) as engine, closing(Service(Home(settings.home), read_catalogue(), engine)) as service:
        lanes, long_lanes = (
            Lanes(places, per_client=places, waiting=_WAITING, patience=settings.timeout)
            for places in (settings.answers, max(1, settings.answers - 1))
        )
        anyio.run(_answer, Desk(service, lanes, long_lanes, settings.timeout))


async def _answer(desk: Desk) -> None:
    """Answer until stdin ends."""
    server = make_server(desk)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
