"""Studies as rows of a charting sheet: the inverse of reading one, without loss."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.csv_text import marked
from kg.ontology.vocabulary import Vocabulary
from kg.review.columns import columns, gives_reasons
from kg.review.model import Charted, Study, words

Rows = Sequence[Mapping[str, str]]
"""The filled cells of each row by column."""

Pass = tuple[str | None, str | None]
"""Coder and day, which a row has once."""

_NOBODY: Pass = (None, None)


def form_rows(studies: Iterable[Study]) -> list[dict[str, str]]:
    """A row for each evidence unit and each coder of it, its filled cells by column; terms are named by their ids."""
    return [row for study in studies for row in _study(study)]


def delimited(vocabulary: Vocabulary, rows: Rows, separator: str = ",") -> str:
    """Rows as CSV with all columns of a vocabulary, formulas marked: the same content gives the same text."""
    out = io.StringIO()
    names = [column.name for column in columns(vocabulary, reasons=gives_reasons(rows))]
    writer = csv.DictWriter(out, names, restval="", extrasaction="raise", delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: marked(text) for name, text in row.items()} for row in rows)
    return out.getvalue()


def _study(study: Study) -> Iterator[dict[str, str]]:
    rows: dict[tuple[str, Pass], list[Charted]] = {}
    for unit in study.units:
        for charted in _all_coders(unit.charted):
            rows.setdefault((unit.id, _pass(charted)), []).append(charted)
    for charted in _all_coders(study.charted):
        # On a row that this coder has anyway, or else on a further one of the first unit.
        place = next((place for place in rows if place[1] == _pass(charted)), (study.units[0].id, _pass(charted)))
        rows.setdefault(place, []).append(charted)
    for unit in study.units:
        if not any(place[0] == unit.id for place in rows):
            rows[unit.id, _NOBODY] = []
    for (unit_id, (coder, day)), all_charted in rows.items():
        row = {
            "study": study.id,
            "citation": None if study.citation == study.id else study.citation,  # which is what stands for none
            "title": study.title,
            "year": None if study.year is None else str(study.year),
            "doi": study.doi,
            "unit": unit_id,
            "coder": coder,
            "charted_on": day,
        }
        for charted in all_charted:
            row[charted.facet] = words(charted)
            row[f"{charted.facet}.source"] = charted.source
            row[f"{charted.facet}.confidence"] = charted.confidence
            row[f"{charted.facet}.reason"] = charted.reason
        yield {column: text for column, text in row.items() if text is not None}


def _all_coders(all_charted: Iterable[Charted]) -> Iterator[Charted]:
    """Assertions that hold, each followed by the other coders'."""
    for charted in all_charted:
        yield charted
        yield from charted.others


def _pass(charted: Charted) -> Pass:
    return charted.coder, charted.charted_on
