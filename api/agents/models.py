"""The results of the tools, and how they are kept short."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import Field

from kg.errors import BadQuestion
from kg.evaluation.models import Body, BoundsBody, PopulationBody
from kg.evaluation.verdict import Verdict
from kg.voids.grades import Grade

MOST_TOKENS = 1_500
"""The budget of a result."""
_PIECE = re.compile(r"[^\W\d_]{1,4}|\d{1,3}|[^\w\s]|_|\s(?=\d)")
"""What counts for a token: never fewer than tokenizers counted (docs/agents.md)."""

Result = TypeVar("Result", bound=Body)
Item = TypeVar("Item")


class Evidence(Body):
    """What is said of evidence, never without its bounds: the sentence to quote, its verdict, and where it can be had again."""

    sentence: str
    verdict: Verdict
    bounds: BoundsBody
    permalink: str


class Answered(Evidence):
    """An answer: ``asked`` is the question in canonical form, ``name`` that of a stored one."""

    verdict_means: str
    population: PopulationBody
    question: str
    asked: tuple[str, ...]
    name: str | None


class GapAnswer(Answered):
    """The answer in short. What is left out is counted in ``left_out``; ``explain_answer`` has all of it.

    ``possible`` are studies that name something that could be it, or were not charted on it, with what each lacks; ``silent``
    counts those that do not name it where they were read. ``nearest`` are the least changes with which some study is certain.
    """

    kind: str | None
    reasons: Mapping[str, int] = Field(default_factory=dict)
    silent: int
    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    next_study: str | None
    nearest: tuple[str, ...] = ()
    other_readings: tuple[str, ...] = ()
    left_out: Mapping[str, int] = Field(default_factory=dict)


class Explanation(Answered):
    """A part of an answer, line by line; ``next`` is the ``start`` of those that follow."""

    part: str
    lines: tuple[str, ...]
    next: int | None


class FoundVoid(Evidence):
    """A combination of terms (``asked``) that is empty; ``expected`` is how many studies were to be expected."""

    asked: tuple[str, ...]
    expected: float
    next_study: str | None


class VoidsFound(Body):
    """Voids, the most surprising first; ``within`` is the answer to the question that the search was made in.

    They are empty at the ``grade``, by which fewer than ``k`` studies count.

    ``shown`` says which of the voids that follow are in this result. ``complete`` is false where the search met its bound, so
    that there may be more.
    """

    sentence: str
    grade: Grade
    k: int
    permalink: str
    within: BoundsBody
    population: PopulationBody
    found: int
    complete: bool
    shown: str
    voids: tuple[FoundVoid, ...]
    next: int | None


class StudyRead(Body):
    """What was charted of one study, line by line; ``next`` is the ``start`` of those that follow."""

    sentence: str
    id: str
    reviews: tuple[str, ...]
    citation: str | None
    title: str | None
    year: int | None
    doi: str | None
    state: str
    permalink: str
    lines: tuple[str, ...]
    next: int | None


class TermFound(Body):
    """A term, as a condition to ask with; null where studies are not charted on its facet."""

    condition: str | None
    label: str
    facet: str
    definition: str


class QuestionFound(Body):
    """A stored question."""

    name: str
    text: str


class TermsFound(Body):
    """Terms and stored questions, the nearest first; ``where`` are the conditions that the words name together.

    ``exact`` is false where no term has all words: the terms are then the nearest.
    """

    note: str
    exact: bool
    where: tuple[str, ...] = ()
    terms: tuple[TermFound, ...] = ()
    questions: tuple[QuestionFound, ...] = ()
    left_out: Mapping[str, int] = Field(default_factory=dict)


class FacetLine(Body):
    """A facet or one of its terms: id, label, how many terms are below it, and of a term its definition and the terms above."""

    id: str
    label: str
    narrower: int
    definition: str | None = None
    broader: tuple[str, ...] = ()


class FacetsDescribed(Body):
    """The facets, or the terms of one (``facet``); ``next`` is the ``start`` of those that follow."""

    note: str
    facet: str | None
    definitions: tuple[str, ...]
    items: tuple[FacetLine, ...]
    next: int | None


def tokens(text: str) -> int:
    """A bound on the tokens of a text."""
    return len(_PIECE.findall(text))


def is_short(result: Body) -> bool:
    """Whether a result keeps to the budget."""
    return tokens(text_of(result)) <= MOST_TOKENS


def text_of(result: Body) -> str:
    """A result as it is sent: JSON without what was not computed."""
    return result.model_dump_json(exclude_unset=True)


def page(items: Iterable[Item], start: int, make: Callable[[Sequence[Item], int | None], Result]) -> Result:
    """A result with as many items, from ``start`` on, as the budget allows, at least one; ``make`` gets them and where to go on.

    Raises:
        BadQuestion: there are items, but none from ``start`` on.
    """
    listed = list(items)
    if start and start >= len(listed):
        raise BadQuestion("start", str(start), f"is beyond the last of {len(listed)}", ["0"])
    end = start + 1
    while end < len(listed) and is_short(make(listed[start : end + 1], end + 1)):
        end += 1
    return make(listed[start:end], end if end < len(listed) else None)


def shortened(whole: Result, *lists: str) -> Result:
    """A result within the budget: its lists are filled in turn, as far as it allows; ``left_out`` counts the rest."""
    full = {name: tuple(getattr(whole, name)) for name in lists}
    shown: dict[str, tuple[object, ...]] = dict.fromkeys(lists, ())

    def with_shown() -> Result:
        left = {name: len(full[name]) - len(shown[name]) for name in lists if len(shown[name]) < len(full[name])}
        values: dict[str, Any] = {name: getattr(whole, name) for name in whole.model_fields_set - {*lists, "left_out"}}
        # An empty list would say that there is nothing, so one from which all was left out is not there.
        values |= {name: items for name, items in shown.items() if items or name not in left}
        values |= {"left_out": left} if left else {}
        return type(whole).model_construct(**values)

    for name in lists:
        for item in full[name]:
            before = shown[name]
            shown[name] = (*before, item)
            if not is_short(with_shown()):
                shown[name] = before
                break
    return with_shown()
