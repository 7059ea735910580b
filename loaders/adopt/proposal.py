"""All that is guessed of a table: its heading, rows, study columns and what every other column is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Cell, Fault, Refused, nearest
from kg.ontology.vocabulary import Vocabulary
from loaders.adopt.guesses.columns import ColumnPlanner
from loaders.adopt.guesses.doubt import doubted
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.known_terms import KnownTerms
from loaders.adopt.guesses.plan import OwnFacet, Plan
from loaders.adopt.guesses.study_columns import Body, StudyGuess, find_study_columns
from loaders.adopt.layout.heading import Heading, find_heading
from loaders.adopt.layout.misread import misread
from loaders.adopt.layout.rows import RowSorter, legend, repeated_headings
from loaders.mapped.grid import Grid, read_grids
from loaders.mapped.layout import column_names
from loaders.mapped.left_out import rows_below
from loaders.mapped.words import fold
from loaders.sheets.absence import NOT_CHARTED, STATUSES


@dataclass(frozen=True)
class Proposal:
    """A whole reading of a table.

    Attributes:
        common: what marks of absence mean in all columns, and ``marks`` how many cells hold each.
        studies: how many different keys there are.
    """

    review: str
    table: str
    grid: Grid
    sheets: tuple[str, ...]
    sheet_guess: Guess
    heading: Heading
    study: StudyGuess
    left_out: Mapping[str, str]
    plans: Sequence[Plan]
    own: Mapping[str, OwnFacet]
    common: Mapping[str, Guess]
    marks: Mapping[str, int]
    body: Body
    studies: int


def propose(vocabulary: Vocabulary, table: Path, review: str, sheet: str = "") -> Proposal:
    """The reading of a table that speaks most for itself.

    Raises:
        Refused: it cannot be read, has no such worksheet, or nothing below its heading.
    """
    grids = read_grids(table)
    grid, guess = _chosen(table, grids, sheet)
    heading = find_heading(grid)
    known = KnownTerms(vocabulary)
    if fault := misread(grid, heading.rows, known):
        raise Refused([fault])
    repeated = repeated_headings(grid, heading.rows)
    whole = _body(grid, heading, repeated)
    study = find_study_columns(whole)
    left_out = {**repeated, **RowSorter(whole, study, lambda text: any(known.matches(text))).left_out()}
    body = _body(grid, heading, left_out)
    if not body.rows:
        raise Refused([Fault(Cell(grid.name, heading.rows[-1], "-"), "has no row below what looks like its heading.")])
    study = find_study_columns(body)  # again, for totals and notes have no key
    omitted = [text for row in whole.rows if row not in body.rows for text in grid.texts(row).values()]
    beside = [text for other in grids if other is not grid for row in other.rows for text in _pairs(other, row)]
    planner = ColumnPlanner(vocabulary, body, study, legend([*heading.above, *omitted, *beside]))
    plans = planner.plans()
    common, marks = _common(plans, body)
    keys = {" ".join(body.text(row, name) for name in study.names("key")) for row in body.rows} - {""}
    return Proposal(
        review=review,
        table=table.name,
        grid=grid,
        sheets=tuple(each.sheet for each in grids),
        sheet_guess=guess,
        heading=heading,
        study=study,
        left_out=left_out,
        plans=plans,
        own=planner.own.facets,
        common=common,
        marks=marks,
        body=body,
        studies=len(keys),
    )


def _body(grid: Grid, heading: Heading, left_out: Mapping[str, str]) -> Body:
    names = column_names(grid, heading.rows)
    rows = rows_below(grid, heading.rows, left_out).read
    return Body(grid, {name: index for index, name in names.items()}, rows)


def _chosen(table: Path, grids: Sequence[Grid], sheet: str) -> tuple[Grid, Guess]:
    if sheet:
        for grid in grids:
            if fold(grid.sheet) == fold(sheet):
                return grid, Guess(sheet, Sure.SURE, "as you said")
        titles = [grid.sheet for grid in grids]
        raise Refused(
            [
                Fault(
                    Cell(table.name, 0, "-", sheet),
                    "is not a worksheet with anything on it.",
                    nearest(sheet, titles) or tuple(titles),
                )
            ]
        )
    largest = max(grids, key=lambda grid: sum(map(len, grid.rows.values())))
    if len(grids) == 1:
        return largest, Guess(largest.sheet, Sure.SURE)
    return largest, Guess(largest.sheet, Sure.LIKELY, "the largest worksheet")


def _pairs(grid: Grid, row: int) -> list[str]:
    """The cells of a row in which two stand side by side, as lines of a legend."""
    texts = list(grid.texts(row).values())
    return [f"{texts[0]} = {texts[1]}"] if len(texts) == 2 and len(texts[0]) <= 15 else []


def _common(plans: Sequence[Plan], body: Body) -> tuple[dict[str, Guess], dict[str, int]]:
    """Marks of absence that mean the same wherever they stand in a facet's column, and how many cells hold each."""
    found: dict[str, list[tuple[str, Guess]]] = {}
    for plan in plans:
        for value, guess in plan.values.items():
            if (
                plan.facets
                and guess.text in _ABSENCE
                and len(value) <= _LONGEST_MARK
                and not plan.guess.why.startswith("marks")
                and not doubted(value)
            ):
                found.setdefault(fold(value), []).append((value, guess))
    same = {
        key: said
        for key, said in found.items()
        if len({guess.text for _, guess in said}) == 1 and fold(said[0][0]) not in _ANSWERS
    }
    counts: Counter[str] = Counter()
    for plan in (plan for plan in plans if plan.facets):
        counts.update(fold(text) for text in body.texts(plan.name))
    return (
        {said[0][0]: said[0][1] for said in same.values()},
        {said[0][0]: counts[key] for key, said in same.items()},
    )


_ABSENCE = (NOT_CHARTED, *STATUSES)
_ANSWERS = ("no", "n", "nein", "non", "0", "false", "falsch")
_LONGEST_MARK = 30
