"""The file beside a version in which answers are kept, each with what it depends on."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.answer.summary import Line
from kg.questions.catalogue import StoredQuestion
from kg.stores.version_files import read_stored
from kg.versions.aside import NEW, aside, remove, write
from kg.versions.growth.program import program
from kg.versions.home import Home

_NAME = "answers-{engine}.json"

Lines = Mapping[str, Line]
"""Answers by the identity of their questions (``identity``)."""


class _Kept(BaseModel):
    """The content of the file: the program that made it, from which version, which engine was asked, and the answers."""

    model_config = ConfigDict(frozen=True)

    program: str
    version: str
    engine: str
    lines: dict[str, Line]


def identity(stored: StoredQuestion) -> str:
    """The identity of a stored question: the hash of all that it asks. Name, text and table do not change its answer."""
    spec = stored.spec
    asked = [spec.pairs, spec.definition, spec.less_mature_than, spec.excluded_at]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def read_kept(home: Home, version: str, engine: str) -> Lines:
    """The answers of an engine that are kept beside a version (its name); none where there is no file, or none that fits."""
    try:
        checksum, _, content = read_stored(_file(home, version, engine)).partition(b"\n")
        if checksum.decode() != hashlib.sha256(content).hexdigest():
            return {}
        kept = _Kept.model_validate_json(content)
    except (OSError, ValueError, ValidationError):
        return {}
    return kept.lines if (kept.program, kept.version, kept.engine) == (program(), version, engine) else {}


def write_kept(home: Home, version: str, engine: str, lines: Lines) -> None:
    """Keep answers of an engine beside a version in place of those that were; nothing where nothing can be written."""
    content = _Kept(program=program(), version=version, engine=engine, lines=dict(lines)).model_dump_json()
    file = _file(home, version, engine)
    with suppress(OSError), aside(file) as folder:
        write(folder / NEW, f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}")
        if file.is_dir() and not file.is_symlink():
            remove(file)
        (folder / NEW).replace(file)


def forget_kept(home: Home, version: str, engine: str) -> None:
    """Keep no answers of an engine beside a version any more."""
    if read_kept(home, version, engine):
        write_kept(home, version, engine, {})


def _file(home: Home, version: str, engine: str) -> Path:
    return home.derived(version) / _NAME.format(engine=engine)
