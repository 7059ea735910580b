"""Response models of the difference between two versions."""

from typing import Literal

from kg.evaluation.models import Body, BoundsBody, PopulationBody
from kg.evaluation.verdict import Verdict

Stands = Literal["certain", "hinted", "not-looked-at", "silent", "ruled-out", "absent"]
"""How a study stands to a question: as in an answer; ruled out, if it is charted and cannot be one; absent, if not charted."""

Cause = Literal["new", "retracted", "gone", "charted", "not-charted"]
"""Why a study stands otherwise: it is new, retracted or gone, its own charting differs, or something else (terms, statements)."""

AnswerChangeKind = Literal["closed", "opened", "un-certified", "certified", "narrowed", "widened", "moved"]
"""What became of a gap.

``closed``: some study is certain now and none was; ``opened``: the other way round. Where none is certain in both:
``un-certified``, a void no longer is one; ``certified``, it is one now. Else the distance between the bounds is less
(``narrowed``), greater (``widened``), or the same (``moved``).
"""


class VersionBody(Body):
    """A version: its hash, its reviews and their population."""

    version: str
    reviews: tuple[str, ...]
    population: PopulationBody


class CellChange(Body):
    """A cell that was charted otherwise; null where it was not charted, or is not any more."""

    unit: str
    coder: str | None
    facet: str
    before: str | None
    after: str | None


class StudyChange(Body):
    """A study that is new, retracted, gone, or charted otherwise (``change``), with its cells that differ."""

    id: str
    citation: str
    title: str | None
    change: Literal["new", "retracted", "gone", "charted"]
    cells: tuple[CellChange, ...]


class Move(Body):
    """A study that stands otherwise to a question."""

    id: str
    citation: str
    before: Stands
    after: Stands
    cause: Cause


class Standing(Body):
    """The answer to a question in one version."""

    verdict: Verdict
    bounds: BoundsBody


class AnswerChange(Body):
    """A stored question whose answer differs, what became of the gap, and by which studies, those nearest to it first.

    ``uncharted`` says that the number of uncharted studies that may be one differs, ``by_terms`` that no study that moved was
    charted otherwise: terms or completeness statements alone moved it.
    """

    name: str
    text: str
    change: AnswerChangeKind
    before: Standing
    after: Standing
    by: tuple[Move, ...]
    uncharted: bool
    by_terms: bool


class TermChange(Body):
    """A term that was added, removed, deprecated, or moved below other ones."""

    id: str
    facet: str
    label: str
    change: Literal["added", "removed", "deprecated", "moved"]
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None


class Difference(Body):
    """Everything that differs between two versions.

    ``questions`` is how many stored questions were compared, ``not_compared`` are the names of those that are about the
    reviews themselves, or that one of the vocabularies cannot express.
    """

    before: VersionBody
    after: VersionBody
    studies: tuple[StudyChange, ...]
    terms: tuple[TermChange, ...]
    answers: tuple[AnswerChange, ...]
    questions: int
    not_compared: tuple[str, ...]
