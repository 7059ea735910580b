"""Matrix of two facets: bounds and verdict of every cell, empty ones included."""

from collections import defaultdict

from kg.answer.links import ask_address
from kg.evaluation.evaluate import covered
from kg.evaluation.models import Body, BoundsBody, ConditionBody, PopulationBody, bounds_body, population_body, where
from kg.evaluation.verdict import SPARSE_BELOW, Verdict, bound, verdict
from kg.ontology.vocabulary import Condition, Facet
from kg.questions.question import Completeness, Question, with_conditions
from kg.questions.reasons import CERTAIN
from kg.versions.evidence import EvidenceBase

Unit = tuple[str, str]
"""A study's id and a unit's id."""


class MatrixCell(Body):
    """One cell: the question with a term of either facet as further conditions."""

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


def matrix(evidence: EvidenceBase, rows: Facet, columns: Facet, question: Question, *, k: int = SPARSE_BELOW) -> Matrix:
    """Every term of one facet crossed with every term of another, within a question (which may be without conditions).

    A cell's bounds are those of the question with the two terms as conditions. Facets are independent within a unit, so
    the cells are put together from three queries: the units that meet the question, and the terms each unit has on
    either facet.
    """
    vocabulary, population = evidence.vocabulary, evidence.population
    conditions = tuple(question.expanded(vocabulary).values())
    units = _marked_units(evidence, question)
    by_row = _terms(evidence, rows, question)
    by_column = _terms(evidence, columns, question)
    axes = [
        Axis(facet=facet.id, terms=tuple(term.id for term in vocabulary.of_facet(facet.id)))
        for facet in (rows, columns)
    ]
    # The same for every cell: it depends on the facets of the conditions, not on their terms.
    is_covered = covered(
        (*conditions, Condition(rows.id, excluded=False, terms=()), Condition(columns.id, excluded=False, terms=())),
        question.completeness,
        evidence.header.completeness,
    )
    cells = []
    for row in axes[0].terms:
        for column in axes[1].terms:
            certain, possible = set(), set()
            for unit, is_row in by_row.get(row, {}).items():
                is_column = by_column.get(column, {}).get(unit)
                if is_column is None or unit not in units:
                    continue
                possible.add(unit[0])
                if is_row and is_column and units[unit]:
                    certain.add(unit[0])
            cell = (Condition.of(rows.id, [row]), Condition.of(columns.id, [column]))
            bounds = bound(len(certain), len(possible), population, covered=is_covered)
            cells.append(
                MatrixCell(
                    row=row,
                    column=column,
                    verdict=verdict(bounds, k),
                    bounds=bounds_body(bounds),
                    href=ask_address(evidence, with_conditions(question, *cell), k),
                )
            )
    return Matrix(
        dataset=evidence.dataset.version,
        review=evidence.review,
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        population=population_body(population),
        rows=axes[0],
        columns=axes[1],
        cells=tuple(cells),
    )


def _marked_units(evidence: EvidenceBase, question: Question) -> dict[Unit, bool]:
    """The units for which no condition of the question is false, and whether all are true."""
    units = {}
    for row in evidence.rows(question):
        marks = [mark for column, mark in row.items() if column not in {"study", "unit"}]
        units[str(row["study"]), str(row["unit"])] = all(mark == CERTAIN for mark in marks)
    return units


def _terms(evidence: EvidenceBase, facet: Facet, question: Question) -> dict[str, dict[Unit, bool]]:
    """For each term of a facet the units that have or may have it, and whether they certainly do."""
    conditions = question.expanded(evidence.vocabulary).values()
    barred = tuple(term for each in conditions if each.excluded and each.facet == facet.id for term in each.terms)
    by_term: dict[str, dict[Unit, bool]] = defaultdict(dict)
    for row in evidence.term_rows(facet, barred, question):
        by_term[str(row["term"])][str(row["study"]), str(row["unit"])] = row["mark"] == CERTAIN
    return by_term
