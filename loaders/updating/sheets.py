"""Sheets for people: what is left to screen, what is in conflict, and which included studies are not charted."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain, count
from pathlib import Path

from kg.errors import NoFolder
from loaders.mapped.words import slug
from loaders.records.csv_file import read_lines, write_lines
from loaders.records.files import SCREENING
from loaders.records.flow import included_reports, reports_sought
from loaders.records.folder import Found
from loaders.records.record import Record
from loaders.records.screening import COLUMNS, RESOLVES, STAGES, Stage
from loaders.sheets.coders import name_key


def write_screening(folder: Path, found: Found, screener: str, stage: Stage) -> tuple[Path, int]:
    """Add a line to a screener's sheet for each record that waits for them at a stage; return the sheet and how many."""
    heads = list(found.groups.members) if stage == STAGES[0] else reports_sought(found)
    screener = _spelled(found, screener)
    waiting = [
        head
        for head in heads
        if not any(each.screener == screener for each in found.screening.of(head, stage).votes)
        and not found.screening.of(head, stage).decision
    ]
    keys = study_keys(found, waiting) if stage == STAGES[1] else {}
    rows = ({**_read_only(found, head), "study": keys.get(head, "")} for head in waiting)
    return _add(folder, found, screener, stage, rows, resolves="")


def write_conflicts(folder: Path, found: Found, screener: str, stage: Stage) -> tuple[Path, int]:
    """Add a line for each conflict of a stage, which ``screener`` is to resolve; return the sheet and how many."""
    rows = (
        {
            **_read_only(found, head),
            "study": held.study,
            "note": "; ".join(f"{vote.screener}: {vote.decision} {vote.reason}".strip() for vote in held.votes),
        }
        for head in found.groups.members
        if (held := found.screening.of(head, stage)).in_conflict
    )
    return _add(folder, found, _spelled(found, screener), stage, rows, resolves=RESOLVES)


def study_keys(found: Found, heads: Collection[str]) -> dict[str, str]:
    """A key for the study of each record, as of ``surname-2021``; one that is taken gets a number."""
    taken = Counter(each.study for each in found.sheets.decided if each.study)
    keys: dict[str, str] = {}
    for head in heads:
        if known := found.screening.of(head, STAGES[1]).study:
            keys[head] = known
            continue
        record = found.by_key[head]
        base = slug(f"{family_name(record)} {record.year}".strip()) or slug(record.record)
        key = next(name for name in chain((base,), (f"{base}-{number}" for number in count(2))) if not taken[name])
        taken[key] += 1
        keys[head] = key
    return keys


def family_name(record: Record) -> str:
    """The family name of the first author; empty if there is none."""
    return record.authors.partition(";")[0].partition(",")[0].strip()


def rows_to_chart(found: Found, charted: Collection[str]) -> list[dict[str, str]]:
    """The rows of a charting sheet for included studies that no sheet has, with what their records say of them."""
    heads = included_reports(found)
    keys = study_keys(found, heads)
    rows: dict[str, dict[str, str]] = {}
    for head in heads:
        if keys[head] in charted or keys[head] in rows:
            continue
        record = found.by_key[head]
        together = [found.by_key[each] for each in found.groups.members[head]]
        rows[keys[head]] = {
            "study": keys[head],
            "citation": f"{family_name(record)} {record.year}".strip(),
            "title": record.title,
            "year": next((each.year for each in together if each.year), ""),
            "doi": next((each.doi for each in together if each.doi), ""),
        }
    return list(rows.values())


def new_sheet(folder: Path) -> Path:
    """A name of a charting sheet that is not taken: of today."""
    base = f"charting-{date.today():%Y-%m-%d}"
    names = (f"{base}{f'-{number}' if number else ''}.csv" for number in range(1_000))
    for name in names:
        if not (folder / name).exists():
            return folder / name
    raise NoFolder(f"{folder} holds a thousand sheets of today.")


def _read_only(found: Found, head: str) -> dict[str, str]:
    record = found.by_key[head]
    return {"record": head, "title": record.title, "year": record.year, "doi": record.doi}


def _spelled(found: Found, screener: str) -> str:
    """A screener's name as the sheets have it, which may differ in case and spaces."""
    known = {each.screener for each in found.sheets.decided} | {name for _, _, name, _ in found.sheets.waiting}
    return next((name for name in sorted(known) if name_key(name) == name_key(screener)), screener)


def _add(
    folder: Path, found: Found, screener: str, stage: Stage, rows: Iterator[dict[str, str]], resolves: str
) -> tuple[Path, int]:
    """Append rows to the screener's sheet, or to the shared one, without those that wait for the screener already."""
    own, shared = folder / f"{SCREENING}-{slug(screener)}.csv", folder / f"{SCREENING}.csv"
    file = shared if shared.exists() and not own.exists() else own
    lines, faults, _ = read_lines(file, COLUMNS)
    assert not faults  # noqa: S101 - the folder was read without faults
    there = found.sheets.waiting | {
        (each.record, each.stage, each.screener, each.resolves) for each in found.sheets.decided
    }
    new = [
        {**row, "stage": stage, "screener": screener, "resolves": resolves}
        for row in rows
        if (row["record"], stage, screener, bool(resolves)) not in there
    ]
    if new:
        write_lines(file, COLUMNS, [*(line.texts for line in lines), *new])
    return file, len(new)
