"""RDF from outside is checked like a sheet: whatever it says beyond or against the ontology, or against itself, is refused."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from kg.errors import Fault, Refused
from kg.exports.folder import export_folder
from kg.exports.manifest import FILE
from kg.rdf.canonical import Canonical, line
from kg.rdf.data_iris import assertion_iri, is_data, review_iri, study_iri, unit_iri
from kg.rdf.iris import LACUNA, TERM
from kg.validation.check import broken_rules
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import check_only, load
from loaders.rdf_file import SHOWN
from tests.versions.random_charting import store_random

REVIEW = review_iri(DEFAULT_CORPUS)
STUDY = study_iri(DEFAULT_CORPUS, "munir-2021")
UNIT = unit_iri(DEFAULT_CORPUS, "munir-2021", "main")
ASSERTION = assertion_iri(UNIT, "pat-modality")
SECOND = URIRef(f"{ASSERTION}-again")


@pytest.fixture(scope="module")
def lines(dataset) -> list[str]:
    """The dataset as it stands in ``dataset.nt``."""
    return Canonical(dataset.rdf).text.splitlines(keepends=True)


@pytest.fixture
def refusal(lines, tmp_path):
    """What is said of the dataset with lines changed; all of it, if it is a single fault."""

    def refuse(change, name="dataset.nt") -> list[Fault]:
        file = tmp_path / name
        file.write_text("".join(change(lines)), encoding="utf-8")
        with pytest.raises(Refused) as refused:
            check_only((str(file),))
        return refused.value.faults

    return refuse


def without(*parts):
    """The lines but the first that holds all of these."""

    def change(lines):
        gone = next(each for each in lines if all(str(part) in each for part in parts))
        return [each for each in lines if each != gone]

    return change


def also(*triples):
    return lambda lines: [*lines, *map(line, triples)]


def of_subject(lines, subject):
    return [each for each in lines if each.startswith(f"<{subject}> ")]


def twice_holding(lines):
    """A second assertion on a facet that says something else, and holds too."""
    mine = of_subject(lines, ASSERTION)
    return [*lines, *(each.replace(f"<{ASSERTION}>", f"<{SECOND}>", 1) for each in mine)]


def other_reason(lines):
    """A derived edge with another reason than the charting gives."""
    old = next(each for each in lines if each.startswith(f"<{UNIT}> ") and "NotCharted" in each)
    return [each.replace("NotCharted", "NotReported") if each == old else each for each in lines]


@pytest.mark.slow
def test_the_whole_dataset_is_what_lacuna_would_say(lines, dataset, tmp_path):
    file = tmp_path / "dataset.nt"
    file.write_text("".join(lines), encoding="utf-8")
    assert load((str(file),), Home(tmp_path / "home")).version.version == dataset.version


@pytest.mark.slow
def test_the_data_alone_are_enough(lines, dataset, tmp_path):
    file = tmp_path / "data.nt"
    file.write_text("".join(each for each in lines if is_data(each[1:])), encoding="utf-8")
    assert load((str(file),), Home(tmp_path / "home")).version.version == dataset.version


FAULTS = {
    "an unknown term": (
        lambda lines: [
            each.replace("term/raman-spectroscopy>", "term/raman-spectroscopi>") for each in lines if is_data(each[1:])
        ],
        "'raman-spectroscopi' is not a term of the ontology. Nearest: raman-spectroscopy",
    ),
    "an unknown property": (
        also((STUDY, LACUNA.yaer, Literal(2021))),
        "has a property that is not in the ontology. Nearest: https://w3id.org/lacuna/onto/year",
    ),
    "an unknown class": (also((STUDY, RDF.type, LACUNA.Studie)), "has a class that is not in the ontology. Nearest: "),
    "a second holding assertion": (twice_holding, "On pat-modality 2 assertions hold: only one can."),
    "a changed derived edge": (other_reason, "does not follow from what was charted"),
    "a derived edge that is gone": (without(f"<{UNIT}> ", "leftOpen"), "is missing: it follows from what was charted"),
    "a label that is not derived": (
        also((UNIT, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), Literal("mine"))),
        "does not follow from what was charted",
    ),
    "no status": (without(f"<{ASSERTION}> ", "/onto/status>"), "exactly one status"),
    "a status that is none": (
        lambda lines: [
            re.sub("status> <[^>]*>", "status> <https://w3id.org/lacuna/term/charting-status>", each)
            if each.startswith(f"<{ASSERTION}> ")
            else each
            for each in lines
        ],
        "A facet holds either values, or exactly one status",
    ),
    "a year that is none": (
        lambda lines: [
            each.replace('"2021"', '"last year"') if each.startswith(f"<{STUDY}> ") else each for each in lines
        ],
        "The year of publication must be",
    ),
    "no unit": (without(f"<{STUDY}> ", "hasUnit"), "at least one evidence unit"),
    "a blank node": (lambda lines: [*lines, f"<{STUDY}> <{LACUNA.hasUnit}> _:b .\n"], "has a blank node"),
    "no review": (lambda lines: [each for each in lines if not is_data(each[1:])], "holds no review"),
    "a review of another name": (
        lambda lines: [
            each.replace(f'"{DEFAULT_CORPUS}"', '"other"') if each.startswith(f"<{REVIEW}> ") else each
            for each in lines
        ],
        "is not a valid id (skos:notation)",
    ),
    "an ontology of one's own": (
        also((TERM["my-term"], RDF.type, LACUNA.UnitOperation)),
        "is not in ontology 0.1.0",
    ),
    "the ontology in part": (lambda lines: lines[:-7], "is missing, as are 6 more of the"),
    "a statement of something else": (
        also((URIRef("https://example.org/s"), RDF.type, LACUNA.Study)),
        "is not in ontology 0.1.0",
    ),
    "a text that no cell can hold": (
        also((URIRef(f"{STUDY}"), URIRef("http://purl.org/dc/terms/title"), Literal(" two  titles \u0007"))),
        "",
    ),
    "a maker that is none": (
        lambda lines: [
            each.replace('"coders"', '"somebody"') if "/completeness/coders/ai-method/" in each else each
            for each in lines
        ],
        "The maker of a completeness statement is review or coders",
    ),
    "no N-Triples": (lambda lines: [*lines, "<a> <b>\n"], "cannot be read"),
    "cut off within a line": (lambda lines: ["".join(lines)[:-9]], "cannot be read"),
    "nothing": (lambda _: [], "holds no review"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_refused_naming_file_and_statement(fault, refusal):
    change, says = FAULTS[fault]
    found = [str(each) for each in refusal(change)]
    assert any(says in each for each in found), found
    assert all(each.startswith("dataset.nt") for each in found)
    assert len(found) <= 2 * SHOWN


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.slow
def test_a_file_cut_off_anywhere_is_refused(part, exported_nq, tmp_path):
    whole = exported_nq.read_bytes()
    at = int(len(whole) * part)
    for cut in (whole[:at], whole[: whole.index(b"\n", at) + 1]):
        file = tmp_path / "cut.nq"
        file.write_bytes(cut)
        with pytest.raises(Refused):
            check_only((str(file),))


@pytest.fixture(scope="module")
def exported_nq(tmp_path_factory) -> Path:
    folder = Path(tmp_path_factory.mktemp("several"))
    home = Home(folder / "home")
    version, _ = store_random(0, home)
    export_folder(home, version, folder / "export")
    return folder / "export" / "dataset.nq"


@pytest.mark.slow
def test_of_many_faults_of_a_kind_the_first_are_named(refusal):
    found = refusal(lambda lines: [each for each in lines if "leftOpen" not in each or not is_data(each[1:])])
    assert len(found) == SHOWN
    assert any("more statements" in each.rule for each in found)


@pytest.mark.slow
def test_two_holding_assertions_break_the_rule_and_nothing_else(lines):
    graph = Graph().parse(data="".join(twice_holding(lines)), format="nt")
    (found,) = broken_rules(Canonical(graph))
    assert (found.focus, found.value) == (str(UNIT), "pat-modality")


@pytest.mark.parametrize("name", ["dataset.nq", "csv"])
@pytest.mark.slow
def test_what_was_changed_in_an_export_is_not_loaded_from_there(name, home_folder, lacuna, tmp_path):
    assert lacuna("export", str(tmp_path / "out")).returncode == 0
    manifest = tmp_path / "out" / FILE
    text = manifest.read_text(encoding="utf-8")
    changed = f'"path": "{name}' if name == "dataset.nq" else '"path": "csv/okafor-bello-2025/charting.csv"'
    before, mine, after = text.partition(changed)
    digest = after[after.index('"sha256": "') :][: len('"sha256": "') + 64]
    manifest.write_text(before + mine + after.replace(digest, '"sha256": "' + "0" * 64, 1), encoding="utf-8")
    done = lacuna("load", str(tmp_path / "out" / name), home=tmp_path / "home")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"but {FILE} says {'0' * 64}" in done.stderr
    assert not (tmp_path / "home" / "current").exists()


@pytest.mark.slow
def test_a_folder_of_corpora_holds_nothing_else(lacuna, tmp_path):
    assert lacuna("export", str(tmp_path / "out")).returncode == 0
    (tmp_path / "out" / "csv" / "more.csv").write_text("study\na\n", encoding="utf-8")
    done = lacuna("check", str(tmp_path / "out" / "csv"))
    assert done.returncode == 1
    assert "more.csv" in done.stderr


@pytest.mark.slow
def test_the_command_says_what_it_read(lacuna, lines, tmp_path):
    (tmp_path / "dataset.nt").write_text("".join(lines), encoding="utf-8")
    done = lacuna("load", "dataset.nt", home=tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("okafor-bello-2025: 31 studies charted in 37 evidence units")
    assert "0 sheets" not in done.stdout
