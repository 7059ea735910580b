"""HTML of the bodies that have a page, each from the template of its class."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.models import (
    DefinitionDetail,
    DefinitionList,
    EvidenceMap,
    FacetDetail,
    FacetList,
    GapLines,
    GapList,
    Listed,
    RetractedDetail,
    ReviewList,
    Start,
    StudyDetail,
    StudyList,
    TermDetail,
    TermList,
)
from api.pages.address import Address
from api.pages.bounds_bar import bounds_bar
from api.pages.map import evidence_map
from api.pages.model import model_html
from api.pages.review_pictures import review_pictures
from api.pages.words import broad_columns, words_of
from api.service import SOFTWARE
from kg.answer.models import Answer
from kg.answer.words import bounds_text, population_text
from kg.browsing.citation import dataset_citation, references_of
from kg.browsing.reviews import ReviewDetail
from kg.browsing.search import SearchResult
from kg.crossing.models import Matrix
from kg.difference.models import Difference
from kg.difference.text import HEADINGS, VOIDS_CLOSED, VOIDS_COUNTED, VOIDS_NOT_COMPARED, VOIDS_OPENED
from kg.evaluation.models import Body
from kg.versions.dataset import Dataset
from kg.versions.retention import StoredVersion
from kg.voids.models import VoidList

STATIC = Path(__file__).with_name("static")
"""The folder of stylesheet, script and icon."""

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

# Jinja's own "capitalize" makes all other letters small, those of acronyms too.
_ENVIRONMENT.filters["first_capital"] = lambda text: text[:1].upper() + text[1:]

PAGES: Mapping[type[Body], str] = {
    Answer: "answer",
    GapList: "gaps",
    GapLines: "gaps",
    Matrix: "map",
    EvidenceMap: "map",
    Start: "start",
    SearchResult: "search",
    VoidList: "voids",
    Difference: "difference",
    ReviewList: "reviews",
    ReviewDetail: "review",
    StudyList: "studies",
    StudyDetail: "study",
    RetractedDetail: "retracted",
    FacetList: "facets",
    FacetDetail: "facet",
    TermList: "terms",
    TermDetail: "term",
    DefinitionList: "definitions",
    DefinitionDetail: "definition",
}
"""The template of each class of bodies that has a page."""

FIRST = (EvidenceMap, Start, SearchResult)
"""The classes of which a client without a preference gets the page."""

_MORE: Mapping[type[Body], Callable[[Any, Dataset], Mapping[str, object]]] = {
    Matrix: evidence_map,
    EvidenceMap: evidence_map,
    Start: lambda start, dataset: evidence_map(start.map, dataset),
    ReviewDetail: review_pictures,
    Difference: lambda *_: {
        "headings": HEADINGS,
        "why_no_void": {"closed": VOIDS_CLOSED, "opened": VOIDS_OPENED},
        "voids_counted": VOIDS_COUNTED,
        "voids_not_compared": VOIDS_NOT_COMPARED,
    },
    TermDetail: broad_columns,
}
"""What a template needs beside the body: its geometry."""


def write_page(body: Body, dataset: Dataset, address: Address, forms: Mapping[str, str], **more: object) -> bytes:
    """The page of a body, in UTF-8.

    Args:
        body: what the page shows.
        dataset: the version that it is of.
        address: what was asked.
        forms: all forms of the body, media types by suffix.
        more: what its template needs besides.
    """
    kind = type(body)
    values = _MORE[kind](body, dataset) if kind in _MORE else {}
    return fill(
        f"{PAGES[kind]}.html",
        dataset,
        body=body,
        address=address,
        root=address.root,
        forms=forms,
        **_cited(dataset),
        **values,
        **more,
    ).encode()


def fill(template: str, dataset: Dataset, **values: object) -> str:
    """A template filled with values of a version, and with the words that all pages share."""
    return _ENVIRONMENT.get_template(template).render(
        software=SOFTWARE,
        dataset=dataset,
        vocabulary=dataset.vocabulary,
        bar_of=bounds_bar,
        bounds_text=bounds_text,
        population_text=population_text,
        **words_of(dataset),
        **values,
    )


def _cited(dataset: Dataset) -> Mapping[str, object]:
    """How a version and its reviews are cited, as the end of a page says it."""
    return {"version_cited": dataset_citation(dataset), "reviews_cited": references_of(dataset.evidence())}


def render(template: str, dataset: Dataset | None = None, **values: Any) -> bytes:  # noqa: ANN401 - whatever the template needs
    """A page that is not made from a body, in UTF-8."""
    cited = {**_cited(dataset), "vocabulary": dataset.vocabulary} if dataset else {}
    given = {"forms": {}, "dataset": dataset, "software": SOFTWARE, **cited, **values}
    return _ENVIRONMENT.get_template(template).render(given).encode()


def model_page(root: str) -> str:
    """The page about the model."""
    drawing = Markup(_ENVIRONMENT.get_template("model.svg").render())  # noqa: S704 - our own file
    return render("model.html", root=root, content=model_html(root, drawing)).decode()


def versions_page(
    body: Listed[StoredVersion], compared: Collection[str], address: Address, forms: Mapping[str, str]
) -> bytes:
    """The page of stored versions, in UTF-8; ``compared`` are those that a version before can be compared with."""
    return render("versions.html", body=body, compared=compared, address=address, root=address.root, forms=forms)


def problem_page(problem: Mapping[str, Any], root: str) -> bytes:
    """The page of a problem, in UTF-8."""
    return render("problem.html", problem=problem, root=root)
