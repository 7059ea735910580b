"""Manifest of an export: its version, and every file with its hash."""

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

FILE = "manifest.json"


class FileEntry(BaseModel):
    """A file of an export: its path below the folder, its media type, what it is, and its content's size and hash."""

    model_config = ConfigDict(frozen=True)

    path: str
    media_type: str
    says: str
    bytes: int
    sha256: str


class ExportManifest(BaseModel):
    """The content of an export, without the manifest itself; files in order of their path."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["lacuna-export"]
    layout: int
    version: str
    ontology: str
    reviews: tuple[str, ...]
    triples: int
    files: tuple[FileEntry, ...]

    def find(self, path: str) -> FileEntry | None:
        """The file of that path, or None."""
        return next((file for file in self.files if file.path == path), None)


def read_manifest(folder: Path) -> ExportManifest | None:
    """The manifest of an export's folder; None if the folder is no export."""
    try:
        return ExportManifest.model_validate_json((folder / FILE).read_bytes())
    except (ValidationError, FileNotFoundError, NotADirectoryError):
        return None


def sha256(file: Path) -> str:
    """The hash of a file's content."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def changed_file(folder: Path, manifest: ExportManifest, below: str = "") -> str | None:
    """The first file of an export (below a path of it) that is not as it was exported, and how; None where all are."""
    for entry in manifest.files:
        if entry.path.startswith(below):
            file = folder / entry.path
            if not file.is_file():
                return f"{entry.path} is missing"
            if (found := sha256(file)) != entry.sha256:
                return f"{entry.path} is not as it was exported: its sha256 is {found}, but {FILE} says {entry.sha256}"
    return None


def changed_since_export(path: Path) -> str | None:
    """A sentence about what has changed in an exported file or folder; None if nothing has, or it is not of an export."""
    path = path.resolve()
    for root in path.parents[:3]:  # files lie at most two folders deep, as in csv/REVIEW/charting.csv
        if manifest := read_manifest(root):
            return changed_file(root, manifest, f"{path.relative_to(root)}{'/' if path.is_dir() else ''}")
    return None
