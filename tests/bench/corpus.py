"""A generated review of any number of studies, as N-Triples and as a property graph.

Everything is made by Lacuna's own code (model, ``express``, ``project``) from the real ontology with six charted facets,
which is about 10 nodes and 40 relationships a study. It is made chunk by chunk, so that 100,000 studies fit in memory.

There are two forms of it. In the open one no statement closes anything, so every study is possible, whatever is asked. In the
stated one the sources were read in full, and the review states that it charted all that they name, as most finished reviews do.
"""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial

from rdflib import RDF, Graph

from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import EVIDENCE_UNIT, Vocabulary
from kg.property_graph.model import PropertyGraph, Schema
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.property_graph.subgraphs import is_study, owning_root, root_of
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import study_iri
from kg.rdf.iris import LACUNA, local_name
from kg.review.depth import Depth
from kg.review.model import Charted, Closes, CompletenessStatement, EvidenceUnit, Maker, Review, Status, Study
from kg.review.to_rdf import express

REVIEW = "generated"
FACETS = ("ai-method", "integration-level", "pat-modality", "publication-type", "quality-attribute", "unit-operation")
EVERY = 100
"""Of so many studies, ``changed`` changes one."""

_CHUNK = 1000
_SEED = 7
_OF_STUDIES = ("publication-type",)
_CODERS = 8
_STATUSES = (Status.CODED, Status.NOT_REPORTED, Status.UNCLEAR, Status.NONE, Status.NOT_APPLICABLE, None)
_WEIGHTS = (75, 9, 5, 4, 2, 5)
_READ: Depth = "full-text"
_CLOSED: tuple[tuple[str, Maker], ...] = (
    (EVIDENCE_UNIT, "coders"),
    ("ai-method", "coders"),
    ("unit-operation", "coders"),
    ("integration-level", "coders"),
    ("pat-modality", "review"),
)


@dataclass(frozen=True)
class Corpus:
    """A review as it is pushed, its vocabulary, and how many studies and triples it has."""

    studies: int
    triples: int
    vocabulary: Vocabulary
    declared: Schema
    graph: PropertyGraph

    @property
    def nodes(self) -> int:
        return sum(len(rows) for rows in self.graph.nodes.values())

    @property
    def relationships(self) -> int:
        return sum(len(rows) for rows in self.graph.edges.values())


def generate(studies: int, sink: Callable[[bytes], object] = len, *, stated: bool = False) -> Corpus:
    """A review of so many studies. ``sink`` is given its N-Triples with the ontology's, piece by piece."""
    vocabulary, base = _vocabulary(), _base(stated)
    declared = schema(vocabulary)
    sink(_ntriples(base))
    triples, graph = len(base), project(Canonical(base), declared)
    with ProcessPoolExecutor(2) as pool:
        starts = range(0, studies, _CHUNK)
        numbers = [range(each, min(each + _CHUNK, studies)) for each in starts]
        for lines, size, chunk in pool.map(partial(_chunk, stated=stated), numbers):
            sink(lines)
            triples += size
            _add(graph, chunk)
    return Corpus(studies, triples, vocabulary, declared, graph)


def generate_review(studies: int, first: int = 0, *, stated: bool = False) -> Review:
    """The same review as a coder would hand it in: as values of the model; its studies from the ``first`` number on."""
    return _review((_study(number, stated=stated) for number in range(first, first + studies)), stated)


def changed(corpus: Corpus) -> PropertyGraph:
    """The same open review after one study in a hundred got another title and another publication type."""
    numbers = range(0, corpus.studies, EVERY)
    _, new = _projected([_study(number, edition=2) for number in numbers], stated=False)
    roots = {str(study_iri(REVIEW, study_id(number))) for number in numbers}
    nodes = {
        label: [row for row in rows if root_of(str(row["iri"])) not in roots]
        for label, rows in corpus.graph.nodes.items()
    }
    edges = {
        ends: [link for link in links if owning_root(link) not in roots] for ends, links in corpus.graph.edges.items()
    }
    graph = PropertyGraph(nodes, edges)
    _add(graph, new)
    return graph


@cache
def _ontology() -> Graph:
    """The real ontology, in which only the six facets are charted."""
    graph = read_ontology()
    for class_, top in list(graph.subject_objects(LACUNA.topTerm)):
        if local_name(top) not in FACETS:
            graph.remove((class_, LACUNA.chartedBy, None))
    for rule in list(graph.subjects(RDF.type, LACUNA.Incompatibility)):
        graph.remove((rule, None, None))  # it may be about a facet that is not charted here
    return graph


@cache
def _vocabulary() -> Vocabulary:
    return read_vocabulary(_ontology())


@cache
def _base(stated: bool) -> Graph:
    """What belongs to no study: the ontology, what the review says of itself, and who charted when."""
    # Any term may be a candidate of some study, so one more study has them all.
    candidates = tuple(Charted(facet, Status.UNCLEAR, _terms(facet)) for facet in FACETS)
    every = Study("every", (EvidenceUnit("main", candidates),))
    charted = [_study(number, stated=stated) for number in range(_CODERS)]
    said = express(_vocabulary(), _review([*charted, every], stated))
    graph = Graph()
    for triple in (*_ontology(), *(each for each in said if not _is_of_study(each))):
        graph.add(triple)
    return graph


def _chunk(numbers: Iterable[int], *, stated: bool) -> tuple[bytes, int, PropertyGraph]:
    """The N-Triples of some studies, how many, and their part of the property graph."""
    triples, graph = _projected([_study(number, stated=stated) for number in numbers], stated=stated)
    return _ntriples(triples), len(triples), graph


def _projected(studies: list[Study], *, stated: bool) -> tuple[list[Triple], PropertyGraph]:
    graph = express(_vocabulary(), _review(studies, stated))
    triples = [triple for triple in graph if _is_of_study(triple)]
    for triple in _base(stated):
        graph.add(triple)
    whole = project(Canonical(graph), schema(_vocabulary()))
    return triples, PropertyGraph(
        {label: [row for row in rows if is_study(root_of(str(row["iri"])))] for label, rows in whole.nodes.items()},
        {ends: [link for link in links if is_study(owning_root(link))] for ends, links in whole.edges.items()},
    )


def _review(studies: Iterable[Study], stated: bool) -> Review:
    closed: list[tuple[str, Maker, tuple[Closes, ...]]] = [(facet, maker, ("values",)) for facet, maker in _CLOSED]
    if stated:
        closed = [(facet, "review", ("values", "silence")) for facet in FACETS]
        closed.append((EVIDENCE_UNIT, "review", ("values",)))
    statements = tuple(
        CompletenessStatement(facet, maker, closes, (_READ,), "generated") for facet, maker, closes in closed
    )
    return Review(id=REVIEW, title="A generated review", completeness=statements, studies=tuple(studies))


def _study(number: int, edition: int = 1, *, stated: bool = False) -> Study:
    """The study of a number, always the same one; in another edition it has another title and, on one facet, other terms."""
    dice = random.Random(f"{_SEED} {number}")
    units = []
    for name in ("main", "second")[: dice.choice((1, 1, 1, 1, 2))]:
        charted = [_charted(dice, facet, number, stated) for facet in FACETS if facet not in _OF_STUDIES]
        units.append(EvidenceUnit(name, tuple(each for each in charted if each)))
    of_study = [_charted(dice, facet, number, stated) for facet in _OF_STUDIES]
    if edition > 1:
        of_study = [Charted(_OF_STUDIES[0], Status.CODED, (dice.choice(_terms(_OF_STUDIES[0])),))]
    return Study(
        study_id(number),
        tuple(units),
        tuple(each for each in of_study if each),
        citation=f"Author {number} {2015 + number % 11}",
        title=f"A generated study with the number {number}, edition {edition}",
        year=2015 + number % 11,
        doi=f"10.5555/generated.{number}",
    )


def _charted(dice: random.Random, facet: str, number: int, stated: bool) -> Charted | None:
    status = dice.choices(_STATUSES, _WEIGHTS)[0]
    if status is None:
        return None
    count = dice.choice((1, 1, 1, 2)) if status in {Status.CODED, Status.UNCLEAR} else 0
    coder = number % _CODERS + 1
    return Charted(
        facet,
        status,
        tuple(sorted(dice.sample(_terms(facet), count))),
        source=f"section {dice.randrange(9)}",
        coder=f"coder {coder}",
        charted_on=f"2025-01-{coder:02}",
        read=(_READ,) if stated else (),
    )


@cache
def _terms(facet: str) -> tuple[str, ...]:
    return tuple(term.id for term in _vocabulary().of_facet(facet))


def study_id(number: int) -> str:
    return f"study-{number:06}"


def _is_of_study(triple: Triple) -> bool:
    """Whether a triple belongs to a study, as the one does with which its review includes it."""
    subject, property_, _ = triple
    return property_ == LACUNA.includes or is_study(root_of(str(subject)))


def _ntriples(triples: Iterable[Triple]) -> bytes:
    return "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples).encode()


def _add(graph: PropertyGraph, more: PropertyGraph) -> None:
    for label, rows in more.nodes.items():
        graph.nodes[label].extend(rows)
    for ends, edges in more.edges.items():
        graph.edges[ends].extend(edges)
