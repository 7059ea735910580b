"""Answers about a review itself: counts of evidence domains, or of what its PRISMA flow counts at a stage."""

from typing import TypedDict

from kg.answer.models import Table, TableRow
from kg.answer.tables import share
from kg.evaluation.gap_kind import GapKind
from kg.evaluation.models import BoundsBody, Counted, PopulationBody, bounds_body, population_body
from kg.evaluation.verdict import Bounds, Verdict, verdict
from kg.ontology.vocabulary import Term, Vocabulary
from kg.query.about_review import review_query, term_of
from kg.questions.catalogue import StoredQuestion
from kg.questions.reasons import Reason
from kg.review.model import Population
from kg.versions.evidence import EvidenceBase

_NOT_STATED = -1
"""The value in query rows for a number that the review does not state."""


class ReviewAnswer(TypedDict):
    """The fields of an ``Answer`` that differ where something else than studies is counted."""

    verdict: Verdict
    kind: GapKind | None
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: None
    possible: None
    table: Table


def about_review(evidence: EvidenceBase, stored: StoredQuestion, k: int) -> ReviewAnswer:
    """The answer to a question about a review; what the review does not say is possible, never none."""
    vocabulary = evidence.vocabulary
    rows = evidence.dataset.run(review_query(vocabulary, stored, evidence.review, "cypher"))
    if stored.spec.excluded_at:
        counts = {str(row["reason"]): int(str(row["count"])) for row in rows}
        stage = term_of(vocabulary, stored, "prisma-stage", stored.spec.excluded_at).id
        # Records are screened by title and abstract; what is assessed after that are full texts.
        return _exclusions(vocabulary, counts, "full texts" if stage == "stage-excluded-fulltext" else "records", k)
    signals = {str(row["domain"]): str(row["signal"]) for row in rows}
    reference = term_of(vocabulary, stored, "evidence-domain", str(stored.spec.less_mature_than))
    return _maturity(vocabulary, signals, reference.id, k)


def _exclusions(vocabulary: Vocabulary, counts: dict[str, int], of: Counted, k: int) -> ReviewAnswer:
    """What was excluded, by the reason; those whose reason is not stated may have any."""
    whole = counts.pop("", _NOT_STATED)
    stated = {reason: count for reason, count in counts.items() if count != _NOT_STATED}
    certain = sum(stated.values())
    population = Population(
        None if whole == _NOT_STATED else whole, max(whole, certain)
    )  # all were judged, so all count as charted
    unknown = population.charted - certain
    rows = []
    for term in vocabulary.of_facet("exclusion-reason"):
        if term.id != term.facet:
            least = stated.get(term.id, 0)
            most = least if term.id in stated else unknown
            note = None if term.id in stated else "number not stated"
            rows.append(_row(term, Bounds(least, most, most), population, note, k))
    bounds = Bounds(certain, population.charted, population.included)
    return _review_answer(bounds, population, of, {Reason.NOT_REPORTED: unknown}, rows, k)


def _maturity(vocabulary: Vocabulary, signals: dict[str, str], reference: str, k: int) -> ReviewAnswer:
    """Evidence domains by whether their signal lies below that of the reference; one that is off the scale may."""
    scale = vocabulary.terms[signals[reference]].rank if reference in signals else None
    domains = sorted(set(signals) - {reference})
    population = Population(len(domains) or None, len(domains))
    rows = []
    for domain in domains:
        signal = vocabulary.terms[signals[domain]]
        comparable = scale is not None and signal.rank is not None
        below = comparable and (signal.rank or 0) < (scale or 0)
        possible = int(below or not comparable)
        note = signal.label if signal.rank is not None else f"{signal.label}: off the scale"
        rows.append(_row(vocabulary.terms[domain], Bounds(int(below), possible, possible), Population(1, 1), note, k))
    certain, possible = sum(row.bounds.certain for row in rows), sum(row.bounds.possible for row in rows)
    bounds = Bounds(certain, possible, possible if domains else None)
    return _review_answer(bounds, population, "evidence domains", {Reason.UNCLEAR: possible - certain}, rows, k)


def _row(term: Term, bounds: Bounds, population: Population, note: str | None, k: int) -> TableRow:
    return TableRow(
        label=term.label,
        where=(),
        definition=None,
        verdict=verdict(bounds, k),
        bounds=bounds_body(bounds),
        share=share(bounds, population),
        certain=None,
        possible=None,
        note=note,
        href=None,
    )


def _review_answer(
    bounds: Bounds, population: Population, of: Counted, reasons: dict[Reason, int], rows: list[TableRow], k: int
) -> ReviewAnswer:
    verdict_ = verdict(bounds, k)
    if verdict_ == "void-among-charted":
        verdict_ = "unresolved"  # the review says nothing at all, which is not the same as none
    return ReviewAnswer(
        verdict=verdict_,
        kind=None if bounds.certain else "absolute" if verdict_ == "void" else "reporting",
        bounds=bounds_body(bounds),
        population=population_body(population, of),
        reasons={reason: reasons.get(reason, 0) for reason in Reason},
        certain=None,
        possible=None,
        table=Table(form="statements", by=None, rows=tuple(rows)),
    )
