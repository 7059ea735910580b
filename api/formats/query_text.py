"""The text of a question's query, in Cypher or SPARQL."""

from collections.abc import Callable, Sequence

from api.models import QueryBody
from api.pages.address import Address
from kg.query.compiled import Language
from kg.versions.dataset import Dataset


def writer(language: Language) -> Callable[[Sequence[QueryBody], Dataset, Address], bytes]:
    """The function that picks the text in a language."""

    def write(queries: Sequence[QueryBody], _: Dataset, __: Address) -> bytes:
        return next(query.text for query in queries if query.language == language).encode()

    return write
