"""HTML of the bodies that have a page, each from the template of its class."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.models import (
    DefinitionDetail,
    DefinitionList,
    EvidenceMap,
    FacetDetail,
    FacetList,
    GapList,
    ReviewList,
    StudyDetail,
    StudyList,
    TermDetail,
    TermList,
)
from api.pages.address import Address
from api.pages.bounds_bar import bounds_bar
from api.pages.map import evidence_map
from api.pages.review_pictures import review_pictures
from api.pages.words import broad_columns, words_of
from api.service import SOFTWARE
from kg.answer.matrix import Matrix
from kg.answer.models import Answer
from kg.answer.words import bounds_text, population_text
from kg.browsing.citation import dataset_citation, references_of
from kg.browsing.overview import Overview
from kg.browsing.reviews import ReviewDetail
from kg.browsing.search import SearchResult
from kg.evaluation.models import Body
from kg.versions.dataset import Dataset
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

PAGES: Mapping[type[Body], str] = {
    Answer: "answer",
    GapList: "gaps",
    Matrix: "map",
    EvidenceMap: "map",
    Overview: "start",
    SearchResult: "search",
    VoidList: "voids",
    ReviewList: "reviews",
    ReviewDetail: "review",
    StudyList: "studies",
    StudyDetail: "study",
    FacetList: "facets",
    FacetDetail: "facet",
    TermList: "terms",
    TermDetail: "term",
    DefinitionList: "definitions",
    DefinitionDetail: "definition",
}
"""The template of each class of bodies that has a page."""

FIRST = (EvidenceMap, Overview, SearchResult)
"""The classes of which a client without a preference gets the page."""

_MORE: Mapping[type[Body], Callable[[Any, Dataset], Mapping[str, object]]] = {
    Matrix: evidence_map,
    EvidenceMap: evidence_map,
    ReviewDetail: review_pictures,
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
    return (
        _ENVIRONMENT.get_template(f"{PAGES[kind]}.html")
        .render(
            body=body,
            address=address,
            root=address.root,
            forms=forms,
            software=SOFTWARE,
            dataset=dataset,
            vocabulary=dataset.vocabulary,
            version_cited=dataset_citation(dataset),
            reviews_cited=references_of(dataset.evidence()),
            bar_of=bounds_bar,
            bounds_text=bounds_text,
            population_text=population_text,
            **words_of(dataset),
            **(_MORE[kind](body, dataset) if kind in _MORE else {}),
            **more,
        )
        .encode()
    )


def problem_page(problem: Mapping[str, Any], root: str) -> bytes:
    """The page of a problem, in UTF-8."""
    template = _ENVIRONMENT.get_template("problem.html")
    return template.render(problem=problem, root=root, forms={}, dataset=None, software=SOFTWARE).encode()
