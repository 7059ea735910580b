"""Columns of a charting sheet: names, kinds of content, notes for the coder."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.ontology.vocabulary import Facet, Vocabulary

STUDY_COLUMNS = ("study", "citation", "title", "year", "doi", "retracted")
ROW_COLUMNS = ("unit", "coder", "charted_on", "read", "source", "notes")
COMPANIONS = ("source", "confidence", "reason")
"""What may be said beside a facet's value, in the order of the columns: ``FACET.source`` and so on."""

DEFAULT_FACETS = (
    *("publication-type", "study-design", "country"),
    *("unit-operation", "product-type", "manufacturing-mode", "quality-attribute"),
    *("pat-modality", "ai-method", "twin-label", "twin-component", "integration-level"),
    *("implementation-status", "validation-level"),
)
"""The facets of a form for which none were named: what the definitions of an integrated study and the kinds of gaps need, and
what studies are compared by most often."""

ColumnKind = Literal["text", "year", "day", "depths", "terms", "confidence"]

_NOTES = {
    "study": "Key of the study, such as surname-2021. Rows with the same key are one study. Every row needs it.",
    "citation": "Short citation, such as Surname 2021. Once per study is enough.",
    "title": "Title of the publication. Once per study is enough.",
    "year": "Year of publication, one whole number. Once per study is enough.",
    "doi": "DOI without an address in front, such as 10.1234/abcd. Once per study is enough.",
    "retracted": "Only of a study that was retracted: what states it, as a DOI, an address or in words, and after a semicolon "
    "the date, if known. Its charting stays in the sheet and counts for nothing. Once per study is enough.",
    "unit": "Key of the evidence unit, that is, of what was studied together: one row. Needed where a study has several units; "
    "without keys, units are numbered in the order of their rows.",
    "coder": "Who charted this row.",
    "charted_on": "The day on which this row was charted, such as 2026-11-23.",
    "read": "What the coder read for this row: title, abstract, full-text, review-text (what the review itself says about the "
    "study), or several of these, separated by semicolons. If empty, no completeness statement applies to the row.",
    "source": "Where the values of this row were found, such as Section 2.1, p. 4. A value that was found elsewhere has its own "
    "source beside it, in FACET.source.",
    "notes": "Anything else worth keeping about this row. It is kept with the evidence unit, and counts for nothing.",
}
_COMPANION_NOTES = {
    "source": "Where {} was found, such as Section 2.1, p. 4, if that is not what the column source says.",
    "confidence": "How sure the coder is of {}: low, medium, high, or a number from 0 to 1. May be left empty.",
    "reason": "Why this value of {} holds against what other coders charted.",
}
_KINDS: dict[str, ColumnKind] = {"year": "year", "charted_on": "day", "read": "depths", "confidence": "confidence"}
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


def columns(
    vocabulary: Vocabulary,
    *,
    facets: Collection[str] | None = None,
    companions: Collection[str] = ("source", "confidence"),
    used: Collection[str] = (),
) -> Iterator[Column]:
    """The columns of a form in order: the study's, the row's, then facets of studies, then facets of units.

    Args:
        vocabulary: it says which facets there are.
        facets: the ids of those that get a column; None: all.
        companions: what of ``COMPANIONS`` gets a column beside each of them.
        used: names of further columns, such as those that a stored review fills.
    """
    for name in (*STUDY_COLUMNS, *ROW_COLUMNS):
        yield Column(name, _KINDS.get(name, "text"), _NOTES[name])
    # "study" sorts before "unit"; within a level, facets stay in order of their id.
    for facet in sorted(vocabulary.charted_facets, key=lambda facet: facet.level):
        if facets is None or facet.id in facets or facet.id in used:
            yield Column(facet.id, "terms", _note(vocabulary, facet), facet)
            for companion in COMPANIONS:
                name = f"{facet.id}.{companion}"
                if companion in companions or name in used:
                    yield Column(
                        name, _KINDS.get(companion, "text"), _COMPANION_NOTES[companion].format(facet.id), facet
                    )


def _note(vocabulary: Vocabulary, facet: Facet) -> str:
    level = "study (on any row of it; rows must agree)" if facet.level == "study" else "evidence unit (one row)"
    definition = vocabulary.terms[facet.id].definition
    return f"{facet.label}. {definition}\n\nCharted for each {level}.\n\n{_CELL}"


def used_in(rows: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The names of the columns that any row fills."""
    return frozenset(name for row in rows for name in row)
