"""The route of voids that nobody asked about."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import CompletenessName, DatasetDep, DefinitionName, ReviewIds
from api.http.reply import ReplyDep, replies
from kg.errors import BadQuestion
from kg.evaluation.verdict import LARGEST_K
from kg.voids.answer import MOST_LISTED, TOP
from kg.voids.answer import voids as answer_to
from kg.voids.grades import Grade
from kg.voids.models import VoidList
from kg.voids.search import read_wanted

router = APIRouter()


@router.get(
    "/voids",
    tags=["gap questions"],
    summary="What nobody has studied, the most surprising first",
    **replies(VoidList, "/voids?facets=unit-operation,pat-modality&top=2"),
)
def voids(  # noqa: PLR0913, PLR0917 - one parameter per parameter
    dataset: DatasetDep,
    reply: ReplyDep,
    facets: Annotated[str, Query(description="The facets to combine, one to six, separated by commas.")],
    within: Annotated[
        list[str] | None,
        Query(description="Search only within conditions as of `/ask`, such as `unit-operation=lyophilization`."),
    ] = None,
    definition: DefinitionName = None,
    grade: Annotated[
        Grade,
        Query(
            description="Empty is what no study certainly has (`observed`), what none is known to report (`reported`), or what "
            "none of the charted can have (`certified`)."
        ),
    ] = "reported",
    completeness: CompletenessName = "all",
    k: Annotated[int, Query(ge=1, le=LARGEST_K, description="Empty is what fewer than `k` studies have.")] = 1,
    top: Annotated[int, Query(ge=1, le=MOST_LISTED, description="How many voids to list.")] = TOP,
    review: ReviewIds = None,
) -> Response:
    """Maximal voids: empty combinations of terms, everything one step wider than which somebody has studied."""
    wanted = read_wanted(
        dataset.vocabulary,
        facets,
        map(condition, within or ()),
        definition=definition,
        completeness=completeness,
        grade=grade,
        k=k,
    )
    return reply(answer_to(dataset.evidence(review), wanted, top))


def condition(text: str, parameter: str = "within") -> tuple[str, str]:
    """Name and value of a condition FACET=TERM.

    Raises:
        BadQuestion: it is none; the error names ``parameter``.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise BadQuestion(parameter, text[:200], "is not a condition: write FACET=TERM")
    return name, value
