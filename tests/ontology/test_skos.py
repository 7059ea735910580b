"""The ontology in SKOS: a concept scheme for every facet, in the store and in what is handed out; SKOS's own conditions hold."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.ontology.owl import owl_ontology
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.skos import concept_schemes, in_scheme
from kg.rdf.formats import GRAPH_FORMATS
from kg.rdf.iris import FACET, LACUNA, TERM
from tests.ontology.test_terms import OLD

SELECT = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?scheme { ?term a skos:Concept ; skos:inScheme ?scheme . ?scheme a skos:ConceptScheme }
"""


@pytest.fixture(scope="module")
def served(client):
    """The ontology as a SKOS browser gets it, which asks for Turtle."""
    return Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")


def expected(vocabulary):
    return {(term.iri, FACET[term.facet]) for term in (*vocabulary.terms.values(), *vocabulary.deprecated.values())}


# --- What there is ---------------------------------------------------------------------------------------------------


def test_every_facet_is_a_concept_scheme(served, vocabulary):
    schemes = set(served.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == {FACET[facet] for facet in vocabulary.facets}
    for id_, facet in vocabulary.facets.items():
        assert set(served.objects(FACET[id_], SKOS.prefLabel)) == {Literal(facet.label, lang="en")}
        assert set(served.objects(FACET[id_], SKOS.hasTopConcept)) == {TERM[id_]}
        assert set(served.subjects(SKOS.topConceptOf, FACET[id_])) == {TERM[id_]}
        assert set(served.objects(FACET[id_], RDFS.seeAlso)) == {LACUNA[facet.class_name]}


def test_every_term_is_a_concept_in_the_scheme_of_its_facet(served, vocabulary):
    assert set(served.subject_objects(SKOS.inScheme)) == expected(vocabulary)
    assert set(served.subjects(RDF.type, SKOS.Concept)) == {term for term, _ in expected(vocabulary)}


def test_sparql_finds_concepts_and_their_schemes(client, vocabulary):
    said = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "application/sparql-results+json"})
    found = {
        tuple(URIRef(row[name]["value"]) for name in ("term", "scheme")) for row in said.json()["results"]["bindings"]
    }
    assert found == expected(vocabulary)


def test_a_deprecated_term_stays_in_its_scheme_and_on_no_top():
    graph = read_ontology().parse(data=OLD, format="turtle")
    added = {triple for triple in concept_schemes(graph) if triple not in graph}
    old = TERM["freeze-drying"]
    assert added == set(in_scheme(old, TERM["unit-operation"]))
    assert {property_ for _, property_, _ in added} == {RDF.type, SKOS.inScheme}


def test_schemes_are_made_once():
    graph = read_ontology()
    assert set(concept_schemes(graph)) <= set(graph)
    assert read_vocabulary(graph).facets


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib uses its own old names
@pytest.mark.slow
def test_the_same_ontology_is_had_in_every_format(format_, client):
    said = client.get("/ontology", headers={"Accept": format_.media_type})
    found = Graph().parse(data=said.text, format=format_.rdflib_name)
    assert isomorphic(found, owl_ontology(read_ontology()))


# --- Integrity conditions of the SKOS Reference ---------------------------------------------------------------------


def test_nothing_is_a_concept_and_a_scheme(served):
    assert not set(served.subjects(RDF.type, SKOS.Concept)) & set(served.subjects(RDF.type, SKOS.ConceptScheme))  # S9


def test_labels_are_one_a_language_and_none_twice(served):
    for subject in set(served.subjects(SKOS.prefLabel)):
        preferred = list(served.objects(subject, SKOS.prefLabel))
        assert len(preferred) == len({label.language for label in preferred}), subject  # S14
        others = {str(label).casefold() for label in served.objects(subject, SKOS.altLabel)}
        assert not others & {str(label).casefold() for label in preferred}, subject  # S13


def test_two_concepts_of_a_scheme_have_two_labels(served):
    for scheme in set(served.subjects(RDF.type, SKOS.ConceptScheme)):
        concepts = list(served.subjects(SKOS.inScheme, scheme))
        labels = {str(label).casefold() for each in concepts for label in served.objects(each, SKOS.prefLabel)}
        assert len(labels) == len(concepts), scheme


def test_narrower_is_the_inverse_of_broader(served):
    broader = set(served.subject_objects(SKOS.broader))
    assert {(below, above) for above, below in served.subject_objects(SKOS.narrower)} == broader != set()


def test_no_scheme_has_a_loose_concept(served):
    for scheme in set(served.subjects(RDF.type, SKOS.ConceptScheme)):
        top = served.value(scheme, SKOS.hasTopConcept)
        assert set(served.transitive_objects(top, SKOS.narrower)) == set(served.subjects(SKOS.inScheme, scheme))


def test_what_matches_exactly_matches_in_no_other_way(served):
    exact = set(served.subject_objects(SKOS.exactMatch))
    for property_ in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch):  # S46
        assert not exact & set(served.subject_objects(property_))


def test_every_property_that_is_used_is_declared(served):
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {property_ for kind in kinds for property_ in served.subjects(RDF.type, kind)}
    assert {each for each in served.predicates() if each in SKOS} <= declared
