"""A charting form, written to a file."""

from pathlib import Path

from kg.ontology.vocabulary import Vocabulary
from kg.review.rows import Rows
from loaders.formats import FORMATS


def write_form(vocabulary: Vocabulary, rows: Rows, path: Path, *, replace: bool = False) -> None:
    """Write a form with all columns of a vocabulary, in the format of the path's suffix (a key of ``FORMATS``).

    Raises:
        FileExistsError: the file exists and ``replace`` is false.
        Refused: a text is too long for a cell of the format.
    """
    content = FORMATS[path.suffix.lower()].form(vocabulary, rows)
    with path.open("wb" if replace else "xb") as file:
        file.write(content)
