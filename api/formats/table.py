"""Table of the media types of response bodies, with their writers."""

# A new format is a module of this package and a row here: routes, documentation and 406 follow from the table.

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from api.formats import csv, json, jsonld, query_text, rdf
from api.models import DefinitionList, FacetDetail, Listed, QueryBody, StudyDetail, TermBody
from kg.answer.matrix import Matrix
from kg.answer.models import Answer
from kg.evaluation.models import Body
from kg.rdf.formats import GRAPH_FORMATS
from kg.versions.dataset import Dataset
from kg.voids.models import VoidList

JSON = "application/json"
_JSON_LD = "application/ld+json"


class Representation(NamedTuple):
    """A media type's representation of bodies.

    Attributes:
        kinds: the classes of bodies that have it.
        write: the function that writes a body of a version.
        schema: its JSON Schema for the documentation.
        parameters: what follows the media type in ``Content-Type``.
    """

    kinds: tuple[Any, ...]
    write: Callable[[Any, Dataset], bytes]
    schema: Mapping[str, str]
    parameters: str = ""


_TEXT, _OBJECT = {"type": "string"}, {"type": "object"}

REPRESENTATIONS: Mapping[str, Representation] = {
    JSON: Representation((object,), json.write, _OBJECT),
    _JSON_LD: Representation((Body,), jsonld.write, _OBJECT),
    "text/csv": Representation(
        (Answer, Matrix, VoidList, Listed, FacetDetail), csv.write, _TEXT, "; charset=utf-8; header=present"
    ),
    # JSON-LD is the JSON with a context; the other formats of RDF write the stored triples.
    **{
        each.media_type: Representation(
            (TermBody, FacetDetail, DefinitionList, StudyDetail),
            rdf.writer(each),
            _TEXT,
            "; charset=utf-8" if each.media_type.startswith("text/") else "",
        )
        for each in GRAPH_FORMATS
        if each.media_type != _JSON_LD
    },
    "application/vnd.neo4j.cypher": Representation(
        (list[QueryBody],), query_text.writer("cypher"), _TEXT, "; charset=utf-8"
    ),
    "application/sparql-query": Representation(
        (list[QueryBody],), query_text.writer("sparql"), _TEXT, "; charset=utf-8"
    ),
}
"""By media type; a client without a preference gets the first that a body has."""


def offered(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class, or a type such as list[QueryBody]
    """The media types of bodies of a kind."""
    return tuple(media for media, each in REPRESENTATIONS.items() if any(_is(kind, known) for known in each.kinds))


def serialized(body: object, media: str, dataset: Dataset) -> tuple[bytes, str]:
    """A body in one of its media types, and the value of ``Content-Type``."""
    form = REPRESENTATIONS[media]
    return form.write(body, dataset), media + form.parameters


def _is(kind: Any, known: Any) -> bool:  # noqa: ANN401 - as above
    are_classes = isinstance(kind, type) and isinstance(known, type)
    return kind == known or known is object or (are_classes and issubclass(kind, known))
