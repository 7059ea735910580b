"""The queries and the traps of docs/model.md, read from the page by its form; the service reads it with a parser."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.paths import MODEL

PAGE = MODEL.read_text(encoding="utf-8")
SECTION = re.compile(
    r"^### \d+\. (?P<title>[^\n]+)\n\n`GET (?P<path>\S+)` → `(?P<field>\S+)`\n\n"
    r"```cypher\n(?P<cypher>[^`]+)```\n\n```sparql\n(?P<sparql>[^`]+)```$",
    re.MULTILINE,
)
TRAP = re.compile(
    r"^### (?P<title>\D[^\n]*)\n\n.*?\n(?P<rows>\| Cypher .*?\n\| SPARQL .*?\n)", re.MULTILINE | re.DOTALL
)
ROW = re.compile(r"^\| (\w+) \| `(.+)` \| `(.+)` \|$", re.MULTILINE)


class Natural(NamedTuple):
    """A query of the page, and where the API has its number."""

    title: str
    path: str
    field: str
    cypher: str
    sparql: str


class Trap(NamedTuple):
    """A query of the page that says something else than it seems to, and what to write instead."""

    title: str
    language: str
    wrong: str
    right: str


def natural() -> Iterator[Natural]:
    for found in SECTION.finditer(PAGE):
        yield Natural(**found.groupdict())


def traps() -> Iterator[Trap]:
    for found in TRAP.finditer(PAGE):
        for language, *texts in ROW.findall(found["rows"]):
            yield Trap(found["title"], language.lower(), *(text.replace(r"\|", "|") for text in texts))


QUERIES = tuple(natural())
TRAPS = tuple(traps())
