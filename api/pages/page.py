"""HTML of the bodies that have a page, each from the template of its class."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
    vocabulary = dataset.vocabulary

    def label(id_: str) -> str:
        """The label of a term, a facet or a definition; of anything else its id."""
        if id_ in vocabulary.terms:
            return vocabulary.terms[id_].label
        return vocabulary.definitions[id_].label if id_ in vocabulary.definitions else facet_label(vocabulary, id_)

    return (
        _ENVIRONMENT.get_template(f"{PAGES[kind]}.html")
        .render(
            body=body,
            address=address,
            root=address.root,
            forms=forms,
            software=SOFTWARE,
            dataset=dataset,
            vocabulary=vocabulary,
            label=label,
            bounds_text=bounds_text,
            population_text=population_text,
            change_text=lambda change: change_text(vocabulary, change),
            reading_text=lambda other: reading_text(vocabulary, other),
            **(_MORE[kind](body, dataset) if kind in _MORE else {}),
        )
        .encode()
    )


def problem_page(problem: Mapping[str, Any], root: str) -> bytes:
    """The page of a problem, in UTF-8."""
    template = _ENVIRONMENT.get_template("problem.html")
    return template.render(problem=problem, root=root, forms=(), dataset=None, software=SOFTWARE).encode()
