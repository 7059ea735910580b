"""Layers and sizes: what keeps the tree one that a newcomer finds their way in."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

CODE = ("kg", "api", "loaders")
LONGEST_MODULE, MEDIAN_MODULE, MOST_MODULES = 300, 110, 12


def modules(root: Path, *folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]


def lengths(files: list[Path]) -> dict[str, int]:
    return {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_no_module_is_long(root):
    assert {name: size for name, size in lengths(modules(root, *CODE)).items() if size > LONGEST_MODULE} == {}


def test_half_of_the_modules_are_short(root):
    sizes = lengths([file for file in modules(root, *CODE) if file.name != "__init__.py"])
    assert median(sizes.values()) <= MEDIAN_MODULE


def test_no_folder_holds_many_modules(root):
    held = Counter(str(file.parent) for file in modules(root, *CODE, "tests"))
    assert {folder: count for folder, count in held.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("kg/evaluation/verdict.py", "from kg.answer.models import Answer"),
        ("kg/rdf/iris.py", "from kg.review.model import Review"),
        ("kg/query/cypher.py", "from kg.versions.dataset import Dataset"),
        ("api/service.py", "from loaders.pipeline import load"),
        ("loaders/sheets/cells.py", "from loaders.pipeline import load"),
        ("api/http/problems.py", "from api.routers import gaps"),
        ("kg/answer/answer.py", "import pyoxigraph"),
    ],
)
def test_an_import_upwards_is_found(root, tmp_path, module, planted):
    for folder in CODE:
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "corpora"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    target = tmp_path / module
    target.write_text(f"{target.read_text(encoding='utf-8')}\n\n{planted}\n", encoding="utf-8")
    found = lint_imports(tmp_path)
    assert found.returncode == 1, found.stdout
    assert "BROKEN" in found.stdout
