"""Writes to a dataset in Neo4j, within one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from kg.property_graph.model import Row, Schema
from kg.property_graph.subgraphs import Edge, Node, Stored, Subgraph, is_study
from kg.stores.neo4j.connection import Session, Transaction

Progress = Callable[[int], None]
"""Called with the number of nodes and relationships written since the last call."""

BOOKKEEPING = ("LacunaDataset", "LacunaGuard", "LacunaLock")
"""Labels of the bookkeeping nodes, which belong to no dataset."""

_Found = TypeVar("_Found")

_BATCH = 50_000
"""Nodes and relationships in one statement; a subgraph is never divided."""

_CREATE = """
CALL () { UNWIND range(0, size($anchors) - 1) AS i MATCH (n) WHERE elementId(n) = $anchors[i]
          WITH i, n ORDER BY i RETURN collect(n) AS anchors }
CALL () { UNWIND range(0, size($nodes) - 1) AS i WITH i, $nodes[i] AS row CREATE (n:$(row[0])) SET n = row[1]
          WITH i, n ORDER BY i RETURN collect(n) AS made }
WITH anchors + made AS nodes
UNWIND $edges AS e
WITH nodes[e[0]] AS a, nodes[e[2]] AS b, e
CREATE (a)-[:$(e[1]) {reason: e[3]}]->(b)
"""
"""``edges`` refer to nodes by position: first ``anchors``, existing nodes by element id, then the new ``nodes``."""


def declare(session: Session, declared: Schema) -> None:
    """Create missing constraints on keys, missing indexes on the properties that questions start from, and missing types.

    A relationship type that no study needs yet is known all the same, else every query that names it would be warned of.
    """
    statements = [
        *(_unique(label, "id") for label in BOOKKEEPING),
        *(_unique(type_.label, "dataset", "iri") for type_ in declared.nodes),
        *(
            f"CREATE INDEX lacuna_{label}_id IF NOT EXISTS FOR (n:{label}) ON (n.id)"
            for label in ("Review", "Term", "Possibility")
        ),
        "CREATE INDEX lacuna_Study_year IF NOT EXISTS FOR (n:Study) ON (n.year)",
    ]
    known = set(session.run("SHOW INDEXES YIELD name").value("name"))
    for statement in statements:
        if statement.split()[2] not in known:
            session.run(statement).consume()
    session.run(
        "UNWIND $types AS type CALL db.createRelationshipType(type)", types=[edge.type for edge in declared.edges]
    ).consume()
    session.run("CALL db.awaitIndexes(300)").consume()


class Writer:
    """Writes nodes and relationships of one dataset, which will have these ``subgraphs`` (by root).

    Errors of the server may be raised by a later call, at the latest by ``commit``.
    """

    # Statements are sent without waiting for their results, so that the server works on one while the next is prepared.

    def __init__(
        self, tx: Transaction, declared: Schema, dataset: str, subgraphs: Mapping[str, Subgraph], progress: Progress
    ) -> None:
        self._tx, self._dataset, self._subgraphs, self._progress = tx, dataset, subgraphs, progress
        self._sublabels = {type_.label: type_.sublabels for type_ in declared.nodes}
        self._labels = sorted(
            {each for label, further in self._sublabels.items() for each in (label, *further.values())}
        )
        self._ids: dict[tuple[str, str], str] = {}

    def delete(self, stored: Stored) -> None:
        """Delete relationships, as they were read back, then nodes; the server refuses nodes with other relationships."""
        # By element id: by its ends, the server would scan all relationships of a frequently used term.
        for what, found in (("()-[n]->()", stored.edges), ("(n)", stored.nodes)):
            elements = [element for _, element in found]
            for some in _parts(elements):
                self._run(f"UNWIND $elements AS id MATCH {what} WHERE elementId(n) = id DELETE n", elements=some)
                self._progress(len(some))

    def change(self, nodes: Sequence[tuple[Node, str]]) -> None:
        """Replace the properties of nodes, and their labels as far as they are ours."""
        for some in _parts(nodes):
            self._run(
                "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row[2] SET n = row[1] "
                f"REMOVE n:{':'.join(self._labels)} SET n:$(row[0])",
                rows=[[*self._node(*node), element] for node, element in some],
            )
            self._progress(len(some))

    def create(self, subgraphs: Mapping[str, Subgraph]) -> None:
        """Create nodes and relationships, by subgraph, in the order of ``split``."""
        studies = [subgraph for root, subgraph in subgraphs.items() if is_study(root)]
        others = [subgraph for root, subgraph in subgraphs.items() if not is_study(root)]
        # Terms refer to each other, and reviews to terms: first all these nodes, then their relationships, then the studies.
        for batch in _batches([Subgraph(nodes=subgraph.nodes) for subgraph in others]):
            self._create(batch)
        for batch in _batches([*(Subgraph(edges=subgraph.edges) for subgraph in others), *studies]):
            self._create(batch)

    def sign(self, roots: Iterable[str]) -> None:
        """Store the new hashes of subgraphs at their roots."""
        for label, rows in _by_label(self._subgraphs[root].nodes[0] for root in roots).items():
            self._run(
                f"UNWIND $rows AS row MATCH (n:{label} {{dataset: $dataset, iri: row[0]}}) SET n.hash = row[1]",
                rows=[[row["iri"], self._subgraphs[str(row["iri"])].hash] for row in rows],
            )

    def _create(self, batch: Subgraph) -> None:
        new = {(label, str(row["iri"])): place for place, (label, row) in enumerate(batch.nodes)}
        ends = {end for edge in batch.edges for end in _ends(edge)}
        anchors = self._existing(sorted(end for end in ends if end not in new))
        place = {end: number for number, end in enumerate(anchors)} | {
            end: len(anchors) + number for end, number in new.items()
        }
        edges = []
        for edge in batch.edges:
            source, target = _ends(edge)
            edges.append([place[source], edge[0][0], place[target], edge[1][2]])
        self._run(
            _CREATE,
            anchors=list(anchors.values()),
            nodes=[self._node(label, row) for label, row in batch.nodes],
            edges=edges,
        )
        self._progress(batch.size)

    def _node(self, label: str, row: Row) -> list[object]:
        """A node as it is sent: labels and properties, including those that only Neo4j has."""
        sublabel = self._sublabels[label].get(str(row.get("facet")))
        properties = {name: value for name, value in row.items() if value not in (None, [])}
        properties["dataset"] = self._dataset
        if subgraph := self._subgraphs.get(str(row["iri"])):
            properties["hash"] = subgraph.hash
        return [[label, sublabel] if sublabel else [label], properties]

    def _existing(self, ends: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The element ids of existing nodes, by label and IRI."""
        unknown = {end for end in ends if end not in self._ids}
        for label, group in groupby(sorted(unknown), key=lambda end: end[0]):
            ids = self._tx.run(
                f"UNWIND $iris AS iri MATCH (n:{label} {{dataset: $dataset, iri: iri}}) "
                "RETURN collect([iri, elementId(n)]) AS found",
                dataset=self._dataset,
                iris=[iri for _, iri in group],
            ).single(strict=True)["found"]
            self._ids.update(((label, iri), id_) for iri, id_ in ids)
        return {end: self._ids[end] for end in ends}

    def _run(self, text: str, **parameters: object) -> None:
        self._tx.run(text, {**parameters, "dataset": self._dataset})


def _unique(label: str, *key: str) -> str:
    return (
        f"CREATE CONSTRAINT lacuna_{label}_key IF NOT EXISTS FOR (n:{label}) "
        f"REQUIRE ({', '.join(f'n.{name}' for name in key)}) IS UNIQUE"
    )


def _ends(edge: Edge) -> tuple[tuple[str, str], tuple[str, str]]:
    (_, start, end), (source, target, _) = edge
    return (start, source), (end, target)


def _by_label(nodes: Iterable[Node]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for label, row in nodes:
        rows.setdefault(label, []).append(row)
    return rows


def _parts(found: Sequence[_Found]) -> Iterator[Sequence[_Found]]:
    return (found[first : first + _BATCH] for first in range(0, len(found), _BATCH))


def _batches(subgraphs: Iterable[Subgraph]) -> Iterator[Subgraph]:
    """The subgraphs in batches; no subgraph is divided."""
    batch = Subgraph()
    for subgraph in subgraphs:
        batch.nodes += subgraph.nodes
        batch.edges += subgraph.edges
        if batch.size >= _BATCH:
            yield batch
            batch = Subgraph()
    if batch.size:
        yield batch
