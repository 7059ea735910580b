"""Matrix of two facets: bounds and verdict of every cell, empty ones included."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from kg.answer.links import cell_template
from kg.errors import BadQuestion
from kg.evaluation.evaluate import may_be_one
from kg.evaluation.models import (
    Body,
    BoundsBody,
    ConditionBody,
    IncompatibilityBody,
    PopulationBody,
    bounds_body,
    evidence_population,
    incompatibility_body,
    where,
)
from kg.evaluation.standing import Level, count, level
from kg.evaluation.verdict import SPARSE_BELOW, Verdict, verdict
from kg.ontology.applicability import Sides, barring, sides
from kg.ontology.vocabulary import Condition, Facet, Vocabulary
from kg.questions.question import Completeness, Question, barred_terms
from kg.questions.reading import MOST_CONDITIONS
from kg.stores.base import Row
from kg.stores.stopping import check
from kg.versions.evidence import EvidenceBase
from kg.versions.studies import Charting

MOST_CELLS = 20_000
"""The bound on terms × terms."""
# Every pair of different facets fits: the two largest, country (279 terms) and unit-operation (53), make 14,787 cells, and
# beside country a facet may grow to 71 terms. Only country × country (77,841) does not fit, which nobody could draw.

Unit = tuple[str, str, str]
"""A review's id, a study's key and a unit's id."""


class MatrixCell(Body):
    """One cell: a term of each facet, and what the question with both as conditions is answered.

    Where the cell does not apply, ``barred`` has the ids of the rules of applicability that bar it, and there is no
    verdict; ``bounds`` still says what the charting leaves open. Else ``barred`` is empty.
    """

    row: str
    column: str
    verdict: Verdict | None
    bounds: BoundsBody
    barred: tuple[str, ...] = ()


class Axis(Body):
    """One side of a matrix: a facet and its terms in order of their id, the top term among them, without excluded ones."""

    facet: str
    terms: tuple[str, ...]


class Matrix(Body):
    """All cells, row by row, of one version.

    ``href`` is a URI template (RFC 6570): with a cell's ``row`` and ``column`` it is the address of the cell's question.
    ``incompatible`` are the rules of applicability that bar cells, in order of their ids.
    """

    dataset: str
    reviews: tuple[str, ...]
    href: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    population: PopulationBody
    rows: Axis
    columns: Axis
    incompatible: tuple[IncompatibilityBody, ...]
    cells: tuple[MatrixCell, ...]


def matrix(
    evidence: EvidenceBase,
    rows: Facet,
    columns: Facet,
    question: Question,
    *,
    k: int = SPARSE_BELOW,
    only: str | None = None,
) -> Matrix:
    """Every term of one facet crossed with every term of another, within a question (which may be without conditions).

    A cell's bounds are those of the question with the two terms as conditions. Facets are independent within a unit, so
    the cells are put together from three queries: the units that meet the question, and the terms each unit has on
    either facet. ``only`` is the one term of the rows that is wanted; by default all are.

    Raises:
        BadQuestion: there are more than ``MOST_CELLS`` cells, or with two conditions more the question has too many.
    """
    vocabulary = evidence.vocabulary
    axes = [_axis(vocabulary, facet, question) for facet in (rows, columns)]
    if only:
        axes[0] = Axis(facet=rows.id, terms=(only,))
    _check_size(axes[0], axes[1], question)
    cells = tuple(_cells(evidence, axes[0], axes[1], question, k))
    bar = {id_ for cell in cells for id_ in cell.barred}
    return Matrix(
        dataset=evidence.dataset.version,
        reviews=evidence.review_ids,
        href=cell_template(evidence, question, rows.id, columns.id, k),
        where=where(question),
        definition=question.definition,
        completeness=question.completeness,
        population=evidence_population(evidence),
        rows=axes[0],
        columns=axes[1],
        incompatible=tuple(incompatibility_body(rule) for rule in vocabulary.incompatible if rule.id in bar),
        cells=cells,
    )


def _axis(vocabulary: Vocabulary, facet: Facet, question: Question) -> Axis:
    # With a term that the question excludes, the cell would ask for what cannot be.
    excluded = vocabulary.with_narrower(barred_terms(question.expanded(vocabulary).values(), facet.id))
    return Axis(
        facet=facet.id, terms=tuple(term.id for term in vocabulary.of_facet(facet.id) if term.id not in excluded)
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
    asked = question.expanded(evidence.vocabulary)
    units = {_unit(row): level(asked, row) for row in evidence.rows(question)}
    by_row, by_column = (_terms(evidence, facet, question) for facet in facets)
    conditions = [*asked.values(), *(Condition(facet.id, excluded=False, terms=()) for facet in facets)]
    uncharted = may_be_one(evidence, conditions, question.completeness)
    barred = _barred_cells(evidence.vocabulary, question, rows, columns)
    for row in rows.terms:
        check()  # a large matrix takes seconds after its last query
        in_row = {unit: min(units[unit], found) for unit, found in by_row.get(row, {}).items() if unit in units}
        for column in columns.terms:
            nearest: dict[Charting, Level] = {}
            for unit, found in by_column.get(column, {}).items():
                if unit in in_row:
                    charting = unit[:2]
                    nearest[charting] = max(nearest.get(charting, Level.SILENT), min(in_row[unit], found))
            bounds = count(nearest, evidence.studies, uncharted)
            rules = barred.get((row, column), ())
            found_verdict = None if rules else verdict(bounds, k)
            yield MatrixCell(row=row, column=column, verdict=found_verdict, bounds=bounds_body(bounds), barred=rules)


def _barred_cells(
    vocabulary: Vocabulary, question: Question, rows: Axis, columns: Axis
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The cells that do not apply, each with the ids of the rules that bar it."""
    asked = tuple(question.expanded(vocabulary).values())
    # What bars a cell depends only on the rules' conditions that its terms meet, which most terms share.
    known: dict[tuple[Sides, Sides], tuple[str, ...]] = {}
    found = {}
    for row, column in product(rows.terms, columns.terms):
        met = sides(vocabulary, row), sides(vocabulary, column)
        if any(met) and met not in known:
            cell = (Condition.of(rows.facet, [row]), Condition.of(columns.facet, [column]))
            known[met] = tuple(rule.id for rule in barring(vocabulary, (*asked, *cell)))
        if rules := known.get(met):
            found[row, column] = rules
    return found


def _terms(evidence: EvidenceBase, facet: Facet, question: Question) -> dict[str, dict[Unit, Level]]:
    """For each term of a facet the units that have or may have it, each with its level."""
    asked = {"term": Condition(facet.id, excluded=False, terms=())}
    barred = barred_terms(question.expanded(evidence.vocabulary).values(), facet.id)
    found: dict[str, dict[Unit, Level]] = defaultdict(dict)
    for row in evidence.term_rows(facet, barred, question):
        marked = {**{name: row[name] for name in ("review", "study", "unit")}, "term": row["mark"]}
        found[str(row["term"])][_unit(row)] = level(asked, marked)
    return found


def _unit(row: Row) -> Unit:
    return str(row["review"]), str(row["study"]), str(row["unit"])
