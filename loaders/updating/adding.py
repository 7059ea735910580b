"""Adding exports to a corpus folder: the file is kept as it came, and each of its records becomes a line."""

import shutil
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from kg.errors import Cell, Fault, Refused
from kg.yaml_file import write_yaml
from loaders.records.files import EXPORTS_FOLDER, SEARCHES_FILE
from loaders.records.readers import read_export
from loaders.records.record import Export
from loaders.records.records_file import read_records_file, write_records_file
from loaders.records.searches import Search, read_searches


class Added(NamedTuple):
    """An export that was added: its file, and what it holds."""

    file: str
    export: Export


def add_exports(folder: Path, files: Sequence[Path], search: Search | None) -> list[Added]:
    """Copy exports into the folder, write their records, and return what was added; without files, those that lie there already.

    ``search`` says where they come from; its ``file`` is ignored. An export whose records are there already is passed over.

    Raises:
        Refused: a file of the folder has faults, a file cannot be read, or another export of its name is there. Nothing is
            written.
    """
    records, faults = read_records_file(folder)
    known = {record.file for record in records}
    place = folder / EXPORTS_FOLDER
    sources = list(files) or sorted(file for file in place.glob("*") if not file.name.startswith("."))
    added: list[Added] = []
    for source in sources:
        target = place / source.name
        if target.exists() and target.read_bytes() != source.read_bytes():
            rule = f"differs from the export of this name in {EXPORTS_FOLDER}/, which stays as it came: give it another name."
            faults.append(Fault(Cell(source.name, 0, ""), rule))
        elif source.name not in known:
            try:
                added.append(Added(source.name, read_export(source)))
            except Refused as refused:
                faults += refused.faults
    stated, search_faults = read_searches(folder)
    faults += search_faults
    new = [each.file for each in added if search and stated.kind_of(each.file) is None]
    text = _with_searches(folder, search, new) if search and new else None
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
    return added


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
