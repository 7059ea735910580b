"""Every kind of fault that can be planted into a clean sheet.

A planter changes one place of a sheet and says what must be found: row, column, and a part of the message. It takes a
study, or a column, that no other has touched, so that what each must find does not depend on the others.
"""

from collections.abc import Callable
from datetime import datetime

from loaders.sheets.table import LONGEST_TEXT, letters
from tests.support.clean_sheets import Sheet, Value

Found = tuple[int, str, str]
Planter = Callable[[Sheet], Found]
ANYWHERE: dict[str, Planter] = {}
HEADINGS: dict[str, Planter] = {}
ONLY_XLSX: dict[str, Planter] = {}
ONLY_CSV: dict[str, Planter] = {}


def planter(kinds: dict[str, Planter]) -> Callable[[Planter], Planter]:
    def add(plant: Planter) -> Planter:
        kinds[plant.__name__] = plant
        return plant

    return add


def facet_says(kind: str, write: Callable[[Sheet, str], str], says: str) -> None:
    """A kind of fault that is a text in a facet's cell. ``{}`` in what the message says is the text's last term."""

    def plant(sheet: Sheet) -> Found:
        row, facet = sheet.row(), sheet.facet("unit").id
        text = write(sheet, facet)
        sheet.put(row, facet, text)
        return row, facet, says

    ANYWHERE[kind] = plant


def _elsewhere(sheet: Sheet, facet: str) -> str:
    terms = sheet.vocabulary.terms.values()
    return sheet.dice.choice([t.id for t in terms if t.facet != facet and sheet.vocabulary.facets[t.facet].charted])


facet_says("unknown term", lambda sheet, facet: "qqzzy", "neither a term")
facet_says("one of two terms unknown", lambda sheet, facet: f"{sheet.terms(facet)[0]}; qqzzy", "neither a term")
facet_says("term of another facet", _elsewhere, "is a term of")
facet_says("foreign candidate", lambda sheet, facet: f"unclear: {_elsewhere(sheet, facet)}", "is a term of")
facet_says("status beside a term", lambda sheet, facet: f"none; {sheet.terms(facet)[0]}", "must stand alone")
facet_says("two statuses", lambda sheet, facet: "none; not reported", "must stand alone")
facet_says("N/A", lambda sheet, facet: "N/A", "could mean several things")
facet_says("dash", lambda sheet, facet: "-", "could mean several things")
facet_says("unclear about nothing", lambda sheet, facet: "unclear: ", "names no term")
facet_says("separators alone", lambda sheet, facet: " ; ;", "names no term")
facet_says("commas between terms", lambda sheet, facet: ", ".join(sheet.terms(facet, 2)), "by semicolons")
facet_says("lost letter", lambda sheet, facet: "coa\N{REPLACEMENT CHARACTER}ing", "lost a letter")
facet_says("yes", lambda sheet, facet: "TRUE", "neither a term")


@planter(ANYWHERE)
def misspelt_term(sheet: Sheet) -> Found:
    row, facet = sheet.row(), sheet.facet("unit").id
    words = [
        (term.id, word) for term in sheet.vocabulary.of_facet(facet) for word in term.id.split("-") if len(word) > 6
    ]
    term, word = sheet.dice.choice(words)
    place = sheet.dice.randrange(3, len(word) - 2)
    sheet.put(row, facet, term.replace(word, word[:place] + "xq" + word[place:], 1))
    return row, facet, term


def in_column(kind: str, column: str, value: Value, says: str, kinds: dict[str, Planter] = ANYWHERE) -> None:
    """A kind of fault that is a value in a column that is no facet."""

    def plant(sheet: Sheet) -> Found:
        row = sheet.row()
        sheet.put(row, column, value)
        return row, column, says

    kinds[kind] = plant


in_column("no study key", "study", "", "no study key")
in_column("slash in a study key", "study", "a/b", "slash")
in_column("slash in a unit key", "unit", "a/b", "slash")
in_column("no year", "year", "20x1", "is not a year")
in_column("half a year", "year", 2021.5, "is not a year")
in_column("year out of range", "year", 1899, "1900 to 2100")
in_column("DOI with a full stop", "doi", "https://doi.org/10.1234/abcd.", "10.1234/abcd")
in_column("no DOI", "doi", "see PubMed", "10.1234/abcd")
in_column("no day", "charted_on", "23.11.26", "2026-11-23")
in_column("one of two days", "charted_on", "03.11.2026", "Nearest: 2026-03-11, 2026-11-03")
in_column("day that does not exist", "charted_on", "2026-02-30", "2026-11-23")
in_column("text too long", "title", "x" * (LONGEST_TEXT + 1), str(LONGEST_TEXT), ONLY_CSV)
in_column("other encoding", "title", "caf\udce9", "is not UTF-8", ONLY_CSV)
in_column("control character", "citation", "ring\x07", "U+0007", ONLY_CSV)
in_column("control character", "citation", "ring_x0007_", "U+0007", ONLY_XLSX)
in_column("day with a time", "charted_on", datetime(2026, 11, 23, 10), "2026-11-23", ONLY_XLSX)
in_column("formula", "title", "=B2", "is a formula", ONLY_XLSX)
in_column("formula for a key", "study", "=A2", "is a formula", ONLY_XLSX)
in_column("error", "citation", "#REF!", "spreadsheet error", ONLY_XLSX)


def companion(kind: str, name: str, value: Value, says: str, *, alone: bool = False) -> None:
    """A kind of fault that stands beside a facet; ``alone``: the facet's cell is empty."""

    def plant(sheet: Sheet) -> Found:
        row, facet = sheet.row(), sheet.facet("unit").id
        for column in (f"{facet}.source", f"{facet}.confidence"):
            sheet.put(row, column, "")
        sheet.put(row, facet, "" if alone else "not reported")
        sheet.put(row, f"{facet}.{name}", value)
        return row, f"{facet}.{name}", says

    ANYWHERE[kind] = plant


companion("source beside nothing", "source", "title", "is empty", alone=True)
companion("confidence beside nothing", "confidence", "low", "is empty", alone=True)
companion("confidence in other words", "confidence", "sure", "low, medium, high")
companion("confidence above 1", "confidence", 1.5, "low, medium, high")


def by_one_coder(sheet: Sheet, rows: list[int]) -> list[int]:
    for row in rows:
        sheet.put(row, "coder", "A")
        sheet.put(row, "charted_on", "")
    return rows


@planter(ANYWHERE)
def coders_differ(sheet: Sheet) -> Found:
    rows, facet = by_one_coder(sheet, sheet.study(2)), sheet.facet("study").id
    for row in rows:
        sheet.put(row, facet, "")
        for name in ("source", "confidence"):
            sheet.put(row, f"{facet}.{name}", "")
    sheet.put(rows[0], facet, "none")
    sheet.put(rows[-1], facet, sheet.terms(facet)[0])
    sheet.put(rows[-1], "coder", "B")
    return rows[-1], facet, "differs from what A"


@planter(ANYWHERE)
def unit_key_twice(sheet: Sheet) -> Found:
    first, second, *_ = by_one_coder(sheet, sheet.study(2))
    sheet.put(second, "unit", sheet.get(first, "unit"))
    return second, "unit", "is given twice"


@planter(ANYWHERE)
def row_twice(sheet: Sheet) -> Found:
    row, end = sheet.row(), max(sheet.rows) + 1
    sheet.rows[end] = dict(sheet.rows[row])
    return end, "unit", "word for word"


@planter(ANYWHERE)
def contradicting_title(sheet: Sheet) -> Found:
    row = sheet.dice.choice(sheet.study(2)[1:])
    sheet.put(row, "title", "Another title")
    return row, "title", "contradicts row"


@planter(ANYWHERE)
def contradicting_facet(sheet: Sheet) -> Found:
    rows, facet = by_one_coder(sheet, sheet.study(2)), sheet.facet("study").id
    for row in rows:
        sheet.put(row, facet, "")
        for name in ("source", "confidence"):
            sheet.put(row, f"{facet}.{name}", "")
    sheet.put(rows[0], facet, "none")
    sheet.put(rows[-1], facet, sheet.terms(facet)[0])
    return rows[-1], facet, "contradicts row"


@planter(ANYWHERE)
def contradicting_confidence(sheet: Sheet) -> Found:
    rows, facet = by_one_coder(sheet, sheet.study(2)), sheet.facet("study").id
    for row in rows:
        sheet.put(row, facet, "unclear")
        sheet.put(row, f"{facet}.confidence", "")
    sheet.put(rows[0], f"{facet}.confidence", "low")
    sheet.put(rows[-1], f"{facet}.confidence", "high")
    return rows[-1], f"{facet}.confidence", "contradicts row"


@planter(ANYWHERE)
def key_in_other_letters(sheet: Sheet) -> Found:
    row = sheet.study(2)[-1]
    sheet.put(
        row,
        "study",
        sheet.dice.choice([str.upper, lambda key: f"{key}\u200b", str.title])(str(sheet.get(row, "study"))),
    )
    return row, "study", "differs from the key"


@planter(ANYWHERE)
def changed_example(sheet: Sheet) -> Found:
    end = max(sheet.rows) + 2
    sheet.rows[end] = {sheet.index("study"): "example", sheet.index("ai-method"): "clustering"}
    return end, "study", "example, which was changed"


@planter(ANYWHERE)
def value_right_of_the_last_column(sheet: Sheet) -> Found:
    row, index = sheet.row(), len(sheet.heading) + sheet.dice.randrange(3)
    sheet.rows[row][index] = "too much"
    return row, letters(index), "without a name"


@planter(ANYWHERE)
def value_in_a_nameless_column(sheet: Sheet) -> Found:
    row, index = sheet.row(), sheet.heading.index("")
    sheet.rows[row][index] = "lost"
    return row, letters(index), "without a name"


def heading(kind: str, rename: Callable[[str], str], says: str) -> None:
    """A kind of fault that is another name for a facet's column."""

    def plant(sheet: Sheet) -> Found:
        facet = sheet.facet().id
        sheet.taken.add(facet)
        name = rename(facet)
        sheet.heading[sheet.index(facet)] = name
        return 1, name, says.format(facet)

    HEADINGS[kind] = plant


heading("misspelt column", lambda facet: f"{facet[:3]}x{facet[3:]}", "Nearest: {}")


@planter(HEADINGS)
def unknown_column(sheet: Sheet) -> Found:
    sheet.heading.append("zzqqy")
    return 1, "zzqqy", "is not a column"


@planter(HEADINGS)
def unknown_companion(sheet: Sheet) -> Found:
    name = f"{sheet.facet().id}.sorce"
    sheet.heading.append(name)
    return 1, name, ".source"


@planter(HEADINGS)
def column_twice(sheet: Sheet) -> Found:
    facet = sheet.facet().id
    sheet.taken.add(facet)
    sheet.heading.append(facet)
    return 1, facet, "is given twice"


@planter(HEADINGS)
def facet_of_the_review(sheet: Sheet) -> Found:
    sheet.heading.append("maturity-level")
    return 1, "maturity-level", "a facet of the review itself"


@planter(ONLY_XLSX)
def merged_cells(sheet: Sheet) -> Found:
    end = max(sheet.rows) + 2
    facet = sheet.facet("unit").id
    for row in (end, end + 1):
        sheet.rows[row] = {
            sheet.index("study"): "merged-key",
            sheet.index("unit"): f"{row}",
            sheet.index(facet): "none",
        }
    sheet.merged.append((end, sheet.index(facet)))
    return end, facet, "is merged"


@planter(ONLY_XLSX)
def number_for_a_term(sheet: Sheet) -> Found:
    row, facet = sheet.row(), sheet.facet("unit").id
    sheet.put(row, facet, 12.5)
    return row, facet, "neither a term"


@planter(ONLY_XLSX)
def tick_for_a_term(sheet: Sheet) -> Found:
    row, facet = sheet.row(), sheet.facet("unit").id
    sheet.put(row, facet, True)
    return row, facet, "neither a term"
