"""The answer to a stored question in one line, for the list of gaps."""

from typing import NamedTuple

from kg.answer.about_review import about_review
from kg.evaluation.evaluate import evaluate
from kg.evaluation.gap_kind import GapKind, gap_kind
from kg.evaluation.models import BoundsBody, PopulationBody, bounds_body, evidence_population
from kg.evaluation.verdict import SPARSE_BELOW, Verdict
from kg.questions.catalogue import StoredQuestion
from kg.versions.evidence import EvidenceBase


class Summary(NamedTuple):
    """An answer in one line."""

    name: str
    verdict: Verdict
    kind: GapKind | None
    bounds: BoundsBody
    population: PopulationBody


def summary(evidence: EvidenceBase, stored: StoredQuestion) -> Summary:
    """The answer to a stored question without near misses, table and sensitivity, which take most of the time."""
    if stored.about_review:
        found = about_review(evidence, stored, SPARSE_BELOW)
        return Summary(stored.name, found["verdict"], found["kind"], found["bounds"], found["population"])
    question = stored.read(evidence.vocabulary)
    evaluation = evaluate(evidence, question)
    kind, population = gap_kind(evidence, question), evidence_population(evidence)
    return Summary(stored.name, evaluation.verdict, kind, bounds_body(evaluation.bounds), population)
