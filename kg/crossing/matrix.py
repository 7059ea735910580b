"""Matrix of two facets: bounds and verdict of every cell, empty ones included."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.answer.links import ask_template, cell_template
from kg.crossing.counting import Counting
from kg.crossing.models import Axis, Matrix, MatrixCell, Segment, Total
from kg.crossing.view import View, broad, terms_of
from kg.errors import BadQuestion
from kg.evaluation.models import bounds_body, evidence_population, incompatibility_body, where
from kg.evaluation.verdict import SPARSE_BELOW
from kg.ontology.vocabulary import Condition, Facet
from kg.questions.question import Question, with_conditions
from kg.questions.reading import MOST_CONDITIONS
from kg.stores.stopping import check
from kg.versions.evidence import EvidenceBase

MOST_CELLS = 20_000
"""The bound on terms × terms."""
# Every pair of different facets fits: the two largest, country (279 terms) and unit-operation (53), make 14,787 cells, and
# beside country a facet may grow to 71 terms. Only country × country (77,841) does not fit, which nobody could draw.

EVERYTHING = View()
"""All cells of all terms."""


def matrix(
    evidence: EvidenceBase,
    rows: Facet,
    columns: Facet,
    question: Question,
    *,
    k: int = SPARSE_BELOW,
    view: View = EVERYTHING,
) -> Matrix:
    """Every term of one facet crossed with every term of another, within a question (which may be without conditions).

    A cell's bounds are those of the question with the two terms as conditions. Facets are independent within a unit, so
    the cells are put together from the units that meet the question, and from those that come near each term.

    Raises:
        BadQuestion: there are more than ``MOST_CELLS`` cells, no term is left, the third facet is one of the others, or with
            the conditions of a cell the question has too many.
    """
    vocabulary = evidence.vocabulary
    facets = (rows, columns, view.by) if view.by else (rows, columns)
    sides = [terms_of(vocabulary, facet, question, view) for facet in (rows, columns)]
    _check_size(facets, sides, question)
    counting = Counting(evidence, question, facets, k)
    cells = tuple(_cells(counting, sides, counting.uncharted(rows, columns)))
    segments = tuple(_segments(evidence, counting, facets, sides, question, k)) if view.by else None
    every = chain(cells, *(segment.cells for segment in segments or ()))
    bar = {id_ for cell in every for id_ in cell.barred}
    axes = [
        _axis(evidence, counting, question, facet, terms, k, view)
        for facet, terms in zip((rows, columns), sides, strict=True)
    ]
    return Matrix(
        dataset=evidence.dataset.version,
        reviews=evidence.review_ids,
        href=cell_template(evidence, question, rows.id, columns.id, k),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        population=evidence_population(evidence),
        bounds=bounds_body(counting.bounds(counting.near(), counting.uncharted())),
        rows=axes[0],
        columns=axes[1],
        by=view.by.id if view.by else None,
        only=view.only,
        sort=view.sort,
        incompatible=tuple(incompatibility_body(rule) for rule in vocabulary.incompatible if rule.id in bar),
        cells=_shown(view, cells),
        segments=segments and tuple(each.model_copy(update={"cells": _shown(view, each.cells)}) for each in segments),
    )


def _shown(view: View, cells: Iterable[MatrixCell]) -> tuple[MatrixCell, ...]:
    """The cells that are shown, in their order."""
    shown = [cell for cell in cells if view.only in {None, cell.verdict}]
    if view.sort == "surprise":
        shown.sort(key=lambda cell: -1 if cell.surprise is None else cell.surprise, reverse=True)
    return tuple(shown)


def _axis(  # noqa: PLR0913, PLR0917 - as above
    evidence: EvidenceBase,
    counting: Counting,
    question: Question,
    facet: Facet,
    terms: Iterable[str],
    k: int,
    view: View,
) -> Axis:
    uncharted = counting.uncharted(facet)
    return Axis(
        facet=facet.id,
        within=tuple(dict.fromkeys(chain(*view.within.get(facet.id, ())))),
        terms=tuple(terms),
        totals=tuple(Total(term=term, **counting.judged(counting.near(term), uncharted, term)) for term in terms),
        uncharted=uncharted,
        href=ask_template(evidence, question, facet.id, k),
    )


def _check_size(facets: tuple[Facet, ...], sides: list[tuple[str, ...]], question: Question) -> None:
    rows, columns, *by = facets
    count = len(sides[0]) * len(sides[1])
    if count > MOST_CELLS:
        rule = f"has {len(sides[1])} terms, and {rows.id} has {len(sides[0])}: a matrix of {count:,} cells is too large"
        raise BadQuestion("columns", columns.id, f"{rule}, {MOST_CELLS:,} are allowed")
    for third in by:
        if third in {rows, columns}:
            raise BadQuestion("by", third.id, "is the facet of the rows or of the columns: name a third one")
    most = MOST_CONDITIONS - len(facets)  # each cell asks for a term of each besides
    if len(question.conditions) > most:
        raise BadQuestion(
            "where", str(len(question.conditions)), f"conditions are too many: {most} can be asked in a matrix"
        )


def _cells(
    counting: Counting, sides: list[tuple[str, ...]], uncharted: int | None, *within: str
) -> Iterator[MatrixCell]:
    """The cells, row by row, of studies that have the terms ``within`` too; these have no surprise."""
    rows, columns = sides
    near = [counting.near(column) for column in columns]
    for row in rows:
        check()  # a large matrix takes long after its last query
        in_row = counting.near(row, *within)
        for column, units in zip(columns, near, strict=True):
            judged = counting.judged(in_row.within(units), uncharted, row, column, *within)
            is_empty = judged["verdict"] is not None and judged["bounds"].certain == 0 and not within
            surprise = counting.surprise(row, column) if is_empty else None
            yield MatrixCell(row=row, column=column, surprise=surprise, **judged)


def _segments(
    evidence: EvidenceBase,
    counting: Counting,
    facets: tuple[Facet, ...],
    sides: list[tuple[str, ...]],
    question: Question,
    k: int,
) -> Iterator[Segment]:
    vocabulary, (rows, columns, by) = evidence.vocabulary, facets
    wide = [broad(vocabulary, terms) for terms in sides]
    terms = [term for term in broad(vocabulary, terms_of(vocabulary, by, question, EVERYTHING)) if term != by.id]
    if (count := len(wide[0]) * len(wide[1]) * len(terms)) > MOST_CELLS:
        raise BadQuestion(
            "by", by.id, f"has too many broad terms: {count:,} cells in all, of which {MOST_CELLS:,} are allowed"
        )
    uncharted, of_all = counting.uncharted(by), counting.uncharted(*facets)
    for term in terms:
        within = with_conditions(question, Condition.of(by.id, [term]))
        yield Segment(
            term=term,
            **counting.judged(counting.near(term), uncharted, term),
            href=cell_template(evidence, within, rows.id, columns.id, k),
            cells=tuple(_cells(counting, wide, of_all, term)),
        )
