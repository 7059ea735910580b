"""The kinds of file that charting sheets may be in, by suffix: adding one is a module and a line."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loaders.formats import delimited, xlsx
from loaders.sheets.table import Table

FORMATS: Mapping[str, Callable[[Path], Sequence[Table]]] = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".xlsx": xlsx.read,
}
"""CSV: UTF-8, a BOM is tolerated, separated by commas, semicolons or tabs (what the heading has most of)."""
