"""The kind of a gap (section 4 of the gap semantics): what the evidence that exists is, or why none is known.

It looks at the question without its conditions on publication type, design and implementation status. What counts as a
synthesis, as a perspective or framework, and as at most pilot are definitions in the ontology.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kg.answer.models import Kind
from kg.evaluation.evaluate import judgement
from kg.evaluation.verdict import Judgement
from kg.ontology.vocabulary import Condition
from kg.questions.question import Question, spelt_out, with_conditions
from kg.versions.dataset import Dataset

SYNTHESIS, PERSPECTIVE, OWN_WORK = "synthesis", "perspective-or-framework", "own-work"
AT_MOST_PILOT, BEYOND_PILOT = "at-most-pilot", "beyond-pilot"

_LEFT_OUT = frozenset({"publication-type", "study-design", "implementation-status"})


@dataclass(frozen=True)
class Evidence:
    """What the kind depends on: bounds, what keeps studies open, and what all certain studies are (false if none is)."""

    upper: int | None
    certain: int
    open_for_other_reasons: bool
    """Some possible study is open because its source does not tell, not merely because nobody charted it."""
    all_synthesis: bool
    all_perspectives: bool
    all_at_most_pilot: bool


RULES: tuple[tuple[Kind | None, Callable[[Evidence], bool]], ...] = (
    ("absolute", lambda found: found.upper == 0),
    ("synthesis-only", lambda found: found.all_synthesis),
    ("perspective-only", lambda found: found.all_perspectives),
    ("proof-of-concept-only", lambda found: found.all_at_most_pilot),
    (None, lambda found: found.certain > 0),
    ("reporting", lambda found: found.open_for_other_reasons),
    ("charting", lambda found: True),
)
"""The first rule that holds names the kind: so kinds exclude each other, and there is always one (or None: no gap of a kind)."""


def kind_of(evidence: Evidence) -> Kind | None:
    """The kind that the rules give."""
    return next(kind for kind, holds in RULES if holds(evidence))


def gap_kind(dataset: Dataset, question: Question, review: str) -> Kind | None:
    """The kind of the gap that a question asks about."""
    return kind_of(_evidence(dataset, _stripped(dataset, question), review))


def _stripped(dataset: Dataset, question: Question) -> Question:
    """The question without its conditions on what the kind tells; those of its definition are spelt out."""
    conditions = question.expanded(dataset.vocabulary).values()
    if not any(condition.facet in _LEFT_OUT for condition in conditions):
        return question
    return spelt_out(question, (condition for condition in conditions if condition.facet not in _LEFT_OUT))


def _evidence(dataset: Dataset, question: Question, review: str) -> Evidence:
    judged = judgement(dataset, question, review)
    every = set(judged.certain)

    def certain(definition: str, *, excluded: bool = False) -> set[str]:
        return _certain(dataset, question, review, definition, excluded=excluded) if every else set()

    synthesis, perspective, own_work = certain(SYNTHESIS), certain(PERSPECTIVE), certain(OWN_WORK)
    # A source that says that nothing was implemented is not beyond pilot either.
    at_most_pilot = certain(AT_MOST_PILOT) | certain(BEYOND_PILOT, excluded=True)
    return Evidence(
        upper=judged.bounds.upper,
        certain=len(every),
        open_for_other_reasons=_open_for_other_reasons(judged),
        all_synthesis=bool(every) and synthesis == every and not perspective | own_work,
        all_perspectives=bool(every) and perspective == every and not synthesis | own_work,
        all_at_most_pilot=bool(every) and at_most_pilot == every and not certain(BEYOND_PILOT),
    )


def _certain(dataset: Dataset, question: Question, review: str, definition: str, *, excluded: bool) -> set[str]:
    """The studies that certainly meet the question and a definition (or certainly do not have what it counts)."""
    conditions = dataset.vocabulary.definitions[definition].conditions
    more = (Condition.of(each.facet, each.terms, excluded=excluded) for each in conditions)
    return set(judgement(dataset, with_conditions(question, *more), review).certain)


def _open_for_other_reasons(judged: Judgement) -> bool:
    return any(count for reason, count in judged.reasons.items() if reason != "not-charted")
