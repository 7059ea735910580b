"""A corpus's own vocabulary and questions reach every surface, and come back from every export."""

import csv
import json
import re
import shutil
import warnings
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from api.app import create_app
from kg.answer.answer import answer
from kg.exports.folder import export_folder
from kg.ontology.owl import owl_ontology, rolling_up, study_class
from kg.ontology.own import own_statements
from kg.ontology.vocabulary import Condition
from kg.questions.question import Question, with_conditions
from kg.rdf.data_iris import is_data, study_iri, vocabulary_iri, vocabulary_namespace
from kg.rdf.iris import FACET, LACUNA, ONTOLOGY, TERM
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import check_only, load, read_and_check
from tests.law.reference import rows
from tests.own.corpora import PACKS_SPACE, QUESTIONS, SOLVENTS_REVIEW, SOLVENTS_SPACE, packs, solvents, write_corpus
from tests.support.reasoning import members

OWN = f"{SOLVENTS_SPACE}{{}}".format
ASKED = "/ask?solvent=organic-solvent&unit-operation=vacuum-drying"
LD = {"Accept": "application/ld+json"}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("corpora")
    return str(solvents(folder)), str(packs(folder))


@pytest.fixture(scope="module")
def home(corpora, tmp_path_factory) -> Path:
    folder = Path(tmp_path_factory.mktemp("home"))
    load(corpora, Home(folder))
    return folder


@pytest.fixture(scope="module")
def dataset(home):
    return Dataset.open(Home(home))


@pytest.fixture(scope="module")
def client(home):
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


# --- Answers ---


def conditions(vocabulary):
    """A condition on every term of the own facets, on some of Lacuna's, and their opposites."""
    for facet in ("solvent", "funding", "pack", "unit-operation"):
        for term in vocabulary.of_facet(facet):
            if facet != "unit-operation" or "dry" in term.id:
                yield Condition.of(facet, [term.id])
                yield Condition.of(facet, [term.id], excluded=True)


@pytest.mark.parametrize("completeness", ["all", "review"])
def test_the_engines_and_the_reference_agree(dataset, corpora, completeness):
    reviews = [corpus.review for corpus in read_and_check(corpora).corpora]
    vocabulary = dataset.vocabulary
    base = Question(completeness=completeness)
    singles = list(conditions(vocabulary))
    wanted = [
        Condition.of("solvent", ["ethanol"]),
        Condition.of("pack", ["pack"]),
        Condition.of("funding", ["funding"]),
    ]
    asked = [with_conditions(base, *pair) for pair in product(wanted, singles)]
    asked.append(Question(definition="wet-drying", completeness=completeness))
    for question in asked:
        expected = [
            row for review in sorted(reviews, key=lambda each: each.id) for row in rows(vocabulary, review, question)
        ]
        for language in ("cypher", "sparql"):
            assert [dict(row) for row in dataset.rows(question, dataset.reviews, language)] == expected, question


def test_studies_of_another_review_are_open_on_an_own_facet(client):
    said = client.get("/ask?solvent=water").json()
    assert (said["bounds"], said["verdict"]) == ({"certain": 1, "reported": 4, "possible": 4, "upper": 7}, "sparse")
    by_id = {each["id"]: each for each in said["possible"]}
    for study in ("packs/p", "packs/q"):
        reasons = {open_["reason"] for unit in by_id[study]["units"] for open_ in unit["open"]}
        assert "not-charted" in reasons
    alone = client.get("/ask?solvent=water&review=packs").json()
    assert (alone["bounds"], alone["verdict"]) == (
        {"certain": 0, "reported": 2, "possible": 2, "upper": 3},
        "unresolved",
    )
    assert alone["kind"] == "charting"


def test_an_own_facet_is_an_axis_of_the_matrix(client):
    said = client.get("/matrix?rows=solvent&columns=unit-operation&review=solvents").json()
    assert set(said["rows"]["terms"]) == {"solvent", "organic-solvent", "ethanol", "acetone", "water"}
    for cell in said["cells"]:
        if "dry" in cell["column"]:
            asked = client.get(f"/ask?solvent={cell['row']}&unit-operation={cell['column']}&review=solvents").json()
            assert cell["bounds"] == asked["bounds"]


def test_own_terms_and_labels_are_parameters(client, lacuna, home):
    said = client.get("/ask?solvent=Water&unit-operation=microwave%20vacuum%20drying").json()
    assert said["question"]["where"] == [
        {"facet": "solvent", "in": ["water"]},
        {"facet": "unit-operation", "in": ["microwave-vacuum-drying"]},
    ]
    assert [each["id"] for each in said["certain"]] == ["solvents/a"]
    by_command = json.loads(
        lacuna("ask", "solvent=water", "unit-operation=microwave-vacuum-drying", "--json", home=home).stdout
    )
    assert by_command == said
    wrong = client.get("/ask?solvent=watter")
    assert (wrong.status_code, wrong.json()["nearest"]) == (422, ["water"])


# --- Vocabulary ---


def linked(client, address):
    """The triples of an answer in JSON-LD."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the parser of rdflib uses its own deprecated class
        return Graph().parse(data=client.get(address, headers=LD).text, format="json-ld")


def test_facets_and_terms_are_listed(client):
    listed = {each["id"]: each for each in client.get("/facets?size=1000").json()["items"]}
    assert {name: (listed[name]["level"], listed[name]["relationship"]) for name in ("solvent", "funding", "pack")} == {
        "solvent": ("unit", "USES_SOLVENT"),
        "funding": ("study", "FUNDED_BY"),
        "pack": ("unit", "PACKED_IN"),
    }
    assert [each["id"] for each in client.get("/terms?q=spirit").json()["items"]] == ["ethanol"]
    assert client.get("/terms/vacuum-drying").json()["broader"] == ["drying"]
    assert "vacuum-drying" in client.get("/terms/drying").json()["narrower"]
    assert [each["id"] for each in client.get("/definitions?size=100").json()["items"]].count("wet-drying") == 1


def test_terms_are_found_by_the_command(lacuna, home, tmp_path):
    assert lacuna("terms", "spirit", home=home).stdout.startswith("solvent=ethanol")
    assert lacuna("terms", "lyophilization", home=tmp_path / "nothing").stdout.startswith(
        "unit-operation=lyophilization"
    )


@pytest.mark.parametrize(
    ("address", "subject", "property_", "values"),
    [
        ("/terms/ethanol", OWN("ethanol"), SKOS.broader, {OWN("organic-solvent")}),
        ("/terms/vacuum-drying", OWN("vacuum-drying"), SKOS.broader, {str(TERM.drying)}),
        ("/terms/drying", str(TERM.drying), SKOS.narrower, {OWN("vacuum-drying")}),
        ("/terms/blister", f"{PACKS_SPACE}blister", SKOS.inScheme, {f"{PACKS_SPACE}facet/pack"}),
        ("/terms/vacuum-drying", OWN("vacuum-drying"), SKOS.inScheme, {str(FACET["unit-operation"])}),
        ("/facets/solvent", OWN("Solvent"), LACUNA.chartedBy, {OWN("usesSolvent")}),
        ("/definitions?size=100", OWN("wet-drying"), LACUNA.variantOf, {OWN("wet")}),
    ],
)
def test_json_ld_names_own_iris(client, address, subject, property_, values):
    graph = linked(client, address)
    found = {str(value) for value in graph.objects(URIRef(subject), property_)}
    assert values <= found
    assert not {TERM.ethanol, TERM["vacuum-drying"]} & {node for triple in graph for node in triple}


def test_answers_as_json_ld_name_own_iris(client):
    graph = linked(client, ASKED)
    counted = {str(value) for value in graph.objects(None, LACUNA.counts)}
    assert {OWN("organic-solvent"), OWN("vacuum-drying")} <= counted
    charted = linked(client, "/studies/solvents%2Fa")
    assert {OWN("water"), OWN("public-funding")} <= {str(value) for value in charted.objects(None, LACUNA.value)}
    stored = client.get("/studies/solvents%2Fa", headers={"Accept": "text/turtle"}).text
    assert set(Graph().parse(data=stored, format="turtle").objects(None, URIRef(OWN("fundedBy")))) == {
        URIRef(OWN("public-funding"))
    }


@pytest.mark.parametrize(
    ("address", "subjects"),
    [
        ("/terms/ethanol", {"ethanol"}),
        ("/facets/solvent", {"Solvent", "usesSolvent", "facet/solvent", "solvent", "ethanol", "water"}),
        ("/definitions?size=100", {"wet-drying", "wet", "wet-drying-solvent"}),
    ],
)
def test_turtle_holds_the_stored_triples(client, address, subjects):
    graph = Graph().parse(data=client.get(address, headers={"Accept": "text/turtle"}).text, format="turtle")
    assert {URIRef(OWN(each)) for each in subjects} <= set(graph.subjects())


def test_the_served_ontology_has_them_as_owl_and_skos(client):
    served = Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")
    assert (TERM.drying, SKOS.narrower, URIRef(OWN("vacuum-drying"))) in served
    assert (URIRef(OWN("ethanol")), RDFS.isDefinedBy, vocabulary_iri("solvents")) in served
    assert (URIRef(OWN("usesSolvent")), RDFS.subPropertyOf, URIRef(OWN("usesSolventOrBroader"))) in served
    assert list(served.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]
    (disjoint,) = served.subjects(RDF.type, OWL.AllDisjointClasses)
    classes = served.value(disjoint, OWL.members)
    assert classes
    assert {URIRef(OWN("Solvent")), LACUNA.UnitOperation} <= set(served.items(classes))


@pytest.mark.slow  # a reasoner reads the whole ontology
def test_members_of_an_own_definition_are_certain_studies(dataset):
    definition = dataset.vocabulary.definitions["wet-drying"]
    graph = owl_ontology(dataset.rdf)
    found = members(graph, [study_class(definition)])[study_class(definition)]
    assert str(study_class(definition)) == OWN("WetDryingStudy")
    assert found == {str(study_iri("solvents", "a"))}
    certain = answer(dataset.evidence(), Question(definition="wet-drying")).certain
    assert certain
    assert [each.id for each in certain] == ["solvents/a"]
    assert str(rolling_up(dataset.vocabulary.facets["pack"])) == f"{PACKS_SPACE}packedInOrBroader"


def test_the_property_graph_says_who_defines_a_term(dataset):
    rows = dataset._stores["cypher"].run(
        "MATCH (t:Term) WHERE t.id IN ['ethanol', 'blister', 'drying'] RETURN t.id AS id, t.defined_by AS by ORDER BY id",
        {},
    )
    assert {row["id"]: row["by"] or [] for row in rows} == {
        "blister": [str(vocabulary_iri("packs"))],
        "drying": [],
        "ethanol": [str(vocabulary_iri("solvents"))],
    }


# --- The form ---


def test_the_form_has_columns_for_own_facets(lacuna, corpora, tmp_path):
    for name in ("form.csv", "form.xlsx"):
        assert lacuna("template", name, "--corpus", corpora[0], cwd=tmp_path).returncode == 0
    with (tmp_path / "form.csv").open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    assert {"solvent", "solvent.source", "funding", "funding.source"} <= set(heading)
    assert "pack" not in heading
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert {"ethanol", "vacuum-drying"} <= {cell.value for row in book["terms"].iter_rows() for cell in row}


def test_a_form_of_a_wrong_corpus_names_its_faults(lacuna, tmp_path):
    corpus = solvents(tmp_path)
    (corpus / "ontology" / "own.ttl").write_text("own:x a ", encoding="utf-8")
    done = lacuna("template", "form.csv", "--corpus", str(corpus), cwd=tmp_path)
    assert done.returncode == 1
    assert "solvents/ontology/own.ttl" in done.stderr
    assert not (tmp_path / "form.csv").exists()


# --- Questions ---


def test_own_questions_are_in_the_catalogue(client, lacuna, home):
    names = {Path(name).stem for name in QUESTIONS}
    listed = {each["question"]["name"]: each for each in client.get("/gaps?size=1000").json()["items"]}
    assert names < set(listed)
    by_command = {each["question"]["name"]: each for each in json.loads(lacuna("gaps", "--json", home=home).stdout)}
    assert by_command == listed
    for name in names:
        assert client.get(f"/gaps/{name}").json() == listed[name]
        assert json.loads(lacuna("ask", name, "--json", home=home).stdout) == listed[name]
        assert lacuna("show", name, home=home).stdout.startswith(f"{name}: {listed[name]['question']['text']}")
        assert len(client.get(f"/gaps/{name}/query").json()) == 2
    tagged = client.get("/gaps?tag=Solvents").json()["items"]
    assert {each["question"]["name"] for each in tagged} == {"gap_water_in_vacuum", "gap_wet_drying"}
    assert client.get("/gaps/gap_water_in_vacua").json()["nearest"][0] == "gap_water_in_vacuum"


def test_own_questions_have_tables_and_anchors(client):
    water = client.get("/gaps/gap_water_in_vacuum").json()
    assert [row["label"] for row in water["table"]["rows"]] == ["acetone", "ethanol", "organic solvent", "water"]
    assert [each["text"] for each in water["anchors"]] == ["Dries out of water."]
    trend = client.get("/gaps/gap_solvents_by_year").json()["table"]
    assert (trend["form"], [row["label"] for row in trend["rows"]]) == (
        "trend",
        ["2019", "2020", "2021", "2022", "2023"],
    )
    compared = client.get("/gaps/gap_public_ethanol").json()["table"]["rows"]
    assert [(row["label"], row["definition"]) for row in compared] == [("ethanol", None), ("in a vacuum", "wet-drying")]
    excluded = client.get("/gaps/why_excluded").json()["table"]["rows"]
    assert any("not in english" in row["label"] for row in excluded)


def test_the_sensitivity_of_an_own_definition_is_its_own_notion(client):
    said = client.get("/gaps/gap_wet_drying").json()
    assert {each["definition"] for each in said["sensitivity"]} == {"wet-drying"}


def test_without_the_corpora_their_questions_are_unknown(lacuna, home_folder):
    assert lacuna("ask", "gap_wet_drying", home=home_folder).returncode == 1


# --- Exports ---


@pytest.fixture(scope="module")
def exported(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "all"
    export_folder(Home(home), Home(home).current(), folder)
    return folder


@pytest.mark.parametrize("name", ["csv", "dataset.nt", "dataset.nq", "dataset.ttl", "dataset.trig", "dataset.jsonld"])
def test_an_export_loads_as_the_same_version(exported, home, name, tmp_path):
    report = load((str(exported / name),), Home(tmp_path))
    assert report.version.version == f"sha256:{Home(home).current()}"


def test_a_corpus_of_an_export_loads_alone_as_it_did(exported, corpora, tmp_path):
    for name, corpus in zip(("solvents", "packs"), corpora, strict=True):
        again = load((str(exported / "csv" / name),), Home(tmp_path / "again")).version.version
        assert again == load((corpus,), Home(tmp_path / "first")).version.version
    heading = (
        (exported / "csv" / "packs" / "charting.csv").read_text(encoding="utf-8-sig").partition("\n")[0].split(",")
    )
    assert "pack" in heading
    assert not {"solvent", "funding"} & set(heading)


def test_an_export_loads_beside_other_corpora(exported, corpora, home, tmp_path):
    alone = tmp_path / "alone"
    load(corpora[:1], Home(alone))
    export_folder(Home(alone), Home(alone).current(), tmp_path / "one")
    both = load((str(tmp_path / "one" / "dataset.nq"), corpora[1]), Home(tmp_path / "both")).version.version
    assert both == f"sha256:{Home(home).current()}"


def test_corpora_that_share_a_vocabulary_load_together(tmp_path):
    one, other = solvents(tmp_path), tmp_path / "copied"
    shutil.copytree(one, other)
    sheet = (other / "sheet.csv").read_text(encoding="utf-8").replace("\na,", "\nz,").replace("\nb,", "\ny,")
    (other / "sheet.csv").write_text(sheet, encoding="utf-8")
    question = other / "queries" / "drying" / "gap_water_in_vacuum.yaml"
    question.write_text(
        question.read_text(encoding="utf-8").replace("- solvent: Water", "- solvent: water"), encoding="utf-8"
    )
    (other / "review.yaml").write_text("title: Copied\nincluded: 9\n", encoding="utf-8")
    report = load((str(one), str(other)), Home(tmp_path / "home"))
    dataset = Dataset.open(Home(tmp_path / "home"))
    beside = [triple for triple in dataset.rdf if not is_data(str(triple[0]))]
    own = own_statements(beside, ("solvents", "copied"))
    assert own["solvents"] == own["copied"]
    export_folder(Home(tmp_path / "home"), report.version.version, tmp_path / "exported")
    again = load((str(tmp_path / "exported" / "csv"),), Home(tmp_path / "again"))
    assert again.version.version == report.version.version


@pytest.mark.usefixtures("home")
def test_nothing_of_the_installation_is_written(root):
    assert vocabulary_namespace("solvents") == SOLVENTS_SPACE
    assert not [
        file for file in (root / "ontology").rglob("*.ttl") if "vacuum-drying" in file.read_text(encoding="utf-8")
    ]


def test_other_questions_are_answered_as_without_them(corpora, client, tmp_path):
    """The vocabulary of one corpus changes no answer that is about another and asks nothing of it."""
    load(corpora[1:], Home(tmp_path))
    with TestClient(create_app(Settings(home=tmp_path))) as alone:
        for asked in ("unit-operation=drying", "pack=blister", "not.pack=bottle&unit-operation=tableting"):
            one = alone.get(f"/ask?{asked}").json()
            other = client.get(f"/ask?{asked}&review=packs").json()
            assert (one["bounds"], one["verdict"]) == (other["bounds"], other["verdict"])


def test_what_the_page_on_charting_shows_is_right(root, tmp_path):
    page = (root / "docs" / "charting.md").read_text(encoding="utf-8")
    (turtle,) = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    sheet = "study,solvent,unit-operation\na,water,vacuum drying\n"
    corpus = write_corpus(tmp_path, "solvents", SOLVENTS_REVIEW.partition("completeness")[0], sheet, turtle)
    assert [each.charted for each in check_only((str(corpus),)).corpora] == [2]
