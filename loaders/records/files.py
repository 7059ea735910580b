"""The files of a corpus folder that hold its searches, records and decisions."""

from pathlib import Path

SEARCHES_FILE = "searches.yaml"
EXPORTS_FOLDER = "records"
RECORDS_FILE = "records.csv"
DUPLICATES_FILE = "duplicates.csv"
QUERIES = "queries"
"""The beginning of the names of files that hold the queries of a search, where these are many."""
SCREENING = "screening"
"""The beginning of the names of screening sheets: one for each screener, ``screening-ann.csv``, or a shared ``screening.csv``."""


def is_about_records(path: Path) -> bool:
    """Whether a file or folder of a corpus holds searches, records or decisions, and no charting."""
    name = path.name
    if path.is_dir():
        return name == EXPORTS_FOLDER
    return name in (SEARCHES_FILE, RECORDS_FILE, DUPLICATES_FILE) or is_screening(path) or is_queries(path)


def is_screening(path: Path) -> bool:
    """Whether a file is a screening sheet."""
    return _is_named(path, SCREENING)


def is_queries(path: Path) -> bool:
    """Whether a path is the name of a file of queries: ``queries.csv`` or ``queries-NAME.csv``."""
    return _is_named(path, QUERIES)


def _is_named(path: Path, beginning: str) -> bool:
    return path.name == f"{beginning}.csv" or (path.name.startswith(f"{beginning}-") and path.suffix == ".csv")
