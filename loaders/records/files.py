"""The files of a corpus folder that hold its searches, records and decisions."""

from collections.abc import Container
from pathlib import Path

from loaders.formats import FORMATS

SEARCHES_FILE = "searches.yaml"
EXPORTS_FOLDER = "records"
RECORDS_FILE = "records.csv"
DUPLICATES_FILE = "duplicates.csv"
QUERIES = "queries"
"""The beginning of the names of files that hold the queries of a search, where these are many."""
SCREENING = "screening"
"""The beginning of the names of screening sheets: one for each screener, ``screening-ann.csv``, or a shared ``screening.csv``.

They are written as CSV, and read in every format of sheets: who decides in a spreadsheet may save it as one.
"""


def is_about_records(path: Path) -> bool:
    """Whether a file or folder of a corpus holds searches, records or decisions, and no charting."""
    name = path.name
    if path.is_dir():
        return name == EXPORTS_FOLDER
    if is_screening(path):  # without records there is nothing to screen, so it is a sheet of another kind
        return (path.parent / RECORDS_FILE).is_file()
    return name in (SEARCHES_FILE, RECORDS_FILE, DUPLICATES_FILE) or is_queries(path)


def is_screening(path: Path) -> bool:
    """Whether a path is a file with the name of a screening sheet."""
    return _is_named(path, SCREENING, FORMATS) and path.is_file()


def is_queries(path: Path) -> bool:
    """Whether a path is the name of a file of queries: ``queries.csv`` or ``queries-NAME.csv``."""
    return _is_named(path, QUERIES, (".csv",))


def _is_named(path: Path, beginning: str, suffixes: Container[str]) -> bool:
    return (path.stem == beginning or path.stem.startswith(f"{beginning}-")) and path.suffix.lower() in suffixes
