"""What the documentation says is so."""

import inspect
import re

import pytest

from kg import errors
from kg.settings import Settings
from loaders.generate.bless import readme


@pytest.mark.generated
def test_the_answer_in_the_readme_is_real(root, dataset):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "Permalink: /gaps/gap_integrated_lyophilization?version=" in text
    assert text == readme(dataset, text), "run: make bless"


def test_every_setting_is_in_the_readme(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"LACUNA_{name.upper()}"
        default = "" if field.default is None else f"`{field.default}`"
        assert f"| `{variable}` | {default} |" in text


def test_every_link_in_the_docs_leads_somewhere(root):
    for page in (root / "README.md", *(root / "docs").glob("*.md")):
        for target in re.findall(r"\]\(((?!https?:)[^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_tree_of_errors_is_as_drawn():
    classes = [
        each
        for each in vars(errors).values()
        if inspect.isclass(each) and issubclass(each, Exception) and each.__module__ == errors.__name__
    ]
    drawn = re.findall(r"^( *)\* (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [name for _, name in drawn] == [each.__name__ for each in classes]
    for indent, name in drawn:
        assert len(getattr(errors, name).__mro__) - len(errors.LacunaError.__mro__) == len(indent) // 2


def test_modules_stay_small(root):
    for package in ("kg", "api", "loaders"):
        for module in (root / package).rglob("*.py"):
            assert len(module.read_text(encoding="utf-8").splitlines()) <= 400, module.name
