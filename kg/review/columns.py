"""Columns of a charting sheet: names, kinds of content, notes for the coder."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.ontology.vocabulary import Facet, Vocabulary

STUDY_COLUMNS = ("study", "citation", "title", "year", "doi")
ROW_COLUMNS = ("unit", "coder", "charted_on", "read", "notes")
COMPANIONS = ("source", "confidence", "reason")

ColumnKind = Literal["text", "year", "day", "depths", "terms", "confidence"]

_NOTES = {
    "study": "Key of the study, such as surname-2021. Rows with the same key are one study. Every row needs it.",
    "citation": "Short citation, such as Surname 2021. Once per study is enough.",
    "title": "Title of the publication. Once per study is enough.",
    "year": "Year of publication, one whole number. Once per study is enough.",
    "doi": "DOI without an address in front, such as 10.1234/abcd. Once per study is enough.",
    "unit": "Key of the evidence unit, that is, of what was studied together: one row. Needed where a study has several units; "
    "without keys, units are numbered in the order of their rows.",
    "coder": "Who charted this row.",
    "charted_on": "The day on which this row was charted, such as 2026-11-23.",
    "read": "What the coder read for this row: title, abstract, full-text, review-text (what the review itself says about the "
    "study), or several of these, separated by semicolons. If empty, no completeness statement applies to the row.",
    "notes": "Anything the coder wants to note beside this row. It is kept with the evidence unit, and counts for nothing.",
}
_KINDS: dict[str, ColumnKind] = {"year": "year", "charted_on": "day", "read": "depths"}
_CELL = (
    "One term or several, separated by semicolons; or exactly one of none, not applicable, not reported, unclear "
    "(or unclear: term; term). Empty: not charted."
)


@dataclass(frozen=True)
class Column:
    """One column: its name, the kind of its content, a note for the person who fills it in, and its facet, if any."""

    name: str
    kind: ColumnKind
    note: str
    facet: Facet | None = None


def columns(vocabulary: Vocabulary, *, reasons: bool = False) -> Iterator[Column]:
    """All columns of a form in order: the study's, the row's, then facets of studies, then facets of units.

    ``reasons``: also the columns for the reasons of an adjudication.
    """
    for name in (*STUDY_COLUMNS, *ROW_COLUMNS):
        yield Column(name, _KINDS.get(name, "text"), _NOTES[name])
    # "study" sorts before "unit"; within a level, facets stay in order of their id.
    for facet in sorted(vocabulary.charted_facets, key=lambda facet: facet.level):
        yield Column(facet.id, "terms", _note(vocabulary, facet), facet)
        yield Column(
            f"{facet.id}.source",
            "text",
            f"Where in the source {facet.id} was found, such as title or Section 2.1.",
            facet,
        )
        sure = f"How sure the coder is of {facet.id}: low, medium, high, or a number from 0 to 1. May be left empty."
        yield Column(f"{facet.id}.confidence", "confidence", sure, facet)
        if reasons:
            why = f"Why this value of {facet.id} holds against what other coders charted."
            yield Column(f"{facet.id}.reason", "text", why, facet)


def _note(vocabulary: Vocabulary, facet: Facet) -> str:
    level = "study (on any row of it; rows must agree)" if facet.level == "study" else "evidence unit (one row)"
    definition = vocabulary.terms[facet.id].definition
    return f"{facet.label}. {definition}\n\nCharted for each {level}.\n\n{_CELL}"


def gives_reasons(rows: Iterable[Mapping[str, str]]) -> bool:
    """Whether any row gives the reason of an adjudication."""
    return any(column.endswith(".reason") for row in rows for column in row)
