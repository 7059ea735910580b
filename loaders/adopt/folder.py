"""The folder of an adopted table: made, or brought up to date after the table grew."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Cell, Fault, Occupied, Refused
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.review.to_yaml import REVIEW_FILE
from loaders.adopt.growth import Growth, find_growth, write_growth
from loaders.adopt.layout.again import heading_again
from loaders.adopt.mapping_text import mapping_text
from loaders.adopt.own_turtle import more_terms, own_files
from loaders.adopt.proposal import Proposal, propose
from loaders.adopt.review_text import review_text
from loaders.mapped.folder import read_grid
from loaders.mapped.mapping import MAPPING_FILE, read_mapping
from loaders.own.vocabularies import vocabulary_of


@dataclass
class Written:
    """The files that were written, and what was found: a proposal for a new folder, else what is new."""

    folder: Path
    files: list[str] = field(default_factory=list)
    proposal: Proposal | None = None
    growth: Growth | None = None


def adopt_table(table: Path, folder: Path, sheet: str = "") -> Written:
    """Make a corpus folder of a table; where the folder has a mapping already, add to it what the table has more.

    Raises:
        Refused: the table cannot be read, or the mapping has faults.
        Occupied: the folder has files that would be overwritten.
    """
    if (folder / MAPPING_FILE).is_file():
        return _grown(table, folder)
    vocabulary = read_vocabulary(read_ontology())
    proposal = propose(vocabulary, table, folder.resolve().name, sheet)
    files = {
        MAPPING_FILE: mapping_text(proposal),
        **own_files(vocabulary, proposal.review, proposal.table, proposal.own),
    }
    if there := [name for name in files if (folder / name).exists()]:
        raise Occupied(f"{folder} has {', '.join(there)} already: choose another folder with --to, or move them away.")
    if not (folder / REVIEW_FILE).exists():
        files[REVIEW_FILE] = review_text(proposal)
    folder.mkdir(parents=True, exist_ok=True)
    written = Written(folder, sorted(files), proposal=proposal)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    if _copied(table, folder / table.name):
        written.files.append(table.name)
    return written


def _copied(table: Path, target: Path) -> bool:
    """Copy a table, if it is not there already; whether it was copied."""
    if target.exists() and (target.samefile(table) or target.read_bytes() == table.read_bytes()):
        return False
    shutil.copyfile(table, target)
    return True


def _grown(table: Path, folder: Path) -> Written:
    read = read_mapping(folder / MAPPING_FILE)
    if read.mapping is None:
        raise Refused(read.faults)
    target = folder / read.mapping.table
    if target.suffix.lower() != table.suffix.lower():
        rule = f"{folder} reads {read.mapping.table}, another kind of file: save it as {target.suffix}, or use another --to."
        raise Refused([Fault(Cell(table.name, 0, "-"), rule)])
    written = Written(folder)
    # Read where it is, so that nothing is changed if it cannot be read.
    grid, faults, unread = read_grid(table.parent, read, table.name)
    if grid is None:
        raise Refused(faults)
    heading = heading_again(grid, read)
    vocabulary = vocabulary_of(folder)
    growth = written.growth = find_growth(vocabulary, grid, read.mapping.model_copy(update={"heading": heading}))
    growth.unread = unread
    growth.moved = heading if heading != read.mapping.heading else ()
    text = write_growth(folder, growth)
    review = folder.resolve().name
    for name, content in own_files(vocabulary, review, read.mapping.table, growth.facets).items():
        file = folder / name
        facet = growth.facets[file.stem]
        whole = content
        if file.exists():
            whole = file.read_text(encoding="utf-8") + more_terms(vocabulary, review, read.mapping.table, facet)
        file.parent.mkdir(exist_ok=True)
        file.write_text(whole, encoding="utf-8")
        written.files.append(name)
    if text != (folder / MAPPING_FILE).read_text(encoding="utf-8"):
        (folder / MAPPING_FILE).write_text(text, encoding="utf-8")
        written.files.append(MAPPING_FILE)
    if _copied(table, target):
        written.files.append(target.name)
    return written
