"""Vocabularies that corpora bring along: how a version holds them beside the ontology, and which corpus each is from.

What a corpus declares stands in the version as its files state it. Each subject is said to be defined by the vocabulary of the
corpus (``rdfs:isDefinedBy``), and by that of each further corpus that states the same; so an export can give every corpus its own
vocabulary back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rdflib import RDFS, Graph
from rdflib.term import Node

from kg.ontology.skos import concept_schemes
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import vocabulary_iri

Statements = frozenset[Triple]
"""What the files of a corpus state."""


def with_own(ontology: Graph, own: Mapping[str, Statements]) -> Graph:
    """The ontology with what corpora declare (by the ids of their reviews), in the concept schemes of all facets."""
    graph = Graph()
    graph += list(ontology)  # as a graph, it would be added in twice the time
    for review, statements in own.items():
        defined_by = vocabulary_iri(review)
        graph += statements
        graph += [(subject, RDFS.isDefinedBy, defined_by) for subject in {subject for subject, _, _ in statements}]
    graph += list(concept_schemes(graph))
    return graph


def own_statements(beside: Iterable[Triple], reviews: Iterable[str]) -> dict[str, Statements]:
    """What the corpus of each review declared, by the id of the review; those that declared nothing are left out.

    ``beside`` are the triples of a version that are not data; ``reviews`` are the ids of its reviews.
    """
    by_iri: Mapping[Node, str] = {vocabulary_iri(review): review for review in reviews}
    stated = list(beside)
    if not any(value in by_iri for _, property_, value in stated if property_ == RDFS.isDefinedBy):
        return {}  # as most often; a graph takes time
    whole = Graph()
    whole += stated
    derived = set(concept_schemes(whole))
    own: dict[str, set[Triple]] = defaultdict(set)
    for subject, vocabulary in whole.subject_objects(RDFS.isDefinedBy):
        if vocabulary in by_iri:
            own[by_iri[vocabulary]].update(
                triple
                for triple in whole.triples((subject, None, None))
                if triple not in derived and not (triple[1] == RDFS.isDefinedBy and triple[2] in by_iri)
            )
    return {review: frozenset(statements) for review, statements in own.items()}
