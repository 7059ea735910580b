"""Rows of a SELECT query as SPARQL servers send them."""

import pyoxigraph

from kg.errors import NotResults
from kg.stores.base import Row
from kg.stores.sparql_rows import rows_of, rows_of_tsv

ACCEPT = "text/tab-separated-values, application/sparql-results+json;q=0.9, application/sparql-results+xml;q=0.8"
"""The media types in order of their length: rows as TSV take a third of what they take as JSON."""


def read_rows(media_type: str, body: bytes) -> list[Row]:
    """The rows of an answer.

    Raises:
        NotResults: it is of another kind, or cannot be read to its end.
    """
    format_ = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if format_ is None or media_type not in ACCEPT:
        raise NotResults(f"it answers {media_type or 'without a media type'}")
    if not body:
        raise NotResults("it is empty")
    try:
        if format_ == pyoxigraph.QueryResultsFormat.TSV:
            return rows_of_tsv(body)
        return rows_of(pyoxigraph.parse_query_results(body, format_))
    except (SyntaxError, ValueError, TypeError) as error:
        raise NotResults(" ".join(str(error).split())[:300]) from None
