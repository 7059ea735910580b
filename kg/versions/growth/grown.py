"""The content of a version that has all reviews of a stored one, and others beside them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from rdflib.term import Node

from kg.property_graph.model import Ends, PropertyGraph, Row, Schema
from kg.property_graph.projection import project
from kg.rdf.canonical import Canonical, Triple, line
from kg.rdf.data_iris import is_data
from kg.rdf.iris import DATA, LACUNA
from kg.rdf.sorted_text import changed
from kg.stores.embedded import Change, extend
from kg.versions.manifest import Manifest


class Grown:
    """Triples of a new version, of which those of a former one were only read as text."""

    def __init__(
        self, former: Manifest, folder: Path, text: bytes, added: Canonical, joined: Set[Triple], parted: Set[Triple]
    ) -> None:
        """What is in the former version, and what is added.

        Args:
            former: the manifest of the former version.
            folder: its folder.
            text: its sorted N-Triples.
            added: the new reviews, beside the ontology of the former version.
            joined: the triples that newly join studies (``lacuna:sameStudyAs``).
            parted: those of the former version that do not any more.
        """
        self.added, self.vocabulary = added, former.vocabulary
        self._former, self._folder, self._text = former, folder, text
        self._joined, self._parted = joined, parted
        new = [*added.lines_within(str(DATA)), *map(line, joined)]
        self._new = [each.encode() for each in new]
        self._gone = [line(triple).encode() for triple in parted]
        digest = hashlib.sha256()
        for part in self._lines():
            digest.update(part)
        self.version = f"sha256:{digest.hexdigest()}"

    def __len__(self) -> int:
        return self._former.triples + len(self._new) - len(self._gone)

    def write(self, folder: Path, declared: Schema) -> Mapping[str, int]:
        """Write the stores into a new folder.

        Returns:
            The numbers of nodes and relationships of the property graph.
        """
        graph = self._graph(declared)
        parted = _edges(declared, self._parted)
        change = Change(b"".join(self._new), b"".join(self._gone), graph, parted)
        extend(self._folder, folder, self._lines(), change, declared)
        new = graph.counts()
        return {
            "nodes": self._former.nodes + new["nodes"],
            "relationships": self._former.relationships + new["relationships"] - sum(map(len, parted.values())),
        }

    def _lines(self) -> Iterator[memoryview]:
        return changed(self._text, self._new, self._gone)

    def _graph(self, declared: Schema) -> PropertyGraph:
        """The nodes and relationships that are new."""
        projected = project(self.added, declared)  # with the ontology, whose labels captions show
        nodes = {label: [row for row in rows if is_data(str(row["iri"]))] for label, rows in projected.nodes.items()}
        edges = {
            ends: [row for row in rows if is_data(str(row["source"])) or is_data(str(row["target"]))]
            for ends, rows in projected.edges.items()
        }
        return PropertyGraph(nodes, edges | _edges(declared, self._joined))


def _edges(declared: Schema, joining: Iterable[Triple]) -> dict[Ends, list[Row]]:
    """The relationships of triples that join studies, which the projection of one review alone would leave out."""
    (joins,) = (edge for edge in declared.edges if LACUNA.sameStudyAs in edge.properties)
    ((start, end),) = joins.ends
    pairs: list[tuple[Node, Node]] = sorted((one, other) for one, _, other in joining)
    return {(joins.type, start, end): [{"source": str(one), "target": str(other)} for one, other in pairs]}
