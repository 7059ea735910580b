"""``lacuna export``: a version as files, or in a SPARQL server."""

from pathlib import Path

import click

from kg.cli import print_json
from kg.errors import OtherVersion
from kg.exports.folder import export_folder
from kg.exports.graph_store import SendReport, send
from kg.exports.source import read_content
from kg.stores.registry import checked_settings
from kg.versions.home import Home
from kg.versions.retention import CURRENT, find_version


@click.command()
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--to", "url", metavar="URL", help="Send to the graph store of a SPARQL server instead.")
@click.option("--graph", metavar="IRI", help="With --to: the graph that is replaced; by default the default graph.")
@click.option("--version", metavar="VERSION", help="A stored version, sha256:…; by default the current one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the manifest, or with --to the counts.")
def export(folder: Path | None, *, url: str | None, graph: str | None, version: str | None, as_json: bool) -> None:
    """Write a version to DIR for others: RDF, ontology, shapes, CSV, descriptions, and a manifest with hashes.

    DIR must be new, empty, or an earlier export that nobody changed. It is written completely or not at all, and the same
    version gives the same bytes. DIR/csv and DIR/dataset.nq can be loaded again.

    With --to, the version replaces whatever the graph at URL holds (SPARQL 1.1 Graph Store HTTP Protocol), and the
    triples that the server then holds are counted. With it goes the statement by which LACUNA_GRAPH=sparql knows it.
    """
    if (folder is None) == (url is None):
        raise click.UsageError("Give either DIR or --to URL.")
    if graph and not url:
        raise click.UsageError("--graph names a graph of a SPARQL server, so it needs --to.")
    settings = checked_settings()
    home = Home(settings.home)
    chosen = find_version(home, version or CURRENT)
    if folder is not None:
        written = export_folder(home, chosen, folder)
        if as_json:
            print_json(written.model_dump(mode="json"))
        else:
            click.echo(f"Wrote {written.version} to {folder}: {len(written.files) + 1} files")
    elif url is not None:
        manifest, content = read_content(home, chosen)
        _report(send(manifest.version, content, url, graph, settings), as_json=as_json)


def _report(report: SendReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        for count in report.differing:
            click.echo(f"Differs: {count.name}: {count.expected} sent, {count.found} there")
        where = report.graph or "the default graph"
        click.echo(f"{report.url}, {where}: {report.found} of {report.expected} triples, {report.version}")
    if report.differing:
        click.echo("The server does not hold what was sent.", err=True)
        click.get_current_context().exit(OtherVersion.exit_code)
