"""The kinds of file that a charting sheet may be, by suffix: adding one is a module and a line."""

from collections.abc import Callable, Mapping
from pathlib import Path

from loaders.formats import delimited
from loaders.table import Table

FORMATS: Mapping[str, Callable[[Path], Table]] = {".csv": delimited.read, ".tsv": delimited.read}
