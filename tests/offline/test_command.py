"""``lacuna map``: what it writes where, and how it ends."""

from contextlib import suppress

import pytest

from api import commands
from api.pages.offline.page import write_map
from api.pages.offline.wanted import read_map
from tests.offline.conftest import data_of

USAGE, FAULT, OK = 2, 1, 0
SMALL = ("--rows", "integration-level", "--columns", "publication-type")


@pytest.fixture
def run(lacuna):
    return lambda *arguments: lacuna("map", *arguments)


def test_it_writes_the_file_and_says_so(run, tmp_path, dataset):
    done = run("map.html", *SMALL)
    assert done.returncode == OK
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert done.stdout == f"Wrote map.html: integration-level, publication-type, {len(text.encode()):,} bytes\n"
    wanted = read_map(dataset.vocabulary, ["integration-level"], ["publication-type"])
    assert text == write_map(dataset.evidence(), wanted)
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]


def test_its_options_are_those_of_the_other_commands(run, tmp_path, dataset):
    options = (
        "--within",
        "unit-operation=coating",
        "--completeness",
        "review",
        "-k",
        "2",
        "--version",
        dataset.version,
    )
    done = run("map.html", *SMALL, *options, "--review", "okafor-bello-2025", "--definition", "claimed-twin")
    assert done.returncode == OK, done.stderr
    data = data_of((tmp_path / "map.html").read_text(encoding="utf-8"))
    (part,) = data["maps"]
    assert (data["k"], data["dataset"], part["completeness"]) == (2, dataset.version, "review")
    assert part["where"] == [{"facet": "unit-operation", "in": ["coating"]}]
    assert part["definition"] == "claimed-twin"


def test_a_file_is_overwritten_only_by_force(run, tmp_path):
    file = tmp_path / "map.html"
    file.write_text("mine", encoding="utf-8")
    done = run("map.html", *SMALL)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert "map.html already exists; --force overwrites it." in done.stderr
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("map.html", *SMALL, "--force").returncode == OK
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_file_that_comes_meanwhile_stays(run, tmp_path, monkeypatch):
    file = tmp_path / "map.html"

    def slow(*_):
        file.write_text("mine", encoding="utf-8")
        return "theirs"

    monkeypatch.setattr(commands, "write_map", slow)
    assert run("map.html", *SMALL).returncode == USAGE
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("map.txt",), USAGE, "a map ends in .html"),
        (("map",), USAGE, "a map ends in .html"),
        ((), USAGE, "FILE.html"),
        (("folder.html",), USAGE, "folder.html is a folder"),
        (("x.html", "--rows", "unit-operations"), FAULT, "unit-operation"),
        (("x.html", "--rows", "country", "--columns", "country"), FAULT, "facet of the rows, too"),
        (("x.html", "--within", "coating"), USAGE, "FACET=TERM"),
        (("x.html", "--within", "unit-operation=coatin"), FAULT, "coating"),
        (("x.html", "--review", "nobody"), FAULT, "nobody"),
        (("x.html", "--version", "sha256:0"), FAULT, "sha256:0"),
        (("x.html", "-k", "0"), USAGE, "1<=x<=1000"),
        (("x.html", "--facets", "country,unit-operation,ai-method"), FAULT, "20,000"),
        (("/proc/x.html", *SMALL), FAULT, "check that the folder exists and is writable"),
    ],
    ids=str,
)
def test_how_it_ends(arguments, code, says, run, tmp_path):
    (tmp_path / "folder.html").mkdir()
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["folder.html"]


@pytest.mark.parametrize("fault", [MemoryError, KeyboardInterrupt, OSError(28, "No space left on device")], ids=str)
def test_what_fails_leaves_the_file_as_it_was(fault, run, tmp_path, monkeypatch):
    def fails(file, text):
        file.write_text(text[:100], encoding="utf-8")
        raise fault

    file = tmp_path / "map.html"
    file.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(commands, "write", fails)
    with suppress(MemoryError):
        assert run("map.html", *SMALL, "--force").returncode != OK
    assert file.read_text(encoding="utf-8") == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["map.html"]
