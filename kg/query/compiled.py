"""A compiled question: query text, parameters and the legend of its marks; and the terms that count for a condition."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.reasons import CERTAIN, Reason

Language = Literal["cypher", "sparql"]
Parameter = str | int | list[str]

_MARKS = ", ".join(sorted(reason.mark for reason in Reason if reason.mark))

LEGEND = tuple(
    textwrap.wrap(
        f"Each condition's column says how sure it is: {CERTAIN}, or what keeps it open ({_MARKS}); of several, the first in "
        "the alphabet. Units for which a condition is false are left out.",
        120,
        break_on_hyphens=False,
    )
)
"""The head of every query text, below its title."""


@dataclass(frozen=True)
class Query:
    """A query text with its parameters.

    It returns one row per study and evidence unit for which no condition is false: ``review``, ``study`` and ``unit`` (ids), and
    one column per condition, which holds ``certain`` or the mark of the reason why the condition is open.
    """

    language: Language
    text: str
    parameters: Mapping[str, Parameter]


def counted_terms(
    vocabulary: Vocabulary, condition: Condition, barred: Condition | None
) -> tuple[list[str], list[str]]:
    """The terms that count for a condition, without barred ones; and those that have one of them at or below them."""
    counted = vocabulary.with_narrower(condition.terms)
    if barred:
        counted -= vocabulary.with_narrower(barred.terms)
    return sorted(counted), sorted(vocabulary.with_broader(counted))
