"""Terms outlive the project: header, pages, deprecation instead of deletion, and the list of IRIs that stay."""

import re
from urllib.parse import urlparse

import pytest
from fastapi.testclient import TestClient
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from api.app import create_app
from kg.errors import BadOntology, BadQuestion, Cell
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.skos import concept_schemes
from kg.property_graph.projection import project, restore
from kg.property_graph.schema import schema
from kg.questions.reading import read_question
from kg.rdf.canonical import Canonical
from kg.rdf.iris import BASE, LACUNA, ONTOLOGY, TERM
from kg.review.to_rdf import express
from kg.settings import Settings
from kg.stores.ladybug import LadybugStore
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from loaders.generate.alignments import read_alignments
from loaders.generate.bless import TERMS, ontology_files
from loaders.generate.released import Released, current, extended, lost, read_released
from loaders.generate.term_pages import term_pages
from loaders.sheets.cells import read_cell
from tests.charting.test_express import about_data_and_terms

VANN = Namespace("http://purl.org/vocab/vann/")
OLD = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix lacuna: <https://w3id.org/lacuna/onto/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/lacuna/term/> .
term:freeze-drying a owl:NamedIndividual , lacuna:UnitOperation ;
    skos:broader term:drying ;
    skos:prefLabel "old freeze drying"@en ;
    skos:definition "Drying of a frozen product."@en ;
    owl:deprecated true ;
    dct:isReplacedBy term:lyophilization .
"""
INSTEAD = "is deprecated: use lyophilization instead"


@pytest.fixture(scope="module")
def ontology():
    return read_ontology()


@pytest.fixture(scope="module")
def outdated():
    """The ontology with one deprecated term."""
    graph = read_ontology().parse(data=OLD, format="turtle")
    graph += list(concept_schemes(graph))
    return graph


@pytest.fixture(scope="module")
def outdated_vocabulary(outdated):
    return read_vocabulary(outdated)


# --- Header and annotations ---


def test_the_header_says_what_the_field_expects(ontology):
    def said(property_):
        (value,) = ontology.objects(ONTOLOGY, property_)
        return value

    for property_ in (RDFS.label, DCTERMS.title, DCTERMS.abstract, DCTERMS.description):
        assert said(property_).language == "en"
    assert said(DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(ontology.value(said(DCTERMS.creator), RDFS.label)) == "The Lacuna project"
    assert said(DCTERMS.created).toPython() <= said(DCTERMS.modified).toPython()
    assert said(VANN.preferredNamespacePrefix) == Literal("lacuna")
    assert said(VANN.preferredNamespaceUri) == Literal(str(LACUNA))
    version = str(said(OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert said(OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert f"version {version}," in said(DCTERMS.bibliographicCitation)


def test_classes_and_properties_have_one_label_and_definition(ontology):
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    own = {iri for kind in kinds for iri in ontology.subjects(RDF.type, kind) if str(iri).startswith(BASE)}
    assert len(own) > 100
    for iri in own:
        assert [label.language for label in ontology.objects(iri, RDFS.label)] == ["en"], iri
        (definition,) = ontology.objects(iri, RDFS.comment)
        assert definition.endswith("."), iri


def test_the_label_of_a_term_counts_as_its_rdfs_label(ontology):
    assert (SKOS.prefLabel, RDFS.subPropertyOf, RDFS.label) in ontology


# --- Pages ---


@pytest.mark.generated
def test_what_is_made_of_the_ontology_is_up_to_date(ontology, vocabulary):
    for file, content in ontology_files(ontology, vocabulary):
        assert file.read_bytes() == content, f"{file.name}: run: make bless"


@pytest.mark.generated
def test_there_is_a_page_for_every_facet_and_no_other(vocabulary):
    assert {file.name for file in TERMS.iterdir()} == {"README.md", *(f"{facet}.md" for facet in vocabulary.facets)}


@pytest.mark.generated
def test_every_term_has_one_anchor_and_every_link_leads_to_one(vocabulary):
    pages = {file.name: file.read_text(encoding="utf-8") for file in TERMS.iterdir()}
    anchors = {name: re.findall(r'<a id="([^"]+)">', page) for name, page in pages.items()}
    for facet in vocabulary.facets:
        assert sorted(anchors[f"{facet}.md"]) == [term.id for term in vocabulary.of_facet(facet)]
    for name, page in pages.items():
        for target in re.findall(r"\]\(([^)]+)\)", page):
            if not urlparse(target).scheme:
                file, _, anchor = target.partition("#")
                assert (file or name) in pages
                assert not anchor or anchor in anchors[file or name]


def test_a_page_says_what_is_known_of_a_term(vocabulary):
    page = term_pages(vocabulary, read_alignments(vocabulary))["unit-operation.md"]
    entry = page[page.index('<a id="lyophilization">') :]
    entry = entry[: entry.index("\n", entry.index("Means:"))]
    assert "**lyophilization** `lyophilization`: Drying of a frozen product by sublimation under vacuum." in entry
    assert "freeze drying" in entry
    assert "the same as [freeze drying](http://purl.obolibrary.org/obo/CHMO_0001553) (CHMO)" in entry
    assert "Charted per evidence unit." in page
    assert page.index('\n  - <a id="drug-substance-processing">') < page.index('\n    - <a id="crystallization">')


def test_a_term_below_two_others_is_told_once_and_linked_again(ontology):
    graph = Graph() + ontology
    graph.add((TERM["lyophilization"], SKOS.broader, TERM["solid-dose-processing"]))
    page = term_pages(read_vocabulary(graph), ())["unit-operation.md"]
    assert page.count('<a id="lyophilization">') == 1
    assert page.count("- [lyophilization](#lyophilization)") == 1


# --- Deprecation instead of deletion ---


def test_a_deprecated_term_is_not_offered(outdated_vocabulary, vocabulary):
    assert outdated_vocabulary.terms == vocabulary.terms
    assert outdated_vocabulary.find("unit-operation", "freeze-drying") is None
    assert "freeze-drying" not in outdated_vocabulary.nearest("unit-operation", "freeze-drying")
    assert [term.id for term in outdated_vocabulary.search("old freeze drying")] != ["freeze-drying"]
    for name in ("freeze-drying", " Old  freeze drying"):
        found = outdated_vocabulary.replaced("unit-operation", name)
        assert found is not None
        assert found.replaced_by == ("lyophilization",)
    assert outdated_vocabulary.replaced("unit-operation", "lyophilization") is None
    assert outdated_vocabulary.replaced("pat-modality", "freeze-drying") is None


def test_a_sheet_that_uses_it_is_told_what_to_write(outdated_vocabulary):
    cell = Cell("sheet.csv", 2, "unit-operation", "drying; freeze-drying")
    said, (fault,), _ = read_cell(outdated_vocabulary, outdated_vocabulary.facets["unit-operation"], cell)
    assert said is None
    assert fault.cell == cell
    assert fault.rule == f"'freeze-drying' {INSTEAD}."
    assert fault.nearest == ("lyophilization",)


def test_a_review_that_uses_it_is_told_what_to_write(outdated, tmp_path):
    turtle = OLD.replace("freeze-drying", "stage-found").replace("UnitOperation", "PRISMAStage")
    turtle = turtle.replace("drying", "prisma-stage").replace("lyophilization", "stage-screened")
    vocabulary = read_vocabulary(read_ontology().parse(data=turtle, format="turtle"))
    source = find_corpus(DEFAULT_CORPUS)
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("stage-screened", "stage-found"), encoding="utf-8")
    faults = read_corpus(vocabulary, tmp_path).faults
    assert {fault.cell.sheet for fault in faults} == {"review.yaml", "claims.yaml"}
    assert {fault.rule for fault in faults} == {"is deprecated: use stage-screened instead."}
    assert {fault.cell.value for fault in faults} == {"stage-found"}


def test_a_question_that_uses_it_is_told_what_to_ask(outdated_vocabulary):
    with pytest.raises(BadQuestion, match=f"'freeze-drying' {INSTEAD}") as raised:
        read_question(outdated_vocabulary, [("unit-operation", "drying,freeze-drying")])
    assert raised.value.nearest == ("lyophilization",)


def test_it_stays_in_both_graphs(outdated, outdated_vocabulary):
    declared = schema(outdated_vocabulary)
    projected = project(Canonical(outdated), declared)
    assert set(restore(projected, declared)) == about_data_and_terms(outdated)
    store = LadybugStore.in_memory(projected, declared)
    rows = store.run("MATCH (t:Term) WHERE t.deprecated RETURN t.id AS id, t.replaced_by AS replaced_by", {})
    store.close()
    assert rows == [{"id": "freeze-drying", "replaced_by": ["lyophilization"]}]


@pytest.mark.slow
def test_its_page_and_its_address_say_what_replaces_it(outdated, outdated_vocabulary, tmp_path):
    page = term_pages(outdated_vocabulary, ())["unit-operation.md"]
    assert page.index("## Deprecated") < page.index('<a id="freeze-drying">')
    assert "Replaced by [lyophilization](#lyophilization)." in page
    review = read_corpus(outdated_vocabulary, find_corpus(DEFAULT_CORPUS)).review
    content = Canonical(outdated + express(outdated_vocabulary, review))
    Home(tmp_path).store(Whole(content), outdated_vocabulary, (review.id,))
    client = TestClient(create_app(Settings(home=tmp_path)))
    assert client.get("/terms/freeze-drying").json()["replaced_by"] == ["lyophilization"]
    assert client.get("/terms/lyophilization").json()["replaced_by"] == []
    members = client.get("/facets/unit-operation").json()["members"]
    assert "freeze-drying" not in {name for each in members for name in (each["id"], *each["narrower"])}
    asked = client.get("/ask?unit-operation=freeze-drying")
    assert (asked.status_code, asked.json()["nearest"]) == (422, ["lyophilization"])
    assert INSTEAD in asked.json()["detail"]


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        (OLD.replace("dct:isReplacedBy term:lyophilization", "skos:altLabel 'x'"), "but nothing replaces it"),
        (OLD.replace("term:lyophilization", "term:nothing"), "replaced by nothing, which is not a term"),
        (OLD.replace("term:lyophilization", "term:nir-spectroscopy"), "nir-spectroscopy, which is not a term of unit-"),
        (OLD.replace("term:lyophilization", "term:freeze-drying"), "by freeze-drying, which is not a term"),
        (OLD.replace("owl:deprecated true", "owl:deprecated false"), "replaced, but not deprecated"),
        (OLD + "term:tdlas-drying a lacuna:UnitOperation ; skos:broader term:freeze-drying ;"
         " skos:prefLabel 'x' ; skos:definition 'X.' .", "its broader term freeze-drying"),
        (OLD + "<https://w3id.org/lacuna/definition/integrated-strict-twin> lacuna:counts term:freeze-drying .",
         "freeze-drying, which is not a term"),
    ],
)  # fmt: skip
def test_a_replacement_that_is_none_is_refused(turtle, says):
    with pytest.raises(BadOntology, match=says):
        read_vocabulary(read_ontology().parse(data=turtle, format="turtle"))


# --- IRIs that stay ---


def test_whatever_was_listed_is_still_there_and_still_the_same(ontology, vocabulary):
    assert list(lost(read_released(), current(ontology, vocabulary))) == []


@pytest.mark.generated
def test_everything_is_listed_once(ontology, vocabulary):
    listed = [row.iri for row in read_released()]
    assert len(listed) == len(set(listed))
    assert set(listed) == {row.iri for row in current(ontology, vocabulary)}, "run: make bless"


def test_a_deprecated_term_is_still_there(outdated, outdated_vocabulary):
    row = Released(str(TERM["freeze-drying"]), "term", "unit-operation", "0.0.1")
    assert list(lost([row], current(outdated, outdated_vocabulary))) == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Released(str(TERM["freeze-drying"]), "term", "unit-operation", "0.1.0"), "is gone: deprecate instead"),
        (
            Released(str(TERM["drying"]), "term", "pat-modality", "0.1.0"),
            "was a term of pat-modality and is a term of unit-op",
        ),
        (Released(str(LACUNA["Study"]), "property", "", "0.1.0"), "was a property and is a class"),
    ],
)
def test_what_is_gone_or_means_something_else_is_named(row, says, ontology, vocabulary):
    (message,) = lost([row], current(ontology, vocabulary))
    assert says in message
    assert row.iri in message


def test_the_list_only_grows(ontology, vocabulary):
    now = current(ontology, vocabulary)
    old = [now[0]._replace(since="0.0.1"), Released(str(TERM["gone"]), "term", "country", "0.0.1")]
    more = extended(old, now)
    assert set(old) < set(more)
    assert len(more) == len(now) + 1
    assert {row.since for row in set(more) - set(old)} == {vocabulary.version}
