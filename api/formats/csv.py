"""CSV (RFC 4180) of answers, matrices and lists."""

# Columns follow from the classes of the bodies, not from the rows, so they are always the same. Statements about the whole
# (verdict, population, version, licence) are repeated in every row, so that the file can be cited on its own. A file has left
# the service, so its links are absolute.

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial, singledispatch
from itertools import chain
from typing import get_args
from urllib.parse import quote

from api.formats.csv_cells import Label, Row, cells, columns, labelled
from api.formats.study_table import study_table
from api.models import FacetBody, FacetDetail, Listed, StudyList, TermBody
from api.pages.address import Address
from kg.answer.models import Answer, AnswerStudy
from kg.answer.words import label_of
from kg.browsing.overview import ReviewOverview
from kg.crossing.models import Matrix, MatrixCell
from kg.csv_text import marked
from kg.errors import BadQuestion
from kg.evaluation.models import Body, DefinitionBody
from kg.review.model import NOT_STATED
from kg.versions.dataset import Dataset
from kg.voids.models import VoidBody, VoidList

LARGEST_MATRIX = 64 * 2**20
"""In bytes. JSON says the question once, CSV in each of up to 20,000 rows."""

_STUDY = ("study", "citation", "title", "doi", "unit", "status", "open", "open.label", "href", "doi_href")
_LINKS = ("href", "permalink")
"""Names of columns, by their last part, that hold addresses of the service."""
_AT: Mapping[type[Body], str] = {
    TermBody: "/terms/",
    FacetBody: "/facets/",
    DefinitionBody: "/definitions/",
    ReviewOverview: "/reviews/",
}
"""Where the items of a list are, whose bodies do not say it."""


def write(body: Body, dataset: Dataset, address: Address) -> bytes:
    """A table with a heading, in UTF-8."""
    label = partial(label_of, dataset.vocabulary)
    heading, rows = study_table(body, dataset, address) if isinstance(body, StudyList) else _table(body, label)
    whole: dict[str, str] = {}
    if "certificate.dataset" not in heading:  # an answer has both in its certificate
        reviews = dataset.evidence(getattr(body, "reviews", None)).reviews
        licences = dict.fromkeys(review.header.charting_licence or NOT_STATED for review in reviews)
        whole = {"dataset": dataset.version, "licence": "; ".join(licences)}
    text = io.StringIO()
    names = list(dict.fromkeys((*heading, *whole)))
    links = [name for name in names if name.rpartition(".")[2] in _LINKS]
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    for row in rows:
        linked = {name: address.absolute(row[name]) for name in links if row.get(name, "").startswith("/")}
        # People open these files in spreadsheets, where a text such as =1+1 would be run.
        writer.writerow({name: marked(text) for name, text in {**row, **linked, **whole}.items()})
    return text.getvalue().encode()


@singledispatch
def _table(body: Body, _: Label) -> tuple[list[str], Iterable[Row]]:
    raise TypeError(f"no table for {type(body).__name__}")


@_table.register
def _(body: Answer, label: Label) -> tuple[list[str], Iterable[Row]]:
    """One row per study and unit; without studies, one row with the verdict."""
    whole = dict(cells(body, label))
    rows = [{**row, **whole} for row in _studies(body, label)]
    return [*_STUDY, *columns(Answer)], rows or [whole]


@_table.register
def _(body: Matrix, label: Label) -> tuple[list[str], Iterable[Row]]:
    """One row per cell, whose ``href`` is that of its own answer; a cell that does not apply has none.

    ``segment`` is the term of the third facet within which a cell is, empty for the cells of the whole.
    """
    own = [*columns(MatrixCell), "href", "segment", "segment.label"]
    # Of the sides, not of cells.
    sides = {f"{side}.{name}" for side in ("rows", "columns") for name in ("terms", "href")}
    left_out = {*own, *sides}
    whole = {name: text for name, text in cells(body, label) if name not in left_out}
    count = len(body.cells) + sum(len(each.cells) for each in body.segments or ())
    if count * len("".join((*whole.values(), body.href)).encode()) > LARGEST_MATRIX:
        rule = f"has too many terms for CSV, which repeats them in {count:,} rows: {LARGEST_MATRIX // 2**20} MiB"
        raise BadQuestion("where", f"{body.href[:40]}…", f"{rule} are allowed. Ask for JSON")
    of_whole = ({**dict(cells(cell, label)), "href": _of_cell(body.href, cell), **whole} for cell in body.cells)
    of_segments = (
        {
            **dict(cells(cell, label)),
            "href": _of_cell(each.href, cell),
            **labelled("segment", [each.term], label),
            **whole,
        }
        for each in body.segments or ()
        for cell in each.cells
    )
    return [*own, *(name for name in columns(Matrix) if name not in left_out)], chain(of_whole, of_segments)


@_table.register
def _(body: VoidList, label: Label) -> tuple[list[str], Iterable[Row]]:
    """One row per void, with columns for each facet; what a void says itself is not said of the whole."""
    facets = [name for facet in body.facets for name in (facet, f"{facet}.label")]
    own = [*facets, *columns(VoidBody)]
    whole = {name: text for name, text in cells(body, label) if name not in own}
    rows = (
        {
            **whole,
            **dict(cells(void, label)),
            **{name: text for each in void.where for name, text in labelled(each.facet, each.in_ or (), label).items()},
        }
        for void in body.items
    )
    return list(dict.fromkeys((*own, *columns(VoidList)))), rows


@_table.register
def _(body: Listed, label: Label) -> tuple[list[str], Iterable[Row]]:  # type: ignore[type-arg]  # singledispatch takes the class alone
    (item, _) = get_args(type(body).model_fields["items"].annotation)
    paging = {f"page.{name}" for name in columns(type(body.page))}
    whole = {name: text for name, text in cells(body, label) if name not in paging}
    heading = [*_heading(item), *(name for name in columns(type(body)) if name not in paging)]
    return heading, ({**_row(each, label), **whole} for each in body.items)


@_table.register
def _(body: FacetDetail, label: Label) -> tuple[list[str], Iterable[Row]]:
    (term, _) = get_args(FacetDetail.model_fields["members"].annotation)
    return _heading(term), (_row(each, label) for each in body.members)


def _heading(item: type[Body]) -> list[str]:
    return [*columns(item), *(["href"] if item in _AT else [])]


def _row(item: Body, label: Label) -> Row:
    """The cells of an item of a list, and its address where it does not say it."""
    row = dict(cells(item, label))
    return {**row, "href": _AT[type(item)] + quote(row["id"])} if type(item) in _AT else row


def _of_cell(template: str, cell: MatrixCell) -> str:
    return "" if cell.barred else template.replace("{row}", cell.row).replace("{column}", cell.column)


def _studies(body: Answer, label: Label) -> Iterator[Row]:
    for certain in body.certain or ():
        known = {**_known(certain), "status": "certain"}
        yield from ({**known, "unit": unit} for unit in certain.units or ("",))
    for study in body.possible or ():
        known = {**_known(study), "status": "possible"}
        for unit in study.units:
            yield {
                **known,
                "unit": unit.id,
                "open": "; ".join(f"{each.facet}: {each.reason}" for each in unit.open),
                "open.label": "; ".join(f"{label(each.facet)}: {each.reason.phrase}" for each in unit.open),
            }


def _known(study: AnswerStudy) -> Row:
    return {
        "study": study.id,
        "citation": study.citation,
        "title": study.title or "",
        "doi": study.doi or "",
        "href": f"/studies/{quote(study.id)}",
        "doi_href": f"https://doi.org/{study.doi}" if study.doi else "",
    }
