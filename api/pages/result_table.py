"""Answers to SPARQL as tables of cells, from their lines as TSV or N-Triples."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rdflib import Literal
from rdflib.util import from_n3

from api.pages.links import Links, prefixed

_TERM = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?|[^\s"<]+')
_LONGEST = 2_000
"""Characters of a literal that are shown; a download has it whole."""
_TRUTH = {"true": True, "false": False}


class Cell(NamedTuple):
    """A value as it is shown.

    Attributes:
        text: the value; of an IRI with a prefix, if it has one.
        href: the path of our page about it, or its own address.
        ours: whether ``href`` is a path of the service.
        note: the whole IRI, or language or datatype.
    """

    text: str
    href: str | None = None
    ours: bool = False
    note: str = ""


class ResultTable(NamedTuple):
    """An answer as a page shows it.

    Attributes:
        columns: names of variables, or subject, predicate, object.
        rows: the first rows.
        total: how many rows there are.
        triples: whether they are triples.
        truth: of an ASK query its answer; else None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    triples: bool
    truth: bool | None


def result_table(lines: Sequence[str], total: int, links: Links, *, triples: bool) -> ResultTable:
    """The table of an answer's first lines.

    Args:
        lines: the first ones: of TSV the names of the variables too.
        total: how many lines the answer has.
        links: where IRIs lead.
        triples: whether they are N-Triples.
    """
    if triples:
        rows = tuple(tuple(_cell(each, links) for each in _TERM.findall(line)[:3]) for line in lines if line)
        return ResultTable(("subject", "predicate", "object"), rows, total, triples, None)
    head, *rest = lines or [""]
    if head in _TRUTH:
        return ResultTable((), (), 0, triples, _TRUTH[head])
    columns = tuple(name.removeprefix("?") for name in head.split("\t") if name)
    rows = tuple(
        tuple(_cell(each, links) for each in line.split("\t"))
        for line in rest[: total - 1]
        if line or len(columns) == 1
    )
    return ResultTable(columns, rows, total - 1, triples, None)


def _cell(written: str, links: Links) -> Cell:
    if written.startswith("<") and written.endswith(">"):
        iri = written[1:-1]
        page = links.page_of(iri)
        if page:
            return Cell(prefixed(iri), page, ours=True, note=iri)
        outside = iri if iri.startswith(("http://", "https://")) and prefixed(iri) == iri else None
        return Cell(prefixed(iri), outside, note=iri)
    if not written.startswith('"'):
        return Cell(written)
    literal = from_n3(written)
    if not isinstance(literal, Literal):
        return Cell(written)
    text = str(literal)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Cell(shown, note=literal.language or prefixed(str(literal.datatype or "")))
