"""A charted unit that a rule of applicability bars is a warning to its coder, at the cell, and is loaded all the same."""

import pytest

from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load, read_and_check

SAID = "does not apply beside"
BASE = {"study": "s1", "title": "T", "coder": "a", "read": "abstract"}
SOURCES = ("unit-operation", "quality-attribute", "twin-metric", "twin-component", "ai-role", "ai-method")


def row(**cells: str) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in cells.items()}
    return (
        BASE
        | {column: named.get(column, "") for column in ("unit", *SOURCES)}
        | {f"{facet}.source": "p. 1" if named.get(facet) else "" for facet in SOURCES}
        | {name: value for name, value in named.items() if name in BASE}
    )


def barred(path) -> list[str]:
    return [str(warning) for warning in read_and_check([str(path)]).warnings if SAID in warning.rule]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            {"unit_operation": "seed-train", "quality_attribute": "moisture-content; friability"},
            "row 2 column quality-attribute: 'moisture-content; friability' (cell G2) — does not apply beside unit-op",
        ),
        (
            {"twin_metric": "robustness", "twin_component": "none"},
            "column twin-metric: 'robustness' (cell H2) — does not apply beside twin-component none",
        ),
        ({"ai_role": "control-role", "ai_method": "not applicable"}, "beside ai-method not applicable, by the rule"),
    ],
)
def test_a_barred_unit_is_a_warning_at_its_cell(write_sheet, cells, says):
    (warning,) = barred(write_sheet([row(**cells)]))
    assert says in warning
    assert "chart them as units of their own" in warning


@pytest.mark.parametrize(
    "rows",
    [
        [row(unit_operation="coating", quality_attribute="friability")],
        # Another status than coded names nothing that could clash.
        [row(unit_operation="unclear: seed-train", quality_attribute="friability")],
        [row(unit_operation="not reported", quality_attribute="friability")],
        [row(twin_metric="robustness", twin_component="not reported")],
        [row(twin_metric="robustness")],
        [row(twin_metric="none", twin_component="none")],
        # Two units of one study may be what one unit may not.
        [
            row(unit="a", unit_operation="seed-train", quality_attribute="titer"),
            row(unit="b", unit_operation="tableting", quality_attribute="friability"),
        ],
        # A term above the rule's own may be one that applies.
        [row(unit_operation="unit-operation", quality_attribute="friability")],
    ],
)
def test_what_no_rule_bars_gives_no_warning(write_sheet, rows):
    assert barred(write_sheet(rows)) == []


def test_each_unit_and_rule_has_its_warning(write_sheet):
    rows = [
        row(unit="a", unit_operation="harvest", quality_attribute="friability; blend-potency"),
        row(unit="b", unit_operation="harvest", quality_attribute="friability"),
        row(unit="b", unit_operation="harvest", quality_attribute="friability", study="s2"),
    ]
    assert [
        (warning.split(" column")[0], "blend" in warning.split("by the rule")[1][:40])
        for warning in barred(write_sheet(rows))
    ] == [
        ("sheet.csv row 2", True),
        ("sheet.csv row 2", False),
        ("sheet.csv row 3", False),
        ("sheet.csv row 4", False),
    ]


def test_only_what_holds_is_compared(write_sheet):
    shallow = row(unit="a", unit_operation="harvest", quality_attribute="friability") | {"read": "title"}
    deeper = row(unit="a", unit_operation="tableting", quality_attribute="friability")
    assert barred(write_sheet([shallow, deeper])) == []
    assert len(barred(write_sheet([shallow]))) == 1


def test_the_built_in_review_meets_no_rule():
    assert barred(DEFAULT_CORPUS) == []


def test_rdf_of_a_barred_unit_gives_the_same_warning(write_sheet, tmp_path):
    sheet = write_sheet([row(unit_operation="harvest", quality_attribute="friability")])
    report = load([str(sheet)], Home(tmp_path / "home"))
    assert any(SAID in warning for warning in report.warnings)
    dataset = Dataset.open(Home(tmp_path / "home"))
    file = tmp_path / "dataset.nt"
    file.write_text(dataset.rdf.serialize(format="nt"), encoding="utf-8")
    dataset.close()
    (warning,) = barred(file)
    assert "study/s1/unit/1/charted/quality-attribute: 'friability' — does not apply" in warning


def test_check_prints_the_warning(write_sheet, lacuna):
    said = lacuna("check", str(write_sheet([row(unit_operation="harvest", quality_attribute="friability")])))
    assert said.returncode == 0
    assert "Warning: sheet.csv row 2 column quality-attribute" in said.stderr
