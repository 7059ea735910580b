"""The sentence of an answer: its grammar for none, one and many, and its bounds in every case."""

import re
from typing import get_args

import pytest

from kg.answer.answer import answer
from kg.answer.models import Certificate, Change, NearMissBody, ReviewNote, Search, Share, Table, TableRow
from kg.answer.sentence import NAMED_ROWS, UNSTATED, sentence_about_reviews, sentence_on_studies
from kg.answer.text import render
from kg.answer.words import change_text, describe, next_study
from kg.evaluation.models import BoundsBody, PopulationBody, bounds_body
from kg.evaluation.standing import Evaluation, PossibleStudy, Standing
from kg.evaluation.verdict import bound, verdict
from kg.questions.catalogue import find, read_catalogue
from kg.questions.question import Question, YearRange
from kg.questions.reading import read_question
from kg.questions.reasons import Reason
from kg.versions.population import ReadAs

COATING = (("unit-operation", "coating"),)
WANTED = "“unit operation: coating”"
BOTH = frozenset({Reason.UNCLEAR, Reason.TOO_COARSE})


def certificate(*citations):
    search = Search(databases=(), years="not stated", last_search="not stated")
    reviews = tuple(
        ReviewNote(id=name, citation=name, reference=name, search=search, identification=None, licence="CC0-1.0")
        for name in citations or ("Surname 2020",)
    )
    return Certificate(
        dataset="",
        ontology="",
        permalink="",
        definition=None,
        search=search,
        completeness=(),
        reviews=reviews,
        overlap=None,
        licence="",
    )


def evaluation(certain=0, hinted=(), silent=0, uncharted=0, k=3):
    possible = {f"h{number}": PossibleStudy(Standing.HINTED, {}, reasons) for number, reasons in enumerate(hinted)} | {
        f"s{number}": PossibleStudy(Standing.SILENT, {}) for number in range(silent)
    }
    bounds = bound(certain, certain + len(hinted), certain + len(possible), uncharted)
    return Evaluation(verdict(bounds, k), bounds, {f"c{number}": () for number in range(certain)}, possible)


def population(included, charted, uncharted, **read):
    depths = {depth: read[depth.replace("-", "_")] for depth in get_args(ReadAs) if depth.replace("-", "_") in read}
    return PopulationBody(included=included, charted=charted, uncharted=uncharted, read=depths or None)


@pytest.fixture
def sentence(vocabulary):
    def of(found, whole, table=None, reviews=(), question=None):
        question = question or read_question(vocabulary, COATING)
        return sentence_on_studies(vocabulary, question, found, whole, table, certificate(*reviews))

    return of


@pytest.mark.parametrize(
    ("found", "whole", "says"),
    [
        # void
        (
            evaluation(),
            population(9, 9, 0),
            f"the 9 studies included in Surname 2020, all were charted; none of these can meet {WANTED}.",
        ),
        (
            evaluation(),
            population(1, 1, 0),
            f"Of the one study included in Surname 2020, this one was charted; it cannot meet {WANTED}.",
        ),
        (
            evaluation(),
            population(9, 8, 1),
            f"none of these can meet {WANTED}, and a completeness statement rules out the 1 study that was "
            "not charted.",
        ),
        (evaluation(), population(9, 5, 4), "a completeness statement rules out the 4 studies that were not charted."),
        # void among the charted
        (
            evaluation(uncharted=4),
            population(9, 5, 4),
            f"5 were charted; none of these can meet {WANTED}; at most 4 of the 9 can, because 4 studies "
            "were not charted.",
        ),
        (
            evaluation(uncharted=1),
            population(2, 1, 1),
            f"1 was charted; it cannot meet {WANTED}; at most 1 of the 2 can, because 1 study was not charted.",
        ),
        (
            evaluation(uncharted=9),
            population(9, 0, 9),
            f"Surname 2020, 0 were charted; it is therefore not known whether any of them meets {WANTED}; any of the 9 "
            "still may, because 9 studies were not charted.",
        ),
        # none reported
        (
            evaluation(silent=1, uncharted=4),
            population(9, 5, 4),
            f"what was read does not report of any of these that it meets {WANTED}; at most 5 of the 9 can, "
            "because what was read of 1 charted study leaves it open and 4 studies were not charted.",
        ),
        (
            evaluation(silent=5, uncharted=4),
            population(9, 5, 4),
            "any of the 9 still may, because what was read of 5 charted studies leaves it open and 4 "
            "studies were not charted.",
        ),
        (
            evaluation(silent=1),
            population(1, 1, 0),
            f"what was read does not report that it meets {WANTED}; it still may, because what was "
            "read of 1 charted study leaves it open.",
        ),
        # unresolved
        (
            evaluation(hinted=[BOTH], uncharted=4),
            population(9, 5, 4),
            f"it is open whether any of these meets {WANTED}: 1 may (unclear and charted too coarsely); at "
            "most 5 of the 9 can, because 4 studies were not charted.",
        ),
        (
            evaluation(hinted=[BOTH, BOTH], silent=1),
            population(5, 5, 0),
            "2 may (unclear: 2, charted too coarsely: 2; a study may have several reasons); at most 3 of "
            "the 5 can, because what was read of 1 other charted study leaves it open.",
        ),
        (
            evaluation(hinted=[BOTH]),
            population(1, 1, 0),
            f"it is open whether it meets {WANTED} (unclear and charted too coarsely).",
        ),
        (
            evaluation(hinted=[frozenset({Reason.NOT_CHARTED})] * 2),
            population(9, 9, 0),
            "2 may (not charted on this point); at most 2 of the 9 can.",
        ),
        # sparse and populated
        (evaluation(certain=1), population(9, 9, 0), f"1 of these certainly meets {WANTED}; no other study can."),
        (evaluation(certain=1), population(1, 1, 0), f"it certainly meets {WANTED}."),
        (
            evaluation(certain=3, hinted=[frozenset({Reason.UNCLEAR})], silent=2, uncharted=4),
            population(12, 8, 4),
            f"3 of these certainly meet {WANTED}, and 1 more may (unclear); at most 10 of the 12 can, "
            "because what was read of 2 other charted studies leaves it open and 4 studies were not charted.",
        ),
    ],
)
def test_it_is_grammatical_and_bounded(found, whole, says, sentence):
    said = sentence(found, whole)
    assert said.endswith(says)
    assert said.count(".") == 1, "it is one sentence"


def test_it_says_how_deep_was_read(sentence):
    read = population(9, 6, 3, full_text=1, abstract=2, title=1, review_text=1, not_stated=1)
    assert sentence(evaluation(uncharted=3), read).startswith(
        "Of the 9 studies included in Surname 2020, 6 were charted (1 from the full text, 2 from the "
        "abstract, 1 from the title "
        "without opening the paper, 1 from the review's own text without opening the paper and 1 "
        "without a record of what was read);"
    )


@pytest.mark.parametrize("silent", [0, 2])
def test_an_unstated_population_is_said_and_has_no_bound(silent, sentence):
    said = sentence(evaluation(silent=silent, uncharted=None), population(None, 3, None))
    assert said.startswith("Of an unstated number of studies included in Surname 2020, 3 were charted; ")
    assert UNSTATED in said
    assert "at most" not in said
    assert ("leaves it open" in said) == bool(silent)


def test_several_reviews_are_named_and_their_sum_explained(sentence):
    said = sentence(evaluation(certain=2, uncharted=7), population(14, 4, 7), reviews=("One 2020", "Two 2021"))
    assert said.startswith(
        "Of the 14 studies included in One 2020 and Two 2021 (a study in several reviews counts once in "
        "each), 4 different "
        "ones were charted; 2 of these certainly meet"
    )
    assert said.endswith("at most 9 of the 14 can, because 7 studies were not charted.")


def row(label, certain, possible, upper, included):
    share = None if upper is None else Share(least=certain / included, most=upper / included)
    return TableRow(
        label=label,
        where=(),
        definition=None,
        verdict="sparse",
        share=share,
        certain=(),
        possible=(),
        href=None,
        bounds=BoundsBody(certain=certain, reported=certain, possible=possible, upper=upper),
    )


def test_growth_is_a_trend(vocabulary, sentence):
    years = Question(years=YearRange(2020, 2021))
    table = Table(form="trend", by="year", rows=(row("2020", 0, 0, 4, 9), row("2021", 5, 5, 9, 9)))
    said = sentence(evaluation(certain=5, uncharted=4), population(9, 5, 4), table, question=years)
    assert said.endswith(
        "the number of studies published each year is, from certain to at most, 0 to 4 in 2020 and 5 to "
        "9 in 2021; the upper "
        "numbers also count the 4 studies that were not charted."
    )
    wanted = read_question(vocabulary, (*COATING, ("year", "2020..2021")))
    assert f"the number of studies that meet {WANTED} is" in sentence(
        evaluation(certain=5, uncharted=4), population(9, 5, 4), table, question=wanted
    )


def test_a_long_table_is_cut(sentence):
    rows = tuple(row(str(year), 1, 1, 1, 40) for year in range(1990, 1990 + NAMED_ROWS + 2))
    said = sentence(evaluation(certain=14), population(40, 40, 0), Table(form="trend", by="year", rows=rows))
    assert said.count(" in 19") + said.count(" in 20") == NAMED_ROWS
    assert said.endswith("and so on for 2 more years; the numbers are certain.")


def test_a_share_has_bounds(sentence):
    rows = (row("small", 1, 2, 6, 10), row("large", 0, 0, 4, 10))
    said = sentence(
        evaluation(certain=1, uncharted=4), population(10, 6, 4), Table(form="comparison", by=None, rows=rows)
    )
    assert said.endswith(
        "between 10% and 60% of the 10 count as “small” (1 certain, 6 at most) and between 0% and 40% "
        "as “large” (0 certain, 4 "
        "at most); the upper numbers also count charted studies that cannot be ruled out from what was "
        "read and the 4 studies "
        "that were not charted."
    )
    unknown = tuple(row(label, 1, 2, None, 10) for label in ("small", "large"))
    table = Table(form="comparison", by=None, rows=unknown)
    said = sentence(evaluation(certain=1, uncharted=None), population(None, 6, None), table)
    assert said.endswith(f"1 or more studies count as “small” and 1 or more as “large”; {UNSTATED}.")


def test_a_breakdown_names_the_most_studied(sentence):
    rows = tuple(row(f"t{number}", number % 3, 5, 9, 12) for number in range(20))
    table = Table(form="breakdown", by="quality-attribute", rows=rows)
    said = sentence(evaluation(certain=5, silent=0, uncharted=4), population(12, 8, 4), table)
    assert "the certain ones by quality attribute (one may count for several) are 2 for t2, 2 for t5" in said
    assert "and 0 or 1 for each of 9 others; for each, at most 9 of the 12 can, counting" in said
    assert len(re.findall(r"\d for ", said)) == NAMED_ROWS


@pytest.mark.parametrize(
    ("bounds", "included", "says"),
    [
        ((0, 0, 3), 3, "In A, 0 of the 3 things are judged; the rest of all 3."),
        ((1, 3, 3), 3, "In A, 1 of the 3 things is judged; the rest of the other 2."),
        ((2, 3, 3), 3, "In A, 2 of the 3 things are judged; the rest of the other one."),
        ((3, 3, 3), 3, "In A, 3 of the 3 things are judged."),
        ((1, 1, None), None, "In A, 1 of an unstated number of things is judged."),
    ],
)
def test_reviews_themselves(bounds, included, says):
    certain, possible, upper = bounds
    possible = 3 if upper else possible
    body = BoundsBody(certain=certain, reported=certain, possible=possible, upper=upper)
    whole = PopulationBody(of="records", included=included, charted=3, uncharted=0)
    assert sentence_about_reviews(["A"], "things", "judged", "the rest of {}", body, whole) == says


def test_what_is_wanted_comes_before_what_is_excluded(vocabulary):
    asked = read_question(
        vocabulary, (("not.pat-modality", "raman-spectroscopy,nir-spectroscopy"), *COATING, ("year", "2020..2021"))
    )
    assert describe(vocabulary, asked) == (
        "Studies with unit operation: coating; PAT modality: no near-infrared spectroscopy or Raman "
        "spectroscopy; published from "
        "2020 to 2021"
    )


@pytest.mark.parametrize(
    ("change", "text", "adds"),
    [
        (Change(drop="year"), "without the condition on year of publication", "publication in the years asked for"),
        (
            Change(drop="unit-operation", from_=("coating",)),
            "without the condition on unit operation",
            "“unit operation: coating”",
        ),
        (
            Change(generalise="unit-operation", from_=("coating",), to=("unit-operation",)),
            "with unit operation broadened to any unit operation",
            "“unit operation: coating”",
        ),
        (
            Change(drop="not.unit-operation", from_=("coating",)),
            "without excluding anything of unit operation",
            "“unit operation: no coating”",
        ),
        (
            Change(generalise="not.unit-operation", from_=("coating", "milling"), to=("milling",)),
            "with only milling excluded of unit operation",
            "“unit operation: no coating”",
        ),
    ],
)
def test_changes_and_the_next_study(change, text, adds, vocabulary):
    miss = NearMissBody(
        change=change, steps=1, bounds=bounds_body(bound(1, 1, 1, 0)), certain=("a",), citations=("A 2020",), href=""
    )
    assert change_text(vocabulary, change) == text
    assert next_study(vocabulary, [miss]) == f"What a next study would add to the nearest (A 2020): {adds}."
    assert next_study(vocabulary, []) is None


def test_no_stored_answer_says_none_without_its_population(dataset):
    for name, stored in read_catalogue().items():
        given = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
        said = given.sentence
        assert said.count(". ") == 0, name
        assert "85 of 85" not in said, name
        if given.population.of == "studies":
            assert said.startswith(
                "Of the 85 studies included in Okafor & Bello 2025, 31 were charted (16 from the abstract"
            ), name
        if given.verdict == "none-reported":
            assert "what was read does not report" in said, name
            assert "54 studies were not charted" in said, name
        assert " none" not in said, name


@pytest.mark.parametrize(
    "name",
    ["gap_published_failures", "gap_outside_north_america_and_europe", "gap_exclusion_reasons", "gap_growth_by_year"],
)
def test_these_never_read_none(name, dataset):
    stored = find(read_catalogue(), name)
    said = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    assert not re.search(r"\b(none|no study)\b", said.sentence)
    assert said.sentence.replace("\n", " ") in " ".join(render(dataset.vocabulary, said).split())


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (COATING, "Studies with unit operation: coating"),
        ((("year", "2020"), ("not.year", "2019")), "Studies published in 2020; not published in 2019"),
        ((*COATING, ("year", "2019..2020")), "Studies with unit operation: coating; published from 2019 to 2020"),
    ],
)
def test_a_question_in_words(where, text, vocabulary):
    assert describe(vocabulary, read_question(vocabulary, where)) == text
