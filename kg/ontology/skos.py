"""Facets as SKOS concept schemes.

A facet's file says what its class and its top term are; that each of its terms is a concept of one scheme follows. The triples
are made when the files are read, so a term stays four lines, and they are part of the version: SPARQL and exports have them.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal
from rdflib.term import Node

from kg.rdf.canonical import Triple
from kg.rdf.iris import LACUNA, scheme_iri


def concept_schemes(graph: Graph) -> Iterator[Triple]:
    """The scheme of each facet of a graph that holds the ontology's files, and the place of each term in it."""
    for class_, top in graph.subject_objects(LACUNA.topTerm):
        yield from _scheme(graph, class_, top)
        for term in graph.subjects(RDF.type, class_):
            yield from in_scheme(term, top)


def in_scheme(term: Node, top: Node) -> Iterator[Triple]:
    """The place of a term in the scheme of its facet, whose top term is given; deprecated terms have one too."""
    yield (term, RDF.type, SKOS.Concept)
    yield (term, SKOS.inScheme, scheme_iri(top))
    if term == top:
        yield (term, SKOS.topConceptOf, scheme_iri(top))


def _scheme(graph: Graph, class_: Node, top: Node) -> Iterator[Triple]:
    scheme = scheme_iri(top)
    yield (scheme, RDF.type, OWL.NamedIndividual)
    yield (scheme, RDF.type, SKOS.ConceptScheme)
    for label in graph.objects(class_, RDFS.label):
        yield (scheme, SKOS.prefLabel, label)
        yield (scheme, SKOS.definition, Literal(f"All terms of the facet {label}.", lang="en"))
    yield (scheme, SKOS.hasTopConcept, top)
    yield (scheme, RDFS.seeAlso, class_)
