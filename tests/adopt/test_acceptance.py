"""A table of sixty studies, from the workbook to a gap answer, with no more than five edits of its mapping."""

import json
import shutil
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from kg.query import cypher, sparql
from kg.questions.reading import read_question
from kg.settings import Settings
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.mapped.mapping import read_mapping
from tests.adopt.extraction_tables import COLUMNS, NEVER, OPERATIONS, sixty_studies
from tests.law.engines import certain_studies
from tests.support.command import run_in_process

EDITS = (
    ("read: []", "read: [full-text]"),
    ('"None": not charted ', '"None": none '),
    ('"images": data-type-images ', '"images": image-or-video-data '),
    ('"lab": implementation-status-lab ', '"lab": laboratory-scale '),
)
STATEMENTS = """
included: 60
completeness:
  - {facet: evidence-unit, maker: coders, depths: [full-text], closes: [values], source: protocol}
  - {facet: unit-operation, maker: coders, depths: [full-text], closes: [values], source: protocol}
  - {facet: model-drug, maker: coders, depths: [full-text], closes: [values], source: protocol}
"""


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """The folder of the table, and what each study has."""
    folder = tmp_path_factory.mktemp("sixty")
    return folder, sixty_studies(folder / "extraction.xlsx")


@pytest.fixture(scope="module")
def stored(studies, tmp_path_factory):
    """The home with the adopted, edited and loaded table, and its corpus folder."""
    folder, _ = studies
    home = tmp_path_factory.mktemp("home")
    before = (folder / "extraction.xlsx").read_bytes()
    adopted = run_in_process(("adopt", "extraction.xlsx", "--to", "sixty"), folder, {})
    assert adopted.returncode == 0, adopted.stderr
    mapping = folder / "sixty" / "mapping.yaml"
    text = mapping.read_text(encoding="utf-8")
    assert len(EDITS) <= 5
    for found, replaced in EDITS:
        assert text.count(found) == 1, found
        text = text.replace(found, replaced)
    mapping.write_text(text, encoding="utf-8")
    with (folder / "sixty" / "review.yaml").open("a", encoding="utf-8") as file:
        file.write(STATEMENTS)
    loaded = run_in_process(("load", "sixty", "--json"), folder, {"LACUNA_HOME": str(home)})
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)["corpora"][0]["studies"] == 60
    assert (folder / "extraction.xlsx").read_bytes() == before == (folder / "sixty" / "extraction.xlsx").read_bytes()
    return home, folder / "sixty"


@pytest.fixture(scope="module")
def dataset(stored):
    dataset = Dataset.open(Home(stored[0]))
    yield dataset
    dataset.close()


def together(studies) -> Counter[tuple[str, str]]:
    """How many studies have a drug and an operation, by what the table says."""
    return Counter((study["Model drug"].casefold(), OPERATIONS[study["Unit operation"]]) for study in studies[1])


def test_every_column_is_accounted_for(stored):
    read = read_mapping(stored[1] / "mapping.yaml")
    assert read.faults == ()
    assert read.mapping
    names = {f"{band} / {name}" for band, names in COLUMNS for name in names}
    assert len(names) == 30
    about_study = {name for columns in read.mapping.study.named().values() for name in columns}
    assert about_study | set(read.mapping.columns) == names
    for column in read.mapping.columns.values():
        assert column.facet or column.note or column.leave_out


def test_the_vocabulary_has_facets_of_both_kinds(dataset):
    for facet in ("model-drug", "journal", "software", "twin-used", "platform", "funding"):
        assert dataset.vocabulary.facets[facet].namespace == "https://w3id.org/lacuna/vocabulary/sixty/", facet
    assert dataset.vocabulary.find("platform", "Azure").id == "platform-azure"
    charted = {facet for study in dataset.evidence().reviews[0].whole().studies for facet in facets_of(study)}
    assert {"pat-modality", "ai-method", "unit-operation", "country", "model-drug"} <= charted


def facets_of(study) -> set[str]:
    return {each.facet for each in study.all_charted()}


def test_separators_of_all_kinds_divide(dataset, studies):
    by_key = {study.id: study for study in dataset.evidence().reviews[0].whole().studies}
    modalities = {"NIR": "nir-spectroscopy", "Raman": "raman-spectroscopy"}
    for said in studies[1]:
        expected = {term for word, term in modalities.items() if word in said["Sensor"]}
        charted = next(each for each in by_key[said["No."]].all_charted() if each.facet == "pat-modality")
        assert set(charted.terms) == expected
        assert (charted.status == "not-reported") == (said["Sensor"] == "NR")
        assert charted.source == f"extraction.xlsx Extraction, PAT / Sensor: {said['Sensor']}"


def test_what_is_no_facet_is_kept_as_a_note(dataset, studies):
    by_key = {study.id: study for study in dataset.evidence().reviews[0].whole().studies}
    for said in studies[1]:
        (note,) = by_key[said["No."]].units[0].notes
        lines = note.text.split("\n")
        assert f"Other / Key findings: {said['Key findings']}" in lines
        assert f"Quality / R2: {said['R2']}" in lines
        assert len(lines) == 5 - (said["Sampling rate (Hz)"] == "")


def test_a_gap_over_an_own_facet_and_one_of_ours(stored, lacuna, studies):
    drug, operation = NEVER
    asked = ("ask", f"model-drug={drug}", f"unit-operation={OPERATIONS[operation]}", "--json")
    answer = json.loads(lacuna(*asked, home=stored[0]).stdout)
    assert (answer["verdict"], answer["bounds"]["certain"], answer["bounds"]["upper"]) == ("void", 0, 0)
    there = json.loads(lacuna("ask", "model-drug=ibuprofen", "unit-operation=coating", "--json", home=stored[0]).stdout)
    assert there["bounds"]["certain"] == together(studies)["ibuprofen", "coating"] > 0


@pytest.mark.parametrize("drug", ["ibuprofen", "Paracetamol", "insulin", "caffeine"])
def test_both_engines_say_the_same(dataset, studies, drug):
    for operation in OPERATIONS.values():
        where = [("model-drug", drug), ("unit-operation", operation)]
        question = read_question(dataset.vocabulary, where)
        rows = [
            dataset.run(each.compile_question(dataset.vocabulary, question, ["sixty"], "A question"))
            for each in (cypher, sparql)
        ]
        assert rows[0] == rows[1]
        assert len(certain_studies(rows[0])) == together(studies)[drug.casefold(), operation]


def test_the_matrix_has_it_as_an_axis(stored, studies):
    with TestClient(create_app(Settings(home=stored[0]))) as client:
        matrix = client.get("/matrix?rows=model-drug&columns=unit-operation").json()
    found = Counter({(cell["row"], cell["column"]): cell["bounds"]["certain"] for cell in matrix["cells"]})
    for (drug, operation), number in together(studies).items():
        assert found[f"model-drug-{drug}", operation] == number
    assert found["model-drug-insulin", "tableting"] == 0


@pytest.mark.neo4j
def test_neo4j_says_the_same(stored, neo4j, lacuna):
    drug, operation = NEVER
    given = {"NEO4J_URI": neo4j.uri, "NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password}
    env = {name: value for name, value in given.items() if value}
    assert lacuna("push", home=stored[0], env=env).returncode == 0
    for terms in ((drug, OPERATIONS[operation]), ("ibuprofen", "coating")):
        asked = ("ask", f"model-drug={terms[0]}", f"unit-operation={terms[1]}", "--json")
        there = lacuna(*asked, home=stored[0], env={"LACUNA_GRAPH": "neo4j", **env})
        assert there.stdout == lacuna(*asked, home=stored[0]).stdout != "", there.stderr


def test_the_folder_loads_alone(stored, lacuna, tmp_path):
    shutil.copytree(stored[1], tmp_path / "sixty")
    loaded = json.loads(lacuna("load", "sixty", "--json", home=tmp_path / "home").stdout)
    assert loaded["version"]["version"] == f"sha256:{Home(stored[0]).current()}"
