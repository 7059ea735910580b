"""The evidence of some of the studies alone: of a part at a time where there are very many, or of those that changed."""

from collections.abc import Collection, Iterable, Sequence
from math import ceil

from kg.evaluation.tabulated import MOST_STUDIES, TabulatedEvidence, for_a_list
from kg.ontology.vocabulary import Level
from kg.questions.question import Completeness
from kg.stores.base import Row
from kg.versions.evidence import EvidenceBase

_MOST_PARTS, _LARGEST_PART = 10, 5_000
"""For each part an engine looks through the edges of all studies, so there are few, but each must fit into memory."""


class SomeStudies(TabulatedEvidence):
    """Some of the distinct studies of an evidence base, for whose questions no others are looked at.

    Reviews and their populations are those of the whole.
    """

    def __init__(self, evidence: EvidenceBase, ids: Collection[str]) -> None:
        super().__init__(evidence)
        self.at_once = True
        self.studies = evidence.studies.some(ids)
        self._keys = sorted({key for chartings in self.studies.chartings.values() for _, key in chartings})

    def all_edges(self, level: Level, completeness: Completeness) -> list[Row]:
        """As of any evidence base, of these studies."""
        return self._own(super().all_edges(level, completeness)) if self._keys else []

    def units(self, completeness: Completeness) -> list[Row]:
        """As of any evidence base, of these studies."""
        return self._own(super().units(completeness)) if self._keys else []

    def _own(self, rows: Iterable[Row]) -> list[Row]:
        # Studies of different reviews may have the same key.
        return [row for row in rows if (str(row["review"]), str(row["study"])) in self.studies]


def parts(evidence: EvidenceBase) -> Sequence[Sequence[str]]:
    """The ids of all distinct studies in parts whose evidence can be kept in memory, one at a time; at least one part."""
    ids = evidence.studies.ids
    size = max(MOST_STUDIES, min(ceil(len(ids) / _MOST_PARTS), _LARGEST_PART))
    return [ids[first : first + size] for first in range(0, len(ids), size)] or [()]


def part(evidence: EvidenceBase, ids: Sequence[str]) -> EvidenceBase:
    """The evidence of one of ``parts``, which may be all, for very many questions."""
    return for_a_list(evidence) if len(ids) == len(evidence.studies.ids) else SomeStudies(evidence, ids)
