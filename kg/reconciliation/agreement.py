"""Inter-coder agreement, facet by facet: share of equal codings, Cohen's kappa, Krippendorff's alpha.

What a coder writes is a set of terms, so that two may agree in part. The distance of two sets is MASI (R. Passonneau,
Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation, LREC 2006): 1 - J * M, where J is the
Jaccard index and M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap otherwise, and 0 where they
have nothing in common. Kappa is the weighted one (J. Cohen, Psychological Bulletin 70, 1968), with these distances as weights.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kg.review.depth import rank
from kg.review.model import Charted, Review

UNSEEN: dict[str, Any] = {
    "__all__": {"differences": {"__all__": {"charted": {"cell": True, "others": {"__all__": {"cell", "others"}}}}}}
}
"""Fields left out of JSON: cells, which a stored version does not have."""

Coding = frozenset[tuple[str, str]]
"""A status with each of its terms, or with an empty one."""


@dataclass(frozen=True)
class Difference:
    """A facet of a subject (study, or study/unit) that two coders charted differently, with the assertion that holds."""

    subject: str
    charted: Charted


@dataclass(frozen=True)
class FacetAgreement:
    """Two coders of a review on one facet. ``both`` counts the studies or units that both charted, ``same`` those charted alike.

    ``kappa`` and ``alpha`` are 1 for full agreement and 0 for what chance gives; None where everything was charted alike
    over and over, so that there is no chance to compare with.
    """

    review: str
    facet: str
    coders: tuple[str, str]
    both: int
    same: int
    kappa: float | None
    alpha: float | None
    differences: tuple[Difference, ...]


def agreement(review: Review) -> list[FacetAgreement]:
    """The agreement of every two coders on every facet that both charted, in order of coders and facet.

    An adjudicated coding (one with a reason) does not count: it was made with knowledge of the others. Coders who read to
    different depths are not compared: they saw different texts.
    """
    pairs: dict[tuple[tuple[str, str], str], list[tuple[Coding, Coding, Difference]]] = defaultdict(list)
    for subject, charted in _all(review):
        independent = [each for each in (charted, *charted.others) if each.coder and not each.reason]
        for one, two in combinations(sorted(independent, key=lambda each: each.coder or ""), 2):
            if rank(one.read) != rank(two.read) or one.coder == two.coder:
                continue
            coders = one.coder or "", two.coder or ""
            pairs[coders, charted.facet].append((coding(one), coding(two), Difference(subject, charted)))
    return [_on(review.id, facet, coders, pairs[coders, facet]) for coders, facet in sorted(pairs)]


def coding(charted: Charted) -> Coding:
    """A charted facet as a set that can be compared."""
    return frozenset((charted.status.value, term) for term in charted.terms or ("",))


def distance(one: Coding, two: Coding) -> float:
    """MASI: 0 for equal sets, 1 for sets with nothing in common. The sets are not empty."""
    # The sets are never empty: without terms, a coding is its status with an empty term.
    if one == two:
        return 0.0
    common = one & two
    if not common:
        return 1.0
    return 1 - len(common) / len(one | two) * (2 / 3 if one <= two or two <= one else 1 / 3)


def kappa(pairs: Sequence[tuple[Coding, Coding]]) -> float | None:
    """Cohen's weighted kappa of two coders' codings of the same things; None where chance would give full agreement too."""
    # By chance any coding of the one meets any of the other; 0 means that there was only one to choose.
    expected = _mean(distance(one, two) for one, _ in pairs for _, two in pairs)
    return 1 - _mean(distance(*pair) for pair in pairs) / expected if expected else None


def alpha(pairs: Sequence[tuple[Coding, Coding]]) -> float | None:
    """Krippendorff's alpha of the same; None where chance would give full agreement too."""
    pooled = [coded for pair in pairs for coded in pair]
    # Unlike kappa, alpha pools the codings of both coders.
    expected = _mean(distance(one, two) for one, two in combinations(pooled, 2))
    return 1 - _mean(distance(*pair) for pair in pairs) / expected if expected else None


def _all(review: Review) -> Iterator[tuple[str, Charted]]:
    for study in review.studies:
        for charted in study.charted:
            yield study.id, charted
        for unit in study.units:
            for charted in unit.charted:
                yield f"{study.id}/{unit.id}", charted


def _on(
    review: str, facet: str, coders: tuple[str, str], compared: list[tuple[Coding, Coding, Difference]]
) -> FacetAgreement:
    pairs = [(one, two) for one, two, _ in compared]
    differences = tuple(difference for one, two, difference in compared if one != two)
    return FacetAgreement(
        review, facet, coders, len(compared), len(compared) - len(differences), kappa(pairs), alpha(pairs), differences
    )


def _mean(numbers: Iterable[float]) -> float:
    all_ = list(numbers)
    return sum(all_) / len(all_)
