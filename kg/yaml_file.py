"""YAML files, in which nothing that is written is lost."""

from pathlib import Path
from typing import Any

import yaml

from kg.errors import BadYaml


class _EachKeyOnce(yaml.SafeLoader):
    """YAML in which a key stands once: plain YAML takes the last and forgets the others."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node, if no key is repeated."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


class _EachBreakEscaped(yaml.SafeDumper):
    """YAML whose texts keep their rarer line breaks: unquoted, PyYAML writes U+0085 bare and reads it back as a space."""

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """The node of a text, between double quotes if it has a break that is escaped only there."""
        style = '"' if any(each in text for each in "\x85\u2028\u2029") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_EachBreakEscaped.add_representer(str, _EachBreakEscaped.represent_text)


def read_yaml(file: Path, text: str | None = None) -> Any:  # noqa: ANN401 - whatever it says; its reader validates it
    """What a YAML file says, or a text that is not in a file yet.

    Raises:
        BadYaml: it cannot be read.
    """
    try:
        written = file.read_text(encoding="utf-8") if text is None else text
        return yaml.load(written, _EachKeyOnce)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadYaml(str(error)) from None


def write_yaml(value: object) -> str:
    """Plain lists, dictionaries and scalars as YAML that says the same when it is read: the same value gives the same text."""
    text: str = yaml.dump(value, Dumper=_EachBreakEscaped, allow_unicode=True, sort_keys=False, width=120)
    return text
