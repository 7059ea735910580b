"""Rules of applicability, read from the ontology and checked (section 3 of the gap semantics)."""

from collections.abc import Iterable, Mapping

from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import BadOntology
from kg.ontology.vocabulary import Condition, Facet, Incompatibility, Term
from kg.rdf.iris import LACUNA, local_name


def read_incompatibilities(
    graph: Graph, facets: Mapping[str, Facet], terms: Mapping[str, Term]
) -> tuple[Incompatibility, ...]:
    """The rules of a graph that holds the ontology, in order of their ids.

    Raises:
        BadOntology: a rule without its one label, reason and source, with a term that is none in use or belongs to a facet
            of the review itself, with less than two facets or one twice, or with nothing that it bars.
    """
    found = graph.subjects(RDF.type, LACUNA.Incompatibility)
    return tuple(sorted((_rule(graph, iri, facets, terms) for iri in found), key=lambda rule: rule.id))


def _rule(graph: Graph, iri: Node, facets: Mapping[str, Facet], terms: Mapping[str, Term]) -> Incompatibility:
    id_ = local_name(iri)
    conditions = tuple(
        sorted(
            condition
            for property_, excluded in ((LACUNA.bars, False), (LACUNA.barsWithout, True))
            for condition in _conditions(id_, graph.objects(iri, property_), facets, terms, excluded=excluded)
        )
    )
    of_facets = [condition.facet for condition in conditions]
    for facet in of_facets:
        if of_facets.count(facet) > 1:
            raise BadOntology(f"{id_} bars terms of {facet} and their absence")
    if len(of_facets) < 2:  # a study may well have several terms of one facet
        raise BadOntology(f"{id_} names terms of one facet only: a rule is about terms of two facets or more")
    if all(condition.excluded for condition in conditions):
        raise BadOntology(f"{id_} bars no term")
    return Incompatibility(
        id=id_,
        label=_one_text(graph, iri, id_, SKOS.prefLabel),
        conditions=conditions,
        reason=_one_text(graph, iri, id_, SKOS.definition),
        source=_one_text(graph, iri, id_, DCTERMS.source),
    )


def _conditions(
    id_: str, named: Iterable[Node], facets: Mapping[str, Facet], terms: Mapping[str, Term], *, excluded: bool
) -> Iterable[Condition]:
    """One condition for each facet of the terms named."""
    by_facet: dict[str, list[str]] = {}
    for iri in named:
        term = terms.get(local_name(iri))
        if term is None:
            raise BadOntology(f"{id_} names {local_name(iri)}, which is not a term in use")
        if not facets[term.facet].charted:
            raise BadOntology(f"{id_} names {term.id}, but no study is charted on {term.facet}")
        by_facet.setdefault(term.facet, []).append(term.id)
    return [Condition.of(facet, ids, excluded=excluded) for facet, ids in by_facet.items()]


def _one_text(graph: Graph, iri: Node, id_: str, property_: URIRef) -> str:
    texts = [str(text).strip() for text in graph.objects(iri, property_)]
    if len(texts) != 1 or not texts[0]:
        raise BadOntology(f"{id_} must have one {local_name(property_).split('#')[-1]}, not {len(texts)}")
    return texts[0]
