"""Own questions: what is wrong with one names its file, what is right comes back from RDF and YAML."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import Refused
from kg.paths import QUERIES
from kg.query import cypher, sparql
from kg.query.about_review import review_query
from kg.questions.catalogue import StoredQuestion, read_question
from kg.questions.from_rdf import read_own_questions
from kg.questions.to_rdf import own_question_triples
from kg.review.to_yaml import question_yaml
from kg.stores.base import cypher_code
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from loaders.own.questions import MOST_QUESTIONS
from loaders.own.questions import read_own_questions as read_folder
from loaders.own.vocabularies import vocabulary_of
from loaders.pipeline import check_only, load, read_and_check
from tests.own.corpora import PACKS, PACKS_REVIEW, PACKS_SHEET, QUESTIONS, solvents, write_corpus


@pytest.fixture
def corpus(tmp_path) -> Path:
    return solvents(tmp_path)


def faults_of(corpus: Path, name: str, text: str) -> list[str]:
    (corpus / "queries" / name).write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as raised:
        check_only((str(corpus),))
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("q.yaml", "text: x\nwhere: [{solvent: watre}]\n", "column solvent: 'watre' — is not a term of solvent. Nearest: water"),
        ("q.yaml", "text: x\nwhere: [{solvnet: water}]\n", "column solvnet: 'solvnet' — is not a facet. Nearest: solvent"),
        ("q.yaml", "text: x\nwhere: [{pack: pack}]\n", "'pack' — is not a facet"),
        ("q.yaml", "text: x\nwhere: [{not.solvent: water}]\n", "asks nothing"),
        ("q.yaml", "text: x\nwhere: [{solvent: water}, {not.solvent: solvent}]\n", "contradicts"),
        ("q.yaml", "text: x\ndefinition: wet dying\n", "is not a definition"),
        ("q.yaml", "text: x\n", "asks either about studies"),
        ("q.yaml", "where: [{solvent: water}]\n", "column text"),
        ("q.yaml", "text: x\nwhere: [{solvent: water}]\ntable: {by: solvnet}\n", "'solvnet' — is not a facet"),
        ("q.yaml", "text: x\nwhere: [{solvent: water}]\ntable: {by: year, years: 1000..2000}\n", "at most 100 rows"),
        ("q.yaml", "text: x\nwhere: [{solvent: water}]\ntable: {by: year, years: soon}\n", "is not a year"),
        ("q.yaml", "text: x\nwhere: [{solvent: water}]\ntable: {compare: [{label: a, where: [{solvent: x}]}]}\n", "'x' — is not"),
        ("q.yaml", "text: x\nexcluded_at: nowhere\n", "is not a term of prisma-stage"),
        ("q.yaml", "text: x\nless_mature_than: nothing\n", "is not a term of evidence-domain"),
        ("q.yaml", "text: [x]\nwhere: [{solvent: water}]\n", "column text"),
        ("q.yaml", "text: x\ntext: y\nwhere: [{solvent: water}]\n", "is not YAML"),
        ("q.yaml", "&a [*a]\n", "is not YAML"),
        ("q.yaml", "text: ''\nwhere: [{solvent: water}]\n", "must be text"),
        ("q.yaml", 'text: "x\\e[31m"\nwhere: [{solvent: water}]\n', "without control characters"),
        ("q.yaml", f"text: {'x' * 2001}\nwhere: [{{solvent: water}}]\n", "at most 2,000 characters"),
        ("Gap.yaml", "text: x\nwhere: [{solvent: water}]\n", "must be lower-case letters"),
        ("q.yml", "text: x\nwhere: [{solvent: water}]\n", "is no question file"),
        ("drying/gap_wet_drying.yaml", "text: x\nwhere: [{solvent: water}]\n", "is also the name of solvents/queries/"),
        ("gap_transfer.yaml", "text: x\nwhere: [{solvent: water}]\n", "is also the name of Lacuna's queries/deployment/gap"),
    ],
)  # fmt: skip
def test_a_wrong_question_names_its_file(corpus, name, text, says):
    faults = faults_of(corpus, name, text)
    assert all(fault.startswith("solvents/queries/") for fault in faults), faults
    assert any(says in fault for fault in faults), faults


def test_too_many_questions_are_refused(corpus):
    for number in range(MOST_QUESTIONS):
        (corpus / "queries" / f"q{number}.yaml").write_text("text: x\nwhere: [{solvent: water}]\n", encoding="utf-8")
    with pytest.raises(Refused, match=f"holds {MOST_QUESTIONS + len(QUESTIONS)} questions"):
        check_only((str(corpus),))


def test_a_copy_of_lacunas_question_says_nothing_new(corpus):
    shutil.copy(QUERIES / "deployment" / "gap_transfer.yaml", corpus / "queries")
    assert check_only((str(corpus),)).corpora


def test_two_corpora_may_ask_the_same_but_not_differently(corpus, tmp_path):
    questions = {"gap_water_in_vacuum.yaml": "text: Something else?\nwhere: [{pack: blister}]\n"}
    other = write_corpus(tmp_path, "packs", PACKS_REVIEW, PACKS_SHEET, PACKS, questions)
    with pytest.raises(Refused) as raised:
        check_only((str(corpus), str(other)))
    (fault,) = map(str, raised.value.faults)
    assert fault.startswith("packs/queries/gap_water_in_vacuum.yaml")
    assert "is also the name of solvents/queries/gap_water_in_vacuum.yaml" in fault


def test_every_shape_comes_back_from_rdf_and_yaml(corpus):
    vocabulary = vocabulary_of(corpus)
    questions, faults = read_folder(vocabulary, corpus)
    assert not faults
    assert [stored.name for stored in questions] == sorted(Path(name).stem for name in QUESTIONS)
    graph = Graph()
    for stored in questions:
        assert StoredQuestion.own(stored.name, read_question(question_yaml(stored))) == stored
        for triple in own_question_triples(vocabulary, "solvents", stored):
            graph.add(triple)
    assert read_own_questions(graph, vocabulary, "solvents") == questions


def test_a_question_is_part_of_the_version(corpus, tmp_path):
    first = load((str(corpus),), Home(tmp_path / "home")).version.version
    written = corpus / "queries" / "gap_wet_drying.yaml"
    text = written.read_text(encoding="utf-8")
    written.write_text(
        text.replace("wet drying", "Wet  drying").replace("definition:", "definition: "), encoding="utf-8"
    )
    assert load((str(corpus),), Home(tmp_path / "home")).version.version == first
    written.write_text(text.replace("Is anything", "Is something"), encoding="utf-8")
    assert load((str(corpus),), Home(tmp_path / "home")).version.version != first


def test_no_text_of_a_corpus_becomes_code(corpus):
    breaks = "\n \r \x0b \x85 \u2028 ".join(["Why?", "MATCH (n) RETURN n", "LOAD FROM '/etc/passwd' RETURN *"])
    vocabulary = vocabulary_of(corpus)
    for key in ("excluded_at: stage-excluded-screening", "less_mature_than: evidence-domain"):
        stored = StoredQuestion.own("q", read_question(f"text: x\n{key}\n"))
        stored = StoredQuestion.own("q", stored.spec.model_copy(update={"text": breaks}))
        for language in ("cypher", "sparql"):
            query = review_query(vocabulary, stored, ["solvents"], language)
            assert "/etc/passwd" not in cypher_code(query.text.replace("#", "//"), query.parameters)
    facet = replace(vocabulary.facets["solvent"], label=breaks)
    for compiler in (cypher, sparql):
        query = compiler.compile_edges(vocabulary, facet, "all", ["solvents"])
        assert "/etc/passwd" not in cypher_code(query.text.replace("# ", "// "), query.parameters)


def test_the_studies_of_claims_are_asked_in_own_terms(corpus):
    claim = (
        "- {id: c, text: x, section: y, kind: claim-some, about: {where: [{solvent: water}], definition: wet-drying}}\n"
    )
    (corpus / "claims.yaml").write_text(claim, encoding="utf-8")
    content = read_and_check((str(corpus),)).content
    assert isinstance(content, Whole)
    assert (
        "claim/c/about/1> <https://w3id.org/lacuna/onto/counts> <https://w3id.org/lacuna/vocabulary/solvents/water>"
        in content.triples.text
    )
    assert "underDefinition> <https://w3id.org/lacuna/vocabulary/solvents/wet-drying>" in content.triples.text
