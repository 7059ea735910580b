"""The commands that load: ``load`` and ``check``."""

from collections.abc import Callable

import click

from kg.cli import print_json
from kg.errors import NotFound, Refused
from kg.settings import read_settings
from kg.versions import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import CheckReport, LoadReport
from loaders.pipeline import check_only as check_names
from loaders.pipeline import load as load_names


@click.command()
@click.argument("corpora", nargs=-1, metavar="[CORPUS|FILE]...")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def load(corpora: tuple[str, ...], as_json: bool) -> None:
    """Read, check and store; all or nothing. The new version is exactly what is named.

    Default: the corpus okafor-bello-2025.
    """
    home = Home(read_settings().home)
    _report(lambda: load_names(corpora or (DEFAULT_CORPUS,), home), as_json=as_json)


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="The report, or the faults, as JSON.")
def check(file: str, as_json: bool) -> None:
    """The same reading and checking as load; stores nothing."""
    _report(lambda: check_names((file,)), as_json=as_json)


def _report(work: Callable[[], CheckReport], *, as_json: bool) -> None:
    try:
        report = work()
    except NotFound as error:
        raise click.BadParameter(str(error)) from None
    except Refused as refused:
        _refuse(refused, as_json=as_json)
        return
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    for warning in report.warnings:
        click.echo(f"Warning: {warning}", err=True)
    for corpus in report.corpora:
        included = "not stated" if corpus.included is None else f"{corpus.included}, uncharted: {corpus.uncharted}"
        click.echo(
            f"{corpus.review}: {corpus.studies} studies charted in {corpus.units} evidence units "
            f"({corpus.charted} charted values and statuses, {corpus.rows} rows, {corpus.sheets} sheets); included: {included}"
        )
    if isinstance(report, LoadReport):
        stored = "Stored" if report.new else "Already stored"
        version = report.version
        click.echo(
            f"{stored} {version.version}: {version.triples} triples, "
            f"{version.nodes} nodes, {version.relationships} relationships"
        )
    else:
        click.echo("No fault found. Nothing was stored.")


def _refuse(refused: Refused, *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "sheet": fault.cell.sheet,
                    "row": fault.cell.row,
                    "column": fault.cell.column,
                    "value": fault.cell.value,
                    "rule": fault.rule,
                    "nearest": list(fault.nearest),
                }
                for fault in refused.faults
            ]
        )
    click.echo(str(refused), err=True)
    number = len(refused.faults)
    click.echo(f"{number} fault{'' if number == 1 else 's'}: refused whole, nothing was stored.", err=True)
    click.get_current_context().exit(1)
