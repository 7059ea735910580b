"""The folder of stored versions, with a pointer to the current one."""

# ``LACUNA_HOME/versions/<hash>/`` holds ``rdf`` (Oxigraph), ``graph.lbug`` (Ladybug) and ``manifest.json``;
# ``LACUNA_HOME/current`` holds the hash of the current version. A version is immutable and named by the hash of its canonical
# content. It is built aside and renamed into place, then the pointer is replaced: wherever a load is cut off, the old version
# still answers, and the next load removes what was half-built. Readers lock a version (``kg.versions.lock``) against removal.

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kg.errors import NotFound, NoVersion, StoreFailed
from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.stores import ladybug, oxigraph
from kg.stores.base import StoredGraph, store_errors
from kg.versions.manifest import LAYOUT, MANIFEST, Manifest, read_manifest

_RDF, _GRAPH = "rdf", "graph.lbug"
_PARTS = (_RDF, _GRAPH, MANIFEST)
_DERIVED = "made"
BUILDING, REMOVING = _ASIDE = ("building-", "removing-")
"""Prefixes of the names of folders that are no versions yet, or no longer."""


class Home:
    """The folder of stored versions (``LACUNA_HOME``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._versions = folder / "versions"
        self._pointer = folder / "current"

    def store(self, content: Canonical, vocabulary: Vocabulary, reviews: tuple[str, ...]) -> tuple[Manifest, bool]:
        """Make triples of data and ontology the current version. Readers see the old one until the new one is complete.

        Returns:
            The version's manifest, and whether it is newly stored.

        Raises:
            StoreFailed: the folder cannot be written.
        """
        lines = content.text.encode()
        digest = hashlib.sha256(lines).hexdigest()
        try:
            with self.locked():
                self._remove_remains()
                new = not self._is_whole(digest) or read_manifest(self._versions / digest) is None
                if new:
                    shutil.rmtree(self._versions / digest, ignore_errors=True)
                    self._build(digest, lines, content, vocabulary, reviews)
                self._point_to(digest)
        except (OSError, RuntimeError) as error:  # Ladybug raises RuntimeError for everything
            raise StoreFailed(
                f"{self._folder} cannot be written: {error}. The version stored before still answers."
            ) from error
        return self.manifest(digest), new

    def current(self) -> str:
        """The hash of the current version.

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
        """The manifest of a version.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
        """
        manifest = read_manifest(self.folder(version))
        if manifest is None:
            raise NoVersion(f"Version {version} was stored by another release of Lacuna. Run: lacuna load")
        return manifest

    def rdf_folder(self, version: str) -> Path:
        """The folder of a version's RDF.

        Raises:
            NotFound: there is no such version.
        """
        return self.folder(version) / _RDF

    def derived(self, version: str) -> Path:
        """The folder for files derived from a version, which can be made again; it may not exist."""
        return self._folder / _DERIVED / version.removeprefix("sha256:")

    def remove_derived(self) -> None:
        """Remove the derived files of versions that are not stored any more; the caller holds ``locked``."""
        known = self.digests()
        for folder in (self._folder / _DERIVED).glob("*"):
            if folder.name not in known:
                shutil.rmtree(folder)

    def open_rdf(self, version: str) -> oxigraph.OxigraphStore:
        """The RDF of a version, read-only.

        Raises:
            StoreFailed: it cannot be opened.
        """
        with store_errors(self.rdf_folder(version)) as path:
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
        """The error for a version that is not stored."""
        return NotFound("stored version", version, [f"sha256:{known}" for known in self.digests()])

    def _is_whole(self, digest: str) -> bool:
        """Whether a version has all its files; one may have been deleted by hand."""
        return not digest.startswith(_ASIDE) and all((self._versions / digest / part).exists() for part in _PARTS)

    def _build(
        self, digest: str, lines: bytes, content: Canonical, vocabulary: Vocabulary, reviews: tuple[str, ...]
    ) -> None:
        """Write a version aside and rename it into place."""
        building = self._versions / f"{BUILDING}{digest}"
        building.mkdir()
        declared = schema(vocabulary)
        # Oxigraph is filled in a thread of its own while the triples are projected.
        with ThreadPoolExecutor(1) as executor:
            written = executor.submit(oxigraph.write, lines, building / _RDF)
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
        _sync(self._versions)  # the pointer must never survive a power cut that the folder does not

    def _point_to(self, digest: str) -> None:
        """Replace the pointer atomically."""
        aside = self._folder / "current.new"
        _write(aside, digest)
        aside.replace(self._pointer)
        _sync(self._folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Exclusive right to change the folder; others wait. It ends with the process, however that ends."""
        self._versions.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _remove_remains(self) -> None:
        """Remove the remains of an interrupted load or removal; the caller holds ``locked``."""
        for prefix in _ASIDE:
            for remains in self._versions.glob(f"{prefix}*"):
                shutil.rmtree(remains)


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
