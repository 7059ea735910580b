"""The oracle: it fills in everything that is not known in every way that section 3 of the gap semantics allows, and counts.

It knows no closed form: only sets of terms, "lies at or below", and enumeration.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, product

from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Completeness, Question
from kg.review.depth import DEPTHS, Depth
from kg.review.model import Charted, CompletenessStatement, EvidenceUnit, Review, Status, Study

Actual = frozenset[str]
"""The terms that a study or unit really has on one facet, in one world."""


def extremes(vocabulary: Vocabulary, review: Review, question: Question) -> tuple[int, int]:
    """The least and the greatest number of charted studies that satisfy the question in any possible world.

    Studies share nothing, so the extremes of the sum are the sums of the extremes. Within a study only the facets asked
    for are filled in, the others cannot change an answer. And each facet is filled in on its own: a world is one filling of
    each facet of the study and of each unit, all of them free, so what counts of a facet is which truth values its fillings
    reach. ``extremes_unfactored`` relies on none of this.
    """
    conditions = _conditions(vocabulary, question)
    outcomes = [_outcomes(vocabulary, review, study, question, conditions) for study in review.studies]
    return sum(min(each) for each in outcomes), sum(max(each) for each in outcomes)


def once_named_is_done(review: Review) -> Review:
    """The review as if every charted cell closed its values and its silence, and no study had a further unit."""

    def read_all(charted: tuple[Charted, ...]) -> tuple[Charted, ...]:
        return tuple(replace(each, read=DEPTHS) for each in charted)

    studies = tuple(
        replace(
            study,
            charted=read_all(study.charted),
            units=tuple(replace(unit, charted=read_all(unit.charted)) for unit in study.units),
        )
        for study in review.studies
    )
    facets = {each.facet for study in review.studies for each in study.all_charted()} | {"evidence-unit"}
    closing = (CompletenessStatement(facet, "review", ("values", "silence"), DEPTHS) for facet in sorted(facets))
    # A study of which nothing was charted was read to no depth, so its units are closed by a cell of any status.
    studies = tuple(
        study if study.read else replace(study, charted=(*study.charted, Charted("nothing", Status.NONE, read=DEPTHS)))
        for study in studies
    )
    return replace(review, studies=studies, completeness=tuple(closing))


def extremes_unfactored(vocabulary: Vocabulary, review: Review, question: Question) -> tuple[int, int]:
    """The same from every world of the whole review, one after the other."""
    counts = [
        sum(_satisfies(vocabulary, question, world) for world in worlds)
        for worlds in product(*(_worlds(vocabulary, review, study, question) for study in review.studies))
    ]
    return min(counts), max(counts)


def fillings(
    vocabulary: Vocabulary, review: Review, facet: str, charted: Charted | None, relied_on: Completeness
) -> list[Actual]:
    """Every actual set of terms that what was charted on a facet allows."""
    return [
        actual
        for actual in _subsets(tuple(sorted(term.id for term in vocabulary.terms.values() if term.facet == facet)))
        if _allowed(vocabulary, review, facet, charted, relied_on, actual)
    ]


def _allowed(
    vocabulary: Vocabulary, review: Review, facet: str, charted: Charted | None, relied_on: Completeness, actual: Actual
) -> bool:
    if charted is None:
        return True
    if charted.status in (Status.NONE, Status.NOT_APPLICABLE):
        return not actual
    if charted.status is Status.NOT_REPORTED:
        return not actual or not _is_closed(review, facet, "silence", relied_on, charted.read)
    if charted.status is Status.UNCLEAR:
        return not charted.terms or all(_lies_under_any(vocabulary, term, charted.terms) for term in actual)
    each_value_is_there = all(
        any(_lies_under_any(vocabulary, term, (value,)) for term in actual) for value in charted.terms
    )
    nothing_else_is_there = all(_lies_under_any(vocabulary, term, charted.terms) for term in actual)
    return each_value_is_there and (
        nothing_else_is_there or not _is_closed(review, facet, "values", relied_on, charted.read)
    )


def _outcomes(
    vocabulary: Vocabulary, review: Review, study: Study, question: Question, conditions: list[Condition]
) -> set[bool]:
    """Whether a study satisfies the question: every answer that some world gives."""
    of_study = [_years(study, question)]
    of_study += _truths(vocabulary, review, study, _at("study", vocabulary, conditions), question.completeness)
    of_units = [
        _truths(vocabulary, review, unit, _at("unit", vocabulary, conditions), question.completeness)
        for unit in study.units
    ]
    if _may_have_a_further_unit(review, study, question.completeness):
        further = EvidenceUnit("further")
        exists = {True, False}
        of_further = _truths(vocabulary, review, further, _at("unit", vocabulary, conditions), question.completeness)
        of_units.append([exists, *of_further])
    reached = set()
    for study_truths in product(*of_study):
        for units in product(*(list(product(*truths)) for truths in of_units)):
            reached.add(all(study_truths) and any(all(unit) for unit in units))
    return reached


def _truths(
    vocabulary: Vocabulary,
    review: Review,
    holder: Study | EvidenceUnit,
    conditions: list[Condition],
    relied_on: Completeness,
) -> list[set[bool]]:
    """For each facet asked for, whether all conditions on it hold: every answer that some filling gives."""
    found = []
    for facet in sorted({condition.facet for condition in conditions}):
        on_facet = [condition for condition in conditions if condition.facet == facet]
        actuals = fillings(vocabulary, review, facet, _charted(holder, facet), relied_on)
        found.append({all(_holds(vocabulary, each, actual) for each in on_facet) for actual in actuals})
    return found


World = tuple[bool, dict[str, Actual], list[dict[str, Actual]]]
"""Of one study: whether its year is in the range, what it has on each of its facets, and what each of its units has."""


def _worlds(vocabulary: Vocabulary, review: Review, study: Study, question: Question) -> list[World]:
    relied_on = question.completeness
    facets = [facet.id for facet in vocabulary.facets.values() if facet.level == "study"]
    of_study = list(_filled(vocabulary, review, study, facets, relied_on))
    facets = [facet.id for facet in vocabulary.facets.values() if facet.level == "unit"]
    of_units = [list(_filled(vocabulary, review, unit, facets, relied_on)) for unit in study.units]
    all_units = [list(units) for units in product(*of_units)]
    if _may_have_a_further_unit(review, study, relied_on):
        further = list(_filled(vocabulary, review, EvidenceUnit("further"), facets, relied_on))
        all_units += [[*units, unit] for units in all_units for unit in further]
    return list(product(_years(study, question), of_study, all_units))


def _filled(
    vocabulary: Vocabulary, review: Review, holder: Study | EvidenceUnit, facets: list[str], relied_on: Completeness
) -> Iterator[dict[str, Actual]]:
    choices = [fillings(vocabulary, review, facet, _charted(holder, facet), relied_on) for facet in facets]
    return (dict(zip(facets, chosen, strict=True)) for chosen in product(*choices))


def _satisfies(vocabulary: Vocabulary, question: Question, world: World) -> bool:
    in_years, of_study, units = world
    return in_years and any(
        all(_holds(vocabulary, each, (of_study | unit)[each.facet]) for each in _conditions(vocabulary, question))
        for unit in units
    )


def _conditions(vocabulary: Vocabulary, question: Question) -> list[Condition]:
    of_definition = vocabulary.definitions[question.definition].conditions if question.definition else ()
    return [*question.conditions, *of_definition]


def _at(level: str, vocabulary: Vocabulary, conditions: Iterable[Condition]) -> list[Condition]:
    return [condition for condition in conditions if vocabulary.facets[condition.facet].level == level]


def _holds(vocabulary: Vocabulary, condition: Condition, actual: Actual) -> bool:
    some_actual_term_is_asked = any(_lies_under_any(vocabulary, term, condition.terms) for term in actual)
    return some_actual_term_is_asked != condition.excluded


def _years(study: Study, question: Question) -> set[bool]:
    """Whether the year lies in the range; a year that nobody wrote down may be any."""
    ranges = [*([question.years] if question.years else []), *question.not_years]
    if not ranges:
        return {True}
    # One year before all ranges and one behind them stand for all other years.
    every = range(min(each.first for each in ranges) - 1, max(each.last for each in ranges) + 2)
    years = [study.year] if study.year is not None else every
    return {
        (question.years is None or question.years.first <= year <= question.years.last)
        and all(year not in range(each.first, each.last + 1) for each in question.not_years)
        for year in years
    }


def _may_have_a_further_unit(review: Review, study: Study, relied_on: Completeness) -> bool:
    read: set[Depth] = set()
    for charted in (*study.charted, *(each for unit in study.units for each in unit.charted)):
        read.update(charted.read, *(other.read for other in charted.others))
    return not _is_closed(review, "evidence-unit", "values", relied_on, read)


def _is_closed(review: Review, facet: str, what: str, relied_on: Completeness, read: Iterable[Depth]) -> bool:
    """Whether a statement relied on closes a cell for which so much was read."""
    return any(
        each.facet == facet
        and what in each.closes
        and any(depth in each.depths for depth in read)
        and (relied_on == "all" or each.maker == "review")
        for each in review.completeness
    )


def _charted(holder: Study | EvidenceUnit, facet: str) -> Charted | None:
    return next((each for each in holder.charted if each.facet == facet), None)


def _lies_under_any(vocabulary: Vocabulary, term: str, others: tuple[str, ...]) -> bool:
    """Whether a term is one of the others or narrower than one."""
    return term in others or any(
        _lies_under_any(vocabulary, broader, others) for broader in vocabulary.terms[term].broader
    )


@lru_cache
def _subsets(terms: tuple[str, ...]) -> tuple[Actual, ...]:
    return tuple(frozenset(chosen) for size in range(len(terms) + 1) for chosen in combinations(terms, size))
