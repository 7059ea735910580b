"""Response models of two facets crossed."""

from typing import Literal

from kg.evaluation.models import Body, BoundsBody, ConditionBody, IncompatibilityBody, PopulationBody
from kg.evaluation.verdict import Verdict
from kg.questions.question import Completeness

Sort = Literal["term", "surprise"]
"""The order of cells: row by row in order of the ids, or the most surprising first."""


class MatrixCell(Body):
    """One cell: a term of each facet, and what the question with both as conditions is answered.

    Where the cell does not apply, ``barred`` has the ids of the rules of applicability that bar it, and there is no
    verdict; ``bounds`` still says what the charting leaves open. Else ``barred`` is empty. ``surprise`` is the number of
    studies to expect of a cell without certain ones, as of a void; null of any other, and where a term takes no part in a
    search for voids.
    """

    row: str
    column: str
    verdict: Verdict | None
    bounds: BoundsBody
    barred: tuple[str, ...] = ()
    surprise: float | None = None


class Total(Body):
    """What the question with one term as condition is answered, whatever the other facets; as a cell."""

    term: str
    verdict: Verdict | None
    bounds: BoundsBody
    barred: tuple[str, ...] = ()


class Axis(Body):
    """One side of a matrix: a facet and its terms in order of their id, the top term among them, without excluded ones.

    Attributes:
        facet: its id.
        within: the terms at or below which all terms lie; empty where they are all that the facet has.
        terms: the terms.
        totals: of each term, in the same order.
        uncharted: the uncharted studies, of which each may have any of the terms (null: not known).
        href: a URI template (RFC 6570): with the id of a ``term`` it is the address of the question of its total.
    """

    facet: str
    within: tuple[str, ...]
    terms: tuple[str, ...]
    totals: tuple[Total, ...]
    uncharted: int | None
    href: str


class Segment(Total):
    """A term of the third facet, and the cells of the broad terms of both sides within it; ``href`` as that of the matrix."""

    href: str
    cells: tuple[MatrixCell, ...]


class Matrix(Body):
    """All cells, or those with the verdict ``only``, of one version; ``bounds`` are those of the question without the cells.

    ``href`` is a URI template (RFC 6570): with a cell's ``row`` and ``column`` it is the address of the cell's question.
    ``incompatible`` are the rules of applicability that bar cells, in order of their ids. ``segments`` are the terms right
    below the top of the facet ``by`` (null: not asked for), each with the cells of broad terms.
    """

    dataset: str
    reviews: tuple[str, ...]
    href: str
    where: tuple[ConditionBody, ...]
    definition: str | None
    completeness: Completeness
    population: PopulationBody
    bounds: BoundsBody
    rows: Axis
    columns: Axis
    by: str | None
    only: Verdict | None
    sort: Sort
    incompatible: tuple[IncompatibilityBody, ...]
    cells: tuple[MatrixCell, ...]
    segments: tuple[Segment, ...] | None
