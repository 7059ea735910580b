"""The maximal voids of an evidence base over some facets, within a question."""

from dataclasses import dataclass

from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Question, barred_terms, with_conditions
from kg.stores.stopping import check
from kg.versions.evidence import EvidenceBase
from kg.voids.grades import Grade, counting
from kg.voids.hierarchy import Hierarchy, without
from kg.voids.left_out import LeftOut, left_out
from kg.voids.miner import MOST_TESTED, Axis, Mined, Pattern, mine
from kg.voids.units import Searched, searched


@dataclass(frozen=True)
class Wanted:
    """A search: the facets (their ids), what counts as empty, from how many studies on it is not, and the question around it."""

    facets: tuple[str, ...]
    within: Question = Question()
    grade: Grade = "reported"
    k: int = 1


@dataclass(frozen=True)
class Search:
    """A search that was made: the evidence it looked at, its result, and the terms that took no part."""

    wanted: Wanted
    evidence: Searched
    mined: Mined
    left_out: tuple[LeftOut, ...]

    def conditions(self, pattern: Pattern) -> tuple[Condition, ...]:
        """The conditions that a pattern stands for."""
        of_facets = zip(self.wanted.facets, self.evidence.hierarchies, pattern, strict=True)
        return tuple(Condition.of(facet, [hierarchy.terms[term]]) for facet, hierarchy, term in of_facets if term)

    def question(self, pattern: Pattern) -> Question:
        """The question that a pattern stands for."""
        return with_conditions(self.wanted.within, *self.conditions(pattern))

    def wider(self, pattern: Pattern) -> list[Pattern]:
        """Every pattern one step wider."""
        return [
            (*pattern[:place], each, *pattern[place + 1 :])
            for place, (hierarchy, term) in enumerate(zip(self.evidence.hierarchies, pattern, strict=True))
            for each in hierarchy.wider[term]
        ]


def search(evidence: EvidenceBase, wanted: Wanted, most_tested: int = MOST_TESTED) -> Search:
    """The search for maximal voids."""
    vocabulary = evidence.vocabulary
    passed_over = left_out(evidence, wanted.facets)
    gone = {each.term for each in passed_over}
    hierarchies = {facet: _hierarchy(vocabulary, wanted.within, facet, gone) for facet in wanted.facets}
    found = searched(evidence, wanted.within, hierarchies)
    count = counting(found.layout, wanted.grade, wanted.k)
    axes = [
        Axis(hierarchy, [count.pack(units) for units in terms])
        for hierarchy, terms in zip(found.hierarchies, found.terms, strict=True)
    ]
    mined = mine(axes, count.is_enough, most_tested=most_tested, check=check)
    return Search(wanted, found, mined, passed_over)


def _hierarchy(vocabulary: Vocabulary, within: Question, facet: str, gone: set[str]) -> Hierarchy:
    # With a term that the question excludes, a pattern would ask for what cannot be.
    excluded = vocabulary.with_narrower(barred_terms(within.expanded(vocabulary).values(), facet))
    broader = {term.id: term.broader for term in vocabulary.of_facet(facet) if term.id not in excluded}
    return Hierarchy.of(without(broader, gone))
