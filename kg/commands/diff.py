"""``lacuna diff``: what became of gaps, studies and terms between two stored versions."""

import click

from kg.cli import print_json
from kg.difference.compare import compare
from kg.difference.text import render
from kg.questions.catalogue import read_catalogue
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.retention import find_version, stored_before


@click.command()
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as HTTP returns it.")
def diff(before: str | None, after: str | None, *, as_json: bool) -> None:
    """Say which gaps were opened, closed, narrowed or widened between two stored versions, and by which studies.

    FROM is by default the version stored before TO, and TO the current one. Both are named as for lacuna use.
    """
    home = Home(checked_settings().home)
    last = find_version(home, after or "current")
    first = find_version(home, before) if before else stored_before(home, last)
    found = compare(Dataset.open(home, first), Dataset.open(home, last), read_catalogue())
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        click.echo(render(found))
