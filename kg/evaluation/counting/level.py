"""How near a unit comes to a question, as far as the counting of voids needs it."""

from collections.abc import Mapping
from enum import IntEnum

from kg.evaluation.standing import SILENT, Standing, unit_standing
from kg.ontology.vocabulary import Condition
from kg.questions.reasons import CERTAIN
from kg.stores.base import Row
from kg.versions.evidence import IDS


class Level(IntEnum):
    """How near a unit comes to a question, as far as counting needs it; of several conditions the least counts."""

    SILENT = 0
    OPEN = 1
    """It stays possible once what is not named counts as not done."""
    MET = 2
    """It is then certain, because only what is excluded is not known to be absent."""
    CERTAIN = 3


def level(columns: Mapping[str, Condition], row: Row) -> Level:
    """The level of the unit of a row, by the marks of its conditions."""
    standing = unit_standing(columns, row)
    if standing in {Standing.CERTAIN, Standing.SILENT}:
        return Level.CERTAIN if standing is Standing.CERTAIN else Level.SILENT
    met = all(mark in SILENT or mark == CERTAIN for column, mark in row.items() if column not in IDS)
    return Level.MET if met else Level.OPEN
