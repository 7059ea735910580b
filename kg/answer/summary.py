"""The answer to a stored question in one line, for the list of gaps."""

from typing import NamedTuple

from kg.answer.about_review import about_review
from kg.evaluation.counting.tally import Tally
from kg.evaluation.evaluate import may_be_one
from kg.evaluation.gap_kind import GapKind, kind_by_sorts
from kg.evaluation.models import Body, BoundsBody, PopulationBody, bounds_body, evidence_population
from kg.evaluation.verdict import SPARSE_BELOW, Verdict, bound, verdict
from kg.questions.catalogue import StoredQuestion
from kg.versions.evidence import EvidenceBase


class Line(Body):
    """What an answer says in one line; ``tally`` are the numbers of studies that it follows from, null where none are counted."""

    verdict: Verdict
    kind: GapKind | None
    bounds: BoundsBody
    population: PopulationBody
    tally: Tally | None


class Summary(NamedTuple):
    """An answer in one line, with the name of the question."""

    name: str
    line: Line


def line_about_review(evidence: EvidenceBase, stored: StoredQuestion) -> Line:
    """The answer to a stored question about reviews."""
    found = about_review(evidence, stored, SPARSE_BELOW)
    return Line(
        verdict=found["verdict"],
        kind=found["kind"],
        bounds=found["bounds"],
        population=found["population"],
        tally=None,
    )


def line_of(evidence: EvidenceBase, stored: StoredQuestion, counted: Tally) -> Line:
    """The answer to a stored question about studies, which were counted."""
    question = stored.read(evidence.vocabulary)
    uncharted = may_be_one(evidence, question.expanded(evidence.vocabulary).values(), question.completeness)
    bounds = bound(counted.certain, counted.reported, counted.possible, uncharted)
    return Line(
        verdict=verdict(bounds),
        kind=kind_by_sorts(evidence, question, counted.sorts),
        bounds=bounds_body(bounds),
        population=evidence_population(evidence),
        tally=counted,
    )
