"""Several coders on one study: what holds, what is kept beside it, and what must be decided first."""

import csv

import pytest

from kg.review.from_rdf import read_study
from kg.review.model import Status
from kg.review.to_rdf import express
from loaders.corpus import read_corpus

HEADING = ("study", "unit", "coder", "charted_on", "ai-method", "ai-method.reason", "study-design", "read")


@pytest.fixture
def read(vocabulary, tmp_path):
    def reader(*rows):
        with (tmp_path / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADING, *rows])
        return read_corpus(vocabulary, tmp_path / "sheet.csv")

    return reader


def row(coder, method, reason="", *, unit="u", day="2026-11-23", design="", read=""):
    return ("s", unit, coder, day, method, reason, design, read)


def method(corpus):
    assert corpus.faults == ()
    (study,) = corpus.review.studies
    (unit,) = study.units
    (charted,) = unit.charted
    return charted


def test_coders_who_agree_need_nobody_to_decide(read):
    charted = method(read(row("first", "clustering"), row("second", "clustering")))
    assert (charted.coder, charted.agreement) == ("first", "double-agreed")
    assert [each.coder for each in charted.others] == ["second"]


def test_who_alone_charted_holds(read):
    charted = method(read(row("first", ""), row("second", "clustering")))
    assert (charted.coder, charted.agreement, charted.others) == ("second", "single-coder", ())


def test_a_difference_must_be_decided(read):
    (fault,) = read(row("first", "clustering"), row("second", "not reported")).faults
    assert (fault.cell.row, fault.cell.column) == (3, "ai-method")
    assert "differs from what first (row 2 of sheet.csv) charted: 'clustering'" in str(fault)
    assert "ai-method.reason" in str(fault)


def test_whoever_gives_the_reason_decides(read):
    rows = [row("first", "clustering"), row("second", "not reported"), row("third", "chemometrics", "the title")]
    charted = method(read(*rows))
    assert (charted.terms, charted.reason, charted.agreement) == (("chemometrics",), "the title", "adjudicated")
    assert [(each.coder, each.status) for each in charted.others] == [
        ("first", Status.CODED),
        ("second", Status.NOT_REPORTED),
    ]


def test_a_coder_may_correct_what_was_decided(read):
    rows = [
        row("first", "clustering"),
        row("second", "chemometrics", "the title"),
        row("first", "clustering", "the abstract", day="2026-12-01"),
    ]
    charted = method(read(*rows))
    assert (charted.terms, charted.charted_on, charted.agreement) == (("clustering",), "2026-12-01", "consensus")
    assert len(charted.others) == 2


def test_two_reasons_of_one_day_do_not_decide(read):
    (fault,) = read(row("first", "clustering", "a"), row("second", "chemometrics", "b")).faults
    assert (fault.cell.row, fault.cell.column, fault.cell.value) == (3, "ai-method.reason", "b")
    assert "only one of the two rows can decide" in str(fault)


def test_one_coder_cannot_chart_a_unit_twice(read):
    (fault,) = read(row("first", "clustering"), row("first", "chemometrics")).faults
    assert "the unit key 'u' is given twice" in str(fault)


def test_units_without_a_key_are_counted_for_each_coder(read):
    rows = [row(coder, text, unit="") for coder in ("first", "second") for text in ("clustering", "chemometrics")]
    (study,) = read(*rows).review.studies
    assert [(unit.id, unit.charted[0].terms, len(unit.charted[0].others)) for unit in study.units] == [
        ("1", ("clustering",), 1),
        ("2", ("chemometrics",), 1),
    ]


def test_a_facet_of_the_study_is_decided_too(read):
    (fault,) = read(
        row("first", "", design="proof-of-concept-study"),
        row("first", "", design="proof-of-concept-study", unit="v"),
        row("second", "", design="not reported"),
    ).faults
    assert (fault.cell.row, fault.cell.column) == (4, "study-design")


def test_what_others_wrote_comes_back_from_the_graph(read, vocabulary):
    review = read(row("first", "clustering"), row("second", "unclear"), row("third", "chemometrics", "so")).review
    graph = express(vocabulary, review)
    assert read_study(graph, review.id, "s").units == review.studies[0].units


DEEPER = [
    ("title", "title; abstract"),
    ("review-text; title", "Abstract"),
    ("title; abstract", "title, abstract, full text"),
    ("review text", "fulltext"),
]


@pytest.mark.parametrize(("shallow", "deep"), DEEPER)
@pytest.mark.parametrize("day", ["2026-11-23", "2026-12-01", ""])
def test_a_deeper_reading_supersedes_a_shallower_one(read, shallow, deep, day):
    rows = [
        row("first", "clustering", read=shallow),
        row("second", "not reported", read=shallow),
        row("third", "random-forest", "the title", read=shallow),
        row("fourth", "chemometrics", read=deep, day=day),
    ]
    charted = method(read(*rows))
    assert (charted.terms, charted.reason, charted.agreement) == (("chemometrics",), None, "single-coder")
    assert {each.coder for each in charted.others} == {"first", "second", "third"}


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        ("title", "review-text", "2026-12-01"),
        ("abstract", "abstract; title", "2026-12-01"),
        ("", "full-text", "2026-12-01"),
        ("title", "", "2026-12-01"),
        ("title", "abstract", "2026-11-22"),
    ],
)
def test_what_is_not_known_to_be_deeper_must_be_decided(read, one, other, day):
    rows = [row("first", "clustering", read=one), row("second", "chemometrics", read=other, day=day)]
    (fault,) = read(*rows).faults
    assert "ai-method.reason" in str(fault)


def test_coders_of_one_depth_decide_among_themselves(read):
    rows = [
        row("first", "clustering", read="title"),
        row("deep", "chemometrics", read="abstract", day="2026-12-01"),
        row("deeper", "random-forest", read="abstract", day="2026-12-01"),
    ]
    (fault,) = read(*rows).faults
    assert (fault.cell.row, fault.cell.column) == (4, "ai-method")
    charted = method(read(*rows, row("judge", "clustering", "it says so", read="abstract", day="2026-12-02")))
    assert (charted.terms, charted.agreement, charted.read) == (("clustering",), "adjudicated", ("abstract",))


def test_one_who_reads_again_means_the_same_units(read):
    rows = [
        row("a", "clustering", unit="", read="title"),
        row("a", "chemometrics", unit="", read="title; abstract", day="2026-12-01"),
    ]
    corpus = read(*rows)
    assert [unit.id for unit in corpus.review.studies[0].units] == ["1"]
    assert method(corpus).terms == ("chemometrics",)


def test_depths_that_do_not_exist_are_named(read):
    (fault,) = read(row("a", "clustering", read="title; abstrct")).faults
    assert (fault.cell.row, fault.cell.column) == (2, "read")
    assert "'abstrct'" in fault.rule
    assert fault.nearest == ("abstract",)
