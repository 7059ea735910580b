"""The commands ``lacuna records add``, ``dedup``, ``screen``, ``flow`` and ``chart``."""

from datetime import date
from pathlib import Path
from typing import NoReturn, get_args

import click

from kg.cli import print_json
from kg.errors import Refused
from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import DEFAULT_FACETS, columns
from kg.review.model import FlowCount
from kg.review.to_yaml import REVIEW_FILE
from kg.spelling import counted
from loaders.corpus import read_corpus, read_header
from loaders.fault_lines import fault_lines
from loaders.formats import FORMATS
from loaders.formats.form import Form
from loaders.own.vocabularies import vocabulary_of
from loaders.records.duplicates import group, write_decisions
from loaders.records.files import DUPLICATES_FILE, RECORDS_FILE
from loaders.records.flow import counted_flow, disagreements, included_reports, progress
from loaders.records.folder import Found, read_found
from loaders.records.screening import STAGES, Stage
from loaders.records.searches import Search, SourceKind, read_search_day
from loaders.sheets.values import Broken
from loaders.updating.adding import Added, add_exports
from loaders.updating.elsewhere import known_elsewhere, stored_elsewhere
from loaders.updating.flow_text import flow_lines
from loaders.updating.rule import found_by_rule
from loaders.updating.sheets import new_sheet, rows_to_chart, write_conflicts, write_screening


def _day(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """The day of a search in its one form."""
    read = read_search_day(text) if text else None
    if isinstance(read, Broken):
        meant = f" Nearest: {', '.join(read.nearest)}." if read.nearest else ""
        raise click.BadParameter(f"{text!r} {read.rule}{meant}")
    return read.text if read else None


_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
_SOON_COMPARED = 2_000
"""Records that are compared in so short a time that nobody wonders."""
_STAGE = click.option("--stage", type=click.Choice(STAGES), default=STAGES[0], show_default=True)


@click.group()
def records() -> None:
    """From search results to a charting sheet: records, duplicates, screening, the PRISMA flow.

    Everything is a plain file in the corpus folder DIR. Each step may be repeated; what a person wrote is never overwritten.
    """


@records.command()
@_FOLDER
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", metavar="NAME", help="What was searched, such as Scopus.")
@click.option("--kind", type=click.Choice(get_args(SourceKind)), default="database", show_default=True)
@click.option("--date", "day", metavar="DAY", callback=_day, help="When it was searched, as 2026-11-28.")
@click.option("--query", metavar="TEXT", help="With which words.")
@click.option("--round", "round_", type=click.IntRange(1, 1_000), default=1, help="Of an update: 2, 3, …")
def add(  # noqa: PLR0913 - a parameter for each option
    folder: Path,
    files: tuple[Path, ...],
    *,
    source: str | None,
    kind: SourceKind,
    day: str | None,
    query: str | None,
    round_: int,
) -> None:
    """Add exports: RIS, NBIB, BibTeX, Web of Science, Scopus, IEEE, Zotero, EPPI and CSL JSON, EndNote.

    FILES are copied to DIR/records, where they stay as they came; without FILES, what lies there is read. Each record is taken
    into records.csv, or refused with the reason.
    """
    search = Search("", source, kind, day, query, round=round_) if source else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        added = add_exports(folder, files, search)
    except Refused as refused:
        _refuse(refused)
    for each in added.added:
        _tell(each)
    for line in fault_lines(added.notices):
        click.echo(line, err=True)
    if not added.added:
        click.echo("Nothing new: the records of every export are there.")


@records.command()
@_FOLDER
def dedup(folder: Path) -> None:
    """Find duplicates, and add what was found to duplicates.csv.

    What is surely one publication is joined. What may be one is `unsure`: write `same` or `different` in its place, and your
    name in decided_by. What the current version holds as a study of another review is told, and stays.
    """
    _, found = _read(folder)
    if len(found.records) > _SOON_COMPARED:
        click.echo(f"Comparing {len(found.records):,} records takes some minutes …", err=True)
    new = found_by_rule(found.records, {each.pair for each in found.decisions}, f"{date.today():%Y-%m-%d}")
    decisions = [*found.decisions, *new]
    if new:
        write_decisions(folder, found.records, decisions)
    groups = group(found.records, decisions)
    click.echo(
        f"{counted(len(found.records), 'record')}, {groups.duplicates:,} of them duplicates: "
        f"{len(groups.members):,} to screen; {counted(len(groups.unsure), 'pair')} for a person to decide in {DUPLICATES_FILE}"
    )
    studies, unread = stored_elsewhere(folder)
    known = list(known_elsewhere(found._replace(groups=groups), studies))
    if known:
        click.echo(
            f"{counted(len(known), 'is a study', 'are studies')} that the current version holds in other reviews"
        )
    for line in fault_lines([*unread, *known]):
        click.echo(line, err=True)
    for each in groups.overruled:
        click.echo(f"{each.record} and {each.other}: kept apart, as a person decided", err=True)


@records.command()
@_FOLDER
@click.option("--screener", required=True, metavar="NAME", help="Who decides.")
@_STAGE
@click.option("--resolve", is_flag=True, help="Write the conflicts instead, for this screener to resolve.")
def screen(folder: Path, screener: str, stage: Stage, *, resolve: bool) -> None:
    """Write the lines that wait for a screener into screening-NAME.csv.

    A decision is include, exclude, unsure or, at full-text, not-retrieved; an exclusion at full-text needs a reason. How many
    screeners decide on each record stands in searches.yaml (`screeners: 2`).
    """
    _, found = _read(folder)
    write = write_conflicts if resolve else write_screening
    file, number = write(folder, found, screener, stage)
    what = "conflict" if resolve else "record"
    click.echo(f"{counted(number, what)} of {stage} for {screener} to decide" + (f": {file}" if number else ""))


@records.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def flow(folder: Path, *, as_json: bool) -> None:
    """Count the PRISMA 2020 flow from the decisions, and compare it with what review.yaml states."""
    vocabulary, found = _read(folder)
    boxes = counted_flow(found)
    stated, _ = read_header(folder / REVIEW_FILE) if (folder / REVIEW_FILE).exists() else (None, [])
    wrong = disagreements(stated.flow, boxes) if stated else []
    left = progress(found)
    if as_json:
        print_json(
            {
                "flow": [_json_of(each) for each in boxes],
                "is_final": left.is_final,
                "unsure_pairs": left.unsure_pairs,
                "open": left.open_at,
                "conflicts": left.conflicts,
                "disagreements": wrong,
            }
        )
        return
    for line in flow_lines(vocabulary, boxes):
        click.echo(line)
    for line in wrong:
        click.echo(line, err=True)
    if left.is_final:
        return
    said = [f"{counted(left.unsure_pairs, 'pair')} that may be duplicates"] if left.unsure_pairs else []
    said += [
        f"{counted(number, 'record')} at {stage} ({left.conflicts[stage]:,} in conflict)"
        for stage, number in left.open_at.items()
        if number
    ]
    click.echo(f"Not final, for there is left to decide: {'; '.join(said)}", err=True)


@records.command()
@_FOLDER
def chart(folder: Path) -> None:
    """Write a charting sheet for the included studies that no sheet of DIR has, with what their records say."""
    vocabulary, found = _read(folder)
    charted: set[str] = set()
    if (folder / REVIEW_FILE).exists():
        charted = {*read_corpus(vocabulary, folder).review.keys}
    rows = rows_to_chart(found, charted)
    if not rows:
        none_yet = "No study is included yet: lacuna records flow says what is left to decide."
        click.echo("Nothing to chart: every included study is in a sheet." if included_reports(found) else none_yet)
        return
    file = new_sheet(folder)
    shown = tuple(columns(vocabulary, facets=DEFAULT_FACETS, companions=()))
    file.write_bytes(FORMATS[file.suffix].form(Form(vocabulary, shown, rows)))
    click.echo(f"{counted(len(rows), 'study', 'studies')} to chart: {file}")


def _json_of(count: FlowCount) -> dict[str, object]:
    """A number of the flow; that of a round says of which, and of which column."""
    said: dict[str, object] = {"stage": count.stage, "reason": count.reason, "count": count.count}
    return {**said, "round": count.round, "via": count.via} if count.round else said


def _read(folder: Path) -> tuple[Vocabulary, Found]:
    """The vocabulary of a folder without faults and what it holds; with faults the command ends."""
    try:
        vocabulary = vocabulary_of(folder)
        found = read_found(folder, vocabulary)
    except Refused as refused:
        _refuse(refused)
    if found.faults:
        _refuse(Refused(found.faults))
    for line in fault_lines(found.notices):
        click.echo(line, err=True)
    return vocabulary, found


def _refuse(refused: Refused) -> NoReturn:
    for line in fault_lines(refused.faults):
        click.echo(line, err=True)
    number = len(refused.faults)
    click.echo(f"{number} fault{'' if number == 1 else 's'}. Nothing was written.", err=True)
    raise SystemExit(1)


def _tell(added: Added) -> None:
    export = added.export
    if not added.is_new:
        click.echo(
            f"{added.file} ({export.format}): {counted(len(export.records), 'record')} added that {RECORDS_FILE} did not have"
        )
        return
    refused = f", {len(export.refused):,} refused" if export.refused else ""
    number = len(export.records) + len(export.refused)
    click.echo(f"{added.file} ({export.format}): {counted(number, 'record')}, {len(export.records):,} taken{refused}")
    for line in fault_lines([*export.refused, *export.notices]):
        click.echo(line, err=True)
