"""Forms are made from the ontology; what is stored comes back as a form, and loaded again it says the same."""

import csv
import re
import shutil
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from kg.cli import main
from kg.ontology.reading import read_ontology
from kg.property_graph.projection import project, restore
from kg.property_graph.schema import schema
from kg.questions.catalogue import read_catalogue
from kg.rdf.canonical import Canonical
from kg.review.from_rdf import read_study
from kg.review.model import Charted, EvidenceUnit, Review, Status, Study
from kg.review.rows import form_rows
from kg.review.to_rdf import express
from kg.versions.home import Home
from loaders.commands import load as load_command
from loaders.commands import template
from loaders.corpus import DEFAULT_CORPUS, find_corpus, read_corpus
from loaders.formats import FORMATS
from loaders.pipeline import check_only, load
from loaders.sheets.example import EXAMPLE_KEY, example_row
from loaders.sheets.table import letters
from loaders.template import filled_form, write_form
from tests.law.strategies import batch


def write(vocabulary, rows, path):
    """Write rows as a form with all facets."""
    rows = list(rows)
    facets = {facet.id for facet in vocabulary.charted_facets}
    write_form(filled_form(vocabulary, rows, facets, ("source", "confidence")), path, replace=True)


@pytest.fixture
def form(vocabulary, tmp_path):
    path = tmp_path / "form.xlsx"
    write(vocabulary, [example_row(vocabulary)], path)
    return path


def returned(vocabulary, review, path):
    """A review after the way graph → form → review: what its form says, with what stands in review.yaml as it was."""
    graph = express(vocabulary, review)
    write(vocabulary, form_rows(read_study(graph, review.id, study.id) for study in review.studies), path)
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    return replace(review, studies=corpus.review.studies)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.slow
def test_the_real_review_comes_back(suffix, vocabulary, tmp_path):
    review = read_corpus(vocabulary, find_corpus(DEFAULT_CORPUS)).review
    back = returned(vocabulary, review, tmp_path / f"charting{suffix}")
    assert back.studies == review.studies
    assert set(express(vocabulary, back)) == set(express(vocabulary, review))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.slow
def test_a_form_in_place_of_the_sheet_is_the_same_version(suffix, home_folder, dataset, tmp_path, monkeypatch):
    monkeypatch.setenv("LACUNA_HOME", str(home_folder))
    folder = tmp_path / DEFAULT_CORPUS
    shutil.copytree(find_corpus(DEFAULT_CORPUS), folder)
    for sheet in folder.glob("*.csv"):
        sheet.unlink()
    done = CliRunner().invoke(template, [str(folder / f"form{suffix}"), "--from", "current"])
    assert done.exit_code == 0
    assert "holds the rows alone" in done.stderr
    assert load((str(folder),), Home(tmp_path / "home")).version.version == dataset.version


def plain_keys(review):
    """A review whose keys a sheet can hold: no slash in them, and not two that differ by case alone."""
    return replace(review, studies=tuple(replace(study, id=study.id.replace("/", "|")) for study in review.studies))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("number", range(8))
def test_random_reviews_come_back(suffix, number, tmp_path):
    vocabulary = batch(number).vocabulary
    for drawn in batch(number).reviews:
        review = plain_keys(drawn)
        back = returned(vocabulary, review, tmp_path / f"r{suffix}")
        assert set(express(vocabulary, back)) == set(express(vocabulary, review))


@pytest.mark.slow  # loads the real review
def test_a_folder_brings_everything_back(home_folder, dataset, lacuna, tmp_path):
    done = lacuna("template", "all", "--from", "current")
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "all" / DEFAULT_CORPUS
    assert [file.name for file in sorted(folder.iterdir()) if not file.name.startswith(".")] == [
        "charting.xlsx",
        "claims.yaml",
        "review.yaml",
    ]
    assert load((str(tmp_path / "all"),), Home(tmp_path / "home")).version.version == dataset.version


def test_several_reviews_come_back_as_a_folder_each(lacuna, tmp_path):
    home = tmp_path / "home"
    for name, header in (("b", "title: Of B\nincluded: 7\n"), ("a-1", "same_as: [{study: s, review: b, key: s}]\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "review.yaml").write_text(header, encoding="utf-8")
        (tmp_path / name / "rows.csv").write_text("study,title,country,notes\ns,T,italy,n\n", encoding="utf-8")
    version = load((str(tmp_path / "a-1"), str(tmp_path / "b")), Home(home)).version.version
    done = lacuna("template", "out/", "--from", version[:15], home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert load((str(tmp_path / "out"),), Home(tmp_path / "again")).version.version == version
    assert "a new or empty folder" in lacuna("template", "out", "--from", "current", home=home).stderr
    assert lacuna("template", "one.csv", "--from", "current", home=home).returncode == 2
    done = lacuna("template", "one.csv", "--from", "current", "--review", "b", "--facets", "CQA", home=home)
    assert done.stderr == "one.csv holds the rows alone. To keep the rest of b, name a folder: title, included.\n"
    assert heading_of(tmp_path / "one.csv")[-4:] == [
        "country",
        "country.source",
        "quality-attribute",
        "quality-attribute.source",
    ]
    lacuna("template", "one", "--from", "current", "--review", "a-1", home=home)
    assert [each.name for each in (tmp_path / "one").iterdir()] == ["a-1"]


def test_an_empty_folder_can_be_filled_and_loaded(lacuna, tmp_path, vocabulary):
    done = lacuna("template", "my-review", "--facets", "country")
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "my-review"
    assert "nothing is charted" in lacuna("check", "my-review").stderr
    write(vocabulary, [{"study": "a", "title": "T", "country": "italy", "source": "p. 1"}], folder / "charting.xlsx")
    done = lacuna("load", "my-review", home=tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("my-review: 1 study charted in 1 evidence unit ")


ODD = (
    "=1+1",
    "'=1+1",
    "''-2",
    "+44",
    "-a",
    "@b",
    "#REF!",
    "_x0041_",
    "_x005F_",
    "a\nb\tc",
    "1.0",
    "007",
    "TRUE",
    "“ü”; 😀",
    '"',
    ",",
    "'x",
    "-",
    "N/A",
    "2026-11-23",
    "x" * 32_767,
)


@pytest.mark.parametrize("suffix", FORMATS)
def test_odd_texts_come_back(suffix, vocabulary, tmp_path):
    studies = [
        Study(
            id=text.replace("/", "|"),
            units=(
                EvidenceUnit(
                    text.replace("/", "|"), (Charted("ai-method", Status.UNCLEAR, ("clustering",), text, "0.5", text),)
                ),
            ),
            charted=(Charted("country", Status.CODED, ("france", "italy"), text, None, text),),
            citation=f"{text[:9]}!",
            title=text,
        )
        for text in ODD
    ]
    review = Review("odd", tuple(sorted(studies, key=lambda study: study.id)))
    assert returned(vocabulary, review, tmp_path / f"odd{suffix}") == review


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_form_carries_no_live_formula(suffix, vocabulary, tmp_path):
    row = {"study": "=A1", "title": "@SUM(A1)", "citation": "'+1", "coder": "-", "unit": "a=b", "country": "none"}
    path = tmp_path / f"form{suffix}"
    write(vocabulary, [{**row, "country.source": "+3\tx"}], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (written,) = csv.DictReader(file, delimiter="\t" if suffix == ".tsv" else ",")
    assert {name: written[name] for name in row} == {
        "study": "'=A1",
        "title": "'@SUM(A1)",
        "citation": "''+1",
        "coder": "'-",
        "unit": "a=b",
        "country": "none",
    }
    assert not [text for text in written.values() if text[:1] in set("=+-@\t\r") - {""}]
    (study,) = read_corpus(vocabulary, path).review.studies
    assert (study.id, study.title, study.citation) == ("=A1", "@SUM(A1)", "'+1")
    assert [(each.coder, each.source) for each in study.charted] == [("-", "+3\tx")]


def test_a_mark_is_taken_away_in_csv_that_became_xlsx(vocabulary, tmp_path):
    texts = ["=1+1", "'=1+1", "''-2", "'x", "'", "a=b"]
    rows = [{"study": f"s{number}", "title": text} for number, text in enumerate(texts)]
    write(vocabulary, rows, tmp_path / "form.csv")
    book = Workbook()
    with (tmp_path / "form.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            book.worksheets[0].append(row)
    book.save(tmp_path / "saved.xlsx")
    studies = read_corpus(vocabulary, tmp_path / "saved.xlsx").review.studies
    assert [study.title for study in studies] == texts


def test_a_sheet_without_the_mark_is_read_as_it_stands(vocabulary, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("study,title,citation\n-a,=1+1,'quoted'\n'b,'@x,''\n", encoding="utf-8")
    studies = read_corpus(vocabulary, path).review.studies
    assert {study.id: (study.title, study.citation) for study in studies} == {
        "'b": ("@x", "''"),
        "-a": ("=1+1", "'quoted'"),
    }


def by(coder, day=None, facet="ai-method"):
    return Charted(facet, Status.NOT_REPORTED, coder=coder, charted_on=day)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("of_study", "units"),
    [
        ([by("B", facet="country")], [[by("A")], [by("B")]]),
        ([by("B", "1899-12-31", "country")], [[by("A")], []]),
        ([by(None, facet="country"), by("A", facet="study-design")], [[], []]),
        ([by(None, "2026-11-23", "country")], [[by(None, "2026-11-23")], [by(None)]]),
        ([], [[], [], []]),
        ([by("B", facet="country")], [[by("A")]]),
        ([], [[by("A"), by("B", facet="ai-task")]]),
    ],
)
def test_who_charted_what_and_when_comes_back(of_study, units, suffix, vocabulary, tmp_path):
    charted = tuple(EvidenceUnit(str(number), tuple(unit)) for number, unit in enumerate(units))
    review = Review("r", (Study("s", charted, tuple(of_study), title="T"),))
    back = returned(vocabulary, review, tmp_path / f"r{suffix}")
    assert back == review
    assert set(express(vocabulary, back)) == set(express(vocabulary, review))


def test_a_form_has_every_column_with_drop_down_and_comment(form, vocabulary):
    sheet = load_workbook(form)["charting"]
    headings = {str(cell.value): (letters(index), cell.comment) for index, cell in enumerate(sheet[1])}
    notes = {name: comment.text for name, (_, comment) in headings.items() if comment}
    offered = load_workbook(form)["lists"]
    ranges = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    for facet in vocabulary.charted_facets:
        assert {facet.id, f"{facet.id}.source", f"{facet.id}.confidence"} <= set(notes)
        assert vocabulary.terms[facet.id].definition in notes[facet.id]
        letter, _ = headings[facet.id]
        validation = ranges[f"{letter}2:{letter}1048576"]
        assert validation.errorStyle == "information"  # it does not block several terms
        cells = offered[validation.formula1.removeprefix("lists!").replace("$", "")]
        assert [cell.value for (cell,) in cells] == [
            "none",
            "not applicable",
            "not reported",
            "unclear",
            *(term.id for term in vocabulary.of_facet(facet.id)),
        ]
    assert len(headings) == 12 + 3 * len(vocabulary.charted_facets)
    assert sheet.freeze_panes == "B2"
    terms = {row[1] for row in load_workbook(form)["terms"].iter_rows(min_row=2, values_only=True)}
    assert terms == {term.id for facet in vocabulary.charted_facets for term in vocabulary.of_facet(facet.id)}


def heading_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


BASE = [
    *("study", "citation", "title", "year", "doi", "retracted"),
    *("unit", "coder", "charted_on", "read", "source", "notes"),
]


@pytest.mark.parametrize(
    ("named", "facets"),
    [
        ("unit-operation", ["unit-operation"]),
        ("Unit Operation", ["unit-operation"]),
        ("process step", ["unit-operation"]),
        ("CQA, pat tool ,TRL", ["pat-modality", "quality-attribute", "technology-readiness-level"]),
        ("geography,country,,COUNTRY", ["country"]),
        ("unit operation,study design", ["study-design", "unit-operation"]),
        ("", []),
    ],
)
def test_facets_are_named_by_id_label_or_synonym(named, facets, lacuna, tmp_path):
    done = lacuna("template", "form.csv", "--facets", named)
    assert (done.returncode, done.stderr) == (0, "")
    assert heading_of(tmp_path / "form.csv") == BASE + [each for id_ in facets for each in (id_, f"{id_}.source")]


def test_all_facets_with_everything_beside_them(lacuna, tmp_path, vocabulary):
    lacuna("template", "form.csv", "--facets", "All", "--with", "reason", "--with", "confidence")
    of_study, of_unit = (
        [each.id for each in vocabulary.charted_facets if each.level == level] for level in ("study", "unit")
    )
    names = ("", ".source", ".confidence", ".reason")
    assert heading_of(tmp_path / "form.csv") == BASE + [f"{id_}{each}" for id_ in of_study + of_unit for each in names]


@pytest.mark.parametrize("named", ["unit-operatoin", "prisma-stage", "unit-operation;country", "drying"])
def test_a_facet_that_sheets_do_not_have_is_refused(named, lacuna, tmp_path):
    done = lacuna("template", "form.csv", "--facets", named)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert repr(named) in done.stderr


def test_the_default_form_is_enough_for_most_questions(vocabulary, lacuna, tmp_path):
    """It has what decides the kind of a gap and the definitions of an integrated study, in a form that fits a screen or two."""
    lacuna("template", "form.csv")
    heading = set(heading_of(tmp_path / "form.csv"))
    assert {"publication-type", "study-design", "implementation-status"} <= heading
    integrated = [
        each
        for each in vocabulary.definitions.values()
        if each.notion == vocabulary.definitions["integrated-strict"].notion
    ]
    assert len(integrated) >= 2
    assert {condition.facet for each in integrated for condition in each.conditions} <= heading
    assert len(heading) <= 40
    asked = [stored.read(vocabulary) for stored in read_catalogue().values() if not stored.about_review]
    answerable = [
        question
        for question in asked
        if {each.facet for each in question.expanded(vocabulary).values()} <= heading | {"year"}
    ]
    assert 2 * len(answerable) > len(asked)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_source_of_a_row_is_that_of_its_cells(suffix, vocabulary, tmp_path):
    path = tmp_path / f"form{suffix}"
    row = {
        "study": "a",
        "title": "T",
        "source": "p. 4",
        "country": "italy",
        "ai-method": "none",
        "ai-method.source": "p. 7",
    }
    write(
        vocabulary,
        [row, {"study": "b", "title": "U", "country": "none"}, {"study": "c", "title": "V", "source": "p. 1"}],
        path,
    )
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    assert {(each.facet, each.source) for each in corpus.review.charted()} == {
        ("country", "p. 4"),
        ("ai-method", "p. 7"),
        ("country", None),
    }
    (warning,) = check_only((str(path),)).warnings
    assert "row 3 column country: 'none'" in warning
    back = returned(vocabulary, corpus.review, tmp_path / f"again{suffix}")
    assert back == corpus.review


NOTES = [
    [("A", "one")],
    [("A", "one"), ("B", "one")],
    [("A", "one"), ("B", "=1+1\nb")],
    [("", "none"), ("A", "n/a"), ("B", "-")],
    [("A", ""), ("B", "two")],
    [("A", "")],
]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("written", NOTES)
def test_notes_are_kept_with_the_unit(written, suffix, vocabulary, tmp_path):
    path = tmp_path / f"form{suffix}"
    rows = [{"study": "s", "unit": "u", "coder": coder, "ai-method": "none", "notes": text} for coder, text in written]
    write(
        vocabulary,
        [{name: text for name, text in row.items() if text} for row in (*rows, {"study": "s", "unit": "v"})],
        path,
    )
    review = read_corpus(vocabulary, path).review
    noted, none = ([(note.activity.coder, note.text) for note in unit.notes] for unit in review.studies[0].units)
    assert (noted, none) == (sorted(each for each in written if each[1]), [])
    back = returned(vocabulary, review, tmp_path / f"again{suffix}")
    assert back == review
    assert set(express(vocabulary, back)) == set(express(vocabulary, review))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_example_is_no_data(suffix, vocabulary, tmp_path):
    row = example_row(vocabulary)
    path = tmp_path / f"form{suffix}"
    write(vocabulary, [row], path)
    (fault,) = read_corpus(vocabulary, path).faults
    assert "nothing is charted" in fault.rule
    write(vocabulary, [row, {"study": "a"}], path)
    corpus = read_corpus(vocabulary, path)
    assert corpus.faults == ()
    assert ([study.id for study in corpus.review.studies], corpus.rows) == (["a"], 1)
    write(vocabulary, [{**row, "ai-method": "clustering"}], path)
    (fault,) = read_corpus(vocabulary, path).faults
    assert (fault.cell.row, fault.cell.column, fault.cell.value) == (2, "study", EXAMPLE_KEY)


def test_the_example_names_terms_that_exist_and_lacks_nothing(vocabulary, tmp_path):
    row = {**example_row(vocabulary), "study": "a-study"}
    path = tmp_path / "form.xlsx"
    write(vocabulary, [row], path)
    assert check_only((str(path),)).warnings == ()
    said = read_corpus(vocabulary, path).review.charted()
    assert {each.status for each in said} == set(Status)


@pytest.mark.slow
def test_a_filled_form_loads_and_a_faulty_one_names_the_cells(form, tmp_path, monkeypatch):
    workbook = load_workbook(form)
    sheet = workbook["charting"]
    place = {str(cell.value): index for index, cell in enumerate(sheet[1], start=1)}
    for row, (operation, title) in enumerate([("powder-blending; coating", "One"), ("Not reported", "Two")], start=3):
        sheet.cell(row, place["study"], f"study-{row}")
        sheet.cell(row, place["title"], title)
        sheet.cell(row, place["year"], 2021)
        sheet.cell(row, place["unit-operation"], operation)
        sheet.cell(row, place["unit-operation.source"], "title")
    workbook.save(form)
    monkeypatch.setenv("LACUNA_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(load_command, [str(form)])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "form: 2 studies charted in 2 evidence units (2 charted values and statuses, 2 rows, 1 sheet)"
    )
    sheet.cell(3, place["unit-operation"], "powder-blendin; coating")
    sheet.cell(4, place["year"], "last year")
    workbook.save(form)
    done = CliRunner().invoke(load_command, [str(form)])
    assert (done.exit_code, done.stdout) == (1, "")
    address = sheet.cell(3, place["unit-operation"]).coordinate
    first, second, summary = done.stderr.splitlines()
    assert first.startswith("form.xlsx charting row 3 column unit-operation: 'powder-blendin; coating'")
    assert f"(cell {address})" in first
    assert "Nearest: powder-blending" in first
    assert second.startswith("form.xlsx charting row 4 column year: 'last year' (cell D4)")
    assert summary == "2 faults. The whole input was refused; nothing was stored."


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_ontology_gives_the_same_bytes(suffix, vocabulary, tmp_path):
    for name in ("one", "other"):
        write(vocabulary, [example_row(vocabulary)], tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()


def test_no_clock_is_in_a_form(form):
    with zipfile.ZipFile(form) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml"))
    assert set(stamps) == {b"2000-01-01T"}


def test_the_csv_form_is_read_by_spreadsheets(tmp_path, vocabulary):
    path = tmp_path / "form.csv"
    write(vocabulary, [example_row(vocabulary)], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["study"] for row in csv.DictReader(file)] == [EXAMPLE_KEY]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["form.xls"], 2, "a form ends in .csv, .tsv, .xlsx"),
        (["there.xlsx"], 2, "--force overwrites it"),
        (["form.xlsx", "--review", "x"], 2, "--from"),
        (["form.xlsx", "--from", "sha256:0"], 1, "no stored version"),
        (["form.xlsx", "--from", "current", "--review", "okafor"], 1, "no review"),
        (["no/such/folder/form.xlsx"], 1, "no/such/folder/form.xlsx cannot be read or written"),
    ],
)
def test_how_template_ends(arguments, code, says, home_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("LACUNA_HOME", str(home_folder))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.xlsx").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(main, ["template", *arguments])
    assert done.exit_code == code
    assert says in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["there.xlsx"]
    assert (tmp_path / "there.xlsx").read_text(encoding="utf-8") == "mine"


def test_force_replaces(tmp_path):
    (tmp_path / "there.csv").write_text("old", encoding="utf-8")
    done = CliRunner().invoke(template, [str(tmp_path / "there.csv"), "--force"])
    assert done.exit_code == 0
    assert "14 facets" in done.stdout
    assert "old" not in (tmp_path / "there.csv").read_text(encoding="utf-8")


def test_a_day_without_a_coder_is_in_the_property_graph_too(vocabulary):
    study = Study("s", (EvidenceUnit("1", (by(None, "2026-11-23"),)),))
    graph = express(vocabulary, Review("r", (study,)))
    declared = schema(vocabulary)
    assert set(graph) <= set(restore(project(Canonical(read_ontology() + graph), declared), declared))


def test_the_coder_of_a_study_facet_is_independent_of_row_order(vocabulary, tmp_path):
    rows = [{"study": "s", "unit": name, "coder": name, "country": "italy"} for name in "BA"]
    found = []
    for name, order in (("one.csv", rows), ("other.csv", rows[::-1])):
        write(vocabulary, order, tmp_path / name)
        found.append(read_corpus(vocabulary, tmp_path / name).review.studies)
    assert found[0] == found[1]
    assert [charted.coder for charted in found[0][0].charted] == ["A"]


def test_the_message_in_the_docs_is_real(root, vocabulary, tmp_path):
    path = tmp_path / "my-review.xlsx"
    write(vocabulary, [example_row(vocabulary), {"study": "a", "unit-operation": "powder-blendin"}], path)
    (fault,) = read_corpus(vocabulary, path).faults
    text = (root / "docs" / "charting.md").read_text(encoding="utf-8")
    # Every new facet moves the columns to its right, so the letters of the cell are not compared.
    message, documented = (re.sub(r"\(cell [A-Z]+3\)", "(cell …3)", each) for each in (str(fault), text))
    assert f"```text\n{message}\n```" in documented
