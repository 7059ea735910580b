"""The maximal voids of an evidence base over some facets, within a question."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kg.errors import BadQuestion
from kg.ontology.applicability import barring, sides
from kg.ontology.vocabulary import Incompatibility, Vocabulary
from kg.questions.question import Question, barred_terms
from kg.questions.reading import MOST_CONDITIONS, charted_facet, read_completeness, read_question
from kg.stores.stopping import check
from kg.voids.grades import Grade, counting, studies
from kg.voids.hierarchy import Hierarchy, without
from kg.voids.left_out import LeftOut, left_out
from kg.voids.miner import MOST_TESTED, Axis, Mined, Rules, mine
from kg.voids.units import Searchable, Searched, searched

MOST_FACETS = 6
"""The bound on facets that are combined."""


ANYTHING = Question()
"""The question around a search that is about all studies."""


@dataclass(frozen=True)
class Wanted:
    """A search: the facets (their ids), what counts as empty, from how many studies on it is not, and the question around it."""

    facets: tuple[str, ...]
    within: Question = ANYTHING
    grade: Grade = "reported"
    k: int = 1


def read_wanted(  # noqa: PLR0913 - one parameter per option
    vocabulary: Vocabulary,
    facets: str,
    within: Iterable[tuple[str, str]] = (),
    *,
    definition: str | None = None,
    completeness: str = "all",
    grade: Grade = "reported",
    k: int = 1,
) -> Wanted:
    """A search from names: facets separated by commas, and conditions as ``read_question`` takes them.

    Raises:
        BadQuestion: a name is not known, facets are repeated, too few or too many, or the conditions contradict each other.
    """
    named = [charted_facet(vocabulary, "facets", each.strip()).id for each in facets.split(",")]
    if len(set(named)) < len(named):
        raise BadQuestion("facets", facets[:200], "names a facet twice")
    if len(named) > MOST_FACETS:
        raise BadQuestion("facets", facets[:200], f"are too many: {MOST_FACETS} are allowed")
    within, question = tuple(within), Question(completeness=read_completeness(completeness))
    if within or definition:
        question = read_question(vocabulary, within, definition=definition, completeness=completeness)
    if len(question.conditions) > (most := MOST_CONDITIONS - len(named)):
        raise BadQuestion(
            "within", str(len(question.conditions)), f"conditions are too many: with these facets {most} are allowed"
        )
    return Wanted(tuple(named), question, grade, k)


@dataclass(frozen=True)
class Search:
    """A search that was made: the evidence it looked at, its result, the terms that took no part, and the rules that bar.

    ``everywhere`` is the evidence without the question around the search, None where that asks nothing.
    """

    wanted: Wanted
    evidence: Searched
    everywhere: Searched | None
    mined: Mined
    left_out: tuple[LeftOut, ...]
    incompatible: tuple[Incompatibility, ...]

    @cached_property
    def open_to_all(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """By facets, the studies that count for every term of them at once, where they are enough: no void is on these alone.

        Larger sets of facets are named, not the smaller ones within.
        """
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for size in range(len(self.wanted.facets), 0, -1):
            for facets in combinations(self.wanted.facets, size):
                if not any(set(facets) < set(larger) for larger in found):
                    ids = studies(self.evidence.layout, self.wanted.grade, self.evidence.near_everything(facets))
                    found |= {facets: ids} if len(ids) >= self.wanted.k else {}
        return found


def search(evidence: Searchable, wanted: Wanted, most_tested: int = MOST_TESTED) -> Search:
    """The search for maximal voids."""
    vocabulary = evidence.vocabulary
    passed_over = left_out(evidence, wanted.facets)
    gone = {each.term for each in passed_over}
    hierarchies = {facet: hierarchy_of(vocabulary, wanted.within, facet, gone) for facet in wanted.facets}
    found = searched(evidence, wanted.within, hierarchies)
    count = counting(found.layout, wanted.grade, wanted.k)
    axes = [
        Axis(hierarchy, [count.pack(units) for units in terms])
        for hierarchy, terms in zip(found.hierarchies, found.terms, strict=True)
    ]
    rules = _rules(vocabulary, found)
    mined = mine(axes, count.is_enough, rules=rules, most_tested=most_tested, check=check)
    nothing = Question(completeness=wanted.within.completeness)
    everywhere = None if wanted.within == nothing else searched(evidence, nothing, hierarchies)
    return Search(wanted, found, everywhere, mined, passed_over, _incompatible(vocabulary, wanted))


def _incompatible(vocabulary: Vocabulary, wanted: Wanted) -> tuple[Incompatibility, ...]:
    """The rules of applicability that may bar something: those on the facets that are asked about."""
    asked = {*wanted.facets, *(each.facet for each in wanted.within.expanded(vocabulary).values())}
    return tuple(rule for rule in vocabulary.incompatible if asked.issuperset(each.facet for each in rule.conditions))


def _rules(vocabulary: Vocabulary, evidence: Searched) -> Rules:
    """The rules of applicability, within the question."""
    named = [sides(vocabulary, term) for hierarchy in evidence.hierarchies for term in hierarchy.terms]
    bit = {side: 1 << place for place, side in enumerate(sorted(frozenset[tuple[str, str]]().union(*named)))}
    return Rules(
        [
            [sum(bit[side] for side in sides(vocabulary, term)) for term in hierarchy.terms]
            for hierarchy in evidence.hierarchies
        ],
        lambda pattern: bool(barring(vocabulary, evidence.question(pattern).expanded(vocabulary).values())),
    )


def hierarchy_of(vocabulary: Vocabulary, within: Question, facet: str, gone: Collection[str] = ()) -> Hierarchy:
    """The terms of a facet that can be asked for within a question, without some that take no part."""
    # With a term that the question excludes, a pattern would ask for what cannot be.
    excluded = vocabulary.with_narrower(barred_terms(within.expanded(vocabulary).values(), facet))
    broader = {term.id: term.broader for term in vocabulary.of_facet(facet) if term.id not in excluded}
    return Hierarchy.of(without(broader, gone))
