"""The commands around stored versions: ``export``, ``versions`` and ``prune``."""

from pathlib import Path

import click

from kg.cli import print_json
from kg.errors import OtherVersion
from kg.exports.folder import export_folder
from kg.exports.graph_store import SendReport, send
from kg.exports.source import read_source
from kg.settings import read_settings
from kg.versions.home import Home
from kg.versions.retention import StoredVersion, prune, stored_versions


@click.command()
@click.argument("folder", required=False, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--to", "url", metavar="URL", help="Send to the graph store of a SPARQL server instead.")
@click.option("--graph", metavar="IRI", help="With --to: the graph that is replaced; by default the default graph.")
@click.option("--version", metavar="VERSION", help="A stored version, sha256:…; by default the current one.")
@click.option("--json", "as_json", is_flag=True, help="The manifest, or the ledger, as JSON.")
def export(folder: Path | None, *, url: str | None, graph: str | None, version: str | None, as_json: bool) -> None:
    """Write a version to DIR for others: RDF, ontology, shapes, CSV, descriptions, and a manifest with hashes.

    DIR is new, empty, or an earlier export that nobody changed. It is whole or not there, and the same version gives the
    same bytes. DIR/csv and DIR/dataset.nq can be loaded again.

    With --to, the version is put in the place of whatever the graph at URL holds (SPARQL 1.1 Graph Store Protocol), and
    what is there then is counted.
    """
    if (folder is None) == (url is None):
        raise click.UsageError("Give either DIR or --to URL.")
    if graph and not url:
        raise click.UsageError("--graph is a graph of the server that --to names.")
    settings = read_settings()
    home = Home(settings.home)
    chosen = version or home.current()
    if folder is not None:
        written = export_folder(home, chosen, folder)
        if as_json:
            print_json(written.model_dump(mode="json"))
        else:
            click.echo(f"Wrote {written.version} to {folder}: {len(written.files) + 1} files")
    elif url is not None:
        _report(send(read_source(home, chosen), url, graph, settings), as_json=as_json)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A plain array.")
def versions(as_json: bool) -> None:
    """The stored versions, the one stored last first; the current one is marked."""
    home = Home(read_settings().home)
    found = stored_versions(home)
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        click.echo("Nothing is stored. Run: lacuna load", err=True)


@click.command(name="prune")
@click.option(
    "--keep", default=0, show_default=True, type=click.IntRange(min=0), help="Keep also so many of the others."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="What was removed, as JSON.")
def prune_versions(keep: int, *, dry_run: bool, as_json: bool) -> None:
    """Remove stored versions: all but the current one, those that a server has open, and the --keep stored last."""
    done = prune(Home(read_settings().home), keep, dry_run=dry_run)
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    for version in done.removed:
        click.echo(f"{'Would remove' if dry_run else 'Removed'} {version}")
    for version in done.in_use:
        click.echo(f"Kept {version}: a running program reads it.", err=True)
    would = "would be free" if dry_run else "are free"
    click.echo(f"{len(done.removed)} versions, {done.bytes / 1024**2:.1f} MB {would}.", err=True)


def _line(stored: StoredVersion) -> str:
    mark = "*" if stored.current else " "
    when = stored.stored.strftime("%Y-%m-%d %H:%M:%SZ")
    if stored.holds is None:
        return f"{mark} {stored.version}  {when}  of another release of Lacuna"
    return f"{mark} {stored.version}  {when}  {', '.join(stored.holds.reviews)}  {stored.holds.triples} triples"


def _report(report: SendReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        for count in report.differing:
            click.echo(f"Differs: {count.name}: {count.expected} sent, {count.found} there")
        where = report.graph or "the default graph"
        click.echo(f"{report.url}, {where}: {report.found} triples of {report.expected}, {report.version}")
    if report.differing:
        click.echo("The server does not hold what was sent.", err=True)
        click.get_current_context().exit(OtherVersion.exit_code)
