"""A review's signals of maturity, in the ontology's order of levels."""

from kg.evaluation.models import Body
from kg.ontology.vocabulary import Vocabulary
from kg.versions.evidence import EvidenceBase

OFF_THE_SCALE = "off the scale"


class MaturityBody(Body):
    """A review's signal for one domain. ``rank`` is null where ``scale`` says that the signal is off the scale."""

    review: str
    domain: str
    label: str
    signal: str
    rank: int | None
    scale: str
    source: str | None


def maturity(evidence: EvidenceBase) -> tuple[MaturityBody, ...]:
    """Every domain that a review judges, review by review, the most mature first; what is off the scale comes last."""
    vocabulary = evidence.vocabulary
    signals = [
        MaturityBody(
            review=review.id,
            domain=each.domain,
            label=vocabulary.terms[each.domain].label,
            signal=each.signal,
            rank=vocabulary.terms[each.signal].rank,
            scale=_scale(vocabulary, each.signal),
            source=each.source,
        )
        for review in evidence.reviews
        for each in review.maturity
    ]
    return tuple(sorted(signals, key=lambda each: (each.review, each.rank is None, -(each.rank or 0), each.domain)))


def _scale(vocabulary: Vocabulary, signal: str) -> str:
    rank = vocabulary.terms[signal].rank
    ranks = [term.rank for term in vocabulary.of_facet(vocabulary.terms[signal].facet) if term.rank]
    return OFF_THE_SCALE if rank is None else f"{rank} of {len(ranks)}"
