"""The commands that ask: ``ask``, ``gaps``, ``show``, ``terms``."""

from collections.abc import Iterable
from typing import get_args

import click

from kg.answer import answer, describe
from kg.bodies import Answer
from kg.catalogue import find, read_catalogue
from kg.cli import print_json
from kg.dataset import Dataset
from kg.judge import SPARSE_BELOW
from kg.query import Language
from kg.question import NOT, Completeness, read_question
from kg.settings import read_settings
from kg.text import render, render_list
from kg.versions import Home
from kg.vocabulary import read_ontology, read_vocabulary

_COMPLETENESS = click.Choice(get_args(Completeness))


def _dataset() -> Dataset:
    return Dataset.open(Home(read_settings().home))


@click.command()
@click.argument("name", required=False)
@click.option("--where", "wheres", multiple=True, metavar="FACET=TERM[,TERM]", help="A condition; year=2021..2025 too.")
@click.option("--not", "nots", multiple=True, metavar="FACET=TERM[,TERM]", help="A condition that must not hold.")
@click.option("--definition", metavar="NAME", help="Answer under this definition, e.g. strict or lenient.")
@click.option(
    "--completeness", default="all", show_default=True, type=_COMPLETENESS, help="Whose statements to rely on."
)
@click.option("--review", metavar="ID", help="The review to ask, where several are loaded.")
@click.option(
    "-k", "k", type=click.IntRange(min=1), default=SPARSE_BELOW, show_default=True, help="Populated from k on."
)
@click.option("--json", "as_json", is_flag=True, help="The answer as HTTP gives it.")
def ask(  # noqa: PLR0913, PLR0917 - one parameter per option
    name: str | None,
    wheres: tuple[str, ...],
    nots: tuple[str, ...],
    definition: str | None,
    completeness: str,
    review: str | None,
    k: int,
    as_json: bool,
) -> None:
    """Answer a stored question by NAME, or one of your own by --where."""
    dataset = _dataset()
    if name and (wheres or nots):
        raise click.UsageError("Give either NAME or --where, not both.")
    if not (name or wheres or nots or definition):
        raise click.UsageError("Give a NAME (lacuna gaps lists them) or a condition: --where FACET=TERM.")
    if name:
        stored = find(read_catalogue(), name)
        question = stored.read(dataset.vocabulary, definition, completeness)
        found = answer(dataset, question, stored=stored, review=review, k=k)
    else:
        pairs = [*_pairs("--where", wheres), *((NOT + facet, terms) for facet, terms in _pairs("--not", nots))]
        question = read_question(dataset.vocabulary, pairs, definition=definition, completeness=completeness)
        found = answer(dataset, question, review=review, k=k)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        click.echo(render(found))


@click.command()
@click.option("--review", metavar="ID", help="The review to ask, where several are loaded.")
@click.option("--json", "as_json", is_flag=True, help="A plain array.")
def gaps(review: str | None, as_json: bool) -> None:
    """Every stored question with its verdict, bounds and population."""
    dataset = _dataset()
    answers = _all_answers(dataset, review)
    if as_json:
        print_json([each.model_dump(mode="json") for each in answers])
    else:
        click.echo(render_list(answers))


@click.command()
@click.argument("name")
@click.option("--cypher", "language", flag_value="cypher", help="The Cypher that runs.")
@click.option("--sparql", "language", flag_value="sparql", help="The SPARQL that runs.")
def show(name: str, language: str | None) -> None:
    """A stored question in canonical form, or the query text that runs."""
    stored = find(read_catalogue(), name)
    if language is None:
        vocabulary = read_vocabulary(read_ontology())
        question = stored.read(vocabulary)
        click.echo(f"{stored.name}: {stored.text}")
        click.echo(describe(vocabulary, question))
        for parameter, value in question.parameters():
            click.echo(f"  {parameter} = {value}")
        return
    dataset = _dataset()
    question = stored.read(dataset.vocabulary)
    chosen: Language = "cypher" if language == "cypher" else "sparql"
    click.echo(dataset.query(question, dataset.review_id(), stored.text, chosen).text, nl=False)


@click.command()
@click.argument("word")
@click.option("--json", "as_json", is_flag=True, help="A plain array.")
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


def _all_answers(dataset: Dataset, review: str | None) -> list[Answer]:
    return [
        answer(dataset, stored.read(dataset.vocabulary), stored=stored, review=review)
        for stored in read_catalogue().values()
    ]


def _pairs(option: str, values: Iterable[str]) -> list[tuple[str, str]]:
    pairs = []
    for value in values:
        facet, equals, terms_ = value.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {value}: write FACET=TERM.")
        pairs.append((facet.strip(), terms_))
    return pairs
