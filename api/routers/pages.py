"""Routes that are pages first: start page and search. A client that prefers JSON gets the same as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse

from api.dependencies import DatasetDep, ReviewIds, ServiceDep
from api.formats.negotiation import negotiate
from api.formats.table import HTML
from api.http import conditional
from api.http.reply import ReplyDep, replies
from api.models import Start
from api.pages.address import POLICY
from api.pages.page import STATIC, model_page
from kg.browsing.overview import overview
from kg.browsing.search import SearchResult, search
from kg.crossing.matrix import matrix
from kg.crossing.view import View
from kg.questions.question import Question
from kg.voids.answer import voids
from kg.voids.search import read_wanted

router = APIRouter(tags=["pages"])

# Every combination of conditions has an address, so a crawler that followed them all would never end.
_ROBOTS = "".join(
    f"{line}\n"
    for line in (
        "User-agent: *",
        *(f"Disallow: /{name}" for name in ("ask", "map", "matrix", "metrics", "search", "sparql", "voids")),
        "Disallow: /*?",
    )
)

_COMBINED = ("unit-operation", "pat-modality", "ai-method")
"""The facets of the voids on the start page: what is made, how it is measured, and by which method."""
_SHOWN = 5
_BROAD = View(is_broad=True)
LONGEST_SEARCH = 200
"""In characters."""


@router.get("/", summary="What is stored and what can be asked", **replies(Start, "/"))
def start(dataset: DatasetDep, service: ServiceDep, reply: ReplyDep) -> Response:
    """The reviews with their populations, the stored questions and facets, surprising voids, and a map of broad terms."""
    evidence, vocabulary = dataset.evidence(), dataset.vocabulary
    wanted = read_wanted(vocabulary, ",".join(_COMBINED), grade="observed")
    found = voids(evidence, wanted, _SHOWN)
    sentences = {each.href: each.sentence for each in found.items if each.href}
    whole = overview(evidence, dataset.catalogue(service.catalogue), sentences, found.href)
    rows, columns = (vocabulary.facets[each] for each in _COMBINED[:2])
    return reply(Start(**dict(whole), map=matrix(evidence, rows, columns, Question(), view=_BROAD)))


@router.get(
    "/search",
    summary="Words to terms, questions and studies",
    operation_id="search",
    **replies(SearchResult, "/search?q=freeze-drying"),
)
def found(
    dataset: DatasetDep,
    service: ServiceDep,
    reply: ReplyDep,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH, description="Words, a synonym, a title, a DOI.")] = "",
    review: ReviewIds = None,
) -> Response:
    """Terms by label and synonym, questions by text, studies by citation, title and DOI."""
    return reply(search(dataset.evidence(review), dataset.catalogue(service.catalogue), q))


@router.get(
    "/model",
    summary="The data model: its drawing, its traps, and queries to start from",
    response_class=HTMLResponse,
)
def model(request: Request) -> Response:
    """A page only; `/facets` and `/ontology` have the model as data."""
    media = negotiate(request, (HTML,))
    content = model_page(request.scope.get("root_path", "").rstrip("/"))
    headers = conditional.validators(request, media, content)
    return HTMLResponse(content, headers={**headers, "Content-Security-Policy": POLICY})


@router.get("/robots.txt", include_in_schema=False)
def robots() -> Response:
    """What crawlers may read: what is stored, not the answers to all questions that could be asked."""
    return PlainTextResponse(_ROBOTS)


@router.get("/favicon.ico", include_in_schema=False)
def icon() -> Response:
    """The icon of the pages, for a browser that looks at something else than a page."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
