"""The kind of a gap: what the known evidence consists of, or why none is known (section 4 of the gap semantics)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.evaluation.evaluate import certain_among, evaluate
from kg.evaluation.standing import Evaluation, Standing
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Question, spelt_out, with_conditions
from kg.versions.evidence import EvidenceBase

GapKind = Literal[
    "absolute", "synthesis-only", "perspective-only", "proof-of-concept-only", "charting", "ambiguous", "reporting"
]

SYNTHESIS, PERSPECTIVE, OWN_WORK = "synthesis", "perspective-or-framework", "own-work"
AT_MOST_PILOT, BEYOND_PILOT = "at-most-pilot", "beyond-pilot"

# The kind says what the evidence consists of, so conditions that already say this are left out of the question.
_LEFT_OUT = frozenset({"publication-type", "study-design", "implementation-status"})


@dataclass(frozen=True)
class Findings:
    """The inputs of the kind: bounds, standings, and whether all certain studies are of a sort (false if there are none)."""

    possible: int
    certain: int
    all_looked_at: bool
    """On every facet asked for, something was charted somewhere."""
    some_hinted: bool
    """Some possible study is hinted, or reviews disagree on it."""
    all_silent: bool
    """All possible studies are silent."""
    all_synthesis: bool
    all_perspectives: bool
    all_at_most_pilot: bool


RULES: tuple[tuple[GapKind | None, Callable[[Findings], bool]], ...] = (
    ("absolute", lambda findings: findings.possible == 0),
    ("synthesis-only", lambda findings: findings.all_synthesis),
    ("perspective-only", lambda findings: findings.all_perspectives),
    ("proof-of-concept-only", lambda findings: findings.all_at_most_pilot),
    (None, lambda findings: findings.certain > 0),
    ("charting", lambda findings: not findings.all_looked_at),
    ("ambiguous", lambda findings: findings.some_hinted),
    ("reporting", lambda findings: findings.all_silent),
    ("charting", lambda findings: True),
)
"""The first rule that holds names the kind, so kinds exclude each other; the last always holds. None: no kind of gap."""


def kind_of(findings: Findings) -> GapKind | None:
    """The kind that the rules give."""
    return next(kind for kind, holds in RULES if holds(findings))


class Sorts(NamedTuple):
    """Numbers of studies, on which the kind depends: of several sets of studies, they add up.

    Possible and certain ones; of the possible ones those hinted (or on which reviews disagree) and those silent; of the certain
    ones those that a definition counts.
    """

    possible: int
    certain: int
    hinted: int
    silent: int
    synthesis: int
    perspectives: int
    own_work: int
    at_most_pilot: int
    beyond_pilot: int


class Counts(NamedTuple):
    """The numbers of studies by how they stand to a question, as the fields of ``Sorts`` of these names."""

    possible: int
    certain: int
    hinted: int
    silent: int


def gap_kind(evidence: EvidenceBase, question: Question, evaluation: Evaluation | None = None) -> GapKind | None:
    """The kind of the gap that a question asks about, of which there may be an ``evaluation`` already."""
    return kind_by_sorts(evidence, question, sorts(evidence, question, evaluation))


def sorts(evidence: EvidenceBase, question: Question, evaluation: Evaluation | None = None) -> Sorts:
    """The numbers for the kind of the gap that a question asks about; ``evaluation``: see ``gap_kind``."""
    stripped = without_what_the_kind_says(evidence.vocabulary, question)
    found = evaluation if evaluation and stripped is question else evaluate(evidence, stripped)
    standings = [each.standing for each in found.possible.values()]
    counts = Counts(
        possible=found.bounds.possible,
        certain=found.bounds.certain,
        hinted=standings.count(Standing.HINTED),
        silent=standings.count(Standing.SILENT),
    )

    def certain(questions: Iterable[Question]) -> int:
        return len(set[str]().union(*(certain_among(evidence, each, found.certain) for each in questions)))

    return sorts_from(evidence.vocabulary, stripped, counts, certain)


def sorts_from(
    vocabulary: Vocabulary, stripped: Question, counts: Counts, certain: Callable[[Iterable[Question]], int]
) -> Sorts:
    """The numbers for the kind of a gap.

    Args:
        vocabulary: of the terms.
        stripped: what is asked, ``without_what_the_kind_says``.
        counts: its numbers.
        certain: gives the number of studies that at least one of some questions certainly is about. These ask more than
            ``stripped`` does, so the studies are among those that it certainly is about.
    """

    def meeting(definition: str, *, excluded: bool = False) -> Question:
        conditions = vocabulary.definitions[definition].conditions
        more = (Condition.of(each.facet, each.terms, excluded=excluded) for each in conditions)
        return with_conditions(stripped, *more)

    def number(*questions: Question) -> int:
        return certain(questions) if counts.certain else 0

    return Sorts(
        *counts,
        synthesis=number(meeting(SYNTHESIS)),
        perspectives=number(meeting(PERSPECTIVE)),
        own_work=number(meeting(OWN_WORK)),
        # A source that says that nothing was implemented is not beyond pilot either.
        at_most_pilot=number(meeting(AT_MOST_PILOT), meeting(BEYOND_PILOT, excluded=True)),
        beyond_pilot=number(meeting(BEYOND_PILOT)),
    )


def kind_by_sorts(evidence: EvidenceBase, question: Question, counted: Sorts) -> GapKind | None:
    """The kind of the gap that a question asks about, by the numbers of all its studies."""
    some, stripped = counted.certain, without_what_the_kind_says(evidence.vocabulary, question)
    # What a definition counts are certain studies, so as many are the same ones.
    return kind_of(
        Findings(
            possible=counted.possible,
            certain=some,
            all_looked_at=bool(some) or _all_looked_at(evidence, stripped),
            some_hinted=counted.hinted > 0,
            all_silent=counted.silent == counted.possible - some,
            all_synthesis=0 < some == counted.synthesis and not counted.perspectives + counted.own_work,
            all_perspectives=0 < some == counted.perspectives and not counted.synthesis + counted.own_work,
            all_at_most_pilot=0 < some == counted.at_most_pilot and not counted.beyond_pilot,
        )
    )


def without_what_the_kind_says(vocabulary: Vocabulary, question: Question) -> Question:
    """The question without conditions on what the kind says of evidence, those of its definition included."""
    conditions = question.expanded(vocabulary).values()
    if not any(condition.facet in _LEFT_OUT for condition in conditions):
        return question
    return spelt_out(question, (condition for condition in conditions if condition.facet not in _LEFT_OUT))


def _all_looked_at(evidence: EvidenceBase, question: Question) -> bool:
    conditions = question.expanded(evidence.vocabulary).values()
    facets = {condition.facet for condition in conditions if not condition.excluded}
    return all(evidence.charts(evidence.vocabulary.facets[facet]) for facet in sorted(facets))
