"""What is installed is the same Lacuna: ontology, shapes, questions and the charted review travel with it."""

import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from loaders.corpus import DEFAULT_CORPUS, built_in

pytestmark = pytest.mark.slow  # builds a wheel


@pytest.fixture(scope="module")
def installed(root, tmp_path_factory):
    """The wheel, unpacked where it would be installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(root)]
    subprocess.run([sys.executable, "-m", *command], check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_everything(installed, root):
    for folder in ("ontology", "shapes", "queries", "loaders", "kg", "api"):
        there = {str(file.relative_to(installed)) for file in (installed / folder).rglob("*") if file.is_file()}
        here = {
            str(file.relative_to(root))
            for file in (root / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
        assert there == here


@pytest.fixture
def run(installed, tmp_path):
    """Run the installed command in an empty folder."""
    code = "import kg.paths, sys; assert kg.paths.__file__.startswith(sys.argv.pop()); from kg.cli import main; main()"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments, str(installed)],
            cwd=tmp_path,
            env={
                "PYTHONPATH": str(installed),
                "PATH": "/usr/bin:/bin",
                "PYTHONDONTWRITEBYTECODE": "1",
                "XDG_DATA_HOME": str(tmp_path / "data"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_it_works_from_an_empty_folder(run, tmp_path, dataset):
    assert [each["review"] for each in json.loads(run("load", "--json"))["corpora"]] == list(built_in())
    assert json.loads(run("load", DEFAULT_CORPUS, "--json"))["version"]["version"] == dataset.version
    assert [folder.name for folder in tmp_path.iterdir()] == ["data"]
    assert (tmp_path / "data" / "lacuna" / "current").is_file()
    assert len(json.loads(run("gaps", "--json"))) >= 6


def test_an_own_table_leaves_the_installation_as_it_is(run, installed, root, tmp_path):
    def content():
        files = (file for file in installed.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        return {file: file.read_bytes() for file in files}

    before = content()
    shutil.copy(root / "docs" / "examples" / "granulation.csv", tmp_path)
    run("adopt", "granulation.csv")
    run("load", "granulation")
    answer = json.loads(run("ask", "binder=HPMC", "pat-modality=nir-spectroscopy", "--json"))
    assert [study["citation"] for study in answer["certain"]] == ["Eder (2019)"]
    assert content() == before
