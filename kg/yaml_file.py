"""YAML files, read and written without loss."""

from pathlib import Path
from typing import Any

import yaml

from kg.errors import BadYaml


class _EachKeyOnce(yaml.SafeLoader):
    """Reader that refuses repeated keys; PyYAML silently takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node without repeated keys."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is given twice", node.start_mark)
        return super().construct_mapping(node, deep)


class _EachBreakEscaped(yaml.SafeDumper):
    """Writer that keeps rare line breaks; PyYAML writes U+0085 unquoted and reads it back as a space."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """The node of a text; double-quoted if it has a line break that is escaped only within such quotes."""
        style = '"' if any(each in text for each in "\x85\u2028\u2029") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_EachBreakEscaped.add_representer(str, _EachBreakEscaped.represent_text)


def read_yaml(file: Path, text: str | None = None) -> Any:  # noqa: ANN401 - any content; the caller validates it
    """The content of a YAML file, or of ``text`` in place of the file's.

    Raises:
        BadYaml: it cannot be read.
    """
    try:
        written = file.read_text(encoding="utf-8") if text is None else text
        return yaml.load(written, _EachKeyOnce)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadYaml(str(error)) from None


def write_yaml(value: object) -> str:
    """Plain lists, dictionaries and scalars as YAML; reading it back gives the same value."""
    text: str = yaml.dump(value, Dumper=_EachBreakEscaped, allow_unicode=True, sort_keys=False, width=120)
    return text
