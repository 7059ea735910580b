"""Stored questions about a review itself, not about its studies: what is counted is evidence domains, or records.

They have bounds and a verdict like all others: what the review does not say is possible, never none.
"""

from typing import TypedDict

from kg.answer.models import (
    BoundsBody,
    CertainStudy,
    Counted,
    Kind,
    PopulationBody,
    PossibleStudy,
    Table,
    TableRow,
    bounds_body,
    population_body,
)
from kg.answer.tables import share
from kg.evaluation.verdict import REASONS, Bounds, Reason, Verdict, verdict
from kg.ontology.vocabulary import Term, Vocabulary
from kg.query.about_review import review_query, term_of
from kg.questions.catalogue import StoredQuestion
from kg.review.model import Population
from kg.versions.dataset import Dataset

_NOT_STATED = -1
"""How the query writes a number that the review does not state."""


class Found(TypedDict):
    """The parts of an answer that are about what is counted."""

    verdict: Verdict
    kind: Kind | None
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: tuple[CertainStudy, ...]
    possible: tuple[PossibleStudy, ...]
    table: Table


def about_review(dataset: Dataset, stored: StoredQuestion, review: str, k: int) -> Found:
    """The answer's parts for a stored question about a review."""
    rows = dataset.run(review_query(dataset.vocabulary, stored, review, "cypher"))
    if stored.asked.excluded_at:
        counts = {str(row["reason"]): int(str(row["count"])) for row in rows}
        return _exclusions(dataset.vocabulary, counts, k)
    judged = {str(row["domain"]): str(row["signal"]) for row in rows}
    reference = term_of(dataset.vocabulary, stored, "evidence-domain", str(stored.asked.less_mature_than))
    return _maturity(dataset.vocabulary, judged, reference.id, k)


def _exclusions(vocabulary: Vocabulary, counts: dict[str, int], k: int) -> Found:
    """Records by the reason for which they were excluded; those whose reason is not stated may have any."""
    whole = counts.pop("", _NOT_STATED)
    stated = {reason: count for reason, count in counts.items() if count != _NOT_STATED}
    certain = sum(stated.values())
    population = Population(None if whole == _NOT_STATED else whole, max(whole, certain))  # each was looked at
    unknown = population.charted - certain
    rows = []
    for term in vocabulary.of_facet("exclusion-reason"):
        if term.id != term.facet:
            least = stated.get(term.id, 0)
            most = least if term.id in stated else unknown
            note = None if term.id in stated else "number not stated"
            rows.append(_row(term, Bounds(least, most, most), population, note, k))
    bounds = Bounds(certain, population.charted, population.included)
    return _found(bounds, population, "records", {"not-reported": unknown}, rows, k)


def _maturity(vocabulary: Vocabulary, judged: dict[str, str], reference: str, k: int) -> Found:
    """Evidence domains by whether their signal lies below that of the reference; one that is off the scale may."""
    scale = vocabulary.terms[judged[reference]].rank if reference in judged else None
    domains = sorted(set(judged) - {reference})
    population = Population(len(domains) or None, len(domains))
    rows = []
    for domain in domains:
        signal = vocabulary.terms[judged[domain]]
        comparable = scale is not None and signal.rank is not None
        below = comparable and (signal.rank or 0) < (scale or 0)
        possible = int(below or not comparable)
        note = signal.label if signal.rank is not None else f"{signal.label}: off the scale"
        rows.append(_row(vocabulary.terms[domain], Bounds(int(below), possible, possible), Population(1, 1), note, k))
    certain, possible = sum(row.bounds.certain for row in rows), sum(row.bounds.possible for row in rows)
    bounds = Bounds(certain, possible, possible if domains else None)
    return _found(bounds, population, "evidence domains", {"unclear": possible - certain}, rows, k)


def _row(term: Term, bounds: Bounds, population: Population, note: str | None, k: int) -> TableRow:
    return TableRow(
        label=term.label,
        where=(),
        definition=None,
        verdict=verdict(bounds, k),
        bounds=bounds_body(bounds),
        share=share(bounds, population),
        certain=(),
        possible=(),
        note=note,
        href=None,
    )


def _found(
    bounds: Bounds, population: Population, of: Counted, reasons: dict[Reason, int], rows: list[TableRow], k: int
) -> Found:
    judged = verdict(bounds, k)
    if judged == "void-among-charted":
        judged = "unresolved"  # the review says nothing at all: that is not none
    return Found(
        verdict=judged,
        kind=None if bounds.certain else "absolute" if judged == "void" else "reporting",
        bounds=bounds_body(bounds),
        population=population_body(population, of),
        reasons={reason: reasons.get(reason, 0) for reason in REASONS},
        certain=(),
        possible=(),
        table=Table(form="statements", by=None, rows=tuple(rows)),
    )
