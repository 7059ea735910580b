"""Response models of the difference between two versions."""

from typing import Literal

from kg.evaluation.models import Body, BoundsBody, PopulationBody
from kg.evaluation.verdict import Verdict
from kg.voids.grades import Grade

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


WhyNoVoid = Literal["studies", "implied", "term", "barred"]
"""Why a maximal void of one version is none in the other.

``studies`` have its terms there; ``implied``: it is empty there too, but so is something wider; a ``term`` of it is not
there, deprecated, or takes no part in searches; ``barred``: a rule of applicability bars it there.
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


class Combination(Body):
    """Terms of different facets (ids, in order of the facets), in words, and the address of the question with them.

    Without any term it is what no study at all meets, and no question (``href`` is null).
    """

    terms: tuple[str, ...]
    text: str
    href: str | None


class VoidStudy(Body):
    """A study that has the terms of a void, ``certain`` or not, in the version in which they are none."""

    id: str
    citation: str
    certain: bool
    cause: Cause


class VoidChange(Combination):
    """A maximal void of one version that is none in the other, and ``why``.

    ``before`` and ``after`` are the answers to its question (null: a term takes no part, or a rule bars it). ``by`` are the
    studies that have its terms in the other version, certain ones first, ``implied_by`` is a void there that is wider; null
    where that is not why.
    """

    surprise: float
    before: Standing | None
    after: Standing | None
    why: WhyNoVoid
    by: tuple[VoidStudy, ...] | None
    implied_by: Combination | None


class VoidChanges(Body):
    """The maximal voids over some facets, at a grade, that only one of two versions has.

    ``opened`` and ``closed`` list the most surprising of them, in the version that has them; the totals count all.
    """

    facets: tuple[str, ...]
    grade: Grade
    opened: tuple[VoidChange, ...]
    closed: tuple[VoidChange, ...]
    opened_total: int
    closed_total: int


class Difference(Body):
    """Everything that differs between two versions.

    ``questions`` is how many stored questions were compared, ``not_compared`` are the names of those that are about the
    reviews themselves, or that one of the vocabularies cannot express. ``voids`` is null where they were not compared: a facet
    is missing in one of the versions, or a search met the bound on its work.
    """

    before: VersionBody
    after: VersionBody
    studies: tuple[StudyChange, ...]
    terms: tuple[TermChange, ...]
    answers: tuple[AnswerChange, ...]
    questions: int
    not_compared: tuple[str, ...]
    voids: VoidChanges | None
