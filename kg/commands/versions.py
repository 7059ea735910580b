"""``lacuna versions`` and ``prune``: stored versions, and their removal."""

import click

from kg.cli import print_json
from kg.stores.registry import checked_settings
from kg.versions.home import Home
from kg.versions.retention import StoredVersion, prune, stored_versions


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A plain array.")
def versions(as_json: bool) -> None:
    """The stored versions, the one stored last first; the current one is marked."""
    home = Home(checked_settings().home)
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
    done = prune(Home(checked_settings().home), keep, dry_run=dry_run)
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
