"""A question: a conjunction of conditions, as a frozen value; and the one way it is read from names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from kg.errors import BadQuestion, nearest
from kg.ontology.vocabulary import Condition, Facet, Vocabulary

Completeness = Literal["all", "review"]
"""Whose completeness statements are relied on: the review's and the coders', or the review's alone."""

MOST_CONDITIONS = 20
"""How many conditions a question may have: each is one more step of the query."""

_YEAR = re.compile(r"\s*[0-9]{4}\s*")

NOT = "not."
"""``not.FACET`` is the name of an excluded condition on a facet."""


@dataclass(frozen=True)
class YearRange:
    """Publication years from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Question:
    """What is asked of a review: conditions, a named definition (its id) and a range of years, all of them to hold."""

    conditions: tuple[Condition, ...] = ()
    definition: str | None = None
    years: YearRange | None = None
    completeness: Completeness = "all"

    def expanded(self, vocabulary: Vocabulary) -> dict[str, Condition]:
        """Every condition, those of the definition too, each under the column name that its truth has in a query.

        Columns are the facet's id with underscores, ``not_`` in front of an excluded one, ``_2`` … behind a second one.
        """
        of_definition = vocabulary.definitions[self.definition].conditions if self.definition else ()
        columns: dict[str, Condition] = {}
        for condition in _canonical((*self.conditions, *of_definition)):
            name = ("not_" if condition.excluded else "") + condition.facet.replace("-", "_")
            number = 2
            column = name
            while column in columns:
                column, number = f"{name}_{number}", number + 1
            columns[column] = condition
        return columns

    def parameters(self) -> list[tuple[str, str]]:
        """The question as names and values in canonical order, as ``read_question`` and ``/ask`` take them."""
        pairs = [((NOT if each.excluded else "") + each.facet, ",".join(each.terms)) for each in self.conditions]
        if self.years:
            pairs.append(("year", str(self.years)))
        if self.definition:
            pairs.append(("definition", self.definition))
        if self.completeness != "all":
            pairs.append(("completeness", self.completeness))
        return pairs


def read_question(
    vocabulary: Vocabulary,
    where: Iterable[tuple[str, str]],
    *,
    definition: str | None = None,
    completeness: str = "all",
) -> Question:
    """A question from pairs of names and values, as they stand in ``--where``, in ``/ask`` and in a question file.

    A name is a facet, ``not.`` and a facet, or ``year``; a value is terms separated by commas (any of them) or a range
    of years (``2021..2025``). A repeated facet means every one of its values.

    Raises:
        BadQuestion: an unknown facet, term, definition or completeness, an empty value, a year range that is none, or
            no positive condition.
    """
    conditions: list[Condition] = []
    years: YearRange | None = None
    for name, value in where:
        if name == "year":
            years = read_years(value, within=years)
        else:
            excluded = name.startswith(NOT)
            facet = charted_facet(vocabulary, name, name.removeprefix(NOT))
            # A comma separates terms, but may also stand within the label of one.
            texts = [value] if vocabulary.find(facet.id, value) else value.split(",")
            ids = [_term(vocabulary, name, facet, text) for text in texts]
            conditions.append(Condition.of(facet.id, ids, excluded=excluded))
    if len(conditions) > MOST_CONDITIONS:
        raise BadQuestion("where", str(len(conditions)), f"conditions are too many: {MOST_CONDITIONS} can be asked")
    question = Question(
        conditions=_canonical(conditions),
        definition=read_definition(vocabulary, definition) if definition else None,
        years=years,
        completeness=read_completeness(completeness),
    )
    if not years and all(condition.excluded for condition in question.expanded(vocabulary).values()):
        raise BadQuestion("where", "", "asks nothing: at least one condition must be positive (FACET=TERM)")
    return question


def read_completeness(text: str) -> Completeness:
    """Whose completeness statements are relied on.

    Raises:
        BadQuestion: it is neither ``all`` nor ``review``.
    """
    known: tuple[Completeness, ...] = get_args(Completeness)
    for each in known:
        if each == text:
            return each
    raise BadQuestion("completeness", text, f"is not one of {', '.join(known)}", nearest(text, known))


def barred_beside(conditions: Iterable[Condition], condition: Condition) -> Condition | None:
    """The excluded condition on the same facet (there is at most one), which is judged together with a positive one."""
    if condition.excluded:
        return None
    return next((other for other in conditions if other.excluded and other.facet == condition.facet), None)


def with_conditions(question: Question, *conditions: Condition) -> Question:
    """The question with further conditions."""
    return replace(question, conditions=_canonical((*question.conditions, *conditions)))


def spelt_out(question: Question, conditions: Iterable[Condition]) -> Question:
    """The question with these conditions in place of its own and those of its definition."""
    return replace(question, conditions=_canonical(tuple(conditions)), definition=None)


def _canonical(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Sorted, each once, and the excluded terms of a facet as one condition (not in A and not in B = not in A or B)."""
    positive = {condition for condition in conditions if not condition.excluded}
    barred: dict[str, set[str]] = {}
    for condition in conditions:
        if condition.excluded:
            barred.setdefault(condition.facet, set()).update(condition.terms)
    return tuple(sorted(positive | {Condition.of(facet, terms, excluded=True) for facet, terms in barred.items()}))


def charted_facet(vocabulary: Vocabulary, parameter: str, text: str) -> Facet:
    """The facet with that id.

    Raises:
        BadQuestion: there is none, or nobody charts it for studies; the fault is named after ``parameter``.
    """
    facet = vocabulary.facets.get(text)
    if facet is None:
        known = [facet.id for facet in vocabulary.charted_facets]
        raise BadQuestion(parameter, text, "is not a facet", nearest(text, known))
    if not facet.charted:
        known = [facet.id for facet in vocabulary.charted_facets]
        raise BadQuestion(
            parameter, text, "is a facet of the review itself; no study is charted on it", nearest(text, known)
        )
    return facet


def _term(vocabulary: Vocabulary, parameter: str, facet: Facet, text: str) -> str:
    term = vocabulary.find(facet.id, text)
    if term is None:
        if old := vocabulary.replaced(facet.id, text):
            raise BadQuestion(parameter, text.strip(), old.instead, old.replaced_by)
        raise BadQuestion(parameter, text.strip(), f"is not a term of {facet.id}", vocabulary.nearest(facet.id, text))
    return term.id


def read_definition(vocabulary: Vocabulary, text: str) -> str:
    """The id of the definition with that id, label or short name.

    Raises:
        BadQuestion: there is none.
    """
    definition = vocabulary.find_definition(text)
    if definition is None:
        known: Mapping[str, object] = vocabulary.definitions
        raise BadQuestion("definition", text, "is not a definition", nearest(text, known) or tuple(known))
    return definition.id


def read_years(value: str, within: YearRange | None = None) -> YearRange:
    """A year or a range of years, ``2021..2025``; of a range ``within`` another, what they have in common.

    Raises:
        BadQuestion: it is none, or leaves no year.
    """
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    if not (_YEAR.fullmatch(first) and _YEAR.fullmatch(last)):
        raise BadQuestion("year", value[:40], "is not a year or a range of years such as 2021..2025")
    years = YearRange(int(first), int(last))
    if within:
        years = YearRange(max(years.first, within.first), min(years.last, within.last))
    if years.first > years.last:
        raise BadQuestion("year", value, "leaves no year: the first comes after the last")
    return years
