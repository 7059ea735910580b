"""``lacuna voids``: what nobody has studied, without a question to start from."""

from typing import get_args

import click

from kg.cli import print_json
from kg.commands.ask import opened, pairs
from kg.commands.voids_text import render
from kg.evaluation.verdict import LARGEST_K
from kg.questions.question import Completeness
from kg.voids.answer import MOST_LISTED, TOP
from kg.voids.answer import voids as answer_to
from kg.voids.grades import Grade
from kg.voids.search import read_wanted


@click.command()
@click.option("--facets", required=True, metavar="A,B[,C…]", help="The facets to combine, at most six.")
@click.option(
    "--within", multiple=True, metavar="FACET=TERM[,TERM]", help="Only within this condition, as in lacuna ask."
)
@click.option("--definition", metavar="NAME", help="Only within this definition, e.g. strict or lenient.")
@click.option(
    "--grade",
    type=click.Choice(get_args(Grade)),
    default="reported",
    show_default=True,
    help="Empty is what no study certainly has, none is known to report, or none of the charted can have.",
)
@click.option(
    "--completeness",
    default="all",
    show_default=True,
    type=click.Choice(get_args(Completeness)),
    help="Whose completeness statements count.",
)
@click.option(
    "-k", "--k", "k", type=click.IntRange(1, LARGEST_K), default=1, show_default=True, help="Empty below k studies."
)
@click.option("--top", type=click.IntRange(1, MOST_LISTED), default=TOP, show_default=True, help="How many to list.")
@click.option("--review", "reviews", multiple=True, metavar="ID", help="Ask only these reviews, of several loaded.")
@click.option("--version", metavar="V", help="Ask this stored version, by default the current one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as HTTP returns it.")
def voids(  # noqa: PLR0913, PLR0917 - one parameter per option
    facets: str,
    within: tuple[str, ...],
    definition: str | None,
    grade: Grade,
    completeness: str,
    k: int,
    top: int,
    reviews: tuple[str, ...],
    version: str | None,
    as_json: bool,
) -> None:
    """List the combinations of terms that nobody has studied, the most surprising first.

    Each is a void whose every wider combination somebody has studied.
    """
    conditions = pairs("--within", within)
    with opened(version) as dataset:
        wanted = read_wanted(
            dataset.vocabulary, facets, conditions, definition=definition, completeness=completeness, grade=grade, k=k
        )
        found = answer_to(dataset.evidence(",".join(reviews) or None), wanted, top)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        click.echo(render(dataset.vocabulary, found))
