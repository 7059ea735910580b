"""Routes that are pages first: start page and search. A client that prefers JSON gets the same as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import DatasetDep, ReviewIds, ServiceDep
from api.formats.table import HTML
from api.http import conditional
from api.http.reply import ReplyDep, replies
from api.pages.address import POLICY
from api.pages.page import model_page
from kg.browsing.overview import Overview, overview
from kg.browsing.search import SearchResult, search
from kg.voids.answer import voids
from kg.voids.search import read_wanted

router = APIRouter(tags=["pages"])

_COMBINED = ("unit-operation", "pat-modality", "ai-method")
"""The facets of the voids on the start page: what is made, how it is measured, and by which method."""
_SHOWN = 5
LONGEST_SEARCH = 200
"""In characters."""


@router.get("/", summary="What is stored and what can be asked", **replies(Overview, "/"))
def start(dataset: DatasetDep, service: ServiceDep, reply: ReplyDep) -> Response:
    """The reviews with their populations, the stored questions, the facets, and the most surprising voids of three facets."""
    evidence = dataset.evidence()
    wanted = read_wanted(dataset.vocabulary, ",".join(_COMBINED), grade="observed")
    found = voids(evidence, wanted, _SHOWN)
    sentences = {each.href: each.sentence for each in found.items if each.href}
    return reply(overview(evidence, dataset.catalogue(service.catalogue), sentences, found.href))


@router.get(
    "/search", summary="Words to terms, questions and studies", **replies(SearchResult, "/search?q=freeze-drying")
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
    media = conditional.negotiate(request, (HTML,))
    content = model_page(request.scope.get("root_path", "").rstrip("/"))
    headers = conditional.validators(request, media, content)
    return HTMLResponse(content, headers={**headers, "Content-Security-Policy": POLICY})
