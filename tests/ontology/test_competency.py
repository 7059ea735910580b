"""What the ontology must be able to tell: competency questions, in SPARQL and in Cypher, and the catalogue's needs.

A question is a pair of files in ``competency/``. Two more are answered elsewhere: which units join PAT, AI and a coupled
twin (``test_reasoning.py``: the defined class holds what the question finds), and the matrix with its cells' bounds.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from kg.ontology.reading import read_ontology
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.questions.question import Question
from kg.questions.reading import read_question
from kg.rdf.canonical import Canonical
from kg.review.model import Charted, EvidenceUnit, FlowCount, Review, Status, Study
from kg.review.to_rdf import express
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from kg.versions.dataset import Dataset

REVIEW = "okafor-bello-2025"
QUESTIONS = sorted(Path(__file__).with_name("competency").glob("*.rq"))


def random_review(vocabulary: Vocabulary) -> Review:
    """Studies with anything charted on every facet, for questions that the real review has no answer to."""
    rolls = random.Random(20251123)

    def charted(level: str) -> Iterator[Charted]:
        for facet in vocabulary.charted_facets:
            status = rolls.choice([None, *Status, *[Status.CODED] * 8])
            if facet.level == level and status:
                has_terms = status in {Status.CODED, Status.UNCLEAR}
                terms = rolls.sample([term.id for term in vocabulary.of_facet(facet.id)], 2) if has_terms else []
                coder = rolls.choice([None, "first pass", "second pass"])
                day = rolls.choice([None, "2025-11-23"]) if coder else None
                source = rolls.choice([None, "Abstract"])
                yield Charted(facet.id, status, tuple(sorted(terms)), source, coder=coder, charted_on=day)

    studies = [
        Study(
            f"s{number}",
            tuple(EvidenceUnit(f"u{unit}", tuple(charted("unit"))) for unit in range(2)),
            tuple(charted("study")),
        )
        for number in range(60)
    ]
    flow = FlowCount("stage-screened", "count-derived", 60, derivation="70 - 10")
    return Review("random", tuple(studies), flow=(flow,))


@pytest.fixture(scope="module")
def stores(dataset: Dataset) -> Iterator[dict[str, tuple[OxigraphStore, LadybugStore]]]:
    """The real review and the random one, each in both stores."""
    vocabulary = dataset.vocabulary
    opened = {}
    for name, review in {"real": dataset.rdf, "random": express(vocabulary, random_review(vocabulary))}.items():
        graph = Graph()
        graph += read_ontology()
        graph += review
        declared = schema(vocabulary)
        rdf = OxigraphStore.in_memory(graph.serialize(format="nt", encoding="utf-8"))
        opened[name] = rdf, LadybugStore.in_memory(project(Canonical(graph), declared), declared)
    yield opened
    for rdf, graph_store in opened.values():
        rdf.close()
        graph_store.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda file: file.stem)
@pytest.mark.parametrize("name", ["real", "random"])
@pytest.mark.slow
def test_both_languages_find_the_same(stores, name, question):
    rdf, graph = stores[name]
    found = ask(rdf, question)
    assert ask(graph, question.with_suffix(".cypher")) == found
    if name == "random":
        assert len({row.get("units") for row in found}) > 1 or (found and "units" not in found[0])


def test_every_question_is_in_both_languages():
    both = {file.stem for file in QUESTIONS}
    assert {file.stem for file in QUESTIONS[0].parent.glob("*.cypher")} == both
    for file in QUESTIONS:
        first, other = (
            each.read_text(encoding="utf-8").splitlines()[0] for each in (file, file.with_suffix(".cypher"))
        )
        assert first.removeprefix("# ") == other.removeprefix("// ")


def test_the_prisma_flow_adds_up(stores):
    rows = {row["stage"]: row for row in ask(stores["real"][0], named("prisma_flow")) if row["count"] != "None"}
    count = {stage.removeprefix("stage-"): int(row["count"]) for stage, row in rows.items()}
    assert count["identified-databases"] + count["identified-other"] - count["duplicates-removed"] == count["screened"]
    assert count["screened"] - count["excluded-screening"] == count["assessed"]
    assert count["assessed"] - count["excluded-fulltext"] == count["included"] == 85
    derived = {stage for stage, row in rows.items() if row["status"] == "count-derived"}
    assert derived == {"stage-duplicates-removed", "stage-excluded-screening", "stage-excluded-fulltext"}
    assert all((row["derivation"] != "None") == (stage in derived) for stage, row in rows.items())


def test_claimed_but_uncoupled_twins_are_as_the_definitions_say(stores, dataset):
    found = {row["unit"] for row in ask(stores["real"][0], named("claimed_but_not_coupled"))}

    def certain(definition: str) -> set[str]:
        question = Question(definition=definition)
        (column,) = question.expanded(dataset.vocabulary)
        return {str(row["unit"]) for row in dataset.rows(question, (REVIEW,)) if row[column] == "certain"}

    assert found == certain("claimed-twin") - certain("coupled-twin") != set()


def named(name: str) -> Path:
    return next(file for file in QUESTIONS if file.stem == name)


def ask(store: OxigraphStore | LadybugStore, file: Path) -> list[dict[str, str]]:
    """The rows of a question as text, sorted: the stores have types of their own for numbers and instants."""
    rows = store.run(file.read_text(encoding="utf-8"), {})
    return sorted(
        ({key: str(value) for key, value in row.items()} for row in rows), key=lambda row: sorted(row.items())
    )


# --- What the catalogue of gap questions needs ----------------------------------------------------------------------

NEEDED = {
    1: {"unit-operation": "lyophilization"},
    3: {
        "flow-direction": "bidirectional-automatic",
        "model-update-strategy": "static-locked-model conceptual-update-only scheduled-recalibration event-triggered-update "
        "parameter-adaptation just-in-time-modelling continual-learning calibration-transfer-update",
        "validation-level": "prospective-validation",
        "implementation-status": "gmp-commercial-deployment",
    },
    4: {
        "synchronization-mode": "real-time-synchronization near-real-time-synchronization",
        "pat-modality": "pat-modality",
        "integration-level": "coupled-representation",
    },
    5: {
        "study-design": "prospective-study longitudinal-deployment-study",
        "implementation-status": "gmp-commercial-deployment",
    },
    6: {"implementation-status": "gmp-commercial-deployment"},
    7: {
        "ai-role": "release-support-role",
        "implementation-status": "gmp-control-or-release-use",
        "study-design": "longitudinal-deployment-study",
    },
    8: {"twin-component": "twin-component", "product-type": "biopharmaceutical"},
    9: {
        "unit-operation": "aseptic-filling sterile-filtration solution-compounding terminal-sterilization visual-inspection-step"
    },
    10: {"unit-operation": "packaging-operations"},
    11: {"product-type": "complex-delivery-system"},
    12: {
        "unit-operation": "hot-melt-extrusion",
        "publication-type": "primary-empirical-study",
        "pat-modality": "pat-modality",
        "ai-method": "ai-method",
    },
    13: {"twin-component": "twin-component", "unit-operation": "coating pellet-layering"},
    14: {"twin-component": "twin-component", "unit-operation": "milling drying"},
    15: {"twin-component": "twin-component", "unit-operation": "tableting"},
    16: {"twin-component": "twin-component", "manufacturing-mode": "batch-manufacturing continuous-manufacturing"},
    17: {"pat-modality": "raman-spectroscopy", "ai-method": "deep-learning"},
    18: {"pat-modality": "multimodal-pat"},
    19: {
        "twin-component": "digital-representation-component simulation-layer-component state-updating-component "
        "sensor-to-model-component",
        "twin-label": "labelled-otherwise labelled-digital-twin",
    },
    20: {"ai-method": "explainable-ai"},
    21: {"ai-method": "explainable-ai", "twin-component": "twin-component"},
    22: {"ai-method": "chemometrics machine-learning deep-learning"},
    23: {
        "lifecycle-topic": "drift missing-data calibration-transfer-topic",
        "topic-treatment": "topic-studied",
        "implementation-status": "gmp-commercial-deployment",
    },
    24: {
        "lifecycle-topic": "in-use-monitoring in-use-updating model-locking in-use-revalidation",
        "topic-treatment": "topic-studied",
    },
    25: {"validation-level": "cross-site new-instrument cross-product cross-campaign cross-scale"},
    26: {"regulatory-topic": "regulatory-interaction", "topic-treatment": "topic-studied topic-described"},
    27: {
        "regulatory-topic": "adaptive-model-governance post-approval-change",
        "topic-treatment": "topic-studied topic-described",
    },
    28: {"workforce-topic": "workforce-topic", "topic-treatment": "topic-studied topic-discussed"},
    29: {"workforce-topic": "operator-trust human-machine-interface", "lifecycle-topic": "long-campaign"},
    30: {
        "economic-topic": "economic-topic cost return-on-investment release-time supply-resilience",
        "topic-treatment": "topic-studied",
    },
    31: {
        "regulatory-topic": "cybersecurity traceability-audit-trail data-integrity",
        "topic-treatment": "topic-studied topic-described",
    },
    32: {
        "twin-component": "twin-component",
        "twin-metric": "twin-metric twin-fidelity synchronization-frequency uncertainty-propagation decision-threshold",
    },
    33: {
        "data-flow-step": "feature-extraction-step inference-step state-update-step control-action-step quality-record-step",
        "twin-component": "twin-component",
    },
    34: {"interoperability-topic": "mes-integration quality-system-integration batch-release-integration"},
    35: {"interoperability-topic": "open-data-code"},
    36: {"reported-outcome": "outcome-failure failed-transfer"},
    37: {"country": "africa asia oceania latin-america-and-the-caribbean northern-america europe"},
    39: {"quality-attribute": "quality-attribute", "pat-modality": "pat-modality", "ai-method": "ai-method"},
    40: {
        "study-design": "proof-of-concept-study",
        "implementation-status": "commercial-scale-trial gmp-commercial-deployment",
    },
}
"""By the catalogue's number: facets and terms. 2 asks for the definition alone, 38 for years; 41 and 42 are not about studies."""

NEEDED_OF_THE_REVIEW = {
    41: {
        "evidence-domain": "ai-enhanced-pat digital-twin-models integrated-pat-ai-twin regulatory-quality-alignment "
        "industrial-deployment workforce-readiness",
        "maturity-level": "maturity-moderate maturity-emergent maturity-low maturity-low-to-moderate maturity-very-low",
    },
    42: {"prisma-stage": "stage-excluded-fulltext", "exclusion-reason": "exclusion-reason"},
}


def test_the_catalogue_is_whole():
    assert sorted({*NEEDED, *NEEDED_OF_THE_REVIEW, 2, 38}) == list(range(1, 43))


@pytest.mark.parametrize("number", NEEDED)
def test_a_question_of_the_catalogue_can_be_asked(number, vocabulary):
    question = read_question(vocabulary, [(facet, terms.replace(" ", ",")) for facet, terms in NEEDED[number].items()])
    assert {each.facet: each.terms for each in question.conditions} == {
        facet: tuple(sorted(terms.split())) for facet, terms in NEEDED[number].items()
    }


@pytest.mark.parametrize("number", NEEDED_OF_THE_REVIEW)
def test_what_is_said_of_the_review_can_be_said(number, vocabulary):
    for facet, terms in NEEDED_OF_THE_REVIEW[number].items():
        assert {vocabulary.terms[term].facet for term in terms.split()} == {facet}


def test_an_updated_model_counts_every_strategy_carried_out(vocabulary):
    facet = "model-update-strategy"
    (condition,) = vocabulary.definitions["updated-model"].conditions
    strategies = {term.id for term in vocabulary.of_facet(facet) if facet in term.broader}
    assert (condition.facet, set(condition.terms)) == (
        facet,
        strategies - {"static-locked-model", "conceptual-update-only"},
    )


def test_definitions_have_names_of_their_own(vocabulary):
    definitions = vocabulary.definitions.values()
    names = [name for each in definitions for name in {text.casefold() for text in (each.id, each.label, each.short)}]
    assert len(set(names)) == len(names)


def test_an_answer_varies_within_its_notion_only(vocabulary):
    notions: dict[str, set[str]] = {}
    for each in vocabulary.definitions.values():
        notions.setdefault(each.notion, set()).add(each.id)
    between = {"integrated-chemometrics", "integrated-claimed", "integrated-residence-time", "integrated-uncoupled"}
    assert notions["integrated"] == {"integrated-lenient", "integrated-strict", *between}
    assert notions["twin"] == {"claimed-twin", "coupled-twin", "described-twin"}
    assert notions["twin-in-substance"] == {"twin-in-substance-every", "twin-in-substance-some"}


def test_every_country_lies_in_a_region(vocabulary):
    regions = {"africa", "americas", "asia", "europe", "oceania"}
    assert {term.id for term in vocabulary.of_facet("country") if term.broader == ("country",)} == regions
    countries = [term for term in vocabulary.of_facet("country") if "ISO 3166-1" in term.definition and term.broader]
    assert len(countries) == 249 - 1  # all of ISO 3166-1, without Antarctica
    assert vocabulary.terms["taiwan-province-of-china"].broader == ("eastern-asia",)
