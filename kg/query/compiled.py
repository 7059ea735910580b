"""What a compiled question is, whichever language it is written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["cypher", "sparql"]
Parameter = str | int | list[str]

CERTAIN = "certain"
TOO_COARSE = "coarse"
"""How a query writes *too coarse*: marks are compared by the alphabet, and ``certain`` < ``coarse`` < every reason."""


LEGEND = (
    "Each condition's column says how sure it is: certain, or what keeps it open (coarse, not-charted, not-exhaustive,",
    "not-reported, unclear); of several, the first in the alphabet. Units for which a condition is false are left out.",
)
"""What stands at the head of every query text, below its title."""


@dataclass(frozen=True)
class Query:
    """A query text with its parameters.

    It returns one row per study and evidence unit for which no condition is false: ``study`` and ``unit`` (ids), and one
    column per condition, which holds ``certain`` or the mark of what keeps the condition open.
    """

    language: Language
    text: str
    parameters: Mapping[str, Parameter]
