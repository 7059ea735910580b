"""The ontology as OWL 2 EL: consistent, satisfiable, in the profile; and its classes hold exactly the certain studies."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.errors import BadOntology
from kg.ontology.owl import owl_ontology, study_class, unit_class
from kg.ontology.reading import read_ontology
from kg.ontology.vocabulary import Definition, Vocabulary
from kg.paths import ONTOLOGY
from kg.questions.question import Question
from kg.rdf.data_iris import study_iri, unit_iri
from kg.rdf.formats import GRAPH_FORMATS, N_TRIPLES
from kg.rdf.iris import DEFINITION, FACET, LACUNA, TERM
from kg.review.model import Review
from kg.review.to_rdf import express
from tests.law.reference import rows
from tests.law.strategies import batch, ontology_graph
from tests.support.reasoning import PROFILES, ROBOT, broken_rules, faults, members, robot, robot_jars, types

REVIEW = "okafor-bello-2025"


@pytest.fixture(scope="module")
def ontology(client) -> Graph:
    """The ontology as the service hands it out."""
    return Graph().parse(data=client.get("/ontology", headers={"Accept": N_TRIPLES.media_type}).content, format="nt")


@pytest.fixture(scope="module")
def with_data(client, ontology) -> Graph:
    """The same with the data that the service hands out."""
    both = Graph().parse(data=client.get("/export/dataset.nt").content, format="nt")
    both += ontology
    return both


@pytest.fixture(scope="session", name="robot_jars")
def find_robot_jars() -> str:
    return robot_jars()


# --- Planted faults -------------------------------------------------------------------------------------------------


def unsatisfiable(graph: Graph) -> None:
    graph.add((LACUNA.Weird, RDF.type, OWL.Class))
    graph.add((LACUNA.Weird, RDFS.subClassOf, LACUNA.Study))
    graph.add((LACUNA.Weird, RDFS.subClassOf, LACUNA.UnitOperation))


def inconsistent(graph: Graph) -> None:
    graph.add((TERM.lyophilization, RDF.type, LACUNA.Study))


def cyclic(graph: Graph) -> None:
    graph.add((TERM["sterile-processing"], SKOS.broader, TERM.lyophilization))


def union(graph: Graph) -> None:
    either, head = BNode(), BNode()
    Collection(graph, head, [LACUNA.Study, LACUNA.Review])
    graph.add((either, RDF.type, OWL.Class))
    graph.add((either, OWL.unionOf, head))
    graph.add((LACUNA.Either, RDF.type, OWL.Class))
    graph.add((LACUNA.Either, OWL.equivalentClass, either))


PLANTED = [
    (
        unsatisfiable,
        "unsatisfiable: https://w3id.org/lacuna/onto/Weird",
        "unsatisfiable: https://w3id.org/lacuna/onto/Weird",
    ),
    (inconsistent, "inconsistent", "inconsistent"),
    (cyclic, "broader_is_cyclic", "broader_is_cyclic"),
    (union, "outside OWL 2 EL: OBJECT_UNION_OF", "ObjectUnionOf"),
]
"""What is planted, and what the check without Java and ROBOT say of it."""


def planted(ontology: Graph, plant: Callable[[Graph], object]) -> Graph:
    spoilt = Graph()
    spoilt += ontology
    plant(spoilt)
    return spoilt


# --- Without Java ---------------------------------------------------------------------------------------------------


def test_the_ontology_is_consistent_and_in_the_profile(ontology):
    assert faults(ontology) == []


@pytest.mark.parametrize(("plant", "says"), [(plant, says) for plant, says, _ in PLANTED])
@pytest.mark.slow
def test_a_planted_fault_is_found(ontology, plant, says):
    found = faults(planted(ontology, plant))
    assert any(fault.startswith(says) for fault in found), found


LYO, DRYING = TERM.lyophilization, TERM.drying
BREAKING: dict[str, tuple[URIRef, URIRef, Node]] = {
    "broader_is_cyclic": (TERM["sterile-processing"], SKOS.broader, LYO),
    "broader_of_another_facet": (LYO, SKOS.broader, TERM["raman-spectroscopy"]),
    "definition_is_a_label": (LYO, SKOS.definition, Literal("Lyophilization.", "en")),
    "definition_is_no_sentence": (LYO, SKOS.definition, Literal("drying in the cold", "en")),
    "definition_is_not_one": (LACUNA.Study, RDFS.comment, Literal("Something else.", "en")),
    "definition_is_shared": (
        LYO,
        SKOS.definition,
        Literal("Removal of water or solvent from a wet intermediate.", "en"),
    ),
    "label_is_missing": (LACUNA.Nameless, RDF.type, OWL.Class),
    "label_is_said_twice": (DEFINITION["closed-loop"], SKOS.altLabel, Literal("Closed loop", "en")),
    "label_is_shared": (LYO, SKOS.prefLabel, Literal("Drying", "en")),
    "scheme_is_not_one": (LYO, SKOS.inScheme, FACET["pat-modality"]),
    "synonym_is_a_label": (LYO, SKOS.altLabel, Literal("Raman Spectroscopy", "en")),
    "top_is_not_one": (TERM.orphan, RDF.type, LACUNA.UnitOperation),
}
"""For each rule a triple that breaks it."""


@pytest.mark.parametrize("rule", sorted(file.stem for file in ROBOT.glob("*.rq")))
def test_a_broken_rule_is_found(ontology, rule):
    spoilt = planted(ontology, lambda graph: graph.add(BREAKING[rule]))
    assert rule in {fault.split(":")[0] for fault in broken_rules(spoilt)}


def test_two_terms_of_a_facet_may_not_share_a_synonym(ontology):
    spoilt = planted(ontology, lambda graph: graph.add((DRYING, SKOS.altLabel, Literal("Freeze drying", "en"))))
    assert len([fault for fault in broken_rules(spoilt) if fault.startswith("synonym_is_a_label")]) == 2


def test_a_definition_may_not_be_called_as_a_notion(ontology):
    spoilt = planted(
        ontology, lambda graph: graph.add((DEFINITION["loop-closure"], SKOS.prefLabel, Literal("Closed loop", "en")))
    )
    named = [fault for fault in broken_rules(spoilt) if fault.startswith("label_is_shared")]
    assert {id_ for id_ in ("closed-loop", "loop-closure") for fault in named if f"definition/{id_}'" in fault} == {
        "closed-loop",
        "loop-closure",
    }


def test_robot_keeps_every_rule():
    profile = (ROBOT / "profile.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"file:\./(\w+)\.rq", profile)) == {file.stem for file in ROBOT.glob("*.rq")} == set(BREAKING)


def test_a_cyclic_broader_is_refused_first():
    with pytest.raises(BadOntology, match=r"(sterile-processing|lyophilization) is broader than itself"):
        owl_ontology(planted(read_ontology(), cyclic))


@pytest.mark.slow
def test_what_is_made_is_the_same_every_time(ontology):
    made = set(owl_ontology(read_ontology()))
    assert made == set(owl_ontology(read_ontology()))
    assert len(made) == len(ontology)


# --- By ROBOT -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".rdf", ".ttl", ".nt"])
def test_robot_finds_nothing(robot_jars, client, suffix, tmp_path, capsys):
    file = tmp_path / f"ontology{suffix}"
    media = {each.suffix: each.media_type for each in GRAPH_FORMATS}[suffix]
    file.write_bytes(client.get("/ontology", headers={"Accept": media}).content)
    report = robot(robot_jars, file, tmp_path)
    with capsys.disabled():  # the log of continuous integration is to show what ROBOT said
        sys.stdout.write(f"\nROBOT says of the ontology as {media}:\n{report.said}")
    assert report.passed, report.said
    for profile in PROFILES:
        assert f"OWL 2 {profile} Profile Report: [Ontology and imports closure in profile]" in report.said
    assert "No violations found." in report.said


@pytest.mark.parametrize(("plant", "says"), [(plant, says) for plant, _, says in PLANTED])
def test_robot_finds_a_planted_fault(robot_jars, ontology, plant, says, tmp_path):
    report = robot(robot_jars, planted(ontology, plant), tmp_path)
    assert not report.passed
    assert says in report.said


def test_robot_finds_the_same_members_in_the_review(robot_jars, vocabulary, with_data, tmp_path):
    classes = [made(each) for each in vocabulary.definitions.values() for made in (study_class, unit_class)]
    report = robot(robot_jars, with_data, tmp_path, tmp_path / "inferred.owl")
    assert report.passed, report.said
    by_robot = types(tmp_path / "inferred.owl")
    assert {class_: by_robot.get(class_, set()) for class_ in classes} == members(with_data, classes)


# --- Classes and questions ------------------------------------------------------------------------------------------


def certain(vocabulary: Vocabulary, review: Review, question: Question) -> tuple[set[str], set[str]]:
    """The studies and the charted units that certainly meet a question (their IRIs), by the reference."""
    studies, units = set(), set()
    for row in rows(vocabulary, review, question):
        if all(mark == "certain" for column, mark in row.items() if column not in {"review", "study", "unit"}):
            study, unit = row["study"], row["unit"].removeprefix(f"{row['study']}/")
            studies.add(str(study_iri(review.id, study)))
            units.add(str(unit_iri(review.id, study, unit)))
    return studies, units


@pytest.mark.parametrize("completeness", ["all", "review"])
@pytest.mark.slow
def test_the_members_of_each_class_are_the_certain_ones(dataset, with_data, completeness):
    vocabulary = dataset.vocabulary
    classes = [study_class(each) for each in vocabulary.definitions.values()]
    found = members(with_data, classes)
    for id_, definition in vocabulary.definitions.items():
        question = Question(definition=id_, completeness=completeness)
        columns = question.expanded(vocabulary)
        asked = {
            row["study"] for row in dataset.rows(question, (REVIEW,)) if {row[name] for name in columns} == {"certain"}
        }
        assert found[study_class(definition)] == {str(study_iri(REVIEW, str(study))) for study in asked}, id_
    assert {len(found[class_]) > 0 for class_ in classes} == {True, False}


@pytest.mark.slow
def test_a_twin_description_is_a_unit_whose_twin_was_described(vocabulary, with_data):
    described = unit_class(vocabulary.definitions["described-twin"])
    found = members(with_data, [described, LACUNA.TwinDescription])
    assert found[described] == found[LACUNA.TwinDescription] != set()


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("completeness", ["all", "review"])
@pytest.mark.slow
def test_the_members_of_random_classes_are_the_certain_ones(number, completeness):
    drawn = batch(number)
    definitions: dict[str, Definition] = {}
    for place, (_, question) in enumerate(drawn.pairs):
        conditions = tuple(question.expanded(drawn.vocabulary).values())
        if conditions and not any(condition.excluded for condition in conditions):
            definitions[f"d{place}"] = Definition(f"d{place}", f"d{place}", "", "", "notion", "", conditions)
    vocabulary = replace(drawn.vocabulary, definitions=definitions)
    graph = declared(vocabulary)
    for review in drawn.reviews:
        graph += express(vocabulary, review)
    found = members(graph, [made(each) for each in definitions.values() for made in (study_class, unit_class)])
    sizes = set()
    for definition in definitions.values():
        on_units = [each for each in definition.conditions if vocabulary.facets[each.facet].level == "unit"]
        studies: set[str] = set()
        units: set[str] = set()
        for review in drawn.reviews:
            whole = Question(definition.conditions, completeness=completeness)
            studies |= certain(vocabulary, review, whole)[0]
            if on_units:
                units |= certain(vocabulary, review, replace(whole, conditions=tuple(on_units)))[1]
        assert (found[study_class(definition)], found[unit_class(definition)]) == (studies, units), definition
        sizes.add(len(studies))
    assert min(sizes) < max(sizes)


def declared(vocabulary: Vocabulary) -> Graph:
    """The OWL ontology of a random vocabulary, below the real one's own classes and properties."""
    graph = ontology_graph(vocabulary)
    graph.parse(ONTOLOGY / "lacuna.ttl")
    for facet in vocabulary.facets.values():
        graph.add((LACUNA[facet.class_name], RDF.type, OWL.Class))
    return owl_ontology(graph)
