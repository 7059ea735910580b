"""Protocols of query stores and graph engines, and helpers of their implementations."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from kg.errors import StoreFailed
from kg.query.compiled import Language, Parameter
from kg.query.cypher import literal
from kg.stores.version_files import CURE

Value = str | int | list[str] | None
Row = Mapping[str, Value]

_PARAMETER = re.compile(r"\$(\w+)")
_SEPARATOR = "\x1f"
"""The character that separates units of text; no id of a term has it."""
# Ladybug raises RuntimeError for everything, and MemoryError where a damaged file states a size; Oxigraph raises RuntimeError
# for corrupt files.
_OF_DRIVERS = (OSError, RuntimeError, ValueError, MemoryError)


class QueryStore(Protocol):
    """A stored version that answers queries in one language; it never changes."""

    @property
    def engine(self) -> str:
        """The engine's name."""

    @property
    def language(self) -> Language:
        """The language that ``run`` takes."""

    def confirm(self) -> None:
        """Make sure that the store still holds the version.

        Raises:
            OtherVersion: it holds another one, which the error names.
            StoreFailed: the store cannot be reached.
        """

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query, one mapping of column names to values each.

        Raises:
            ValueError: the parameters are not exactly those that the text uses.
            OtherVersion, StoreFailed: as in ``confirm``.
        """

    def rest(self) -> None:
        """Return the memory that past queries took, unless one is running."""

    def close(self) -> None:
        """Close the files of the version."""


class StoredGraph(NamedTuple):
    """The property graph of a stored version: the version's hash and reviews, and the file of the embedded engine."""

    version: str
    reviews: tuple[str, ...]
    file: Path


class GraphEngine(Protocol):
    """An engine that answers from the property graphs of stored versions; a context manager."""

    @property
    def name(self) -> str:
        """The value of ``LACUNA_GRAPH`` that chooses it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def open(self, stored: StoredGraph) -> QueryStore:
        """The store that answers from one version.

        Raises:
            StoreFailed: it cannot be opened.
        """


@contextmanager
def store_errors(path: Path) -> Iterator[Path]:
    """Translate the errors that opening a store may raise.

    Raises:
        StoreFailed: instead of the driver's own errors.
    """
    try:
        yield path
    except _OF_DRIVERS as error:
        raise StoreFailed(f"{path} cannot be opened: {_text(error)} {CURE}") from error


@contextmanager
def read_errors(path: Path | None) -> Iterator[None]:
    """Translate errors of reading an open store; None is a store in memory, whose errors are faults of the program.

    Raises:
        StoreFailed: instead of the driver's own errors.
    """
    try:
        yield
    except _OF_DRIVERS as error:
        if path is None:
            raise
        raise StoreFailed(f"{path} cannot be read: {_text(error)} Run: lacuna verify") from error


def _text(error: Exception) -> str:
    """What an error says, as a sentence."""
    return f"{str(error).rstrip('.')}."


def cypher_code(text: str, parameters: Mapping[str, Parameter]) -> str:
    """A Cypher text without its comments.

    Raises:
        ValueError: the parameters are not exactly those that it uses.
    """
    # Checked here because Ladybug takes a missing parameter for null.
    code = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    used = set(_PARAMETER.findall(code))
    if used != set(parameters):
        raise ValueError(f"the query uses the parameters {sorted(used)}, given are {sorted(parameters)}")
    return code


def with_values(code: str, parameters: Mapping[str, Parameter]) -> str:
    """A Cypher text with its parameters' values in their places, for Ladybug."""
    return _PARAMETER.sub(lambda found: _written(parameters[found[1]]), code)


def _written(value: Parameter) -> str:
    # One text that is split: Ladybug reads a list of many texts half as fast.
    if isinstance(value, list) and len(value) > 1 and all(each and _SEPARATOR not in each for each in value):
        return f"string_split({literal(_SEPARATOR.join(value))}, '{_SEPARATOR}')"
    return literal(value)
