"""YAML files, read and written without loss, and the type of a number in them."""

from collections.abc import Hashable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

import yaml
from pydantic import Field

from kg.errors import BadYaml, shortened

LARGEST_FILE = 4 * 1024**2
"""In bytes."""

MOST_VALUES = 100_000
"""Scalars, lists and mappings of a file, where each alias counts as much as what it stands for."""

DEEPEST = 50
LONGEST_NUMBER = 100
"""In characters."""

Whole = Annotated[int, Field(strict=True)]
"""A whole number as YAML writes it: neither ``true`` nor ``85.0`` nor a text."""

_LARGEST_INTEGER = 2**63 - 1
"""As the property graph stores them."""

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is built


class _Strict(_Loader):  # type: ignore[valid-type, misc]
    """Reader that refuses repeated keys, of which PyYAML takes the last, and values that it cannot represent.

    A day is a text, as in YAML 1.2.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node without repeated keys."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        seen: set[Any] = set()
        for key, (written, _) in zip(keys, node.value, strict=True):
            if not isinstance(key, Hashable):  # which PyYAML refuses
                break
            if key in seen:
                raise _fault(f"{shortened(repr(key))} is given twice", written)
            seen.add(key)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401 - whatever it says
        """The value of a node."""
        shown = repr(shortened(str(node.value))) if isinstance(node, yaml.ScalarNode) else "this"
        if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
            raise _fault(f"{shown} is too long for a number", node)
        try:
            value = super().construct_object(node, deep)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            kind = node.tag.rpartition(":")[2].replace("timestamp", "date")
            raise _fault(f"{shown} is no valid {kind}: correct it, or put it in quotes", node) from None
        if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
            raise _fault(f"{shown} is too large a number", node)
        return node.value if isinstance(value, date) else value


class _EachBreakEscaped(yaml.SafeDumper):
    """Writer that keeps rare line breaks; PyYAML writes U+0085 unquoted and reads it back as a space."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """The node of a text; double-quoted if it has a line break that is escaped only within such quotes."""
        style = '"' if any(each in text for each in "\x85\u2028\u2029") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_EachBreakEscaped.add_representer(str, _EachBreakEscaped.represent_text)


def read_yaml(file: Path, text: str | None = None) -> Any:  # noqa: ANN401 - any content; the caller validates it
    """The content of a YAML file, or of ``text``, which ``write_yaml`` wrote, in place of the file's.

    Raises:
        BadYaml: it cannot be read, or is larger than what is read of a file; the message says in which line.
    """
    try:
        if text is None:
            if file.stat().st_size > LARGEST_FILE:
                raise BadYaml(f"is larger than {LARGEST_FILE // 1024**2} MB")
            text = file.read_text(encoding="utf-8")
            _check_budget(text)
        return yaml.load(text, _Strict)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise BadYaml(_told(error)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadYaml(shortened(" ".join(str(error).split()), 400)) from None


class PlainYaml(NamedTuple):
    """A YAML file in which every scalar is its text, so that ``no`` is no truth value and 2021 no number.

    ``lines`` are the lines (from 1) of keys and of members of lists, by their path from the top.
    """

    value: Any
    lines: Mapping[tuple[str | int, ...], int]


def read_plain_yaml(file: Path) -> PlainYaml:
    """The content of a YAML file as texts, lists and mappings, with the line of each.

    Raises:
        BadYaml: as of ``read_yaml``.
    """
    read_yaml(file)  # for its faults, which are the same
    lines: dict[tuple[str | int, ...], int] = {}
    node = yaml.compose(file.read_text(encoding="utf-8"), _Loader)
    return PlainYaml(None if node is None else _plain(node, (), lines), lines)


def _plain(node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> object:
    match node:
        case yaml.MappingNode():
            mapping: dict[str, object] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in mapping:
                    raise BadYaml(_told(_fault(f"{shortened(name)!r} is given twice", key)))
                lines[*path, name] = key.start_mark.line + 1
                mapping[name] = _plain(value, (*path, name), lines)
            return mapping
        case yaml.SequenceNode():
            for number, each in enumerate(node.value):
                lines[*path, number] = each.start_mark.line + 1
            return [_plain(each, (*path, number), lines) for number, each in enumerate(node.value)]
    return node.value


def write_yaml(value: object) -> str:
    """Plain lists, dictionaries and scalars as YAML; reading it back gives the same value."""
    text: str = yaml.dump(value, Dumper=_EachBreakEscaped, allow_unicode=True, sort_keys=False, width=120)
    return text


def _check_budget(text: str) -> None:
    """Raise a ``MarkedYAMLError`` where a file is nested too deeply, or too large once its aliases are expanded."""
    # Events come one by one, before anything is composed: an alias costs nothing here, whatever it stands for.
    values = characters = 0
    open_: list[tuple[str | None, int, int]] = []
    anchors: dict[str, tuple[int, int]] = {}
    for event in yaml.parse(text, _Loader):
        match event:
            case yaml.AliasEvent(anchor=str(anchor)):
                if any(anchor == each for each, *_ in open_):
                    raise _fault(f"*{anchor} stands within what it stands for", event)
                more, longer = anchors.get(anchor, (1, 0))
                values, characters = values + more, characters + longer
            case yaml.ScalarEvent(anchor=anchor, value=value):
                values, characters = values + 1, characters + len(value)
                if anchor:
                    anchors[anchor] = 1, len(value)
            case yaml.CollectionStartEvent(anchor=anchor):
                open_.append((anchor, values, characters))
                values += 1
                if len(open_) > DEEPEST:
                    raise _fault(f"is nested deeper than {DEEPEST}", event)
            case yaml.CollectionEndEvent():
                anchor, before, shorter = open_.pop()
                if anchor:
                    anchors[anchor] = values - before, characters - shorter
        if values > MOST_VALUES or characters > LARGEST_FILE:
            largest = f"{MOST_VALUES:,} values or {LARGEST_FILE // 1024**2} million characters"
            raise _fault(f"holds more than {largest}, aliases expanded", event)


def _fault(problem: str, place: yaml.Node | yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=place.start_mark)  # type: ignore[arg-type]  # either kind of mark


def _told(error: yaml.MarkedYAMLError) -> str:
    """The message of an error in one line, with its place."""
    mark = error.problem_mark or error.context_mark
    context = f"{error.context}: " if error.context else ""
    where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
    return f"{context}{shortened(str(error.problem), 400)}{where}"


class YamlRecord:
    """Base of the classes that YAML files of a corpus are read into; pydantic refuses unknown keys."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
