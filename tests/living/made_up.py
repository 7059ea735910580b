"""Made-up records, and what people decide on them."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from loaders.records.duplicates import Decision, Verdict
from loaders.records.record import Record
from loaders.records.records_file import write_records_file

SEARCHES = """\
screeners: {screeners}
searches:
- {{file: a.ris, source: Scopus, kind: database}}
- {{file: b.nbib, source: the references of a review, kind: reference-list}}
"""


def record(key: str, title: str = "", **said: str) -> Record:
    """A record by its key; its title is the key unless another is given."""
    return Record(key, 1, title or f"Title of {key}", **said)


def person(one: str, other: str, decision: Verdict = "same", by: str = "Ann") -> Decision:
    """What a person decided on two records."""
    return Decision(one, other, decision, by)


def rule(one: str, other: str, decision: Verdict = "same") -> Decision:
    """What the rule decided on two records."""
    return Decision(one, other, decision, "bib-dedupe 0")


def write_found(folder: Path, records: Sequence[Record], screeners: int = 1) -> None:
    """A folder with records of two searches."""
    folder.mkdir(parents=True, exist_ok=True)
    write_records_file(folder, records)
    (folder / "searches.yaml").write_text(SEARCHES.format(screeners=screeners), encoding="utf-8")


def fill_in(file: Path, **decisions: str) -> None:
    """Write decisions where a screening sheet has none yet, by record; ``_`` in place of ``:`` and ``.`` of its key."""
    rows = read(file)
    for row in rows:
        key = row["record"].replace(":", "_").replace(".", "_")
        if key in decisions and not row["decision"]:
            row["decision"], _, row["reason"] = decisions[key].partition(" ")
    write(file, rows)


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def write(file: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write rows as a person's spreadsheet might."""
    rows = list(rows)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
