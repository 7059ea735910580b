"""The property graph of a stored version in Ladybug, in process."""

# Only texts that Lacuna compiled itself are ever run: even in read-only mode, Cypher can read and write files (LOAD FROM,
# COPY TO).

import glob
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Self

import ladybug

from kg.csv_text import quoted_lines
from kg.errors import StoreFailed
from kg.property_graph.model import Ends, Link, NodeType, PropertyGraph, Schema
from kg.property_graph.model import Row as GraphRow
from kg.query.compiled import Language, Parameter
from kg.query.cypher import literal
from kg.stores.base import Row, StoredGraph, cypher_code, read_errors, store_errors, with_values
from kg.stores.memory import memory_errors, most_for_queries
from kg.stores.stopping import interruptible

_BATCH = 100_000
_TYPES = {"integer": "INT64", "boolean": "BOOLEAN"}
_CSV = "header=false, delim=',', quote='\"', escape='\"', parallel=false, auto_detect=false"
"""Not in parallel, because that does not allow line breaks within quotes."""
_LARGEST = 2**36
"""Bytes of address space per open file. With Ladybug's default, 8 TiB, a process could open only a few."""
_POOL_IS_FULL = "Buffer manager exception: Unable to allocate memory!"
_COUNTS = """MATCH (n) WITH count(*) AS nodes
MATCH ()-[e]->() RETURN nodes, count(*) AS relationships"""


def write(graph: PropertyGraph, schema: Schema, file: Path) -> None:
    """Store a property graph in a new file, with a table for every declared label and type."""
    with (
        # Everything is written at once, so one checkpoint at the end is enough.
        ladybug.Database(str(file), max_db_size=_LARGEST, auto_checkpoint=False) as database,
        ladybug.Connection(database) as connection,
    ):
        _create_tables(connection, schema)
        _fill(connection, graph, schema, _BATCH, file.parent)
        connection.execute("CHECKPOINT")


def extend(
    former: Path,
    file: Path,
    added: PropertyGraph,
    schema: Schema,
    removed: Iterable[tuple[str, str]],
    removed_edges: Mapping[Ends, Sequence[Link]],
) -> Mapping[str, int]:
    """Store the property graph of another file in a new one, without some nodes and relationships, and with others.

    Nodes are removed by their IRIs, each with all nodes whose IRIs have the prefix beside it, and with their relationships.

    Returns:
        The numbers of nodes and relationships in it.
    """
    shutil.copyfile(former, file)
    with (
        ladybug.Database(str(file), max_db_size=_LARGEST, auto_checkpoint=False) as database,
        ladybug.Connection(database) as connection,
    ):
        for iri, prefix in removed:
            for type_ in schema.nodes:
                text = f"MATCH (n:{type_.label}) WHERE n.iri = $iri OR n.iri STARTS WITH $prefix DETACH DELETE n"
                connection.execute(text, {"iri": iri, "prefix": prefix})
        for (type_name, start, end), links in removed_edges.items():
            text = f"MATCH (a:{start} {{iri: $source}})-[e:{type_name}]->(b:{end} {{iri: $target}}) DELETE e"
            for source, target, _ in links:
                connection.execute(text, {"source": source, "target": target})
        _fill(connection, added, schema, _BATCH, file.parent)
        connection.execute("CHECKPOINT")
        (counts,) = LadybugStore(lambda: database).run(_COUNTS, {})
    return {name: int(str(number or 0)) for name, number in counts.items()}


class LadybugStore:
    """The property graph of one version, read-only."""

    engine = "ladybug"
    language: Language = "cypher"

    def __init__(self, opened: Callable[[], ladybug.Database], file: Path | None = None) -> None:
        self._opened, self._file = opened, file
        self._database: ladybug.Database | None = opened()
        self._queries, self._lock = 0, Lock()

    @classmethod
    def open(cls, file: Path) -> "LadybugStore":
        """The graph that ``write`` left in a file, which the caller has compared with its checksum.

        Raises:
            StoreFailed: it cannot be opened.
        """

        def opened() -> ladybug.Database:
            with store_errors(file):
                # Ladybug's default is four fifths of the machine's memory, for which alone its tables take 40 MB per file more.
                most = most_for_queries(file)
                return ladybug.Database(str(file), read_only=True, max_db_size=_LARGEST, buffer_pool_size=most)

        return cls(opened, file)

    @classmethod
    def in_memory(cls, graph: PropertyGraph, schema: Schema, batch: int = _BATCH) -> "LadybugStore":
        """A property graph that lives as long as the object; ``batch`` rows are written at a time."""
        database = ladybug.Database(":memory:", max_db_size=_LARGEST)
        with ladybug.Connection(database) as connection:
            _create_tables(connection, schema)
            _fill(connection, graph, schema, batch)
        return cls(lambda: database)

    def confirm(self) -> None:
        """The file is open, so the version is there."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query."""
        # With values in the text, because Ladybug holds Python's lock while it prepares a query with parameters: for up to
        # 0.1 s, in which no other thread can do anything, and so no other request.
        code = with_values(cypher_code(text, parameters), parameters)
        # A new connection for each query: a connection keeps every text that it ran prepared, about 13 MB each.
        with (
            self._in_use() as database,
            ladybug.Connection(database, num_threads=1) as connection,
            interruptible(connection.interrupt),
            read_errors(self._file),
            memory_errors(_POOL_IS_FULL),
        ):
            result = _one(connection.execute(code))
            names = result.get_column_names()
            return [dict(zip(names, row, strict=True)) for row in result.get_all()]

    def content(self, schema: Schema) -> PropertyGraph:
        """All nodes and relationships, as they were given to ``write``."""
        nodes = {type_.label: self._nodes(type_) for type_ in schema.nodes}
        edges = {
            (edge.type, start, end): self._edges((edge.type, start, end), has_reason=edge.has_reason)
            for edge in schema.edges
            for start, end in edge.ends
        }
        return PropertyGraph(nodes, edges)

    def rest(self) -> None:
        """Return the memory of past queries, unless one is running: the file is closed and opened again."""
        with self._lock:
            if self._file and not self._queries:
                self._close()  # before that, Ladybug returns nothing
                with suppress(StoreFailed):  # the next query says so
                    self._database = self._opened()  # now, because for 50 ms no other thread of Python runs

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    @contextmanager
    def _in_use(self) -> Iterator[ladybug.Database]:
        with self._lock:
            database = self._database = self._database or self._opened()
            self._queries += 1
        try:
            yield database
        finally:
            with self._lock:
                self._queries -= 1

    def _close(self) -> None:
        if self._database:
            self._database.close()
            self._database = None

    def _nodes(self, type_: NodeType) -> list[GraphRow]:
        values = ", ".join(f"n.{name} AS {name}" for name in type_.columns)
        lists = [name for name, property_ in type_.properties.items() if property_.many]
        rows: list[GraphRow] = [dict(row) for row in self.run(f"MATCH (n:{type_.label}) RETURN {values}", {})]
        for row in rows:
            row |= {name: row[name] or [] for name in lists}  # an empty list is not stored
        return sorted(rows, key=lambda row: str(row["iri"]))

    def _edges(self, ends: Ends, *, has_reason: bool) -> list[Link]:
        type_, start, end = ends
        walk = f"MATCH (a:{start})-[e:{type_}]->(b:{end})"
        reason = "e.reason" if has_reason else "NULL"
        rows = self.run(f"{walk} RETURN a.iri AS source, b.iri AS target, {reason} AS reason", {})
        return sorted(
            (str(row["source"]), str(row["target"]), str(row["reason"]) if has_reason else None) for row in rows
        )


class LadybugEngine:
    """Answers from the files of the stored versions, in process."""

    name = LadybugStore.engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing: every store closes its own file."""

    def open(self, stored: StoredGraph) -> LadybugStore:
        """The store over a version's file."""
        return LadybugStore.open(stored.file)


EMBEDDED = LadybugEngine()
"""The engine that every installation has: its file is part of each stored version."""


def _create_tables(connection: ladybug.Connection, schema: Schema) -> None:
    for statement in _tables(schema):
        connection.execute(statement)


def _fill(
    connection: ladybug.Connection, graph: PropertyGraph, schema: Schema, batch: int, place: Path | None = None
) -> None:
    for type_ in schema.nodes:
        for columns, rows in _by_columns(graph.nodes[type_.label]):
            if any(type_.properties[name].many for name in columns if name in type_.properties):
                _create(connection, type_.label, columns, rows, batch)
            else:
                lines = quoted_lines(map(itemgetter(*columns), rows), len(columns))
                _copy(connection, f"{type_.label}({', '.join(columns)})", lines, batch, place)
    for edge in schema.edges:
        for start, end in edge.ends:
            links = graph.edges[edge.type, start, end]
            lines = quoted_lines(links, 3) if edge.has_reason else quoted_lines(map(itemgetter(0, 1), links), 2)
            _copy(connection, edge.type, lines, batch, place, f"from='{start}', to='{end}', ")


def _create(
    connection: ladybug.Connection, label: str, columns: Iterable[str], rows: Sequence[GraphRow], batch: int
) -> None:
    """Create nodes by statement, because they have lists: CSV has no notation for lists of arbitrary text."""
    values = ", ".join(f"{name}: row.{name}" for name in columns)
    for start in range(0, len(rows), batch):
        some = rows[start : start + batch]
        connection.execute(f"UNWIND $rows AS row CREATE (:{label} {{{values}}})", {"rows": some})


def _copy(
    connection: ladybug.Connection,
    target: str,
    lines: Iterator[str],
    batch: int,
    place: Path | None,
    options: str = "",
) -> None:
    """Copy rows, given as lines of CSV, from files, about ten times as fast as creating them."""
    # The files are beside the database, so that what a killed load leaves goes with it. Each has a name of its own, because
    # Ladybug 0.22 crashes when the same COPY statement is run twice.
    with TemporaryDirectory(prefix="csv-", dir=place) as folder:
        for number, some in enumerate(iter(lambda: "".join(islice(lines, batch)), "")):
            file = Path(folder) / f"{number}.csv"
            file.write_bytes(some.encode())
            connection.execute(f"COPY {target} FROM {literal(glob.escape(str(file)))} ({options}{_CSV})")
            file.unlink()


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


def _by_columns(rows: Sequence[GraphRow]) -> Iterator[tuple[tuple[str, ...], list[GraphRow]]]:
    """The rows grouped by the columns that they fill."""
    # Ladybug takes a list of maps only if all have the same keys.
    filled: dict[tuple[str, ...], list[GraphRow]] = {}
    for row in rows:
        present: GraphRow = {name: value for name, value in row.items() if value not in (None, [])}
        filled.setdefault(tuple(present), []).append(present)
    yield from filled.items()


def _one(result: ladybug.QueryResult | list[ladybug.QueryResult]) -> ladybug.QueryResult:
    if isinstance(result, list):
        raise TypeError("one statement at a time")
    return result
