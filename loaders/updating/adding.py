"""Adding exports to a corpus folder: the file is kept as it came, and each of its records becomes a line."""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, Refused, shown
from kg.yaml_file import write_yaml
from loaders.records.files import EXPORTS_FOLDER, RECORDS_FILE, SEARCHES_FILE
from loaders.records.readers import read_export
from loaders.records.record import Export, Record
from loaders.records.records_file import read_records_file, write_records_file
from loaders.records.searches import Search, Searches, read_searches


class Added(NamedTuple):
    """An export that was added: its file, and what it holds.

    ``is_new`` is false for one that was there already, and of whose records some were missing in ``records.csv``.
    """

    file: str
    export: Export
    is_new: bool = True


class Additions(NamedTuple):
    """What was added, and notices about exports that were passed over or that ``records.csv`` says other things of."""

    added: list[Added]
    notices: list[Fault]


def add_exports(folder: Path, files: Sequence[Path], search: Search | None) -> Additions:
    """Copy exports into the folder, write their records, and return what was added; without files, those that lie there.

    ``search`` says where they come from; its ``file`` is ignored. Of an export that was added before, records that
    ``records.csv`` does not have are added, and what it says of others stays.

    Raises:
        Refused: a file of the folder has faults, a file cannot be read, or another export of its name is there. Nothing is
            written.
    """
    records, faults = read_records_file(folder)
    known: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        known[record.file][record.record] = record
    place = folder / EXPORTS_FOLDER
    sources, wrong, notices = _sources(place, files)
    faults += wrong
    added: list[Added] = []
    for source in sources:
        try:
            export = read_export(source)
        except Refused as refused:
            faults += refused.faults
            continue
        there = known[source.name]
        if not there:
            added.append(Added(source.name, export))
            continue
        if missing := [each for each in export.records if each.record not in there]:
            added.append(Added(source.name, Export(export.format, missing, [], []), is_new=False))
        notices += _differences(source.name, there, export)
    stated, search_faults = read_searches(folder)
    faults += search_faults
    text = None
    if search:
        named = [source.name for source in sources] if files else [each.file for each in added]
        new = [name for name in named if stated.kind_of(name) is None]
        text = _with_searches(folder, search, new) if new else None
        notices += [each for name in named if name not in new for each in _stays(stated, name, search)]
    if faults:
        raise Refused(faults)
    place.mkdir(parents=True, exist_ok=True)
    for source in sources:
        if not (place / source.name).exists():
            shutil.copyfile(source, place / source.name)
    if text is not None:
        (folder / SEARCHES_FILE).write_text(text, encoding="utf-8")
    if added:
        write_records_file(folder, [*records, *(record for each in added for record in each.export.records)])
    return Additions(added, notices)


def _sources(place: Path, files: Sequence[Path]) -> tuple[list[Path], list[Fault], list[Fault]]:
    """The exports to read, each once; faults of names that stand for two files; and notices about files of one content."""
    there = sorted(file for file in place.glob("*") if file.is_file() and not file.name.startswith("."))
    contents = {_digest(file): file.name for file in reversed(there)}
    chosen: dict[str, Path] = {}
    faults: list[Fault] = []
    notices: list[Fault] = []
    for source in files or there:
        digest, stored = _digest(source), place / source.name
        former = chosen.get(source.name)
        if former and _digest(former) != digest:
            faults.append(_of(source, f"has the name of {former}, and holds something else: give one another name."))
        elif former:
            notices.append(_of(source, f"holds what {former} holds, and is read once."))
        elif stored.exists() and _digest(stored) != digest:
            rule = f"differs from the export of this name in {EXPORTS_FOLDER}/, which stays as it came: give it another name."
            faults.append(_of(source, rule))
        else:
            chosen[source.name] = source
            if (first := contents.setdefault(digest, source.name)) != source.name:
                notices.append(
                    _of(source, f"holds what {first} holds: all its records are counted as identified twice.")
                )
    return list(chosen.values()), faults, notices


def _differences(file: str, there: Mapping[str, Record], export: Export) -> Iterator[Fault]:
    """A notice for each record of which ``records.csv`` does not say what the export says; what it says stays."""
    now = {each.record: each for each in export.records}
    for key, line in there.items():
        if key not in now:
            yield Fault(
                Cell(RECORDS_FILE, 0, "record", key), f"is no record of {EXPORTS_FOLDER}/{file} any more. It stays."
            )
        elif now[key] != line:
            column = next(name for name in Record._fields if getattr(now[key], name) != getattr(line, name))
            said = shown(getattr(now[key], column))
            rule = f"stands at {key}, of which {EXPORTS_FOLDER}/{file} now says '{said}': one of them was changed. It stays."
            yield Fault(Cell(RECORDS_FILE, 0, column, str(getattr(line, column))), rule)


def _stays(stated: Searches, file: str, search: Search) -> Iterator[Fault]:
    """A notice for everything that ``searches.yaml`` says otherwise of an export than a search does, as far as that says it."""
    number = stated.places[file]
    for field in fields(Search):
        said, now = getattr(stated.searches[number], field.name), getattr(search, field.name)
        if field.name != "file" and now not in (field.default, said):
            rule = f"stays; {shown(now)!r} was not written. Change it in this file."
            yield Fault(
                Cell(SEARCHES_FILE, 0, f"searches.{number}.{field.name}", "" if said is None else str(said)), rule
            )


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _of(source: Path, rule: str) -> Fault:
    return Fault(Cell(source.name, 0, "", str(source)), rule)


def _with_searches(folder: Path, search: Search, files: Sequence[str]) -> str:
    """The text of ``searches.yaml`` with a search for each of some exports at its end."""
    file = folder / SEARCHES_FILE
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if "searches:" not in text:
        text = f"{text}searches:\n"
    # What is the default is left out, so that a search of the first round looks as if there were no others.
    said = {
        each.name: value
        for each in fields(Search)
        if (value := getattr(search, each.name)) != each.default and each.name != "file"
    }
    entries = write_yaml([{"file": name, **said} for name in files])
    return f"{text.rstrip()}\n{entries}"
