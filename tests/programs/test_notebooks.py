"""The notebooks run as they stand, against a service, and show what it answers."""

import json
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from kg.paths import ROOT

FOLDER = ROOT / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
STRICT = "import warnings\nwarnings.simplefilter('error')"
PICTURE = "image/png"


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def read(file):
    return nbformat.read(file, as_version=4)


class Ran:
    """What a notebook printed and drew, and the values of expressions at its end."""

    def __init__(self, notebook, values):
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
        self.text = "".join(output.get("text", "") for output in outputs)
        self.pictures = [output.data[PICTURE] for output in outputs if PICTURE in output.get("data", {})]
        self.values = values


@pytest.fixture
def run(service, tmp_path):
    """Run a notebook in an empty folder; ``values`` are names and expressions in its variables."""

    def run(name, values, **env):
        notebook = read(FOLDER / f"{name}.ipynb")
        said = ", ".join(f"{name!r}: {expression}" for name, expression in values.items())
        notebook.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
        notebook.cells.append(nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({{{said}}}))"))
        known = {each: os.environ[each] for each in ("PATH", "HOME") if each in os.environ}
        settings = {"IPYTHONDIR": str(tmp_path / "ipython"), "LACUNA_URL": service.url}
        # Over files: a port would be open to everybody on this machine.
        kernel = Config(KernelManager={"transport": "ipc", "connection_file": str(tmp_path / "kernel.json")})
        place = {"metadata": {"path": str(tmp_path)}}
        client = NotebookClient(notebook, config=kernel, kernel_name="python3", timeout=120, resources=place)
        client.execute(env={**known, **settings, **env})
        (last,) = notebook.cells[-1].outputs
        return Ran(notebook, json.loads(last.text))

    return run


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_stored_without_outputs(file):
    notebook = read(file)
    nbformat.validate(notebook)
    assert [cell.id for cell in cells(notebook, "code") if cell.outputs or cell.execution_count is not None] == []
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_the_links_of_a_notebook_lead_somewhere(file):
    text = "\n".join(cell.source for cell in cells(read(file), "markdown"))
    links = re.findall(r"\]\(((?!https?:)[^)#]+)", text)
    assert links
    assert [link for link in links if not (file.parent / link).is_file()] == []
    assert file.name in (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")


def test_the_tables_and_pictures_show_the_answers(run, client, tmp_path):
    ran = run(
        "evidence",
        {
            "cells": "matrix.set_index(['row', 'column'])['bounds.certain'].sum().item()",
            "verdicts": "matrix['verdict'].value_counts().to_dict()",
            "barred": "int(matrix['verdict'].isna().sum())",
            "map": "list(table('bounds.certain').shape)",
            "first": "[int(table(f'bounds.{each}').iloc[0, 0]) for each in ('certain', 'upper')]",
            "gaps": "gaps.set_index('question.name')['bounds.upper'].to_dict()",
            "studies": "studies['study'].drop_duplicates().to_list()",
        },
    )
    matrix = client.get("/matrix?rows=unit-operation&columns=pat-modality").json()
    verdicts = [cell["verdict"] for cell in matrix["cells"]]
    assert ran.values["cells"] == sum(cell["bounds"]["certain"] for cell in matrix["cells"])
    assert ran.values["verdicts"] == {each: verdicts.count(each) for each in set(verdicts) - {None}}
    assert ran.values["barred"] == verdicts.count(None) > 0
    broad = [
        [each["id"] for each in client.get(f"/facets/{facet}").json()["members"] if facet in each["broader"]]
        for facet in ("unit-operation", "pat-modality")
    ]
    assert ran.values["map"] == [len(each) for each in broad]
    (corner,) = (cell for cell in matrix["cells"] if [cell["row"], cell["column"]] == [each[0] for each in broad])
    assert ran.values["first"] == [corner["bounds"]["certain"], corner["bounds"]["upper"]]
    assert ran.values["gaps"] == {
        each["question"]["name"]: each["bounds"]["upper"] for each in client.get("/gaps?size=1000").json()["items"]
    }
    assert len(ran.pictures) == 2
    answer = client.get("/gaps/gap_integrated_lyophilization").json()
    assert answer["sentence"] in ran.text
    assert f"verdict: {answer['verdict']}" in ran.text
    ids = [each["id"] for each in (*answer["certain"], *answer["possible"])]
    assert ran.values["studies"] == ids
    references = (tmp_path / "gap_integrated_lyophilization.ris").read_text(encoding="utf-8")
    assert re.findall(r"^ID  - (.*)$", references, re.MULTILINE) == ids


GRAPH = {
    "raman": "sorted(raman['id'].unique())",
    "by_json": "by_json.fillna('').sort_values(['id', 'method']).values.tolist()",
    "by_csv": "raman.fillna('').sort_values(['id', 'method']).values.tolist()",
    "by_cypher": "by_cypher is not None and by_cypher.fillna('').sort_values(['id', 'method']).values.tolist()",
}


def test_the_graph_is_asked_by_sparql(run, client):
    ran = run("graph", GRAPH)
    answer = client.get("/ask?pat-modality=raman-spectroscopy").json()
    assert ran.values["raman"] == sorted(each["id"] for each in answer["certain"])
    assert ran.values["by_json"] == ran.values["by_csv"]
    assert answer["sentence"] in ran.text
    assert answer["certificate"]["dataset"] in ran.text
    assert ran.values["by_cypher"] is False
    assert "NEO4J_URI is not set, so no Neo4j was asked." in ran.text


def test_the_graph_is_asked_by_cypher(run, lacuna, neo4j):
    env = {"NEO4J_URI": neo4j.uri, "NEO4J_USERNAME": neo4j.username, "NEO4J_PASSWORD": neo4j.password or ""}
    pushed = lacuna("push", env=env)
    assert pushed.returncode == 0, pushed.stderr
    ran = run("graph", GRAPH, **env)
    assert ran.values["by_cypher"] == ran.values["by_csv"] != []
    assert "NEO4J_URI is not set" not in ran.text
