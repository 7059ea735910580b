"""The command ``lacuna adopt``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kg.errors import Refused
from kg.spelling import counted
from loaders.adopt.folder import Written, adopt_table
from loaders.adopt.growth import Growth
from loaders.adopt.guesses.plan import TITLES, Plan
from loaders.adopt.mapping_text import unsure
from loaders.adopt.proposal import Proposal
from loaders.mapped.mapping import MAPPING_FILE, read_mapping
from loaders.mapped.words import one_line, slug

_MOST_UNSURE = 8
_MOST_FILES = 4


@click.command()
@click.argument("table", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write; by default named like the table, here.",
)
@click.option("--sheet", default="", metavar="TITLE", help="The worksheet to read; by default the one that holds most.")
def adopt(table: Path, folder: Path | None, sheet: str) -> None:
    """Make a corpus folder of an extraction table.

    Reads XLSX, ODS, CSV and TSV as people have them, and writes mapping.yaml (how each column is read, with every guess marked),
    ontology/ (the table's own facets and terms) and review.yaml. The table is copied, never changed. After the table grew,
    run it again with the same folder: what you edited stays, and what is new is added and listed.
    """
    if table.is_dir():
        table, folder = _table_of(table), table
    folder = folder or Path(slug(table.stem) or "review")
    try:
        written = adopt_table(table, folder, sheet)
    except Refused as refused:
        click.echo(f"{refused}\nNothing was written.", err=True)
        click.get_current_context().exit(1)
    lines = _proposed(written, written.proposal) if written.proposal else _grown(written)
    click.echo("\n".join(lines))


def _table_of(folder: Path) -> Path:
    read = read_mapping(folder / MAPPING_FILE) if (folder / MAPPING_FILE).is_file() else None
    if read is None or read.mapping is None or not (folder / read.mapping.table).is_file():
        raise click.BadParameter(
            f"{folder} is a folder without a table and its {MAPPING_FILE}: name the file of the table."
        )
    return folder / read.mapping.table


def _proposed(written: Written, proposal: Proposal) -> Iterator[str]:
    heading = " and ".join(map(str, proposal.heading.rows))
    where = f", worksheet {proposal.grid.sheet}" if proposal.grid.sheet else ""
    plural = "s" if len(proposal.heading.rows) > 1 else ""
    yield (
        f"{proposal.table}{where}: heading in row{plural} {heading} ({proposal.heading.sure}), "
        f"{counted(len(proposal.body.rows), 'row')} of {counted(proposal.studies, 'study', 'studies')}"
    )
    yield from _unread([title for title in proposal.sheets if title != proposal.grid.sheet])
    if proposal.grid.separator == "|":
        yield "Its cells are separated by |, as cells_separated_by says."
    if proposal.left_out:
        yield f"Left out: {'; '.join(f'{one_line(label, 40)!r} ({why})' for label, why in proposal.left_out.items())}"
    study = "; ".join(f"{key}: {' + '.join(names)}" for key, (names, _) in proposal.study.in_order())
    yield f"About the study: {one_line(study, 300)}"
    if proposal.study.fill_down:
        yield f"A row without a key goes on with the study above: {proposal.study.fill_down.why}"
    yield from _columns(proposal.plans)
    if several := _together(proposal):
        yield several
    if asked := unsure(proposal.plans):
        more = f", and {len(asked) - _MOST_UNSURE} more" if len(asked) > _MOST_UNSURE else ""
        yield f"Unsure of: {', '.join(one_line(name, 40) for name in asked[:_MOST_UNSURE])}{more}. See {MAPPING_FILE}."
    yield f"Wrote {_files(written)} in {written.folder}"
    yield f"Next: answer what is marked unsure in {MAPPING_FILE} and review.yaml, then: lacuna check {written.folder}"


def _unread(titles: Sequence[str]) -> Iterator[str]:
    if titles:
        beside = one_line(", ".join(titles), 300)
        yield f"Not read: {beside}. A further table is adopted alone, with --sheet and another folder as --to."


def _files(written: Written) -> str:
    """The files that were written; many of one folder as their number."""
    own = [name for name in written.files if "/" in name]
    if len(own) <= _MOST_FILES:
        return ", ".join(written.files)
    return ", ".join([name for name in written.files if name not in own] + [f"{len(own)} files in ontology/"])


def _columns(plans: Sequence[Plan]) -> Iterator[str]:
    if not plans:
        yield "  No column but these: the table names studies, and nothing is charted of them."
        return
    width = min(44, max(len(one_line(plan.name, 44)) for plan in plans))
    for plan in plans:
        what = TITLES[plan.kind] + (f": {', '.join(plan.facets)}" if plan.facets else "")
        yield f"  {one_line(plan.name, 44):<{width}}  {plan.guess.sure:<6}  {what}"
    counts = Counter(TITLES[plan.kind] for plan in plans)
    yield f"  {counted(len(plans), 'column')}: {'; '.join(f'{number} {title}' for title, number in counts.items())}"


def _together(proposal: Proposal) -> str:
    """A warning where rows name several values in two columns, which are then read as studied together."""
    columns = [plan for plan in proposal.plans if plan.facets and plan.separators]
    several = 0
    for row in proposal.body.rows:
        filled = sum(any(sign in proposal.body.text(row, plan.name) for sign in _signs(plan)) for plan in columns)
        several += filled > 1
    if not several:
        return ""
    return (
        f"Note: {counted(several, 'row names', 'rows name')} several values in two columns or more. "
        "A row is one evidence unit: all of these count as studied together. "
        "Where they were not, give each combination a row of its own."
    )


def _signs(plan: Plan) -> list[str]:
    return ["\n" if sign == "line break" else sign for sign in plan.separators if sign not in ("and", "&")]


def _grown(written: Written) -> Iterator[str]:
    growth = written.growth or Growth()
    values = {name: lines for name, lines in growth.values.items() if lines}
    yield from _unread(growth.unread)
    if growth.moved:
        yield f"The heading now stands in row {' and '.join(map(str, growth.moved))}, as {MAPPING_FILE} says from now on."
    if not (growth.columns or values or growth.terms or growth.gone or growth.moved or growth.by_hand):
        yield f"Nothing new: {MAPPING_FILE} in {written.folder} names every column and value ({counted(growth.rows, 'row')})."
    if growth.columns:
        yield "New columns:"
        yield from _columns(growth.columns)
    for name, lines in values.items():
        shown = "; ".join(f"{one_line(value, 40)!r} → {guess.text} ({guess.sure})" for value, guess in lines.items())
        yield f"New values of {name}: {shown}"
    for name, terms in growth.terms.items():
        made = ", ".join(f"{term.label} below {term.broader[0]}" for term in terms)
        yield f"New terms in ontology/, from {name}: {made}"
    if growth.gone:
        yield f"No more in the table, but named in {MAPPING_FILE}: {', '.join(growth.gone)}"
    if growth.by_hand:
        yield f"To be added to {MAPPING_FILE} by hand:"
        yield from growth.by_hand
    if written.files:
        yield f"Wrote {_files(written)} in {written.folder}; all that was edited is kept."
        yield f"Next: lacuna check {written.folder}"
