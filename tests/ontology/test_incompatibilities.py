"""The rules of applicability in the ontology: each says why and on whose word, none is idle, and none hides a real gap."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from rdflib import Graph

from kg.errors import BadOntology
from kg.ontology.applicability import barring, rules_met
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Condition
from kg.questions.catalogue import read_catalogue

HEAD = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .
lacuna:Colour lacuna:topTerm term:colour ; lacuna:chartedBy lacuna:hasColour ; lacuna:level "unit" .
lacuna:Shape lacuna:topTerm term:shape ; lacuna:chartedBy lacuna:hasShape ; lacuna:level "study" .
lacuna:Stage lacuna:topTerm term:stage ; lacuna:level "review" .
term:colour a lacuna:Colour ; skos:prefLabel "colour" ; skos:definition "Colour." .
term:red a lacuna:Colour ; skos:broader term:colour ; skos:prefLabel "red" ; skos:definition "Red." .
term:shape a lacuna:Shape ; skos:prefLabel "shape" ; skos:definition "Shape." .
term:stage a lacuna:Stage ; skos:prefLabel "stage" ; skos:definition "Stage." .
"""
SAID = 'skos:prefLabel "x" ; skos:definition "X." ; dct:source "Y"'


def of(*terms: str, without: str | None = None) -> list[Condition]:
    """Conditions of the real vocabulary, from texts FACET=TERM,TERM."""
    wanted = [Condition.of(facet, names.split(",")) for facet, names in (text.split("=") for text in terms)]
    return [*wanted, *([Condition.of(without, [without], excluded=True)] if without else [])]


# --- Reading --------------------------------------------------------------------------------------------------------


def test_a_rule_is_read_facet_by_facet():
    rule = f"lacuna:r a lacuna:Incompatibility ; lacuna:bars term:red ; lacuna:barsWithout term:shape ; {SAID} ."
    (read,) = read_vocabulary(Graph().parse(data=HEAD + rule, format="turtle")).incompatible
    assert read.conditions == (Condition.of("colour", ["red"]), Condition.of("shape", ["shape"], excluded=True))
    assert (read.id, read.label, read.reason, read.source) == ("r", "x", "X.", "Y")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (f"lacuna:bars term:red , term:gone ; {SAID}", "r names gone, which is not a term in use"),
        (f"lacuna:bars term:red , term:stage ; {SAID}", "no study is charted on stage"),
        (f"lacuna:bars term:red , term:colour ; {SAID}", "terms of one facet only"),
        (f"lacuna:bars term:red ; {SAID}", "terms of one facet only"),
        (SAID, "terms of one facet only"),
        (f"lacuna:barsWithout term:red , term:shape ; {SAID}", "r bars no term"),
        (f"lacuna:bars term:red , term:shape ; lacuna:barsWithout term:colour ; {SAID}", "colour and their absence"),
        ('lacuna:bars term:red , term:shape ; skos:prefLabel "x" ; skos:definition "X."', "one source, not 0"),
        ('lacuna:bars term:red , term:shape ; skos:prefLabel "x" ; dct:source "Y"', "one definition, not 0"),
        (f'lacuna:bars term:red , term:shape ; {SAID} ; dct:source " "', "one source, not 2"),
        ('lacuna:bars term:red , term:shape ; skos:definition "X." ; dct:source "Y"', "one prefLabel, not 0"),
        (
            'lacuna:bars term:red , term:shape ; skos:prefLabel "x" ; skos:definition "X." ; dct:source " "',
            "one source",
        ),
    ],
)
def test_a_broken_rule_is_refused(said, says):
    with pytest.raises(BadOntology, match=says):
        read_vocabulary(Graph().parse(data=f"{HEAD}lacuna:r a lacuna:Incompatibility ; {said} .", format="turtle"))


# --- The rules of the ontology --------------------------------------------------------------------------------------


def test_every_rule_says_why_and_on_whose_word(vocabulary):
    for rule in vocabulary.incompatible:
        assert rule.reason.endswith(".")
        assert re.search(r"https://\S+$", rule.source), rule.id
    labels = [rule.label.casefold() for rule in vocabulary.incompatible]
    assert len(labels) == len(set(labels)) > 15


def test_no_rule_is_idle(vocabulary):
    for rule in vocabulary.incompatible:
        others = tuple(other for other in vocabulary.incompatible if other is not rule)
        fewer = replace(vocabulary, incompatible=others)
        assert barring(vocabulary, rule.conditions) == (rule,)
        assert not barring(fewer, rule.conditions), f"{rule.id} bars nothing that other rules do not bar"


def test_no_term_of_a_rule_lies_below_another(vocabulary):
    for rule in vocabulary.incompatible:
        for condition in rule.conditions:
            for one, other in combinations(condition.terms, 2):
                assert one not in vocabulary.with_narrower((other,))
                assert other not in vocabulary.with_narrower((one,))


def test_the_facets_that_were_reviewed_have_rules(vocabulary):
    pairs = {tuple(condition.facet for condition in rule.conditions) for rule in vocabulary.incompatible}
    assert {
        ("pat-modality", "unit-operation"),
        ("product-type", "unit-operation"),
        ("quality-attribute", "unit-operation"),
        ("product-type", "quality-attribute"),
    } <= {tuple(sorted(pair)) for pair in pairs}
    absent = {each.facet for rule in vocabulary.incompatible for each in rule.conditions if each.excluded}
    assert absent == {"twin-component", "ai-method"}


def test_no_stored_question_is_barred(vocabulary):
    for stored in read_catalogue().values():
        chosen = stored.read(vocabulary).definition  # raises if it is
        notion = vocabulary.definitions[chosen].notion if chosen else None
        for definition in vocabulary.definitions.values():
            if definition.notion == notion:
                stored.read(vocabulary, definition.id)


def test_no_definition_is_barred(vocabulary):
    assert not [each.id for each in vocabulary.definitions.values() if barring(vocabulary, each.conditions)]


SENSIBLE = [
    ("unit-operation=lyophilization", "quality-attribute=tablet-hardness"),  # orally disintegrating tablets
    ("unit-operation=tableting", "product-type=vaccine"),  # oral vaccines
    ("unit-operation=tableting", "product-type=monoclonal-antibody"),
    ("unit-operation=tableting", "product-type=inhalation-product"),  # ring tablets for inhalers
    ("unit-operation=tableting", "quality-attribute=viable-cell-density"),  # probiotics
    ("unit-operation=tableting", "pat-modality=dynamic-light-scattering"),  # nanoparticles out of tablets
    ("unit-operation=crystallization", "quality-attribute=tablet-hardness"),
    ("unit-operation=powder-feeding", "quality-attribute=tablet-weight"),
    ("unit-operation=granulation", "quality-attribute=fill-volume"),  # granules in sachets
    ("unit-operation=hot-melt-extrusion", "product-type=transdermal-product"),
    ("unit-operation=sterile-filtration", "product-type=cell-or-gene-therapy"),  # vectors
    ("unit-operation=spray-drying", "product-type=biopharmaceutical", "quality-attribute=moisture-content"),
    ("flow-direction=bidirectional-automatic", "twin-component=twin-component"),
    ("twin-label=labelled-digital-twin", "integration-level=digital-model"),  # called a twin, coupled to nothing
    ("ai-method=large-language-model", "pat-modality=raman-spectroscopy", "unit-operation=lyophilization"),
]
"""What is unusual but can be studied: a rule that bars one of these would hide a real gap."""


@pytest.mark.parametrize("terms", SENSIBLE, ids=lambda terms: " × ".join(text.split("=")[1] for text in terms))
def test_what_can_be_studied_is_not_barred(vocabulary, terms):
    assert not barring(vocabulary, of(*terms))


def test_a_line_of_steps_is_never_barred(vocabulary):
    lines = vocabulary.with_narrower(["line-level"])
    for rule in vocabulary.incompatible:
        for condition in rule.conditions:
            assert not vocabulary.with_narrower(condition.terms) & lines


def test_no_facet_is_barred_as_a_whole(vocabulary):
    tops = [facet.id for facet in vocabulary.charted_facets]
    for one, other in combinations(tops, 2):
        assert not barring(vocabulary, of(f"{one}={one}", f"{other}={other}"))


BARRED = [
    (
        of("unit-operation=seed-train,viral-clearance", "quality-attribute=friability"),
        {"tablet-attribute-in-bioprocessing"},
    ),
    (
        of("unit-operation=lubrication-blending", "pat-modality=ph-do-conductivity-sensor"),
        {"liquid-probe-in-dry-steps"},
    ),
    (of("product-type=minitablet", "quality-attribute=visible-particles"), {"visible-particles-in-tablets"}),
    (of("twin-metric=robustness", without="twin-component"), {"twin-metric-without-a-twin"}),
    # Each alternative by a rule of its own.
    (
        of(
            "unit-operation=cell-culture,tableting",
            "quality-attribute=blend-potency",
            "manufacturing-mode=perfusion-mode",
        ),
        {"blend-attribute-in-liquid-steps", "perfusion-in-solid-dose-steps"},
    ),
]


@pytest.mark.parametrize(("conditions", "rules"), BARRED)
def test_a_rule_bars_what_lies_below_its_terms(vocabulary, conditions, rules):
    assert {rule.id for rule in barring(vocabulary, conditions)} == rules


@pytest.mark.parametrize(
    "conditions",
    [
        of("unit-operation=bioprocessing,tableting", "quality-attribute=friability"),  # one alternative is sensible
        of("unit-operation=unit-operation", "quality-attribute=friability"),  # broader than the rule
        of(
            "unit-operation=tableting,harvest", "quality-attribute=cake-appearance,tablet-defect", "product-type=tablet"
        ),
        of("twin-metric=robustness"),
        of("twin-metric=robustness", without="twin-label"),
    ],
)
def test_a_condition_that_leaves_a_way_out_bars_nothing(vocabulary, conditions):
    assert barring(vocabulary, conditions) == ()


def test_an_excluded_alternative_is_no_way_out(vocabulary):
    conditions = of("unit-operation=harvest,tableting", "quality-attribute=friability")
    assert not barring(vocabulary, conditions)
    excluded = Condition.of("unit-operation", ["solid-dose-processing"], excluded=True)
    assert [rule.id for rule in barring(vocabulary, [*conditions, excluded])] == ["tablet-attribute-in-bioprocessing"]


def test_a_part_that_is_absent_is_not_the_whole(vocabulary):
    absent = Condition.of("twin-component", ["ui-component"], excluded=True)
    assert not barring(vocabulary, [*of("twin-metric=robustness"), absent])
    assert not rules_met(vocabulary, ["robustness"], ["ui-component"])
    assert rules_met(vocabulary, ["robustness"], ["twin-component"])
