"""Geometry of the evidence map: axes in the order of their hierarchy, and the cells by place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.answer.matrix import Axis, Matrix, MatrixCell
from kg.ontology.vocabulary import Vocabulary
from kg.versions.dataset import Dataset


@dataclass(frozen=True)
class Heading:
    """A term on an axis.

    Attributes:
        id: of the term.
        label: its preferred label.
        under: the id of the term that it stands under; of the top term an empty text.
        depth: how many terms it stands under.
        has_narrower: whether others stand under it.
    """

    id: str
    label: str
    under: str
    depth: int
    has_narrower: bool


def evidence_map(matrix: Matrix, dataset: Dataset) -> Mapping[str, object]:
    """``rows`` and ``columns``, each a list of headings, ``cell`` by the ids of row and column, and facets to choose from."""
    vocabulary = dataset.vocabulary
    cells: dict[tuple[str, str], MatrixCell] = {(cell.row, cell.column): cell for cell in matrix.cells}
    return {
        "rows": list(_in_order(vocabulary, matrix.rows)),
        "columns": list(_in_order(vocabulary, matrix.columns)),
        "cells": cells,
        "facets": vocabulary.charted_facets,
    }


def _in_order(vocabulary: Vocabulary, axis: Axis) -> Iterator[Heading]:
    """The terms of an axis, each below its first broader term, so every term is met once."""
    below: dict[str, list[str]] = {}
    for id_ in axis.terms:
        # A term with several broader ones stands below the first of them, as in a printed list of the vocabulary.
        parents = [parent for parent in vocabulary.terms[id_].broader if parent in axis.terms]
        below.setdefault(parents[0] if parents else "", []).append(id_)

    def walk(id_: str, under: str, depth: int) -> Iterator[Heading]:
        term = vocabulary.terms[id_]
        yield Heading(id_, term.label, under, depth, id_ in below)
        for each in sorted(below.get(id_, ()), key=lambda narrower: vocabulary.terms[narrower].label.casefold()):
            yield from walk(each, id_, depth + 1)

    for top in below.get("", ()):
        yield from walk(top, "", 0)
