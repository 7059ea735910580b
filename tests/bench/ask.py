"""How long a gap question takes at a large size, on each engine, beside two bare counts and a bare list on the same engine.

The gap answer tells the certain studies from the possible ones, with the reasons. The one count (``certain``) answers the
question with certainty only; the other (``each``) does so for every term of its last condition's facet at once, as a matrix
would. The list has as many rows as the query of the gap, each with a study and a unit, and nothing else is asked of them.

Both forms of the generated review are asked (see ``corpus``): the counts read the same in both, but in the open one the answer
lists every study. So there the list says what a part of the time it takes to return the rows.
"""

# ruff: noqa: T201 - a script that prints its tables

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pyoxigraph
from rdflib import SKOS

from kg.evaluation.standing import Evaluation, evaluate_rows
from kg.garbage_collection import exempt_all
from kg.ontology.reading import DEEPEST
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.property_graph.schema import relationship_type
from kg.query import cypher, sparql
from kg.query.compiled import Language, Parameter, Query
from kg.questions.catalogue import read_catalogue
from kg.questions.question import Question
from kg.rdf.iris import LACUNA, TERM
from kg.stores.base import QueryStore
from kg.stores.ladybug import LadybugStore
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.store import Neo4jStore
from kg.stores.oxigraph import OxigraphStore
from kg.versions.studies import Studies
from tests.bench.corpus import REVIEW, Corpus, study_id

QUESTIONS = ("gap_integrated_lyophilization", "gap_raman_deep_learning")
TARGET = 2
FORMS = {
    False: "the open review: nothing is closed, so the answer lists every study",
    True: "the stated review: the answer lists the studies that something named, or not charted, keeps possible",
}
"""What is said of each form of the review."""
_SECONDS, _RUNS = 10, 5
_LIST: Mapping[Language, str] = {
    "cypher": "MATCH (s:Study)-[:HAS_UNIT|LEFT_OPEN]->(u:EvidenceUnit|FurtherUnit) RETURN s.id AS study, u.id AS unit LIMIT {}",
    "sparql": f"PREFIX lacuna: <{LACUNA}>\nSELECT (?s AS ?study) (?u AS ?unit) "
    "{{ {{ ?s lacuna:hasUnit ?u }} UNION {{ ?u a lacuna:FurtherUnit . ?s lacuna:leftOpenNotCharted ?u }} }} LIMIT {}",
}
"""The bare list, by the number of its rows; SPARQL returns IRIs, of which ids are read."""

_Found = TypeVar("_Found")


def load_rdf(triples: Path, folder: Path) -> None:
    """Store N-Triples in a new folder."""
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=str(triples), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.flush()


def ask(corpus: Corpus, server: Neo4j, version: str, graph: Path, rdf: Path, *, stated: bool) -> None:
    """The table: medians in seconds, on Neo4j (which holds the version), Ladybug and Oxigraph."""
    stores: dict[str, QueryStore] = {
        "neo4j": Neo4jStore(server, version, (REVIEW,)),
        "ladybug": LadybugStore.open(graph),
        "oxigraph": OxigraphStore.open(rdf),
    }
    compare(corpus.vocabulary, corpus.studies, stores, stated=stated)
    for store in stores.values():
        store.close()


def compare(vocabulary: Vocabulary, count: int, stores: Mapping[str, QueryStore], *, stated: bool) -> None:
    """The table for stores, by name, that hold a generated review of so many studies; their answers must be equal."""
    exempt_all()  # as the service does when it starts
    studies = Studies.of({REVIEW: [study_id(number) for number in range(count)]})  # of a version, made once
    print(f"\n{FORMS[stated]}")
    heads = f"{'gap':>8} {'certain':>8} {'each':>8} {'list':>8}   gap/certain  gap/list  gap/each"
    print(f"{'median seconds':44} {heads} (target <= {TARGET})")
    for name in QUESTIONS:
        question = read_catalogue()[name].read(vocabulary)
        answers = set()
        for engine, store in stores.items():
            language = sparql if store.language == "sparql" else cypher
            bare = _sparql if store.language == "sparql" else _cypher
            compiled = language.compile_question(vocabulary, question, [REVIEW], name)
            evaluation, gap = _median(lambda: _judged(vocabulary, question, store, compiled, studies))  # noqa: B023 - called at once
            found, certain = _median(lambda: store.run(*bare(vocabulary, question, each=False)))  # noqa: B023
            every, each = _median(lambda: store.run(*bare(vocabulary, question, each=True)))  # noqa: B023
            rows = len(store.run(compiled.text, compiled.parameters))
            some, listing = _median(lambda: store.run(_LIST[store.language].format(rows), {}))  # noqa: B023
            (count,) = (int(str(row["certain"])) for row in found)
            answers.add((evaluation.bounds.certain, evaluation.bounds.possible))
            times = f"{gap:8.3f} {certain:8.3f} {each:8.3f} {listing:8.3f}"
            ratios = f"{gap / certain:13.1f} {gap / listing:9.1f} {gap / each:9.1f}"
            print(f"{name + ', ' + engine:44} {times} {ratios}", flush=True)
            if count != evaluation.bounds.certain or not every or len(some) != rows:
                raise AssertionError(f"{engine}: {count} certain, not {evaluation.bounds.certain}")
        if len(answers) != 1:
            raise AssertionError(f"the engines differ: {answers}")
        print(f"  certain, possible: {answers.pop()}")


def _judged(
    vocabulary: Vocabulary, question: Question, store: QueryStore, query: Query, studies: Studies
) -> Evaluation:
    columns = question.expanded(vocabulary)
    rows = store.run(query.text, query.parameters)
    return evaluate_rows(columns, rows, studies, uncharted=None)


def _median(work: Callable[[], _Found]) -> tuple[_Found, float]:
    """What some work finds, and its median seconds over some runs, without the first."""
    found, times = work(), list[float]()
    until = time.perf_counter() + _SECONDS
    while len(times) < _RUNS and (not times or time.perf_counter() < until):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return found, statistics.median(times)


def _cypher(vocabulary: Vocabulary, question: Question, *, each: bool) -> tuple[str, dict[str, Parameter]]:
    columns = question.expanded(vocabulary)
    steps = {name: (f"[:{_charted(vocabulary, name, columns)}]", f"[:BROADER*0..{DEEPEST}]") for name in columns}
    last = next(reversed(columns))
    counted = columns if not each else {name: columns[name] for name in columns if name != last}
    exist = " AND ".join(
        f"EXISTS {{ MATCH (u)-{steps[name][0]}->(:Term)-{steps[name][1]}->(t:Term) WHERE t.id IN ${name} }}"
        for name in counted
    )
    walk = f"-{steps[last][0]}->(:Term)-{steps[last][1]}->(a:Term)" if each else ""
    returned = "a.id AS term, " if each else ""
    return (
        f"MATCH (s:Study)-[:HAS_UNIT]->(u:EvidenceUnit){walk} WHERE {exist} RETURN {returned}count(DISTINCT s.iri) AS certain",
        {name: list(condition.terms) for name, condition in counted.items()},
    )


def _charted(vocabulary: Vocabulary, name: str, columns: Mapping[str, Condition]) -> str:
    return relationship_type(str(vocabulary.facets[columns[name].facet].property_name))


def _sparql(vocabulary: Vocabulary, question: Question, *, each: bool) -> tuple[str, dict[str, Parameter]]:
    columns = question.expanded(vocabulary)
    last = next(reversed(columns))
    steps = ["{ SELECT ?s ?u { ?s lacuna:hasUnit ?u } }"]
    for name, condition in columns.items():
        property_ = vocabulary.facets[condition.facet].property_name
        if each and name == last:
            used = f"{{ SELECT DISTINCT ?v {{ ?x lacuna:{property_} ?v }} }}"
            steps.append(f"{{ SELECT ?u ?v {{ ?u lacuna:{property_} ?v }} }}")
            steps.append(f"{{ SELECT ?v ?term {{ {used} ?v skos:broader* ?term }} }}")
        else:
            terms = " ".join(f"<{TERM[term]}>" for term in condition.terms)
            steps.append(
                f"{{ SELECT DISTINCT ?u {{ VALUES ?t {{ {terms} }} ?v skos:broader* ?t . ?u lacuna:{property_} ?v }} }}"
            )
    text = (
        f"PREFIX lacuna: <{LACUNA}> PREFIX skos: <{SKOS}>\nSELECT {'?term ' if each else ''}(COUNT(DISTINCT ?s) AS ?certain) "
        f"{{ {' '.join(steps)} }}{' GROUP BY ?term' if each else ''}"
    )
    return text, {}
