"""RDF in Oxigraph."""

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph
from oxrdflib import OxigraphStore as _RdflibStore
from rdflib import Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.query import Language, Parameter
from kg.stores.base import Row, Value


def write(ntriples: bytes, folder: Path) -> None:
    """Store triples, given as N-Triples with valid IRIs (``kg.canonical`` writes no others), in a new folder."""
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)  # IRIs are not looked at again
    store.flush()


class OxigraphStore:
    """RDF of one version, read-only; ``in_memory`` is for tests and for checking before anything is stored."""

    engine = "oxigraph"
    language: Language = "sparql"

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> "OxigraphStore":
        """The store that ``write`` left in a folder."""
        return cls(pyoxigraph.Store.read_only(str(folder)))

    @classmethod
    def in_memory(cls, ntriples: bytes) -> "OxigraphStore":
        """A store of triples, given as N-Triples, that lives as long as the object."""
        store = pyoxigraph.Store()
        store.bulk_load(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        return cls(store)

    @property
    def graph(self) -> Graph:
        """The stored triples as an rdflib graph."""
        return Graph(store=_RdflibStore(store=self._store), identifier=DATASET_DEFAULT_GRAPH_ID)

    def confirm(self) -> None:
        """The folder is open, so the version is there."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a SELECT query; SPARQL takes no parameters."""
        if parameters:
            raise ValueError(f"SPARQL takes no parameters, given are {sorted(parameters)}")
        solutions = self._store.query(text)
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise TypeError("only SELECT queries have rows")
        names = [variable.value for variable in solutions.variables]
        return [{name: _value(solution[name]) for name in names} for solution in solutions]

    def close(self) -> None:
        """Let go of the files (they are closed with the last reference)."""
        del self._store


def _value(term: object) -> Value:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal | pyoxigraph.NamedNode):
        return term.value
    raise TypeError(f"no value for {term}")
