"""``lacuna versions``, ``use``, ``diff`` and ``prune``: stored versions, the current one, their differences and removal."""

import click

from kg.cli import print_json
from kg.difference.compare import compare
from kg.difference.text import render
from kg.questions.catalogue import read_catalogue
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.retention import (
    StoredVersion,
    checked_label,
    find_version,
    prune,
    set_label,
    stored_before,
    stored_versions,
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of versions.")
def versions(as_json: bool) -> None:
    """List the stored versions, newest first; the current one is marked."""
    home = Home(checked_settings().home)
    home.tidy()
    all_versions = stored_versions(home)
    if as_json:
        print_json([each.model_dump(mode="json") for each in all_versions])
        return
    for each in all_versions:
        click.echo(_line(each))
    if not all_versions:
        click.echo("Nothing is stored. Run: lacuna load", err=True)


@click.command()
@click.argument("version")
@click.option("--label", metavar="TEXT", help="Also name it; the label then stands for it wherever a version is named.")
@click.option("--move", is_flag=True, help="Take the label from the version that has it.")
def use(version: str, label: str | None, *, move: bool) -> None:
    """Make a stored version the current one, from which everything answers.

    VERSION is a label, a hash or its beginning, or the day on which the version was stored, with or without the time, as
    lacuna versions shows them; or current, which with --label names the current version.
    """
    if move and not label:
        raise click.UsageError("--move moves a label, so it needs --label.")
    home = Home(checked_settings().home)
    chosen = find_version(home, version)
    if label:
        checked_label(home, label, chosen, move=move)  # a wrong label changes nothing
    manifest = home.use(chosen)
    if label and (former := set_label(home, chosen, label, move=move)):
        click.echo(f"Its label was {former!r}.", err=True)
    click.echo(f"Current: {manifest.version}  {', '.join(manifest.reviews)}  {manifest.triples} triples")


@click.command()
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as HTTP returns it.")
def diff(before: str | None, after: str | None, *, as_json: bool) -> None:
    """Say which gaps and voids were opened, closed, narrowed or widened between two stored versions, and by which studies.

    FROM is by default the version stored before TO, and TO the current one. Both are named as for lacuna use.
    """
    home = Home(checked_settings().home)
    last = find_version(home, after or "current")
    first = find_version(home, before) if before else stored_before(home, last)
    found = compare(Dataset.open(home, first), Dataset.open(home, last), read_catalogue(), home=home)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        click.echo(render(found))


@click.command(name="prune")
@click.option(
    "--keep",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="How many of the others to keep, newest first.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what was removed.")
def prune_versions(keep: int, *, dry_run: bool, as_json: bool) -> None:
    """Remove all stored versions but the current one, those that a running program reads, and the --keep newest others."""
    done = prune(Home(checked_settings().home), keep, dry_run=dry_run)
    if as_json:
        print_json(done.model_dump(mode="json"))
        return
    for version in done.removed:
        click.echo(f"{'Would remove' if dry_run else 'Removed'} {version}")
    for version in done.in_use:
        click.echo(f"Kept {version}: a running program reads it.", err=True)
    would = "would be freed" if dry_run else "freed"
    click.echo(f"{len(done.removed)} versions, {done.bytes / 1024**2:.1f} MB {would}.", err=True)


def _line(stored: StoredVersion) -> str:
    mark = "*" if stored.current else " "
    name = f"  {stored.label!r}" if stored.label else ""
    if stored.holds is None:
        return f"{mark} {stored.version}  {stored.when}{name}  stored by another release of Lacuna, or damaged: lacuna verify"
    return f"{mark} {stored.version}  {stored.when}{name}  {', '.join(stored.holds.reviews)}  {stored.holds.triples} triples"
