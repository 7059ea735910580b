"""A question: a conjunction of conditions, as a frozen value in canonical order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.ontology.vocabulary import Condition, Vocabulary

Completeness = Literal["all", "review"]
"""The completeness statements to rely on: those of review and coders, or the review's alone."""

NOT = "not."
"""Prefix of an excluded condition's name: ``not.FACET``."""


@dataclass(frozen=True, order=True)
class YearRange:
    """Publication years from ``first`` to ``last``, both included."""

    first: int
    last: int

    def holds(self, year: int) -> bool:
        """Whether a year lies in the range."""
        return self.first <= year <= self.last

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Question:
    """Conditions, a named definition (its id) and years, all of which must hold.

    ``years`` is a range of publication years, ``not_years`` are ranges in which the year does not lie, sorted.
    """

    conditions: tuple[Condition, ...] = ()
    definition: str | None = None
    years: YearRange | None = None
    completeness: Completeness = "all"
    not_years: tuple[YearRange, ...] = ()

    @property
    def asks_year(self) -> bool:
        """Whether it has a condition on the year of publication, which then has the column ``year``."""
        return self.years is not None or bool(self.not_years)

    def expanded(self, vocabulary: Vocabulary) -> dict[str, Condition]:
        """Every condition, those of the definition too, each under the column name that its truth has in a query.

        Columns are the facet's id with underscores, ``not_`` in front of an excluded one, ``_2`` … behind a second one.
        In front of a facet that a corpus brings along stands ``own_``, so that no word of a query language is meant.
        """
        from_definition = vocabulary.definitions[self.definition].conditions if self.definition else ()
        # One column per condition, not per facet: a repeated facet is two conditions.
        columns: dict[str, Condition] = {}
        for condition in canonical((*self.conditions, *from_definition)):
            own = "own_" if vocabulary.facets[condition.facet].namespace else ""
            name = ("not_" if condition.excluded else "") + own + condition.facet.replace("-", "_")
            number = 2
            column = name
            while (
                column in columns or column.removesuffix("_near") in columns
            ):  # NAME_near is another parameter of NAME
                column, number = f"{name}_{number}", number + 1
            columns[column] = condition
        return columns

    def parameters(self) -> list[tuple[str, str]]:
        """The question as names and values in canonical order, as ``read_question`` and ``/ask`` take them."""
        # The default completeness is left out, so that one question has one address.
        pairs = [((NOT if each.excluded else "") + each.facet, ",".join(each.terms)) for each in self.conditions]
        if self.years:
            pairs.append(("year", str(self.years)))
        if self.not_years:
            pairs.append((f"{NOT}year", ",".join(map(str, self.not_years))))
        if self.definition:
            pairs.append(("definition", self.definition))
        if self.completeness != "all":
            pairs.append(("completeness", self.completeness))
        return pairs


def barred_beside(conditions: Iterable[Condition], condition: Condition) -> Condition | None:
    """The excluded condition on the facet of a positive one, or None.

    There is at most one, as ``canonical`` merges them. The two are evaluated together: one term must meet both.
    """
    if condition.excluded:
        return None
    return next((other for other in conditions if other.excluded and other.facet == condition.facet), None)


def barred_terms(conditions: Iterable[Condition], facet: str) -> tuple[str, ...]:
    """The terms of a facet that conditions exclude."""
    return tuple(term for each in conditions if each.excluded and each.facet == facet for term in each.terms)


def contradiction(vocabulary: Vocabulary, question: "Question") -> tuple[Condition, Condition] | None:
    """A positive condition that no study can meet in any world, and the excluded condition that it clashes with; or None."""
    conditions = tuple(question.expanded(vocabulary).values())
    for condition in conditions:
        barred = barred_beside(conditions, condition)
        if barred and vocabulary.with_narrower(condition.terms) <= vocabulary.with_narrower(barred.terms):
            return condition, barred
    return None


def with_conditions(question: Question, *conditions: Condition) -> Question:
    """The question with further conditions."""
    return replace(question, conditions=canonical((*question.conditions, *conditions)))


def spelt_out(question: Question, conditions: Iterable[Condition]) -> Question:
    """The question with these conditions in place of its own and those of its definition."""
    return replace(question, conditions=canonical(tuple(conditions)), definition=None)


def canonical(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Sorted, each once, and the excluded terms of a facet as one condition (not in A and not in B = not in A or B)."""
    positive = {condition for condition in conditions if not condition.excluded}
    barred: dict[str, set[str]] = {}
    for condition in conditions:
        if condition.excluded:
            barred.setdefault(condition.facet, set()).update(condition.terms)
    return tuple(sorted(positive | {Condition.of(facet, terms, excluded=True) for facet, terms in barred.items()}))
