"""The heading of a sheet: which column each name means, and where the heading is if not in the first row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import COMPANIONS, ROW_COLUMNS, STUDY_COLUMNS
from kg.spelling import LONGEST_NAME, folded, same_but_for_case
from loaders.sheets.table import Table

MOST_COMPARED = 50
"""The number of unknown columns of a sheet that are compared with the known ones to name the nearest."""

FORMER_NAMES: Mapping[str, str] = {"charter": "coder"}
"""Columns that had another name in earlier forms: the former name and the present one."""

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "study": ("study key", "study id", "study name", "paper id", "article id", "record id", "key"),
    "citation": ("reference", "short citation", "short reference", "author year", "authors year", "cited as"),
    "title": ("study title", "article title", "paper title", "publication title", "title of publication"),
    "year": ("publication year", "year of publication", "pub year", "year published", "published in year"),
    "doi": ("digital object identifier", "doi link", "doi url", "doi number"),
    "retracted": (
        "retraction",
        "retraction notice",
        "retraction doi",
        "notice of retraction",
        "retracted by",
        "withdrawn",
    ),
    "unit": ("evidence unit", "unit key", "unit id"),
    "coder": ("charted by", "coded by", "extracted by", "extractor", "data extractor"),
    "charted_on": (
        "charting date",
        "date charted",
        "date of charting",
        "extraction date",
        "date extracted",
        "coded on",
    ),
    "read": ("read depth", "depth", "depth of reading", "what was read"),
    "notes": ("note", "comment", "comments", "remark", "remarks", "reviewer notes", "coder notes"),
    "source": ("sources", "where read", "location"),
    "confidence": ("certainty", "coder confidence"),
    "reason": ("rationale", "justification"),
}
"""What people call our columns, and those beside a facet."""

_FURTHEST = 10
_SIGNS = re.compile(r"[\W_]+")


class Headings:
    """The names of all columns that a sheet may have under a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.facets = [facet.id for facet in vocabulary.charted_facets]
        self.known = [*STUDY_COLUMNS, *ROW_COLUMNS, *self.facets]
        self.companions = {f"{facet}.{name}": facet for facet in self.facets for name in COMPANIONS}
        self._vocabulary = vocabulary
        self._names: dict[str, dict[str, None]] = {}
        self._synonyms: dict[str, dict[str, None]] = {}
        for column in (*STUDY_COLUMNS, *ROW_COLUMNS):
            _add(self._names, column, (column, *_OTHER_NAMES.get(column, ())))
        for facet in vocabulary.charted_facets:
            top = vocabulary.terms[facet.id]
            for names, texts in ((self._names, (facet.id, facet.label, top.label)), (self._synonyms, top.synonyms)):
                _add(names, facet.id, texts)
                for companion in COMPANIONS:
                    for other in (companion, *_OTHER_NAMES.get(companion, ())):
                        either = (both for text in texts for both in (f"{text} {other}", f"{other} of {text}"))
                        _add(names, f"{facet.id}.{companion}", either)

    def meant(self, text: str) -> tuple[str, ...]:
        """The columns that a text of the heading may mean: the one with that name; else by label, synonym or other name."""
        if text in self.known or text in self.companions:
            return (text,)
        if len(text) > LONGEST_NAME:
            return ()
        return tuple(self._names.get(_key(text)) or self._synonyms.get(_key(text)) or ())

    def is_of_the_review(self, text: str) -> bool:
        """Whether a text is the id of a facet that studies are not charted on."""
        return text.partition(".")[0] in self._vocabulary.facets.keys() - set(self.facets)


def with_present_names(headings: Headings, table: Table) -> tuple[Table, list[Fault]]:
    """The table with the names of our columns in its heading, and a notice for each that was written otherwise.

    Where two columns mean the same one, none of the two is renamed; ``heading_faults`` reports it.
    """
    written = table.heading
    meant = [headings.meant(text) if text else () for text in written]
    count = [each[0] if len(each) == 1 else "" for each in meant]
    heading = list(written)
    notices = []
    for index, text in enumerate(written):
        present = FORMER_NAMES.get(text) or count[index]
        if not present or present == text or written.count(text) > 1 or present in written or count.count(present) > 1:
            continue
        heading[index] = present
        cell = table.cell(1, index, text)
        if text in FORMER_NAMES:
            rule = f"is the former name of this column. It is still read, but the name is now {present}."
            notices.append(Fault(cell, rule))
        elif not same_but_for_case(text, present):
            notices.append(Fault(cell, f"is read as the column {present}."))
    return replace(table, heading=tuple(heading)), notices


def heading_faults(headings: Headings, table: Table) -> Iterator[Fault]:
    """The faults of a sheet's heading, after ``with_present_names``."""
    meant: set[str] = set()  # columns that a misspelt one probably is: not reported as missing, too
    unknown = 0
    for index, column in enumerate(table.heading):
        cell = table.cell(1, index, column)
        if not column:
            continue
        known = headings.meant(column)
        if column in table.heading[:index]:
            yield Fault(cell, "is given twice in the heading.")
        # A known facet, but not one of studies: a clearer message than "is not a column".
        elif headings.is_of_the_review(column):
            yield Fault(cell, f"{column} is a facet of the review itself, so it is not a column of a charting sheet.")
        elif column in FORMER_NAMES:
            present = FORMER_NAMES[column]
            meant.add(present)
            rule = f"is the former name of {present}: keep only one of the two columns, and call it {present}."
            yield Fault(cell, rule)
        elif len(known) > 1:
            meant.update(known)
            yield Fault(cell, "may be several columns: write the name of one of them.", known)
        elif known and column != known[0]:
            meant.add(known[0])
            rule = f"means {known[0]}, as does another column: keep only one of them, and call it {known[0]}."
            yield Fault(cell, rule)
        elif not known:
            unknown += 1
            # A heading of another table has hundreds, and each comparison takes milliseconds.
            among = headings.companions if "." in column else headings.known
            close = nearest(column, among) if unknown <= MOST_COMPARED else ()
            meant.update(close)
            yield Fault(cell, "is not a column.", close)
    lost = table.lost(1) | meant
    for index, column in enumerate(table.heading):
        facet = headings.companions.get(column)
        if facet and not {facet, ""} & {*table.heading, *lost}:
            yield Fault(table.cell(1, index, column), f"belongs to the column {facet}, which is missing.")
    if "study" not in {*table.heading, *meant} and not any(row == 1 for row, _ in table.unreadable):
        yield Fault(
            Cell(table.name, 1, "study"), "The column study is missing: it says which rows belong to one study."
        )


def heading_elsewhere(headings: Headings, table: Table) -> Fault | None:
    """The one fault of a sheet whose heading is below the first row, or in two rows; None where it is in the first."""
    first = _columns_in(headings, table.heading)
    of_study = {index for index, text in enumerate(table.heading) if headings.meant(text) == ("study",)}
    for number, row in table.rows[:_FURTHEST]:
        found = _columns_in(headings, row.values())
        if len(found) < 2 or 2 * len(found) < len(row):
            continue
        place = Cell(table.name, number, "-", ", ".join(list(row.values())[:3]))
        if "study" not in first and ("study" in found or not first) and len(found) > len(first):
            rule = f"Is the heading in row {number}? It must be in the first row: delete what is above it."
            return Fault(place, f"{rule} Or let lacuna adopt read the table as it is.")
        if number == 2 and of_study and not of_study & row.keys() and not found & first:
            rule = "Is the heading in two rows, 1 and 2? Write all names into the first row, and delete the second."
            return Fault(place, f"{rule} Or let lacuna adopt read the table as it is.")
    if not any(table.heading) and not any(row == 1 for row, _ in table.unreadable):
        return Fault(Cell(table.name, 1, "-"), "has no heading: the first row must name the columns.")
    return None


def _add(names: dict[str, dict[str, None]], column: str, texts: Iterable[str]) -> None:
    for text in texts:
        names.setdefault(_key(text), {})[column] = None


def _columns_in(headings: Headings, texts: Iterable[str]) -> set[str]:
    return {meant[0] for text in texts if text and len(meant := headings.meant(text)) == 1}


def _key(text: str) -> str:
    return _SIGNS.sub("", folded(text))
