"""A bibliographic record, and what one export file holds."""

from typing import NamedTuple

from kg.errors import Fault


class Record(NamedTuple):
    """What an export says of one publication. Everything is text, as written, without spaces around it; empty if not stated.

    ``record`` is its key: the file's name and its number in the file, ``pubmed.nbib:17``. ``line`` is the line of the file on
    which it begins, or the row of a table. ``year`` has four digits; ``doi`` is bare and in lower case; ``authors`` are
    separated by ``"; "``, family names first; ``type`` is an entry type of BibTeX (``article``, ``inproceedings``, …).
    """

    record: str
    line: int
    title: str
    year: str = ""
    doi: str = ""
    pmid: str = ""
    authors: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    type: str = ""

    @property
    def file(self) -> str:
        """The name of the export that it came from."""
        return self.record.rpartition(":")[0]

    @property
    def position(self) -> int:
        """Its number in the export."""
        return int(self.record.rpartition(":")[2])


class Export(NamedTuple):
    """What one file of search results holds: every record of the file is taken, or refused with a reason.

    ``format`` is the name of its format, such as ``RIS``. ``notices`` say what was read otherwise than written.
    """

    format: str
    records: list[Record]
    refused: list[Fault]
    notices: list[Fault]
