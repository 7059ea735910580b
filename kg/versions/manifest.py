"""Manifest of a stored version."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.stores.version_files import CHECKSUMS, MANIFEST, Damage, check_files, read_stored

LAYOUT = 4
"""Increased when this program can no longer read the versions that older ones stored."""


class Manifest(BaseModel):
    """The content of a version; ``version`` is ``sha256:`` and the hash of its sorted N-Triples.

    ``vocabulary`` is the hash of those that are not about data, ``program`` is that which stored the version (see
    ``kg.versions.growth.program``); both are empty where an earlier one did.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    layout: int
    ontology: str
    vocabulary: str = ""
    program: str = ""
    reviews: tuple[str, ...]
    triples: int
    nodes: int
    relationships: int


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder of a version; None where another release stored it, with another layout.

    Raises:
        StoreFailed: it is damaged.
    """
    if folder.is_symlink():
        raise Damage(folder, "is a link").error()
    try:
        text = read_stored(folder / MANIFEST)
    except OSError as error:
        raise Damage.of(folder / MANIFEST, error).error() from error
    # The layouts before 3 had no checksums. Where there are some, a flipped bit must not pass for another layout.
    if not (folder / CHECKSUMS).exists() and _is_of_another_layout(text):
        return None
    check_files(folder, MANIFEST)
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        return None
    return manifest if manifest.layout == LAYOUT else None


def _is_of_another_layout(text: bytes) -> bool:
    try:
        content = json.loads(text)
    except ValueError:
        return False
    return isinstance(content, dict) and isinstance(content.get("layout"), int) and content["layout"] != LAYOUT
