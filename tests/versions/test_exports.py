"""An export holds the whole version, gives the same bytes again, and can be loaded again as the same version."""

import csv
import hashlib
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, PROV, RDF, VOID, Dataset, Graph, Literal, URIRef

from kg.csv_text import marked
from kg.errors import NoFolder, Occupied
from kg.exports.folder import cached_ontology, export_folder, write_files
from kg.exports.manifest import FILE, read_manifest
from kg.exports.source import read_source
from kg.ontology.owl import owl_ontology
from kg.ontology.reading import read_ontology
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import is_data, review_iri
from kg.rdf.formats import DATASET_FORMATS, FORMATS, GRAPH_FORMATS
from kg.rdf.iris import ONTOLOGY
from kg.review.cited.model import Reference
from kg.review.from_rdf import read_whole
from kg.review.model import Identification, Note, Review, ReviewHeader, Study
from kg.review.to_rdf import express
from kg.review.to_yaml import review_yaml
from kg.validation.shacl import by_pyshacl
from kg.versions.growth.whole import Whole
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus, read_header
from loaders.pipeline import load, read_and_check
from tests.versions.random_charting import random_reviews, store_random

pytestmark = pytest.mark.slow  # each test writes whole exports

DATASETS = tuple(f"dataset{each.suffix}" for each in DATASET_FORMATS)
RDFLIB_NAMES = {each.suffix: each.rdflib_name for each in FORMATS}


@pytest.fixture(scope="module")
def exported(home_folder, tmp_path_factory) -> Path:
    target = Path(tmp_path_factory.mktemp("export")) / "okafor"
    home = Home(home_folder)
    export_folder(home, home.current(), target)
    return target


def triples_of(file: Path) -> set[Triple]:
    """As rdflib, another reader than the writer, understands a file."""
    dataset = Dataset()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # rdflib uses its own old names
        dataset.parse(file, format=RDFLIB_NAMES[file.suffix])
        return {(s, p, o) for s, p, o, _ in dataset.quads()}


@pytest.fixture(scope="module")
def content(home_folder) -> set[Triple]:
    home = Home(home_folder)
    return set(read_source(home, home.current()).content)


@pytest.mark.parametrize("name", DATASETS)
def test_every_format_holds_the_whole_dataset(name, exported, content):
    assert triples_of(exported / name) == content


def test_the_hash_of_the_n_triples_names_the_version(exported, dataset):
    assert f"sha256:{hashlib.sha256((exported / 'dataset.nt').read_bytes()).hexdigest()}" == dataset.version


def test_each_review_is_a_graph_and_the_ontology_is_one(exported):
    found = Dataset()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        found.parse(exported / "dataset.trig", format="trig")
    graphs = {graph.identifier: len(graph) for graph in found.graphs() if len(graph)}
    assert set(graphs) == {review_iri(DEFAULT_CORPUS), ONTOLOGY}
    for subject in found.graph(review_iri(DEFAULT_CORPUS)).subjects():
        assert is_data(str(subject))


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_ontology_and_shapes_are_the_same_in_every_format(name, exported, content):
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        default = Graph().parse(exported / f"{name}.jsonld", format="json-ld")  # the default graph alone
    sizes = {
        len(default),
        *(len(triples_of(exported / f"{name}{suffix}")) for suffix in (".ttl", ".nt", ".rdf", ".jsonld")),
    }
    assert len(sizes) == 1
    if name == "ontology":
        stored = {each for each in content if not is_data(str(each[0]))}
        assert stored < triples_of(exported / "ontology.rdf")
        assert len(owl_ontology(_graph(stored))) == len(default)


@pytest.mark.parametrize("format_", GRAPH_FORMATS)
def test_the_ontology_by_itself_is_the_exported_one(format_, exported, home_folder):
    home = Home(home_folder)
    file = cached_ontology(home, home.current())[format_.media_type]
    assert file.read_bytes() == (exported / f"ontology{format_.suffix}").read_bytes()


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def test_the_exported_shapes_find_what_lacuna_finds(exported):
    shapes = Graph().parse(exported / "shapes.ttl")
    spoilt = (exported / "dataset.nt").read_text(encoding="utf-8").replace('"85"^^', '"many"^^')
    assert {each.message for each in by_pyshacl(spoilt, shapes)} >= {
        "The number of included studies must be one whole number."
    }


def test_every_file_is_in_the_manifest_with_its_hash(exported):
    manifest = read_manifest(exported)
    assert manifest is not None
    there = {str(file.relative_to(exported)) for file in exported.rglob("*") if file.is_file()}
    assert there == {FILE, *(entry.path for entry in manifest.files)}
    for entry in manifest.files:
        content = (exported / entry.path).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry.sha256, entry.bytes)


def test_another_process_gives_the_same_bytes(exported, lacuna, tmp_path):
    done = lacuna("export", str(tmp_path / "again"), "--json", env={"PYTHONHASHSEED": "7"})
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "again" / FILE).read_bytes() == (exported / FILE).read_bytes()
    assert json.loads(done.stdout) == json.loads((exported / FILE).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["csv", "dataset.nq"])
def test_the_real_review_is_loaded_again_as_the_same_version(name, exported, dataset, tmp_path):
    report = load((str(exported / name),), Home(tmp_path / "home"))
    assert (report.version.version, report.new) == (dataset.version, True)
    assert report.warnings == ()
    assert report.corpora[0].studies == 31


@pytest.mark.parametrize(
    "name", [f"csv/{DEFAULT_CORPUS}", "dataset.ttl", "dataset.nt", "dataset.trig", "dataset.jsonld"]
)
def test_every_other_form_would_be_the_same_version(name, exported, dataset):
    assert read_and_check((str(exported / name),)).content.version == dataset.version


@pytest.mark.parametrize("number", range(3))
def test_versions_of_several_random_reviews_are_loaded_again(number, tmp_path):
    home = Home(tmp_path / "home")
    version, _ = store_random(number, home)
    export_folder(home, version, tmp_path / "export")
    for name in ("csv", "dataset.nq"):
        report = load((str(tmp_path / "export" / name),), Home(tmp_path / name))
        assert report.version.version == version
        assert report.version.reviews == tuple(sorted(review.id for review in random_reviews(number)))


def test_a_sheet_alone_is_exported_and_loaded_again(tmp_path, write_sheet, seed_rows):
    sheets = [str(write_sheet(seed_rows[:3], "b b.csv")), str(write_sheet(seed_rows[2:4], "a.csv"))]
    home = Home(tmp_path / "home")
    version = load(sheets, home).version
    export_folder(home, version.version, tmp_path / "export")
    for name in ("csv", "dataset.nq"):
        assert load((str(tmp_path / "export" / name),), Home(tmp_path / name)).version == version


def test_formulas_are_marked_in_an_export_and_come_back(tmp_path, write_sheet, seed_rows):
    texts = {"title": "=HYPERLINK(1)", "citation": "'=2", "unit-operation.source": "@SUM(A1)", "coder": "+x"}
    sheet = write_sheet([{**seed_rows[0], **{name: marked(text) for name, text in texts.items()}}], "odd.csv")
    home = Home(tmp_path / "home")
    version = load((str(sheet),), home).version
    export_folder(home, version.version, tmp_path / "export")
    with (tmp_path / "export" / "csv" / "odd" / "charting.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert {name: row[name] for name in texts} == {name: f"'{text}" for name, text in texts.items()}
    assert "=HYPERLINK(1)" in (tmp_path / "export" / "dataset.nt").read_text(encoding="utf-8")
    for name in ("csv", "dataset.nq"):
        assert load((str(tmp_path / "export" / name),), Home(tmp_path / name)).version == version


def test_what_the_real_review_says_of_itself_comes_back(vocabulary):
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    back = read_whole(express(vocabulary, review) + read_ontology(), vocabulary, review.id)
    for name in ("title", "citation", "reference", "doi", "year", "identification", "references", "notes"):
        assert getattr(back, name) == getattr(review, name)
    for name in ("flow", "maturity", "claims"):
        assert set(getattr(back, name)) == set(getattr(review, name))
    assert set(back.search.databases) == set(review.search.databases)
    assert replace(back.search, databases=()) == replace(review.search, databases=())
    assert back.studies == review.studies


@pytest.mark.parametrize("number", range(3))
def test_review_yaml_says_what_a_review_says_of_itself(number, tmp_path):
    for review in random_reviews(number):
        header, faults = read_header(tmp_path, review_yaml(review))
        assert faults == []
        for name in ReviewHeader.__dataclass_fields__:
            assert getattr(header, name) == getattr(review, name)


@given(st.text(), st.text())
@example("\x85", "a\x85b")
@example("\u2028", "a\u2029b\r\n")
def test_any_text_survives_review_yaml(tmp_path_factory, text, source):
    review = Review("r", (), title=text, notes=(Note(text, source),))
    header, faults = read_header(Path("review.yaml"), review_yaml(review))
    assert (faults, header.title, header.notes) == ([], text, review.notes)


@given(st.text(), st.text(), st.text())
@example("They are (so to say", "a); coders; b", ")")
def test_any_text_and_source_survive_rdf(vocabulary, text, source, another):
    """However a text looks like the brackets and semicolons with which an answer puts text, maker and source together."""
    review = Review(
        "r",
        (Study("s", ()),),
        identification=Identification("coders", text, source),
        references=(Reference("s", 3, source, text),),
        notes=(*(Note(another, source) for _ in range(11)), Note(text, another), Note(text, source)),
    )
    back = read_whole(express(vocabulary, review), vocabulary, "r")
    assert back.identification == review.identification
    assert back.references == review.references
    assert back.notes == review.notes


def test_the_description_names_licences_sources_and_files(exported, dataset):
    found = Graph().parse(exported / "void.ttl", publicID="http://here/")
    (iri,) = found.subjects(RDF.type, DCAT.Dataset)
    assert (iri, RDF.type, VOID.Dataset) in found
    assert (iri, VOID.triples, Literal(len(dataset.rdf))) in found
    assert found.value(iri, DCTERMS.license) == URIRef("https://spdx.org/licenses/CC-BY-4.0")
    assert found.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    (part,) = found.objects(iri, VOID.subset)
    text = found.value(part, PROV.wasDerivedFrom)
    assert found.value(text, DCTERMS.license) == URIRef("https://spdx.org/licenses/CC-BY-NC-SA-4.0")
    activities = set(found.objects(part, PROV.wasGeneratedBy))
    assert activities == {activity for _, activity in dataset.rdf.subject_objects(PROV.wasGeneratedBy)}
    dumps = {str(dump).removeprefix("http://here/") for dump in found.objects(iri, VOID.dataDump)}
    assert dumps == set(DATASETS)
    for file in found.objects(iri, DCAT.distribution):
        path = str(found.value(file, DCAT.downloadURL)).removeprefix("http://here/")
        assert str(found.value(file, DCAT.byteSize)) == str((exported / path).stat().st_size)


def test_the_sheet_is_described_column_by_column(exported):
    folder = exported / "csv" / DEFAULT_CORPUS
    described = json.loads((folder / "charting.csv-metadata.json").read_text(encoding="utf-8"))
    with (folder / described["url"]).open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    columns = described["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == heading
    assert len({column["name"] for column in columns}) == len(heading)
    assert all(column["dc:description"] for column in columns)
    assert described["dc:license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}


def test_the_crate_holds_together(exported):
    crate = json.loads((exported / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    root = entities["./"]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    for part in root["hasPart"]:
        file = exported / part["@id"]
        assert entities[part["@id"]]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()

    def referred(value):
        if isinstance(value, dict) and set(value) == {"@id"}:
            yield value["@id"]
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from referred(each)

    outside = {each for each in referred(crate["@graph"]) if each not in entities}
    assert outside == {"https://w3id.org/ro/crate/1.1"}
    assert {entity["name"] for entity in entities.values() if entity["@type"] == "Person"}
    # As rocrate-validator recommends.
    assert not [
        entity
        for entity in entities.values()
        for value in entity.values()
        if isinstance(value, list) and len(value) < 2
    ]
    author = entities[root["author"]["@id"]]
    assert (author["@type"], author["url"]) == ("Organization", "https://w3id.org/lacuna")


# --- Where it is written -------------------------------------------------------------------------------------------


def test_an_earlier_export_is_replaced_and_nothing_else_is(lacuna, tmp_path, exported):
    target = tmp_path / "out"
    target.mkdir()
    assert lacuna("export", str(target)).returncode == 0
    assert lacuna("export", str(target)).returncode == 0
    assert (target / FILE).read_bytes() == (exported / FILE).read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda target: (target / "mine.txt").write_text("mine", encoding="utf-8"), "mine.txt does not belong to it"),
        (lambda target: (target / "void.ttl").unlink(), "void.ttl is missing"),
        (lambda target: (target / "README.md").write_text("mine", encoding="utf-8"), "README.md is not as it was"),
        (lambda target: (target / FILE).write_text("{}", encoding="utf-8"), "neither empty nor an earlier export"),
    ],
)
def test_a_folder_with_anything_of_somebody_else_is_refused(spoil, says, lacuna, tmp_path):
    target = tmp_path / "out"
    assert lacuna("export", str(target)).returncode == 0
    spoil(target)
    before = {file: file.read_bytes() for file in target.rglob("*") if file.is_file()}
    done = lacuna("export", str(target))
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert {file: file.read_bytes() for file in target.rglob("*") if file.is_file()} == before


def test_a_file_in_the_way(lacuna, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = lacuna("export", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "is not a folder" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "either DIR or --to"),
        (("out", "--to", "http://localhost:1/store"), 2, "either DIR or --to"),
        (("out", "--graph", "urn:g"), 2, "--to"),
        (("out", "--version", "sha256:0"), 1, "no stored version"),
        (("/proc/out",), 1, "/proc"),
    ],
)
def test_how_export_ends(arguments, code, says, lacuna):
    done = lacuna("export", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_is_full_leaves_what_was_there(home_folder, tmp_path):
    """The limit on the size of a file meets the writer as a full disk does."""
    target = tmp_path / "out"
    target.mkdir()
    command = f'ulimit -f 512; exec "{Path(sys.executable).with_name("lacuna")}" export "{target}"'
    env = {"LACUNA_HOME": str(home_folder), "PATH": os.environ["PATH"]}
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the disk is not full" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert list(target.iterdir()) == []


def test_the_old_export_comes_back_if_it_cannot_be_replaced(exported, home_folder, tmp_path):
    home, target = Home(home_folder), tmp_path / "out"
    export_folder(home, home.current(), target)

    def write_and_go(source, folder):
        written = write_files(source, folder)
        folder.rename(folder.with_name("gone"))
        return written

    with pytest.raises(OSError, match="new"):
        export_folder(home, home.current(), target, write_and_go)
    assert (target / FILE).read_bytes() == (exported / FILE).read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("id_", ["a/b", "..", ".hidden"])
def test_a_review_that_cannot_be_a_folder_is_not_exported(id_, vocabulary, tmp_path):
    home = Home(tmp_path / "home")
    content = Canonical(read_ontology() + express(vocabulary, Review(id_, ())))
    version = home.store(Whole(content), vocabulary, (id_,)).manifest.version
    with pytest.raises(NoFolder):
        export_folder(home, version, tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


def test_an_export_occupied_meanwhile_is_left_alone(home_folder, tmp_path):
    home, target = Home(home_folder), tmp_path / "out"

    def write_while_somebody_else_does(source, folder):
        target.mkdir()
        (target / "mine").write_text("mine", encoding="utf-8")
        return write_files(source, folder)

    with pytest.raises(Occupied):
        export_folder(home, home.current(), target, write_while_somebody_else_does)
    assert [each.name for each in target.iterdir()] == ["mine"]
    assert (target / "mine").read_text(encoding="utf-8") == "mine"
