"""Every stored question: its texts are those that run, both languages agree on the real review, and a new file suffices."""

import os
from pathlib import Path

import pytest

from kg.answer.answer import answer
from kg.crossing.matrix import matrix
from kg.errors import BadQuestion, Refused
from kg.evaluation.evaluate import evaluate, relied_on
from kg.ontology.vocabulary import Condition
from kg.questions.catalogue import read_catalogue, with_reading
from kg.questions.question import Question, YearRange, barred_terms, with_conditions
from kg.questions.reading import read_question
from kg.review.model import CompletenessStatement
from loaders.generate.bless import BROWSE, question_files
from tests.law.random_reviews import real_vocabulary

CATALOGUE = read_catalogue()
BLESSED = dict(question_files(real_vocabulary(), CATALOGUE))
REVIEW = "okafor-bello-2025"

stored_questions = pytest.mark.parametrize(
    "stored", [each for each in CATALOGUE.values() if not each.about_review], ids=lambda stored: stored.name
)


@pytest.mark.parametrize("file", BLESSED, ids=lambda file: file.name)
@pytest.mark.generated
def test_what_is_generated_is_up_to_date(file):
    assert file.read_bytes() == BLESSED[file], "run: make bless"


def test_no_text_is_left_without_its_question(root):
    texts = {file for file in (root / "queries").rglob("*") if file.suffix in {".cypher", ".rq"}}
    assert texts - {BROWSE} == {file for file in BLESSED if file.suffix in {".cypher", ".rq"}}


@stored_questions
def test_relying_on_less_never_narrows_the_bounds(stored, dataset):
    asked = stored.read(dataset.vocabulary)
    trusting = evaluate(dataset.evidence(REVIEW), asked).bounds
    wary = evaluate(dataset.evidence(REVIEW), with_reading(asked, asked.definition, "review")).bounds
    assert wary.certain <= trusting.certain
    assert wary.possible >= trusting.possible
    assert (wary.upper or 0) >= (trusting.upper or 0) > 0


@stored_questions
def test_no_stored_question_reads_none(stored, dataset):
    # 54 studies are uncharted, and no statement covers them: nothing can be certified as a void.
    assert evaluate(dataset.evidence(REVIEW), stored.read(dataset.vocabulary)).verdict != "void"


def test_lyophilization(dataset):
    stored = CATALOGUE["gap_integrated_lyophilization"]
    found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    assert (found.population.included, found.population.charted, found.population.uncharted) == (85, 31, 54)
    assert found.bounds.certain == 0
    assert found.verdict == "none-reported"
    possible = found.possible or ()
    assert possible
    assert all(study.silent for study in possible)
    assert found.bounds.reported == 0
    assert all(unit.open for study in possible for unit in study.units)
    review_only = [each for each in found.sensitivity if each.completeness == "review"]
    assert {(each.bounds.certain, each.bounds.upper) for each in review_only} == {(0, 85)}
    notion = dataset.vocabulary.definitions["integrated-strict"].notion
    variants = {each.id for each in dataset.vocabulary.definitions.values() if each.notion == notion}
    assert {each.definition for each in found.sensitivity} == variants
    assert found.kind == "reporting"
    assert found.near_misses is not None
    certificate = found.certificate
    assert certificate.dataset == dataset.version
    assert certificate.definition is not None
    assert set(certificate.search.databases) == {"PubMed", "Scopus", "IEEE Xplore", "Web of Science"}
    assert certificate.search.last_search == "not stated"
    assert certificate.licence == "CC-BY-4.0"
    assert {(each.facet, each.closes) for each in certificate.completeness} == {
        ("evidence-unit", ("values",)),
        ("unit-operation", ("values",)),
        ("pat-modality", ("values",)),
        ("ai-method", ("values",)),
        ("integration-level", ("silence", "values")),
    }
    assert "coders" in str(certificate.reviews[0].identification)


@pytest.mark.slow
def test_matrix_cells_are_the_answers_to_their_questions(dataset):
    vocabulary = dataset.vocabulary
    for rows, columns, question in (
        ("pat-modality", "unit-operation", Question()),
        ("ai-method", "country", Question(completeness="review")),
        (
            "pat-modality",
            "ai-method",
            read_question(vocabulary, [("not.pat-modality", "raman-spectroscopy"), ("ai-method", "neural-network")]),
        ),
    ):
        table = matrix(dataset.evidence(), vocabulary.facets[rows], vocabulary.facets[columns], question)
        assert len(table.cells) == len(table.rows.terms) * len(table.columns.terms)
        excluded = barred_terms(question.conditions, rows)
        assert not vocabulary.with_narrower(excluded) & set(table.rows.terms)
        for cell in table.cells[:: max(1, len(table.cells) // 40)]:
            asked = question
            for facet, term in ((rows, cell.row), (columns, cell.column)):
                asked = with_conditions(asked, Condition.of(facet, [term]))
            judged = evaluate(dataset.evidence(REVIEW), asked)
            assert dict(cell.bounds) == vars(judged.bounds)
            assert cell.verdict == (None if cell.barred else judged.verdict)


def test_canonical_form(vocabulary):
    one = read_question(
        vocabulary,
        [
            ("unit-operation", "coating, Drying,coating"),
            ("not.ai-method", "clustering"),
            ("not.ai-method", "chemometrics"),
        ],
    )
    other = read_question(
        vocabulary,
        [
            ("not.ai-method", "chemometrics,clustering"),
            ("unit-operation", "drying,coating"),
            ("unit-operation", "coating,drying"),
        ],
    )
    assert one == other
    assert one.parameters() == [("not.ai-method", "chemometrics,clustering"), ("unit-operation", "coating,drying")]
    assert read_question(vocabulary, one.parameters()) == one


@pytest.mark.parametrize(
    ("where", "settings", "parameter", "nearest"),
    [
        ([("unit-operation", "lyofilization")], {}, "unit-operation", "lyophilization"),
        ([("unit-opration", "coating")], {}, "unit-opration", "unit-operation"),
        ([("maturity-level", "maturity-low")], {}, "maturity-level", None),
        ([("not.ai-method", "clustering")], {}, "where", None),
        ([], {}, "where", None),
        ([("ai-method", "")], {}, "ai-method", None),
        ([("ai-method", "clustering,")], {}, "ai-method", None),
        ([("year", "2020-2021")], {}, "year", None),
        ([("year", "0..99999999999999999999")], {}, "year", None),
        ([("year", "9" * 5000)], {}, "year", None),
        ([("country", "asia")] * 21, {}, "where", None),
        ([("year", "2021..2020")], {}, "year", None),
        ([("year", "2018"), ("year", "2019")], {}, "year", None),
        ([("ai-method", "clustering")], {"definition": "strickt"}, "definition", None),
        ([("ai-method", "clustering")], {"completeness": "revieww"}, "completeness", "review"),
    ],
)
def test_what_cannot_be_asked(where, settings, parameter, nearest, vocabulary):
    with pytest.raises(BadQuestion) as raised:
        read_question(vocabulary, where, **settings)
    assert raised.value.parameter == parameter
    assert nearest is None or nearest in raised.value.nearest


def test_a_label_with_a_comma_can_be_asked(vocabulary):
    asked = read_question(vocabulary, [("pat-modality", "pH, dissolved oxygen and conductivity sensor")])
    assert asked.conditions[0].terms == ("ph-do-conductivity-sensor",)


def test_many_questions_do_not_fill_the_memory(dataset):
    """A connection to Ladybug keeps every text that it ran, about 10 MB each."""

    def resident() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    terms = [term.id for term in dataset.vocabulary.of_facet("country")]
    before = 0.0
    for number in range(100):
        where = [("country", terms[number]), *(("pat-modality", "pat-modality") for _ in range(number % 2))]
        where.append(("year", f"20{number:02}"))
        dataset.rows(read_question(dataset.vocabulary, where), (REVIEW,))
        if number == 20:
            before = resident()
    assert resident() - before < 200


def test_years(vocabulary, dataset):
    asked = read_question(vocabulary, [("year", "2021..2023"), ("year", "2022..2025")])
    assert asked.years == YearRange(2022, 2023)
    judged = evaluate(dataset.evidence(REVIEW), asked)
    (review,) = dataset.evidence(REVIEW).reviews
    years = [review.study(key).year for key in review.keys]
    assert judged.bounds.certain == judged.bounds.possible == sum(year in (2022, 2023) for year in years)
    assert dataset.rows(asked, (REVIEW,), "cypher") == dataset.rows(asked, (REVIEW,), "sparql") != []


@pytest.mark.parametrize(
    "text", ["text: x\nwere: []", "where: []", "- a", "text: [", "text: x\nwhere: {a: b}", "text: x\ntext: y"]
)
def test_a_broken_question_file_is_named(text, tmp_path):
    (tmp_path / "gap_x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"gap_x\.yaml"):
        read_catalogue(tmp_path)


def test_a_question_that_names_what_is_not_there_is_named(tmp_path, vocabulary):
    (tmp_path / "gap_x.yaml").write_text("text: x\nwhere:\n  - ai-method: magic\n", encoding="utf-8")
    with pytest.raises(BadQuestion, match="gap_x, ai-method: 'magic'"):
        read_catalogue(tmp_path)["gap_x"].read(vocabulary)


def test_a_statement_on_the_uncharted_counts_where_it_matters(vocabulary):
    statement = CompletenessStatement("pat-modality", "review", ("uncharted",), ("full-text",), "here")
    with_it = read_question(vocabulary, [("pat-modality", "nir-spectroscopy")])
    without = read_question(vocabulary, [("ai-method", "clustering"), ("not.pat-modality", "nir-spectroscopy")])
    assert relied_on(vocabulary, [with_it], [statement]) == [statement]
    assert relied_on(vocabulary, [without], [statement]) == []


CONTRADICTORY = [
    (
        [("pat-modality", "nir-spectroscopy"), ("not.pat-modality", "spectroscopic-pat")],
        "pat-modality",
        "not.pat-modality",
    ),
    (
        [("pat-modality", "raman-spectroscopy,nir-spectroscopy"), ("not.pat-modality", "pat-modality")],
        *["pat-modality"] * 2,
    ),
    (
        [("ai-method", "deep-learning"), ("not.ai-method", "clustering"), ("not.ai-method", "ai-method")],
        *["ai-method"] * 2,
    ),
    ([("year", "2020"), ("not.year", "2019..2021")], "year", "not.year=2019..2021"),
    ([("year", "2019..2021"), ("not.year", "2019,2020..2021")], "year", "not.year"),
]


@pytest.mark.parametrize(("where", "parameter", "named"), CONTRADICTORY)
def test_a_question_that_no_study_can_meet_is_refused(where, parameter, named, vocabulary):
    with pytest.raises(BadQuestion) as refused:
        read_question(vocabulary, where)
    assert refused.value.parameter == parameter
    assert "contradicts" in refused.value.rule
    assert named in refused.value.rule


@pytest.mark.parametrize(
    "where",
    [
        [("pat-modality", "spectroscopic-pat"), ("not.pat-modality", "nir-spectroscopy")],
        [("pat-modality", "nir-spectroscopy,imaging-pat"), ("not.pat-modality", "spectroscopic-pat")],
        [("pat-modality", "nir-spectroscopy"), ("not.ai-method", "ai-method")],
        [("year", "2019..2021"), ("not.year", "2020")],
    ],
)
def test_a_question_that_some_study_could_meet_is_asked(where, vocabulary):
    question = read_question(vocabulary, where)
    assert read_question(vocabulary, question.parameters()) == question


def test_a_definition_may_contradict_too(vocabulary):
    with pytest.raises(BadQuestion) as refused:
        read_question(vocabulary, [("not.ai-method", "ai-method")], definition="integrated-lenient")
    assert (refused.value.parameter, refused.value.value) == ("ai-method", "ai-method")


def test_excluded_years_leave_the_others(dataset):
    (review,) = dataset.evidence().reviews
    question = read_question(
        dataset.vocabulary, [("year", "2018..2025"), ("not.year", "2021"), ("not.year", "2023..2024")]
    )
    found = evaluate(dataset.evidence(), question)
    years = {review.study(key).year for key in found.certain}
    assert years == {2018, 2019, 2020, 2022, 2025}
    assert found.bounds.certain == sum(review.study(key).year in years for key in review.keys)
    assert ("not.year", "2021..2021,2023..2024") in question.parameters()
