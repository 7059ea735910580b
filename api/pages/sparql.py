"""The page with the SPARQL editor: queries to begin with, the answer as a table, or what is wrong with the query."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from api.pages.model import model_queries
from api.pages.page import render
from api.pages.result_table import ResultTable
from kg.errors import NotFound
from kg.exports.rdf import PREFIXES
from kg.questions.catalogue import Catalogue, find
from kg.versions.dataset import Dataset

FIRST = "query-11"
"""The query that the editor begins with: a list, so that its answer has links."""
_LONGEST_ADDRESS = 6_000
"""Of a query in an address, in characters; a longer one is sent as the body of a request, where it has room."""


class Example(NamedTuple):
    """A query to begin with: its name in addresses, and what it asks."""

    name: str
    text: str


def example_query(dataset: Dataset, catalogue: Catalogue, name: str) -> str:
    """The SPARQL of an example: of the page about the model, or of a stored question of all loaded reviews.

    Raises:
        NotFound: there is none of that name.
    """
    if name in model_queries():
        return model_queries()[name].texts["sparql"]
    if name not in catalogue:
        raise NotFound("example", name, (*model_queries(), *catalogue), parameter="example")
    stored = find(catalogue, name)
    return dataset.evidence().stored_query(stored, stored.read(dataset.vocabulary), "sparql").text


def sparql_page(
    dataset: Dataset,
    catalogue: Catalogue,
    root: str,
    query: str,
    shown: ResultTable | None = None,
    problem: Mapping[str, Any] | None = None,
) -> bytes:
    """The page, in UTF-8.

    Args:
        dataset: the version that is asked.
        catalogue: its stored questions.
        root: what a proxy puts before addresses.
        query: what stands in the editor.
        shown: its answer.
        problem: what is wrong with it, with ``title`` and ``detail``.
    """
    return render(
        "sparql.html",
        root=root,
        dataset=dataset,
        query=query,
        is_long=len(quote(query)) > _LONGEST_ADDRESS,
        shown=shown,
        problem=problem,
        prefixes="\n".join(f"{name}: <{namespace}>" for name, namespace in PREFIXES.items()),
        model=tuple(_model()),
        questions=tuple(Example(name, stored.text) for name, stored in catalogue.items()),
    )


def _model() -> Iterator[Example]:
    return (Example(each.name, each.title) for each in model_queries().values())
