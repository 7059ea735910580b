"""Studies as rows of a charting sheet, without loss: the inverse of reading one."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.csv_text import marked
from kg.ontology.vocabulary import Vocabulary
from kg.review.cited.model import RetractedStudy
from kg.review.columns import Column, columns, used_in
from kg.review.depth import Activity
from kg.review.model import Charted, Status, Study

Rows = Sequence[Mapping[str, str]]
"""The filled cells of each row by column."""

_UNKNOWN = Activity()


def form_rows(studies: Iterable[Study], retracted: Iterable[RetractedStudy] = ()) -> list[dict[str, str]]:
    """A row for each evidence unit and each coder of it, its filled cells by column; terms are named by their ids.

    A retracted study has one row, without charting.
    """
    rows = [row for study in studies for row in _study(study)]
    return rows + [_filled({**_heading(study), "retracted": study.retraction.text}) for study in retracted]


def sheet_columns(vocabulary: Vocabulary, rows: Rows) -> list[Column]:
    """The columns of a sheet that holds rows: all of a vocabulary, without those that only make a form shorter to fill in."""
    used = used_in(rows)
    return [column for column in columns(vocabulary, used=used) if column.name != "source" or "source" in used]


def delimited(names: Iterable[Column], rows: Rows, separator: str = ",") -> str:
    """Rows as CSV with the given columns, formulas marked: the same content gives the same text."""
    out = io.StringIO()
    heading = [column.name for column in names]
    writer = csv.DictWriter(out, heading, restval="", extrasaction="raise", delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: marked(text) for name, text in row.items()} for row in rows)
    return out.getvalue()


def cell_text(charted: Charted) -> str:
    """The coding as a sheet's cell holds it, such as ``unclear: pls-regression``."""
    terms = "; ".join(charted.terms)
    if charted.status is Status.CODED:
        return terms
    status = charted.status.replace("-", " ")
    return f"{status}: {terms}" if terms else status


def _study(study: Study) -> Iterator[dict[str, str]]:
    rows: dict[tuple[str, Activity], list[Charted]] = {}
    for unit in study.units:
        for charted in _all_coders(unit.charted):
            rows.setdefault((unit.id, charted.activity), []).append(charted)
    for charted in _all_coders(study.charted):
        # A study-level facet has no row of its own: it goes on a row of the same coder, or on a further one of the first unit.
        place = next((place for place in rows if place[1] == charted.activity), (study.units[0].id, charted.activity))
        rows.setdefault(place, []).append(charted)
    notes = {(unit.id, note.activity): note.text for unit in study.units for note in unit.notes}
    for place in notes:
        rows.setdefault(place, [])
    for unit in study.units:
        if not any(place[0] == unit.id for place in rows):
            rows[unit.id, _UNKNOWN] = []
    for (unit_id, activity), all_charted in rows.items():
        row = {
            **_heading(study),
            "unit": unit_id,
            "coder": activity.coder or None,
            "charted_on": activity.charted_on or None,
            "read": "; ".join(activity.read) or None,
            "notes": notes.get((unit_id, activity)),
        }
        for charted in all_charted:
            row[charted.facet] = cell_text(charted)
            row[f"{charted.facet}.source"] = charted.source
            row[f"{charted.facet}.confidence"] = charted.confidence
            row[f"{charted.facet}.reason"] = charted.reason
        yield _filled(row)


def _heading(study: Study | RetractedStudy) -> dict[str, str | None]:
    """The cells of a study that say how it is cited."""
    return {
        "study": study.id,
        "citation": None if study.citation == study.id else study.citation,  # RDF holds the id for a missing citation
        "title": study.title,
        "year": None if study.year is None else str(study.year),
        "doi": study.doi,
    }


def _filled(row: Mapping[str, str | None]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text is not None}


def _all_coders(all_charted: Iterable[Charted]) -> Iterator[Charted]:
    """Assertions that hold, each followed by the other coders'."""
    for charted in all_charted:
        yield charted
        yield from charted.others
