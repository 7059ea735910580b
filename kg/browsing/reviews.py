"""A review at a glance: population, flow, claims, depth of reading, agreement of its coders."""

from kg.answer.models import Search
from kg.browsing.overview import ReviewOverview, review_overview
from kg.evaluation.models import Body, StatementBody, statement_body
from kg.reconciliation.agreement import agreement
from kg.reconciliation.claims import ClaimBody, reconciled
from kg.reconciliation.flow import FlowBody, flow
from kg.reconciliation.maturity import MaturityBody, maturity
from kg.versions.evidence import EvidenceBase


class AgreementBody(Body):
    """Two coders on one facet: how many studies or units both charted, how many alike, kappa and alpha (see ``agreement``)."""

    facet: str
    coders: tuple[str, str]
    both: int
    same: int
    kappa: float | None
    alpha: float | None


class ReviewDetail(ReviewOverview):
    """A review with everything that is known about it as a whole; ``notes`` are the editors' own."""

    doi: str | None
    year: int | None
    licence: str | None
    charting_licence: str | None
    search: Search
    identification: str | None
    completeness: tuple[StatementBody, ...]
    flow: tuple[FlowBody, ...]
    maturity: tuple[MaturityBody, ...]
    claims: tuple[ClaimBody, ...]
    agreement: tuple[AgreementBody, ...]
    notes: tuple[str, ...]


def review_detail(evidence: EvidenceBase) -> ReviewDetail:
    """The detail of the one review of an evidence base."""
    (review,) = evidence.reviews
    header = review.header
    return ReviewDetail(
        **dict(review_overview(review)),
        doi=header.doi,
        year=header.year,
        licence=header.licence,
        charting_licence=header.charting_licence,
        search=Search(
            databases=header.search.databases, years=header.search.years, last_search=header.search.last_search
        ),
        identification=review.identification.in_words if review.identification else None,
        completeness=tuple(statement_body(review.id, each) for each in header.completeness),
        flow=flow(evidence),
        maturity=maturity(evidence),
        claims=tuple(reconciled(evidence, "all")),
        agreement=tuple(
            AgreementBody(
                facet=each.facet,
                coders=each.coders,
                both=each.both,
                same=each.same,
                kappa=each.kappa,
                alpha=each.alpha,
            )
            for each in agreement(review.whole())
        ),
        notes=tuple(each.text for each in header.notes),
    )
