"""Rows of SPARQL SELECT queries, from any engine."""

import re
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph

from kg.rdf.data_iris import unit_id
from kg.rdf.iris import local_name
from kg.stores.base import Row, Value

_ORDER = re.compile(r"\s+ORDER BY((?: \?\w+)+)\s*\Z")
_ID_OF: Mapping[str, Callable[[str], str]] = {"study": local_name, "unit": unit_id, "term": local_name}
"""How an id is read from its IRI, by the columns in which compiled queries have IRIs."""


def without_order(text: str) -> tuple[str, Sequence[str]]:
    """A query without the plain order that it ends with, and the columns of that; the query as it is, if it has none."""
    # Engines order text by different rules. And Oxigraph looks up both texts for every comparison: for 20,000 rows that takes
    # three times as long as the rest of a question.
    found = _ORDER.search(text)
    return (text[: found.start()], found[1].replace("?", "").split()) if found else (text, ())


def in_order(rows: list[Row], names: Sequence[str]) -> list[Row]:
    """Rows in the order of some columns, by code points; as they are without any."""
    return sorted(rows, key=lambda row: [str(row[name] or "") for name in names]) if names else rows


def rows_of(solutions: object) -> list[Row]:
    """The rows of a SELECT query; an IRI in a column ``study``, ``unit`` or ``term`` is read as the id of what it names.

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
        return rows
    finally:
        # Only the thread that made them may drop them, and a traceback may end in another one.
        del solutions
