"""Routes of the review itself: claims and maturity, PRISMA flow, reporting checklist."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import CompletenessName, DatasetDep, PagingDep, ReviewIds, ServiceDep
from api.http.reply import ReplyDep, replies
from api.models import Listed, ReviewList
from kg.browsing.overview import review_overview
from kg.browsing.reviews import ReviewDetail, review_detail
from kg.evaluation.models import PopulationBody, evidence_population
from kg.questions.reading import read_completeness
from kg.reconciliation.checklist import ItemBody, checklist
from kg.reconciliation.claims import ClaimBody, Reconciliation, reconciled
from kg.reconciliation.flow import FlowBody, flow
from kg.reconciliation.maturity import MaturityBody, maturity

router = APIRouter(tags=["the review itself"])


class ClaimList(Listed[ClaimBody]):
    """A review's claims in order of their ids; and its signals of maturity, highest first, off the scale last."""

    maturity: tuple[MaturityBody, ...]


class Checklist(Listed[ItemBody]):
    """What studies should report, in the order of the review's table; the counts are of the charted studies."""

    population: PopulationBody


@router.get("/reviews", summary="The reviews of a version", **replies(ReviewList))
def reviews(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep) -> Response:
    """Each review with its reference and its population, in order of their id."""
    items, page = paging.cut(dataset.evidence().reviews)
    return reply(ReviewList(items=tuple(review_overview(each) for each in items), page=page))


@router.get(
    "/reviews/{id}",
    summary="One review: population, growth, flow, claims, depth of reading, agreement of its coders",
    **replies(ReviewDetail, "/reviews/okafor-bello-2025"),
)
def review_by_id(
    id: str,  # noqa: A002 - the name of the path parameter
    service: ServiceDep,
    dataset: DatasetDep,
    reply: ReplyDep,
) -> Response:
    """Everything that is known about a review as a whole."""
    return reply(review_detail(dataset.evidence([id]), dataset.catalogue(service.catalogue)))


@router.get(
    "/claims",
    summary="What the review claims, and whether the charted studies agree",
    **replies(ClaimList, "/claims?size=2"),
)
def claims(
    dataset: DatasetDep,
    paging: PagingDep,
    reply: ReplyDep,
    review: ReviewIds = None,
    completeness: CompletenessName = "all",
    reconciliation: Annotated[Reconciliation | None, Query(description="Only claims with this result.")] = None,
) -> Response:
    """Each claim, paraphrased, with its reconciliation and the numbers behind it."""
    evidence = dataset.evidence(review)
    all_claims = reconciled(evidence, read_completeness(completeness))
    items, page = paging.cut([each for each in all_claims if reconciliation in (None, each.reconciliation)])
    return reply(ClaimList(items=items, page=page, maturity=maturity(evidence)))


@router.get(
    "/flow",
    summary="The PRISMA flow: what is stated, derived, or not stated",
    **replies(Listed[FlowBody], "/flow?size=2"),
)
def prisma_flow(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep, review: ReviewIds = None) -> Response:
    """Every number in the order of the stages, with its source; derived ones are computed again."""
    items, page = paging.cut(flow(dataset.evidence(review)))
    return reply(Listed[FlowBody](items=items, page=page))


@router.get(
    "/checklist",
    summary="What studies should report, and which charted study does",
    **replies(Checklist, "/checklist?size=1"),
)
def reporting_checklist(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep, review: ReviewIds = None) -> Response:
    """Every item with each charted study: reported, not reported, unclear, not charted or not applicable."""
    evidence = dataset.evidence(review)
    found = [item for each in evidence.reviews for item in checklist(dataset.vocabulary, each.whole()).items]
    items, page = paging.cut(found)
    return reply(Checklist(items=items, page=page, population=evidence_population(evidence)))
