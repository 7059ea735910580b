"""Everything that a corpus folder holds of searches, records and decisions, read together."""

from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Vocabulary
from loaders.records.duplicates import Decision, Groups, group, read_decisions
from loaders.records.files import RECORDS_FILE, SEARCHES_FILE
from loaders.records.record import Record
from loaders.records.records_file import read_records_file
from loaders.records.screening import Screening, Sheets, held_of, read_screening
from loaders.records.searches import Searches, read_searches


class Found(NamedTuple):
    """The searches of a folder, its records, the decisions on both, and what follows from them.

    ``records`` are in the order of rounds, searches and positions, so that the first of a group of duplicates is of the
    earliest round, and no order of lines in a file decides anything. ``faults`` and ``notices`` are those of all files.
    """

    searches: Searches
    records: list[Record]
    by_key: dict[str, Record]
    decisions: list[Decision]
    groups: Groups
    sheets: Sheets
    screening: Screening
    faults: list[Fault]
    notices: list[Fault]


def has_records(folder: Path) -> bool:
    """Whether a corpus folder holds records."""
    return (folder / RECORDS_FILE).is_file()


def read_found(folder: Path, vocabulary: Vocabulary) -> Found:
    """What a folder holds; missing files hold nothing.

    Raises:
        Refused: a file is none of its format, or exceeds what may be read of a sheet.
    """
    searches, faults = read_searches(folder)
    records, record_faults = read_records_file(folder)
    records.sort(
        key=lambda each: (searches.round_of(each.file), searches.places.get(each.file, 0), each.file, each.position)
    )
    decided = read_decisions(folder, records)
    groups = group(records, decided.decisions)
    sheets = read_screening(folder, vocabulary, groups)
    unknown = sorted({record.file for record in records if searches.kind_of(record.file) is None})
    rule = "is an export of which no line says what was searched: its records cannot be counted."
    return Found(
        searches,
        records,
        {record.record: record for record in records},
        decided.decisions,
        groups,
        sheets,
        held_of(sheets.decided, searches),
        [
            *faults,
            *record_faults,
            *decided.faults,
            *sheets.faults,
            *(Fault(Cell(SEARCHES_FILE, 0, "file", file), rule) for file in unknown),
        ],
        [*decided.notices, *sheets.notices],
    )
