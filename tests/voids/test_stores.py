"""The same search in every engine, and its voids asked of that engine as questions."""

from dataclasses import dataclass

import pytest

from kg.ontology.vocabulary import Facet
from kg.query.languages import COMPILERS
from kg.questions.question import Completeness, Question
from kg.stores.base import QueryStore, Row
from kg.voids.search import search
from tests.law.engines import LANGUAGES, stored_batch
from tests.law.strategies import BATCHES, sized
from tests.voids.evidence import Evidence, by_brute_force, cases
from tests.voids.test_search import as_terms, in_order

CASES = sized(quick=3, full=12, thorough=30)


@dataclass(frozen=True)
class Stored(Evidence):
    """The evidence of some reviews in a store."""

    engine: QueryStore

    def rows(self, question: Question) -> list[Row]:
        return self._run("compile_question", question, self._ids, "")

    def edges(self, facet: Facet, completeness: Completeness) -> list[Row]:
        return self._run("compile_edges", facet, completeness, self._ids)

    @property
    def _ids(self) -> list[str]:
        return [review.id for review in self.charted]

    def _run(self, compiler: str, *asked: object) -> list[Row]:
        query = getattr(COMPILERS[self.engine.language], compiler)(self.vocabulary, *asked)
        return list(self.engine.run(query.text, query.parameters))


def first_difference(engine: QueryStore, number: int) -> tuple[object, ...] | None:
    """The first search of a batch whose result in a store is not the reference's."""
    for case in cases(number, CASES):
        stored = Stored(case.evidence.vocabulary, case.evidence.charted, engine)
        found, expected = search(stored, case.wanted), search(case.evidence, case.wanted)
        if (found.mined, found.evidence) != (expected.mined, expected.evidence):
            return case, found, expected
    return None


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_engine_finds_the_same(language, number):
    assert first_difference(stored_batch(language, number), number) is None


@pytest.mark.parametrize("number", BATCHES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_finds_what_the_engine_says_of_every_pattern(language, number):
    for case in cases(number, 2):
        stored = Stored(case.evidence.vocabulary, case.evidence.charted, stored_batch(language, number))
        expected = by_brute_force(stored.vocabulary, case.wanted, stored.bounds)
        assert in_order(as_terms(search(stored, case.wanted))) == in_order(expected)
