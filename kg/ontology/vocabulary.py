"""Facets, their terms and the named definitions, as the ontology states them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import BadOntology, nearest
from kg.paths import ONTOLOGY as ONTOLOGY_FILES
from kg.rdf.iris import DEFINITION, LACUNA, ONTOLOGY, TERM, local_name

Level = Literal["study", "unit", "review"]
DEEPEST = 8
"""How many steps of BROADER a query walks; a deeper vocabulary is refused, because Ladybug would stop in silence."""

_RESERVED = {"study", "unit", "year", "review", "mark", "term", *"srutvxeb", "order", "not", "in"}
"""What a facet cannot be called: names and words that queries use themselves."""

EVIDENCE_UNIT = "evidence-unit"
"""What a completeness statement names to say that all evidence units of a study were charted."""


@dataclass(frozen=True)
class Term:
    """One term of a facet; ``broader``, ``facet`` and, for a deprecated term, ``replaced_by`` are ids.

    ``rank`` is its place in the order of its facet, from 1; None where the facet has no order, or where it is off the scale.
    """

    id: str
    facet: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    replaced_by: tuple[str, ...] = ()
    rank: int | None = None

    @property
    def iri(self) -> URIRef:
        """The term's IRI."""
        return TERM[self.id]

    @property
    def instead(self) -> str:
        """What somebody is told who uses a deprecated term."""
        return f"is deprecated: use {' or '.join(self.replaced_by)} instead"


@dataclass(frozen=True)
class Facet:
    """One facet: its id is its top term's id; ``class_name`` and ``property_name`` are local names of the ontology."""

    id: str
    label: str
    level: Level
    class_name: str
    property_name: str | None

    @property
    def charted(self) -> bool:
        """Whether the facet is a column of a charting sheet (facets of the review itself are not)."""
        return self.property_name is not None


@dataclass(frozen=True, order=True)
class Condition:
    """``facet in {terms}``, or with ``excluded`` ``facet not in {terms}``; terms are ids and include their narrower ones."""

    facet: str
    excluded: bool
    terms: tuple[str, ...]

    @classmethod
    def of(cls, facet: str, terms: Iterable[str], *, excluded: bool = False) -> "Condition":
        """The condition in canonical form: terms sorted, each once."""
        return cls(facet, excluded, tuple(sorted(set(terms))))


@dataclass(frozen=True)
class Definition:
    """A named conjunction of conditions, one variant of a notion; ``source`` says where it comes from."""

    id: str
    label: str
    short: str
    text: str
    notion: str
    source: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All facets, terms and definitions of one ontology version, by id.

    ``deprecated`` are terms that nobody shall use any more: they are found by ``replaced`` alone.
    """

    version: str
    facets: Mapping[str, Facet]
    terms: Mapping[str, Term]
    definitions: Mapping[str, Definition]
    deprecated: Mapping[str, Term] = field(default_factory=dict)

    @cached_property
    def charted_facets(self) -> tuple[Facet, ...]:
        """The facets that a charting sheet has, in order of their id."""
        return tuple(self.facets[id_] for id_ in sorted(self.facets) if self.facets[id_].charted)

    def of_facet(self, facet: str) -> Iterator[Term]:
        """The terms of a facet, in order of their id."""
        return (self.terms[id_] for id_ in self._ids_by_facet[facet])

    def find(self, facet: str, text: str) -> Term | None:
        """The term of a facet with that id or preferred label (letter case and spaces are folded), or None."""
        return self._named[facet].get(_fold(text))

    def replaced(self, facet: str, text: str) -> Term | None:
        """The deprecated term of the facet with that id or preferred label, or None."""
        known = (term for term in self.deprecated.values() if term.facet == facet)
        return next((term for term in known if _fold(text) in {_fold(term.id), _fold(term.label)}), None)

    def under(self, terms: Iterable[str]) -> frozenset[str]:
        """The ids of terms with those of all narrower ones."""
        return frozenset[str]().union(*(self._under[id_] for id_ in terms))

    def above(self, terms: Iterable[str]) -> frozenset[str]:
        """The ids of terms with those of all broader ones."""
        found: set[str] = set()
        new = set(terms)
        while new:
            found |= new
            new = {parent for id_ in new for parent in self.terms[id_].broader} - found
        return frozenset(found)

    def nearest(self, facet: str, text: str, likeness: float = 0.6) -> tuple[str, ...]:
        """The ids of the facet's terms most like a text, by id, label or synonym, best first (see ``errors.nearest``)."""
        names: dict[str, str] = {}
        for term in self.of_facet(facet):
            for name in (*term.synonyms, term.label, term.id):
                names[_fold(name)] = term.id
        found = (names[name] for name in nearest(_fold(text), names, 6, likeness))
        return tuple(dict.fromkeys(found))[:3]

    def search(self, word: str) -> list[Term]:
        """Terms whose id, label or synonym holds a word (or, where there are none, is like it), in order of facet and id."""
        folded = _fold(word)
        terms = [self.terms[id_] for ids in self._ids_by_facet.values() for id_ in ids]
        found = [term for term in terms if any(folded in _fold(name) for name in _names(term))]
        if not found:
            close = {id_ for facet in self.facets for id_ in self.nearest(facet, word)}
            found = [term for term in terms if term.id in close]
        return sorted(found, key=lambda term: (term.facet, term.id))

    def find_definition(self, text: str) -> Definition | None:
        """The definition with that id, label or short name, or None."""
        for definition in self.definitions.values():
            if _fold(text) in {_fold(definition.id), _fold(definition.label), _fold(definition.short)}:
                return definition
        return None

    @cached_property
    def _ids_by_facet(self) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = {facet: [] for facet in sorted(self.facets)}
        for id_ in sorted(self.terms):
            ids[self.terms[id_].facet].append(id_)
        return ids

    @cached_property
    def _under(self) -> dict[str, set[str]]:
        under: dict[str, set[str]] = {id_: set() for id_ in self.terms}
        for id_ in self.terms:
            for broader in self.above((id_,)):
                under[broader].add(id_)
        return under

    @cached_property
    def _named(self) -> dict[str, dict[str, Term]]:
        named: dict[str, dict[str, Term]] = {}
        for facet in self.facets:
            labels = {_fold(term.label): term for term in self.of_facet(facet)}
            named[facet] = labels | {_fold(term.id): term for term in self.of_facet(facet)}
        return named


def read_ontology(folder: Path = ONTOLOGY_FILES) -> Graph:
    """All Turtle files of the ontology folder as one graph.

    Raises:
        BadOntology: a file is not Turtle.
    """
    graph = Graph()
    for file in sorted(folder.rglob("*.ttl")):
        try:
            graph.parse(file, format="turtle")
        except (BadSyntax, UnicodeDecodeError) as error:
            raise BadOntology(f"{file.name} is not Turtle: {error}") from None
    return graph


def read_vocabulary(graph: Graph) -> Vocabulary:
    """What a graph that holds the ontology says of facets, terms and definitions.

    Raises:
        BadOntology: a facet without its one top term, a term of two facets or without its one label and definition, a
            broader term of another facet, a cycle, a hierarchy deeper than ``DEEPEST``, a condition over several facets,
            or a deprecated term that is used or is not replaced by a term of its facet.
    """
    facets: dict[str, Facet] = {}
    every: dict[str, Term] = {}
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
            if local_name(iri) in every:
                raise BadOntology(f"{local_name(iri)} is a term of {every[local_name(iri)].facet} and of {id_}")
            every[local_name(iri)] = Term(
                id=local_name(iri),
                facet=id_,
                label=_one_text(graph, iri, SKOS.prefLabel),
                definition=_one_text(graph, iri, SKOS.definition),
                synonyms=tuple(sorted(str(label) for label in graph.objects(iri, SKOS.altLabel))),
                broader=tuple(sorted(local_name(parent) for parent in graph.objects(iri, SKOS.broader))),
                replaced_by=tuple(sorted(local_name(term) for term in graph.objects(iri, DCTERMS.isReplacedBy))),
                rank=_integer(graph, iri, LACUNA.rank),
            )
    withdrawn = set(graph.subjects(OWL.deprecated, RdfLiteral(True)))
    deprecated = {id_: term for id_, term in every.items() if term.iri in withdrawn}
    terms = {id_: term for id_, term in every.items() if term.iri not in withdrawn}
    _check_replacements(terms, deprecated)
    _check_hierarchy(facets, terms)
    definitions = {
        local_name(iri): _definition(graph, iri, terms) for iri in graph.subjects(RDF.type, LACUNA.Definition)
    }
    return Vocabulary(
        version=_text(graph, ONTOLOGY, OWL.versionInfo),
        facets=facets,
        terms=terms,
        definitions=dict(sorted(definitions.items())),
        deprecated=deprecated,
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
        short=_text(graph, iri, SKOS.altLabel),
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
    too_deep = []  # told last: what lies below a cycle has no end of broader terms, but is not to blame
    for term in terms.values():
        if not term.broader and term.id != term.facet:
            raise BadOntology(f"{term.id} has no broader term, but the top term of its facet is {term.facet}")
        for parent in term.broader:
            if parent not in terms or terms[parent].facet != term.facet:
                raise BadOntology(f"{term.id}: its broader term {parent} is not a term of {term.facet}")
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
        if facet in _RESERVED:
            raise BadOntology(f"{facet} cannot be the name of a facet: queries use it themselves")


def _text(graph: Graph, subject: Node, property_: URIRef) -> str:
    value = graph.value(subject, property_)
    return "" if value is None else str(value)


def _integer(graph: Graph, subject: Node, property_: URIRef) -> int | None:
    value = graph.value(subject, property_)
    return None if value is None else int(str(value))


def _one_text(graph: Graph, term: Node, property_: URIRef) -> str:
    texts = sorted(str(text) for text in graph.objects(term, property_))
    if len(texts) != 1:
        raise BadOntology(f"{local_name(term)} must have one {local_name(property_).split('#')[-1]}, not {len(texts)}")
    return texts[0]


def _names(term: Term) -> tuple[str, ...]:
    return (term.id, term.label, *term.synonyms)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
