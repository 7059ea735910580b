"""Charting forms: empty ones with chosen facets, and stored reviews as forms and as corpus folders."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from pathlib import Path

from kg.errors import NotFound, Occupied, OverBudget
from kg.exports.source import ExportFile
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.columns import DEFAULT_FACETS, columns, used_in
from kg.review.model import Review, ReviewHeader
from kg.review.rows import Rows
from kg.review.to_yaml import REVIEW_FILE
from loaders.formats import FORMATS
from loaders.formats.form import Form
from loaders.formats.xlsx import SHEET
from loaders.formats.xlsx_cells import MOST_CELLS
from loaders.schema.header import EMPTY_HEADER, write_with_schema
from loaders.schema.json_schema import NAMES
from loaders.sheets.example import example_row

XLSX = ".xlsx"
EMPTY_REVIEW = ExportFile.of(REVIEW_FILE, "application/yaml", "What the review says of itself", EMPTY_HEADER)
ALL = "all"
"""The word that stands for every facet."""


def chosen_facets(vocabulary: Vocabulary, names: str | None) -> frozenset[str]:
    """The ids of the facets named, each by id, label or synonym, separated by commas.

    None stands for the default ones, and those that a corpus brings along.

    Raises:
        NotFound: there is no such facet, or it is not charted in sheets.
    """
    if names is None:
        own = {facet.id for facet in vocabulary.charted_facets if facet.namespace}
        return frozenset({*DEFAULT_FACETS, *own}) & vocabulary.facets.keys()
    known: dict[str, Facet] = {}
    for facet in vocabulary.charted_facets:
        top = vocabulary.terms[facet.id]
        for name in (facet.id, facet.label, top.label, *top.synonyms):
            known.setdefault(_fold(name), facet)
    found: set[str] = set()
    for name in filter(None, map(str.strip, names.split(","))):
        if _fold(name) == ALL:
            found.update(facet.id for facet in vocabulary.charted_facets)
        elif _fold(name) in known:
            found.add(known[_fold(name)].id)
        else:
            raise NotFound("facet that sheets have", name, known)
    return frozenset(found)


def empty_form(vocabulary: Vocabulary, facets: Collection[str], companions: Collection[str]) -> Form:
    """A form with columns for some facets and an example row."""
    shown = tuple(columns(vocabulary, facets=facets, companions=companions))
    names = {column.name for column in shown}
    example = {name: text for name, text in example_row(vocabulary).items() if name in names}
    return Form(vocabulary, shown, [example])


def filled_form(vocabulary: Vocabulary, rows: Rows, facets: Collection[str], companions: Collection[str]) -> Form:
    """A form that holds rows: with the columns that they fill, those of further facets, and a source beside each facet."""
    used = used_in(rows)
    charted = {facet.id for facet in vocabulary.charted_facets if facet.id in used}
    return Form(
        vocabulary, tuple(columns(vocabulary, facets={*charted, *facets}, companions=companions, used=used)), rows
    )


def write_form(form: Form, path: Path, *, replace: bool = False) -> None:
    """Write a form in the format of the path's suffix (a key of ``FORMATS``).

    Raises:
        FileExistsError: the file exists and ``replace`` is false.
        OverBudget: it would be too large to be read back.
    """
    suffix = path.suffix.lower()
    if suffix == XLSX and not _fits(form):
        raise OverBudget(
            f"{path} would have more than {MOST_CELLS:,} cells, too many to be read back: write .csv instead."
        )
    content = FORMATS[suffix].form(form)
    with path.open("wb" if replace else "xb") as file:
        file.write(content)


def write_corpus(folder: Path, form: Form, files: Iterable[ExportFile] = (EMPTY_REVIEW,)) -> None:
    """Write a corpus folder: a form, and the files beside it.

    Raises:
        Occupied: there is something in the folder already.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Occupied(f"{folder} exists already: name a new or empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        file.write(target)
        if target.name in NAMES:
            write_with_schema(target, target.read_text(encoding="utf-8"))
    write_form(form, folder / f"{SHEET}{XLSX if _fits(form) else '.csv'}")


def left_out(review: Review, *, own: bool) -> str | None:
    """What a sheet alone does not hold of a review, in words, with its ``own`` vocabulary; None where it holds everything."""
    said = [field.name for field in fields(ReviewHeader) if getattr(review, field.name) != field.default]
    beside = {"its claims": review.claims, "its own questions": review.questions, "its own vocabulary": own}
    said += [what for what, some in beside.items() if some]
    return ", ".join(said) or None


def _fits(form: Form) -> bool:
    """Whether an XLSX file can hold as much and still be read."""
    return len(form.columns) + sum(map(len, form.rows)) <= MOST_CELLS


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
