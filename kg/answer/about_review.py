"""Answers about a review itself: counts of evidence domains, or of records in its PRISMA flow."""

from collections.abc import Collection, Iterable
from typing import TypedDict

from kg.answer.models import CertainStudy, PossibleStudy, Table, TableRow
from kg.answer.tables import share
from kg.evaluation.gap_kind import GapKind
from kg.evaluation.models import BoundsBody, Counted, PopulationBody, bounds_body, population_body
from kg.evaluation.verdict import Bounds, Verdict, verdict
from kg.ontology.vocabulary import Vocabulary
from kg.query.about_review import review_query, term_of
from kg.questions.catalogue import StoredQuestion
from kg.questions.reasons import Reason
from kg.versions.evidence import EvidenceBase
from kg.versions.population import Population, total

_NOT_STATED = -1
"""The value in query rows for a number that the review does not state."""


class ReviewAnswer(TypedDict):
    """The fields of an ``Answer`` that differ where domains or records are counted instead of studies."""

    verdict: Verdict
    kind: GapKind | None
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: tuple[CertainStudy, ...]
    possible: tuple[PossibleStudy, ...]
    table: Table
    counted_as: str
    """What the certain ones do, for the sentence."""


def about_review(evidence: EvidenceBase, stored: StoredQuestion, k: int) -> ReviewAnswer:
    """The answer to a question about a review; what the review does not say is possible, never none."""
    vocabulary = evidence.vocabulary
    rows = evidence.dataset.run(review_query(vocabulary, stored, evidence.review_ids, "cypher"))
    if stored.spec.excluded_at:
        counts: dict[str, dict[str, int]] = {review: {} for review in evidence.review_ids}
        for row in rows:
            counts[str(row["review"])][str(row["reason"])] = int(str(row["count"]))
        return _exclusions(vocabulary, counts, k)
    signals: dict[str, dict[str, str]] = {review: {} for review in evidence.review_ids}
    for row in rows:
        signals[str(row["review"])][str(row["domain"])] = str(row["signal"])
    reference = term_of(vocabulary, stored, "evidence-domain", str(stored.spec.less_mature_than))
    return _maturity(vocabulary, signals, reference.id, k)


def _exclusions(vocabulary: Vocabulary, by_review: dict[str, dict[str, int]], k: int) -> ReviewAnswer:
    """Records by the reason for which they were excluded; those whose reason is not stated may have any."""
    rows, parts = [], []
    for review, counts in by_review.items():
        whole = counts.pop("", _NOT_STATED)
        stated = {reason: count for reason, count in counts.items() if count != _NOT_STATED}
        certain = sum(stated.values())
        # All records were screened, so all count as charted.
        population = Population.of(None if whole == _NOT_STATED else whole, max(whole, certain))
        unknown = population.charted - certain
        parts.append((certain, unknown, population))
        for term in vocabulary.of_facet("exclusion-reason"):
            if term.id != term.facet:
                least = stated.get(term.id, 0)
                most = least if term.id in stated else unknown
                note = None if term.id in stated else "number not stated"
                label = _label(term.label, review, by_review)
                rows.append(_row(label, Bounds(least, least, most, most), population, note, k))
    certain = sum(each[0] for each in parts)
    population = _sum(each[2] for each in parts)
    unknown = sum(each[1] for each in parts)
    bounds = Bounds(certain, certain, population.charted, population.included)
    return _review_answer(
        bounds, population, "records", {Reason.NOT_REPORTED: unknown}, rows, k, "have a stated reason"
    )


def _maturity(vocabulary: Vocabulary, by_review: dict[str, dict[str, str]], reference: str, k: int) -> ReviewAnswer:
    """Evidence domains by whether their signal lies below that of the reference; one that is off the scale may."""
    rows, number = [], 0
    for review, signals in by_review.items():
        scale = vocabulary.terms[signals[reference]].rank if reference in signals else None
        domains = sorted(set(signals) - {reference})
        number += len(domains)
        for domain in domains:
            signal = vocabulary.terms[signals[domain]]
            comparable = scale is not None and signal.rank is not None
            below = comparable and (signal.rank or 0) < (scale or 0)
            possible = int(below or not comparable)
            note = signal.label if signal.rank is not None else f"{signal.label}: off the scale"
            label = _label(vocabulary.terms[domain].label, review, by_review)
            bounds = Bounds(int(below), possible, possible, possible)
            rows.append(_row(label, bounds, Population.of(1, 1), note, k))
    certain, possible = sum(row.bounds.certain for row in rows), sum(row.bounds.possible for row in rows)
    bounds = Bounds(certain, possible, possible, possible if number else None)
    population = Population.of(number or None, number)
    return _review_answer(
        bounds, population, "evidence domains", {Reason.UNCLEAR: possible - certain}, rows, k, "are judged less mature"
    )


def _label(label: str, review: str, among: Collection[str]) -> str:
    return f"{review}: {label}" if len(among) > 1 else label


def _sum(populations: Iterable[Population]) -> Population:
    parts = list(populations)
    included = total(each.included for each in parts)
    return Population(included, sum(each.charted for each in parts), total(each.uncharted for each in parts))


def _row(label: str, bounds: Bounds, population: Population, note: str | None, k: int) -> TableRow:
    return TableRow(
        label=label,
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


def _review_answer(
    bounds: Bounds,
    population: Population,
    of: Counted,
    reasons: dict[Reason, int],
    rows: list[TableRow],
    k: int,
    counted_as: str,
) -> ReviewAnswer:
    verdict_ = verdict(bounds, k)
    if verdict_ == "void-among-charted":
        verdict_ = "none-reported"  # the review says nothing at all, which is not the same as none
    return ReviewAnswer(
        verdict=verdict_,
        kind=None if bounds.certain else "absolute" if verdict_ == "void" else "reporting",
        bounds=bounds_body(bounds),
        population=population_body(population, of),
        reasons={reason: reasons.get(reason, 0) for reason in Reason},
        certain=(),
        possible=(),
        table=Table(form="statements", by=None, rows=tuple(rows)),
        counted_as=counted_as,
    )
