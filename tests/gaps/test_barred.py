"""What a rule of applicability bars is not asked: questions are refused, cells and rows are marked or left out."""

from dataclasses import replace

import pytest

from kg.answer.answer import answer
from kg.answer.tables import rows_of
from kg.crossing.matrix import matrix
from kg.errors import BadQuestion
from kg.evaluation.evaluate import evaluate
from kg.ontology.applicability import barring
from kg.ontology.vocabulary import Condition, Definition
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question, with_conditions
from kg.questions.question_file import QuestionFile
from kg.questions.reading import read_question
from loaders.corpus import DEFAULT_CORPUS

BARRED = [("unit-operation", "cell-culture"), ("quality-attribute", "friability")]
RULE = "tablet-attribute-in-bioprocessing"


def stored(tmp_path, **keys) -> StoredQuestion:
    return StoredQuestion("gap_own", tmp_path / "gap_own.yaml", QuestionFile.model_validate({"text": "Own?", **keys}))


@pytest.fixture
def defined(vocabulary):
    """The vocabulary with two variants of a notion, one on tablets and one on cells."""
    variants = {
        id_: Definition(id_, id_, id_, f"{id_}.", "own", "test", (Condition.of("unit-operation", [term]),))
        for id_, term in (("on-tablets", "tableting"), ("on-cells", "cell-culture"))
    }
    return replace(vocabulary, definitions={**vocabulary.definitions, **variants})


@pytest.mark.parametrize(
    ("where", "says"),
    [
        (BARRED, "quality-attribute: 'friability' does not apply beside unit-operation=cell-culture"),
        (
            [*BARRED, ("ai-method", "deep-learning"), ("year", "2020..2024")],
            "beside unit-operation=cell-culture: no study",
        ),
        (
            [("unit-operation", "Production cell culture"), ("quality-attribute", "friability,tablet hardness")],
            "friability,tablet-hard",
        ),
        (
            [("twin-metric", "robustness"), ("not.twin-component", "twin-component")],
            "not.twin-component=twin-component",
        ),
        (
            [("flow-direction", "bidirectional-automatic"), ("integration-level", "digital-model,digital-shadow")],
            "by the rules “digital model with automatic data flow”",
        ),
    ],
)
def test_a_barred_question_is_refused_with_its_rule(vocabulary, where, says):
    with pytest.raises(BadQuestion) as refused:
        read_question(vocabulary, where)
    assert says in str(refused.value)
    assert "https://" in str(refused.value)
    assert not str(refused.value).endswith("..")


def test_the_refusal_has_reason_and_source_of_the_rule(vocabulary):
    (rule,) = [rule for rule in vocabulary.incompatible if rule.id == RULE]
    with pytest.raises(BadQuestion) as refused:
        read_question(vocabulary, BARRED)
    for part in (rule.label, rule.source, rule.reason):
        assert part in str(refused.value)


def test_a_definition_beside_conditions_is_refused(defined):
    friable = [("quality-attribute", "friability")]
    assert read_question(defined, friable, definition="on-tablets").definition == "on-tablets"
    with pytest.raises(BadQuestion, match="beside unit-operation=cell-culture"):
        read_question(defined, friable, definition="on-cells")


def test_another_definition_of_a_stored_question_is_refused(defined, tmp_path):
    own = stored(tmp_path, definition="on-tablets", where=[{"quality-attribute": "friability"}])
    assert own.read(defined).definition == "on-tablets"
    with pytest.raises(BadQuestion, match=r"^gap_own, quality-attribute: 'friability' does not apply"):
        own.read(defined, "on-cells")


def test_a_barred_question_file_is_refused(vocabulary, tmp_path):
    own = stored(tmp_path, where=[dict([pair]) for pair in BARRED])
    with pytest.raises(BadQuestion, match=r"^gap_own, quality-attribute: 'friability' does not apply"):
        own.read(vocabulary)


def test_sensitivity_leaves_out_barred_definitions(dataset, defined, monkeypatch):
    evidence = dataset.evidence()
    monkeypatch.setitem(dataset.__dict__, "vocabulary", defined)
    question = read_question(defined, [("quality-attribute", "friability")], definition="on-tablets")
    found = answer(evidence, question)
    assert {each.definition for each in found.sensitivity} == {"on-tablets"}
    hard = read_question(defined, [("quality-attribute", "moisture-content")], definition="on-tablets")
    assert {each.definition for each in answer(evidence, hard).sensitivity} == {"on-tablets", "on-cells"}


def test_a_table_has_no_rows_that_are_barred(vocabulary, tmp_path):
    own = stored(
        tmp_path,
        where=[{"quality-attribute": "friability"}, {"unit-operation": "unit-operation"}],
        table={"by": "unit-operation"},
    )
    labels = {row.label for row in rows_of(vocabulary, own, own.read(vocabulary))}
    terms = {term.label for term in vocabulary.of_facet("unit-operation") if term.id != "unit-operation"}
    barred = {vocabulary.terms[id_].label for id_ in vocabulary.with_narrower(["bioprocessing"])}
    assert labels == terms - barred


@pytest.mark.parametrize(
    ("rows", "columns", "where"),
    [
        ("unit-operation", "quality-attribute", []),
        ("unit-operation", "pat-modality", [("quality-attribute", "visible-particles")]),
        ("twin-metric", "ai-role", [("not.twin-component", "twin-component"), ("ai-method", "ai-method")]),
        ("unit-operation", "unit-operation", [("quality-attribute", "friability")]),
        ("ai-method", "country", []),
    ],
)
def test_barred_cells_are_those_whose_question_is_refused(dataset, rows, columns, where):
    vocabulary = dataset.vocabulary
    question = read_question(vocabulary, where) if where else Question()
    table = matrix(dataset.evidence(), vocabulary.facets[rows], vocabulary.facets[columns], question)
    named = set()
    for cell in table.cells:
        asked = with_conditions(question, Condition.of(rows, [cell.row]), Condition.of(columns, [cell.column]))
        rules = barring(vocabulary, asked.expanded(vocabulary).values())
        assert cell.barred == tuple(rule.id for rule in rules)
        assert (cell.verdict is None) == bool(rules)
        named |= set(cell.barred)
    assert [rule.id for rule in table.incompatible] == sorted(named)
    assert bool(named) == (rows != "ai-method")


def test_a_barred_cell_still_has_its_bounds(dataset):
    vocabulary = dataset.vocabulary
    facets = [vocabulary.facets[facet] for facet, _ in BARRED]
    table = matrix(dataset.evidence(), facets[0], facets[1], Question())
    (cell,) = [cell for cell in table.cells if (cell.row, cell.column) == (BARRED[0][1], BARRED[1][1])]
    asked = Question(tuple(Condition.of(facet, [term]) for facet, term in sorted(BARRED)))
    assert dict(cell.bounds) == vars(evaluate(dataset.evidence(), asked).bounds)
    assert (cell.barred, cell.verdict) == ((RULE,), None)


def test_the_rules_are_part_of_the_version(dataset, vocabulary):
    assert dataset.vocabulary.incompatible == vocabulary.incompatible
    assert dataset.reviews == (DEFAULT_CORPUS,)


def test_the_command_refuses_a_barred_question(lacuna):
    said = lacuna("ask", *(f"{facet}={term}" for facet, term in BARRED))
    assert (said.returncode, said.stdout) == (1, "")
    assert "“tablet attributes in bioprocessing” (USP" in said.stderr
