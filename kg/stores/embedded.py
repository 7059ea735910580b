"""Both embedded stores of a version, filled from its triples."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kg.property_graph.model import Schema
from kg.property_graph.projection import project
from kg.rdf.canonical import Canonical
from kg.stores import ladybug, oxigraph
from kg.stores.version_files import GRAPH, RDF


def fill(folder: Path, lines: bytes, content: Canonical, declared: Schema) -> Mapping[str, int]:
    """Write the stores of a version, whose triples are given as lines too, into a new folder.

    Returns:
        The numbers of nodes and relationships of its property graph.
    """
    # Oxigraph is filled in a thread of its own while the triples are projected.
    with ThreadPoolExecutor(1) as executor:
        written = executor.submit(oxigraph.write, lines, folder / RDF)
        property_graph = project(content, declared)
        ladybug.write(property_graph, declared, folder / GRAPH)
        written.result()
    return property_graph.counts()
