"""``python -m kg.stores.devserver`` (``make neo4j``): a local Neo4j with the stored version, until Ctrl-C."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click

from kg.errors import BadSetting, CannotStart, LacunaError
from kg.stores.devserver.guide import SETTING, offered
from kg.stores.devserver.probe import is_free
from kg.stores.devserver.server import LocalNeo4j

FOLDER = Path(".neo4j")
BOLT_PORT, HTTP_PORT = 7687, 7474


def main() -> int:
    """Start Neo4j, push the stored version into it and stay until Ctrl-C or SIGTERM.

    The environment variables NEO4J_BOLT_PORT and NEO4J_HTTP_PORT choose other ports.

    Returns:
        The exit code: 0 after Ctrl-C or SIGTERM, else that of what failed.
    """
    for each in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a script that runs us with & has it ignored
        signal.signal(each, _interrupt)
    try:
        return _serve(_port("NEO4J_BOLT_PORT", BOLT_PORT), _port("NEO4J_HTTP_PORT", HTTP_PORT))
    except KeyboardInterrupt:
        return 0
    except LacunaError as error:
        click.echo(str(error), err=True)
        return error.exit_code


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # make and others send it more than once; the stop goes on
    raise KeyboardInterrupt


def _serve(bolt_port: int, http_port: int) -> int:
    for port in (bolt_port, http_port):
        if not is_free(port):
            raise CannotStart(
                f"Port {port} is taken. If a Neo4j runs there, stop it, or put the review into that one with lacuna push. "
                "Or choose other ports, such as: NEO4J_BOLT_PORT=7688 NEO4J_HTTP_PORT=7475 make neo4j"
            )
    first = "" if FOLDER.exists() else "; the first start downloads some hundred MB"
    click.echo(f"Starting Neo4j, its data in {FOLDER}{first}.")
    with offered() as commands, LocalNeo4j(FOLDER, bolt_port, http_port, settings={SETTING: commands}) as server:
        lacuna = _lacuna()
        pushed = subprocess.run([lacuna, "push"], env={**os.environ, "NEO4J_URI": server.uri}, check=False)  # noqa: S603
        if pushed.returncode:
            return pushed.returncode
        where = "" if bolt_port == BOLT_PORT else f"NEO4J_URI={server.uri} "
        click.echo(f"Neo4j answers on {server.uri}, without a password, from this machine only.")
        click.echo(f"Look at the graph: {server.browser}")
        click.echo(f"Ask it the questions: {where}LACUNA_GRAPH=neo4j {lacuna} gaps")
        click.echo("Ctrl-C stops it.")
        code = server.process.wait()
        raise CannotStart(f"Neo4j ended by itself (exit code {code}); its log is {server.log}.")


def _lacuna() -> str:
    """The command of this environment, as short as it can be typed here."""
    beside = Path(sys.executable).with_name("lacuna")
    found = shutil.which("lacuna")
    if found and Path(found) == beside:
        return "lacuna"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadSetting(f"{variable}={text}: not a port, which is a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
