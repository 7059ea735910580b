"""Everything that a corpus folder holds of searches, records and decisions, read together."""

from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Vocabulary
from loaders.records.duplicates import Decision, Groups, group, read_decisions
from loaders.records.files import RECORDS_FILE, SEARCHES_FILE
from loaders.records.record import Record
from loaders.records.records_file import read_records_file
from loaders.records.screening import Screened, Screening, held_of, read_screening
from loaders.records.searches import Searches, read_searches


class Found(NamedTuple):
    """The searches of a folder, its records, the decisions on both, and what follows from them; and all faults of its files."""

    searches: Searches
    records: list[Record]
    decisions: list[Decision]
    groups: Groups
    screened: list[Screened]
    screening: Screening
    faults: list[Fault]

    @property
    def by_key(self) -> dict[str, Record]:
        """The records by their keys."""
        return {record.record: record for record in self.records}


def has_records(folder: Path) -> bool:
    """Whether a corpus folder holds records."""
    return (folder / RECORDS_FILE).is_file()


def read_found(folder: Path, vocabulary: Vocabulary) -> Found:
    """What a folder holds; missing files hold nothing.

    Raises:
        Refused: a file is no delimited text, or exceeds what may be read of a sheet.
    """
    searches, faults = read_searches(folder)
    records, record_faults = read_records_file(folder)
    decisions, decision_faults = read_decisions(folder, records)
    groups = group(records, decisions)
    screened, screening_faults = read_screening(folder, vocabulary, groups)
    unknown = sorted({record.file for record in records if searches.kind_of(record.file) is None})
    rule = "is an export of which no line says what was searched: its records cannot be counted."
    return Found(
        searches,
        records,
        decisions,
        groups,
        screened,
        held_of(screened, searches),
        [
            *faults,
            *record_faults,
            *decision_faults,
            *screening_faults,
            *(Fault(Cell(SEARCHES_FILE, 0, "file", file), rule) for file in unknown),
        ],
    )
