"""The text of a question's query, in Cypher or SPARQL."""

from collections.abc import Callable, Sequence

from api.models import QueryBody
from kg.query.compiled import Language
from kg.versions.dataset import Dataset


def writer(language: Language) -> Callable[[Sequence[QueryBody], Dataset], bytes]:
    """The function that picks the text in a language."""

    def write(queries: Sequence[QueryBody], _: Dataset) -> bytes:
        return next(query.text for query in queries if query.language == language).encode()

    return write
