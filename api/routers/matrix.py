"""Routes of two facets crossed: as data, and as the evidence map, which is a page first."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response

from api.dependencies import DatasetDep, ReadingDep, own_question
from api.http.reply import ReplyDep, replies
from api.models import EvidenceMap
from api.routers.gaps import CONDITIONS
from kg.crossing.matrix import matrix
from kg.crossing.models import Matrix, Sort
from kg.crossing.view import View, read_within
from kg.evaluation.verdict import Verdict
from kg.questions.reading import charted_facet
from kg.versions.dataset import Dataset

router = APIRouter()

_ROWS, _COLUMNS = "unit-operation", "pat-modality"
"""The facets of the map where none is named: what is made, and how it is measured."""


class _Shown(NamedTuple):
    """What is shown of the cells, as a request says it."""

    within: list[str]
    by: str | None
    verdict: Verdict | None
    sort: Sort


async def _shown(
    within: Annotated[
        list[str] | None,
        Query(
            description="A term by name, such as `freeze-drying`, or `FACET=TERM`. Of the facet of rows or columns it leaves the "
            "terms at or below it; of any other facet it is a condition as of `/ask`."
        ),
    ] = None,
    by: Annotated[
        str | None,
        Query(description="A third facet: the cells of broad terms again, within each of its own broad terms."),
    ] = None,
    verdict: Annotated[Verdict | None, Query(description="Only cells with this verdict.")] = None,
    sort: Annotated[
        Sort,
        Query(description="The order of cells: row by row (`term`), or the most surprising void first (`surprise`)."),
    ] = "term",
) -> _Shown:
    return _Shown(within or [], by, verdict, sort)


_ShownDep = Annotated[_Shown, Depends(_shown)]


@router.get(
    "/matrix",
    tags=["gap questions"],
    summary="Two facets crossed, empty cells included",
    operation_id="matrix",
    **replies(Matrix, "/matrix?rows=twin-label&columns=integration-level", CONDITIONS),
)
def crossed(  # noqa: PLR0913, PLR0917 - one parameter per parameter
    request: Request,
    dataset: DatasetDep,
    reading: ReadingDep,
    shown: _ShownDep,
    reply: ReplyDep,
    rows: Annotated[str, Query(description="The facet of the rows.")],
    columns: Annotated[str, Query(description="The facet of the columns.")],
) -> Response:
    """Every cell with its bounds and verdict; further conditions as in `/ask`."""
    return reply(_matrix(request, dataset, reading, shown, rows, columns))


@router.get(
    "/map",
    tags=["pages"],
    summary="The evidence map: two facets crossed",
    **replies(EvidenceMap, "/map?rows=twin-label&columns=integration-level", CONDITIONS),
)
def evidence_map(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    dataset: DatasetDep,
    reading: ReadingDep,
    shown: _ShownDep,
    reply: ReplyDep,
    rows: Annotated[str, Query(description="The facet of the rows.")] = _ROWS,
    columns: Annotated[
        str | None,
        Query(description="The facet of the columns, by default `pat-modality`, or beside it `unit-operation`."),
    ] = None,
) -> Response:
    """The same as `/matrix`, as a page by default."""
    across = columns or (_ROWS if rows == _COLUMNS else _COLUMNS)
    return reply(EvidenceMap(**dict(_matrix(request, dataset, reading, shown, rows, across))))


def _matrix(request: Request, dataset: Dataset, reading: ReadingDep, shown: _Shown, rows: str, columns: str) -> Matrix:
    vocabulary = dataset.vocabulary
    sides = charted_facet(vocabulary, "rows", rows), charted_facet(vocabulary, "columns", columns)
    within, conditions = read_within(vocabulary, sides, shown.within)
    question = own_question(request, dataset, reading, needs_positive=False, more=conditions)
    by = charted_facet(vocabulary, "by", shown.by) if shown.by else None
    view = View(within, by, shown.verdict, shown.sort)
    return matrix(dataset.evidence(reading.review), *sides, question, k=reading.k, view=view)
