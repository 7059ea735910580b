"""The ontology as OWL 2 EL for reasoners.

OWL writes class expressions and lists with blank nodes, which the files do without (versions are named by their canonical
order). So three things are made here and are part of no version: properties that roll up (``onOperationOrBroader``: to the
charted terms and all broader ones, by a property chain), a class of studies and one of evidence units for each definition,
and the statement that the ontology's own classes are disjoint. A definition that excludes terms gets no classes: what is
not charted is not known to be absent, and EL has no negation.

This is what exports and the service hand out as the ontology, so labels and narrower terms are written out as well: tools for
OWL and SKOS show both and infer neither.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Condition, Definition, Facet, Vocabulary
from kg.rdf.iris import LACUNA, ONTOLOGY, is_ours, named, namespace_of

_ANNOTATING = (str(SKOS._NS), str(DCTERMS._NS))


def owl_ontology(graph: Graph) -> Graph:
    """The OWL ontology of a graph that holds the ontology's files: the graph itself and what is made from it.

    Raises:
        BadOntology: as in ``read_vocabulary``.
    """
    vocabulary = read_vocabulary(graph)
    view = _View(vocabulary)
    view.graph += graph
    for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY}:
        view.graph.remove((header, None, None))  # of a corpus's vocabulary: a file of OWL is one ontology
    for subject, label in graph.subject_objects(SKOS.prefLabel):
        view.graph.add((subject, RDFS.label, label))
    view.graph.add((SKOS.narrower, RDF.type, OWL.ObjectProperty))
    for property_ in set(graph.predicates()):  # corpora may annotate by others than the ontology declares
        if namespace_of(property_) in _ANNOTATING and graph.value(property_, RDF.type) is None:
            view.graph.add((property_, RDF.type, OWL.AnnotationProperty))
    for term, broader in graph.subject_objects(SKOS.broader):
        view.graph.add((broader, SKOS.narrower, term))
    for facet in vocabulary.charted_facets:
        view.roll_up(facet)
    for definition in vocabulary.definitions.values():
        if not any(condition.excluded for condition in definition.conditions):
            view.define(definition)
    view.disjoint(_own_classes(graph))
    return view.graph


def rolling_up(facet: Facet) -> URIRef:
    """The property that leads to the terms charted on a facet and to all that are broader."""
    return URIRef(f"{facet.property_iri}OrBroader")


def study_class(definition: Definition) -> URIRef:
    """The class of the studies that certainly meet a definition: ``closed-loop`` → ``lacuna:ClosedLoopStudy``."""
    return _made_from(definition, "Study")


def unit_class(definition: Definition) -> URIRef:
    """The class of the evidence units that certainly meet the conditions of a definition that are about units."""
    return _made_from(definition, "Unit")


class _View:
    """Collects axioms in a graph; blank nodes are numbered, so that the same ontology gives the same triples."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.graph = Graph()
        self._vocabulary = vocabulary
        self._numbers = count(1)

    def roll_up(self, facet: Facet) -> None:
        """``p ⊑ pOrBroader``, and by a chain ``pOrBroader ∘ broader ⊑ pOrBroader``.

        With ``p`` in place of ``pOrBroader`` the hierarchy of properties would not be regular, so not OWL.
        """
        charted, rolled = facet.property_iri, rolling_up(facet)
        for property_ in (charted, rolled, SKOS.broader):
            self.graph.add((property_, RDF.type, OWL.ObjectProperty))
        self._describe(rolled, f"{facet.label}, or broader", f"To the charted {facet.label} and every broader term.")
        self.graph.add((charted, RDFS.subPropertyOf, rolled))
        self.graph.add((rolled, OWL.propertyChainAxiom, self._list([rolled, SKOS.broader])))

    def define(self, definition: Definition) -> None:
        """The classes of a definition: units that meet its conditions on units; studies that meet the others and have one."""
        met: dict[str, list[Node]] = {"study": [], "unit": []}
        for number, condition in enumerate(definition.conditions, 1):
            facet = self._vocabulary.facets[condition.facet]
            met[facet.level].append(self._meets(facet, condition, _made_from(definition, f"Condition{number}")))
        if met["unit"]:
            unit = unit_class(definition)
            # A study meets conditions on units only if one unit meets them all.
            self._define(unit, definition, [LACUNA.EvidenceUnit, *met["unit"]])
            self.graph.add((LACUNA.hasUnit, RDF.type, OWL.ObjectProperty))
            met["study"].append(self._restriction(LACUNA.hasUnit, OWL.someValuesFrom, unit))
        self._define(study_class(definition), definition, [LACUNA.Study, *met["study"]])

    def disjoint(self, classes: Sequence[URIRef]) -> None:
        """No two of the classes have a member in common."""
        if len(classes) > 1:
            axiom = self._blank()
            self.graph.add((axiom, RDF.type, OWL.AllDisjointClasses))
            self.graph.add((axiom, OWL.members, self._list(classes)))

    def _meets(self, facet: Facet, condition: Condition, any_of: URIRef) -> Node:
        """The class of what has a value at or below one of the terms; for several terms a named class above one for each."""
        values = [self._vocabulary.term_iri(term) for term in condition.terms]
        each = [self._restriction(rolling_up(facet), OWL.hasValue, value) for value in values]
        if len(each) == 1:
            return each[0]
        self.graph.add((any_of, RDF.type, OWL.Class))
        labels = ", ".join(self._vocabulary.terms[term].label for term in condition.terms)
        self._describe(any_of, f"{facet.label}: any of {len(each)}", f"Any of: {labels}.")
        for one in each:
            self.graph.add((one, RDFS.subClassOf, any_of))
        return any_of

    def _define(self, class_: URIRef, definition: Definition, parts: Sequence[Node]) -> None:
        kind = "study" if parts[0] == LACUNA.Study else "evidence unit"
        self._describe(class_, f"{definition.label} ({kind})", definition.text)
        self.graph.add((class_, RDFS.seeAlso, definition.iri))
        both = self._blank()
        self.graph.add((both, RDF.type, OWL.Class))
        self.graph.add((both, OWL.intersectionOf, self._list(parts)))
        self.graph.add((class_, OWL.equivalentClass, both))
        for each in (class_, parts[0]):
            self.graph.add((each, RDF.type, OWL.Class))

    def _restriction(self, property_: URIRef, kind: URIRef, value: URIRef) -> Node:
        node = self._blank()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, property_))
        self.graph.add((node, kind, value))
        return node

    def _describe(self, entity: URIRef, label: str, text: str) -> None:
        self.graph.add((entity, RDFS.label, Literal(label, lang="en")))
        self.graph.add((entity, RDFS.comment, Literal(text, lang="en")))

    def _list(self, items: Iterable[Node]) -> Node:
        head: Node = RDF.nil
        for item in reversed(list(items)):
            rest, head = head, self._blank()
            self.graph.add((head, RDF.first, item))
            self.graph.add((head, RDF.rest, rest))
        return head

    def _blank(self) -> BNode:
        return BNode(f"b{next(self._numbers)}")


def _own_classes(graph: Graph) -> list[URIRef]:
    """The classes of the ontology, and of facets that corpora bring, that lie below no other one of them, in order."""
    facets = set(graph.subjects(LACUNA.topTerm))
    own_classes = {
        class_
        for class_ in graph.subjects(RDF.type, OWL.Class)
        if isinstance(class_, URIRef) and (is_ours(class_) or class_ in facets)
    }
    return sorted(class_ for class_ in own_classes if not own_classes & set(graph.objects(class_, RDFS.subClassOf)))


def _made_from(definition: Definition, kind: str) -> URIRef:
    """A class made from a definition: in the ontology, or beside the definition of a corpus."""
    space = str(LACUNA) if is_ours(definition.namespace) else definition.namespace
    return named(space, _camel(definition.id) + kind)


def _camel(id_: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in id_.split("-"))
