"""The route of what changed between two stored versions."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import DatasetDep, ServiceDep
from api.http.reply import ReplyDep, replies
from kg.difference.compare import compare
from kg.difference.models import Difference
from kg.versions.retention import find_version, stored_before

router = APIRouter()

_NAMES = "by its hash, the beginning of it, `current`, or the day on which it was stored"


@router.get(
    "/diff",
    tags=["gap questions"],
    summary="What became of gaps between two stored versions, and by which studies",
    **replies(Difference, "/diff?from=current"),
)
def diff(
    dataset: DatasetDep,
    service: ServiceDep,
    reply: ReplyDep,
    before: Annotated[
        str | None,
        Query(
            alias="from",
            min_length=1,
            description=f"The first version, {_NAMES}; by default the one stored before `to`.",
        ),
    ] = None,
    after: Annotated[
        str | None, Query(alias="to", min_length=1, description=f"The second version, {_NAMES}; by default `version`.")
    ] = None,
) -> Response:
    """Which stored questions have other studies or bounds: closed, opened, certified, un-certified, narrowed, widened or moved.

    Studies, cells and terms that differ are listed beside. Where Neo4j answers, only versions that it holds can be compared.
    """
    last = find_version(service.home, after or dataset.version)
    first = find_version(service.home, before) if before else stored_before(service.home, last)
    with service.using(first) as one, service.using(last) as other:
        return reply(compare(one, other, service.catalogue))
