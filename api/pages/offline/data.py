"""The data of a map for reading offline: the answer of every cell, with what several share stored once."""

import json
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from api.pages.offline.wanted import WantedMap
from kg.answer.answer import answer
from kg.answer.models import Answer, AnswerStudy, NearMissBody, Sensitivity
from kg.answer.words import change_text, reading_text
from kg.crossing.matrix import matrix
from kg.crossing.models import Axis, Matrix, MatrixCell, Total
from kg.evaluation.models import Body
from kg.evaluation.tabulated import TabulatedEvidence
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import with_conditions
from kg.questions.reasons import Reason
from kg.stores.stopping import check
from kg.versions.evidence import EvidenceBase

FORMAT = 1
"""Increased whenever a reader of the data has to be changed."""

Json = dict[str, Any]

_OUTCOME = ("verdict", "kind", "bounds", "reasons")
_CITED = tuple(AnswerStudy.model_fields)


class Answered(NamedTuple):
    """A body with the answers of its cells, in their order; None where a cell does not apply."""

    body: Matrix | Axis
    answers: Iterator[Answer | None]


def answered(evidence: EvidenceBase, wanted: WantedMap) -> Iterator[Answered]:
    """Any two facets of a map crossed, and then each facet alone, whatever the others."""
    tabulated = TabulatedEvidence(evidence)
    axes: dict[str, Axis] = {}
    for rows, columns in combinations(wanted.facets, 2):
        crossed = matrix(tabulated, rows, columns, wanted.within, k=wanted.k)
        axes |= {axis.facet: axis for axis in (crossed.rows, crossed.columns)}
        asked = ([(axes[rows.id], cell.row), (axes[columns.id], cell.column)] for cell in crossed.cells)
        yield Answered(crossed, _answers(tabulated, wanted, crossed.cells, asked))
    for axis in axes.values():
        alone = ([(axis, total.term)] for total in axis.totals)
        yield Answered(axis, _answers(tabulated, wanted, axis.totals, alone))


def _answers(
    evidence: EvidenceBase,
    wanted: WantedMap,
    cells: Iterable[MatrixCell | Total],
    asked: Iterable[list[tuple[Axis, str]]],
) -> Iterator[Answer | None]:
    for cell, terms in zip(cells, asked, strict=True):
        check()
        conditions = (Condition.of(axis.facet, [term]) for axis, term in terms)
        yield None if cell.barred else answer(evidence, with_conditions(wanted.within, *conditions), k=wanted.k)


class MapData:
    """The data of a map as it grows, pair by pair.

    What many answers share is stored once: the words that all sentences of a pair begin with (``opening``), its certificate,
    and the parts of answers. A cell has the number of each of its lists in ``lists``; an entry of a list is the
    numbers of one or two objects in ``items``, which put together are what the API sends: a study and what is open of it, a
    change of the question and what it finds.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._items, self._lists = _Pool(), _Pool()
        self._maps: list[Json] = []
        self._facets: list[Json] = []

    def add(self, part: Answered) -> None:
        """Add two facets crossed, or one alone, with all answers."""
        certificate: Json | None = None
        cells: list[Json] = []
        bodies = part.body.cells if isinstance(part.body, Matrix) else part.body.totals
        for cell, found in zip(bodies, part.answers, strict=True):
            cells.append(self._answer(found) if found else _json(cell, only=("bounds", "barred")))
            # The statements relied on depend on the facets alone.
            certificate = certificate or (_json(found.certificate, without=("permalink",)) if found else None)
        opening = _opening([stored["sentence"] for stored in cells if "sentence" in stored])
        for stored in cells:
            if "sentence" in stored:
                stored["sentence"] = stored["sentence"].removeprefix(opening)
        about = _json(part.body, without=("cells", "totals", "segments"))
        into = self._maps if isinstance(part.body, Matrix) else self._facets
        into.append({**about, "certificate": certificate, "opening": opening, "cells": cells})

    def whole(self, **about: object) -> Json:
        """All data; ``about`` stands at their beginning."""
        used = {term for each in self._facets for term in each["terms"]}
        return {
            "format": FORMAT,
            **about,
            "labels": {
                "facets": {facet.id: facet.label for facet in self._vocabulary.charted_facets},
                "terms": {term: self._vocabulary.terms[term].label for term in sorted(used)},
                "reasons": {reason.value: reason.phrase for reason in Reason},
            },
            "items": self._items.values,
            "lists": self._lists.values,
            "maps": self._maps,
            "facets": self._facets,
        }

    def _answer(self, found: Answer) -> Json:
        studies = {
            name: self._list(
                (_json(each, only=_CITED), _json(each, without=_CITED)) for each in getattr(found, name) or ()
            )
            for name in ("certain", "possible")
        }
        return {
            "outcome": self._items.place(_json(found, only=_OUTCOME)),
            "sentence": found.sentence,
            **studies,
            "near_misses": None if found.near_misses is None else self._list(map(self._near_miss, found.near_misses)),
            "next_study": found.next_study,
            "sensitivity": self._list(map(self._reading, found.sensitivity)),
            "claims": self._list((_json(each),) for each in found.claims or ()),
        }

    def _near_miss(self, miss: NearMissBody) -> tuple[Json, Json]:
        changed = _json(miss, only=("change", "steps"))
        return {**changed, "words": change_text(self._vocabulary, miss.change)}, _json(miss, without=tuple(changed))

    def _reading(self, other: Sensitivity) -> tuple[Json, Json]:
        outcome = _json(other, only=_OUTCOME)
        return {**_json(other, without=_OUTCOME), "words": reading_text(self._vocabulary, other)}, outcome

    def _list(self, entries: Iterable[Iterable[Json]]) -> int:
        return self._lists.place([[self._items.place(part) for part in entry] for entry in entries])


class _Pool:
    """Values, each once and numbered."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[str, int] = {}

    def place(self, value: object) -> int:
        """The number of a value."""
        key = json.dumps(value, sort_keys=True)
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(value)
        return self._places[key]


def _opening(sentences: list[str]) -> str:
    """The words up to a semicolon that all sentences begin with."""
    if not sentences:
        return ""
    first, last = min(sentences), max(sentences)  # what these two have in common, those between have too
    alike = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    return first[: first[:alike].rfind("; ") + 2] if "; " in first[:alike] else ""


def _json(body: Body, *, only: Iterable[str] | None = None, without: Iterable[str] = ()) -> Json:
    fields = None if only is None else set(only)
    return body.model_dump(mode="json", include=fields, exclude=set(without))
