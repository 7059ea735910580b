"""Additions, made in a copy of the project as docs/contributing.md says, reach every output.

A question, a term, a facet and a rule are one file each; a sheet format, a media type and a graph engine are a module and a row.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow  # each addition loads a copy of the project anew

TERM, FACET, RULE = "vacuum-drying", "code-availability", "coating-attribute-in-sterile-filtration"
SHEET_FORMAT = """
import json
from loaders.sheets.table import make_table

def read(path):
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    heading = list(dict.fromkeys(name for record in records for name in record))
    cells = ({heading.index(name): text for name, text in record.items()} for record in records)
    return [make_table(path.name, [(1, dict(enumerate(heading))), *enumerate(cells, start=2)])]

def form(form):
    return "".join(json.dumps(dict(row)) + "\\n" for row in form.rows).encode()
"""
SHEET_ROW = '".jsonl": SheetFormat("application/jsonl", jsonl.read, jsonl.form),'

MEDIA_TYPE = """
from kg.answer.text import render

def write(answer, dataset, address):
    return render(dataset.vocabulary, answer).encode()
"""
MEDIA_ROW = '"text/plain": Representation("txt", (Answer,), plain.write, _TEXT, "; charset=utf-8"),'

ENGINE = """
from kg.stores.ladybug import LadybugEngine

class SecondEngine(LadybugEngine):
    name = "second"

    def open(self, stored):
        store = super().open(stored)
        store.engine = self.name
        return store
"""
ENGINE_ROW = '"second": lambda _: SecondEngine(),'

RUN = """
import json, sys
from click.testing import CliRunner
from fastapi.testclient import TestClient
from api.app import create_app
from kg.cli import main

def run(name, *arguments):
    if name == "GET":
        with TestClient(create_app()) as client:
            return client.get(arguments[0], headers={"Accept": (*arguments[1:], "*/*")[0]}).raise_for_status().text
    done = CliRunner().invoke(main, [name, *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout

print(json.dumps([run(*step.split(" ")) for step in sys.argv[1:]]))
"""


class Project(NamedTuple):
    """A copy of the project with the additions, the name of the added question, and how to run Python in the copy."""

    folder: Path
    question: str
    python: Callable[..., str]

    def run(self, *steps: str, **environment: str) -> list[str]:
        """What each step prints: a command of lacuna without that word, or ``GET``, an address and perhaps a media type.

        All steps run in one process.
        """
        printed: list[str] = json.loads(self.python("-c", RUN, *steps, **environment))
        return printed

    def add_module(self, module: str, content: str, table: str, row: str, before: str) -> None:
        """Write a module, and into the file of a table an import, ahead of another one, and a row, as the first one."""
        (self.folder / module).write_text(content, encoding="utf-8")
        name = Path(module).with_suffix("").as_posix().replace("/", ".")
        package, _, short = name.rpartition(".")
        what = re.search(rf"class (\w+)|{short}\.", f"{content}{row}")
        assert what
        line = f"from {name} import {what[1]}" if what[1] else f"from {package} import {short}"
        text = (self.folder / table).read_text(encoding="utf-8")
        text, rows = re.subn(r"(?<=: Mapping\[)(.*?)(?<=\{\n)", rf"\1    {row}\n", text, count=1, flags=re.DOTALL)
        text, imports = re.subn(rf"^(?={before})", f"{line}\n", text, count=1, flags=re.MULTILINE)
        assert (rows, imports) == (1, 1)
        (self.folder / table).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def project(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("additions") / "project"
    for part in ("kg", "api", "loaders", "ontology", "shapes", "queries", "docs"):
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("*.png"))
    shutil.copy(root / "README.md", folder)
    question = _add(folder)

    def python(*arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={
                "PYTHONPATH": str(folder),
                "LACUNA_HOME": str(folder / "home"),
                "PATH": "/usr/bin:/bin",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    copy = Project(folder, question, python)
    copy.run("load okafor-bello-2025", "template own.csv --facets all --with confidence")
    return copy


def _add(folder: Path) -> str:
    """The additions of docs/contributing.md, each made in the one file that it names; returns the question's name."""
    text = (folder / "docs" / "contributing.md").read_text(encoding="utf-8")
    written = re.findall(r"for example `([^`]+)`.*?\n```\w+\n(.*?)```", text, re.DOTALL)
    assert [Path(file).suffix for file, _ in written] == [".yaml", ".ttl", ".ttl", ".ttl"]
    for file, content in written:
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{content}")
    assert written[1][1].count("\n") == 4
    assert written[2][0] == f"ontology/facets/{FACET}.ttl"
    assert written[3][1].startswith(f"incompatibility:{RULE} ")
    return Path(written[0][0]).stem


def test_an_added_question_is_answered(project):
    name = project.question
    answer, cypher, served, described = project.run(
        f"ask {name} --json", f"show {name} --cypher", f"GET /gaps/{name}", "GET /openapi.json"
    )
    found = json.loads(answer)
    asked = [("ai-method", "optimization-algorithm"), ("pat-modality", "pat-modality")]
    assert found["question"]["where"] == [{"facet": facet, "in": [term]} for facet, term in asked]
    assert found["population"]["charted"] == 31
    assert "$ai_method" in cypher
    assert json.loads(served) == found
    assert name in described


def test_an_added_term_can_be_asked(project):
    answer, term = project.run("ask --where unit-operation=Vacuum\N{NO-BREAK SPACE}drying --json", f"GET /terms/{TERM}")
    # Studies charted on drying as such may have dried in a vacuum (too coarse): the new term takes part in that at once.
    assert json.loads(answer)["reasons"]["too-coarse"] > 0
    assert json.loads(term)["broader"] == ["drying"]


def test_an_added_facet_can_be_charted_checked_loaded_and_asked(project):
    form = project.folder / "own.csv"
    with form.open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    assert {FACET, f"{FACET}.source", f"{FACET}.confidence"} <= set(heading)
    form.write_text(
        f"study,{FACET},unit-operation\na,code-on-request,{TERM}\nb,not reported,{TERM}\n", encoding="utf-8"
    )
    ask = f"ask --where {FACET}={FACET} --json --review"
    checked, loaded, own, seed, facets, one = project.run(
        "check own.csv",
        "load own.csv okafor-bello-2025 --json",
        f"{ask} own",
        f"{ask} okafor-bello-2025",
        "GET /facets?size=1000",
        f"GET /facets/{FACET}",
    )
    assert "No fault found" in checked
    assert [corpus["studies"] for corpus in json.loads(loaded)["corpora"]] == [2, 31]
    assert (json.loads(own)["bounds"]["certain"], json.loads(own)["reasons"]["not-reported"]) == (1, 1)
    assert (json.loads(seed)["bounds"]["certain"], json.loads(seed)["reasons"]["not-charted"]) == (0, 31)
    assert FACET in [facet["id"] for facet in json.loads(facets)["items"]]
    assert [term["id"] for term in json.loads(one)["members"]] == [FACET, "code-in-repository", "code-on-request"]


def test_an_added_rule_bars_what_it_says(project):
    (said,) = project.run("GET /matrix?rows=unit-operation&columns=quality-attribute")
    barred = {(cell["row"], cell["column"]) for cell in json.loads(said)["cells"] if RULE in cell["barred"]}
    attributes = ("coating-attribute", "coating-mass-gain", "coating-thickness")
    assert barred == {("sterile-filtration", attribute) for attribute in attributes}


def test_generated_files_follow(project):
    project.python("-c", "from loaders.generate.bless import write_texts; write_texts()")
    (query,) = project.folder.glob(f"queries/*/{project.question}.cypher")
    assert "$ai_method" in query.read_text(encoding="utf-8")
    assert "term:optimization-algorithm" in query.with_suffix(".rq").read_text(encoding="utf-8")
    terms = project.folder / "docs" / "terms"
    assert f'<a id="{TERM}">' in (terms / "unit-operation.md").read_text(encoding="utf-8")
    assert f"({FACET}.md)" in (terms / "README.md").read_text(encoding="utf-8")
    rules = (project.folder / "docs" / "incompatibilities.md").read_text(encoding="utf-8")
    assert rules.count(f'<a id="{RULE}">') == 1
    released = (project.folder / "ontology" / "released.tsv").read_text(encoding="utf-8")
    assert released.count(TERM) == 1
    assert released.count("code-on-request") == 1
    assert "node.CodeAvailability {" in (project.folder / "docs" / "neo4j-browser.grass").read_text(encoding="utf-8")


def test_an_added_rdf_format_is_exported_and_loaded(project):
    table = project.folder / "kg" / "rdf" / "formats.py"
    text = table.read_text(encoding="utf-8")
    row = '    RdfFormat(".n3", "text/n3", "n3", "N3", datasets=True),'
    text, rows = re.subn(r"^(FORMATS: .*\()$", rf"\1\n{row}", text, flags=re.MULTILINE)
    assert rows == 1
    table.write_text(text, encoding="utf-8")
    _, checked = project.run("export exported", "check exported/dataset.n3")
    assert "31 studies charted in 37 evidence units" in checked


def test_an_added_sheet_format_is_read_and_written(project):
    package = "loaders/formats"
    project.add_module(f"{package}/jsonl.py", SHEET_FORMAT, f"{package}/__init__.py", SHEET_ROW, "from loaders.sheets")
    written, again = project.run("template form.jsonl --from current --review okafor-bello-2025", "check form.jsonl")
    assert "rows of a stored review" in written
    assert (project.folder / "form.jsonl").read_text(encoding="utf-8").startswith('{"study": ')
    assert "31 studies charted in 37 evidence units" in again


def test_an_added_media_type_is_served_and_documented(project):
    package = "api/formats"
    project.add_module(f"{package}/plain.py", MEDIA_TYPE, f"{package}/table.py", MEDIA_ROW, "from api.models")
    served, described = project.run(f"GET /gaps/{project.question} text/plain", "GET /openapi.json")
    assert "Permalink: /gaps/" in served
    assert "text/plain" in json.loads(described)["paths"]["/ask"]["get"]["responses"]["200"]["content"]


def test_an_added_graph_engine_answers(project):
    package = "kg/stores"
    project.add_module(f"{package}/second.py", ENGINE, f"{package}/registry.py", ENGINE_ROW, "from kg.stores.ladybug")
    (embedded,) = project.run(f"ask {project.question} --json")
    second, health = project.run(f"ask {project.question} --json", "GET /health", LACUNA_GRAPH="second")
    assert second == embedded
    assert json.loads(health)["graph"] == "second"
