"""``lacuna ask``, ``gaps`` and ``show``: answers and the queries behind them."""

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Event
from typing import get_args

import click

from kg.answer.answer import answer
from kg.answer.kept.listing import Watcher, listed
from kg.answer.text import render, render_list
from kg.answer.words import describe
from kg.cli import print_json
from kg.errors import LacunaError, NoVersion
from kg.evaluation.tabulated import for_a_list
from kg.evaluation.verdict import LARGEST_K, SPARSE_BELOW
from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.query.compiled import Language
from kg.questions.catalogue import StoredQuestion, find, read_catalogue
from kg.questions.question import NOT, Completeness
from kg.questions.reading import read_question
from kg.stores.registry import checked_settings, graph_engine
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.retention import find_version

_COMPLETENESS = click.Choice(get_args(Completeness))


@contextmanager
def opened(version: str | None = None) -> Iterator[Dataset]:
    """A version, by default the current one, in the graph engine that the settings name."""
    settings = checked_settings()
    with graph_engine(settings) as engine:
        home = Home(settings.home)
        dataset = Dataset.open(home, find_version(home, version) if version else None, engine)
        confirmed = Event()
        # A server that was just started takes seconds for its first query.
        with ThreadPoolExecutor(1) as meanwhile:
            meanwhile.submit(_read_ahead, dataset, confirmed)
            dataset.confirm()  # at once: a Neo4j with another version should fail here, not in the middle of a list
            confirmed.set()
        yield dataset


def _read_ahead(dataset: Dataset, confirmed: Event) -> None:
    """Read what every answer needs of a version; then say so where its server has not answered yet."""
    with suppress(LacunaError):  # raised again by whatever needs it
        dataset.catalogue(read_catalogue())
        _ = dataset.evidence().population
    if not confirmed.is_set() and sys.stderr.isatty():
        click.echo(f"Waiting for {dataset.engine} …", err=True)


@click.command()
@click.argument("asked", nargs=-1, metavar="[NAME | FACET=TERM[,TERM]… not.FACET=TERM…]")
@click.option("--where", "wheres", multiple=True, metavar="FACET=TERM[,TERM]", help="A condition, or year=2021..2025.")
@click.option("--not", "nots", multiple=True, metavar="FACET=TERM[,TERM]", help="A condition that must not hold.")
@click.option("--definition", metavar="NAME", help="Answer under this definition, e.g. strict or lenient.")
@click.option(
    "--completeness", default="all", show_default=True, type=_COMPLETENESS, help="Whose completeness statements count."
)
@click.option("--review", "reviews", multiple=True, metavar="ID", help="Ask only these reviews, of several loaded.")
@click.option(
    "-k",
    "k",
    type=click.IntRange(1, LARGEST_K),
    default=SPARSE_BELOW,
    show_default=True,
    help="Populated from k certain studies on.",
)
@click.option("--version", metavar="V", help="Ask this stored version, by default the current one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as HTTP returns it.")
def ask(  # noqa: PLR0913, PLR0917 - one parameter per option
    asked: tuple[str, ...],
    wheres: tuple[str, ...],
    nots: tuple[str, ...],
    definition: str | None,
    completeness: str,
    reviews: tuple[str, ...],
    k: int,
    version: str | None,
    as_json: bool,
) -> None:
    """Answer the stored question NAME, or a question of your own: FACET=TERM, year=2021..2025, not.FACET=TERM.

    A comma means any of the terms, a repeated facet every one of them.
    """
    name = asked[0] if len(asked) == 1 and "=" not in asked[0] else None
    conditions = [] if name else pairs("condition", asked)
    conditions += [*pairs("--where", wheres), *((NOT + facet, terms) for facet, terms in pairs("--not", nots))]
    if name and conditions:
        raise click.UsageError("Give either NAME or conditions, not both.")
    if not (name or conditions or definition):
        raise click.UsageError("Give a NAME (lacuna gaps lists them) or a condition: FACET=TERM.")
    with opened(version) as dataset:
        evidence = dataset.evidence(",".join(reviews) or None)
        if name:
            stored = find(dataset.catalogue(read_catalogue()), name)
            question = stored.read(dataset.vocabulary, definition, completeness)
            found = answer(evidence, question, stored=stored, k=k)
        else:
            question = read_question(dataset.vocabulary, conditions, definition=definition, completeness=completeness)
            found = answer(evidence, question, k=k)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        click.echo(render(dataset.vocabulary, found))


@click.command()
@click.option("--review", "reviews", multiple=True, metavar="ID", help="Ask only these reviews, of several loaded.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of answers.")
def gaps(reviews: tuple[str, ...], as_json: bool) -> None:
    """List every stored question with its verdict, kind of gap, bounds and population.

    Gaps that no stored question asks about are found by lacuna voids.
    """
    with opened() as dataset, collector_paused():
        asked = dataset.catalogue(read_catalogue()).values()
        evidence = dataset.evidence(",".join(reviews) or None)
        with asking(dataset.engine) as watcher:
            if not as_json:
                listing = render_list(listed(Home(checked_settings().home), evidence, asked, watcher))
            else:
                watcher.started(len(asked))
                found = []
                for each in asked:
                    found.append(answer(for_a_list(evidence), each.read(evidence.vocabulary), stored=each))
                    watcher.progress(1)
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
    else:
        click.echo(listing)


@collector_paused()
def keep_answers(home: Home) -> None:
    """Keep the answers to all stored questions beside the current version, in the embedded engine.

    Raises:
        LacunaError: the version cannot be read, or asked.
    """
    with closing(Dataset.open(home)) as dataset, asking(dataset.engine) as watcher:
        listed(home, dataset.evidence(), dataset.catalogue(read_catalogue()).values(), watcher)


@contextmanager
def asking(engine: str) -> Iterator[Watcher]:
    """A progress bar on stderr for questions that an engine is asked, hidden unless it is a terminal and there are any."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label=f"Asking {engine}", file=sys.stderr, hidden=hidden) as bar:

        def started(questions: int) -> None:
            bar.length = max(questions, 1)

        yield Watcher(started, bar.update)


@click.command()
@click.argument("name")
@click.option("--cypher", "language", flag_value="cypher", help="Show the question as a Cypher query.")
@click.option("--sparql", "language", flag_value="sparql", help="Show the question as a SPARQL query.")
def show(name: str, language: str | None) -> None:
    """Show what a stored question asks, in words or as a query."""
    home = Home(checked_settings().home)
    if language is None:
        stored, vocabulary = _stored_question(home, name)
        question = stored.read(vocabulary)
        click.echo(f"{stored.name}: {stored.text}")
        if not stored.about_review:
            click.echo(describe(vocabulary, question))
        for parameter, value in question.parameters():
            click.echo(f"  {parameter} = {value}")
        return
    dataset = Dataset.open(home)
    evidence, stored = dataset.evidence(), find(dataset.catalogue(read_catalogue()), name)
    question = stored.read(evidence.vocabulary)
    chosen: Language = "cypher" if language == "cypher" else "sparql"
    click.echo(evidence.stored_query(stored, question, chosen).text, nl=False)


def _stored_question(home: Home, name: str) -> tuple[StoredQuestion, Vocabulary]:
    """A stored question of the current version, with its vocabulary; before the first load, one that comes with Lacuna."""
    try:
        dataset = Dataset.open(home)
    except NoVersion:
        return find(read_catalogue(), name), read_vocabulary(read_ontology())
    return find(dataset.catalogue(read_catalogue()), name), dataset.vocabulary


def pairs(option: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Facets and terms from what was given for an option.

    Raises:
        UsageError: one is not FACET=TERM.
    """
    found = []
    for value in values:
        facet, equals, terms_ = value.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {value}: write FACET=TERM.")
        found.append((facet.strip(), terms_))
    return found
