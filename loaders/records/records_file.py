"""``records.csv``: every record that the exports of a corpus hold, one line each."""

from collections.abc import Sequence
from pathlib import Path

from kg.errors import Fault
from loaders.records.csv_file import read_lines, write_lines
from loaders.records.files import RECORDS_FILE
from loaders.records.record import Record

COLUMNS = Record._fields


def read_records_file(folder: Path) -> tuple[list[Record], list[Fault]]:
    """The records of a corpus folder in their order, and the faults of the file.

    Raises:
        Refused: the file is no delimited text, or exceeds what may be read of a sheet.
    """
    lines, faults, _ = read_lines(folder / RECORDS_FILE, COLUMNS)
    records: list[Record] = []
    seen: set[str] = set()
    for line in lines:
        texts = dict(line.texts)
        place, number = texts.pop("line"), texts["record"]
        file, _, position = number.rpartition(":")
        if not file or not position.isdecimal() or number in seen:
            rule = "is given twice." if number in seen else "is no key of a record, such as pubmed.nbib:17."
            faults.append(line.fault("record", rule))
        elif not place.isdecimal():
            faults.append(line.fault("line", "is no line of a file."))
        elif not texts["title"]:
            faults.append(line.fault("title", "Every record has a title."))
        else:
            records.append(Record(line=int(place), **texts))
        seen.add(number)
    return records, faults


def write_records_file(folder: Path, records: Sequence[Record]) -> None:
    """Write all records in place of those that the file held."""
    rows = ({**record._asdict(), "line": str(record.line)} for record in records)
    write_lines(folder / RECORDS_FILE, COLUMNS, rows)
