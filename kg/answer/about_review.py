"""Answers about reviews themselves: counts of evidence domains, or of what their PRISMA flows count at a stage."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypedDict

from kg.answer.models import Table, TableRow
from kg.answer.sentence import sentence_about_reviews
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
    """The fields of an ``Answer`` that differ where something else than studies is counted."""

    verdict: Verdict
    kind: GapKind | None
    sentence: str
    bounds: BoundsBody
    population: PopulationBody
    reasons: dict[Reason, int]
    certain: None
    possible: None
    table: Table


class _Counts(NamedTuple):
    """What was counted: of what, the bounds, why others are possible, the words of the sentence, and the table's rows."""

    of: Counted
    population: Population
    bounds: Bounds
    reason: Reason
    words: tuple[str, str, str]
    """What is counted, what holds of the certain ones, and why it is open of others (see ``sentence_about_reviews``)."""
    rows: list[TableRow]


def about_review(evidence: EvidenceBase, stored: StoredQuestion, k: int) -> ReviewAnswer:
    """The answer to a question about reviews; what a review does not say is possible, never none."""
    vocabulary = evidence.vocabulary
    rows = evidence.dataset.run(review_query(vocabulary, stored, evidence.review_ids, evidence.dataset.language))
    if stored.spec.excluded_at:
        counts: dict[str, dict[str, int]] = {review: {} for review in evidence.review_ids}
        for row in rows:
            counts[str(row["review"])][str(row["reason"])] = int(str(row["count"]))
        stage = term_of(vocabulary, stored, "prisma-stage", stored.spec.excluded_at).id
        # Records are screened by title and abstract; what is assessed after that are full texts.
        of: Counted = "full texts" if stage == "stage-excluded-fulltext" else "records"
        found = _exclusions(vocabulary, counts, of, k)
    else:
        signals: dict[str, dict[str, str]] = {review: {} for review in evidence.review_ids}
        for row in rows:
            signals[str(row["review"])][str(row["domain"])] = str(row["signal"])
        reference = term_of(vocabulary, stored, "evidence-domain", str(stored.spec.less_mature_than))
        found = _maturity(vocabulary, signals, reference.id, k)
    return _review_answer(found, [review.header.citation or review.id for review in evidence.reviews], k)


def _exclusions(vocabulary: Vocabulary, by_review: dict[str, dict[str, int]], of: Counted, k: int) -> _Counts:
    """What was excluded, by the reason; those whose reason is not stated may have any."""
    rows, parts = [], []
    for review, counts in by_review.items():
        whole = counts.pop("", _NOT_STATED)
        stated = {reason: count for reason, count in counts.items() if count != _NOT_STATED}
        certain = sum(stated.values())
        # All were judged, so all count as charted.
        population = Population.of(None if whole == _NOT_STATED else whole, max(whole, certain))
        parts.append((certain, population))
        unknown = population.charted - certain
        for term in vocabulary.of_facet("exclusion-reason"):
            if term.id != term.facet:
                least = stated.get(term.id, 0)
                most = least if term.id in stated else unknown
                note = None if term.id in stated else "number not stated"
                label = _label(term.label, review, by_review)
                rows.append(_row(label, Bounds(least, most, most, most), population, note, k))
    certain = sum(each for each, _ in parts)
    population = _sum(each for _, each in parts)
    # That they were excluded is reported, so each has a reason, whether it is stated or not.
    bounds = Bounds(certain, population.charted, population.charted, population.included)
    words = (f"excluded {of}", "given a reason for exclusion", "the reason for {} is left unstated")
    return _Counts(of, population, bounds, Reason.NOT_REPORTED, words, rows)


def _maturity(vocabulary: Vocabulary, by_review: dict[str, dict[str, str]], reference: str, k: int) -> _Counts:
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
    words = (
        "other evidence domains",
        f"judged less mature than {vocabulary.terms[reference].label}",
        "for {} it is open, because a judgement is missing or off the scale",
    )
    return _Counts("evidence domains", Population.of(number or None, number), bounds, Reason.UNCLEAR, words, rows)


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
        certain=None,
        possible=None,
        note=note,
        href=None,
    )


def _review_answer(found: _Counts, reviews: list[str], k: int) -> ReviewAnswer:
    verdict_ = verdict(found.bounds, k)
    if verdict_ == "void-among-charted":
        verdict_ = "unresolved"  # the review says nothing at all, which is not the same as none
    bounds = bounds_body(found.bounds)
    population = population_body(found.population, found.of)
    return ReviewAnswer(
        verdict=verdict_,
        kind=None if bounds.certain else "absolute" if verdict_ == "void" else "reporting",
        sentence=sentence_about_reviews(reviews, *found.words, bounds, population),
        bounds=bounds,
        population=population,
        reasons={reason: bounds.possible - bounds.certain if reason is found.reason else 0 for reason in Reason},
        certain=None,
        possible=None,
        table=Table(form="statements", by=None, rows=tuple(found.rows)),
    )
