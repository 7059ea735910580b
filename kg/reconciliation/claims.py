"""Reconciliation of a review's claims with the charted studies, or with the review's own numbers.

The true number of charted studies that meet a question lies between certain and possible, so a claim about it holds, fails
or stays open. A share of L percent is a share of the charted studies; the ontology declares L for each kind of claim:

============  ==============================  =====================================
kind          agrees                          contradicts
============  ==============================  =====================================
at most L     possible <= L                   certain > L
more than L   certain > L                     possible <= L; at L = 0, where studies are said to exist, only an upper
                                              bound of 0, which counts the uncharted
fewer         possible < the other's certain  certain >= the other's possible
============  ==============================  =====================================

A count and a comparison of maturity can be held against nothing but the review's own flow and signals: they are
self-consistent or contradict them. Everything else is not testable, with a reason: a claim that is no count, a count that
the flow does not have, and a level that is off the scale.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal
from weakref import WeakKeyDictionary

from rdflib import Graph

from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import Body, BoundsBody, ConditionBody, PopulationBody, bounds_body, population_body, where
from kg.evaluation.tabulated import for_a_list
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Completeness, Question
from kg.rdf.iris import LACUNA, TERM
from kg.reconciliation.maturity import MaturityBody, maturity
from kg.review.claimed.model import Claim, ClaimKind, CountOf, Descriptive, FewerThan, MoreMatureThan, Share
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview

Reconciliation = Literal["agrees", "contradicts", "self-consistent", "not-testable"]
"""Whether the charting supports a claim of the review, or the review's own numbers do, which is not agreement."""

_Content = tuple[object, ...]
_CONTENTS: "WeakKeyDictionary[StoredReview, Mapping[str, frozenset[_Content]]]" = WeakKeyDictionary()
"""What claims speak of, by review: every answer compares it with its question."""

_OPEN = "the charting leaves open how many studies there are"
_NONE_CHARTED = "no study is charted"
_NOT_STATED = "the review's flow does not state this number"
_OFF_THE_SCALE = "the review gives no signal for one of the two, or one that is off the scale"


class ClaimNote(Body):
    """A claim of a review on the question, paraphrased, and whether the charting of that review supports it.

    ``reason`` says why it is not testable, and is null for every other reconciliation.
    """

    review: str
    id: str
    text: str
    section: str
    reconciliation: Reconciliation
    reason: str | None


class ClaimedQuestion(Body):
    """A question that a claim is about, with its computed bounds."""

    where: tuple[ConditionBody, ...]
    definition: str | None
    bounds: BoundsBody


class CountedBody(Body):
    """A number of the flow as the claim has it, and as it was charted (null: not stated)."""

    stage: str
    claimed: int
    found: int | None


class ClaimBody(ClaimNote):
    """A claim with its reconciliation and the numbers that it rests on; what its kind has no use for is null."""

    kind: ClaimKind
    at_most_percent: int | None
    more_than_percent: int | None
    about: ClaimedQuestion | None = None
    than: ClaimedQuestion | None = None
    counted: CountedBody | None = None
    maturity: tuple[MaturityBody, ...] | None = None
    completeness: Completeness
    population: PopulationBody


def reconciled(evidence: EvidenceBase, completeness: Completeness = "all") -> tuple[ClaimBody, ...]:
    """Every claim of a review with its reconciliation, review by review, in order of their ids."""
    # Each review's claims are about its own studies.
    return tuple(
        _reconcile(one, claim, completeness)
        for one in for_a_list(evidence).each
        for review in one.reviews
        for claim in review.claims
    )


def claims_about(
    evidence: EvidenceBase, question: Question, stored: StoredQuestion | None = None
) -> tuple[ClaimNote, ...]:
    """The claims that speak of a question, relying on what the question relies on; ``stored`` if it is a stored one."""
    vocabulary = evidence.vocabulary
    content = _content(vocabulary, question)
    claims = (
        _reconcile(one, claim, question.completeness)
        for one in evidence.each
        for review in one.reviews
        for claim in review.claims
        if (
            _is_on_review(vocabulary, claim, stored)
            if stored and stored.about_review
            else content in _contents(vocabulary, review)[claim.id]
        )
    )
    return tuple(ClaimNote(**{name: getattr(each, name) for name in ClaimNote.model_fields}) for each in claims)


def check_share(at_most: int | None, more_than: int | None, bounds: Bounds, charted: int) -> Reconciliation:
    """Whether the share of the charted studies is at most, or more than, a number of percent."""
    if charted == 0:
        return "not-testable"
    certain, possible = 100 * bounds.certain, 100 * bounds.possible
    if at_most is not None:
        return _outcome(agrees=possible <= at_most * charted, contradicts=certain > at_most * charted)
    limit = (more_than or 0) * charted
    # "Some exist" (more than 0) also speaks of the uncharted studies, so only an upper bound of 0 contradicts it.
    return _outcome(agrees=certain > limit, contradicts=possible <= limit if limit else bounds.upper == 0)


def check_fewer(bounds: Bounds, than: Bounds) -> Reconciliation:
    """Whether one question has fewer charted studies than another."""
    return _outcome(agrees=bounds.possible < than.certain, contradicts=bounds.certain >= than.possible)


def check_count(claimed: int, found: int | None) -> Reconciliation:
    """Whether the flow has the number that is claimed."""
    return "not-testable" if found is None else _of_review(holds=claimed == found)


def check_maturity(rank: int | None, than: int | None) -> Reconciliation:
    """Whether a level of maturity ranks above another; not testable where one is off the scale (None)."""
    if rank is None or than is None:
        return "not-testable"
    return _of_review(holds=rank > than)


def _outcome(*, agrees: bool, contradicts: bool) -> Reconciliation:
    return "agrees" if agrees else "contradicts" if contradicts else "not-testable"


def _of_review(*, holds: bool) -> Reconciliation:
    """The outcome where a claim is held against the review's own numbers."""
    return "self-consistent" if holds else "contradicts"


def _reconcile(evidence: EvidenceBase, claim: Claim, completeness: Completeness) -> ClaimBody:
    questions = [replace(each, completeness=completeness) for each in claim.questions]
    # No k is needed: claims are compared with bounds, not verdicts.
    bounds = [evaluate(evidence, each).bounds for each in questions]
    sides = [
        ClaimedQuestion(where=where(question), definition=question.definition, bounds=bounds_body(each))
        for question, each in zip(questions, bounds, strict=True)
    ]
    population = evidence.population
    at_most, more_than = limits(evidence.dataset.rdf, claim.says.kind)
    counted, compared = None, None
    reason = _OPEN if population.charted else _NONE_CHARTED
    match claim.says:
        case Share():
            outcome = check_share(at_most, more_than, bounds[0], population.charted)
        case FewerThan():
            outcome = check_fewer(*bounds)
        case CountOf(stage=stage, count=count):
            counted = CountedBody(stage=stage, claimed=count, found=_of_flow(evidence, stage))
            outcome, reason = check_count(count, counted.found), _NOT_STATED
        case MoreMatureThan(domain=domain, than=than):
            signals = {each.domain: each for each in maturity(evidence)}
            compared = tuple(signals[each] for each in (domain, than) if each in signals)
            outcome = check_maturity(*(each.rank for each in compared)) if len(compared) == 2 else "not-testable"
            reason = _OFF_THE_SCALE
        case Descriptive(rationale=rationale):
            outcome, reason = "not-testable", rationale
    return ClaimBody(
        review=evidence.review_ids[0],
        **{name: getattr(claim, name) for name in ("id", "text", "section")},
        reconciliation=outcome,
        reason=reason if outcome == "not-testable" else None,
        kind=claim.says.kind,
        at_most_percent=at_most,
        more_than_percent=more_than,
        about=sides[0] if sides else None,
        than=sides[1] if len(sides) > 1 else None,
        counted=counted,
        maturity=compared,
        completeness=completeness,
        population=population_body(population),
    )


def limits(graph: Graph, kind: ClaimKind) -> tuple[int | None, int | None]:
    """The limits of a kind of claim in percent: at most, and more than; a kind has one of them, or none."""
    values = (graph.value(TERM[kind], property_) for property_ in (LACUNA.atMostPercent, LACUNA.moreThanPercent))
    at_most, more_than = (None if value is None else int(str(value)) for value in values)
    return at_most, more_than


def _of_flow(evidence: EvidenceBase, stage: str) -> int | None:
    counts = (
        each.count
        for review in evidence.reviews
        for each in review.flow
        if (each.stage, each.reason, each.round) == (stage, None, None)
    )
    return next(counts, None)


def _contents(vocabulary: Vocabulary, review: StoredReview) -> Mapping[str, frozenset[_Content]]:
    """By the id of each claim of a review, the contents of the questions that it speaks of."""
    if review not in _CONTENTS:
        _CONTENTS[review] = {
            claim.id: frozenset(_content(vocabulary, each) for each in (*claim.questions, *claim.concerns))
            for claim in review.claims
        }
    return _CONTENTS[review]


def _is_on_review(vocabulary: Vocabulary, claim: Claim, stored: StoredQuestion) -> bool:
    """Whether a claim is on the evidence domain, or on the stage of the flow, that a question about the review names."""
    match claim.says:
        case MoreMatureThan(domain=domain, than=than):
            return _named(vocabulary, "evidence-domain", stored.spec.less_mature_than) in (domain, than)
        case CountOf(stage=str(stage)) | Descriptive(stage=str(stage)):
            return _named(vocabulary, "prisma-stage", stored.spec.excluded_at) == stage
    return False


def _named(vocabulary: Vocabulary, facet: str, text: str | None) -> str | None:
    term = vocabulary.find(facet, text) if text else None
    return term.id if term else None


def _content(vocabulary: Vocabulary, question: Question) -> _Content:
    """A question without names: its conditions and those of its definition, and its years."""
    return tuple(question.expanded(vocabulary).values()), question.years, question.not_years
