"""Routes of the charted studies."""

from typing import Literal

from fastapi import APIRouter, Response

from api.dependencies import DatasetDep, PagingDep, ReviewId
from api.http.reply import ReplyDep, replies
from api.models import (
    ChartedBody,
    StudyBody,
    StudyDetail,
    StudyList,
    UnitBody,
)
from kg.evaluation.models import population_body
from kg.review.model import Charted, Study
from kg.versions.dataset import Dataset

router = APIRouter(tags=["studies"])


@router.get(
    "/studies",
    summary="All charted studies of a review",
    **replies(StudyList, "/studies?size=2"),
)
def studies(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep, review: ReviewId = None) -> Response:
    """The studies in order of their id. Studies that a review includes but does not identify are only counted."""
    evidence = dataset.evidence(review)
    items, page = paging.cut(evidence.study_ids)
    bodies = tuple(_study(evidence.review, evidence.study(id_)) for id_ in items)
    return reply(StudyList(items=bodies, page=page, population=population_body(evidence.population)))


@router.get(
    "/studies/{id}",
    summary="One study: what was charted, from where, and what was not",
    **replies(StudyDetail, "/studies/beke-2021"),
)
def study(id: str, dataset: DatasetDep, reply: ReplyDep, review: ReviewId = None) -> Response:  # noqa: A002 - as above
    """Every charted facet of the study and its units with status, terms and source, and the facets not charted."""
    evidence = dataset.evidence(review)
    found, of = evidence.study(id), evidence.header
    body = StudyDetail(
        **dict(_study(evidence.review, found)),
        charted=tuple(ChartedBody.of(each, of) for each in found.charted),
        not_charted=_not_charted(dataset, "study", found.charted),
        units=tuple(
            UnitBody(
                # As in answers: the id alone is unique only within its study.
                id=f"{found.id}/{unit.id}",
                charted=tuple(ChartedBody.of(each, of) for each in unit.charted),
                not_charted=_not_charted(dataset, "unit", unit.charted),
            )
            for unit in found.units
        ),
    )
    return reply(body)


def _study(review: str, study: Study) -> StudyBody:
    return StudyBody(
        id=study.id, review=review, citation=study.citation, title=study.title, year=study.year, doi=study.doi
    )


def _not_charted(dataset: Dataset, level: Literal["study", "unit"], charted: tuple[Charted, ...]) -> tuple[str, ...]:
    looked_at = {each.facet for each in charted}
    facets = (facet for facet in dataset.vocabulary.charted_facets if facet.level == level)
    return tuple(facet.id for facet in facets if facet.id not in looked_at)
