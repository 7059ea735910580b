"""How mature the review says the evidence is in each domain, in the order that the ontology declares for the levels."""

from dataclasses import dataclass

from kg.bodies import Body
from kg.dataset import Dataset
from kg.errors import NotFound
from kg.vocabulary import Vocabulary

OFF_THE_SCALE = "off the scale"


class MaturityBody(Body):
    """The review's signal for one domain. ``rank`` is null where ``scale`` says that the signal is off the scale."""

    domain: str
    label: str
    signal: str
    rank: int | None
    scale: str
    source: str | None


@dataclass(frozen=True)
class LessMature:
    """Seen from one domain: which others are certainly less mature, which may be (off the scale), and which are not."""

    reference: MaturityBody
    certain: tuple[MaturityBody, ...]
    possible: tuple[MaturityBody, ...]
    not_less: tuple[MaturityBody, ...]


def maturity(dataset: Dataset, review: str) -> tuple[MaturityBody, ...]:
    """Every domain that the review judges, the most mature first; what is off the scale comes last."""
    vocabulary = dataset.vocabulary
    found = [
        MaturityBody(
            domain=each.domain,
            label=vocabulary.terms[each.domain].label,
            signal=each.signal,
            rank=vocabulary.terms[each.signal].rank,
            scale=_scale(vocabulary, each.signal),
            source=each.source,
        )
        for each in dataset.maturity(review)
    ]
    return tuple(sorted(found, key=lambda each: (each.rank is None, -(each.rank or 0), each.domain)))


def less_mature(dataset: Dataset, review: str, reference: str) -> LessMature:
    """Which domains the review judges less mature than one of them.

    Raises:
        NotFound: the review does not judge that domain.
    """
    domains = {each.domain: each for each in maturity(dataset, review)}
    if reference not in domains:
        raise NotFound("judged evidence domain", reference, domains)
    at = domains.pop(reference)
    certain: list[MaturityBody] = []
    possible: list[MaturityBody] = []
    not_less: list[MaturityBody] = []
    for each in domains.values():
        if each.rank is None or at.rank is None:
            possible.append(each)
        else:
            (certain if each.rank < at.rank else not_less).append(each)
    return LessMature(at, tuple(certain), tuple(possible), tuple(not_less))


def _scale(vocabulary: Vocabulary, signal: str) -> str:
    rank = vocabulary.terms[signal].rank
    ranks = [term.rank for term in vocabulary.of_facet(vocabulary.terms[signal].facet) if term.rank]
    return OFF_THE_SCALE if rank is None else f"{rank} of {len(ranks)}"
