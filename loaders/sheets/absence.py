"""What a facet's cell says where it names no term: the statuses, and marks of absence that somebody must explain."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kg.errors import BadQuestion, nearest
from kg.review.model import Status
from kg.spelling import LONGEST_NAME, folded

STATUSES = {
    "none": Status.NONE,
    "not applicable": Status.NOT_APPLICABLE,
    "not reported": Status.NOT_REPORTED,
    "unclear": Status.UNCLEAR,
}

NOT_CHARTED = "not charted"
"""What may be said of a mark beside the statuses: a cell with it counts as empty."""

Missing = Mapping[str, Status | None]
"""What marks of absence mean, by their ``mark_key``: a status, or None where the cell counts as empty."""

NOTHING_SAID: Missing = MappingProxyType({})

_BY_KEY = {folded(word): word for word in STATUSES}
_SIGNS = re.compile(r"[\W_]+")
_MARK_WORDS = """
    na nd nr ns nk nil null nan nat none nonetype x xx xxx tbd tbc todo missing unknown unspecified unstated undefined
    blank empty yes no y n true false notstated notspecified notgiven notmentioned notdescribed notdisclosed notdefined
    notprovided notavailable notknown notdetermined notdone notfound notdiscussed notindicated notevaluated notassessed
    notextracted noinformation noinfo nodata nodetails norecord noneprovided nonestated nonereported nonementioned nonegiven
    keineangabe sansobjet
"""
_MARKS = frozenset(_MARK_WORDS.split())
"""Words for a missing value, by their ``mark_key``. Each may mean several of the statuses, so none is guessed."""

_OF_PROGRAMS = frozenset(
    {"None", "NONE", "NoneType", "nan", "NaN", "NAN", "NaT", "<NA>", "NULL", "Null", "null", "#N/A", "#NA"}
)


def mark_key(text: str) -> str:
    """A text as marks of absence are compared, so that ``n/a``, ``N.A.`` and ``na`` are one, and all dashes."""
    if len(text) > LONGEST_NAME:
        return text
    name = folded(text)
    return _SIGNS.sub("", name) or name or "-"


def status_word(text: str) -> str | None:
    """The status that a text is a spelling of, such as ``not reported`` for ``Not-Reported``; None if it is none."""
    return _BY_KEY.get(folded(text)) if len(text) <= LONGEST_NAME else None


def is_mark(text: str) -> bool:
    """Whether a text is a mark of absence, or signs without any letter or digit, such as a dash."""
    key = mark_key(text)
    return key in _MARKS or not any(sign.isalnum() for sign in key)


def is_of_a_program(text: str) -> bool:
    """Whether a text is what programs write for a missing value."""
    return text in _OF_PROGRAMS


def read_missing(said: Iterable[str]) -> Missing:
    """What was said of marks of absence, each as ``MARK=STATUS`` or ``MARK=not charted``.

    Raises:
        BadQuestion: a text has another form, names no status, or explains a status or one mark twice.
    """
    missing: dict[str, Status | None] = {}
    for text in said:
        mark, equals, meaning = (part.strip() for part in text.rpartition("="))
        words = (*STATUSES, NOT_CHARTED)
        if not equals or not mark:
            raise BadQuestion("missing", text, "is not of the form MARK=STATUS, such as NR=not reported")
        if meaning == NOT_CHARTED:
            status = None
        elif word := status_word(meaning):
            status = STATUSES[word]
        else:
            rule = f"says nothing of what {mark!r} means: write a status, or {NOT_CHARTED}"
            raise BadQuestion("missing", text, rule, nearest(meaning, words) or words)
        # None and NONE are marks of programs; none is a status.
        if status_word(mark) and (mark == "none" or status_word(mark) != "none"):
            raise BadQuestion("missing", text, f"gives another meaning to the status {mark!r}")
        if missing.setdefault(mark_key(mark), status) != status:
            raise BadQuestion("missing", text, f"contradicts what was said of {mark!r} before")
    return missing
