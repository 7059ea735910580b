"""What concerns several subjects of an own vocabulary, or it and the ontology: namespaces, names, references, size."""

from collections.abc import Iterator

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph
from rdflib.term import Node

from kg.ontology.own import Statements
from kg.ontology.reading import Problem, examine
from kg.ontology.vocabulary import Definition, Term, Vocabulary
from kg.property_graph.schema import relationship_type, schema
from kg.rdf.canonical import line
from kg.rdf.iris import LACUNA, local_name, namespace_of

MOST_ABOVE = 200_000
"""Pairs of an own term and a term above it."""

_TO_TERMS = (SKOS.broader, LACUNA.counts, LACUNA.excludes, DCTERMS.isReplacedBy)


def inconsistencies(own: Statements, ontology: Vocabulary, whole: Graph) -> list[Problem]:
    """What is wrong with an own vocabulary whose statements are each allowed.

    Args:
        own: its statements.
        ontology: the vocabulary without it.
        whole: the ontology with it.
    """
    subjects = {subject for subject, _, _ in own}
    problems = [*_same_ids(subjects, ontology), *_facets(own, ontology, whole)]
    if problems:
        return problems
    vocabulary, found = examine(whole)
    problems = [*found, *_references(own, vocabulary, whole)]
    return problems or [*_size(subjects, vocabulary), *_names(subjects, vocabulary)]


def _same_ids(subjects: set[Node], ontology: Vocabulary) -> Iterator[Problem]:
    """Own terms and definitions with the id of one of Lacuna's."""
    known: dict[str, Term | Definition] = {**ontology.definitions, **ontology.terms, **ontology.deprecated}
    for subject in subjects:
        if taken := known.get(local_name(subject)):
            yield Problem(str(subject), f"{taken.id} is the id of {taken.iri} already", str(taken.iri))


def _facets(own: Statements, ontology: Vocabulary, whole: Graph) -> Iterator[Problem]:
    declared = schema(ontology)
    names = [*(each.type for each in declared.edges), *(each.label for each in declared.nodes)]
    taken = {name.casefold(): "" for name in names}
    for facet in ontology.charted_facets:
        for name in (facet.class_name, relationship_type(str(facet.property_name))):
            taken[name.casefold()] = str(facet.class_iri)
    for subject, property_, value in sorted(own, key=line):
        if property_ not in (LACUNA.topTerm, LACUNA.chartedBy):
            continue
        if namespace_of(value) != namespace_of(subject):
            rule = f"is in another namespace than its {local_name(property_)} {value}: class, property and top term share one"
            yield Problem(str(subject), rule)
        if property_ == LACUNA.chartedBy:
            if (value, RDF.type, OWL.ObjectProperty) not in whole:
                yield Problem(str(subject), f"is charted by {value}, which is no owl:ObjectProperty of the vocabulary")
            for name in (local_name(subject), relationship_type(local_name(value))):
                if name.casefold() in taken:
                    rule = f"would be called {name} in the property graph, where that is taken"
                    yield Problem(str(subject), rule, taken[name.casefold()])
                taken[name.casefold()] = str(subject)


def _references(own: Statements, vocabulary: Vocabulary, whole: Graph) -> Iterator[Problem]:
    """References to what has the id of a term, but is not it; and to notions and conditions that are none."""
    for subject, property_, value in sorted(own, key=line):
        meant = vocabulary.terms.get(local_name(value)) if property_ in _TO_TERMS else None
        if meant and meant.iri != value:
            yield Problem(str(subject), f"names {value}, which is no term: the term is {meant.iri}")
        for of, class_ in ((LACUNA.variantOf, LACUNA.Notion), (LACUNA.hasCondition, LACUNA.Condition)):
            if property_ == of and (value, RDF.type, class_) not in whole:
                yield Problem(str(subject), f"names {value}, which is no {local_name(class_).lower()}")


def _size(subjects: set[Node], vocabulary: Vocabulary) -> Iterator[Problem]:
    above = 0
    for term in vocabulary.terms.values():
        if term.iri in subjects:
            above += len(vocabulary.with_broader((term.id,)))
            if above > MOST_ABOVE:
                rule = f"its own terms have more than {MOST_ABOVE:,} terms above them in all: give them fewer broader terms"
                yield Problem(str(term.iri), rule)
                return


def _names(subjects: set[Node], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names that would mean two terms of a facet, or two definitions."""
    own_facets = {term.facet for term in vocabulary.terms.values() if term.iri in subjects}
    for facet in sorted(own_facets):
        named: dict[str, Term] = {}
        terms = [*vocabulary.of_facet(facet)]
        for name, term in [(name, each) for each in terms for name in (each.id, each.label, *each.synonyms)]:
            found = named.setdefault(" ".join(name.casefold().split()), term)
            if found is not term and subjects & {found.iri, term.iri}:
                own, other = (term, found) if term.iri in subjects else (found, term)
                yield Problem(str(own.iri), f"{own.id} shares the name {name!r} with {other.id}", str(other.iri))
    for definition in vocabulary.definitions.values():
        if definition.iri not in subjects:
            continue
        if not definition.conditions:
            yield Problem(str(definition.iri), f"{definition.id} has no condition with a term")
        for each in vocabulary.definitions.values():
            if each is not definition and _folded(each) & _folded(definition):
                rule = f"{definition.id} shares a name with the definition {each.id}"
                yield Problem(str(definition.iri), rule, str(each.iri))


def _folded(definition: Definition) -> set[str]:
    return {" ".join(name.casefold().split()) for name in (definition.id, definition.label, definition.short)}
