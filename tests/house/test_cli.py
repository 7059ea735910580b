"""The command: what it prints where, and how it ends."""

import json
from importlib.metadata import entry_points

import pytest

from kg.questions.catalogue import read_catalogue
from kg.stores.registry import ENGINES

USAGE, FAULT, OK = 2, 1, 0


def test_gaps(lacuna_process):
    done = lacuna_process("gaps")
    assert (done.returncode, done.stderr) == (OK, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(read_catalogue())
    of_review = ("gap_exclusion_reasons", "gap_maturity_order")
    assert all("85 included, 31 charted, 54 uncharted" in line for line in lines if not line.startswith(of_review))
    array = json.loads(lacuna_process("gaps", "--json").stdout)
    assert [each["question"]["name"] for each in array] == sorted(read_catalogue())


def test_ask_reads_like_a_sentence(lacuna):
    done = lacuna("ask", "--where", "unit-operation=coating", "--not", "pat-modality=raman-spectroscopy")
    assert done.returncode == OK
    assert "Population: 85 included, 31 charted, 54 uncharted." in done.stdout
    assert "no PAT modality: Raman spectroscopy" in done.stdout
    assert "none" not in done.stdout.lower()


def test_show_and_terms(lacuna):
    shown = lacuna("show", "gap_raman_deep_learning").stdout
    assert "pat-modality = raman-spectroscopy" in shown
    assert lacuna("terms", "freeze drying").stdout.startswith("unit-operation=lyophilization  lyophilization: ")
    assert json.loads(lacuna("terms", "freeze drying", "--json").stdout)[0]["id"] == "lyophilization"


def test_load_and_check_as_json(lacuna, tmp_path):
    home = tmp_path / "home"
    report = json.loads(lacuna("load", "--json", home=home).stdout)
    assert report["corpora"][0]["studies"] == 31
    assert (home / "current").read_text() == report["version"]["version"].removeprefix("sha256:")
    sheet = tmp_path / "s.csv"
    sheet.write_text("study,ai-method\na,deep lerning\n", encoding="utf-8")
    done = lacuna("check", str(sheet), "--json", home=home)
    assert done.returncode == FAULT
    (fault,) = json.loads(done.stdout)
    assert (fault["row"], fault["column"], fault["value"], fault["nearest"][0]) == (
        2,
        "ai-method",
        "deep lerning",
        "deep-learning",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask", "--where", "unit-operation=lyofilization"), FAULT, "lyophilization"),
        (("ask", "--where", "unit-operation"), USAGE, "FACET=TERM"),
        (("ask", "--where", "ai-method=clustering", "--completeness", "most"), USAGE, "review"),
        (("ask", "gap_integrated_lyophilisation"), FAULT, "gap_integrated_lyophilization"),
        (("ask",), USAGE, "lacuna gaps lists them"),
        (("ask", "--not", "ai-method=clustering"), FAULT, "at least one condition"),
        (("ask", "gap_raman_deep_learning", "--where", "ai-method=clustering"), USAGE, "not both"),
        (("ask", "gap_raman_deep_learning", "-k", "0"), USAGE, "-k"),
        (("load", "no-such-corpus"), USAGE, "no-such-corpus"),
        (("load", "okafor-bello-2024"), USAGE, "okafor-bello-2025"),
        (("check",), USAGE, "FILE"),
        (("terms", "qqqqqq"), FAULT, "No term"),
        (("brew",), USAGE, "brew"),
    ],
)
def test_how_it_ends(arguments, code, says, lacuna):
    done = lacuna(*arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be(lacuna_process, tmp_path):
    (tmp_path / ".env").write_text("LACUNA_GRAPH=graphite\n", encoding="utf-8")
    done = lacuna_process("gaps")
    assert done.returncode == USAGE
    assert "LACUNA_GRAPH=graphite" in done.stderr
    assert all(name in done.stderr for name in ENGINES)
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written(lacuna, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = lacuna("load", home=tmp_path / "file")
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_lists_every_command(lacuna_process):
    text = lacuna_process("--help").stdout
    for command in sorted(entry_points(group="lacuna.commands").names):
        assert f"\n  {command} " in text
