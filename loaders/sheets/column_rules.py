"""Rules on a sheet's heading, and on cells of columns other than facets."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from rdflib import DCTERMS, URIRef

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.iris import LACUNA
from kg.review.columns import COMPANIONS, ROW_COLUMNS, STUDY_COLUMNS
from kg.review.depth import DEPTHS, Depth, in_order
from kg.validation.shacl import text_rule
from loaders.sheets.table import Table

MOST_COMPARED = 50
"""The number of unknown columns of a sheet that are compared with the known ones to name the nearest."""

FORMER_NAMES: Mapping[str, str] = {"charter": "coder"}
"""Columns that had another name in earlier forms: the former name and the present one."""


def with_present_names(table: Table) -> tuple[Table, list[Fault]]:
    """The table with present names in place of former ones, and a notice for each column that was renamed.

    If the heading also has the present name, or the former one twice, nothing is renamed; ``heading_faults`` reports it.
    """
    heading = list(table.heading)
    notices = []
    for former, present in FORMER_NAMES.items():
        if heading.count(former) == 1 and present not in heading:
            index = heading.index(former)
            rule = f"is the former name of this column. It is still read, but the name is now {present}."
            notices.append(Fault(table.cell(1, index, former), rule))
            heading[index] = present
    return replace(table, heading=tuple(heading)), notices


def heading_faults(vocabulary: Vocabulary, table: Table) -> Iterator[Fault]:
    """The faults of a sheet's heading."""
    facets = [facet.id for facet in vocabulary.charted_facets]
    known = [*STUDY_COLUMNS, *ROW_COLUMNS, *facets]
    companions = {f"{facet}.{name}": facet for facet in facets for name in COMPANIONS}
    meant: set[str] = set()  # columns that a misspelt one probably is: not reported as missing, too
    unknown = 0
    for index, column in enumerate(table.heading):
        cell = table.cell(1, index, column)
        if not column:
            continue
        if column in table.heading[:index]:
            yield Fault(cell, "is given twice in the heading.")
        # A known facet, but not one of studies: a clearer message than "is not a column".
        elif vocabulary.facets.keys() & {column.partition(".")[0]} - set(facets):
            yield Fault(cell, f"{column} is a facet of the review itself, so it is not a column of a charting sheet.")
        elif column in FORMER_NAMES:
            present = FORMER_NAMES[column]
            yield Fault(
                cell, f"is the former name of {present}: keep only one of the two columns, and call it {present}."
            )
        elif column not in known and column not in companions:
            unknown += 1
            # A heading of another table has hundreds, and each comparison takes milliseconds.
            close = nearest(column, companions if "." in column else known) if unknown <= MOST_COMPARED else ()
            meant.update(close)
            yield Fault(cell, "is not a column.", close)
    lost = table.lost(1) | meant
    for index, column in enumerate(table.heading):
        if column in companions and not {companions[column], ""} & {*table.heading, *lost}:
            yield Fault(table.cell(1, index, column), f"belongs to the column {companions[column]}, which is missing.")
    if "study" not in {*table.heading, *meant} and not any(row == 1 for row, _ in table.unreadable):
        yield Fault(
            Cell(table.name, 1, "study"), "The column study is missing: it says which rows belong to one study."
        )


def row_faults(cells: Mapping[str, Cell]) -> list[Fault]:
    """The faults of single cells in the columns that are no facets."""
    faults = []
    if "study" in cells and not cells["study"].value:
        faults.append(Fault(cells["study"], "The row has no study key."))
    for name, cell in cells.items():
        if cell.value and name in CELL_RULES and (rule := CELL_RULES[name](cell.value)):
            faults.append(Fault(cell, rule))
    if "read" in cells and (broken := _depths_rule(cells["read"].value)):
        faults.append(Fault(cells["read"], *broken))
    return faults


def _key_rule(text: str) -> str | None:
    return "A key must not contain a slash." if "/" in text else None


def _year_rule(text: str) -> str | None:
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        return "is not a year: write one whole number such as 2021."
    return _broken(LACUNA.year, text)


def _day_rule(text: str) -> str | None:
    """The broken rule of a day; ``fromisoformat`` alone would also accept weeks and other forms."""
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    return None if is_day else "is not a date such as 2026-11-23."


def read_depths(text: str) -> tuple[Depth, ...]:
    """The depths of reading that a cell lists, separated by semicolons or commas; unknown words are left out."""
    return in_order(depth for each in _listed(text) for depth in DEPTHS if depth == each)


def _depths_rule(text: str) -> tuple[str, tuple[str, ...]] | None:
    unknown = [each for each in _listed(text) if each not in DEPTHS]
    if not unknown:
        return None
    close = tuple(dict.fromkeys(term for each in unknown for term in nearest(each, DEPTHS)))
    rule = f"{unknown[0]!r} does not say what was read: write any of {', '.join(DEPTHS)}, separated by semicolons."
    return rule, close


def _listed(text: str) -> list[str]:
    words = (each.strip().casefold() for each in re.split("[;,]", text))
    return ["-".join(each.replace("fulltext", "full text").replace("-", " ").split()) for each in words if each]


def _broken(property_: URIRef, text: str) -> str | None:
    rule = text_rule(property_)
    return None if rule.allows(text) else rule.message


CELL_RULES: Mapping[str, Callable[[str], str | None]] = {
    "study": _key_rule,
    "unit": _key_rule,
    "year": _year_rule,
    "doi": lambda text: _broken(DCTERMS.identifier, text),
    "charted_on": _day_rule,
}
"""By column, a function from a text to the rule that it breaks, or None."""
