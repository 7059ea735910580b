"""The files of a corpus folder that hold its searches, records and decisions."""

from pathlib import Path

SEARCHES_FILE = "searches.yaml"
EXPORTS_FOLDER = "records"
RECORDS_FILE = "records.csv"
DUPLICATES_FILE = "duplicates.csv"
SCREENING = "screening"
"""The beginning of the names of screening sheets: one for each screener, ``screening-ann.csv``."""


def is_about_records(path: Path) -> bool:
    """Whether a file or folder of a corpus holds searches, records or decisions, and no charting."""
    name = path.name
    if path.is_dir():
        return name == EXPORTS_FOLDER
    return name in (SEARCHES_FILE, RECORDS_FILE, DUPLICATES_FILE) or is_screening(path)


def is_screening(path: Path) -> bool:
    """Whether a file is a screening sheet."""
    return path.name == f"{SCREENING}.csv" or (path.name.startswith(f"{SCREENING}-") and path.suffix == ".csv")
