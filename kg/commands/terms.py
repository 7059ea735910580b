"""``lacuna terms``: facet terms by label or synonym."""

import click

from kg.cli import print_json
from kg.errors import NoVersion
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home


@click.command()
@click.argument("word")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of terms.")
def terms(word: str, as_json: bool) -> None:
    """Find facet terms by label or synonym, those too that the loaded corpora brought along."""
    found = _vocabulary().search(word)
    if as_json:
        print_json([{"id": term.id, "facet": term.facet, "label": term.label} for term in found])
    for term in () if as_json else found:
        click.echo(f"{term.facet}={term.id}  {term.label}: {term.definition}")
    if not found:
        click.echo(f"No term is like {word!r}.", err=True)
        click.get_current_context().exit(1)


def _vocabulary() -> Vocabulary:
    """The vocabulary of the current version; before the first load, that of the ontology alone."""
    try:
        return Dataset.open(Home(checked_settings().home)).vocabulary
    except NoVersion:
        return read_vocabulary(read_ontology())
