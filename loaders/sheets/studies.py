"""Studies put together from the records of all sheets of a corpus."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.errors import Cell, Fault
from kg.ontology.vocabulary import Vocabulary
from kg.review.cited.model import RetractedStudy, Retraction
from kg.review.columns import STUDY_COLUMNS
from kg.review.depth import Activity, RowNote
from kg.review.model import Charted, EvidenceUnit, Study
from loaders.sheets.adjudication import decide
from loaders.sheets.records import ChartedRecord, text_of


class Assembled(NamedTuple):
    """The studies of a corpus that count, and the retracted ones, each in order of their keys; contradictions between rows."""

    studies: tuple[Study, ...]
    retracted: tuple[RetractedStudy, ...]
    faults: list[Fault]


def assemble(vocabulary: Vocabulary, records: Sequence[ChartedRecord]) -> Assembled:
    """The studies of a corpus. The charting of a retracted one is checked like any other, and then left out."""
    by_study: dict[str, list[ChartedRecord]] = defaultdict(list)
    for record in records:
        by_study[record.study.value].append(record)
    faults = [*_similar_keys(by_study)]
    studies: list[Study] = []
    retracted: list[RetractedStudy] = []
    for key in sorted(by_study):
        study, notice, study_faults = _study(vocabulary, key, by_study[key])
        faults += study_faults
        if notice is None:
            studies.append(study)
        else:
            known = {name: getattr(study, name) for name in ("id", "citation", "title", "year", "doi", "cells")}
            retracted.append(RetractedStudy(**known, retraction=Retraction.of(notice)))
    return Assembled(tuple(studies), tuple(retracted), faults)


def _similar_keys(by_study: Mapping[str, Sequence[ChartedRecord]]) -> Iterator[Fault]:
    """A fault for each row whose key looks the same as another key: one study would become two."""
    first: dict[str, Cell] = {}
    for key, records in by_study.items():
        visible = "".join(sign for sign in unicodedata.normalize("NFKC", key) if unicodedata.category(sign) != "Cf")
        known = first.setdefault(" ".join(visible.casefold().split()), records[0].study)
        if known.value != key:
            rule = f"differs from the key in row {known.row} of {known.sheet} only by case, spaces or invisible characters."
            for record in records:
                yield Fault(record.study, rule, (known.value,))


@dataclass
class _Rows:
    """The rows of one study, sorted into columns of the study, its facets, and facets and notes, with their coder, of units."""

    columns: dict[str, Cell] = field(default_factory=dict)
    study_facets: dict[str, list[tuple[ChartedRecord, Charted]]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, dict[str, list[Charted]]] = field(default_factory=dict)
    notes: dict[str, list[RowNote]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)


def _study(vocabulary: Vocabulary, key: str, records: Sequence[ChartedRecord]) -> tuple[Study, str | None, list[Fault]]:
    """A study as it is charted, what states its retraction, if anything does, and its contradictions."""
    rows = _sorted_rows(vocabulary, key, records)
    faults = rows.faults
    charted, undecided = _decided(_by_coder(rows, faults))
    faults += undecided
    evidence: list[EvidenceUnit] = []
    for unit in sorted(rows.units):
        unit_charted, undecided = _decided(rows.units[unit])
        evidence.append(EvidenceUnit(unit, unit_charted, tuple(sorted(rows.notes[unit]))))
        faults += undecided
    year = text_of(rows.columns.get("year"))
    study = Study(
        id=key,
        units=tuple(evidence),
        charted=charted,
        citation=text_of(rows.columns.get("citation")),
        title=text_of(rows.columns.get("title")),
        year=int(year) if year else None,
        doi=text_of(rows.columns.get("doi")),
        cells=tuple(rows.columns.values()),
    )
    return study, text_of(rows.columns.get("retracted")), faults


def _sorted_rows(vocabulary: Vocabulary, key: str, records: Sequence[ChartedRecord]) -> _Rows:
    rows = _Rows()
    for record, unit in _with_units(key, records, rows.faults):
        for cell in (record.cells[name] for name in STUDY_COLUMNS if name in record.cells):
            # An empty cell contradicts nothing: once per study is enough.
            first = rows.columns.setdefault(cell.column, cell) if cell.value else cell
            if first.value == cell.value:
                continue
            if _as_seen(first.value) != _as_seen(cell.value):
                rows.faults.append(_contradiction(cell, first))
            elif cell.value < first.value:  # whichever row comes first
                rows.columns[cell.column] = replace(first, value=cell.value)
        by_facet = rows.units.setdefault(unit, defaultdict(list))
        if note := text_of(record.cells.get("notes")):
            rows.notes[unit].append(RowNote(record.activity, note))
        for facet, charted in record.charted.items():
            if vocabulary.facets[facet].level == "study":
                rows.study_facets[facet].append((record, charted))
            else:
                by_facet[facet].append(charted)
    return rows


def _with_units(key: str, records: Sequence[ChartedRecord], faults: list[Fault]) -> Iterator[tuple[ChartedRecord, str]]:
    """Each row of a study with the key of its unit; repeated rows and units are added to ``faults``."""
    # Coders who name no units mean the same ones in the same order, which is only known where every row names its coder.
    activities = [record.activity for record in records]
    all_named = all(activity.coder for activity in activities)
    # A coder who reads a study again, deeper, means the same units again.
    numbered: Counter[Activity] = Counter()
    taken: set[tuple[Activity, str]] = set()
    rows: dict[tuple[tuple[str, str], ...], ChartedRecord] = {}
    for number, (record, activity) in enumerate(zip(records, activities, strict=True), start=1):
        reader = Activity("", activity.coder, activity.read) if all_named else Activity()
        numbered[reader] += 1
        unit = record.unit.value if record.unit else str(numbered[reader])
        filled = ((name, cell.value) for name, cell in record.cells.items() if cell.value)
        before = rows.setdefault(tuple(sorted(filled)), record) if len(records) > 1 else record
        rule = None
        if before is not record and (before.is_respelt or record.is_respelt):
            continue  # word for word the same once the coder has one spelling, of which a notice tells
        if before is not record:
            rule = f"repeats row {before.study.row} of {before.study.sheet} word for word."
        elif (activity, unit) in taken:
            rule = f"the unit key {unit!r} is given twice in the study {key!r}."
        if rule:
            faults.append(Fault(record.unit or record.study, rule))
            unit = f"{unit} again {number}"  # kept apart, so that other faults of the row are found too
        taken.add((activity, unit))
        yield record, unit


def _by_coder(rows: _Rows, faults: list[Fault]) -> dict[str, list[Charted]]:
    """On each facet of the study what each coder charted on each day; contradictions within one are added to ``faults``."""
    by_coder: dict[str, list[Charted]] = defaultdict(list)
    for facet, on_rows in rows.study_facets.items():
        for activity in sorted({record.activity for record, _ in on_rows}):
            of_coder = [(record, charted) for record, charted in on_rows if record.activity == activity]
            faults += _contradicting(facet, of_coder)
            by_coder[facet].append(_merged([charted for _, charted in of_coder]))
    return by_coder


def _decided(charted: Mapping[str, Sequence[Charted]]) -> tuple[tuple[Charted, ...], list[Fault]]:
    """The assertion that holds on each facet, in order of the facets, and every undecided difference between coders."""
    holding: list[Charted] = []
    faults: list[Fault] = []
    for facet in sorted(charted):
        holds, undecided = decide(charted[facet])
        holding.append(holds)
        faults += undecided
    return tuple(holding), faults


def _contradicting(facet: str, rows: Sequence[tuple[ChartedRecord, Charted]]) -> Iterator[Fault]:
    """A fault for each row that codes a study-level facet otherwise than the first, or with another confidence."""
    first_record, first = rows[0]
    for record, charted in rows[1:]:
        if (first.status, first.terms) != (charted.status, charted.terms):
            yield _contradiction(record.cells[facet], first_record.cells[facet])
    sure = [cell for record, each in rows if each.confidence and (cell := record.companion(facet, "confidence"))]
    for cell in sure[1:]:
        if cell.value != sure[0].value:
            yield _contradiction(cell, sure[0])


def _merged(charted: Sequence[Charted]) -> Charted:
    """One coder's rows on a study-level facet as one, with all their sources and reasons, sorted."""
    if len(charted) == 1:
        return charted[0]
    return replace(
        charted[0],
        source="; ".join(sorted({each.source for each in charted if each.source})) or None,
        confidence=next((each.confidence for each in charted if each.confidence), None),
        reason="; ".join(sorted({each.reason for each in charted if each.reason})) or None,
    )


def _as_seen(text: str) -> str:
    """A text without what nobody sees: invisible signs, and the kinds and number of spaces."""
    return " ".join("".join(sign for sign in text if sign.isascii() or unicodedata.category(sign) != "Cf").split())


def _contradiction(cell: Cell, first: Cell) -> Fault:
    return Fault(cell, f"contradicts row {first.row} of {first.sheet}, which says {first.value!r} for the same study.")
