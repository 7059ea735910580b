"""In what forms a body can be had: the one table from a media type to what writes it.

To add a format is to add a row: routes, documentation and ``406 Not Acceptable`` follow from the table.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import to_jsonable_python

from api.formats import csv as tables
from api.formats import jsonld, turtle
from api.models import DefinitionList, FacetDetail, Listed, QueryBody, StudyDetail, TermBody
from kg.answer.matrix import Matrix
from kg.answer.models import Answer
from kg.evaluation.models import Body
from kg.json_text import to_json
from kg.versions.dataset import Dataset

JSON = "application/json"


class Representation(NamedTuple):
    """A form: the kinds of bodies that it can hold, what writes them from a version, and how the documentation describes it."""

    kinds: tuple[Any, ...]
    write: Callable[[Any, Dataset], bytes]
    schema: Mapping[str, str]
    parameters: str = ""


def _json(body: object, _: Dataset) -> bytes:
    return to_json(to_jsonable_python(body, by_alias=True))


def _query(language: str) -> Callable[[Sequence[QueryBody], Dataset], bytes]:
    def write(queries: Sequence[QueryBody], _: Dataset) -> bytes:
        return next(query.text for query in queries if query.language == language).encode()

    return write


_TEXT, _OBJECT = {"type": "string"}, {"type": "object"}

REPRESENTATIONS: Mapping[str, Representation] = {
    JSON: Representation((object,), _json, _OBJECT),
    "application/ld+json": Representation((Body,), jsonld.write, _OBJECT),
    "text/csv": Representation(
        (Answer, Matrix, Listed, FacetDetail), tables.write, _TEXT, "; charset=utf-8; header=present"
    ),
    "text/turtle": Representation(
        (TermBody, FacetDetail, DefinitionList, StudyDetail), turtle.write, _TEXT, "; charset=utf-8"
    ),
    "application/vnd.neo4j.cypher": Representation((list[QueryBody],), _query("cypher"), _TEXT, "; charset=utf-8"),
    "application/sparql-query": Representation((list[QueryBody],), _query("sparql"), _TEXT, "; charset=utf-8"),
}
"""The first is what a client gets who has no preference."""


def offered(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a class, or a type such as list[QueryBody]
    """The media types that bodies of a kind can be had as."""
    return tuple(media for media, each in REPRESENTATIONS.items() if any(_is(kind, known) for known in each.kinds))


def written(body: object, media: str, dataset: Dataset) -> tuple[bytes, str]:
    """A body in one of the forms that it can be had as, and its content type with parameters."""
    form = REPRESENTATIONS[media]
    return form.write(body, dataset), media + form.parameters


def _is(kind: Any, known: Any) -> bool:  # noqa: ANN401 - as above
    are_classes = isinstance(kind, type) and isinstance(known, type)
    return kind == known or known is object or (are_classes and issubclass(kind, known))
