"""What the gap semantics says of a judgement: verdict, bounds and reasons, by enumerated worlds and the reference."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import kg.evaluation.evaluate
from kg.evaluation.standing import Standing, evaluate_rows
from kg.evaluation.verdict import Bounds
from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.question import Question
from kg.review.model import Review
from kg.versions.population import Population
from kg.versions.studies import Studies
from tests.law.engines import ask, certain_studies, expected_rows, marks_of, possible_studies, stored_batch
from tests.law.oracle import extremes, once_named_is_done
from tests.law.reference import covered
from tests.law.strategies import batch


def lawful(vocabulary: Vocabulary, review: Review, question: Question, k: int) -> tuple[str, Bounds]:
    """The table of section 4, on the bounds that the enumeration of worlds gives."""
    least, greatest = extremes(vocabulary, review, question)
    _, reported = extremes(vocabulary, once_named_is_done(review), question)
    if review.included is None:
        upper = None
    elif covered(vocabulary, review, question):
        upper = greatest
    else:
        upper = greatest + review.included - len(review.studies)
    table = {
        "void": upper == 0,
        "void-among-charted": greatest == 0 and upper != 0,
        "none-reported": least == 0 and greatest > 0 and reported == 0,
        "unresolved": least == 0 and reported > 0,
        "sparse": 1 <= least < k,
        "populated": least >= k,
    }
    (verdict,) = (name for name, holds in table.items() if holds)
    return verdict, Bounds(least, reported, greatest, upper)


def lawful_reasons(found: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """For each reason, the possible studies that it keeps from being certain."""
    studies = defaultdict(set)
    for row in found:
        if row["study"] not in certain_studies(found):
            for mark in marks_of(row):
                studies["too-coarse" if mark == "coarse" else mark].add(row["study"])
    reasons = ("not-reported", "unclear", "not-charted", "too-coarse", "not-exhaustive", "reviews-disagree")
    return {reason: len(studies[reason]) for reason in reasons}


def lawful_hinted(columns: Mapping[str, Condition], found: Iterable[Mapping[str, str]]) -> set[str]:
    """The studies with a charted unit that is possible once silence means no, and not only for want of charting."""
    return {
        row["study"]
        for row in found
        if row["unit"] != "further-unit"
        and ({"unclear", "coarse"} & set(marks_of(row)) or "not-charted" not in marks_of(row))
        and all(
            condition.excluded or row[column] not in {"not-reported", "not-exhaustive"}
            for column, condition in columns.items()
        )
    }


def first_misjudged(number: int) -> tuple[Any, ...] | None:
    """The first pair of a batch whose judgement, on SPARQL's rows, is not lawful, with both; None where all are."""
    vocabulary = batch(number).vocabulary
    engine = stored_batch("sparql", number)
    for place, (review, question) in enumerate(batch(number).pairs):
        k = 1 + place % 3
        columns = question.expanded(vocabulary)
        uncharted = Population.of(review.included, len(review.studies)).uncharted
        is_covered = kg.evaluation.evaluate.covered(columns.values(), question.completeness, review.completeness)
        uncharted = uncharted and (0 if is_covered else uncharted)
        rows, studies = (
            ask(engine, vocabulary, review, question),
            Studies.of({review.id: [each.id for each in review.studies]}),
        )
        judged = evaluate_rows(columns, rows, studies, uncharted=uncharted, k=k)
        expected = expected_rows(number)[place]
        certain = certain_studies(expected)
        hinted = {id_ for id_, each in judged.possible.items() if each.standing is Standing.HINTED}
        found = (judged.verdict, judged.bounds, judged.reasons, set(judged.certain), set(judged.possible), hinted)
        verdict_and_bounds = lawful(vocabulary, review, question, k)
        possible = possible_studies(expected) - certain
        law = (
            *verdict_and_bounds,
            lawful_reasons(expected),
            certain,
            possible,
            lawful_hinted(columns, expected) & possible,
        )
        if found != law:
            return review, question, found, law
    return None
