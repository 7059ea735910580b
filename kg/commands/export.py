"""``lacuna export``: a version as files, or in a SPARQL server."""

from pathlib import Path

import click

from kg.cli import print_json
from kg.errors import OtherVersion
from kg.exports.folder import export_folder
from kg.exports.graph_store import SendReport, send
from kg.exports.source import read_source
from kg.stores.registry import checked_settings
from kg.versions.home import Home


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
    settings = checked_settings()
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
