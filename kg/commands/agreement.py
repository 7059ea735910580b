"""``lacuna agreement``: inter-coder agreement of stored reviews."""

import click
from pydantic import TypeAdapter

from kg.cli import print_json
from kg.commands.agreement_text import render_agreement
from kg.reconciliation.agreement import UNSEEN, FacetAgreement, agreement
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home


@click.command(name="agreement")
@click.option("--review", metavar="ID[,ID]", help="Only these reviews, if several are loaded.")
@click.option("--differences", is_flag=True, help="List every difference, what holds instead, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of facets, with every difference.")
def show_agreement(review: str | None, *, differences: bool, as_json: bool) -> None:
    """Show inter-coder agreement per facet: Cohen's kappa and Krippendorff's alpha of independent codings."""
    evidence = Dataset.open(Home(checked_settings().home)).evidence(review)
    by_facet = [each for stored in evidence.reviews for each in agreement(stored.whole())]
    if as_json:
        print_json(TypeAdapter(list[FacetAgreement]).dump_python(by_facet, mode="json", exclude=UNSEEN))
    else:
        click.echo(render_agreement(by_facet, differences=differences))
