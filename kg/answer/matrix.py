"""Matrix of two facets: bounds and verdict of every cell, empty ones included."""

from collections import defaultdict
from collections.abc import Iterator

from kg.answer.links import cell_template
from kg.errors import BadQuestion
from kg.evaluation.evaluate import covered
from kg.evaluation.models import Body, BoundsBody, ConditionBody, PopulationBody, bounds_body, population_body, where
from kg.evaluation.verdict import SPARSE_BELOW, Verdict, bound, verdict
from kg.ontology.vocabulary import Condition, Facet
from kg.questions.question import Completeness, Question
from kg.questions.reading import MOST_CONDITIONS
from kg.questions.reasons import CERTAIN
from kg.versions.evidence import EvidenceBase

MOST_CELLS = 20_000
"""The bound on terms × terms."""
# Every pair of different facets fits: the two largest, country (279 terms) and unit-operation (53), make 14,787 cells, and
# beside country a facet may grow to 71 terms. Only country × country (77,841) does not fit, which nobody could draw.

Unit = tuple[str, str]
"""A study's id and a unit's id."""


class MatrixCell(Body):
    """One cell: a term of each facet, and what the question with both as conditions is answered."""

    row: str
    column: str
    verdict: Verdict
    bounds: BoundsBody


class Axis(Body):
    """One side of a matrix: a facet and its terms in order of their id, the top term among them."""

    facet: str
    terms: tuple[str, ...]


class Matrix(Body):
    """All cells, row by row, of one version and review.

    ``href`` is a URI template (RFC 6570): with a cell's ``row`` and ``column`` it is the address of the cell's question.
    """

    dataset: str
    review: str
    href: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    population: PopulationBody
    rows: Axis
    columns: Axis
    cells: tuple[MatrixCell, ...]


def matrix(evidence: EvidenceBase, rows: Facet, columns: Facet, question: Question, *, k: int = SPARSE_BELOW) -> Matrix:
    """Every term of one facet crossed with every term of another, within a question (which may be without conditions).

    A cell's bounds are those of the question with the two terms as conditions. Facets are independent within a unit, so
    the cells are put together from three queries: the units that meet the question, and the terms each unit has on
    either facet.

    Raises:
        BadQuestion: there are more than ``MOST_CELLS`` cells, or with two conditions more the question has too many.
    """
    vocabulary, population = evidence.vocabulary, evidence.population
    axes = [
        Axis(facet=facet.id, terms=tuple(term.id for term in vocabulary.of_facet(facet.id)))
        for facet in (rows, columns)
    ]
    _check_size(axes[0], axes[1], question)
    return Matrix(
        dataset=evidence.dataset.version,
        review=evidence.review,
        href=cell_template(evidence, question, rows.id, columns.id, k),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        population=population_body(population),
        rows=axes[0],
        columns=axes[1],
        cells=tuple(_cells(evidence, axes[0], axes[1], question, k)),
    )


def _check_size(rows: Axis, columns: Axis, question: Question) -> None:
    count = len(rows.terms) * len(columns.terms)
    if count > MOST_CELLS:
        rule = f"has {len(columns.terms)} terms, and {rows.facet} has {len(rows.terms)}: a matrix of {count:,} cells is too large"
        raise BadQuestion("columns", columns.facet, f"{rule}, {MOST_CELLS:,} are allowed")
    most = MOST_CONDITIONS - 2  # each cell asks for a row and a column besides
    if len(question.conditions) > most:
        raise BadQuestion(
            "where", str(len(question.conditions)), f"conditions are too many: {most} can be asked in a matrix"
        )


def _cells(evidence: EvidenceBase, rows: Axis, columns: Axis, question: Question, k: int) -> Iterator[MatrixCell]:
    """The cells, row by row."""
    facets = [evidence.vocabulary.facets[axis.facet] for axis in (rows, columns)]
    units = _marked_units(evidence, question)
    by_row, by_column = (_terms(evidence, facet, question) for facet in facets)
    conditions = (
        *question.expanded(evidence.vocabulary).values(),
        *(Condition(facet.id, excluded=False, terms=()) for facet in facets),
    )
    is_covered = covered(conditions, question.completeness, evidence.header.completeness)
    for row in rows.terms:
        for column in columns.terms:
            certain, possible = set(), set()
            for unit, is_row in by_row.get(row, {}).items():
                is_column = by_column.get(column, {}).get(unit)
                if is_column is None or unit not in units:
                    continue
                possible.add(unit[0])
                if is_row and is_column and units[unit]:
                    certain.add(unit[0])
            bounds = bound(len(certain), len(possible), evidence.population, covered=is_covered)
            yield MatrixCell(row=row, column=column, verdict=verdict(bounds, k), bounds=bounds_body(bounds))


def _marked_units(evidence: EvidenceBase, question: Question) -> dict[Unit, bool]:
    """The units for which no condition of the question is false, and whether all are true."""
    found = {}
    for row in evidence.rows(question):
        marks = [mark for column, mark in row.items() if column not in {"study", "unit"}]
        found[str(row["study"]), str(row["unit"])] = all(mark == CERTAIN for mark in marks)
    return found


def _terms(evidence: EvidenceBase, facet: Facet, question: Question) -> dict[str, dict[Unit, bool]]:
    """For each term of a facet the units that have or may have it, and whether they certainly do."""
    conditions = question.expanded(evidence.vocabulary).values()
    barred = tuple(term for each in conditions if each.excluded and each.facet == facet.id for term in each.terms)
    found: dict[str, dict[Unit, bool]] = defaultdict(dict)
    for row in evidence.term_rows(facet, barred, question):
        found[str(row["term"])][str(row["study"]), str(row["unit"])] = row["mark"] == CERTAIN
    return found
