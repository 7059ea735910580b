"""Studies that are counted as sets of bits: the numbers of whole evaluations, for every kind of question and of evidence."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

import kg.evaluation.counting.studies
from kg.evaluation.counting.layout import Layout
from kg.evaluation.counting.studies import CountedStudies
from kg.evaluation.counting.tally import Tally
from kg.evaluation.evaluate import Outline, evaluate
from kg.evaluation.gap_kind import sorts
from kg.evaluation.standing import Evaluation, Standing
from kg.evaluation.tabulated import TabulatedEvidence
from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import read_catalogue
from kg.questions.question import NOT, Question, YearRange, with_conditions
from kg.questions.reading import read_question
from kg.versions.dataset import Dataset
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from tests.law.random_reviews import readings
from tests.law.strategies import COMPLETENESS, sized
from tests.versions.random_charting import store_random

STORED = range(sized(quick=1, full=3, thorough=10))
CATALOGUE = [each for each in read_catalogue().values() if not each.about_review]
STEP = sized(quick=9, full=3, thorough=1)
OWN = (
    [("year", "2016..2021")],
    [("unit-operation", "coating"), ("year", "2021"), ("not.year", "2019,2020")],
    [("pat-modality", "spectroscopic-pat"), ("pat-modality", "imaging-pat"), ("not.pat-modality", "nir-spectroscopy")],
    [("publication-type", "primary-empirical-study"), ("not.ai-method", "deep-learning")],
    [("unit-operation", "granulation,drying"), ("not.unit-operation", "wet-granulation")],
)


@pytest.fixture(scope="module")
def datasets(tmp_path_factory) -> Iterator[list[Dataset]]:
    """Each several reviews, some of which charted the same papers."""
    with ExitStack() as opened:
        found = []
        for number in STORED:
            home = Home(tmp_path_factory.mktemp("home"))
            store_random(number, home)
            found.append(opened.enter_context(closing(Dataset.open(home))))
        yield found


def questions(vocabulary: Vocabulary) -> list[Question]:
    asked = [each for stored in CATALOGUE for each in readings(vocabulary, stored)][::STEP]
    # Two at a time: nothing in the catalogue asks for so much.
    asked += [with_conditions(one, *other.conditions) for one, other in zip(asked, asked[5:], strict=False)][::3]
    asked += [read_question(vocabulary, own, completeness=each) for own in OWN for each in COMPLETENESS]
    # A term without one that is narrower, which is where the two conditions depend on each other.
    asked += [
        read_question(vocabulary, [(term.facet, broader), (f"{NOT}{term.facet}", term.id)])
        for facet in vocabulary.charted_facets
        for term in vocabulary.of_facet(facet.id)
        for broader in term.broader
    ][::STEP]
    asked.append(Question())
    asked.append(Question(not_years=(YearRange(2018, 2020),)))
    asked.append(read_question(vocabulary, [("not.ai-method", "deep-learning")], needs_positive=False))
    return asked


def by_evaluation(evidence: EvidenceBase, question: Question, evaluation: Evaluation) -> Tally:
    """The numbers of a question from the standing of each study."""
    bounds = evaluation.bounds
    return Tally(bounds.certain, bounds.reported, bounds.possible, sorts(evidence, question, evaluation))


def first_difference(evidence: EvidenceBase) -> Question | None:
    together, counted = TabulatedEvidence(evidence), CountedStudies(evidence)
    together.at_once = True
    for question in questions(evidence.vocabulary):
        found = evaluate(together, question)
        outline = Outline(found.verdict, found.bounds, tuple(found.certain), tuple(found.possible))
        if (counted.tally(question), counted.outline(question)) != (by_evaluation(together, question, found), outline):
            return question
    return None


def test_numbers_are_those_of_evaluations(datasets):
    for dataset in datasets:
        for evidence in (dataset.evidence(), *dataset.evidence().each):
            assert first_difference(evidence) is None


def test_the_cases_have_every_standing(datasets):
    standings, certain, several = set[Standing](), 0, 0
    for dataset in datasets:
        evidence = TabulatedEvidence(dataset.evidence())
        for question in questions(evidence.vocabulary):
            found = evaluate(evidence, question)
            standings |= {study.standing for study in found.possible.values()}
            certain += len(found.certain)
        several += sum(len(chartings) > 1 for chartings in evidence.studies.chartings.values())
    assert standings == set(Standing) - {Standing.CERTAIN}
    assert certain > 0 < several


best, published, nearness = (
    getattr(kg.evaluation.counting.studies, name) for name in ("_best", "_published", "nearness")
)
in_some, in_all, studies = Layout.in_some, Layout.in_all, Layout.studies

MUTANTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "a unit may have several marks": (
        kg.evaluation.counting.studies,
        "_best",
        lambda vocabulary, edges, condition, barred: {
            mark: units | best(vocabulary, edges, condition, barred).get("certain", 0)
            for mark, units in best(vocabulary, edges, condition, barred).items()
        },
    ),
    "what is excluded beside is ignored": (
        kg.evaluation.counting.studies,
        "_best",
        lambda vocabulary, edges, condition, barred: best(vocabulary, edges, condition, ()),
    ),
    "a year that was not charted is none": (
        kg.evaluation.counting.studies,
        "_published",
        lambda years, question: published({year: units for year, units in years.items() if year}, question),
    ),
    "every unit is a charted one": (
        kg.evaluation.counting.studies,
        "nearness",
        lambda columns, row: nearness(columns, {**row, "unit": "main"}),
    ),
    "one charting is enough": (Layout, "in_all", in_some),
    "every charting has to": (Layout, "in_some", in_all),
    "the order is any": (Layout, "studies", lambda layout, last: studies(layout, last)[::-1]),
    "a dispute is certain": (Layout, "certain", lambda layout, units: layout.in_some(units.certain)),
}


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mistake_shows(mutant, datasets, monkeypatch):
    module, name, other = MUTANTS[mutant]
    monkeypatch.setattr(module, name, other)
    assert any(first_difference(dataset.evidence()) for dataset in datasets)
