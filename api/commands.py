"""Commands ``lacuna serve`` and ``lacuna map``."""

import os
import signal
import sys
from errno import EADDRINUSE
from pathlib import Path
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server, socket
from typing import get_args

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from api.http.connections import LONGEST_HEADER, Connection
from api.http.gate import WAITING_AT_ONCE
from api.http.observability import FILES_OF_WORKERS, LOGGING
from api.pages.offline.page import write_map
from api.pages.offline.wanted import FACETS, number_of_cells, read_map
from kg.commands.ask import opened, pairs
from kg.errors import CannotListen
from kg.evaluation.verdict import LARGEST_K, SPARSE_BELOW
from kg.questions.question import Completeness
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.aside import METRICS, NEW, aside, temporary, write
from kg.versions.home import Home

_SECONDS_TO_FINISH = 30
"""Seconds that open requests may still take when the service stops."""
_PAGES = (".html", ".htm")
"""Suffixes of files that browsers open as pages."""


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
        h11_max_incomplete_event_size=LONGEST_HEADER,
        ws="none",
        loop="api.http.gate:Loop",
        log_config=LOGGING,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_worker_healthcheck=_SECONDS_TO_FINISH,
    )
    with _listening(host, port) as bound:
        # asyncio sets this only on sockets that it opens itself; without it, Nagle's algorithm delays each answer by 40 ms
        bound.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        address = f"http://{host}:{bound.getsockname()[1]}"
        click.echo(f"Lacuna answers on {address} from {manifest.version}", err=True)
        click.echo(f"Try: curl -s {address}/gaps/gap_integrated_lyophilization", err=True)
        _run(config, bound)


@click.command(name="map")
@click.argument("file", metavar="FILE.html", type=click.Path(path_type=Path))
@click.option("--rows", multiple=True, metavar="FACET", help="The facet of the rows when the file is opened.")
@click.option("--columns", multiple=True, metavar="FACET", help="The facet of the columns.")
@click.option(
    "--facets",
    multiple=True,
    metavar="A,B[,C…]",
    help=f"Facets to choose from in the file; where fewer than two are named, {', '.join(FACETS)}.",
)
@click.option(
    "--within", multiple=True, metavar="FACET=TERM[,TERM]", help="Only within this condition, as in lacuna ask."
)
@click.option("--definition", metavar="NAME", help="Only within this definition, e.g. strict or lenient.")
@click.option(
    "--completeness",
    default="all",
    show_default=True,
    type=click.Choice(get_args(Completeness)),
    help="Whose completeness statements count.",
)
@click.option(
    "-k",
    "k",
    type=click.IntRange(1, LARGEST_K),
    default=SPARSE_BELOW,
    show_default=True,
    help="Populated from k certain studies on.",
)
@click.option("--review", "reviews", multiple=True, metavar="ID", help="Ask only these reviews, of several loaded.")
@click.option("--version", metavar="V", help="Ask this stored version, by default the current one.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def evidence_map(  # noqa: PLR0913 - one parameter per option
    file: Path,
    *,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    facets: tuple[str, ...],
    within: tuple[str, ...],
    definition: str | None,
    completeness: str,
    k: int,
    reviews: tuple[str, ...],
    version: str | None,
    force: bool,
) -> None:
    """Write the evidence map with all its answers to one file, which a browser opens without a service or a network.

    Any two of the facets named can be crossed in the file, each cell opens its answer with studies and near misses, and
    the certificate is inside. The file is written completely or not at all.
    """
    if file.suffix.lower() not in _PAGES:
        raise click.BadParameter(f"{file.name} has an unknown suffix: a map ends in .html.")
    conditions = pairs("--within", within)
    _check_free(file, force=force)
    with opened(version) as dataset:
        evidence = dataset.evidence(",".join(reviews) or None)
        wanted = read_map(
            dataset.vocabulary, rows, columns, facets, conditions, definition=definition, completeness=completeness, k=k
        )
        cells = number_of_cells(dataset.vocabulary, wanted)
        with click.progressbar(length=cells, label=f"Answering {cells:,} cells", file=sys.stderr) as bar:
            page = write_map(evidence, wanted, lambda: bar.update(1))
    with aside(file) as beside:
        write(beside / NEW, page)
        _check_free(file, force=force)  # again: answering takes its time
        (beside / NEW).replace(file)
    click.echo(f"Wrote {file}: {', '.join(facet.id for facet in wanted.facets)}, {len(page.encode()):,} bytes")


def _check_free(file: Path, *, force: bool) -> None:
    if file.is_dir():
        raise click.BadParameter(f"{file} is a folder: name a file.")
    if file.exists() and not force:
        raise click.BadParameter(f"{file} already exists; --force overwrites it.")


def _listening(host: str, port: int) -> socket:
    """A socket on which connections made before a worker is ready wait, instead of being refused.

    Raises:
        CannotListen: the port is in use or not allowed, or the address is not one of this machine.
    """
    # Not uvicorn's own, which would log a line without a cure and end the program.
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=WAITING_AT_ONCE)
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
