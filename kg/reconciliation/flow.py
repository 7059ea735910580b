"""The PRISMA flow of a review, with derived numbers recomputed."""

import re
from collections.abc import Collection, Iterator

from kg.evaluation.models import Body
from kg.ontology.vocabulary import Vocabulary
from kg.review.model import Via
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview

_INCLUDED = "stage-included"
_SUM = re.compile(r"\d+( [+-] \d+)*")


class FlowBody(Body):
    """One number of the flow; ``count`` is null where the review does not state it. ``status`` and ``stage`` are term ids.

    ``round`` is the round of searching, null for all of them together, and ``via`` its column, null for both.
    ``recomputed`` is the result of the derivation, which may use only stated numbers; ``adds_up`` whether it is the count.
    Both are null where there is no derivation. ``retracted`` is how many of the included studies were retracted since, so that
    no answer counts them; null at every other stage.
    """

    review: str
    stage: str
    label: str
    reason: str | None
    round: int | None
    via: Via | None
    count: int | None
    status: str
    derivation: str | None
    recomputed: int | None
    adds_up: bool | None
    retracted: int | None
    source: str | None


def flow(evidence: EvidenceBase) -> tuple[FlowBody, ...]:
    """The numbers, review by review: of the whole flow, then of each round, in the order of the stages."""
    return tuple(number for review in evidence.reviews for number in _flow(evidence.vocabulary, review))


def _flow(vocabulary: Vocabulary, review: StoredReview) -> Iterator[FlowBody]:
    terms = vocabulary.terms
    counts = review.flow
    stated = {each.count for each in counts if each.status == "count-stated"}
    places = [(each.round or 0, each.via or "", terms[each.stage].rank or 0, each.reason or "") for each in counts]
    for _, each in sorted(zip(places, counts, strict=True), key=lambda placed: placed[0]):
        recomputed = recompute(each.derivation, stated) if each.derivation else None
        yield FlowBody(
            review=review.id,
            stage=each.stage,
            label=terms[each.stage].label,
            reason=each.reason,
            round=each.round,
            via=each.via,
            count=each.count,
            status=each.status,
            derivation=each.derivation,
            recomputed=recomputed,
            adds_up=recomputed is not None and recomputed == each.count if each.derivation else None,
            retracted=len(review.header.retracted) if (each.stage, each.reason) == (_INCLUDED, None) else None,
            source=each.source,
        )


def recompute(derivation: str, stated: Collection[int | None]) -> int | None:
    """The result of a derivation such as ``1742 + 58 - 1124``; None if it is no sum of stated numbers."""
    if not _SUM.fullmatch(derivation):
        return None
    terms = [(sign, int(number)) for sign, number in re.findall(r"([+-]?) ?(\d+)", derivation)]
    if any(number not in stated for _, number in terms):
        return None
    return sum(-number if sign == "-" else number for sign, number in terms)
