"""Routes that browsers and crawlers ask for by themselves."""

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, PlainTextResponse

from api.pages.page import STATIC

router = APIRouter(include_in_schema=False)

# Every combination of conditions has an address, so a crawler that followed them all would never end.
_ROBOTS = "".join(
    f"{line}\n"
    for line in (
        "User-agent: *",
        *(f"Disallow: /{name}" for name in ("ask", "map", "matrix", "metrics", "search", "sparql", "voids")),
        "Disallow: /*?",
    )
)


@router.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: what is stored, not the answers to all questions that could be asked."""
    return PlainTextResponse(_ROBOTS)


@router.get("/favicon.ico")
def icon() -> Response:
    """The icon of the pages, for a browser that looks at something else than a page."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
