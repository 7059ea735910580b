"""YAML files, in which nothing that is written is lost."""

from pathlib import Path
from typing import Any

import yaml


class BadYaml(ValueError):
    """A file is not UTF-8, not YAML, or says one key twice."""


class _EachKeyOnce(yaml.SafeLoader):
    """YAML in which a key stands once: plain YAML takes the last and forgets the others."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of a node, if no key is repeated."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(file: Path) -> Any:  # noqa: ANN401 - whatever the file says; its reader validates it
    """What a YAML file says.

    Raises:
        BadYaml: it cannot be read.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), _EachKeyOnce)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadYaml(str(error)) from None
