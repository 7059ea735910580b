"""Near misses: a question with one condition dropped or broadened, so that some study is certain."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.evaluation.evaluate import Outline
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import NOT, Question, spelt_out, with_conditions


@dataclass(frozen=True)
class Weakening:
    """A question with one condition less, or a broader one.

    ``of`` is the condition that was weakened, ``to`` its replacement (None: it was dropped). Where a range of years was
    dropped, ``of`` is None and ``years`` the name of its condition.
    ``steps`` counts steps of the hierarchy: to the broader term, or to the top and one more where the condition is dropped.
    """

    steps: int
    of: Condition | None
    to: Condition | None
    question: Question
    years: str | None = None


@dataclass(frozen=True)
class NearMiss:
    """A weakening under which some study is certain."""

    weakening: Weakening
    outline: Outline


def near_misses(vocabulary: Vocabulary, question: Question, outline: Callable[[Question], Outline]) -> list[NearMiss]:
    """The weakenings of a question that some study certainly meets, nearest first; ``outline`` answers each."""
    misses: list[NearMiss] = []
    in_vain: list[Weakening] = []
    # The weakest first: where no study meets a question, none meets a stronger one, which need not be asked. Of a question with
    # many conditions that spares most of the work.
    for weakening in reversed(weakenings(vocabulary, question)):
        if any(_admits_all_of(vocabulary, weaker, weakening) for weaker in in_vain):
            continue
        found = outline(weakening.question)
        if found.certain:
            misses.append(NearMiss(weakening, found))
        else:
            in_vain.append(weakening)
    return misses[::-1]


def weakenings(vocabulary: Vocabulary, question: Question) -> list[Weakening]:
    """Every weakening of one condition, those of the definition included, that leaves a positive condition.

    A positive condition is dropped, or one of its terms is replaced by any broader one. An excluded condition is dropped, or
    one of its terms is let in. A range of years is dropped.
    """
    found = []
    for condition in question.expanded(vocabulary).values():
        for steps, to in _weaker(vocabulary, condition):
            found.append(Weakening(steps, condition, to, _instead(vocabulary, question, condition, to)))
    if question.years:
        found.append(Weakening(1, None, None, replace(question, years=None), years="year"))
    for each in question.not_years:
        rest = tuple(other for other in question.not_years if other != each)
        found.append(Weakening(1, None, None, replace(question, not_years=rest), years=f"{NOT}year"))
    # The sort is stable: weakenings of equally many steps stay in the order of conditions and replacements.
    return sorted((each for each in found if _asks(vocabulary, each.question)), key=lambda each: each.steps)


def _admits_all_of(vocabulary: Vocabulary, weaker: Weakening, other: Weakening) -> bool:
    """Whether whatever meets a weakening meets another, which weakens the same condition."""
    if (weaker.of, weaker.years) != (other.of, other.years):
        return False
    if weaker.to is None or other.to is None:
        return weaker.to is None
    asked, of_other = (vocabulary.with_narrower(each.to.terms) for each in (weaker, other) if each.to)
    return asked <= of_other if weaker.to.excluded else of_other <= asked


def _instead(vocabulary: Vocabulary, question: Question, condition: Condition, to: Condition | None) -> Question:
    """The question with a condition replaced or, where ``to`` is None, dropped.

    Its definition is spelt out only if the condition belongs to it: a weakened definition no longer has a name.
    """
    from_definition = vocabulary.definitions[question.definition].conditions if question.definition else ()
    # Excluded terms of question and definition are one condition, so the definition may hold a part of it.
    partly = condition.excluded and any(each.excluded and each.facet == condition.facet for each in from_definition)
    if condition not in question.conditions or condition in from_definition or partly:
        question = spelt_out(question, question.expanded(vocabulary).values())
    rest = (each for each in question.conditions if each != condition)
    return with_conditions(replace(question, conditions=tuple(rest)), *([to] if to else []))


def _weaker(vocabulary: Vocabulary, condition: Condition) -> Iterator[tuple[int, Condition | None]]:
    """The weaker conditions that may replace a condition, each with its steps; None drops it."""
    if condition.excluded:
        for term in condition.terms if len(condition.terms) > 1 else ():
            rest = (other for other in condition.terms if other != term)
            yield 1, Condition.of(condition.facet, rest, excluded=True)
        yield (2 if len(condition.terms) > 1 else 1), None
        return
    steps: dict[Condition, int] = {}
    for term in condition.terms:
        for broader, distance in _distances(vocabulary, term).items():
            if distance:
                others = (other for other in condition.terms if other not in vocabulary.with_narrower((broader,)))
                to = Condition.of(condition.facet, (*others, broader))
                steps[to] = min(distance, steps.get(to, distance))
    steps.pop(condition, None)  # a broader term that was asked for already
    for to in sorted(steps):
        yield steps[to], to
    yield _beyond_the_top(vocabulary, condition), None


def _distances(vocabulary: Vocabulary, term: str) -> dict[str, int]:
    """The broader terms of a term and itself, each with the least number of steps to it."""
    distances, new, step = {term: 0}, {term}, 0
    while new:
        step += 1
        new = {parent for id_ in new for parent in vocabulary.terms[id_].broader} - distances.keys()
        distances |= dict.fromkeys(new, step)
    return distances


def _beyond_the_top(vocabulary: Vocabulary, condition: Condition) -> int:
    """One more than the steps from the nearest term to the top, which still requires some value."""
    return 1 + min(_distances(vocabulary, term)[condition.facet] for term in condition.terms)


def _asks(vocabulary: Vocabulary, question: Question) -> bool:
    conditions: Iterable[Condition] = question.expanded(vocabulary).values()
    return question.years is not None or any(not condition.excluded for condition in conditions)
