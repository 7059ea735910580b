"""The evidence of some of the studies alone."""

from collections.abc import Collection, Iterator

from kg.evaluation.tabulated import TabulatedEvidence
from kg.ontology.vocabulary import Level
from kg.questions.question import Completeness
from kg.versions.evidence import EvidenceBase, Reached, Unit


class SomeStudies(TabulatedEvidence):
    """Some of the distinct studies of an evidence base, for whose questions no others are looked at.

    Reviews and their populations are those of the whole.
    """

    def __init__(self, evidence: EvidenceBase, ids: Collection[str]) -> None:
        super().__init__(evidence)
        self.at_once = True
        self.studies = evidence.studies.some(ids)
        self._keys = sorted({key for chartings in self.studies.chartings.values() for _, key in chartings})

    def all_edges(self, level: Level, completeness: Completeness) -> Iterator[Reached]:
        """As of any evidence base, of these studies."""
        # Studies of different reviews may have the same key.
        found = super().all_edges(level, completeness) if self._keys else ()
        for each in found:
            if own := [unit for unit in each.units if unit[:2] in self.studies]:
                yield each._replace(units=own)

    def units(self, completeness: Completeness) -> list[tuple[Unit, int | None]]:
        """As of any evidence base, of these studies."""
        found = super().units(completeness) if self._keys else ()
        return [(unit, year) for unit, year in found if unit[:2] in self.studies]
