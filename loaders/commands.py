"""Commands for charting sheets: ``load``, ``check``, ``template`` and ``checklist``."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from kg.cli import print_json
from kg.commands.ask import keep_answers
from kg.errors import BadQuestion, LacunaError, NotFound, Refused
from kg.exports.sheets import files_beside
from kg.exports.source import Source, read_source
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.reconciliation.checklist import checklist, render_checklist
from kg.review.model import Review
from kg.review.rows import form_rows
from kg.review.to_yaml import REVIEW_FILE
from kg.spelling import counted
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from kg.versions.retention import find_version
from loaders.corpus import built_in, find_corpus
from loaders.formats import FORMATS
from loaders.formats.form import Form
from loaders.own.vocabularies import vocabulary_of
from loaders.pipeline import check_only as check_names
from loaders.pipeline import current_version, read_and_check
from loaders.pipeline import load as load_names
from loaders.reporting.models import CheckReport, LoadReport
from loaders.reporting.printing import print_refusal, print_report
from loaders.sheets.absence import NOT_CHARTED, Missing, read_missing
from loaders.template import chosen_facets, empty_form, filled_form, left_out, write_corpus, write_form

_missing = click.option(
    "--missing",
    multiple=True,
    metavar="MARK=STATUS",
    help=f'What a mark of absence means, such as "NR=not reported"; may be repeated. {NOT_CHARTED}: as an empty cell.',
)


@click.command()
@click.argument("corpora", nargs=-1, metavar="[CORPUS|FILE]...")
@click.option("--add", is_flag=True, help="Keep the reviews of the current version, except those of the same names.")
@click.option("--if-empty", is_flag=True, help="Do nothing where a version is stored already.")
@click.option("--label", metavar="TEXT", help="Name the version; the label then stands for it, as in lacuna use.")
@click.option("--move", is_flag=True, help="Take the label from the version that has it.")
@_missing
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def load(  # noqa: PLR0913 - a parameter for each option
    corpora: tuple[str, ...],
    missing: tuple[str, ...],
    label: str | None,
    *,
    move: bool,
    add: bool,
    if_empty: bool,
    as_json: bool,
) -> None:
    """Store charting as the new current version, all or nothing.

    Reads and checks sheets, corpus folders, folders of corpus folders, or exported RDF. The new version holds exactly what
    is named, by default the corpora that Lacuna brings along; with --add, also what the current version holds.
    """
    home = Home(checked_settings().home)
    if if_empty and (present := current_version(home)):
        manifest = home.manifest(present)
        report = LoadReport(corpora=(), warnings=(), version=manifest, new=False, former=manifest.version)
        if as_json:
            print_json(report.model_dump(mode="json"))
        click.echo(f"{manifest.version} is stored and stays current ({', '.join(manifest.reviews)}).", err=True)
        return
    said = _said(missing)
    if move and not label:
        raise click.UsageError("--move moves a label, so it needs --label.")
    _report(lambda: load_names(corpora or built_in(), home, said, add=add, label=label, move=move), as_json=as_json)
    with suppress(LacunaError, OSError):  # all is stored; what cannot be answered now is told to who asks
        keep_answers(home)


@click.command()
@click.argument("file")
@_missing
@click.option("--json", "as_json", is_flag=True, help="Print the report or the faults as JSON.")
def check(file: str, missing: tuple[str, ...], as_json: bool) -> None:
    """Read and check as load does, without storing anything."""
    said = _said(missing)
    _report(lambda: check_names((file,), said), as_json=as_json)


@click.command()
@click.argument("target")
@click.option(
    "--facets",
    metavar="A,B,…",
    help="The facets that get columns: ids, labels or synonyms, or all; by default those that most questions ask for.",
)
@click.option(
    "--with",
    "companions",
    type=click.Choice(["confidence", "reason"]),
    multiple=True,
    help="Also a column for how sure the coder is, or why a value holds, beside each facet.",
)
@click.option(
    "--from", "version", metavar="VERSION", help="Fill the form from a stored version: see lacuna use, or current."
)
@click.option("--review", metavar="NAME", help="The review of that version, if it holds several.")
@click.option("--corpus", metavar="DIR", help="Also with the facets and terms that this corpus folder brings along.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def template(  # noqa: PLR0913 - a parameter for each option
    target: str,
    facets: str | None,
    companions: tuple[str, ...],
    version: str | None,
    review: str | None,
    corpus: str | None,
    *,
    force: bool,
) -> None:
    """Write a charting form made from the ontology: a file, or a corpus folder.

    An .xlsx form has drop-downs, a comment on every column and an example row; .csv and .tsv have the columns and the
    example. A TARGET without a suffix is a folder; it gets a form and a review.yaml. With --from, a file holds the rows of a
    stored review, and a folder everything that is stored of the reviews: loaded again, it gives the same version.
    """
    path = Path(target)
    is_folder = path.is_dir() or not path.suffix or target.endswith(os.sep)
    if not is_folder and path.suffix.lower() not in FORMATS:
        formats = ", ".join(FORMATS)
        raise click.BadParameter(f"{path.name} has an unknown suffix: a form ends in {formats}, a folder has none.")
    if review and not version:
        raise click.UsageError("--review names a review of a stored version, so it needs --from.")
    if corpus and version:
        raise click.UsageError("Give either --corpus or --from: a stored version has what its corpora brought along.")
    if is_folder and corpus:
        raise click.UsageError("--corpus needs a file as target, such as charting.xlsx in that folder.")
    if is_folder and force:
        raise click.UsageError("--force overwrites a file, never a folder: name a new or empty one.")
    beside = ("source", *companions)
    try:
        if version:
            _write_stored(
                path, _stored(version, review, one=not is_folder), facets, beside, is_folder=is_folder, force=force
            )
        else:
            _write_empty(path, _blank(corpus), facets, beside, is_folder=is_folder, force=force)
    except Refused as refused:
        print_refusal(refused, as_json=False)
    except FileExistsError:
        raise click.BadParameter(f"{path} already exists; --force overwrites it.") from None


def _blank(corpus: str | None) -> Vocabulary:
    try:
        return vocabulary_of(find_corpus(corpus)) if corpus else read_vocabulary(read_ontology())
    except NotFound as error:
        raise _no_input(error) from None


def _write_empty(
    path: Path, vocabulary: Vocabulary, facets: str | None, beside: Sequence[str], *, is_folder: bool, force: bool
) -> None:
    form = empty_form(vocabulary, _chosen(vocabulary, facets), beside)
    if is_folder:
        write_corpus(path, form)
    else:
        write_form(form, path, replace=force)
    click.echo(f"Wrote {path}: {_facets(form)} of ontology {vocabulary.version}, an example row")


def _write_stored(
    path: Path, source: Source, facets: str | None, beside: Sequence[str], *, is_folder: bool, force: bool
) -> None:
    for review in source.reviews:
        own, vocabulary = source.own_of(review)
        rows = form_rows(review.studies, review.retracted)
        form = filled_form(vocabulary, rows, _chosen(vocabulary, facets) if facets else (), beside)
        place = path
        if is_folder:
            place = path / review.id  # the name of the folder is that of the review, when it is loaded again
            write_corpus(place, form, files_beside(source, review))
        else:
            write_form(form, path, replace=force)
            if left := left_out(review, own=bool(own)):
                click.echo(
                    f"{path} holds the rows alone. To keep the rest of {review.id}, name a folder: {left}.", err=True
                )
        click.echo(
            f"Wrote {place}: {_facets(form)} of ontology {vocabulary.version}, {counted(len(rows), 'row')} of a stored review"
        )


def _chosen(vocabulary: Vocabulary, facets: str | None) -> frozenset[str]:
    try:
        return chosen_facets(vocabulary, facets)
    except NotFound as error:
        raise click.BadParameter(str(error)) from None


def _facets(form: Form) -> str:
    number = sum(column.kind == "terms" for column in form.columns)
    return f"{number} facet{'' if number == 1 else 's'}"


@click.command(name="checklist")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--review", metavar="ID", help="The review of the current version, if it holds several.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of reviews, with every study.")
def show_checklist(files: tuple[str, ...], review: str | None, *, as_json: bool) -> None:
    """Show which study reports what the review asks studies to report.

    For the current version, or for charting sheets and corpora, which are read and checked but not stored.
    """
    if files and review:
        raise click.UsageError("Give either FILE or --review, not both: --review names a review of the stored version.")
    try:
        vocabulary, reviews = _named(files) if files else _current(review)
    except NotFound as error:
        raise _no_input(error) from None
    except Refused as refused:
        print_refusal(refused, as_json=as_json)
        return
    found = [checklist(vocabulary, each) for each in reviews]
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
    else:
        click.echo(render_checklist(found))


def _named(files: tuple[str, ...]) -> tuple[Vocabulary, list[Review]]:
    checked = read_and_check(files)
    return checked.vocabulary, [corpus.review for corpus in checked.corpora]


def _current(review: str | None) -> tuple[Vocabulary, list[Review]]:
    dataset = Dataset.open(Home(checked_settings().home))
    try:
        return dataset.vocabulary, [each.whole() for each in dataset.evidence(review).reviews]
    finally:
        dataset.close()


def _stored(version: str, review: str | None, *, one: bool) -> Source:
    """The stored reviews to be written, all or the one named."""
    home = Home(checked_settings().home)
    source = read_source(home, find_version(home, version))
    known = [each.id for each in source.reviews]
    if review and review not in known:
        raise NotFound("review", review, known)
    if one and not review and len(known) > 1:
        named = ", ".join(known)
        raise click.UsageError(
            f"A form holds one review, but this version holds several. Choose one with --review: {named}."
        )
    return replace(source, reviews=tuple(each for each in source.reviews if review in (None, each.id)))


def _said(missing: tuple[str, ...]) -> Missing:
    try:
        return read_missing(missing)
    except BadQuestion as error:
        raise click.BadParameter(str(error), param_hint="--missing") from None


def _no_input(error: NotFound) -> click.BadParameter:
    return click.BadParameter(
        f"{error} Name a sheet, a folder with {REVIEW_FILE}, or a corpus that Lacuna brings along: {', '.join(built_in())}."
    )


def _report(work: Callable[[], CheckReport], *, as_json: bool) -> None:
    try:
        print_report(work(), as_json=as_json)
    except NotFound as error:
        raise _no_input(error) from None
    except Refused as refused:
        print_refusal(refused, as_json=as_json)
