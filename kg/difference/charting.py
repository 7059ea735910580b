"""What was charted, study by study, and which studies differ between two versions."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from typing import Literal

from kg.difference.models import CellChange, StudyChange
from kg.evaluation.affected import Statement
from kg.rdf.data_iris import study_of
from kg.rdf.iris import LACUNA
from kg.review.columns import ROW_COLUMNS, STUDY_COLUMNS
from kg.review.rows import form_rows
from kg.versions.dataset import Dataset
from kg.versions.stored_review import StoredReview

CHARTING = (LACUNA.hasUnit, LACUNA.status, LACUNA.value, LACUNA.candidate)
"""The properties of studies and of their assertions, by every coder, that say what was charted."""

Charting = Mapping[str, frozenset[tuple[str, str]]]
"""By the IRI of a study, what is said of it and its assertions: subjects and values."""

ChangeOfStudy = Literal["new", "retracted", "gone", "charted"]

_CHARTING = frozenset(map(str, CHARTING))
_MORE = frozenset({("", "")})
_SAID = """SELECT ?subject ?value {{
  {{ BIND(<{study}> AS ?subject) ?subject <{lacuna}hasUnit> ?value }}
  UNION {{ ?subject <{lacuna}about> <{study}> ; <{lacuna}status> ?value }}
}}"""
_IDENTITY = frozenset({*STUDY_COLUMNS, *ROW_COLUMNS})


def charting_of(statements: Iterable[tuple[str, str]]) -> Charting:
    """The charting of each study, of pairs of subject and value."""
    by_study: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, value in statements:
        if study := study_of(subject):
            by_study[study].add((subject, value))
    return {study: frozenset(said) for study, said in by_study.items()}


def changed(before: Charting, after: Charting, retracted: Container[str]) -> Iterator[tuple[str, ChangeOfStudy]]:
    """The IRIs of the studies that are new, gone (``retracted`` afterwards, or not there) or charted otherwise, sorted."""
    for study in sorted({*before, *after}):
        if study not in after:
            yield study, "retracted" if study in retracted else "gone"
        elif before.get(study) != after[study]:
            yield study, "new" if study not in before else "charted"


def retracted_studies(dataset: Dataset) -> frozenset[str]:
    """The IRIs of the retracted studies of a version."""
    return frozenset(map(str, dataset.rdf.objects(None, LACUNA.formerlyIncludes)))


def stored_charting(dataset: Dataset) -> Charting:
    """What was charted in a version."""
    return charting_of(
        (str(subject), str(value)) for each in CHARTING for subject, value in dataset.rdf.subject_objects(each)
    )


def changed_by(before: Dataset, after: Dataset, statements: Iterable[Statement]) -> Iterator[tuple[str, ChangeOfStudy]]:
    """As ``changed``, from the triples about studies in which two versions differ."""
    said = [each for each in statements if each.property in _CHARTING]
    gone, new = (
        charting_of((each.subject, each.value) for each in said if each.added is added) for added in (False, True)
    )
    studies = {*gone, *new}
    return changed(_with_rest(before, studies, gone), _with_rest(after, studies, new), retracted_studies(after))


def _with_rest(dataset: Dataset, studies: Iterable[str], own: Charting) -> Charting:
    """What is said of studies in one version alone, beside a mark where a version says more of them."""
    found = {
        study: own.get(study, frozenset()) | _rest(dataset, study, own.get(study, frozenset())) for study in studies
    }
    return {study: said for study, said in found.items() if said}


def _rest(dataset: Dataset, study: str, own: Set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """A mark if a version says more of a study than what it alone says."""
    # A unit belongs to its study, and an assertion has a status.
    rows = dataset.look_up(_SAID.format(study=study, lacuna=LACUNA))
    said = {(str(row["subject"]), str(row["value"])) for row in rows}
    return _MORE if said - own else frozenset()


def study_change(
    before: StoredReview | None, after: StoredReview | None, key: str, change: ChangeOfStudy
) -> StudyChange:
    """A study that differs, with the cells that do where it is in both versions; ``key`` is its key in the review."""
    reviews = [review for review in (after, before) if review is not None and key in review.keys]
    heading = reviews[0].heading(key)
    cells: tuple[CellChange, ...] = ()
    if change == "charted" and before is not None and after is not None:
        cells = tuple(_cells(before, after, key))
    return StudyChange(
        id=f"{reviews[0].id}/{key}", citation=heading.citation or key, title=heading.title, change=change, cells=cells
    )


def _cells(before: StoredReview, after: StoredReview, key: str) -> Iterator[CellChange]:
    old, new = (_by_place(review, key) for review in (before, after))
    for place in sorted({*old, *new}):
        if old.get(place) != new.get(place):
            unit, coder, facet = place
            yield CellChange(unit=unit, coder=coder or None, facet=facet, before=old.get(place), after=new.get(place))


def _by_place(review: StoredReview, key: str) -> dict[tuple[str, str, str], str]:
    """The text of each facet's cell by unit, coder and facet."""
    return {
        (row["unit"], row.get("coder", ""), column): text
        for row in form_rows([review.study(key)])
        for column, text in row.items()
        if column not in _IDENTITY and "." not in column
    }
