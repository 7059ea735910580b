"""Charting forms, made from the ontology: the columns, and rows if there are any, as a file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.ontology.vocabulary import Vocabulary
from kg.review.rows import Rows, delimited
from loaders.forms.workbook import write_workbook


def _marked(separator: str) -> Callable[[Vocabulary, Rows], bytes]:
    """With a byte order mark: without it, Excel would take it for another encoding."""
    return lambda vocabulary, rows: delimited(vocabulary, rows, separator).encode("utf-8-sig")


WRITERS: Mapping[str, Callable[[Vocabulary, Rows], bytes]] = {
    ".csv": _marked(","),
    ".tsv": _marked("\t"),
    ".xlsx": write_workbook,
}
"""How a form is written, by suffix: the same content gives the same bytes."""


def write_form(vocabulary: Vocabulary, rows: Rows, path: Path, *, replace: bool = False) -> None:
    """Write a form with all columns of a vocabulary to a file whose suffix is one of ``WRITERS``.

    Raises:
        FileExistsError: the file is there, and is not to be replaced.
        Refused: a text is too long for a cell.
    """
    content = WRITERS[path.suffix.lower()](vocabulary, rows)
    with path.open("wb" if replace else "xb") as file:
        file.write(content)
