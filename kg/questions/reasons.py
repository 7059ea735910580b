"""Reasons that keep a study possible, with their ids, query marks and phrases."""

from enum import StrEnum

CERTAIN = "certain"
"""The mark of a condition that is true. Queries keep the first mark in alphabetical order, so it must sort before all others."""


class Reason(StrEnum):
    """Why a condition is neither true nor false for a unit (section 2 of the gap semantics).

    The value is the id in answers and in RDF; ``mark`` is what query rows hold, ``phrase`` how a sentence says it.
    """

    mark: str
    phrase: str

    def __new__(cls, id_: str, phrase: str, mark: str | None = None) -> "Reason":
        """A member from its id, its phrase, and its mark where that differs from the id."""
        member = str.__new__(cls, id_)
        member._value_ = id_
        member.phrase = phrase
        member.mark = mark or id_
        return member

    NOT_REPORTED = "not-reported", "not reported"
    UNCLEAR = "unclear", "unclear"
    NOT_CHARTED = "not-charted", "not charted"
    # A charted value is weaker grounds for doubt than an open edge, so this mark sorts right behind "certain".
    TOO_COARSE = "too-coarse", "charted too coarsely", "coarse"
    NOT_EXHAUSTIVE = "not-exhaustive", "not all values may be charted"

    @classmethod
    def of_mark(cls, mark: str) -> "Reason":
        """The reason that a mark in a query row stands for.

        Raises:
            ValueError: no reason has that mark.
        """
        for reason in cls:
            if reason.mark == mark:
                return reason
        raise ValueError(f"a query returned the unknown mark {mark!r}")
