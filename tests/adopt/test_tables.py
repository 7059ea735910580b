"""Tables of many shapes: what is found out of each, and that what was adopted loads without an edit."""

import pytest
from openpyxl import Workbook

from loaders.adopt.folder import adopt_table
from loaders.adopt.proposal import propose
from loaders.corpus import read_corpus
from loaders.own.vocabularies import vocabulary_of
from tests.adopt.extraction_tables import write_text, write_workbook

AUTHORS = ("Ito", "Müller", "O'Brien", "Šimek", "de Souza", "Zhang")


def studies(*columns, number=12, first="Author (Year)"):
    """Rows of studies below a heading; each further column is a name and a function of the number of the study."""
    heading = [first, *(name for name, _ in columns)]
    return [heading, *([f"{AUTHORS[n % 6]} ({2010 + n})", *(value(n) for _, value in columns)] for n in range(number))]


def some(*values):
    return lambda n: values[n % len(values)]


def plans_of(vocabulary, path, **options):
    proposal = propose(vocabulary, path, "review", **options)
    return proposal, {plan.name: plan for plan in proposal.plans}


def adopted(path, tmp_path):
    """The corpus of a table that was adopted, its faults and its studies by key."""
    folder = tmp_path / "corpus"
    adopt_table(path, folder)
    corpus = read_corpus(vocabulary_of(folder), folder)
    return corpus, {study.id: study for study in corpus.review.studies}


def charted(study, facet):
    return next((each for each in study.all_charted() if each.facet == facet), None)


SENSORS = ("Sensor", some("NIR", "Raman spectroscopy", "NIR; Raman", "nr"))


@pytest.mark.parametrize(
    ("separator", "encoding", "above"),
    [
        (",", "utf-8", ""),
        (";", "utf-8-sig", "sep=;\r\n"),
        (";", "windows-1252", ""),
        ("\t", "utf-16", ""),
        (",", "utf-8", "Extraction, version 3; by two of us\r\n\r\n"),
    ],
)
def test_delimited_text_of_every_kind(tmp_path, separator, encoding, above):
    path = write_text(tmp_path / "t.csv", studies(SENSORS), separator, encoding, above)
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert len(by_key) == 12
    assert charted(by_key["muller-2011"], "pat-modality").terms == ("raman-spectroscopy",)
    assert charted(by_key["o-brien-2012"], "pat-modality").terms == ("nir-spectroscopy", "raman-spectroscopy")
    assert charted(by_key["simek-2013"], "pat-modality").status == "not-reported"


def test_two_heading_rows_with_and_without_merged_cells(vocabulary, tmp_path):
    rows = [
        ["Study", "", "PAT", "", "Comment"],
        ["Author (Year)", "Country", "Tool", "Position", ""],
        *studies(("Country", some("USA", "Japan")), SENSORS, ("P", some("in-line", "at-line")), ("C", some("", "x y")))[
            1:
        ],
    ]
    for path in (
        write_text(tmp_path / "flat.csv", rows),
        write_workbook(tmp_path / "merged.xlsx", rows, ["A1:B1", "C1:D1", "E1:E2"]),
    ):
        proposal, plans = plans_of(vocabulary, path)
        assert proposal.heading.rows == (1, 2)
        assert proposal.study.names("key") == ("Study / Author (Year)",)
        assert list(plans) == ["Study / Country", "PAT / Tool", "PAT / Position", "Comment"]
        assert plans["PAT / Position"].facets == ("pat-placement",)


def test_a_second_row_that_completes_the_first(vocabulary, tmp_path):
    rows = [["Author (Year)", "Country", "PAT", ""], ["", "", "Tool", "Position"]]
    rows += studies(("Country", some("USA", "Japan")), SENSORS, ("P", some("in-line", "at-line")))[1:]
    proposal, plans = plans_of(vocabulary, write_text(tmp_path / "t.csv", rows))
    assert proposal.heading.rows == (1, 2)
    assert list(plans) == ["Country", "PAT / Tool", "PAT / Position"]


@pytest.mark.parametrize(
    "below",
    [
        ["Total", "12", "", ""],
        ["Sum of studies", "", "9", ""],
        ["", "", "12", "7"],
        ["* as the authors say", "", "", ""],
        ["Mean (SD)", "3.2 (1)", "", ""],
    ],
)
def test_rows_below_that_are_no_study(tmp_path, below):
    rows = [*studies(SENSORS, ("Country", some("USA", "Japan")), ("n", lambda n: n)), [], below]
    corpus, by_key = adopted(write_text(tmp_path / "t.csv", rows), tmp_path)
    assert corpus.faults == ()
    assert len(by_key) == 12
    assert any("row 15" in notice.rule for notice in corpus.notices)


def test_a_study_without_any_other_value_is_kept(tmp_path):
    rows = [*studies(SENSORS, ("Country", some("USA", "Japan"))), ["Total synthesis group (2023)", "", ""]]
    corpus, by_key = adopted(write_text(tmp_path / "t.csv", rows), tmp_path)
    assert "total-synthesis-group-2023" in by_key
    assert corpus.faults == ()


def test_a_row_that_explains_the_columns_is_left_out(vocabulary, tmp_path):
    rows = studies(("Year", lambda n: 2010 + n), SENSORS, first="Study ID")
    rows.insert(1, ["Surname (Year)", "YYYY", "as named by the authors"])
    proposal, _ = plans_of(vocabulary, write_text(tmp_path / "t.csv", rows))
    assert list(proposal.left_out.values()) == ["it explains the columns"]
    assert len(proposal.body.rows) == 12


@pytest.mark.parametrize("status", ["not reported", "Not Reported", "NOT-APPLICABLE", "unclear", "not applicable"])
def test_a_status_in_its_own_words_is_no_value(status, tmp_path):
    table = studies(
        ("Validation", some("external", "cross-validation", status)), ("Scale-up", some("pilot", "lab", status))
    )
    path = write_text(tmp_path / "t.csv", table)
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    wanted = "-".join(status.lower().replace("-", " ").split())
    assert charted(by_key["o-brien-2012"], "validation-level").status == wanted
    folder = tmp_path / "corpus" / "ontology"
    assert not any(wanted in file.read_text(encoding="utf-8") for file in folder.glob("*.ttl"))


def test_marks_below_a_group_are_terms_of_one_facet(vocabulary, tmp_path):
    rows = [["", "PAT tool", "", "", ""], ["Author (Year)", "NIR", "Raman", "Odd device", "Twin built?"]]
    rows += [
        [f"Ito ({2000 + n})", "x" if n % 2 else "", "x" if n % 3 else "", "x", "yes" if n % 2 else "no"]
        for n in range(12)
    ]
    path = write_text(tmp_path / "t.csv", rows)
    _, plans = plans_of(vocabulary, path)
    assert [plans[f"PAT tool / {name}"].facets for name in ("NIR", "Raman", "Odd device")] == [("pat-modality",)] * 3
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert charted(by_key["ito-2001"], "pat-modality").terms == (
        "nir-spectroscopy",
        "pat-modality-odd-device",
        "raman-spectroscopy",
    )
    assert charted(by_key["ito-2000"], "twin-built").status == "none"
    assert charted(by_key["ito-2001"], "twin-built").terms == ("twin-built-yes",)


@pytest.mark.parametrize("fill", ["merged", "blank"])
def test_a_study_of_several_rows(tmp_path, fill):
    rows = [["Author (Year)", "Unit operation", "Sensor"]]
    rows += [["Ito (2020)" if n % 3 == 0 else "", ("Drying", "Milling", "Blending")[n], "NIR"] for n in range(3)]
    rows += [[f"Zhang ({2015 + n})", "Drying", "Raman"] for n in range(5)]
    path = (
        write_workbook(tmp_path / "t.xlsx", rows, ["A2:A4"])
        if fill == "merged"
        else write_text(tmp_path / "t.csv", rows)
    )
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert len(by_key["ito-2020"].units) == 3
    assert len(by_key) == 6


def test_bullets_and_line_breaks_separate(tmp_path):
    cells = some("• IoT\n• Cloud", "• IoT", "1. Cloud\n2. Edge (on the plant, not off)", "- Edge")
    path = write_workbook(tmp_path / "t.xlsx", studies(("Key technologies", cells)))
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    labels = {
        "ito-2010": {"key-technologies-iot", "key-technologies-cloud"},
        "muller-2011": {"key-technologies-iot"},
    }
    assert {key: set(charted(by_key[key], "key-technologies").terms) for key in labels} == labels


@pytest.mark.parametrize("value", ["Fill and finish", "Research and development", "Mixing, then drying"])
def test_a_value_with_a_separator_stays_whole(vocabulary, tmp_path, value):
    path = write_text(tmp_path / "t.csv", studies(("Area of use", some(value, "Upstream", "Downstream"))))
    _, plans = plans_of(vocabulary, path)
    assert value in plans["Area of use"].by_name


def test_levels_of_a_hierarchy(tmp_path):
    levels = {"Upstream": ("Culture", "Harvest"), "Downstream": ("Capture", "Polishing")}
    pairs = [(broad, narrow) for broad, under in levels.items() for narrow in under]
    path = write_text(
        tmp_path / "t.csv",
        studies(
            ("Category", lambda n: pairs[n % 4][0]),
            ("Subcategory", lambda n: pairs[n % 4][1]),
            ("Domain", some("Quality > Release", "Quality", "Process > Control > Feedback")),
            number=16,
        ),
    )
    folder = tmp_path / "corpus"
    adopt_table(path, folder)
    terms = vocabulary_of(folder).terms
    assert terms["category-harvest"].broader == ("category-upstream",)
    assert terms["category-upstream"].broader == ("category",)
    assert terms["domain-feedback"].broader == ("domain-control",)
    assert terms["domain-control"].broader == ("domain-process",)
    assert read_corpus(vocabulary_of(folder), folder).faults == ()


def test_several_facets_in_one_column(vocabulary, tmp_path):
    cells = some("NIR; PLS regression", "Raman; random forest", "NIR; neural network", "PLS regression")
    path = write_text(tmp_path / "t.csv", studies(("Approach", cells)))
    _, plans = plans_of(vocabulary, path)
    assert set(plans["Approach"].facets) == {"pat-modality", "ai-method"}
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert charted(by_key["ito-2010"], "ai-method").terms == ("pls-regression",)
    assert charted(by_key["ito-2010"], "pat-modality").terms == ("nir-spectroscopy",)
    assert charted(by_key["simek-2013"], "pat-modality") is None


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("Sample size", lambda n: n * 7, "number"),
        ("Yield (%)", lambda n: f"{n}.5 %", "number"),
        ("Range", lambda n: f"{n}–{n + 3}", "number"),
        ("Quality score", some("3", "4", "5"), "score"),
        ("Findings", lambda n: f"Study {n} found that things went better than had been thought before.", "text"),
        ("Empty", some(""), "empty"),
        ("Risk level", some("low", "medium", "high"), "own"),
        ("Grade", some("A+", "A-", "B"), "own"),
        ("Country", some("Germany", "USA", "UK"), "ours"),
        ("Land", some("France", "Japan", "Brazil"), "ours"),
    ],
)
def test_what_a_column_is(vocabulary, tmp_path, name, cells, kind):
    path = write_text(tmp_path / "t.csv", studies((name, cells), SENSORS))
    _, plans = plans_of(vocabulary, path)
    assert plans[name].kind == kind
    corpus, _ = adopted(path, tmp_path)
    assert corpus.faults == ()


def test_a_column_of_nothing_but_marks_keeps_its_facet(vocabulary, tmp_path):
    path = write_text(tmp_path / "t.csv", studies(("PAT modality", some("NR", "n/a", "")), SENSORS))
    _, plans = plans_of(vocabulary, path)
    assert plans["PAT modality"].facets == ("pat-modality",)
    assert {mark: guess.text for mark, guess in plans["PAT modality"].values.items()} == {
        "NR": "not reported",
        "n/a": "not charted",
    }


def test_a_column_of_retraction_notices_marks_the_retracted(tmp_path):
    notices = some("", "https://doi.org/10.1234/Notice; 2024-05-01", "", "Withdrawn by the editor")
    corpus, counted = adopted(
        write_text(tmp_path / "t.csv", studies(("Retraction notice", notices), SENSORS)), tmp_path
    )
    assert corpus.faults == ()
    said = {each.retraction.text for each in corpus.review.retracted}
    assert said == {"10.1234/notice; 2024-05-01", "Withdrawn by the editor"}
    assert not counted.keys() & {each.id for each in corpus.review.retracted}


def test_a_column_of_yes_and_no_marks_no_study_as_retracted(tmp_path):
    corpus, counted = adopted(
        write_text(tmp_path / "t.csv", studies(("Retracted", some("no", "yes")), SENSORS)), tmp_path
    )
    assert (corpus.faults, corpus.review.retracted) == ((), ())
    assert counted


def test_what_stands_beside_a_facet_is_no_facet(vocabulary, tmp_path):
    path = write_text(
        tmp_path / "t.csv", studies(("country", some("Japan", "USA")), ("country.source", some("p. 1", "p. 2")))
    )
    _, plans = plans_of(vocabulary, path)
    assert (plans["country.source"].kind, plans["country.source"].note) == ("text", True)


def test_signs_keep_values_apart(tmp_path):
    corpus, by_key = adopted(write_text(tmp_path / "t.csv", studies(("Grade", some("A+", "A-", "A")))), tmp_path)
    assert corpus.faults == ()
    assert len({charted(study, "grade").terms for study in by_key.values()}) == 3


def test_codes_of_countries_are_no_methods(vocabulary, tmp_path):
    _, plans = plans_of(vocabulary, write_text(tmp_path / "t.csv", studies(("Field", some("AI", "IT", "PAT", "AI")))))
    assert plans["Field"].facets != ("country",)


@pytest.mark.parametrize(
    ("heading", "first", "key"),
    [
        (["First author", "Year"], lambda n: [AUTHORS[n % 6], 2010 + n], ("First author", "Year")),
        (["No.", "Citation"], lambda n: [n + 1, f"Ito ({2000 + n})"], ("Citation",)),
        (["No.", "Citation"], lambda n: [n + 1, f"Ito ({2000 + n % 2})"], ("No.",)),
        (["Study ID", "Citation"], lambda n: [f"S{n}", f"Ito ({2000 + n})"], ("Study ID",)),
        (["Author", "Title"], lambda n: ["Ito", f"A study of thing {n}"], ("Author", "Title")),
        (["Title", "DOI"], lambda n: [f"A study of thing {n}", f"doi:10.1234/{n}"], ("Title",)),
    ],
)
def test_the_key_tells_studies_apart(vocabulary, tmp_path, heading, first, key):
    rows = [[*heading, "Sensor"], *([*first(n), ("NIR", "Raman")[n % 2]] for n in range(12))]
    path = write_text(tmp_path / "t.csv", rows)
    proposal, _ = plans_of(vocabulary, path)
    assert proposal.study.names("key") == key
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert len(by_key) == 12


def test_what_the_table_says_of_its_marks_counts(vocabulary, tmp_path):
    rows = [
        *studies(("Solvent", some("water", "ethanol", "NA", "water")), SENSORS),
        [],
        ["NA = not reported; — = not applicable"],
    ]
    proposal, _ = plans_of(vocabulary, write_text(tmp_path / "t.csv", rows))
    assert {mark: (guess.text, str(guess.sure)) for mark, guess in proposal.common.items()}["NA"] == (
        "not reported",
        "sure",
    )


@pytest.mark.parametrize("mark", ["None", "-", "NA", "n/a", "null"])
def test_a_mark_of_many_meanings_is_not_charted(tmp_path, mark):
    path = write_text(tmp_path / "t.csv", studies(("Solvent", some("water", "ethanol", mark, "water"))))
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert charted(by_key["o-brien-2012"], "solvent") is None
    assert "# unsure" in (tmp_path / "corpus" / "mapping.yaml").read_text(encoding="utf-8").split(f'"{mark}":')[1]


def test_formulas_count_as_what_they_last_gave(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", studies(("Sum", lambda n: f"={n}+1"), SENSORS))
    corpus, _ = adopted(path, tmp_path)  # openpyxl stores no results
    (fault,) = corpus.faults
    assert "is a formula" in fault.rule
    assert "The same in 12 rows" in fault.rule


@pytest.mark.parametrize(
    "word",
    [
        'say: "this" # and that',
        "two\nlines: evil",
        "- a {b: [c]} &d *e !f | > %g @h",
        "yes",
        "0x1F",
        "null",
        "a\\b'c\"d",
        "<https://example.org/> . own:x a own:Y .",
        "Größe – μm²",
        "日本語",
        "x\u2028y",
        "=1+1",
        "…",
    ],
)
def test_any_word_may_head_a_column_and_fill_it(tmp_path, word):
    path = write_workbook(tmp_path / "t.xlsx", studies((word, some(f"{word} one", f"{word} two")), SENSORS))
    corpus, by_key = adopted(path, tmp_path)
    assert [str(fault) for fault in corpus.faults if "is a formula" not in fault.rule] == []
    own = [{each.terms for each in study.all_charted() if each.facet != "pat-modality"} for study in by_key.values()]
    assert len(by_key) == len([terms for terms in own if terms or word.startswith("=")]) == 12


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("Year", lambda n: 2010 + n, "sure"),
        ("Year", lambda n: f"{2010 + n}a", "sure"),
        ("Date", lambda n: f"{2010 + n}", "sure"),
        ("Date", some("03/04/2026", "2026-04-05", "25 April 2026", "Apr 5, 2026"), ""),
        ("Year", some("03.04.2026", "05.04.2026"), ""),
        ("Publication date", lambda n: f"{2010 + n}-05-03", "likely"),
        ("Year of data", some(2001, 2002, 2003), ""),
        ("Year of approval", lambda n: 2010 + n, ""),
        ("Yr", lambda n: 2010 + n, "likely"),
        ("Yr", some(1950, 1960), ""),
    ],
)
def test_only_years_are_years_of_publication(vocabulary, tmp_path, name, cells, found):
    rows = studies(("Title", lambda n: f"T{n}"), (name, cells), SENSORS, first="Author (Year)")
    proposal, plans = plans_of(vocabulary, write_text(tmp_path / "t.csv", rows))
    names, guess = proposal.study.columns["year"]
    assert (names, str(guess.sure)) == ((name,), found) if found else names == ("Author (Year)",)
    assert (name in plans) != bool(found)


@pytest.mark.parametrize("heading", [["Author", "Year", "Title", "DOI"], ["Study"]])
def test_a_table_about_the_studies_alone(tmp_path, heading):
    rows = [heading, *([f"{AUTHORS[n]} A", 2010 + n, f"T{n}", f"10.1234/{n}"][: len(heading)] for n in range(4))]
    corpus, by_key = adopted(write_text(tmp_path / "t.csv", rows), tmp_path)
    assert corpus.faults == ()
    assert len(by_key) == 4
    assert "\ncolumns: {}\n" in (tmp_path / "corpus" / "mapping.yaml").read_text(encoding="utf-8")
    grown = write_text(
        tmp_path / "t.csv", [[*row, each] for row, each in zip(rows, ("PAT", "NIR", "", "", ""), strict=False)]
    )
    corpus, by_key = adopted(grown, tmp_path)
    assert corpus.faults == ()
    assert charted(by_key[next(iter(by_key))], "pat-modality").terms == ("nir-spectroscopy",)


def test_cells_separated_by_a_bar(tmp_path, lacuna):
    path = write_text(tmp_path / "t.csv", studies(("Title", lambda n: f"T, {n}"), SENSORS), "|")
    said = lacuna("adopt", "t.csv", "--to", "other", cwd=tmp_path).stdout
    assert "Its cells are separated by |" in said
    corpus, by_key = adopted(path, tmp_path)
    assert corpus.faults == ()
    assert charted(by_key["o-brien-2012"], "pat-modality").terms == ("nir-spectroscopy", "raman-spectroscopy")


def test_bars_within_cells_separate_no_cells(vocabulary, tmp_path):
    path = write_text(tmp_path / "t.csv", studies(("Sensor", some("NIR|Raman", "NIR", "Raman|NIR"))))
    proposal, _ = plans_of(vocabulary, path)
    assert proposal.grid.separator == ","


def test_worksheets_that_are_not_read_are_named(tmp_path, lacuna):
    workbook = Workbook()
    for title, rows in (("2024", studies(SENSORS)), ("2025", studies(SENSORS, number=3)), ("Codes", [["n.r.", "no"]])):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(tmp_path / "t.xlsx")
    for _ in ("adopted", "adopted again"):
        assert "Not read: 2025, Codes." in lacuna("adopt", "t.xlsx", "--to", "c", cwd=tmp_path).stdout
    done = lacuna("check", "c", cwd=tmp_path)
    assert "'2024' — is read alone; these worksheets hold something, too: 2025, Codes." in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "level"), [("Solvent", "unit"), ("First country", "study"), ("Design of the plant", "unit")]
)
def test_own_facets_are_charted_per_unit(tmp_path, name, level):
    rows = studies((name, some("alpha", "beta", "gamma")))
    folder = tmp_path / "corpus"
    adopt_table(write_text(tmp_path / "t.csv", rows), folder)
    (own,) = [facet for facet in vocabulary_of(folder).charted_facets if facet.namespace]
    assert own.level == level
    before = (folder / "mapping.yaml").read_text(encoding="utf-8").split(f'"{name}":')[0]
    assert before.splitlines()[-2].startswith("  # likely: charted ")
    assert f'lacuna:level "{level}" ;  # likely: ' in (folder / "ontology" / f"{own.id}.ttl").read_text(
        encoding="utf-8"
    )
    corpus, by_key = adopted(write_text(tmp_path / "t.csv", [*rows, [rows[1][0], "beta"]]), tmp_path)
    assert bool(corpus.faults) == (level == "study")
    assert level == "study" or len(by_key["ito-2010"].units) == 2
