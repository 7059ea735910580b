"""What the gap semantics says of a judgement: verdict, bounds and reasons, by enumerated worlds and the reference."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import kg.evaluation.evaluate
from kg.evaluation.verdict import Bounds, evaluate_rows
from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.review.model import Population, Review
from tests.law.engines import ask, certain_studies, expected_rows, marks_of, possible_studies, stored_batch
from tests.law.oracle import extremes
from tests.law.reference import covered
from tests.law.strategies import batch


def lawful(vocabulary: Vocabulary, review: Review, question: Question, k: int) -> tuple[str, Bounds]:
    """The table of section 4, on the bounds that the enumeration of worlds gives."""
    least, greatest = extremes(vocabulary, review, question)
    if review.included is None:
        upper = None
    elif covered(vocabulary, review, question):
        upper = greatest
    else:
        upper = greatest + review.included - len(review.studies)
    table = {
        "void": upper == 0,
        "void-among-charted": greatest == 0 and upper != 0,
        "unresolved": least == 0 and greatest > 0,
        "sparse": 1 <= least < k,
        "populated": least >= k,
    }
    (verdict,) = (name for name, holds in table.items() if holds)
    return verdict, Bounds(least, greatest, upper)


def lawful_reasons(found: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """For each reason, the possible studies that it keeps from being certain."""
    studies = defaultdict(set)
    for row in found:
        if row["study"] not in certain_studies(found):
            for mark in marks_of(row):
                studies["too-coarse" if mark == "coarse" else mark].add(row["study"])
    reasons = ("not-reported", "unclear", "not-charted", "too-coarse", "not-exhaustive")
    return {reason: len(studies[reason]) for reason in reasons}


def first_misjudged(number: int) -> tuple[Any, ...] | None:
    """The first pair of a batch whose judgement, on SPARQL's rows, is not lawful, with both; None where all are."""
    vocabulary = batch(number).vocabulary
    engine = stored_batch("sparql", number)
    for place, (review, question) in enumerate(batch(number).pairs):
        k = 1 + place % 3
        columns = question.expanded(vocabulary)
        judged = evaluate_rows(
            columns,
            ask(engine, vocabulary, review, question),
            Population(review.included, len(review.studies)),
            covered=kg.evaluation.evaluate.covered(columns.values(), question.completeness, review.completeness),
            k=k,
        )
        expected = expected_rows(number)[place]
        certain = certain_studies(expected)
        found = (judged.verdict, judged.bounds, judged.reasons, set(judged.certain), set(judged.possible))
        verdict_and_bounds = lawful(vocabulary, review, question, k)
        law = (*verdict_and_bounds, lawful_reasons(expected), certain, possible_studies(expected) - certain)
        if found != law:
            return review, question, found, law
    return None
