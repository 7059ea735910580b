"""What the bare driver needs for the same nodes and relationships: nested documents, a transaction for every 5,000 studies."""

import time
from collections.abc import Mapping
from itertools import islice
from typing import Any

from neo4j import Driver

from kg.property_graph.model import Row
from kg.property_graph.subgraphs import Subgraph, is_study, split
from kg.rdf.data_iris import review_iri
from tests.bench.corpus import REVIEW, Corpus

DATASET = "raw"
BATCH = 5000

_TERMS = """
UNWIND {x}.terms AS t MATCH (k:Term|Possibility {{dataset: $dataset, iri: t[0]}}) CREATE ({n})-[:$(t[1]) {{reason: t[2]}}]->(k)
"""
_CHARTED = (
    """
CALL (n, x) {
  UNWIND x.assertions AS y CREATE (n)<-[:ABOUT]-(c:HeldAssertion) SET c = y.node
  WITH c, y MATCH (g:ChartingActivity {dataset: $dataset, iri: y.by}) CREATE (c)-[:WAS_GENERATED_BY]->(g)
  WITH c, y """
    + _TERMS.format(n="c", x="y")
    + "}\nCALL (n, x) {"
    + _TERMS.format(n="n", x="x")
    + "}"
)
_STUDIES = f"""
MATCH (v:Review {{dataset: $dataset, iri: $review}}), (f:FurtherUnit {{dataset: $dataset, iri: $further}})
UNWIND $rows AS x
CREATE (v)-[:INCLUDES]->(n:Study)-[:REPORTED_IN]->(p:Publication)
SET n = x.node, p = x.publication
WITH n, f, x CALL (n, f, x) {{ UNWIND x.further AS w CREATE (n)-[:$(w[0]) {{reason: w[1]}}]->(f) }}
WITH n, x CALL (n, x) {{
  UNWIND x.charted_in AS a MATCH (g:ChartingActivity {{dataset: $dataset, iri: a}}) CREATE (n)-[:CHARTED_IN]->(g)
}}
WITH n, x {_CHARTED}
UNWIND x.units AS u CREATE (n)-[:HAS_UNIT]->(m:EvidenceUnit) SET m = u.node
WITH m AS n, u AS x {_CHARTED}
"""
_NODES = "UNWIND $rows AS x CREATE (n:$(x.labels)) SET n = x.node"
_EDGES = """
UNWIND $rows AS x MATCH (a:$(x.start) {dataset: $dataset, iri: x.source}), (b:$(x.end) {dataset: $dataset, iri: x.target})
CREATE (a)-[:$(x.type) {reason: x.reason}]->(b)
"""


def load(driver: Driver, corpus: Corpus, further: str) -> float:
    """Load a review as documents; the seconds that it took, without making the documents.

    ``further`` is the IRI of the unit that stands for any further unit.
    """
    review = str(review_iri(REVIEW))
    sublabels = {type_.label: type_.sublabels for type_ in corpus.declared.nodes}
    parts = split(corpus.graph)
    base = [part for root, part in parts.items() if not is_study(root)]
    nodes = [
        {"labels": [label, *filter(None, [sublabels[label].get(str(row.get("facet")))])], "node": _properties(row)}
        for part in base
        for label, row in part.nodes
    ]
    edges = [
        {"type": type_, "start": start, "end": end, "source": source, "target": target, "reason": reason}
        for part in base
        for (type_, start, end), (source, target, reason) in part.edges
    ]
    seconds = 0.0
    with driver.session() as session:
        studies = (_document(part) for root, part in parts.items() if is_study(root))
        messages: list[tuple[str, list[Any]]] = [(_NODES, nodes), (_EDGES, edges)]
        while messages:
            for text, rows in messages:
                begin = time.perf_counter()
                parameters = {"rows": rows, "dataset": DATASET, "review": review, "further": further}
                session.execute_write(lambda tx, text, parameters: tx.run(text, parameters).consume(), text, parameters)
                seconds += time.perf_counter() - begin
            batch = list(islice(studies, BATCH))
            messages = [(_STUDIES, batch)] if batch else []
    return seconds


def _document(part: Subgraph) -> dict[str, Any]:
    """A study with all that belongs to it, as one nested map."""
    by_iri: dict[str, dict[str, Any]] = {}
    for label, row in part.nodes:
        more: dict[str, Any] = {"assertions": [], "units": []} if label in {"Study", "EvidenceUnit"} else {}
        by_iri[str(row["iri"])] = {"node": _properties(row), "terms": [], **more}
    study = by_iri[str(part.nodes[0][1]["iri"])]
    for (type_, _, end), (source, target, reason) in part.edges:
        if end in {"Term", "Possibility"}:
            by_iri[source]["terms"].append([target, type_, reason])
        elif type_ == "HAS_UNIT":
            study["units"].append(by_iri[target])
        elif type_ == "ABOUT":
            by_iri[target]["assertions"].append(by_iri[source])
        elif type_ == "WAS_GENERATED_BY":
            by_iri[source]["by"] = target
        elif type_ == "CHARTED_IN":
            study.setdefault("charted_in", []).append(target)
        elif type_ == "REPORTED_IN":
            study["publication"] = by_iri[target]["node"]
        elif end == "FurtherUnit":
            study.setdefault("further", []).append([type_, row.get("reason")])
        elif type_ != "INCLUDES":
            raise ValueError(f"no place for {type_}")
    return study


def _properties(row: Row) -> Mapping[str, object]:
    return {name: value for name, value in row.items() if value not in (None, [])} | {"dataset": DATASET}
