"""Inter-coder agreement as text."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.reconciliation.agreement import FacetAgreement
from kg.review.rows import cell_text


def render_agreement(found: Sequence[FacetAgreement], *, differences: bool) -> str:
    """A table of coders' agreement by facet; with ``differences``, every difference too, with what holds and why."""
    if not found:
        return "No two coders independently charted the same cell."
    return "\n".join(_agreement(found, differences=differences))


def _agreement(found: Sequence[FacetAgreement], *, differences: bool) -> Iterator[str]:
    several = len({each.review for each in found}) > 1
    for (review, coders), facets in groupby(found, lambda each: (each.review, each.coders)):
        by_facet = list(facets)
        both, same = sum(each.both for each in by_facet), sum(each.same for each in by_facet)
        of_review = f"{review}: " if several else ""
        yield f"{of_review}{coders[0]} and {coders[1]}: {same} of the {both} cells that both charted are the same."
        yield f"  {'facet':<24}{'both':>6}{'same':>6}{'kappa':>8}{'alpha':>8}"
        for each in by_facet:
            coefficients = ("-" if number is None else f"{number:.2f}" for number in (each.kappa, each.alpha))
            yield f"  {each.facet:<24}{each.both:>6}{each.same:>6}" + "".join(f"{text:>8}" for text in coefficients)
            for difference in each.differences if differences else ():
                holds = difference.charted
                yield f"    {difference.subject}: {cell_text(holds)} ({holds.coder})" + (
                    f". {holds.reason}" if holds.reason else ""
                )
                yield from (f"      {other.coder}: {cell_text(other)}" for other in holds.others)
