"""Commands for charting sheets: ``load``, ``check``, ``template`` and ``checklist``."""

from collections.abc import Callable
from pathlib import Path

import click

from kg.cli import print_json
from kg.errors import NotFound, Refused
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.reconciliation.checklist import checklist, render_checklist
from kg.review.model import Review
from kg.review.rows import Rows, form_rows
from kg.review.to_yaml import REVIEW_FILE
from kg.stores.registry import checked_settings
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from kg.versions.stored_review import StoredReview
from loaders.corpus import DEFAULT_CORPUS
from loaders.formats import FORMATS
from loaders.pipeline import check_only as check_names
from loaders.pipeline import current_version, read_and_check
from loaders.pipeline import load as load_names
from loaders.reporting.models import CheckReport, LoadReport
from loaders.reporting.text import notices, render
from loaders.sheets.example import example_row
from loaders.template import write_form


@click.command()
@click.argument("corpora", nargs=-1, metavar="[CORPUS|FILE]...")
@click.option("--add", is_flag=True, help="Keep the reviews of the current version, except those of the same names.")
@click.option("--if-empty", is_flag=True, help="Do nothing where a version is stored already.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def load(corpora: tuple[str, ...], *, add: bool, if_empty: bool, as_json: bool) -> None:
    """Store charting as the new current version, all or nothing.

    Reads and checks sheets, corpus folders, folders of corpus folders, or exported RDF. The new version holds exactly what
    is named, by default the corpus okafor-bello-2025; with --add, also what the current version holds.
    """
    home = Home(checked_settings().home)
    if if_empty and (present := current_version(home)):
        manifest = home.manifest(present)
        report = LoadReport(corpora=(), warnings=(), version=manifest, new=False, former=manifest.version)
        if as_json:
            print_json(report.model_dump(mode="json"))
        click.echo(f"{manifest.version} is stored and stays current ({', '.join(manifest.reviews)}).", err=True)
        return
    _report(lambda: load_names(corpora or (DEFAULT_CORPUS,), home, add=add), as_json=as_json)


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the report or the faults as JSON.")
def check(file: str, as_json: bool) -> None:
    """Read and check as load does, without storing anything."""
    _report(lambda: check_names((file,)), as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "version", metavar="VERSION", help="Fill the form from a stored version: its hash, or current.")
@click.option("--review", metavar="NAME", help="The review of that version, if it holds several.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def template(file: Path, version: str | None, review: str | None, force: bool) -> None:
    """Write a charting form made from the ontology.

    An .xlsx form has drop-downs, a comment on every column and an example row; .csv and .tsv have the columns and the
    example. With --from, the form holds a stored review; loaded again, it gives the same charting.
    """
    if file.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{file.name} has an unknown suffix: a form ends in {', '.join(FORMATS)}.")
    if review and not version:
        raise click.UsageError("--review names a review of a stored version, so it needs --from.")
    vocabulary, rows = _stored(version, review) if version else _blank()
    try:
        write_form(vocabulary, rows, file, replace=force)
    except FileExistsError:
        raise click.BadParameter(f"{file} already exists; --force overwrites it.") from None
    content = f"{len(rows)} rows of a stored review" if version else "an example row"
    facets = len(vocabulary.charted_facets)
    click.echo(f"Wrote {file}: {facets} facets of ontology {vocabulary.version}, {content}")


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
        _refuse(refused, as_json=as_json)
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


def _blank() -> tuple[Vocabulary, Rows]:
    vocabulary = read_vocabulary(read_ontology())
    return vocabulary, [example_row(vocabulary)]


def _stored(version: str, review: str | None) -> tuple[Vocabulary, Rows]:
    dataset = Dataset.open(Home(checked_settings().home), None if version == "current" else version)
    try:
        return dataset.vocabulary, form_rows(_the_one(dataset.evidence(review)).whole().studies)
    finally:
        dataset.close()


def _the_one(evidence: EvidenceBase) -> StoredReview:
    if len(evidence.reviews) > 1:
        named = ", ".join(evidence.review_ids)
        raise click.UsageError(
            f"A form holds one review, but this version holds several. Choose one with --review: {named}."
        )
    return evidence.reviews[0]


def _no_input(error: NotFound) -> click.BadParameter:
    return click.BadParameter(f"{error} Name a sheet, a folder with {REVIEW_FILE}, or the corpus {DEFAULT_CORPUS}.")


def _report(work: Callable[[], CheckReport], *, as_json: bool) -> None:
    try:
        report = work()
    except NotFound as error:
        raise _no_input(error) from None
    except Refused as refused:
        _refuse(refused, as_json=as_json)
        return
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    for notice in notices(report):
        click.echo(notice, err=True)
    for line in render(report):
        click.echo(line)


def _refuse(refused: Refused, *, as_json: bool) -> None:
    if as_json:  # JSON to stdout for programs; the text goes to stderr in any case
        print_json(
            [
                {
                    "sheet": fault.cell.sheet,
                    "row": fault.cell.row,
                    "column": fault.cell.column,
                    "cell": fault.cell.address,
                    "value": fault.cell.value,
                    "rule": fault.rule,
                    "nearest": list(fault.nearest),
                }
                for fault in refused.faults
            ]
        )
    click.echo(str(refused), err=True)
    number = len(refused.faults)
    click.echo(
        f"{number} fault{'' if number == 1 else 's'}. The whole input was refused; nothing was stored.", err=True
    )
    click.get_current_context().exit(1)
