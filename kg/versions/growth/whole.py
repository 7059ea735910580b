"""The content of a version of which every triple is at hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.property_graph.model import PropertyGraph, Schema
from kg.property_graph.projection import project
from kg.rdf.canonical import Canonical
from kg.rdf.iris import DATA
from kg.stores.embedded import fill
from kg.stores.memory import refuse_if_too_large


class Whole:
    """Triples of data and ontology, to be stored as they are."""

    def __init__(self, triples: Canonical, graph: Callable[[], PropertyGraph] | None = None) -> None:
        """The triples; ``graph`` returns their property graph, if its projection has begun already."""
        self.triples, self._graph = triples, graph
        self.version = triples.version

    def __len__(self) -> int:
        return len(self.triples)

    @property
    def vocabulary(self) -> str:
        """The hash of the ontology with what corpora declared."""
        return self.triples.hash_outside(str(DATA))

    def write(self, folder: Path, declared: Schema) -> Mapping[str, int]:
        """Write the stores into a new folder.

        Returns:
            The numbers of nodes and relationships of the property graph.

        Raises:
            StoreFailed: there is not enough memory.
        """
        graph = self._graph() if self._graph else project(self.triples, declared)
        refuse_if_too_large(len(self))
        return fill(folder, self.triples.ntriples, graph, declared)
