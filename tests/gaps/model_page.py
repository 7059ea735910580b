"""The queries of docs/model.md, read from the page."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.paths import ROOT

PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
SECTION = re.compile(
    r"^### \d+\. (?P<title>[^\n]+)\n\n`GET (?P<path>\S+)` → `(?P<field>\S+)`\n\n"
    r"```cypher\n(?P<cypher>[^`]+)```\n\n```sparql\n(?P<sparql>[^`]+)```$",
    re.MULTILINE,
)


class Natural(NamedTuple):
    """A query of the page, and where the API has its number."""

    title: str
    path: str
    field: str
    cypher: str
    sparql: str


def natural() -> Iterator[Natural]:
    for found in SECTION.finditer(PAGE):
        yield Natural(**found.groupdict())


QUERIES = tuple(natural())
