"""Both embedded stores of a version, filled from its triples."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from isal import isal_zlib

from kg.property_graph.model import Ends, Link, PropertyGraph, Schema
from kg.stores import ladybug, oxigraph
from kg.stores.version_files import GRAPH, RDF, TRIPLES

_GZIP = 16 + isal_zlib.MAX_WBITS
"""The format, as zlib names it."""


class Change(NamedTuple):
    """What is different from the stores of another version.

    ``added`` and ``removed`` are N-Triples, ``graph`` are the new nodes and relationships. Nodes are removed by their IRIs, each
    with all nodes whose IRIs have the prefix beside it, and with their relationships.
    """

    added: bytes
    removed: bytes
    graph: PropertyGraph
    removed_nodes: Sequence[tuple[str, str]]
    removed_edges: Mapping[Ends, Sequence[Link]]


def fill(folder: Path, lines: bytes, graph: PropertyGraph, declared: Schema) -> Mapping[str, int]:
    """Write the stores of a version, its triples as lines and its property graph, into a new folder.

    Returns:
        The numbers of nodes and relationships of its property graph.
    """

    def write() -> None:
        oxigraph.write(lines, folder / RDF)
        _write_triples([lines], folder)

    with ThreadPoolExecutor(1) as executor:
        written = executor.submit(write)
        ladybug.write(graph, declared, folder / GRAPH)
        written.result()
    return graph.counts()


def extend(
    former: Path, folder: Path, lines: Iterable[bytes | memoryview], change: Change, declared: Schema
) -> Mapping[str, int]:
    """Write the stores of a version into a new folder, by what is different from those in the folder of another one.

    ``lines`` are all its triples, of the same schema as the other ones.

    Returns:
        The numbers of nodes and relationships of its property graph.
    """

    def write() -> None:
        oxigraph.extend(former / RDF, folder / RDF, change.added, change.removed)
        _write_triples(lines, folder)

    with ThreadPoolExecutor(1) as executor:
        written = executor.submit(write)
        counts = ladybug.extend(
            former / GRAPH, folder / GRAPH, change.graph, declared, change.removed_nodes, change.removed_edges
        )
        written.result()
    return counts


def _write_triples(lines: Iterable[bytes | memoryview], folder: Path) -> None:
    # The module gzip takes five times as long for a file of the same size.
    packing = isal_zlib.compressobj(isal_zlib.ISAL_DEFAULT_COMPRESSION, wbits=_GZIP)
    with (folder / TRIPLES).open("xb") as out:
        for each in lines:
            out.write(packing.compress(each))
        out.write(packing.flush())
