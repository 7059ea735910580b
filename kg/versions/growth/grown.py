"""The content of a version that has the reviews of a stored one, others beside them, and others in the place of some."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from pathlib import Path

from rdflib.term import Node

from kg.property_graph.model import Ends, Link, PropertyGraph, Schema
from kg.property_graph.projection import project
from kg.rdf.canonical import Canonical, Triple, line
from kg.rdf.data_iris import below, is_data, review_iri, review_of
from kg.rdf.iris import DATA, LACUNA
from kg.rdf.sorted_text import changed, parted
from kg.stores.embedded import Change, extend
from kg.stores.oxigraph import read_ntriples
from kg.versions.manifest import Manifest


class Grown:
    """Triples of a new version, of which those of a former one were only read as text."""

    def __init__(
        self,
        former: tuple[Manifest, Path],
        text: bytes,
        added: Canonical,
        replaced: Collection[str],
        joining: tuple[Set[Triple], Set[Triple]],
    ) -> None:
        """What is in the former version, and what is different.

        Args:
            former: the manifest of the former version, and its folder.
            text: its sorted N-Triples.
            added: the new reviews, beside the ontology of the former version.
            replaced: the ids of its reviews that are left out.
            joining: the triples that join studies (``lacuna:sameStudyAs``), in the former version and in this one.
        """
        self._former, self._folder = former
        self.added, self.vocabulary = added, self._former.vocabulary
        self._replaced = [str(review_iri(id_)) for id_ in replaced]
        self._stays, self._left_out = _without(text, self._replaced)
        # Those that start in a review that is left out are left out with it.
        before, after = {each for each in joining[0] if not self._is_left_out(each[0])}, joining[1]
        self._joined, self._separated = after - before, before - after
        # A relationship goes with the node it leads to, even if that comes back.
        self._joined_again = {each for each in after & before if self._is_left_out(each[2])}
        self._new = [each.encode() for each in (*added.lines_within(str(DATA)), *map(line, self._joined))]
        self._gone = [line(triple).encode() for triple in self._separated]
        digest = hashlib.sha256()
        for part in self._lines():
            digest.update(part)
        self.version = f"sha256:{digest.hexdigest()}"

    def __len__(self) -> int:
        return self._former.triples + len(self._new) - len(self._gone) - self._left_out.count(b"\n")

    def left_out(self) -> Iterator[Triple]:
        """The triples of the reviews that others have replaced."""
        return read_ntriples(self._left_out)

    def write(self, folder: Path, declared: Schema) -> Mapping[str, int]:
        """Write the stores into a new folder.

        Returns:
            The numbers of nodes and relationships of the property graph.
        """
        change = Change(
            added=b"".join(self._new),
            removed=b"".join([*self._gone, self._left_out]),
            graph=self._graph(declared),
            removed_nodes=[(iri, below(iri)) for iri in self._replaced],
            removed_edges=_edges(declared, self._separated),
        )
        return extend(self._folder, folder, self._lines(), change, declared)

    def _is_left_out(self, study: Node) -> bool:
        return review_of(str(study)) in self._replaced

    def _lines(self) -> Iterator[memoryview]:
        return changed(self._stays, self._new, self._gone)

    def _graph(self, declared: Schema) -> PropertyGraph:
        """The nodes and relationships that are new."""
        projected = project(self.added, declared)  # with the ontology, whose labels captions show
        nodes = {label: [row for row in rows if is_data(str(row["iri"]))] for label, rows in projected.nodes.items()}
        edges = {
            ends: [link for link in links if is_data(link[0]) or is_data(link[1])]
            for ends, links in projected.edges.items()
        }
        return PropertyGraph(nodes, edges | _edges(declared, self._joined | self._joined_again))


def _without(text: bytes, reviews: Iterable[str]) -> tuple[bytes, bytes]:
    """The lines of a text without those of some reviews, by their IRIs, and the latter."""
    left_out = []
    for iri in reviews:
        for prefix in (f"<{iri}>", f"<{below(iri)}"):
            text, of_review = parted(text, prefix.encode())
            left_out.append(of_review)
    return text, b"".join(left_out)


def _edges(declared: Schema, joining: Iterable[Triple]) -> dict[Ends, list[Link]]:
    """The relationships of triples that join studies, which the projection of one review alone would leave out."""
    (joins,) = (edge for edge in declared.edges if LACUNA.sameStudyAs in edge.properties)
    ((start, end),) = joins.ends
    pairs: list[tuple[Node, Node]] = sorted((one, other) for one, _, other in joining)
    return {(joins.type, start, end): [(str(one), str(other), None) for one, other in pairs]}
