"""The kind of a gap: the rules over all combinations, and reviews made to have each kind."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from kg.evaluation.gap_kind import RULES, Findings, GapKind, gap_kind, kind_of
from kg.questions.reading import read_question
from kg.review.model import Charted, CompletenessStatement, EvidenceUnit, Review, Status, Study
from tests.law.random_reviews import dataset_of, real_vocabulary

EVERY = [
    Findings(possible, certain, *flags)
    for possible, certain in ((0, 0), (5, 0), (5, 1), (5, 5))
    for flags in product((False, True), repeat=6)
    if certain or not any(flags[3:])  # what all certain studies are is false where there are none
]


@pytest.mark.parametrize("findings", EVERY, ids=str)
def test_the_rules_are_the_law(findings):
    lawful: set[str | None]
    if findings.possible == 0:
        lawful = {"absolute"}
    elif not findings.certain and not findings.all_looked_at:
        lawful = {"charting"}
    elif not findings.certain and findings.some_hinted:
        lawful = {"ambiguous"}
    elif not findings.certain:
        lawful = {"reporting" if findings.all_silent else "charting"}
    elif findings.all_synthesis:
        lawful = {"synthesis-only"}
    elif findings.all_perspectives:
        lawful = {"perspective-only"}
    elif findings.all_at_most_pilot:
        lawful = {"proof-of-concept-only"}
    else:
        lawful = {None}
    assert {kind_of(findings)} == lawful


def test_every_kind_has_a_rule():
    assert {kind for kind, _ in RULES} == {*get_args(GapKind), None}


def coded(facet: str, *terms: str) -> Charted:
    return Charted(facet, Status.CODED, tuple(sorted(terms)), read=("title",))


def study(id_: str, *charted: Charted) -> Study:
    """A study; what is charted for it goes where its facet belongs."""
    level = {each.facet: real_vocabulary().facets[each.facet].level for each in charted}
    unit = EvidenceUnit("main", tuple(each for each in charted if level[each.facet] == "unit"))
    return Study(id_, (unit,), tuple(each for each in charted if level[each.facet] == "study"))


CLOSED = tuple(
    CompletenessStatement(facet, "coders", ("values", "silence"), ("title",))
    for facet in ("evidence-unit", "pat-modality", "ai-method")
)
RAMAN, NIR = coded("pat-modality", "raman-spectroscopy"), coded("pat-modality", "nir-spectroscopy")
SILENT = Charted("pat-modality", Status.NOT_REPORTED, read=("abstract",))
REVIEWED, OWN = coded("publication-type", "narrative-review"), coded("publication-type", "primary-empirical-study")
ARGUED = coded("publication-type", "perspective", "conference-paper")
LABORATORY, GMP = coded("implementation-status", "laboratory-scale"), coded("implementation-status", "gmp-advisory-use")
NOTHING_BUILT = Charted("implementation-status", Status.NONE)

KINDS = {
    "nobody did it": ([study("a", NIR)], 1, "absolute"),
    "nobody charted did it, others are uncharted": ([study("a", NIR)], 2, "absolute"),
    "nobody looked": ([study("a")], 1, "charting"),
    "nobody looked at one, and the other does not name it": ([study("a", OWN), study("b", SILENT)], 2, "charting"),
    "it is unclear": ([study("a", Charted("pat-modality", Status.UNCLEAR))], 1, "ambiguous"),
    "it is charted too coarsely": ([study("a", coded("pat-modality", "pat-modality"))], 1, "ambiguous"),
    "one does not name it, of another it is unclear": (
        [study("a", SILENT), study("b", Charted("pat-modality", Status.UNCLEAR))],
        2,
        "ambiguous",
    ),
    "no source names it": ([study("a", SILENT), study("b", replace(NIR, read=()))], 2, "reporting"),
    "reviews treat it": ([study("a", RAMAN, REVIEWED), study("b", RAMAN, REVIEWED)], 2, "synthesis-only"),
    "a review and a study treat it": ([study("a", RAMAN, REVIEWED), study("b", RAMAN, OWN)], 2, None),
    "a review with a study of its own treats it": (
        [study("a", RAMAN, coded("publication-type", "narrative-review", "primary-empirical-study"))],
        1,
        None,
    ),
    "one publication is of no known type": ([study("a", RAMAN, REVIEWED), study("b", RAMAN)], 2, None),
    "perspectives treat it": ([study("a", RAMAN, ARGUED)], 1, "perspective-only"),
    "it was run in the laboratory": ([study("a", RAMAN, OWN, LABORATORY)], 1, "proof-of-concept-only"),
    "nothing was built": (
        [study("a", RAMAN, OWN, LABORATORY), study("b", RAMAN, OWN, NOTHING_BUILT)],
        2,
        "proof-of-concept-only",
    ),
    "one was run in routine manufacture": ([study("a", RAMAN, OWN, LABORATORY), study("b", RAMAN, OWN, GMP)], 2, None),
    "one does not say how far it was run": ([study("a", RAMAN, OWN, LABORATORY), study("b", RAMAN, OWN)], 2, None),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_review_has_the_kind_that_it_was_made_to_have(case):
    studies, included, expected = KINDS[case]
    dataset = dataset_of(Review("made", tuple(studies), included=included, completeness=CLOSED))
    vocabulary = dataset.vocabulary
    asked = read_question(vocabulary, [("pat-modality", "raman-spectroscopy")])
    assert gap_kind(dataset.evidence("made"), asked) == expected
    # Conditions on publication type, design and status are not looked at.
    stricter = [
        ("pat-modality", "raman-spectroscopy"),
        ("study-design", "prospective-study"),
        ("implementation-status", "gmp-control-or-release-use"),
    ]
    assert gap_kind(dataset.evidence("made"), read_question(vocabulary, stricter)) == expected
    everywhere = replace(read_question(vocabulary, stricter), definition="beyond-pilot")
    assert gap_kind(dataset.evidence("made"), everywhere) == expected
    dataset.close()
