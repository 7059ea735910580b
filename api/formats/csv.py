"""CSV (RFC 4180) of answers, matrices and lists."""

# Columns follow from the classes of the bodies, not from the rows, so they are always the same: ``bounds.certain`` is the field
# ``certain`` of ``bounds``. A list of texts is one cell, separated by "; "; a list of bodies has no column. Statements about the
# whole (verdict, population, version, licence) are repeated in every row, so that the file can be cited on its own.

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from enum import EnumType
from functools import singledispatch
from itertools import chain
from types import UnionType
from typing import Any, Union, get_args, get_origin

from api.formats.study_table import study_table
from api.models import FacetDetail, Listed, StudyList
from api.pages.address import Address
from kg.answer.models import Answer
from kg.crossing.models import Matrix, MatrixCell
from kg.csv_text import marked
from kg.errors import BadQuestion
from kg.evaluation.models import Body
from kg.review.model import NOT_STATED
from kg.versions.dataset import Dataset
from kg.voids.models import VoidBody, VoidList

Row = Mapping[str, str]
LARGEST_MATRIX = 64 * 2**20
"""In bytes. JSON says the question once, CSV in each of up to 20,000 rows."""

_STUDY = ("study", "citation", "title", "unit", "status", "open")


def write(body: Body, dataset: Dataset, address: Address) -> bytes:
    """A table with a heading, in UTF-8."""
    columns, rows = study_table(body, dataset, address) if isinstance(body, StudyList) else _table(body)
    whole: dict[str, str] = {}
    if "certificate.dataset" not in columns:  # an answer has both in its certificate
        reviews = dataset.evidence(getattr(body, "reviews", None)).reviews
        licences = dict.fromkeys(review.header.charting_licence or NOT_STATED for review in reviews)
        whole = {"dataset": dataset.version, "licence": "; ".join(licences)}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys((*columns, *whole))), restval="")
    writer.writeheader()
    # People open these files in spreadsheets, where a text such as =1+1 would be run.
    writer.writerows({name: marked(text) for name, text in {**row, **whole}.items()} for row in rows)
    return text.getvalue().encode()


@singledispatch
def _table(body: Body) -> tuple[list[str], Iterable[Row]]:
    raise TypeError(f"no table for {type(body).__name__}")


@_table.register
def _(body: Answer) -> tuple[list[str], Iterable[Row]]:
    """One row per study and unit; without studies, one row with the verdict."""
    whole = dict(_cells(body))
    rows = [{**row, **whole} for row in _studies(body)]
    return [*_STUDY, *_columns(Answer)], rows or [whole]


@_table.register
def _(body: Matrix) -> tuple[list[str], Iterable[Row]]:
    """One row per cell; ``segment`` is the term of the third facet within which it is, empty for the cells of the whole."""
    own = [*_columns(MatrixCell), "segment"]
    sides = {
        f"{side}.{name}" for side in ("rows", "columns") for name in ("terms", "href")
    }  # of their own, not of cells
    left_out = {*own, *sides}
    whole = {name: text for name, text in _cells(body) if name not in left_out}
    count = len(body.cells) + sum(len(each.cells) for each in body.segments or ())
    if count * len("".join(whole.values()).encode()) > LARGEST_MATRIX:
        rule = f"has too many terms for CSV, which repeats them in {count:,} rows: {LARGEST_MATRIX // 2**20} MiB"
        raise BadQuestion("where", f"{body.href[:40]}…", f"{rule} are allowed. Ask for JSON")
    segments = (
        (cell, {"segment": each.term, "href": each.href}) for each in body.segments or () for cell in each.cells
    )
    cells = chain(((cell, {}) for cell in body.cells), segments)
    columns = [*own, *(name for name in _columns(Matrix) if name not in left_out)]
    return columns, ({**dict(_cells(cell)), **whole, **of_segment} for cell, of_segment in cells)


@_table.register
def _(body: VoidList) -> tuple[list[str], Iterable[Row]]:
    """One row per void, with a column for each facet; what a void says itself is not said of the whole."""
    own = [*body.facets, *_columns(VoidBody)]
    whole = {name: text for name, text in _cells(body) if name not in own}
    terms = ({each.facet: "; ".join(each.in_ or ()) for each in void.where} for void in body.items)
    rows = ({**whole, **dict(_cells(void)), **of_void} for void, of_void in zip(body.items, terms, strict=True))
    return list(dict.fromkeys((*own, *_columns(VoidList)))), rows


@_table.register
def _(body: Listed) -> tuple[list[str], Iterable[Row]]:  # type: ignore[type-arg]  # singledispatch takes the class alone
    (item, _) = get_args(type(body).model_fields["items"].annotation)
    paging = {f"page.{name}" for name in _columns(type(body.page))}
    whole = {name: text for name, text in _cells(body) if name not in paging}
    columns = [*_columns(item), *(name for name in _columns(type(body)) if name not in paging)]
    return columns, ({**dict(_cells(each)), **whole} for each in body.items)


@_table.register
def _(body: FacetDetail) -> tuple[list[str], Iterable[Row]]:
    (term, _) = get_args(FacetDetail.model_fields["members"].annotation)
    return list(_columns(term)), (dict(_cells(each)) for each in body.members)


def _studies(body: Answer) -> Iterator[Row]:
    for certain in body.certain or ():
        known = {"study": certain.id, "citation": certain.citation, "title": certain.title or "", "status": "certain"}
        yield from ({**known, "unit": unit} for unit in certain.units or ("",))
    for study in body.possible or ():
        known = {"study": study.id, "citation": study.citation, "title": study.title or "", "status": "possible"}
        for unit in study.units:
            opened = "; ".join(f"{each.facet}: {each.reason}" for each in unit.open)
            yield {**known, "unit": unit.id, "open": opened}


def _columns(model: type[Body], prefix: str = "") -> Iterator[str]:
    """The columns of a class of bodies."""
    for name, field in model.model_fields.items():
        yield from _columns_of(field.annotation, prefix + (field.alias or name))


def _columns_of(kind: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - an annotation
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        found = (column for each in arguments if each is not type(None) for column in _columns_of(each, name))
        yield from dict.fromkeys(found)
    elif origin is dict:
        yield from (f"{name}.{key}" for key in _keys(arguments[0]))
    elif origin is tuple:
        yield from () if _is_body(arguments[0]) else (name,)
    elif _is_body(kind):
        yield from _columns(kind, f"{name}.")
    else:
        yield name


def _keys(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """All keys that a mapping can have: the members of an enumeration, or the values of a ``Literal``."""
    return tuple(kind) if isinstance(kind, EnumType) else get_args(kind)


def _is_body(kind: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(kind, type) and issubclass(kind, Body)


def _cells(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """The non-empty cells of a value, by column."""
    prefix = f"{name}." if name else ""
    if isinstance(value, Body):
        for key, field in type(value).model_fields.items():
            yield from _cells(getattr(value, key), prefix + (field.alias or key))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _cells(each, f"{prefix}{key}")
    elif isinstance(value, tuple):
        if value and not isinstance(value[0], Body):
            yield name, "; ".join(str(each) for each in value)
    elif isinstance(value, bool):
        yield name, str(value).lower()
    elif value is not None:
        yield name, str(value)
