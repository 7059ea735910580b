"""The commands that ask: ``ask``, ``gaps``, ``show``, ``terms``, ``agreement``; and ``push``."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import get_args

import click
from pydantic import TypeAdapter

from kg.answer.answer import answer, describe, summary
from kg.answer.text import render, render_agreement, render_list, render_push
from kg.cli import print_json
from kg.errors import OtherVersion
from kg.evaluation.verdict import SPARSE_BELOW
from kg.exports.neo4j import push_version, verify_version
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.query.compiled import Language
from kg.questions.catalogue import find, read_catalogue
from kg.questions.question import NOT, Completeness, read_question
from kg.review.agreement import UNSEEN, FacetAgreement, agreement
from kg.settings import read_settings
from kg.stores.neo4j.connection import Neo4j, server_of
from kg.stores.neo4j.push import Watcher
from kg.versions.dataset import Dataset
from kg.versions.home import Home

_COMPLETENESS = click.Choice(get_args(Completeness))


@contextmanager
def _asked() -> Iterator[Dataset]:
    """The current version, in the graph engine that the settings name."""
    settings = read_settings()
    with server_of(settings) or nullcontext() as server:
        yield Dataset.open(Home(settings.home), server=server).confirm()


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
    if name and (wheres or nots):
        raise click.UsageError("Give either NAME or --where, not both.")
    if not (name or wheres or nots or definition):
        raise click.UsageError("Give a NAME (lacuna gaps lists them) or a condition: --where FACET=TERM.")
    with _asked() as dataset:
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
    with _asked() as dataset:
        catalogue = read_catalogue().values()
        if as_json:
            found = (
                answer(dataset, stored.read(dataset.vocabulary), stored=stored, review=review) for stored in catalogue
            )
            print_json([each.model_dump(mode="json") for each in found])
        else:
            click.echo(render_list(summary(dataset, stored, review) for stored in catalogue))


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
        if not stored.about_review:
            click.echo(describe(vocabulary, question))
        for parameter, value in question.parameters():
            click.echo(f"  {parameter} = {value}")
        return
    dataset = Dataset.open(Home(read_settings().home))
    question = stored.read(dataset.vocabulary)
    chosen: Language = "cypher" if language == "cypher" else "sparql"
    click.echo(dataset.stored_query(stored, question, dataset.review_id(), chosen).text, nl=False)


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


@click.command()
@click.argument("uri", required=False)
@click.option("--verify", "only_verify", is_flag=True, help="Compare only; exit 3 where anything differs.")
@click.option("--full", is_flag=True, help="Compare every node, also where nothing was loaded since the last push.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def push(uri: str | None, *, only_verify: bool, full: bool, as_json: bool) -> None:
    """Project the current version to Neo4j, at URI or NEO4J_URI, and print the count ledger.

    All or nothing, and nothing where Neo4j holds the version already. The dataset that holds the version's reviews is
    changed in place; others in the same database are left alone.
    """
    settings = read_settings(uri)
    home = Home(settings.home)
    version = home.current()
    with Neo4j(settings) as server:
        if only_verify:
            report = verify_version(home, version, server)
        else:
            with _bar() as watcher:
                report = push_version(home, version, server, watcher, full=full)
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        click.echo(render_push(report))
    if report.differences:
        click.echo(f"{server.uri} does not hold this version any more. Run: lacuna push --full", err=True)
        click.get_current_context().exit(OtherVersion.exit_code)


@click.command(name="agreement")
@click.option("--review", metavar="ID", help="The review, where several are loaded.")
@click.option("--differences", is_flag=True, help="List every difference, what holds instead, and why.")
@click.option("--json", "as_json", is_flag=True, help="The same, with the differences, as a plain array.")
def show_agreement(review: str | None, *, differences: bool, as_json: bool) -> None:
    """How far coders agree who charted independently: per facet, with Cohen's kappa and Krippendorff's alpha."""
    dataset = Dataset.open(Home(read_settings().home))
    chosen = dataset.review_id(review)
    found = agreement(dataset.whole(chosen))
    if as_json:
        print_json(TypeAdapter(list[FacetAgreement]).dump_python(found, mode="json", exclude=UNSEEN))
    else:
        click.echo(render_agreement(found, differences=differences))


@contextmanager
def _bar() -> Iterator[Watcher]:
    """A progress bar on stderr, where somebody watches."""
    with click.progressbar(length=1, label="Writing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def started(size: int) -> None:
            bar.length = bar.pos + max(size, 1)

        yield Watcher(started, bar.update)


def _pairs(option: str, values: Iterable[str]) -> list[tuple[str, str]]:
    pairs = []
    for value in values:
        facet, equals, terms_ = value.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {value}: write FACET=TERM.")
        pairs.append((facet.strip(), terms_))
    return pairs
