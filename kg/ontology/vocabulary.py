"""Facets, terms and named definitions, as frozen values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar

from rdflib import URIRef

from kg.errors import nearest
from kg.rdf.iris import DEFINITION, LACUNA, TERM, named, scheme_iri
from kg.spelling import LONGEST_NAME, folded, stands_in

Level = Literal["study", "unit", "review"]
EVIDENCE_UNIT = "evidence-unit"
"""The name that a completeness statement gives in place of a facet: all evidence units of a study were charted."""


@dataclass(frozen=True)
class Term:
    """One term of a facet; ``broader``, ``facet`` and, for a deprecated term, ``replaced_by`` are ids.

    ``rank`` is its place in the order of its facet, from 1; None where the facet has no order, or where it is off the scale.
    ``namespace`` is that of its IRI: a corpus's own term, or any term of its own facet, has another one.
    """

    id: str
    facet: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    replaced_by: tuple[str, ...] = ()
    rank: int | None = None
    namespace: str = str(TERM)

    @property
    def iri(self) -> URIRef:
        """The term's IRI."""
        return named(self.namespace, self.id)

    @property
    def instead(self) -> str:
        """The end of a message to a user of a deprecated term."""
        return f"is deprecated: use {' or '.join(self.replaced_by)} instead"


@dataclass(frozen=True)
class Facet:
    """One facet: its id is its top term's id; ``class_name`` and ``property_name`` are the local names of two IRIs.

    ``namespace`` is that of class, property and all IRIs below it, where a corpus brings the facet along; empty for the
    ontology's facets.
    """

    id: str
    label: str
    level: Level
    class_name: str
    property_name: str | None
    namespace: str = ""

    @property
    def charted(self) -> bool:
        """Whether the facet is a column of a charting sheet (facets of the review itself are not)."""
        return self.property_name is not None

    @property
    def class_iri(self) -> URIRef:
        """The class of its terms."""
        return named(self.namespace or str(LACUNA), self.class_name)

    @property
    def property_iri(self) -> URIRef:
        """The property that leads to the terms charted on it.

        Raises:
            ValueError: no study is charted on it.
        """
        if self.property_name is None:
            raise ValueError(f"no study is charted on {self.id}")
        return named(self.namespace or str(LACUNA), self.property_name)

    @property
    def scheme(self) -> URIRef:
        """The concept scheme of its terms."""
        return scheme_iri(named(self.namespace or str(TERM), self.id))


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
    """A named conjunction of conditions, one variant of a notion; ``source`` says where it comes from.

    ``short`` is its other label, or where it has none its label. ``namespace`` is that of its IRI, ``notion_namespace`` that
    of its notion's: a corpus may bring its own.
    """

    id: str
    label: str
    short: str
    text: str
    notion: str
    source: str
    conditions: tuple[Condition, ...]
    namespace: str = str(DEFINITION)
    notion_namespace: str = str(DEFINITION)

    @property
    def iri(self) -> URIRef:
        """The definition's IRI."""
        return named(self.namespace, self.id)

    @property
    def notion_iri(self) -> URIRef:
        """The IRI of what it is a variant of."""
        return named(self.notion_namespace, self.notion)


@dataclass(frozen=True)
class Incompatibility:
    """A rule of applicability: conditions on different facets that no study meets together, why, and on whose word.

    Kept in RDF as ``lacuna:Incompatibility``: of each facet any of the terms, and of an excluded condition none of them.
    """

    id: str
    label: str
    conditions: tuple[Condition, ...]
    reason: str
    source: str


@dataclass(frozen=True)
class Vocabulary:
    """All facets, terms, definitions and rules of applicability of one ontology version, by id.

    ``deprecated`` terms must not be used any more; only ``replaced`` finds them. ``incompatible`` is in order of the ids.
    """

    version: str
    facets: Mapping[str, Facet]
    terms: Mapping[str, Term]
    definitions: Mapping[str, Definition]
    deprecated: Mapping[str, Term] = field(default_factory=dict)
    incompatible: tuple[Incompatibility, ...] = ()

    def term_iri(self, id_: str) -> URIRef:
        """The IRI of a term, a deprecated one too; of an unknown id, which is a fault elsewhere, one of Lacuna's."""
        term = self.terms.get(id_) or self.deprecated.get(id_)
        return term.iri if term else TERM[id_]

    @cached_property
    def charted_facets(self) -> tuple[Facet, ...]:
        """The facets that a charting sheet has, in order of their id."""
        return tuple(self.facets[id_] for id_ in sorted(self.facets) if self.facets[id_].charted)

    def of_facet(self, facet: str) -> Iterator[Term]:
        """The terms of a facet in use, in order of their id."""
        return (self.terms[id_] for id_ in self._ids_by_facet[facet])

    def find(self, facet: str, text: str) -> Term | None:
        """The one term of a facet that a text means (see ``meant``), or None."""
        terms = self.meant(facet, text)
        return terms[0] if len(terms) == 1 else None

    def meant(self, facet: str, text: str) -> tuple[Term, ...]:
        """The terms of a facet that a text may mean, in order of their ids: by id, else by label, else by synonym.

        All spellings of a name count (see ``folded``). More than one term is meant if a synonym is one of several terms.
        """
        return self._named[facet].get(folded(text), ()) if len(text) <= LONGEST_NAME else ()

    def find_facet(self, text: str) -> Facet | None:
        """The facet with that id or label, or of which the text is a synonym and of no other; any spelling counts."""
        facets = self._named_facets.get(folded(text), ()) if len(text) <= LONGEST_NAME else ()
        return facets[0] if len(facets) == 1 else None

    def replaced(self, facet: str, text: str) -> Term | None:
        """The deprecated term of the facet with that id or preferred label, or None."""
        known = (term for term in self.deprecated.values() if term.facet == facet)
        return next((term for term in known if folded(text) in {folded(term.id), folded(term.label)}), None)

    def with_narrower(self, terms: Iterable[str]) -> frozenset[str]:
        """The ids of terms with those of all narrower ones."""
        return frozenset[str]().union(*(self._under[id_] for id_ in terms))

    def with_broader(self, terms: Iterable[str]) -> frozenset[str]:
        """The ids of terms with those of all broader ones."""
        reached: set[str] = set()
        new = set(terms)
        while new:  # level by level: a term may have several broader ones
            reached |= new
            new = {parent for id_ in new for parent in self.terms[id_].broader} - reached
        return frozenset(reached)

    def nearest(self, facet: str, text: str) -> tuple[str, ...]:
        """The facet's terms that a text may stand for, best first (see ``most_like``): of several that hold it, the widest."""
        names = {name: term.id for term in self.of_facet(facet) for name in (*term.synonyms, term.label, term.id)}
        holding = {id_ for name, id_ in names.items() if stands_in(text, name)}
        wide = [id_ for id_ in sorted(holding) if 2 * len(self._under[id_] & holding) > len(holding) > 1]
        # Twice as many names as ids are asked for, because several names may be of one term.
        found = [names[name] for name in nearest(text, names, 6)]
        return tuple(dict.fromkeys([*sorted(wide, key=lambda id_: -len(self._under[id_])), *found]))[:3]

    def search(self, word: str) -> list[Term]:
        """Terms whose id, label or synonym holds a word (or, where there are none, is like it), in order of facet and id."""
        asked = folded(word)
        terms = [self.terms[id_] for ids in self._ids_by_facet.values() for id_ in ids]
        matching = [
            term for term in terms if any(asked in folded(name) for name in (term.id, term.label, *term.synonyms))
        ]
        if not matching:
            close = {id_ for facet in self.facets for id_ in self.nearest(facet, word)}
            matching = [term for term in terms if term.id in close]
        return sorted(matching, key=lambda term: (term.facet, term.id))

    def find_definition(self, text: str) -> Definition | None:
        """The definition with that id, label or short name, or None."""
        for definition in self.definitions.values():
            if folded(text) in {folded(name) for name in (definition.id, definition.label, definition.short)}:
                return definition
        return None

    # Read for every cell of a load and every condition of a question, so indexed once.

    @cached_property
    def barred_sides(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """For each term that a rule bars beside others: the rule's id and the term's facet; narrower terms included."""
        found: dict[str, set[tuple[str, str]]] = {}
        for rule in self.incompatible:
            for condition in rule.conditions:
                for term in () if condition.excluded else self.with_narrower(condition.terms):
                    found.setdefault(term, set()).add((rule.id, condition.facet))
        return {term: frozenset(met) for term, met in found.items()}

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
            for broader in self.with_broader((id_,)):
                under[broader].add(id_)
        return under

    @cached_property
    def _named(self) -> dict[str, dict[str, tuple[Term, ...]]]:
        named: dict[str, dict[str, tuple[Term, ...]]] = {}
        for facet in self.facets:
            kinds: list[tuple[Term, Sequence[Sequence[str]]]] = [
                (term, ((term.id,), (term.label,), (), term.synonyms)) for term in self.of_facet(facet)
            ]
            # The name of a deprecated term is not taken as a synonym: ``replaced`` says what to use instead.
            old = [(term, ((), (), (term.id, term.label))) for term in self.deprecated.values() if term.facet == facet]
            all_names = _by_name([*kinds, *old])
            named[facet] = {name: terms for name, terms in all_names.items() if terms[0].id not in self.deprecated}
        return named

    @cached_property
    def _named_facets(self) -> dict[str, tuple[Facet, ...]]:
        tops = ((facet, self.terms[id_]) for id_, facet in sorted(self.facets.items()))
        return _by_name((facet, ((facet.id,), (facet.label, top.label), top.synonyms)) for facet, top in tops)


Named = TypeVar("Named", Term, Facet)


def _by_name(named: Iterable[tuple[Named, Sequence[Sequence[str]]]]) -> dict[str, tuple[Named, ...]]:
    """What each name stands for, from what is named with its ids, labels and synonyms; an earlier kind of name precedes."""
    found: dict[str, tuple[int, list[Named]]] = {}
    for each, kinds in named:
        for kind, names in enumerate(kinds):
            for name in {folded(name) for name in names}:
                known = found.get(name)
                if known is None or kind < known[0]:
                    found[name] = kind, [each]
                elif kind == known[0] and each not in known[1]:
                    known[1].append(each)
    return {name: tuple(same_name) for name, (_, same_name) in found.items()}
