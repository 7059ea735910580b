"""Two facets crossed: every cell, the empty ones too, with its bounds and verdict."""

from collections import defaultdict

from kg.answer.answer import address
from kg.answer.models import Body, BoundsBody, ConditionBody, PopulationBody, bounds_body, population_body, where
from kg.evaluation.evaluate import covered
from kg.evaluation.verdict import SPARSE_BELOW, Verdict, bound, verdict
from kg.ontology.vocabulary import Condition, Facet
from kg.query.compiled import CERTAIN
from kg.questions.question import Completeness, Question, with_conditions
from kg.versions.dataset import Dataset

Unit = tuple[str, str]
"""A study's id and a unit's id."""


class MatrixCell(Body):
    """One cell: the question's conditions, and a term of each facet."""

    row: str
    column: str
    verdict: Verdict
    bounds: BoundsBody
    href: str


class Axis(Body):
    """One side of a matrix: a facet and its terms in order of their id, the top term among them."""

    facet: str
    terms: tuple[str, ...]


class Matrix(Body):
    """All cells, row by row, of one version and review."""

    dataset: str
    review: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    population: PopulationBody
    rows: Axis
    columns: Axis
    cells: tuple[MatrixCell, ...]


def matrix(
    dataset: Dataset,
    rows: Facet,
    columns: Facet,
    question: Question,
    *,
    review: str | None = None,
    k: int = SPARSE_BELOW,
) -> Matrix:
    """Every term of one facet crossed with every term of another, within a question (which may be without conditions).

    A cell's bounds are those of the question with the two terms as conditions. Facets are independent within a unit, so
    the cells are put together from three queries: the units that meet the question, and the terms each unit has on
    either facet.
    """
    review = dataset.review_id(review)
    vocabulary = dataset.vocabulary
    population = dataset.population(review)
    conditions = tuple(question.expanded(vocabulary).values())
    base = _base(dataset, question, review)
    by_row = _terms(dataset, rows, question, review)
    by_column = _terms(dataset, columns, question, review)
    axes = [
        Axis(facet=facet.id, terms=tuple(term.id for term in vocabulary.of_facet(facet.id)))
        for facet in (rows, columns)
    ]
    is_covered = covered(
        (*conditions, Condition(rows.id, excluded=False, terms=()), Condition(columns.id, excluded=False, terms=())),
        question.completeness,
        dataset.review(review).completeness,
    )
    cells = []
    for row in axes[0].terms:
        for column in axes[1].terms:
            certain, possible = set(), set()
            for unit, is_row in by_row.get(row, {}).items():
                is_column = by_column.get(column, {}).get(unit)
                if is_column is None or unit not in base:
                    continue
                possible.add(unit[0])
                if is_row and is_column and base[unit]:
                    certain.add(unit[0])
            cell = (Condition.of(rows.id, [row]), Condition.of(columns.id, [column]))
            bounds = bound(len(certain), len(possible), population, covered=is_covered)
            cells.append(
                MatrixCell(
                    row=row,
                    column=column,
                    verdict=verdict(bounds, k),
                    bounds=bounds_body(bounds),
                    href=address("/ask", with_conditions(question, *cell).parameters(), dataset, review, k),
                )
            )
    return Matrix(
        dataset=dataset.version,
        review=review,
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        population=population_body(population),
        rows=axes[0],
        columns=axes[1],
        cells=tuple(cells),
    )


def _base(dataset: Dataset, question: Question, review: str) -> dict[Unit, bool]:
    """The units for which no condition of the question is false, and whether all are true."""
    found = {}
    for row in dataset.rows(question, review):
        marks = [mark for column, mark in row.items() if column not in {"study", "unit"}]
        found[str(row["study"]), str(row["unit"])] = all(mark == CERTAIN for mark in marks)
    return found


def _terms(dataset: Dataset, facet: Facet, question: Question, review: str) -> dict[str, dict[Unit, bool]]:
    """For each term of a facet the units that have or may have it, and whether they certainly do."""
    conditions = question.expanded(dataset.vocabulary).values()
    barred = tuple(term for each in conditions if each.excluded and each.facet == facet.id for term in each.terms)
    found: dict[str, dict[Unit, bool]] = defaultdict(dict)
    for row in dataset.term_rows(facet, barred, question, review):
        found[str(row["term"])][str(row["study"]), str(row["unit"])] = row["mark"] == CERTAIN
    return found
