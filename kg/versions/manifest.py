"""Manifest of a stored version."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

MANIFEST = "manifest.json"
LAYOUT = 2
"""Increased when this program can no longer read the versions that older ones stored."""


class Manifest(BaseModel):
    """The content of a version; ``version`` is ``sha256:`` and the hash of its sorted N-Triples."""

    model_config = ConfigDict(frozen=True)

    version: str
    layout: int
    ontology: str
    reviews: tuple[str, ...]
    triples: int
    nodes: int
    relationships: int


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder of a version; None where the version has another layout."""
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        return None
    return manifest if manifest.layout == LAYOUT else None
