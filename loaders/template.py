"""Charting forms, made from the ontology: the columns, and rows if there are any, as a file."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kg.vocabulary import Vocabulary
from loaders.columns import columns, gives_reasons
from loaders.workbook import write_workbook

Rows = Sequence[Mapping[str, str]]
"""The filled cells of each row by column."""


def _delimited(separator: str) -> Callable[[Vocabulary, Rows], bytes]:
    def write(vocabulary: Vocabulary, rows: Rows) -> bytes:
        out = io.StringIO()
        names = [column.name for column in columns(vocabulary, reasons=gives_reasons(rows))]
        writer = csv.DictWriter(
            out, names, restval="", extrasaction="raise", delimiter=separator, lineterminator="\r\n"
        )
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode("utf-8-sig")  # without the mark, Excel would take it for another encoding

    return write


WRITERS: Mapping[str, Callable[[Vocabulary, Rows], bytes]] = {
    ".csv": _delimited(","),
    ".tsv": _delimited("\t"),
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
