"""A dataset in Neo4j, read back and counted."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from kg.property_graph.model import NodeType, PropertyGraph, Row, Schema
from kg.property_graph.subgraphs import Edge, Node, Stored, is_review, is_study
from kg.rdf.data_iris import below, studies_below
from kg.rdf.iris import BASE
from kg.stores.neo4j.connection import Transaction

Count = tuple[str, str]
"""A kind of count (``label``, ``property`` or ``relationship``) and a name (``Study``, ``Study.year``, ``INCLUDES``)."""

_UNKNOWN = "?"
"""The label of a node that is not ours, or has none of our labels."""

# One pass over all nodes: within the transaction that wrote them, each query by label would be a full pass of its own.
_RELATIONSHIPS = """
MATCH (a) WHERE a.dataset = $dataset MATCH (a)-[r]->(b)
WITH labels(a) AS starts, type(r) AS type, r.reason AS reason, labels(b) AS ends, count(*) AS found
WHERE type IN $types RETURN starts, type, reason, ends, found
"""


_JOINED = """
WHERE a.dataset = $dataset
RETURN type(r), CASE WHEN NOT elementId(a) IN $unsure THEN head([l IN labels(a) WHERE l IN $labels]) END,
       CASE WHEN b.dataset = $dataset AND NOT elementId(b) IN $unsure THEN head([l IN labels(b) WHERE l IN $labels]) END,
       a.iri, b.iri, r.reason, elementId(r)
"""
_ALL_EDGES = f"MATCH (a)-[r]->(b) {_JOINED}"
# A relationship belongs to the subgraph of its source; only INCLUDES and FORMERLY_INCLUDES of a review belong to the study.
_SOME_EDGES = f"""
UNWIND $elements AS element MATCH (a) WHERE elementId(a) = element MATCH (a)-[r]->(b)
WHERE NOT (a:Review AND (b:Study OR b:RetractedStudy))
WITH a, r, b {_JOINED}
UNION ALL
UNWIND $elements AS element MATCH (b:Study|RetractedStudy) WHERE elementId(b) = element MATCH (a:Review)-[r]->(b)
WITH a, r, b {_JOINED}
"""


@dataclass(frozen=True)
class LedgerLine:
    """One count of the ledger: ``expected`` from the RDF, ``found`` by the server."""

    kind: str
    name: str
    expected: int
    found: int


def ledger(tx: Transaction, dataset: str, graph: PropertyGraph, declared: Schema) -> list[LedgerLine]:
    """The counts of nodes per label, values per property and relationships per type, expected and found.

    Relationships are counted by their ends and reason: ``LEFT_OPEN{unclear} EvidenceUnit→Term``.
    """
    expected, found = _expected(graph, declared), _found(tx, dataset, declared)
    kinds = ("label", "property", "relationship")
    names = sorted(set(expected) | set(found), key=lambda name: (kinds.index(name[0]), name[1]))
    return [LedgerLine(*name, expected[name], found[name]) for name in names]


def read_back(tx: Transaction, dataset: str, declared: Schema, roots: Collection[str] | None = None) -> Stored:
    """The nodes and relationships of the subgraphs with these roots, or of all."""
    if roots is not None and not roots:
        return Stored()
    nodes: dict[str, Node] = {}
    unsure = []
    for node, element in chain(
        () if roots is not None else _unlabelled(tx, dataset, declared),
        *(_nodes(tx, dataset, declared, type_, roots) for type_ in declared.nodes),
    ):
        if element in nodes:  # somebody gave it another of our labels
            unsure.append(element)
        else:
            nodes[element] = node
    times = Counter(row["iri"] for _, row in nodes.values())
    unsure += [element for element, (_, row) in nodes.items() if times[row["iri"]] > 1]
    edges = _edges(tx, dataset, declared, None if roots is None else list(nodes), unsure)
    return Stored([(node, element) for element, node in nodes.items()], list(edges))


def read_graph(tx: Transaction, dataset: str, declared: Schema) -> PropertyGraph:
    """The whole dataset, in the order in which ``project`` gives it."""
    whole = read_back(tx, dataset, declared)
    graph = PropertyGraph(
        {type_.label: [] for type_ in declared.nodes},
        {(edge.type, start, end): [] for edge in declared.edges for start, end in edge.ends},
    )
    for (label, row), _ in sorted(whole.nodes, key=lambda stored: str(stored[0][1]["iri"])):
        graph.nodes[label].append(row)
    for (ends, link), _ in sorted(whole.edges, key=_order):
        graph.edges[ends].append(link)
    return graph


def hashes(tx: Transaction, dataset: str) -> dict[str, str]:
    """The hash that the last push stored at each root."""
    stored: dict[str, str] = {}
    for label in ("Term", "Review", "Study", "RetractedStudy"):
        query = f"MATCH (n:{label}) WHERE n.dataset = $dataset RETURN collect([n.iri, n.hash]) AS found"
        record = tx.run(query, dataset=dataset).single(strict=True)
        stored.update((iri, hash_ or "") for iri, hash_ in record["found"])
    return stored


def _unlabelled(tx: Transaction, dataset: str, declared: Schema) -> Iterator[tuple[Node, str]]:
    """The nodes of a dataset from which somebody removed our labels, each with its element id.

    Ours have IRIs of ours: others may have put nodes with the property ``dataset`` beside them.
    """
    query = (
        "MATCH (n) WHERE n.dataset = $dataset AND n.iri STARTS WITH $base AND none(l IN labels(n) WHERE l IN $labels) "
        "RETURN n.iri AS iri, elementId(n) AS element"
    )
    labels = [type_.label for type_ in declared.nodes]
    for record in tx.run(query, dataset=dataset, base=BASE, labels=labels):
        yield (_UNKNOWN, {"iri": str(record["iri"])}), record["element"]


def _nodes(
    tx: Transaction, dataset: str, declared: Schema, type_: NodeType, roots: Collection[str] | None
) -> Iterator[tuple[Node, str]]:
    """The nodes of a type in some subgraphs, or in all, each with its element id.

    Where a node has other labels of ours than its type and facet give it, its row has ``labels``, so that it is found to differ.
    """
    ours = {label for each in declared.nodes for label in (each.label, *each.sublabels.values())}
    values = "RETURN properties(n) AS row, labels(n) AS labels, elementId(n) AS element"
    query = f"MATCH (n:{type_.label}) WHERE n.dataset = $dataset {values}"
    parameters: dict[str, object] = {"dataset": dataset}
    if roots is not None:
        query = (
            f"UNWIND $roots AS root MATCH (n:{type_.label} {{dataset: $dataset, iri: root.iri}}) {values} "
            f"UNION ALL UNWIND $roots AS root MATCH (n:{type_.label}) WHERE root.below IS NOT NULL AND n.dataset = $dataset "
            f"AND n.iri STARTS WITH root.below AND (root.besides IS NULL OR NOT n.iri STARTS WITH root.besides) {values}"
        )
        parameters["roots"] = [_below(root) for root in roots]
    for record in tx.run(query, parameters):
        row: Row = {name: [] if _is_list(type_, name) else None for name in type_.columns}
        row |= {name: value for name, value in record["row"].items() if name in row}
        sublabel = type_.sublabels.get(str(row.get("facet")))
        labels = ours.intersection(record["labels"])
        if labels != ({type_.label, sublabel} if sublabel else {type_.label}):
            row["labels"] = sorted(labels)
        yield (type_.label, row), record["element"]


def _below(root: str) -> dict[str, str | None]:
    """The IRIs of a subgraph: its root, and those that start with ``below`` but not with ``besides`` (a review's studies)."""
    if is_study(root):
        return {"iri": root, "below": below(root), "besides": None}
    if is_review(root):
        return {"iri": root, "below": below(root), "besides": studies_below(root)}
    return {"iri": root, "below": None, "besides": None}


def _edges(
    tx: Transaction, dataset: str, declared: Schema, elements: Collection[str] | None, unsure: Collection[str]
) -> Iterator[tuple[Edge, str]]:
    """The relationships of declared types that belong to the subgraphs of some nodes, given by their element ids, or to all.

    Nodes that are ``unsure`` are unknown as their ends.
    """
    # One query for all types: Neo4j would plan each of some 60 queries anew whenever the database has grown.
    types = {edge.type for edge in declared.edges}
    parameters = {
        "dataset": dataset,
        "labels": [type_.label for type_ in declared.nodes],
        "elements": list(elements or ()),
        "unsure": list(unsure),
    }
    for record in tx.run(_ALL_EDGES if elements is None else _SOME_EDGES, parameters):
        type_, start, end, source, target, reason, element = record.values()
        if type_ in types:  # others may have put relationships of their own types between our nodes
            link = (str(source), str(target), reason if reason is None else str(reason))
            yield ((type_, start or _UNKNOWN, end or _UNKNOWN), link), element


def _expected(graph: PropertyGraph, declared: Schema) -> Counter[Count]:
    counts: Counter[Count] = Counter()
    for type_ in declared.nodes:
        for row in graph.nodes[type_.label]:
            counts["label", type_.label] += 1
            if sublabel := type_.sublabels.get(str(row.get("facet"))):
                counts["label", sublabel] += 1
            for name in type_.columns:
                counts["property", f"{type_.label}.{name}"] += row[name] not in (None, [])
    for ends, links in graph.edges.items():
        for _, _, reason in links:
            counts["relationship", _relationship(ends, reason)] += 1
    return +counts


def _found(tx: Transaction, dataset: str, declared: Schema) -> Counter[Count]:
    counts: Counter[Count] = Counter()
    types = [edge.type for edge in declared.edges]
    for type_ in declared.nodes:
        values = ", ".join(f"count(n.{name}) AS {name}" for name in type_.columns)
        query = f"MATCH (n:{type_.label}) WHERE n.dataset = $dataset RETURN count(n) AS nodes_, {values}"
        record = tx.run(query, dataset=dataset).single(strict=True)
        counts["label", type_.label] = record["nodes_"]
        for name in type_.columns:
            counts["property", f"{type_.label}.{name}"] = record[name]
        for sublabel in type_.sublabels.values():
            query = f"MATCH (n:{sublabel}) WHERE n.dataset = $dataset RETURN count(n) AS found"
            counts["label", sublabel] = tx.run(query, dataset=dataset).single(strict=True)["found"]
    for each in tx.run(_RELATIONSHIPS, dataset=dataset, types=types):
        start, end = (
            next((type_.label for type_ in declared.nodes if type_.label in labels), _UNKNOWN)
            for labels in (each["starts"], each["ends"])
        )
        counts["relationship", _relationship((each["type"], start, end), each["reason"])] += each["found"]
    return +counts


def _relationship(ends: tuple[str, str, str], reason: object) -> str:
    type_, start, end = ends
    return f"{type_}{{{reason}}} {start}→{end}" if reason else f"{type_} {start}→{end}"


def _order(stored: tuple[Edge, str]) -> tuple[str, str, str]:
    (_, (source, target, reason)), _ = stored
    return source, target, reason or ""


def _is_list(type_: NodeType, name: str) -> bool:
    return name in type_.properties and type_.properties[name].many


def differing(lines: Collection[LedgerLine]) -> list[LedgerLine]:
    """The lines of a ledger whose numbers differ."""
    return [line for line in lines if line.expected != line.found]
