"""What is counted of terms beside a question: bounds, verdict, the rules that bar them, and what is to expect of them."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from kg.evaluation.counting.layout import Planes
from kg.evaluation.evaluate import may_be_one
from kg.evaluation.models import bounds_body
from kg.evaluation.verdict import Bounds, bound, verdict
from kg.ontology.applicability import Sides, barring, sides
from kg.ontology.vocabulary import Condition, Facet
from kg.questions.question import Question
from kg.versions.evidence import EvidenceBase
from kg.voids.hierarchy import without
from kg.voids.left_out import left_out
from kg.voids.ranking import expected
from kg.voids.search import hierarchy_of
from kg.voids.units import searched


class Counting:
    """Counts of the studies that have terms of some facets and meet a question, with ``k`` certain ones for ``populated``."""

    def __init__(self, evidence: EvidenceBase, question: Question, facets: tuple[Facet, ...], k: int) -> None:
        vocabulary = evidence.vocabulary
        hierarchies = {facet.id: hierarchy_of(vocabulary, question, facet.id) for facet in facets}
        found = searched(evidence, question, hierarchies)
        self._evidence, self._k, self._layout, self._frame = evidence, k, found.layout, found.frame
        self._near = {
            term: planes
            for of_facet, near in zip(found.hierarchies, found.terms, strict=True)
            for term, planes in zip(of_facet.terms, near, strict=True)
        }
        self._asked, self._completeness = tuple(question.expanded(vocabulary).values()), question.completeness
        gone = {each.term for each in left_out(evidence, tuple(hierarchies))}
        self._broader: dict[str, set[str]] = {}
        for of_facet in hierarchies.values():
            terms = {term: vocabulary.terms[term].broader for term in of_facet.terms[1:]}
            self._broader |= without(terms, gone)
        # What bars terms depends only on the rules' conditions that they meet, which most terms share.
        self._barred: dict[tuple[Sides, ...], tuple[str, ...]] = {}
        self._certain: dict[frozenset[str], int] = {}

    def near(self, *terms: str) -> Planes:
        """The units that meet the question and come near all of some terms."""
        return reduce(Planes.within, (self._near[term] for term in terms), self._frame)

    def uncharted(self, *facets: Facet) -> int | None:
        """The uncharted studies that may be one where terms of some facets are asked for too (None: not known)."""
        conditions = (*self._asked, *(Condition(facet.id, excluded=False, terms=()) for facet in facets))
        return may_be_one(self._evidence, conditions, self._completeness)

    def bounds(self, units: Planes, uncharted: int | None) -> Bounds:
        """The bounds of the studies of units, where so many uncharted ones may be one too."""
        certain, reported, possible = (
            count(units).bit_count() for count in (self._layout.certain, self._layout.reported, self._layout.possible)
        )
        return bound(certain, reported, possible, uncharted)

    def judged(self, units: Planes, uncharted: int | None, *terms: str) -> Mapping[str, Any]:
        """The fields ``verdict``, ``bounds`` and ``barred`` of terms, to which units come near."""
        bounds, rules = self.bounds(units, uncharted), self._rules(terms)
        return {
            "verdict": None if rules else verdict(bounds, self._k),
            "bounds": bounds_body(bounds),
            "barred": rules,
        }

    def surprise(self, row: str, column: str) -> float | None:
        """The least number of studies to expect of two terms by a step wider; None where one takes no part in searches."""
        if row not in self._broader or column not in self._broader:
            return None
        return min(
            expected(
                self._certainly(other, *wider),
                with_term=self._certainly(term),
                with_broader=self._certainly(*wider),
            )
            for term, other in ((row, column), (column, row))
            for wider in self._wider(term)
        )

    def _wider(self, term: str) -> list[tuple[str, ...]]:
        """The terms right above a term, each by itself; above a top term is no condition at all."""
        return [(each,) for each in self._broader[term]] or [()]

    def _certainly(self, *terms: str) -> int:
        """The number of certain studies."""
        key = frozenset(terms)
        if key not in self._certain:
            self._certain[key] = self._layout.certain(self.near(*key)).bit_count()
        return self._certain[key]

    def _rules(self, terms: tuple[str, ...]) -> tuple[str, ...]:
        vocabulary = self._evidence.vocabulary
        met = tuple(sides(vocabulary, term) for term in terms)
        if any(met) and met not in self._barred:
            conditions = (Condition.of(vocabulary.terms[term].facet, [term]) for term in terms)
            self._barred[met] = tuple(rule.id for rule in barring(vocabulary, (*self._asked, *conditions)))
        return self._barred.get(met, ())
