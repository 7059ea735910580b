"""The property graph in Ladybug, in process.

Only texts that Lacuna compiled itself are ever run: Ladybug's read-only mode still reads and writes files for whoever
may send it Cypher (``LOAD FROM``, ``COPY TO``).
"""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ladybug

from kg.cypher import literal
from kg.property_graph import NodeType, PropertyGraph, Schema
from kg.query import Language, Parameter
from kg.stores.base import Row, cypher_code

_BATCH = 5000
_TYPES = {"integer": "INT64", "boolean": "BOOLEAN"}
_LARGEST = 2**36
"""Bytes of address space for each open file. Ladybug's own choice, 8 TiB, lets a process open no more than a few."""


def write(graph: PropertyGraph, schema: Schema, file: Path) -> None:
    """Store a property graph in a new file, every declared label and type in it, also the empty ones."""
    with ladybug.Database(str(file), max_db_size=_LARGEST) as database, ladybug.Connection(database) as connection:
        _fill(connection, graph, schema)
        connection.execute("CHECKPOINT")


class LadybugStore:
    """The property graph of one version, read-only.

    Every query has a connection of its own: a connection keeps each text that it ever ran prepared, some 13 MB a text.
    """

    engine = "ladybug"
    language: Language = "cypher"

    def __init__(self, database: ladybug.Database) -> None:
        self._database = database

    @classmethod
    def open(cls, file: Path) -> "LadybugStore":
        """The graph that ``write`` left in a file."""
        return cls(ladybug.Database(str(file), read_only=True, max_db_size=_LARGEST))

    @classmethod
    def in_memory(cls, graph: PropertyGraph, schema: Schema) -> "LadybugStore":
        """A property graph that lives as long as the object."""
        database = ladybug.Database(":memory:", max_db_size=_LARGEST)
        with ladybug.Connection(database) as connection:
            _fill(connection, graph, schema)
        return cls(database)

    def confirm(self) -> None:
        """The file is open, so the version is there."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query."""
        code = cypher_code(text, parameters)
        with ladybug.Connection(self._database, num_threads=1) as connection:
            result = _one(connection.execute(code, dict(parameters)))
            names = result.get_column_names()
            return [dict(zip(names, row, strict=True)) for row in result.get_all()]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _fill(connection: ladybug.Connection, graph: PropertyGraph, schema: Schema) -> None:
    for statement in _tables(schema):
        connection.execute(statement)
    for type_ in schema.nodes:
        for batch in _batches(graph.nodes[type_.label]):
            for columns, rows in _by_columns(batch):
                values = ", ".join(f"{name}: row.{name}" for name in columns)
                connection.execute(f"UNWIND $rows AS row CREATE (:{type_.label} {{{values}}})", {"rows": rows})
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as file:
        for (type_name, start, end), rows in graph.edges.items():
            if rows:
                file.seek(0)
                file.truncate()
                csv.writer(file, quoting=csv.QUOTE_ALL).writerows(row.values() for row in rows)
                file.flush()
                # Created one by one, relationships take time that grows with the square of their number.
                connection.execute(
                    f"COPY {type_name} FROM {literal(file.name)} (from='{start}', to='{end}', header=false, escape='\"')"
                )


def _tables(schema: Schema) -> Iterator[str]:
    for type_ in schema.nodes:
        yield f"CREATE NODE TABLE {type_.label}({', '.join(_columns(type_))}, PRIMARY KEY(iri))"
    for edge in schema.edges:
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in edge.ends)
        reason = ", reason STRING" if edge.has_reason else ""
        yield f"CREATE REL TABLE {edge.type}({ends}{reason})"


def _columns(type_: NodeType) -> Iterator[str]:
    for name in type_.columns:
        property_ = type_.properties.get(name)
        kind = _TYPES.get(property_.kind, "STRING") if property_ else "STRING"
        yield f"{name} {kind}{'[]' if property_ and property_.many else ''}"


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def _by_columns(rows: list[Any]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """The rows by the columns that they fill: Ladybug takes a list of maps only where all have the same keys."""
    filled: dict[tuple[str, ...], list[Any]] = {}
    for row in rows:
        present = {name: value for name, value in row.items() if value not in (None, [])}
        filled.setdefault(tuple(present), []).append(present)
    yield from filled.items()


def _one(result: ladybug.QueryResult | list[ladybug.QueryResult]) -> ladybug.QueryResult:
    if isinstance(result, list):
        raise TypeError("one statement at a time")
    return result
