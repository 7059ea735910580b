"""HTML of the bodies that have a page, each from the template of its class."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.models import (
    DefinitionList,
    EvidenceMap,
    FacetDetail,
    FacetList,
    GapList,
    ReviewList,
    StudyDetail,
    StudyList,
    TermBody,
    TermList,
)
from api.pages.address import Address
from api.pages.flow_diagram import flow_diagram
from api.pages.map import evidence_map
from api.pages.model import model_html
from api.service import SOFTWARE
from kg.answer.models import Answer
from kg.answer.words import bounds_text, change_text, facet_label, population_text, reading_text
from kg.browsing.overview import Overview
from kg.browsing.reviews import ReviewDetail
from kg.browsing.search import SearchResult
from kg.crossing.models import Matrix
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
    TermBody: "term",
    DefinitionList: "definitions",
}
"""The template of each class of bodies that has a page."""

FIRST = (EvidenceMap, Overview, SearchResult)
"""The classes of which a client without a preference gets the page."""

_MORE: Mapping[type[Body], Callable[[Any, Dataset], Mapping[str, object]]] = {
    Matrix: evidence_map,
    EvidenceMap: evidence_map,
    ReviewDetail: flow_diagram,
}
"""What a template needs beside the body: its geometry."""


def write_page(body: Body, dataset: Dataset, address: Address, forms: Sequence[str]) -> bytes:
    """The page of a body, in UTF-8; ``forms`` are the suffixes of all its forms."""
    kind = type(body)
    more = _MORE[kind](body, dataset) if kind in _MORE else {}
    page = fill(f"{PAGES[kind]}.html", dataset, body=body, address=address, root=address.root, forms=forms, **more)
    return page.encode()


def fill(template: str, dataset: Dataset, **values: object) -> str:
    """A template filled with values of a version, and with the words that all pages share."""
    vocabulary = dataset.vocabulary

    def label(id_: str) -> str:
        """The label of a term, a facet or a definition; of anything else its id."""
        if id_ in vocabulary.terms:
            return vocabulary.terms[id_].label
        return vocabulary.definitions[id_].label if id_ in vocabulary.definitions else facet_label(vocabulary, id_)

    return _ENVIRONMENT.get_template(template).render(
        software=SOFTWARE,
        dataset=dataset,
        vocabulary=vocabulary,
        label=label,
        bounds_text=bounds_text,
        population_text=population_text,
        change_text=lambda change: change_text(vocabulary, change),
        reading_text=lambda other: reading_text(vocabulary, other),
        **values,
    )


def render(template: str, **values: Any) -> bytes:  # noqa: ANN401 - whatever the template needs
    """A page that is not made from a body, in UTF-8."""
    given = {"forms": (), "dataset": None, "software": SOFTWARE, **values}
    return _ENVIRONMENT.get_template(template).render(given).encode()


def model_page(root: str) -> str:
    """The page about the model."""
    drawing = Markup(_ENVIRONMENT.get_template("model.svg").render())  # noqa: S704 - our own file
    return render("model.html", root=root, content=model_html(root, drawing)).decode()


def problem_page(problem: Mapping[str, Any], root: str) -> bytes:
    """The page of a problem, in UTF-8."""
    return render("problem.html", problem=problem, root=root)
