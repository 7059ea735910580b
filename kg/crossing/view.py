"""What is shown of two facets crossed, and the terms on each side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from kg.crossing.models import Sort
from kg.errors import BadQuestion
from kg.evaluation.verdict import Verdict
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.questions.question import NOT, Question, barred_terms
from kg.questions.reading import charted_facet, read_term, term_named


@dataclass(frozen=True)
class View:
    """What is shown.

    Attributes:
        within: by facet (its id), sets of terms; a term is shown if it lies at or below one of each set.
        by: a third facet, for the cells of broad terms within each of its own.
        only: the verdict of the cells that are shown (None: all).
        sort: the order of the cells.
        is_broad: whether only broad terms are shown: the top one of each facet, and those right below it.
    """

    within: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    by: Facet | None = None
    only: Verdict | None = None
    sort: Sort = "term"
    is_broad: bool = False


def read_within(
    vocabulary: Vocabulary, sides: Iterable[Facet], texts: Iterable[str]
) -> tuple[dict[str, tuple[tuple[str, ...], ...]], list[tuple[str, str]]]:
    """What a matrix is within: the terms of its sides (``View.within``), and conditions as ``read_question`` takes them.

    A text is ``FACET=TERM`` or, where one facet alone has such a term, its name. Several terms are separated by commas.

    Raises:
        BadQuestion: no facet or term is named so, or several are.
    """
    facets = {facet.id: facet for facet in sides}
    on_sides: list[tuple[str, tuple[str, ...]]] = []
    conditions: list[tuple[str, str]] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            name, value = term_named(vocabulary, "within", text)
        facet = None if name.startswith(NOT) or name == "year" else charted_facet(vocabulary, "within", name)
        if facet and facet.id in facets:
            named = [value] if vocabulary.meant(facet.id, value) else value.split(",")
            on_sides.append((facet.id, tuple(read_term(vocabulary, "within", facet, each) for each in named)))
        else:
            conditions.append((name, value))
    on_sides.sort(key=itemgetter(0))
    of_facets = groupby(on_sides, key=itemgetter(0))
    return {facet: tuple(terms for _, terms in found) for facet, found in of_facets}, conditions


def terms_of(vocabulary: Vocabulary, facet: Facet, question: Question, view: View) -> tuple[str, ...]:
    """The terms of a facet that are shown, in order of their id.

    Raises:
        BadQuestion: there is none.
    """
    # With a term that the question excludes, the cell would ask for what cannot be.
    excluded = vocabulary.with_narrower(barred_terms(question.expanded(vocabulary).values(), facet.id))
    wanted = [vocabulary.with_narrower(terms) for terms in view.within.get(facet.id, ())]
    shown = tuple(
        term.id
        for term in vocabulary.of_facet(facet.id)
        if term.id not in excluded and all(term.id in below for below in wanted)
    )
    if not shown:
        asked = "; ".join(",".join(terms) for terms in view.within.get(facet.id, ()))
        raise BadQuestion("within", f"{facet.id}={asked}", "leaves no term: none lies below all of these")
    return broad(vocabulary, shown) if view.is_broad else shown


def broad(vocabulary: Vocabulary, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Of the terms of a side those that nothing else is above, and those right below them."""
    first = {term for term in terms if not vocabulary.with_broader((term,)) - {term} & set(terms)}
    return tuple(term for term in terms if term in first or first & set(vocabulary.terms[term].broader))
