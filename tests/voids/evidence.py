"""Random reviews as an evidence base without stores, whose rows come from the reference; and all its voids by brute force."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from kg.evaluation.standing import evaluate_rows
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.questions.question import Completeness, Question, barred_terms, with_conditions
from kg.review.model import Review
from kg.versions.studies import Studies
from tests.law import reference
from tests.law.test_several_reviews import studies_of

Pattern = Mapping[str, str]
"""A term for each facet of some."""


@dataclass(frozen=True)
class Recorded:
    """One of the reviews, as a search reads it."""

    header: Review

    @property
    def id(self) -> str:
        return self.header.id


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

    def rows(self, question: Question) -> list[reference.Row]:
        return [row for review in self.charted for row in reference.rows(self.vocabulary, review, question)]

    def edges(self, facet: Facet, completeness: Completeness) -> list[reference.Row]:
        return [
            row
            for review in self.charted
            for row in reference.edge_rows(self.vocabulary, review, facet.id, completeness)
        ]


def bounds_of(evidence: Evidence, question: Question) -> Bounds:
    """The bounds of a question as the question engine counts them."""
    columns = question.expanded(evidence.vocabulary)
    return evaluate_rows(columns, evidence.rows(question), evidence.studies, uncharted=None).bounds


def asked(within: Question, pattern: Pattern) -> Question:
    return with_conditions(within, *(Condition.of(facet, [term]) for facet, term in pattern.items()))


def is_under(vocabulary: Vocabulary, term: str, other: str) -> bool:
    return term == other or any(is_under(vocabulary, each, other) for each in vocabulary.terms[term].broader)


def patterns(vocabulary: Vocabulary, within: Question, facets: Iterable[str]) -> Iterator[Pattern]:
    """Every choice of a term, or none, of each facet, without terms that the question excludes."""
    choices = []
    for facet in facets:
        barred = barred_terms(within.expanded(vocabulary).values(), facet)
        ids = [term.id for term in vocabulary.of_facet(facet)]
        kept = [id_ for id_ in ids if not any(is_under(vocabulary, id_, each) for each in barred)]
        choices.append([None, *((facet, id_) for id_ in kept)])
    for chosen in product(*choices):
        yield dict(each for each in chosen if each)


def wider(vocabulary: Vocabulary, pattern: Pattern) -> Iterator[Pattern]:
    """Every pattern one step wider: a term is replaced by one right above it, or a top term is dropped."""
    for facet, term in pattern.items():
        for above in vocabulary.terms[term].broader:
            yield {**pattern, facet: above}
        if term == facet:
            yield {other: each for other, each in pattern.items() if other != facet}


def is_barred(vocabulary: Vocabulary, pattern: Pattern, barred: Iterable[Collection[str]]) -> bool:
    return any(
        all(any(is_under(vocabulary, term, each) for term in pattern.values()) for each in rule) for rule in barred
    )


def by_brute_force(
    evidence: Evidence, within: Question, facets: tuple[str, ...], grade: str, k: int, barred: Iterable[Collection[str]] = ()
) -> list[Pattern]:
    """All maximal voids, by asking every pattern as a question."""
    vocabulary = evidence.vocabulary
    counted = {"observed": "certain", "reported": "reported", "certified": "possible"}[grade]
    every = [
        each for each in patterns(vocabulary, within, facets) if not is_barred(vocabulary, each, barred)
    ]
    empty = [each for each in every if getattr(bounds_of(evidence, asked(within, each)), counted) < k]
    return [each for each in empty if not any(above in empty for above in wider(vocabulary, each))]


def renamed(review: Review, id_: str) -> Review:
    return replace(review, id=id_)
