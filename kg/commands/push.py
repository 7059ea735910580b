"""``lacuna push``: the current version in Neo4j."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kg.answer.kept.file import forget_kept
from kg.answer.kept.listing import keep
from kg.cli import print_json
from kg.commands.ask import asking
from kg.commands.push_text import render_push
from kg.errors import LacunaError, OtherVersion
from kg.exports.neo4j import push_version, verify_version
from kg.garbage_collection import collector_paused
from kg.questions.catalogue import read_catalogue
from kg.settings import Settings
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.push import Watcher
from kg.stores.neo4j.store import Neo4jEngine
from kg.stores.registry import checked_settings
from kg.versions.home import Home


@click.command()
@click.argument("uri", required=False)
@click.option("--verify", "only_verify", is_flag=True, help="Compare only; exit with 3 if anything differs.")
@click.option("--full", is_flag=True, help="Compare every node, even if nothing was loaded since the last push.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def push(uri: str | None, *, only_verify: bool, full: bool, as_json: bool) -> None:
    """Write the current version to Neo4j, at URI or NEO4J_URI, and compare the counts.

    The push happens completely or not at all; if Neo4j already holds the version, nothing is written. The dataset that
    holds the version's reviews is changed in place; others in the same database are left alone. Neo4j is then asked all
    stored questions: its answers are kept beside the version for lacuna gaps, and compared with the version's own.
    """
    settings = checked_settings(uri)
    home = Home(settings.home)
    version = home.current()
    with Neo4j(settings) as server:
        if only_verify:
            report = verify_version(home, version, server)
        else:
            with _bar() as watcher:
                report = push_version(home, version, server, watcher, full=full)
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        click.echo(render_push(report))
    if report.differences:
        forget_kept(home, report.version, Neo4jEngine.name)
        click.echo(f"{server.uri} does not hold this version any more. Run: lacuna push --full", err=True)
        click.get_current_context().exit(OtherVersion.exit_code)
    if not only_verify and (difference := _keep_answers(home, version, settings)):
        click.echo(f"{difference} So lacuna gaps will ask Neo4j each time.", err=True)


@collector_paused()
def _keep_answers(home: Home, version: str, settings: Settings) -> str:
    """Keep Neo4j's answers to all stored questions beside the version that was pushed, or say why not; see ``keep``."""
    # Now, because the server has mostly just been at work; one that was just started takes seconds for them.
    try:
        with Neo4jEngine(settings) as engine, asking(engine.name) as watcher:
            differing = keep(home, version, engine, read_catalogue(), watcher)
    except LacunaError as error:
        return f"Neo4j's answers could not be compared with those of the version: {error}"
    if not differing:
        return ""
    named = " and ".join(differing[:2]) + (f" and {len(differing) - 2} more" if len(differing) > 2 else "")
    return f"Neo4j does not answer {named} as the version does. Its graph was probably changed by hand: run lacuna push --full."


@contextmanager
def _bar() -> Iterator[Watcher]:
    """A progress bar on stderr, hidden unless it is a terminal."""
    with click.progressbar(length=1, label="Writing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def started(size: int) -> None:
            bar.length = bar.pos + max(size, 1)

        yield Watcher(started, bar.update)
