"""Reasons that keep a study possible, with their ids, query marks and phrases."""

from enum import StrEnum

CERTAIN = "certain"
"""The mark of a condition that is true. Queries keep the first mark in alphabetical order, so it must sort before all others."""


class Reason(StrEnum):
    """Why a condition is neither true nor false for a unit (section 2 of the gap semantics).

    The value is the id in answers and in RDF; ``phrase`` is how a sentence says it, ``mark`` what query rows hold. Charting
    leaves edges open for most reasons (``has_open_edge``); statements of the coders can close some (``can_be_closed``).
    """

    phrase: str
    mark: str
    has_open_edge: bool
    can_be_closed: bool

    def __new__(cls, id_: str, phrase: str, mark: str, has_open_edge: bool, can_be_closed: bool) -> "Reason":
        """A member from its row in the table below."""
        member = str.__new__(cls, id_)
        member._value_ = id_
        member.phrase, member.mark = phrase, mark
        member.has_open_edge, member.can_be_closed = has_open_edge, can_be_closed
        return member

    # id, phrase, mark, has_open_edge, can_be_closed
    NOT_REPORTED = "not-reported", "not reported", "not-reported", True, True
    UNCLEAR = "unclear", "unclear", "unclear", True, False
    NOT_CHARTED = "not-charted", "not charted", "not-charted", True, True  # closed for further units only
    # A charted value is weaker grounds for doubt than an open edge, so its mark sorts right behind "certain".
    TOO_COARSE = "too-coarse", "charted too coarsely", "coarse", False, False
    NOT_EXHAUSTIVE = "not-exhaustive", "not all values may be charted", "not-exhaustive", True, True
    # Found when the rows of several reviews are put together, so no query has a mark for it.
    REVIEWS_DISAGREE = "reviews-disagree", "reviews disagree", "", False, False

    @classmethod
    def of_mark(cls, mark: str) -> "Reason":
        """The reason with that mark in query rows.

        Raises:
            ValueError: no reason has that mark.
        """
        for reason in cls:
            if reason.mark == mark:
                return reason
        raise ValueError(f"a query returned the unknown mark {mark!r}")
