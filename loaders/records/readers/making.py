"""Records made of entries, by the layout of their format."""

from collections.abc import Iterator, Sequence
from itertools import chain

from kg.errors import Cell, Fault, shortened
from loaders.records.readers.entry import Entry, Format, Names, Notices
from loaders.records.readers.entry_types import OTHER, entry_type
from loaders.records.readers.names import family_first
from loaders.records.readers.values import doi_in, pages_of, plain, pmid_in, year_in
from loaders.records.record import Record

LONGEST_TITLE, LONGEST_AUTHORS, LONGEST_OTHER = 5_000, 30_000, 1_000
"""In characters. A cell of a spreadsheet holds 32,767."""


class Maker:
    """Makes the records of one file."""

    def __init__(self, file: str, form: Format, notices: Notices) -> None:
        self._file, self._layout, self._notices = file, form.layout, notices

    def record(self, entry: Entry, number: int) -> Record | Fault:
        """The record of an entry, which has this number in the file; or why it is refused."""
        if entry.rule:
            return self._refused(entry, entry.rule)
        title = plain(self._first(entry, self._layout.title))
        if not title:
            return self._refused(entry, "has no title.")
        if len(title) > LONGEST_TITLE:
            rule = f"has a title of {len(title):,} characters. Where it should end, is something missing?"
            return self._refused(entry, rule)
        if "\N{REPLACEMENT CHARACTER}" in title:
            self._tell(entry, "title", title, "holds \N{REPLACEMENT CHARACTER}: a program lost a letter here.")
        layout = self._layout
        pages = pages_of(
            *(list(self._texts(entry, each)) for each in (layout.pages, layout.first_page, layout.last_page))
        )
        return Record(
            record=f"{self._file}:{number}",
            line=entry.line,
            title=title,
            year=self._year(entry),
            doi=self._doi(entry),
            pmid=self._pmid(entry),
            authors=self._authors(entry),
            journal=self._other(entry, "journal", self._first(entry, layout.journal)),
            volume=self._other(entry, "volume", self._first(entry, layout.volume)),
            number=self._other(entry, "number", self._first(entry, layout.number)),
            pages=self._other(entry, "pages", pages),
            type=self._type(entry),
        )

    def _texts(self, entry: Entry, names: Names) -> Iterator[str]:
        return (text for name in names for text in entry.texts.get(name, ()) if text.strip())

    def _first(self, entry: Entry, names: Names) -> str:
        return next(self._texts(entry, names), "")

    def _year(self, entry: Entry) -> str:
        written = list(self._texts(entry, self._layout.year))
        year = next((found for text in written if (found := year_in(text))), "")
        if written and not year:
            self._tell(entry, "year", written[0], "has no year from 1500 to 2100; none is taken.")
        return year

    def _doi(self, entry: Entry) -> str:
        written = list(self._texts(entry, self._layout.doi))
        if doi := next((found for text in written if (found := doi_in(text))), ""):
            return doi
        notes = self._texts(entry, self._layout.notes)
        doi = next((found for text in notes if (found := doi_in(text, note=True))), "")
        if written and not doi and any("10." in text for text in written):
            self._tell(entry, "doi", written[0], "is no DOI such as 10.1234/abcd; none is taken.")
        return doi

    def _pmid(self, entry: Entry) -> str:
        own = (pmid_in(text) for text in self._texts(entry, self._layout.pmid))
        noted = (pmid_in(text, note=True) for text in self._texts(entry, self._layout.notes))
        return next((found for found in chain(own, noted) if found), "")

    def _authors(self, entry: Entry) -> str:
        layout = self._layout
        # The first field with any names: the others have the same ones in short, or other people.
        for name in layout.authors:
            written = [each for text in entry.texts.get(name, ()) for each in layout.divide(text)]
            if found := family_first(map(plain, written), given_first=layout.given_first):
                return self._at_most(entry, found)
        return ""

    def _at_most(self, entry: Entry, names: Sequence[str]) -> str:
        length = 0
        for number, name in enumerate(names):
            length += len(name) + len("; ")
            if length > LONGEST_AUTHORS:
                self._tell(entry, "authors", names[0], f"begins {len(names):,} names; the first {number:,} are taken.")
                return "; ".join(names[:number])
        return "; ".join(names)

    def _other(self, entry: Entry, column: str, text: str) -> str:
        text = plain(text)
        if len(text) <= LONGEST_OTHER:
            return text
        self._tell(entry, column, text, f"is longer than {LONGEST_OTHER:,} characters; it is not taken.")
        return ""

    def _type(self, entry: Entry) -> str:
        written = list(self._texts(entry, self._layout.type))
        found = entry_type(written)
        if written and not found:
            self._tell(entry, "type", written[0], f"is no known type; {OTHER} is taken.")
            return OTHER
        return found or ""

    def _tell(self, entry: Entry, column: str, value: str, rule: str) -> None:
        self._notices.add(entry.line, column, value, rule)

    def _refused(self, entry: Entry, rule: str) -> Fault:
        shown = plain(entry.shown[:400]) or next(
            (plain(text[:400]) for each in entry.texts.values() for text in each), ""
        )
        return Fault(Cell(self._file, entry.line, "", shortened(shown)), rule)
