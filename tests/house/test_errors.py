"""All exceptions stand in one module, in the tree that its docstring draws."""

import importlib
import inspect
import pkgutil
import re

import pytest

import api
import kg
import loaders
from kg import errors

MODULES = sorted(
    found.name
    for package in (api, kg, loaders)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not found.name.endswith("__main__")
)
SIGNALS = {
    "api.http.conditional": ["_Answered"],
    "kg.stores.endpoint.connection": ["_Closed"],
    "kg.voids.miner": ["_TooMuch"],
}
"""Exceptions that report no error, by module."""


def raised_by(module):
    """The exception classes that a module defines, in their order."""
    classes = (each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, BaseException))
    return [each for each in classes if each.__module__ == module.__name__]


def test_the_tree_of_errors_is_as_drawn():
    classes = raised_by(errors)
    drawn = re.findall(r"^( *)\* (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [name for _, name in drawn] == [each.__name__ for each in classes]
    for indent, name in drawn:
        assert len(getattr(errors, name).__mro__) - len(errors.LacunaError.__mro__) == len(indent) // 2
        assert issubclass(getattr(errors, name), errors.LacunaError)


@pytest.mark.parametrize("name", MODULES)
def test_no_other_module_defines_an_exception(name):
    if name != errors.__name__:
        found = [each.__name__ for each in raised_by(importlib.import_module(name))]
        assert found == SIGNALS.get(name, [])
