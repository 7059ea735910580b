"""RDF holds everything that was charted, and the table of the gap semantics is applied as it is written."""

from dataclasses import replace

import pytest
from rdflib import PROV, RDF, SKOS, BNode, Literal

from kg.ontology.reading import read_ontology
from kg.property_graph.projection import project, restore
from kg.property_graph.schema import relationship_type, schema
from kg.rdf.canonical import Canonical
from kg.rdf.data_iris import is_data, study_iri
from kg.rdf.iris import LACUNA
from kg.review.from_rdf import read_review, read_study
from kg.review.model import Charted, CompletenessStatement, EvidenceUnit, Review, Status, Study
from kg.review.open_edges import further_unit, opening
from kg.review.to_rdf import express
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from tests.law.strategies import batch, ontology_graph

CODED = Charted("ai-method", Status.CODED, ("chemometrics",), read=("title", "abstract"))
SILENT = Charted("ai-method", Status.NOT_REPORTED, read=("full-text",))
UNCLEAR = Charted("ai-method", Status.UNCLEAR, ("clustering", "random-forest"))
NONE = Charted("ai-method", Status.NONE)


def by(maker, *closes):
    return CompletenessStatement("ai-method", maker, closes, ("abstract", "full-text"), "here")


# Each line: what was charted, the statements, and what is left open: reason, closed by coders, terms.
TABLE = [
    (
        None,
        [by("review", "values", "silence"), by("coders", "values", "silence")],
        ("not-charted", False, ("ai-method",)),
    ),
    (NONE, [], None),
    (Charted("ai-method", Status.NOT_APPLICABLE), [], None),
    (UNCLEAR, [by("review", "values", "silence")], ("unclear", False, ("clustering", "random-forest"))),
    (Charted("ai-method", Status.UNCLEAR), [], ("unclear", False, ("ai-method",))),
    (CODED, [], ("not-exhaustive", False, ("ai-method",))),
    (CODED, [by("coders", "silence"), by("review", "silence")], ("not-exhaustive", False, ("ai-method",))),
    (CODED, [by("coders", "values")], ("not-exhaustive", True, ("ai-method",))),
    (CODED, [by("review", "values")], None),
    (SILENT, [], ("not-reported", False, ("ai-method",))),
    (SILENT, [by("coders", "values"), by("review", "values")], ("not-reported", False, ("ai-method",))),
    (SILENT, [by("coders", "silence")], ("not-reported", True, ("ai-method",))),
    (SILENT, [by("review", "silence")], None),
]


@pytest.mark.parametrize(("charted", "statements", "left"), TABLE)
def test_what_a_status_leaves_open(charted, statements, left):
    review = Review("r", (), completeness=tuple(statements))
    found = opening(review, "ai-method", charted)
    assert (found and (found.reason, found.closed_by_coders, found.terms)) == left


@pytest.mark.parametrize("read", [(), ("title",), ("review-text", "title")])
@pytest.mark.parametrize(("charted", "reason"), [(CODED, "not-exhaustive"), (SILENT, "not-reported")])
def test_no_statement_closes_what_was_not_read_so_deep(charted, reason, read):
    review = Review("r", (), completeness=(by("review", "values", "silence"), by("coders", "values", "silence")))
    found = opening(review, "ai-method", replace(charted, read=read))
    assert found is not None
    assert (found.reason, found.closed_by_coders) == (reason, False)


def study_read(*read):
    return Study("s", (EvidenceUnit("1", (replace(CODED, read=read),)),))


@pytest.mark.parametrize(
    ("maker", "read", "closed"),
    [(None, ("abstract",), False), ("coders", ("abstract",), True), ("coders", ("title",), False)],
)
def test_a_further_unit_stands_unless_the_review_closes_units(maker, read, closed):
    statements = (CompletenessStatement("evidence-unit", maker, ("values",), ("abstract",)),) if maker else ()
    found = further_unit(Review("r", (), completeness=statements), study_read(*read))
    assert found is not None
    assert found.closed_by_coders == closed


def test_no_further_unit_where_the_review_closes_units():
    statement = CompletenessStatement("evidence-unit", "review", ("values",), ("abstract",))
    assert further_unit(Review("r", (), completeness=(statement,)), study_read("title", "abstract")) is None


def test_the_way_back_gives_what_was_charted(vocabulary):
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    graph = express(vocabulary, review)
    for study in review.studies:
        assert read_study(graph, review.id, study.id) == study
    back = read_review(graph, review.id)
    assert (back.included, back.search.years, back.citation) == (85, "2017-2025", review.citation)
    assert (back.licence, back.charting_licence) == ("CC-BY-NC-SA-4.0", "CC-BY-4.0")
    assert {(each.facet, each.maker, frozenset(each.closes)) for each in back.completeness} == {
        (each.facet, each.maker, frozenset(each.closes)) for each in review.completeness
    }


def test_keys_of_any_letters_survive(vocabulary):
    odd = 'Ü "quoted" <s> \\ 100% #1?'
    charted = Charted("ai-method", Status.CODED, ("chemometrics",), source="a\nb\t“c”", coder="x y")
    study = Study(odd, (EvidenceUnit(odd, (charted,)),), citation=odd, title=odd)
    graph = express(vocabulary, Review(odd, (study,)))
    assert read_study(graph, odd, odd) == study
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


def test_the_property_graph_has_every_unit_edge_and_term(vocabulary, dataset):
    declared = schema(vocabulary)
    projected = project(Canonical(dataset.rdf), declared)
    (stored,) = dataset.evidence(DEFAULT_CORPUS).reviews
    assert len(projected.nodes["Study"]) == 31
    assert len(projected.nodes["Term"]) == len(vocabulary.terms)
    holding = [
        each
        for id_ in stored.keys
        for subject in (stored.study(id_), *stored.study(id_).units)
        for each in subject.charted
    ]
    charted = coded(holding)
    others = coded(other for each in holding for other in each.others)
    assert len(projected.edges["VALUE", "HeldAssertion", "Term"]) == charted
    listed = [row["values"] for row in projected.nodes["CoderAssertion"]]
    assert sum(len(each) for each in listed if isinstance(each, list)) == others
    facet_types = {relationship_type(str(facet.property_name)) for facet in vocabulary.charted_facets}
    assert sum(len(rows) for (type_, _, _), rows in projected.edges.items() if type_ in facet_types) == charted


def coded(charted):
    return sum(len(each.terms) for each in charted if each.status is Status.CODED)


@pytest.mark.slow
def test_the_property_graph_leads_back_to_every_triple(vocabulary):
    graph = read_ontology() + express(vocabulary, read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review)
    declared = schema(vocabulary)
    assert set(restore(project(Canonical(graph), declared), declared)) == about_data_and_terms(graph)


@pytest.mark.parametrize("number", range(16))
def test_the_property_graph_of_random_reviews_is_reversible(number):
    vocabulary = batch(number).vocabulary
    graph = ontology_graph(vocabulary)
    for review in batch(number).reviews:
        graph += express(vocabulary, review)
    declared = schema(vocabulary)
    assert set(restore(project(Canonical(graph), declared), declared)) == about_data_and_terms(graph)


def edges_and_assertions(vocabulary, graph):
    """What direct edges say, and what the assertions that hold say: subject, facet and term."""
    direct = {
        (subject, facet.id, term)
        for facet in vocabulary.charted_facets
        for subject, term in graph.subject_objects(facet.property_iri)
    }
    asserted = {
        (graph.value(assertion, LACUNA.about), str(graph.value(assertion, LACUNA.facet)), term)
        for assertion in graph.subjects(RDF.type, LACUNA.HeldAssertion)
        for term in graph.objects(assertion, LACUNA.value)
    }
    return direct, asserted


def test_direct_edges_say_what_the_assertions_say(vocabulary):
    direct, asserted = edges_and_assertions(
        vocabulary, express(vocabulary, read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review)
    )
    assert direct == asserted
    assert len(direct) > 200


@pytest.mark.parametrize("number", range(4))
def test_direct_edges_say_what_the_assertions_say_at_random(number):
    vocabulary = batch(number).vocabulary
    graphs = [express(vocabulary, review) for review in batch(number).reviews]
    assert all(direct == asserted for direct, asserted in (edges_and_assertions(vocabulary, graph) for graph in graphs))
    assert any((None, PROV.wasRevisionOf, None) in graph for graph in graphs)


@pytest.mark.parametrize("number", range(4))
def test_what_was_charted_at_random_comes_back(number):
    for review in batch(number).reviews:
        graph = express(batch(number).vocabulary, review)
        for study in review.studies:
            found = read_study(graph, review.id, study.id)
            units = sorted(study.units, key=lambda unit: unit.id)
            assert (found.charted, found.units) == (study.charted, tuple(units))


def about_data_and_terms(graph):
    terms = set(graph.subjects(RDF.type, SKOS.Concept))
    return {triple for triple in graph if is_data(str(triple[0])) or triple[0] in terms}


def test_a_second_value_is_refused_rather_than_dropped(vocabulary):
    graph = express(vocabulary, Review("r", (Study("s", ()),)))
    graph.add((study_iri("r", "s"), LACUNA.year, Literal(2020)))
    graph.add((study_iri("r", "s"), LACUNA.year, Literal(2021)))
    with pytest.raises(ValueError, match="two values"):
        project(Canonical(graph), schema(vocabulary))


@pytest.mark.parametrize(
    ("name", "type_"), [("onOperation", "ON_OPERATION"), ("hasAIRole", "HAS_AI_ROLE"), ("usesMethod", "USES_METHOD")]
)
def test_relationship_types_are_upper_snake(name, type_):
    assert relationship_type(name) == type_
