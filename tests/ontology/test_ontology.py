"""The ontology says what every reader of it relies on."""

import pytest
from rdflib import BNode, Graph

from kg.errors import BadOntology
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.paths import ONTOLOGY
from kg.rdf.iris import TERM

HEAD = """
@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .
lacuna:Colour lacuna:topTerm term:colour ; lacuna:chartedBy lacuna:hasColour ; lacuna:level "unit" .
term:colour a lacuna:Colour ; skos:prefLabel "colour" ; skos:definition "Colour." .
"""
SAID = 'skos:prefLabel "x" ; skos:definition "X."'


def test_every_facet_is_read_from_the_file_of_its_name(vocabulary):
    assert set(vocabulary.facets) == {file.stem for file in (ONTOLOGY / "facets").glob("*.ttl")}
    assert {facet.level for facet in vocabulary.facets.values()} == {"study", "unit", "review"}
    assert {facet.id for facet in vocabulary.charted_facets if facet.level == "study"} >= {
        "publication-type",
        "study-design",
        "country",
    }
    assert all(facet.charted == (facet.level != "review") for facet in vocabulary.facets.values())


def test_every_term_has_label_and_definition(vocabulary):
    for term in vocabulary.terms.values():
        assert term.label.strip() == term.label != ""
        assert term.definition.endswith(".")


def test_no_two_terms_of_a_facet_have_the_same_label(vocabulary):
    for facet in vocabulary.facets:
        labels = [term.label.casefold() for term in vocabulary.of_facet(facet)]
        assert len(labels) == len(set(labels))


def test_no_term_means_unknown(vocabulary):
    unknown = {"unknown", "other", "unspecified", "not stated", "cannot tell"}
    assert not [term.id for term in vocabulary.terms.values() if unknown & {term.id, term.label.casefold()}]


def test_no_blank_nodes():
    # They would have no stable place in the canonical order that versions are named by.
    assert not [node for triple in read_ontology() for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize(
    ("facet", "left_out"),
    [
        ("pat-modality", {"univariate-process-sensor", "residence-time-distribution-data", "soft-sensor-modality"}),
        ("ai-method", {"chemometrics", "classical-statistics"}),
    ],
)
def test_strict_lists_every_sibling_but_those_left_out(vocabulary, facet, left_out):
    siblings = {term.id for term in vocabulary.of_facet(facet) if facet in term.broader}
    strict = {condition.facet: condition for condition in vocabulary.definitions["integrated-strict"].conditions}
    assert left_out < siblings
    assert set(strict[facet].terms) == siblings - left_out
    assert strict["integration-level"].terms == ("coupled-representation",)
    assert not any(condition.excluded for condition in strict.values())


def test_lenient_takes_anything(vocabulary):
    lenient = vocabulary.definitions["integrated-lenient"].conditions
    assert {condition.terms for condition in lenient} == {("pat-modality",), ("ai-method",), ("twin-component",)}


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        (f"lacuna:Year lacuna:topTerm term:year . term:year a lacuna:Year ; {SAID} .", "year cannot be the name"),
        (f"term:red a lacuna:Colour ; {SAID} .", "red has no broader term"),
        (
            f"term:red a lacuna:Colour ; skos:broader term:blue ; {SAID} ."
            f"term:blue a lacuna:Colour ; skos:broader term:red ; {SAID} .",
            "itself",
        ),
        (f"term:red a lacuna:Colour ; skos:broader term:nothing ; {SAID} .", "nothing is not a term of colour"),
        ("term:colour skos:broader term:colour .", "itself"),
        (
            f"term:c1 a lacuna:Colour ; skos:broader term:colour ; {SAID} ."
            + "".join(f"term:c{n} a lacuna:Colour ; skos:broader term:c{n - 1} ; {SAID} ." for n in range(2, 10)),
            "c9 lies more than 8 steps below",
        ),
        (
            "lacuna:x lacuna:counts term:red . lacuna:d a lacuna:Definition ; lacuna:hasCondition lacuna:x .",
            "not a term",
        ),
        ("term:red a lacuna:Colour ; skos:broader term:colour .", "red must have one prefLabel, not 0"),
        (f'term:red a lacuna:Colour ; {SAID} ; skos:prefLabel "y" .', "red must have one prefLabel, not 2"),
        (
            f"lacuna:Hue lacuna:topTerm term:hue . term:hue a lacuna:Hue ; {SAID} . term:colour a lacuna:Hue .",
            "colour is a term of",
        ),
    ],
)
def test_a_broken_ontology_is_refused(turtle, says):
    with pytest.raises(BadOntology, match=says):
        read_vocabulary(Graph().parse(data=HEAD + turtle, format="turtle"))


def test_a_file_that_is_not_turtle_is_named(tmp_path):
    (tmp_path / "colour.ttl").write_text("term:red a ", encoding="utf-8")
    with pytest.raises(BadOntology, match=r"colour\.ttl is not Turtle"):
        read_ontology(tmp_path)


def test_a_definition_with_one_label_is_found_by_it(vocabulary):
    assert vocabulary.definitions["integrated-strict"].short == "strict"
    assert vocabulary.definitions["closed-loop"].short == vocabulary.definitions["closed-loop"].label
    assert vocabulary.find_definition("Closed loop").id == "closed-loop"
    assert vocabulary.find_definition("") is None


def test_terms_are_found_by_id_label_and_synonym(vocabulary):
    assert vocabulary.find("pat-modality", " Near-Infrared  spectroscopy ").iri == TERM["nir-spectroscopy"]
    assert vocabulary.find("unit-operation", "freeze drying").id == "lyophilization"
    assert vocabulary.nearest("unit-operation", "lyofilization")[0] == "lyophilization"
    assert [term.id for term in vocabulary.search("freeze drying")] == ["lyophilization"]
