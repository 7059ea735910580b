"""Stored versions: immutable folders named by the hash of their canonical content, and one pointer to the current one.

``LACUNA_HOME/versions/<hash>/`` holds ``rdf`` (Oxigraph), ``graph.lbug`` (Ladybug) and ``manifest.json``;
``LACUNA_HOME/current`` holds the hash that answers. A version is built aside and renamed into place, then the pointer is
replaced: whenever a load is cut off, the old version answers, and what was half-built is removed by the next load.
Who reads a version holds it (``kg.versions.retention``), so that nobody removes it meanwhile.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import NotFound, NoVersion, StoreFailed
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.stores import ladybug, oxigraph
from kg.stores.base import StoredGraph, opening

_RDF, _GRAPH, MANIFEST = _PARTS = ("rdf", "graph.lbug", "manifest.json")
_MADE = "made"
BUILDING, REMOVING = _ASIDE = ("building-", "removing-")
"""How the names of folders begin that are no versions yet, or no longer."""

LAYOUT = 2
"""Raised when a stored version of an older program can no longer be read."""


class Manifest(BaseModel):
    """What a version holds; ``version`` is ``sha256:`` and the hash of its sorted N-Triples."""

    model_config = ConfigDict(frozen=True)

    version: str
    layout: int
    ontology: str
    reviews: tuple[str, ...]
    triples: int
    nodes: int
    relationships: int


class Home:
    """The folder where versions live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._versions = folder / "versions"
        self._pointer = folder / "current"

    def store(self, content: Canonical, vocabulary: Vocabulary, reviews: tuple[str, ...]) -> tuple[Manifest, bool]:
        """Make triples of data and ontology the current version; True where it was not stored before.

        All or nothing: a reader sees the old version until the new one is complete.

        Raises:
            StoreFailed: the folder cannot be written.
        """
        lines = content.text.encode()
        digest = hashlib.sha256(lines).hexdigest()
        try:
            with self.locked():
                self._sweep()
                new = not self._is_whole(digest) or self._manifest(digest) is None
                if new:
                    shutil.rmtree(self._versions / digest, ignore_errors=True)
                    self._build(digest, lines, content, vocabulary, reviews)
                self._point_to(digest)
        except (OSError, RuntimeError) as error:  # RuntimeError is what Ladybug raises, whatever happened
            raise StoreFailed(
                f"{self._folder} cannot be written: {error}. What answered before still answers."
            ) from error
        return self.manifest(digest), new

    def current(self) -> str:
        """The hash of the version that answers.

        Raises:
            NoVersion: nothing has been loaded, or what was is gone.
            StoreFailed: the folder cannot be read.
        """
        try:
            digest = self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NoVersion(f"Nothing is stored in {self._folder}. Run: lacuna load") from None
        except OSError as error:
            raise StoreFailed(f"{self._folder} cannot be read: {error}") from error
        if not self._is_whole(digest):
            raise NoVersion(f"The current version in {self._folder} is damaged. Run: lacuna load")
        return digest

    def folder(self, version: str) -> Path:
        """The folder of a version, by its hash, with or without ``sha256:``."""
        digest = version.removeprefix("sha256:")
        if digest not in self.digests():
            raise self.missing(version)
        return self._versions / digest

    def digests(self) -> list[str]:
        """The hashes of all complete versions, sorted."""
        if not self._versions.is_dir():
            return []
        return sorted(each.name for each in self._versions.iterdir() if self._is_whole(each.name))

    def manifest(self, version: str) -> Manifest:
        """What a version holds.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
        """
        manifest = self._manifest(self.folder(version).name)
        if manifest is None:
            raise NoVersion(f"Version {version} was stored by another release of Lacuna. Run: lacuna load")
        return manifest

    def rdf_folder(self, version: str) -> Path:
        """Where the RDF of a version lies.

        Raises:
            NotFound: there is no such version.
        """
        return self.folder(version) / _RDF

    def beside(self, version: str) -> Path:
        """The folder for what is made from a version and can be made again; it need not be there."""
        return self._folder / _MADE / version.removeprefix("sha256:")

    def forget_what_was_made(self) -> None:
        """Remove what was made from versions that are not there any more. Only under ``locked``."""
        known = self.digests()
        for folder in (self._folder / _MADE).glob("*"):
            if folder.name not in known:
                shutil.rmtree(folder)

    def open_rdf(self, version: str) -> oxigraph.OxigraphStore:
        """The RDF of a version, read-only.

        Raises:
            StoreFailed: it cannot be opened.
        """
        with opening(self.rdf_folder(version)) as path:
            return oxigraph.OxigraphStore.open(path)

    def graph(self, version: str) -> StoredGraph:
        """The property graph of a version, for an engine to open.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
        """
        manifest = self.manifest(version)
        return StoredGraph(manifest.version, manifest.reviews, self.folder(version) / _GRAPH)

    def missing(self, version: str) -> NotFound:
        """The error that there is no such version."""
        return NotFound("stored version", version, [f"sha256:{known}" for known in self.digests()])

    def _is_whole(self, digest: str) -> bool:
        """Whether a version has all its parts; somebody may have removed one by hand."""
        return not digest.startswith(_ASIDE) and all((self._versions / digest / part).exists() for part in _PARTS)

    def _manifest(self, digest: str) -> Manifest | None:
        """What a version holds; None where this release cannot read it."""
        text = (self._versions / digest / MANIFEST).read_text(encoding="utf-8")
        try:
            manifest = Manifest.model_validate_json(text)
        except ValidationError:
            return None
        return manifest if manifest.layout == LAYOUT else None

    def _build(
        self, digest: str, lines: bytes, content: Canonical, vocabulary: Vocabulary, reviews: tuple[str, ...]
    ) -> None:
        """Write a version aside and rename it into place when it is complete."""
        building = self._versions / f"{BUILDING}{digest}"
        building.mkdir()
        declared = schema(vocabulary)
        with ThreadPoolExecutor(1) as aside:
            written = aside.submit(oxigraph.write, lines, building / _RDF)
            property_graph = project(content, declared)
            ladybug.write(property_graph, declared, building / _GRAPH)
            written.result()
        manifest = Manifest(
            version=f"sha256:{digest}",
            layout=LAYOUT,
            ontology=vocabulary.version,
            reviews=reviews,
            triples=len(content),
            nodes=sum(len(rows) for rows in property_graph.nodes.values()),
            relationships=sum(len(rows) for rows in property_graph.edges.values()),
        )
        _write(building / MANIFEST, manifest.model_dump_json(indent=2))
        building.rename(self._versions / digest)
        _sync(self._versions)

    def _point_to(self, digest: str) -> None:
        """Replace the pointer in one step."""
        aside = self._folder / "current.new"
        _write(aside, digest)
        aside.replace(self._pointer)
        _sync(self._folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One that changes something at a time; a second one waits. The lock falls when its process ends, however it ends."""
        self._versions.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _sweep(self) -> None:
        """Remove what was left behind by a load or removal that was cut off (nobody else is at it: the lock is held)."""
        for prefix in _ASIDE:
            for left in self._versions.glob(f"{prefix}*"):
                shutil.rmtree(left)


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
