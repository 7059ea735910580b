"""``lacuna terms``: facet terms by label or synonym."""

import click

from kg.cli import print_json
from kg.ontology.reading import read_ontology, read_vocabulary


@click.command()
@click.argument("word")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of terms.")
def terms(word: str, as_json: bool) -> None:
    """Find facet terms by label or synonym."""
    found = read_vocabulary(read_ontology()).search(word)
    if as_json:
        print_json([{"id": term.id, "facet": term.facet, "label": term.label} for term in found])
    for term in () if as_json else found:
        click.echo(f"{term.facet}={term.id}  {term.label}: {term.definition}")
    if not found:
        click.echo(f"No term is like {word!r}.", err=True)
        click.get_current_context().exit(1)
