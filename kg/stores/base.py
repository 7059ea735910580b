"""What every store does."""

import re
from collections.abc import Mapping
from typing import Protocol

from kg.query.compiled import Language, Parameter

Value = str | int | None
Row = Mapping[str, Value]

_PARAMETER = re.compile(r"\$(\w+)")


class QueryStore(Protocol):
    """A stored version that answers queries in its language; it never changes."""

    @property
    def engine(self) -> str:
        """The engine's name."""

    @property
    def language(self) -> Language:
        """The language that ``run`` takes."""

    def confirm(self) -> None:
        """Make sure that the version is still there.

        Raises:
            OtherVersion: it is not; what is there instead is named.
            StoreFailed: the store cannot be reached.
        """

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a query, one mapping of column names to values each.

        Raises:
            ValueError: the parameters are not exactly those that the text uses.
            OtherVersion, StoreFailed: as of ``confirm``.
        """

    def close(self) -> None:
        """Let go of the files, or of the connections."""


def cypher_code(text: str, parameters: Mapping[str, Parameter]) -> str:
    """A Cypher text without its comments.

    Raises:
        ValueError: the parameters are not exactly those that it uses. To Ladybug a missing one would be null.
    """
    code = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    used = set(_PARAMETER.findall(code))
    if used != set(parameters):
        raise ValueError(f"the query uses the parameters {sorted(used)}, given are {sorted(parameters)}")
    return code
