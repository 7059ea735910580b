"""Table of the media types of response bodies, with their writers."""

# A new format is a module of this package and a row here: routes, documentation and 406 follow from the table.

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from api.formats import csv, json, jsonld, query_text, rdf, references
from api.models import (
    DefinitionDetail,
    DefinitionList,
    FacetDetail,
    Listed,
    QueryBody,
    StudyDetail,
    StudyList,
    TermBody,
)
from api.pages.address import Address
from api.pages.page import FIRST, PAGES, write_page
from kg.answer.models import Answer
from kg.browsing.citation import answer_citation
from kg.crossing.models import Matrix
from kg.evaluation.models import Body
from kg.rdf.formats import GRAPH_FORMATS
from kg.versions.dataset import Dataset
from kg.voids.models import VoidList

JSON = "application/json"
HTML = "text/html"
ATOM = "application/atom+xml"
CSV = "text/csv"
_RIS, _BIBTEX = "application/x-research-info-systems", "application/x-bibtex"
_JSON_LD = "application/ld+json"


class Representation(NamedTuple):
    """A media type's representation of bodies.

    Attributes:
        suffix: the end of an address that asks for it, and the value of ``format``.
        kinds: the classes of bodies that have it.
        write: the function that writes a body of a version; it knows the address that was asked.
        schema: its JSON Schema for the documentation.
        parameters: what follows the media type in ``Content-Type``.
    """

    suffix: str
    kinds: tuple[Any, ...]
    write: Callable[[Any, Dataset, Address], bytes]
    schema: Mapping[str, str]
    parameters: str = ""


_TEXT, _OBJECT = {"type": "string"}, {"type": "object"}


def _page(body: Body, dataset: Dataset, address: Address) -> bytes:
    """The page of a body, with links to its other forms; of an answer with its own references."""
    forms = {REPRESENTATIONS[media].suffix: media for media in offered(type(body))}
    if not isinstance(body, Answer):
        return write_page(body, dataset, address, forms)
    citation = answer_citation(body, dataset)
    key = f"lacuna-{body.question.name or 'ask'}"
    itself = {"RIS": references.ris_of(citation), "BibTeX": references.bibtex_of(citation, key)}
    return write_page(body, dataset, address, forms, citation=citation, references=itself)


REPRESENTATIONS: Mapping[str, Representation] = {
    JSON: Representation("json", (object,), json.write, _OBJECT),
    _JSON_LD: Representation("jsonld", (Body,), jsonld.write, _OBJECT),
    CSV: Representation(
        "csv", (Answer, Matrix, VoidList, Listed, FacetDetail), csv.write, _TEXT, "; charset=utf-8; header=present"
    ),
    _RIS: Representation("ris", (Answer, StudyList, StudyDetail), references.write_ris, _TEXT, "; charset=utf-8"),
    _BIBTEX: Representation("bib", (Answer, StudyList, StudyDetail), references.write_bibtex, _TEXT, "; charset=utf-8"),
    HTML: Representation("html", tuple(PAGES), _page, _TEXT, "; charset=utf-8"),
    # JSON-LD is the JSON with a context; the other formats of RDF write the stored triples.
    **{
        each.media_type: Representation(
            each.suffix.removeprefix("."),
            (TermBody, FacetDetail, DefinitionList, DefinitionDetail, StudyDetail),
            rdf.writer(each),
            _TEXT,
            "; charset=utf-8" if each.media_type.startswith("text/") else "",
        )
        for each in GRAPH_FORMATS
        if each.media_type != _JSON_LD
    },
    "application/vnd.neo4j.cypher": Representation(
        "cypher", (list[QueryBody],), query_text.writer("cypher"), _TEXT, "; charset=utf-8"
    ),
    "application/sparql-query": Representation(
        "rq", (list[QueryBody],), query_text.writer("sparql"), _TEXT, "; charset=utf-8"
    ),
}
"""By media type; a client without a preference gets the first that a body has."""

TABLES = (CSV, _RIS, _BIBTEX)
"""The media types that other programs read whole, one row or reference after the other."""

SUFFIXES: Mapping[str, str] = {**{each.suffix: media for media, each in REPRESENTATIONS.items()}, "atom": ATOM}
"""The media type of each suffix of an address; the feed of ``/versions`` is of no one version, so it has no row above."""


def offered(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class, or a type such as list[QueryBody]
    """The media types of bodies of a kind, in the order in which a client without a preference gets them."""
    media = [media for media, each in REPRESENTATIONS.items() if any(_is(kind, known) for known in each.kinds)]
    return tuple(sorted(media, key=lambda each: each != HTML)) if kind in FIRST else tuple(media)


def serialized(body: Any, media: str, dataset: Dataset, address: Address) -> tuple[bytes, str]:  # noqa: ANN401 - as above
    """A body in one of its media types, and the value of ``Content-Type``."""
    form = REPRESENTATIONS[media]
    return form.write(body, dataset, address), media + form.parameters


def _is(kind: Any, known: Any) -> bool:  # noqa: ANN401 - as above
    are_classes = isinstance(kind, type) and isinstance(known, type)
    return kind == known or known is object or (are_classes and issubclass(kind, known))
