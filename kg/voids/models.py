"""Response models of a search for voids."""

from kg.answer.models import Certificate, NearMissBody
from kg.evaluation.models import Body, BoundsBody, ConditionBody, IncompatibilityBody, PopulationBody
from kg.evaluation.verdict import Verdict
from kg.questions.question import Completeness
from kg.reconciliation.claims import ClaimNote
from kg.voids.grades import Grade
from kg.voids.left_out import Why


class ExpectedBody(Body):
    """The number of studies to expect by one step: ``wider`` · ``with_term`` / ``with_broader``, all of them certain studies.

    ``wider`` are those of the void with ``term`` replaced by ``broader`` (null: dropped), ``with_term`` and ``with_broader``
    those of these alone.
    """

    facet: str
    term: str
    broader: str | None
    wider: int
    with_term: int
    with_broader: int
    studies: float


class Elsewhere(Body):
    """The studies that certainly have the terms of a void but do not certainly meet the question around the search."""

    certain: tuple[str, ...]
    citations: tuple[str, ...]
    href: str


class VoidBody(Body):
    """A combination of terms that is empty while everything one step wider is not.

    ``surprise`` is the least of ``expected``; ``near_misses`` is every step to something wider, most certain studies first, and
    ``next_study`` what a study would have to add to the nearest. ``width`` counts the steps from the question without terms.
    ``elsewhere`` are the studies that have the terms without meeting the question around the search (null: that asks nothing).
    """

    sentence: str
    where: tuple[ConditionBody, ...]
    width: int
    surprise: float
    elsewhere: Elsewhere | None
    expected: tuple[ExpectedBody, ...]
    verdict: Verdict
    bounds: BoundsBody
    near_misses: tuple[NearMissBody, ...]
    next_study: str | None
    claims: tuple[ClaimNote, ...]
    href: str | None


class LeftOutBody(Body):
    """A term that took no part in the search, and why."""

    term: str
    why: Why


class OpenBody(Body):
    """How many studies count for every term of these facets at once, so that no combination of their terms is empty.

    ``citations`` are the first of them.
    """

    facets: tuple[str, ...]
    studies: int
    citations: tuple[str, ...]


class VoidList(Body):
    """The most surprising maximal voids over some facets, within a question (``where``, ``definition``; ``bounds`` are its own).

    ``found`` counts all of them. Where ``complete`` is false, the bound on work was met: they are those up to the width
    ``searched_to``, and there may be narrower ones. ``unused`` are terms that are voids by themselves, without those among the
    ``items``. ``open`` says for which facets enough studies count whatever the term, as their charting leaves it open: these
    facets have no void among themselves. ``incompatible`` are the rules of applicability on the facets; what they bar is no
    void.
    """

    dataset: str
    sentence: str
    facets: tuple[str, ...]
    grade: Grade
    k: int
    reviews: tuple[str, ...]
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    population: PopulationBody
    bounds: BoundsBody
    found: int
    complete: bool
    searched_to: int | None
    tested: int
    formula: str
    unused: tuple[str, ...]
    left_out: tuple[LeftOutBody, ...]
    open: tuple[OpenBody, ...]
    incompatible: tuple[IncompatibilityBody, ...]
    items: tuple[VoidBody, ...]
    href: str
    certificate: Certificate
