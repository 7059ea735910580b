"""Studies that are counted as sets of bits: the numbers of whole evaluations, for every kind of question and of evidence."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

import kg.evaluation.counting.studies
import kg.versions.evidence
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
from kg.questions.reasons import Reason
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
        expected = by_evaluation(together, question, found), Outline.of(found)
        if (counted.tally(question), counted.outline(question)) != expected:
            return question
    return None


def test_numbers_are_those_of_evaluations(datasets):
    for dataset in datasets:
        for evidence in (dataset.evidence(), *dataset.evidence().each):
            assert first_difference(evidence) is None


def test_the_cases_have_every_standing(datasets):
    standings, certain, several, disputed = set[Standing](), 0, 0, 0
    for dataset in datasets:
        evidence = TabulatedEvidence(dataset.evidence())
        for question in questions(evidence.vocabulary):
            found = evaluate(evidence, question)
            standings |= {study.standing for study in found.possible.values()}
            certain += len(found.certain)
            disputed += sum(Reason.REVIEWS_DISAGREE in study.reasons for study in found.possible.values())
        several += sum(len(chartings) > 1 for chartings in evidence.studies.chartings.values())
    assert standings == set(Standing) - {Standing.CERTAIN}
    assert min(certain, disputed, several) > 0


def test_edges_in_several_queries_are_those_of_one(datasets, monkeypatch):
    evidence = datasets[0].evidence()
    monkeypatch.setattr(kg.versions.evidence, "_FACETS_OF_STUDIES", 5 * len(evidence.studies.ids))
    assert first_difference(evidence) is None


def test_with_very_many_combinations_studies_are_evaluated(datasets, monkeypatch):
    monkeypatch.setattr(kg.evaluation.counting.studies, "_MOST_COMBINATIONS", 3)
    for dataset in datasets:
        assert first_difference(dataset.evidence()) is None


def test_a_unit_that_an_engine_returns_twice_is_one(datasets, monkeypatch):
    units = EvidenceBase.units
    monkeypatch.setattr(EvidenceBase, "units", lambda *given: units(*given) * 2)
    assert first_difference(datasets[0].evidence()) is None


def test_studies_read_together_are_those_read_one_by_one(home_folder, monkeypatch):
    with closing(Dataset.open(Home(home_folder))) as dataset:
        evidence = dataset.evidence()
        ids = evidence.studies.ids
        one_by_one = evidence.cited_studies(ids)
        cited = [study for of_one in one_by_one.values() for _, study in of_one]
        assert all(any(getattr(study, name) for study in cited) for name in ("citation", "title", "year", "doi"))
        assert any(review.reference_number(study.id) for of_one in one_by_one.values() for review, study in of_one)
        monkeypatch.setattr(kg.versions.evidence, "_MANY", 0)
        assert evidence.cited_studies(ids) == one_by_one == {id_: evidence.cited_study(id_) for id_ in ids}


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
