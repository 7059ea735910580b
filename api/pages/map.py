"""Geometry of the evidence map: axes in the order of their hierarchy, and the cells by place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.crossing.models import Axis, Matrix, MatrixCell, Segment, Total
from kg.ontology.vocabulary import Vocabulary
from kg.versions.dataset import Dataset

_MOST_SURPRISING = 10
"""The most voids that are listed where the map is sorted by surprise."""


@dataclass(frozen=True)
class Heading:
    """A term on an axis.

    Attributes:
        id: of the term.
        label: its preferred label.
        under: the id of the term that it stands under; of a first one an empty text.
        depth: how many terms it stands under.
        has_narrower: whether others stand under it.
        total: the counts of its row or column.
    """

    id: str
    label: str
    under: str
    depth: int
    has_narrower: bool
    total: Total


@dataclass(frozen=True)
class Line:
    """A row: its term, and its cells in the order of the columns; None where the cell has another verdict than is shown."""

    head: Heading
    cells: Sequence[MatrixCell | None]


@dataclass(frozen=True)
class SmallMap:
    """The map of broad terms within a term of the third facet."""

    segment: Segment
    columns: Sequence[Heading]
    lines: Sequence[Line]


def evidence_map(matrix: Matrix, dataset: Dataset) -> Mapping[str, object]:
    """``columns``: headings; ``lines``: the rows with their cells; ``small_maps``; and facets to choose from.

    ``reasons`` are those of the rules of applicability that bar cells, by the rules' ids. ``surprising`` are the cells to
    be listed, and ``is_folded`` says whether only broad terms are shown at first.
    """
    vocabulary = dataset.vocabulary
    rows = list(_in_order(vocabulary, matrix.rows, _weights(matrix, 0)))
    columns = list(_in_order(vocabulary, matrix.columns, _weights(matrix, 1)))
    small_maps = [_small_map(each, rows, columns) for each in matrix.segments or ()]
    if matrix.only:
        rows, columns = (
            list(_with_some(side, {place[at] for place in _by_place(matrix.cells)}))
            for at, side in enumerate((rows, columns))
        )
    by_surprise = matrix.sort == "surprise"
    return {
        "columns": columns,
        "lines": list(_lines(rows, columns, matrix.cells)),
        "small_maps": small_maps,
        "facets": vocabulary.charted_facets,
        "reasons": {rule.id: rule.reason for rule in matrix.incompatible},
        "surprising": [cell for cell in matrix.cells[:_MOST_SURPRISING] if cell.surprise] if by_surprise else [],
        "is_folded": not (matrix.only or by_surprise),
    }


def _by_place(cells: Iterable[MatrixCell]) -> dict[tuple[str, str], MatrixCell]:
    return {(cell.row, cell.column): cell for cell in cells}


def _lines(rows: Iterable[Heading], columns: Sequence[Heading], cells: Iterable[MatrixCell]) -> Iterator[Line]:
    found = _by_place(cells)
    for row in rows:
        yield Line(row, [found.get((row.id, column.id)) for column in columns])


def _small_map(segment: Segment, rows: Sequence[Heading], columns: Sequence[Heading]) -> SmallMap:
    places = _by_place(segment.cells)
    of_rows, of_columns = ({place[at] for place in places} for at in (0, 1))
    across = [each for each in columns if each.id in of_columns]
    return SmallMap(segment, across, list(_lines((each for each in rows if each.id in of_rows), across, segment.cells)))


def _weights(matrix: Matrix, at: int) -> Mapping[str, float]:
    """The greatest surprise of each term's cells, where the map is sorted by it; else nothing."""
    found: dict[str, float] = {}
    for cell in matrix.cells if matrix.sort == "surprise" else ():
        term = (cell.row, cell.column)[at]
        found[term] = max(found.get(term, 0.0), cell.surprise or 0.0)
    return found


def _in_order(vocabulary: Vocabulary, axis: Axis, weights: Mapping[str, float]) -> Iterator[Heading]:
    """The terms of an axis, each below its first broader term, so every term is met once; the heaviest come first."""
    totals = dict(zip(axis.terms, axis.totals, strict=True))
    below: dict[str, list[str]] = {}
    for id_ in axis.terms:
        # A term with several broader ones stands below the first of them, as in a printed list of the vocabulary.
        parents = [parent for parent in vocabulary.terms[id_].broader if parent in totals]
        below.setdefault(parents[0] if parents else "", []).append(id_)

    def weight(id_: str) -> float:
        return max([weights.get(id_, 0.0), *map(weight, below.get(id_, ()))])

    def walk(under: str, depth: int) -> Iterator[Heading]:
        labelled = [
            (-weight(id_) if weights else 0.0, vocabulary.terms[id_].label, id_) for id_ in below.get(under, ())
        ]
        for _, label, id_ in sorted(labelled, key=lambda each: (each[0], each[1].casefold())):
            yield Heading(id_, label, under, depth, id_ in below, totals[id_])
            yield from walk(id_, depth + 1)

    yield from walk("", 0)


def _with_some(headings: Sequence[Heading], shown: set[str]) -> Iterator[Heading]:
    """The headings of terms that are shown, and those above them."""
    kept = set(shown)
    for each in reversed(headings):  # what a term stands under comes before it
        if each.id in kept:
            kept.add(each.under)
    return (each for each in headings if each.id in kept)
