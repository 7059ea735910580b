"""The vocabulary, read from the ontology's Turtle files and checked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple, cast

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import BadOntology
from kg.ontology.incompatibilities import read_incompatibilities
from kg.ontology.skos import concept_schemes
from kg.ontology.vocabulary import Condition, Definition, Facet, Level, Term, Vocabulary
from kg.paths import ONTOLOGY as ONTOLOGY_FILES
from kg.rdf.iris import LACUNA, ONTOLOGY, is_ours, local_name, namespace_of

DEEPEST = 8
"""The most steps of BROADER that a query walks. A deeper vocabulary is refused: Ladybug would silently cut off the walk."""

PROPERTY_CLASSES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
"""The classes by which the ontology declares its properties."""

RESERVED = frozenset(
    {"study", "citation", "title", "year", "doi", "unit", "coder", "charter", "charted-on", "read", "source", "notes"}
    | {"retracted"}
    | {"review", "reviews", "definition", "completeness", "version", "k", "rows", "columns", "format", "page", "size"}
    | {"by", "sort", "verdict", "within"}
    | {"evidence-unit", "not"}
)
"""Names that no facet can have: columns of sheets and parameters of questions have them."""

_OF_TERMS = (SKOS.prefLabel, SKOS.definition, SKOS.altLabel, SKOS.broader, DCTERMS.isReplacedBy, LACUNA.rank)
"""The properties of terms."""

_OF_QUERIES = frozenset(["mark", "term", "at", "of", "charted", "possible", "published", *"srutvxeb", "order", "in"])
"""Names that a facet of Lacuna cannot have either: a query has a column for each, without ``own_`` in front."""


class Problem(NamedTuple):
    """What is wrong with an ontology: the IRI that it is about, the broken rule, and the IRI that is against it, or nothing."""

    about: str
    rule: str
    against: str = ""


def read_ontology(folder: Path = ONTOLOGY_FILES) -> Graph:
    """All Turtle files of the ontology folder as one graph, with the concept schemes of the facets.

    Raises:
        BadOntology: a file is not Turtle.
    """
    graph = Graph()
    parsed = [_parsed(file, file.stat().st_mtime_ns) for file in sorted(folder.rglob("*.ttl"))]
    of_rdflib = set(graph.namespaces())
    for file in parsed:
        for prefix, namespace in set(file.namespaces()) - of_rdflib:
            graph.bind(prefix, namespace)
        graph += list(file)
    graph += list(concept_schemes(graph))
    return graph


@cache
def _parsed(file: Path, changed: int) -> Graph:
    """The statements of a file as it is since it was ``changed``; kept, because copying takes a third of the time."""
    try:
        return Graph().parse(file, format="turtle")
    except (BadSyntax, UnicodeDecodeError) as error:
        raise BadOntology(f"{file.name} is not Turtle: {error}") from None


def read_vocabulary(graph: Graph) -> Vocabulary:
    """The vocabulary of a graph that holds the ontology, and what corpora add to it.

    Raises:
        BadOntology: a facet without its one top term, a term of two facets or without its one label and definition, a
            broader term of another facet, a cycle, a hierarchy deeper than ``DEEPEST``, a condition over several facets,
            a deprecated term that is used or is not replaced by a term of its facet, or a rule of applicability that
            ``read_incompatibilities`` refuses. The error has all of these.
    """
    vocabulary, problems = examine(graph)
    if problems:
        raise BadOntology("\n".join(problem.rule for problem in problems))
    return vocabulary


def examine(graph: Graph) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary of a graph, and what is wrong with it, in the order of reading; see ``read_vocabulary``."""
    problems: list[Problem] = []
    facets: dict[str, Facet] = {}
    all_terms: dict[str, Term] = {}
    said = _said_of_terms(graph)
    for class_, top in graph.subject_objects(LACUNA.topTerm):
        property_ = graph.value(class_, LACUNA.chartedBy)
        id_ = local_name(top)
        facets[id_] = Facet(
            id=id_,
            label=_text(graph, class_, RDFS.label),
            level=cast(Level, _text(graph, class_, LACUNA.level)),
            class_name=local_name(class_),
            property_name=local_name(property_) if property_ else None,
            namespace="" if is_ours(str(top)) else namespace_of(top),
        )
        for iri in graph.subjects(RDF.type, class_):
            name = local_name(iri)
            if name in all_terms:
                problems.append(Problem(str(iri), f"{name} is a term of {all_terms[name].facet} and of {id_}"))
            all_terms[name] = _term(said, iri, id_)
            problems += (
                Problem(str(iri), f"{name} must have one {local_name(property_)}, not {number}")
                for property_ in (SKOS.prefLabel, SKOS.definition)
                if (number := len(set(said[property_].get(iri, ())))) != 1
            )
    withdrawn = set(graph.subjects(OWL.deprecated, RdfLiteral(True)))
    deprecated = {id_: term for id_, term in all_terms.items() if term.iri in withdrawn}
    terms = {id_: term for id_, term in all_terms.items() if term.iri not in withdrawn}
    problems += _replacement_problems(terms, deprecated)
    problems += _hierarchy_problems(terms)  # without deprecated terms, so no other term may lie below one
    problems += _top_problems(facets, terms)
    definitions = {}
    for iri in graph.subjects(RDF.type, LACUNA.Definition):
        definitions[local_name(iri)], broken = _definition(graph, iri, terms)
        problems += broken
    vocabulary = Vocabulary(
        version=_text(graph, ONTOLOGY, OWL.versionInfo),
        facets=facets,
        terms=terms,
        definitions=dict(sorted(definitions.items())),
        deprecated=deprecated,
        incompatible=read_incompatibilities(graph, facets, terms),
    )
    return vocabulary, problems


def _said_of_terms(graph: Graph) -> Mapping[URIRef, Mapping[Node, list[Node]]]:
    """What is said of terms, by property and subject: a stored graph gives all at once in a third of the time of look-ups."""
    said: dict[URIRef, dict[Node, list[Node]]] = {}
    for property_ in _OF_TERMS:
        of_subject = said.setdefault(property_, defaultdict(list))
        for subject, value in graph.subject_objects(property_):
            of_subject[subject].append(value)
    return said


def _term(said: Mapping[URIRef, Mapping[Node, list[Node]]], iri: Node, facet: str) -> Term:
    label, definition, synonyms, broader, replaced_by, rank = (said[each].get(iri, []) for each in _OF_TERMS)
    return Term(
        id=local_name(iri),
        facet=facet,
        label=str(label[0]) if label else "",
        definition=str(definition[0]) if definition else "",
        synonyms=tuple(sorted(map(str, synonyms))),
        broader=tuple(sorted(map(local_name, broader))),
        replaced_by=tuple(sorted(map(local_name, replaced_by))),
        rank=int(str(rank[0])) if rank else None,
        namespace=namespace_of(iri),
    )


def _definition(graph: Graph, iri: Node, terms: Mapping[str, Term]) -> tuple[Definition, list[Problem]]:
    conditions: list[Condition] = []
    problems = []
    for node in graph.objects(iri, LACUNA.hasCondition):
        for property_, excluded in ((LACUNA.counts, False), (LACUNA.excludes, True)):
            by_facet: dict[str, set[str]] = defaultdict(set)
            for term in graph.objects(node, property_):
                if local_name(term) in terms:
                    by_facet[terms[local_name(term)].facet].add(local_name(term))
                else:
                    problems.append(Problem(str(node), f"{node} names {term}, which is not a term"))
            if len(by_facet) > 1:
                rule = f"{node} has terms of several facets: {', '.join(sorted(by_facet))}"
                problems.append(Problem(str(node), rule))
            conditions += [Condition.of(facet, ids, excluded=excluded) for facet, ids in by_facet.items()]
    notion = graph.value(iri, LACUNA.variantOf)
    definition = Definition(
        id=local_name(iri),
        label=_text(graph, iri, SKOS.prefLabel),
        short=_text(graph, iri, SKOS.altLabel) or _text(graph, iri, SKOS.prefLabel),
        text=_text(graph, iri, SKOS.definition),
        notion=local_name(notion),
        source=_text(graph, iri, DCTERMS.source),
        conditions=tuple(sorted(conditions)),
        namespace=namespace_of(iri),
        notion_namespace=namespace_of(notion),
    )
    return definition, problems


def _replacement_problems(terms: Mapping[str, Term], deprecated: Mapping[str, Term]) -> Iterator[Problem]:
    for term in deprecated.values():
        if not term.replaced_by:
            yield _of(term, "is deprecated, but nothing replaces it")
        for id_ in term.replaced_by:
            if id_ not in terms or terms[id_].facet != term.facet:
                yield _of(term, f"is replaced by {id_}, which is not a term of {term.facet} in use")
    for term in terms.values():
        if term.replaced_by:
            yield _of(term, "is replaced, but not deprecated")


def _hierarchy_problems(terms: Mapping[str, Term]) -> Iterator[Problem]:
    for term in terms.values():
        if not term.broader and term.id != term.facet:
            yield _of(term, f"has no broader term, but the top term of its facet is {term.facet}")
        for parent in term.broader:
            if parent not in terms or terms[parent].facet != term.facet:
                rule = f"{term.id}: its broader term {parent} is not a term of {term.facet}"
                yield Problem(str(term.iri), rule)
    above = {id_: [parent for parent in term.broader if parent in terms] for id_, term in terms.items()}
    steps: dict[str, int] = {}
    try:
        for id_ in TopologicalSorter(above).static_order():  # broader terms first
            steps[id_] = max((steps[parent] + 1 for parent in above[id_]), default=0)
    except CycleError as error:  # a term below a cycle seems infinitely deep, but the fault is the cycle's
        yield from (_of(terms[id_], "is broader than itself") for id_ in sorted(set(error.args[1])))
        return
    for id_, deep in steps.items():
        if deep > DEEPEST:
            yield _of(terms[id_], f"lies more than {DEEPEST} steps below the top of {terms[id_].facet}")


def _top_problems(facets: Mapping[str, Facet], terms: Mapping[str, Term]) -> Iterator[Problem]:
    for facet in facets.values():
        if facet.id not in terms or terms[facet.id].facet != facet.id or terms[facet.id].broader:
            yield Problem(str(facet.class_iri), f"{facet.id} is not the top term of its own facet")
        if facet.id in RESERVED:
            rule = "cannot be the name of a facet: a column of sheets or a parameter of questions has it"
            yield Problem(str(facet.class_iri), f"{facet.id} {rule}")
        if facet.id in _OF_QUERIES and not facet.namespace:
            yield Problem(str(facet.class_iri), f"{facet.id} cannot be the name of a facet: queries use it themselves")


def _of(term: Term, rule: str) -> Problem:
    return Problem(str(term.iri), f"{term.id} {rule}")


def _text(graph: Graph, subject: Node, property_: URIRef) -> str:
    value = graph.value(subject, property_)
    return "" if value is None else str(value)
