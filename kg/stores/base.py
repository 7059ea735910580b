"""What every store does."""

from collections.abc import Mapping
from typing import Protocol

from kg.query import Language, Parameter

Value = str | int | None
Row = Mapping[str, Value]


class QueryStore(Protocol):
    """A stored version that answers queries in its language; it never changes."""

    @property
    def engine(self) -> str:
        """The engine's name."""

    @property
    def language(self) -> Language:
        """The language that ``run`` takes."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query, one mapping of column names to values each.

        Raises:
            ValueError: the parameters are not exactly those that the text uses.
        """

    def close(self) -> None:
        """Let go of the files."""
