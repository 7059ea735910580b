"""Faults of a mapping against the table that it reads and the vocabulary."""

from collections.abc import Iterator, Mapping

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Vocabulary
from loaders.mapped.grid import Grid
from loaders.mapped.layout import column_names
from loaders.mapped.mapping import Column, ReadMapping
from loaders.mapped.resolving import ColumnReader
from loaders.mapped.words import fold
from loaders.sheets.absence import NOT_CHARTED, STATUSES
from loaders.sheets.table import letters


def mapping_faults(vocabulary: Vocabulary, grid: Grid, read: ReadMapping) -> Iterator[Fault]:
    """Everything that a mapping names which is not there, and every column of the table that it does not name."""
    mapping = read.mapping
    if mapping is None:
        return
    if absent := [row for row in mapping.heading if row not in grid.rows]:
        yield Fault(read.place("heading", value=str(absent[0])), "is an empty row of the table.")
        return
    names = column_names(grid, mapping.heading)
    known = {fold(name): name for name in names.values()}
    for field, columns in mapping.study.named().items():
        for name in columns:
            if fold(name) not in known:
                place = read.place("study", "key" if field == "study" else field, value=name)
                yield _no_column(place, name, known)
    named = {fold(name) for columns in mapping.study.named().values() for name in columns}
    yield from _said_twice(read, mapping.values, "values")
    statuses = (*STATUSES, NOT_CHARTED)
    for value, target in mapping.values.items():
        if fold(target) not in statuses:
            rule = "is neither a status nor not charted: terms belong to the values of a column."
            yield Fault(read.place("values", value, value=target), rule, nearest(target, statuses) or statuses)
    yield from _said_twice(read, mapping.columns, "columns")
    for name, column in mapping.columns.items():
        named.add(fold(name))
        if fold(name) not in known:
            yield _no_column(read.place("columns", name, value=name), name, known)
        yield from _column_faults(vocabulary, read, name, column)
    for index, name in names.items():
        if fold(name) not in named:
            cell = Cell(grid.name, mapping.heading[-1], name, name, f"{letters(index)}{mapping.heading[-1]}")
            rule = "is a column that mapping.yaml does not name: say facet, note: true, or leave_out: and why."
            yield Fault(cell, rule)


def _no_column(place: Cell, name: str, known: dict[str, str]) -> Fault:
    return Fault(place, "is not a column of the table.", nearest(name, known.values()))


def _column_faults(vocabulary: Vocabulary, read: ReadMapping, name: str, column: Column) -> Iterator[Fault]:
    path = ("columns", name)
    if column.leave_out and (column.facet or column.note):
        yield Fault(read.place(*path, "leave_out"), "A column that is left out is neither a facet nor a note.")
    if not (column.leave_out or column.facet or column.note):
        yield Fault(read.place(*path), "Say what becomes of the column: facet, note: true, or leave_out: and why.")
    facets = [facet.id for facet in vocabulary.charted_facets]
    unknown = [each for each in column.facet if each not in facets]
    for each in unknown:
        yield Fault(
            read.place(*path, "facet", value=each), "is not a facet that studies are charted on.", nearest(each, facets)
        )
    if unknown:
        return
    if not column.facet:
        for key in ("values", "separators", "empty"):
            if (*path, key) in read.lines:
                yield Fault(read.place(*path, key), "belongs to a column with a facet, which this one has not.")
        return
    yield from _said_twice(read, column.values, *path, "values")
    reader = ColumnReader(vocabulary, column, {})
    for value, target in column.values.items():
        yield from _target_faults(reader, read.place(*path, "values", value, value=target), f"what {value!r} means")
    yield from _target_faults(reader, read.place(*path, "empty", value=column.empty), "what an empty cell means")


def _target_faults(reader: ColumnReader, place: Cell, what: str) -> Iterator[Fault]:
    """What is wrong with the meaning that stands at a place."""
    meaning = reader.target(place.value)
    if meaning.rule:
        yield Fault(place, meaning.rule, meaning.nearest)
    elif not meaning.codings and fold(place.value) != NOT_CHARTED:  # else each such value would be lost unseen
        yield Fault(place, f"does not say {what}: write a term, a status, or not charted.")


def _said_twice(read: ReadMapping, said: Mapping[str, object], *path: str) -> Iterator[Fault]:
    """Lines for the same value or column that say different things, of which a table would follow the last."""
    first: dict[str, str] = {}
    for name, meaning in said.items():
        other = first.setdefault(fold(name), name)
        if meaning != said[other]:
            rule = f"is the same as {other!r} ({read.line(*path, other)}), which says something else. Keep one of the lines."
            yield Fault(read.place(*path, name, value=name), rule)


def understood(vocabulary: Vocabulary, read: ReadMapping) -> bool:
    """Whether a mapping names only facets that there are, so that a table can be read by it."""
    facets = {facet.id for facet in vocabulary.charted_facets}
    return read.mapping is not None and all(facets.issuperset(each.facet) for each in read.mapping.columns.values())
