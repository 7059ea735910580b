"""Rows of SPARQL SELECT queries, from any engine."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

import pyoxigraph

from kg.query.sparql import AT, by_iris
from kg.rdf.data_iris import place_of, unit_id
from kg.rdf.iris import local_name
from kg.stores.base import Row, Value

_ORDER = re.compile(r"\s+ORDER BY((?: \?\w+)+)\s*\Z")
_ID_OF: Mapping[str, Callable[[str], str]] = {"study": local_name, "unit": unit_id, "term": local_name}
"""How an id is read from its IRI, by the columns in which compiled queries have IRIs."""
_PLACE = ("review", "study", "unit")

_PLAIN = re.compile(r'"[^"\\]*"')
"""A text in TSV without escapes, language or datatype."""
_IRI = re.compile(r"<[^<>\\\s]*>")
"""An IRI in TSV without escapes."""


def as_run(text: str, reviews: Callable[[], Iterable[str]]) -> tuple[str, Sequence[str]]:
    """A query as engines run it (``by_iris``), without its final ORDER BY, and the columns of that order.

    ``reviews`` gives the ids of all stored reviews, where they are needed.
    """
    text, names = without_order(text)
    return by_iris(text, reviews), names


def without_order(text: str) -> tuple[str, Sequence[str]]:
    """A query without the plain order that it ends with, and the columns of that; the query as it is, if it has none."""
    # Engines order text by different rules. And Oxigraph looks up both texts for every comparison: for 20,000 rows that takes
    # three times as long as the rest of a question.
    found = _ORDER.search(text)
    return (text[: found.start()], found[1].replace("?", "").split()) if found else (text, ())


def in_order(rows: list[Row], names: Sequence[str]) -> list[Row]:
    """Rows in the order of some columns, as they are without any: texts by code points, numbers by value, None first."""
    if not names:
        return rows
    try:
        return sorted(rows, key=itemgetter(*names))
    except TypeError:  # a value is None
        return sorted(rows, key=lambda row: [(row[name] is not None, row[name]) for name in names])


def answer_of(found: object) -> list[Row]:
    """The rows of a SELECT query of Oxigraph; a question's (``by_iris``) are read all at once, as TSV.

    Raises:
        TypeError: as ``rows_of``.
    """
    try:
        if isinstance(found, pyoxigraph.QuerySolutions) and pyoxigraph.Variable(AT) in found.variables:
            return rows_of_tsv(found.serialize(format=pyoxigraph.QueryResultsFormat.TSV) or b"")
        return rows_of(found)
    finally:
        del found  # as in rows_of


def rows_of_tsv(tsv: bytes) -> list[Row]:
    """The rows of an answer as TSV, as ``rows_of`` gives them.

    Raises:
        SyntaxError, ValueError, TypeError: it is no such answer, or breaks off.
    """
    return _rows_at(tsv) or rows_of(pyoxigraph.parse_query_results(tsv, pyoxigraph.QueryResultsFormat.TSV))


def rows_of(solutions: object) -> list[Row]:
    """The rows of a SELECT query; an IRI in a column ``study``, ``unit`` or ``term`` is read as the id of what it names.

    A column ``at`` (``by_iris``) is read as the columns ``review``, ``study`` and ``unit``.

    Raises:
        TypeError: it was a query of another form, or a row holds a blank node.
    """
    try:
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise TypeError("only SELECT queries have rows")
        columns = [(variable.value, _ID_OF.get(variable.value, str)) for variable in solutions.variables]
        rows: list[Row] = []
        for solution in solutions:
            row: dict[str, Value] = {}
            # One loop without calls: there may be a million values.
            for (name, id_of), term in zip(columns, solution, strict=True):
                kind = type(term)
                if kind is pyoxigraph.Literal:
                    row[name] = term.value
                elif kind is pyoxigraph.NamedNode:
                    row[name] = id_of(term.value)
                elif term is None:
                    row[name] = None
                else:
                    raise TypeError(f"no value for {term}")
            rows.append(row)
        return list(map(_with_place, rows)) if AT in (name for name, _ in columns) else rows
    finally:
        # Only the thread that made them may drop them, and a traceback may end in another one.
        del solutions


def _with_place(row: Row) -> Row:
    at = row[AT]
    place = (None, None, None) if at is None else place_of(str(at))
    return {**dict(zip(_PLACE, place, strict=True)), **{name: value for name, value in row.items() if name != AT}}


def _rows_at(tsv: bytes) -> list[Row] | None:
    """The rows of a question by IRIs; None for any other answer, and where not all texts stand there as they are."""
    # A question of an open review has a row for each unit of each study, but few combinations of marks. So the rest of a
    # line is read once for all lines that have it, which takes half of what objects for all terms would.
    head, _, body = tsv.partition(b"\n")
    names = [name.removeprefix("?") for name in head.decode().split("\t")]
    lines = body.decode().split("\n") if AT in names else ["?"]
    if lines.pop():
        return None
    place = names.index(AT)
    del names[place]
    known: dict[tuple[str, ...], Row] = {}
    rows: list[Row] = []
    for line in lines:
        cells = line.split("\t")
        at = cells.pop(place)
        if at and not _IRI.fullmatch(at):
            return None
        rest = tuple(cells)
        marks = known.get(rest)
        if marks is None:
            if len(rest) != len(names) or not all(not cell or _PLAIN.fullmatch(cell) for cell in rest):
                return None
            marks = known[rest] = {name: cell[1:-1] if cell else None for name, cell in zip(names, rest, strict=True)}
        review, study, unit = place_of(at[1:-1]) if at else (None, None, None)
        rows.append({"review": review, "study": study, "unit": unit, **marks})
    return rows
