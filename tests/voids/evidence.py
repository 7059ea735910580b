"""Random reviews as an evidence base without stores, whose rows are the reference's; and their voids by brute force."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from kg.evaluation.standing import evaluate_rows
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Condition, Facet, Incompatibility, Vocabulary
from kg.questions.question import Completeness, Question, barred_terms, contradiction, with_conditions
from kg.review.model import Review
from kg.stores.base import Row
from kg.versions.studies import Studies
from kg.voids.grades import Grade
from kg.voids.search import Wanted
from tests.law import reference
from tests.law.strategies import COMPLETENESS, batch
from tests.law.test_several_reviews import studies_of

Pattern = Mapping[str, str]
"""The terms of some facets."""
Count = Callable[[Question], Bounds]

GRADES: tuple[Grade, ...] = ("observed", "reported", "certified")
COUNTED = {"observed": "certain", "reported": "reported", "certified": "possible"}


@dataclass(frozen=True)
class Recorded:
    """One of the reviews, as a search reads it."""

    header: Review


@dataclass(frozen=True)
class Evidence:
    """The evidence of some reviews; studies with the same key are the same paper."""

    vocabulary: Vocabulary
    charted: tuple[Review, ...]

    @property
    def reviews(self) -> tuple[Recorded, ...]:
        return tuple(map(Recorded, self.charted))

    @cached_property
    def studies(self) -> Studies:
        return studies_of(*self.charted)

    def rows(self, question: Question) -> list[Row]:
        return [row for review in self.charted for row in reference.rows(self.vocabulary, review, question)]

    def edges(self, facet: Facet, completeness: Completeness) -> list[Row]:
        found = (reference.edge_rows(self.vocabulary, review, facet.id, completeness) for review in self.charted)
        return [row for of_review in found for row in of_review]

    def bounds(self, question: Question) -> Bounds:
        """The bounds of a question as the question engine counts them."""
        columns = question.expanded(self.vocabulary)
        return evaluate_rows(columns, self.rows(question), self.studies, uncharted=None).bounds


@dataclass(frozen=True)
class Case:
    """A random search of random reviews."""

    evidence: Evidence
    wanted: Wanted


def cases(number: int, count: int) -> Iterator[Case]:
    """So many cases of the reviews of a batch: some reviews, any facets, question, grade and k, with and without rules."""
    found, dice = batch(number), random.Random(number)
    while count:
        rules = tuple(_rule(dice, found.vocabulary, place) for place in range(dice.choice((0, 0, 1, 2))))
        vocabulary = replace(found.vocabulary, incompatible=rules)
        reviews = sorted(dice.sample(found.reviews, dice.choice((1, 1, 2, 3, 6))), key=lambda review: review.id)
        asked = dice.choice(found.pairs)[1]
        within = dice.choice((Question(completeness=dice.choice(COMPLETENESS)), asked))
        facets = dice.sample(sorted(vocabulary.facets), dice.randint(1, len(vocabulary.facets)))
        if not contradiction(vocabulary, within) and not is_barred(vocabulary, within, {}):
            count -= 1
            wanted = Wanted(tuple(facets), within, dice.choice(GRADES), dice.choice((1, 1, 2, 3)))
            yield Case(Evidence(vocabulary, tuple(reviews)), wanted)


def _rule(dice: random.Random, vocabulary: Vocabulary, place: int) -> Incompatibility:
    """A rule that bars some terms of two facets beside each other, or of one where the other has none of them."""
    sides = []
    for number, facet in enumerate(dice.sample(sorted(vocabulary.facets), 2)):
        terms = [term.id for term in vocabulary.of_facet(facet)]
        excluded = number == 1 and dice.random() < 0.2
        sides.append(Condition.of(facet, dice.sample(terms, min(len(terms), dice.choice((1, 2)))), excluded=excluded))
    return Incompatibility(f"rule-{place}", "", tuple(sorted(sides)), "", "")


def by_brute_force(vocabulary: Vocabulary, wanted: Wanted, count: Count) -> list[Pattern]:
    """All maximal voids, by asking every pattern as a question."""
    every = [each for each in patterns(vocabulary, wanted) if not is_barred(vocabulary, wanted.within, each)]
    counted = COUNTED[wanted.grade]
    empty = [each for each in every if getattr(count(asked(wanted, each)), counted) < wanted.k]
    return [each for each in empty if not any(above in empty for above in wider(vocabulary, each))]


def asked(wanted: Wanted, pattern: Pattern) -> Question:
    return with_conditions(wanted.within, *(Condition.of(facet, [term]) for facet, term in pattern.items()))


def patterns(vocabulary: Vocabulary, wanted: Wanted) -> Iterator[Pattern]:
    """Every choice of a term, or none, of each facet, without terms that the question excludes."""
    choices = []
    for facet in wanted.facets:
        excluded = barred_terms(wanted.within.expanded(vocabulary).values(), facet)
        ids = [term.id for term in vocabulary.of_facet(facet)]
        kept = [id_ for id_ in ids if not any(is_under(vocabulary, id_, each) for each in excluded)]
        choices.append([None, *((facet, id_) for id_ in kept)])
    for chosen in product(*choices):
        yield dict(each for each in chosen if each)


def wider(vocabulary: Vocabulary, pattern: Pattern) -> Iterator[Pattern]:
    """Every pattern one step wider: a term is replaced by one right above it, or a top term is dropped."""
    for facet, term in pattern.items():
        broader = vocabulary.terms[term].broader
        for above in broader:
            # What is also above another broader term is two steps away.
            if not any(other != above and is_under(vocabulary, other, above) for other in broader):
                yield {**pattern, facet: above}
        if term == facet:
            yield {other: each for other, each in pattern.items() if other != facet}


def is_under(vocabulary: Vocabulary, term: str, other: str) -> bool:
    return term == other or any(is_under(vocabulary, each, other) for each in vocabulary.terms[term].broader)


def is_narrower(vocabulary: Vocabulary, pattern: Pattern, other: Pattern) -> bool:
    """Whether a pattern asks for everything that another one asks for, and for more."""
    return pattern != other and all(
        facet in pattern and is_under(vocabulary, pattern[facet], term) for facet, term in other.items()
    )


def is_barred(vocabulary: Vocabulary, within: Question, pattern: Pattern) -> bool:
    """Whether, whichever of its terms each condition is met by, some rule is met."""
    conditions = within.expanded(vocabulary).values()
    never = [term for each in conditions if each.excluded for term in each.terms]
    wanted = [
        [term for term in each.terms if not any(is_under(vocabulary, term, other) for other in never)]
        for each in conditions
        if not each.excluded
    ]
    return all(
        any(_is_met(vocabulary, rule, (*chosen, *pattern.values()), never) for rule in vocabulary.incompatible)
        for chosen in product(*wanted)
    )


def _is_met(vocabulary: Vocabulary, rule: Incompatibility, terms: tuple[str, ...], never: list[str]) -> bool:
    return all(
        all(any(is_under(vocabulary, term, other) for other in never) for term in each.terms)
        if each.excluded
        else any(is_under(vocabulary, term, other) for term in terms for other in each.terms)
        for each in rule.conditions
    )
