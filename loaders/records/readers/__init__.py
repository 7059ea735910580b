"""Readers of search exports: what a database or a reference manager writes, as records.

``FORMATS`` has a row for each format; a new one is a module in ``loaders/records/readers/formats/`` and a row here.
"""

from pathlib import Path

from kg.errors import Cell, Fault, OverBudget, Refused
from loaders.records.readers.entry import Format, Notices
from loaders.records.readers.formats import (
    bibtex,
    endnote_tagged,
    endnote_xml,
    json_items,
    nbib,
    ris,
    tables,
    web_of_science,
)
from loaders.records.readers.lines import LARGEST, Lines
from loaders.records.readers.making import Maker
from loaders.records.record import Export, Record

FORMATS: tuple[Format, ...] = (
    Format("EndNote XML", endnote_xml.recognises, endnote_xml.entries, endnote_xml.LAYOUT),
    Format("EPPI-Reviewer JSON", json_items.has_references, json_items.entries, json_items.EPPI),
    Format("CSL-JSON", json_items.is_csl, json_items.entries, json_items.CSL),
    tables.table("Web of Science table", ("PT", "AU", "TI", "SO"), tables.WEB_OF_SCIENCE, quoted=False),
    tables.table("Scopus CSV", ("Authors", "Title", "Source title"), tables.SCOPUS),
    tables.table("IEEE Xplore CSV", ("Document Title", "Authors", "Publication Title"), tables.IEEE),
    tables.table("Zotero CSV", ("Key", "Item Type", "Title"), tables.ZOTERO),
    tables.table("PubMed CSV", ("PMID", "Title", "Journal/Book"), tables.PUBMED),
    Format("Web of Science", web_of_science.recognises, web_of_science.entries, web_of_science.LAYOUT),
    Format("RIS", ris.recognises, ris.entries, ris.LAYOUT),
    Format("NBIB", nbib.recognises, nbib.entries, nbib.LAYOUT),
    Format("EndNote tagged text", endnote_tagged.recognises, endnote_tagged.entries, endnote_tagged.LAYOUT),
    Format("BibTeX", bibtex.recognises, bibtex.entries, bibtex.LAYOUT),
)
"""In the order in which a file is compared with them."""

MOST_RECORDS = 100_000

_BEGINNING = 64 * 1024
"""In characters: so much of a file tells its format."""


def read_export(path: Path) -> Export:
    """The records of a file of search results, whatever its name: its content tells the format.

    Every record of the file is in ``records`` or, with the reason, in ``refused``.

    Raises:
        Refused: the file has none of the formats, cannot be opened, or is larger than what is read of one.
    """
    try:
        return _read(path)
    except OSError as error:
        raise _not_read(path, f"cannot be read: {error.strerror or error}.") from None
    except OverBudget as error:
        raise _not_read(path, str(error)) from None


def _read(path: Path) -> Export:
    if path.stat().st_size > LARGEST:
        raise _not_read(path, f"is larger than {LARGEST // 1024**2} MB. Export fewer records at a time.")
    beginning = _beginning(path)
    if not beginning.strip():
        raise _not_read(path, "is empty.")
    form = next((each for each in FORMATS if each.recognises(beginning)), None)
    if form is None:
        known = ", ".join(each.name for each in FORMATS)
        raise _not_read(path, f"has no known format of search results. Known are: {known}.")
    lines, notices = Lines(path), Notices(path)
    maker = Maker(path.name, form, notices)
    records: list[Record] = []
    refused: list[Fault] = []
    number = 0
    for number, entry in enumerate(form.entries(lines, notices), 1):
        if number > MOST_RECORDS:
            raise _not_read(path, f"has more than {MOST_RECORDS:,} records. Export fewer at a time.")
        made = maker.record(entry, number)
        if isinstance(made, Record):
            records.append(made)
        else:
            refused.append(made)
    if not number:
        notices.add(1, "", "", "holds no record.")
    _tell_of_signs(lines, notices)
    return Export(form.name, records, refused, notices.in_order())


def _beginning(path: Path) -> str:
    text = ""
    for line in Lines(path):
        text += line
        if len(text) > _BEGINNING:
            break
    return text[:_BEGINNING]


def _tell_of_signs(lines: Lines, notices: Notices) -> None:
    if tally := lines.not_utf8:
        also = f", as have {tally.count - 1:,} more lines" if tally.count > 1 else ""
        notices.add(
            tally.first, "", "", f"has letters that are not UTF-8; they are read as Windows-1252{also}. Are they right?"
        )
    if tally := lines.with_controls:
        also = f", as have {tally.count - 1:,} more lines" if tally.count > 1 else ""
        notices.add(tally.first, "", "", f"has control characters, which are left out{also}.")


def _not_read(path: Path, rule: str) -> Refused:
    return Refused([Fault(Cell(path.name, 0, "-"), rule)])
