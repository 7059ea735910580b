"""The vocabulary, read from the ontology's Turtle files and checked."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import BadOntology
from kg.ontology.incompatibilities import read_incompatibilities
from kg.ontology.skos import concept_schemes
from kg.ontology.vocabulary import Condition, Definition, Facet, Level, Term, Vocabulary
from kg.paths import ONTOLOGY as ONTOLOGY_FILES
from kg.rdf.iris import DEFINITION, LACUNA, ONTOLOGY, local_name
from kg.rdf.values import integer_of

DEEPEST = 8
"""The most steps of BROADER that a query walks. A deeper vocabulary is refused: Ladybug would silently cut off the walk."""

PROPERTY_CLASSES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
"""The classes by which the ontology declares its properties."""

_RESERVED = {"study", "unit", "year", "review", "mark", "term", *"srutvxeb", "order", "not", "in"}
"""Names that a facet cannot have, because queries use them."""


def read_ontology(folder: Path = ONTOLOGY_FILES) -> Graph:
    """All Turtle files of the ontology folder as one graph, with the concept schemes of the facets.

    Raises:
        BadOntology: a file is not Turtle.
    """
    graph = Graph()
    for file in sorted(folder.rglob("*.ttl")):
        try:
            graph.parse(file, format="turtle")
        except (BadSyntax, UnicodeDecodeError) as error:
            raise BadOntology(f"{file.name} is not Turtle: {error}") from None
    graph += list(concept_schemes(graph))
    return graph


def read_vocabulary(graph: Graph) -> Vocabulary:
    """The vocabulary of a graph that holds the ontology.

    Raises:
        BadOntology: a facet without its one top term, a term of two facets or without its one label and definition, a
            broader term of another facet, a cycle, a hierarchy deeper than ``DEEPEST``, a condition over several facets,
            a deprecated term that is used or is not replaced by a term of its facet, or a rule of applicability that
            ``read_incompatibilities`` refuses.
    """
    facets: dict[str, Facet] = {}
    all_terms: dict[str, Term] = {}
    for class_, top in graph.subject_objects(LACUNA.topTerm):
        property_ = graph.value(class_, LACUNA.chartedBy)
        id_ = local_name(top)
        facets[id_] = Facet(
            id=id_,
            label=_text(graph, class_, RDFS.label),
            level=cast(Level, _text(graph, class_, LACUNA.level)),
            class_name=local_name(class_),
            property_name=local_name(property_) if property_ else None,
        )
        for iri in graph.subjects(RDF.type, class_):
            if local_name(iri) in all_terms:
                raise BadOntology(f"{local_name(iri)} is a term of {all_terms[local_name(iri)].facet} and of {id_}")
            all_terms[local_name(iri)] = _term(graph, iri, id_)
    withdrawn = set(graph.subjects(OWL.deprecated, RdfLiteral(True)))
    deprecated = {id_: term for id_, term in all_terms.items() if term.iri in withdrawn}
    terms = {id_: term for id_, term in all_terms.items() if term.iri not in withdrawn}
    _check_replacements(terms, deprecated)
    _check_hierarchy(facets, terms)  # without deprecated terms, so no other term may lie below one
    definitions = {
        local_name(iri): _definition(graph, iri, terms) for iri in graph.subjects(RDF.type, LACUNA.Definition)
    }
    return Vocabulary(
        version=_text(graph, ONTOLOGY, OWL.versionInfo),
        facets=facets,
        terms=terms,
        definitions=dict(sorted(definitions.items())),
        deprecated=deprecated,
        incompatible=read_incompatibilities(graph, facets, terms),
    )


def _term(graph: Graph, iri: Node, facet: str) -> Term:
    return Term(
        id=local_name(iri),
        facet=facet,
        label=_one_text(graph, iri, SKOS.prefLabel),
        definition=_one_text(graph, iri, SKOS.definition),
        synonyms=tuple(sorted(str(label) for label in graph.objects(iri, SKOS.altLabel))),
        broader=tuple(sorted(local_name(parent) for parent in graph.objects(iri, SKOS.broader))),
        replaced_by=tuple(sorted(local_name(term) for term in graph.objects(iri, DCTERMS.isReplacedBy))),
        rank=integer_of(graph, iri, LACUNA.rank),
    )


def _definition(graph: Graph, iri: Node, terms: Mapping[str, Term]) -> Definition:
    conditions = []
    for node in graph.objects(iri, LACUNA.hasCondition):
        for property_, excluded in ((LACUNA.counts, False), (LACUNA.excludes, True)):
            by_facet: dict[str, set[str]] = defaultdict(set)
            for term in graph.objects(node, property_):
                if local_name(term) not in terms:
                    raise BadOntology(f"{node} names {term}, which is not a term")
                by_facet[terms[local_name(term)].facet].add(local_name(term))
            if len(by_facet) > 1:
                raise BadOntology(f"{node} has terms of several facets: {', '.join(sorted(by_facet))}")
            conditions += [Condition.of(facet, ids, excluded=excluded) for facet, ids in by_facet.items()]
    return Definition(
        id=str(iri).removeprefix(str(DEFINITION)),
        label=_text(graph, iri, SKOS.prefLabel),
        short=_text(graph, iri, SKOS.altLabel) or _text(graph, iri, SKOS.prefLabel),
        text=_text(graph, iri, SKOS.definition),
        notion=local_name(graph.value(iri, LACUNA.variantOf)),
        source=_text(graph, iri, DCTERMS.source),
        conditions=tuple(sorted(conditions)),
    )


def _check_replacements(terms: Mapping[str, Term], deprecated: Mapping[str, Term]) -> None:
    for term in deprecated.values():
        if not term.replaced_by:
            raise BadOntology(f"{term.id} is deprecated, but nothing replaces it")
        for id_ in term.replaced_by:
            if id_ not in terms or terms[id_].facet != term.facet:
                raise BadOntology(f"{term.id} is replaced by {id_}, which is not a term of {term.facet} in use")
    for term in terms.values():
        if term.replaced_by:
            raise BadOntology(f"{term.id} is replaced, but not deprecated")


def _check_hierarchy(facets: Mapping[str, Facet], terms: Mapping[str, Term]) -> None:
    too_deep = []  # reported last: a term below a cycle seems infinitely deep, but the fault is the cycle's
    for term in terms.values():
        if not term.broader and term.id != term.facet:
            raise BadOntology(f"{term.id} has no broader term, but the top term of its facet is {term.facet}")
        for parent in term.broader:
            if parent not in terms or terms[parent].facet != term.facet:
                raise BadOntology(f"{term.id}: its broader term {parent} is not a term of {term.facet}")
        # Walks all ways up at once; a step too deep ends the walk, so that a cycle elsewhere above does not run forever.
        above, steps = {term.id}, 0
        while above := {parent for id_ in above for parent in terms[id_].broader}:
            steps += 1
            if term.id in above:
                raise BadOntology(f"{term.id} is broader than itself")
            if steps > DEEPEST:
                too_deep.append(term)
                break
    for term in too_deep:
        raise BadOntology(f"{term.id} lies more than {DEEPEST} steps below the top of {term.facet}")
    for facet in facets:
        if facet not in terms or terms[facet].broader:
            raise BadOntology(f"{facet} is not the top term of its own facet")
        # Columns of a query are named after facets.
        if facet in _RESERVED:
            raise BadOntology(f"{facet} cannot be the name of a facet: queries use it themselves")


def _text(graph: Graph, subject: Node, property_: URIRef) -> str:
    value = graph.value(subject, property_)
    return "" if value is None else str(value)


def _one_text(graph: Graph, term: Node, property_: URIRef) -> str:
    texts = sorted(str(text) for text in graph.objects(term, property_))
    if len(texts) != 1:
        raise BadOntology(f"{local_name(term)} must have one {local_name(property_).split('#')[-1]}, not {len(texts)}")
    return texts[0]
