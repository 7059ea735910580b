"""The vocabulary of each corpus of a load, and of all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from rdflib import RDF, Graph
from rdflib.term import Node

from kg.errors import Fault, Refused
from kg.ontology.own import Statements, with_own
from kg.ontology.reading import Problem, read_ontology, read_vocabulary
from kg.ontology.skos import concept_schemes
from kg.ontology.vocabulary import Vocabulary
from kg.paths import ONTOLOGY as ONTOLOGY_FILES
from kg.paths import ROOT
from loaders.own.consistency import inconsistencies
from loaders.own.files import OwnVocabulary, read_own_vocabulary
from loaders.own.rules import broken_statements


class Vocabularies:
    """The ontology, and what the corpora of a load declare beside it, by the ids of their reviews."""

    def __init__(self, ontology: Graph, own: Iterable[OwnVocabulary]) -> None:
        """The vocabularies of corpora.

        Raises:
            Refused: one is at fault, or two contradict each other.
        """
        self.ontology = ontology
        self.plain = read_vocabulary(ontology)
        self._own: dict[str, Statements] = {}
        # Made once, because it takes time to copy a graph.
        self._with, self._vocabulary = cache(self._with_own), cache(self._vocabulary_with)
        brought = [(each, self._new(each)) for each in own]
        faults = [fault for each, statements in brought for fault in self._alone(each, statements)]
        faults = faults or list(self._beside_others(brought))
        if faults:
            raise Refused(faults)
        for each, statements in brought:
            if statements:
                self._own[each.review] = statements

    def of(self, *reviews: str) -> tuple[Graph, Vocabulary]:
        """The ontology with what the corpora of some reviews declare, and its vocabulary."""
        own = tuple((review, self._own[review]) for review in sorted(reviews) if review in self._own)
        return (self._with(*own), self._vocabulary(*own)) if own else (self.ontology, self.plain)

    @cached_property
    def together(self) -> tuple[Graph, Vocabulary]:
        """The ontology with what all corpora declare, and its vocabulary."""
        return self.of(*self._own)

    def _with_own(self, *own: tuple[str, Statements]) -> Graph:
        return with_own(self.ontology, dict(own))

    def _vocabulary_with(self, *own: tuple[str, Statements]) -> Vocabulary:
        return read_vocabulary(self._with(*own))

    def _new(self, own: OwnVocabulary) -> Statements:
        """What is not in the ontology already: a file may repeat it."""
        return frozenset(triple for triple in own.statements if triple not in self.ontology)

    def _alone(self, own: OwnVocabulary, statements: Statements) -> Iterator[Fault]:
        """The faults of one vocabulary beside the ontology."""
        whole = self._with((own.review, statements))
        problems = list(broken_statements(statements, self.plain, set(concept_schemes(whole))))
        for problem in problems or inconsistencies(statements, self.plain, whole):
            yield own.fault(problem, _in_the_ontology(problem.against))

    def _beside_others(self, brought: Sequence[tuple[OwnVocabulary, Statements]]) -> Iterator[Fault]:
        """The faults of vocabularies each of which is good alone: one is added after the other."""
        before: list[OwnVocabulary] = []
        declared: dict[Node, set[tuple[Node, Node]]] = {}
        whole, vocabulary = self.ontology, self.plain
        for own, statements in brought:
            mine = _by_subject(statements)
            changed = [subject for subject in mine if declared.get(subject, mine[subject]) != mine[subject]]
            new = frozenset(triple for triple in statements if triple[0] not in declared)
            beside = with_own(whole, {own.review: new}) if before else self._with((own.review, statements))
            problems = [
                Problem(str(subject), f"{subject} is declared with other statements", str(subject))
                for subject in changed
            ] or (inconsistencies(new, vocabulary, beside) if before else [])
            for problem in problems:
                yield own.fault(problem, _place(before, problem.against))
            if not problems:
                before.append(own)
                declared |= mine
                whole, vocabulary = beside, read_vocabulary(beside)


def vocabulary_of(folder: Path) -> Vocabulary:
    """The vocabulary of a corpus folder: that of the ontology, and what the folder declares.

    Raises:
        Refused: what it declares is at fault.
    """
    own, faults = read_own_vocabulary(folder)
    if faults:
        raise Refused(faults)
    _, vocabulary = Vocabularies(read_ontology(), [own] if own else ()).together
    return vocabulary


def _by_subject(statements: Statements) -> dict[Node, set[tuple[Node, Node]]]:
    stated: dict[Node, set[tuple[Node, Node]]] = defaultdict(set)
    for subject, property_, value in statements:
        stated[subject].add((property_, value))
    return dict(stated)


def _place(before: Iterable[OwnVocabulary], iri: str) -> str | None:
    """What faults call the file that declares an IRI: the first corpus's that does, or Lacuna's."""
    return next((place for own in before if (place := own.place(iri))), None) or _in_the_ontology(iri)


def _in_the_ontology(iri: str) -> str | None:
    """What faults call the file of Lacuna's that declares an IRI."""
    for file in sorted(ONTOLOGY_FILES.rglob("*.ttl")) if iri else ():
        if any(str(subject) == iri for subject in Graph().parse(file, format="turtle").subjects(RDF.type)):
            return f"Lacuna's {file.relative_to(ROOT)}"
    return None
