"""The folder of stored versions, with a pointer to the current one."""

# ``LACUNA_HOME/versions/<hash>/`` holds ``rdf`` (Oxigraph), ``graph.lbug`` (Ladybug), ``triples.nt.gz``, ``manifest.json`` and
# ``SHA256SUMS``;
# ``LACUNA_HOME/current`` holds the hash of the current version. A version is immutable and named by the hash of its canonical
# content. It is built aside and renamed into place, then the pointer is replaced: wherever a load is cut off, the old version
# still answers, and the next load removes what was half-built. Readers lock a version (``kg.versions.lock``) against removal.
# ``LACUNA_HOME/labels.json`` (``kg.versions.retention``) names versions; it is no part of their content.
# So a folder with the name of a version was complete once; if it is not as it was stored, it is damaged.

import fcntl
import os
import re
import shutil
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import ENOSPC
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg.errors import NotFound, NoVersion, StoreFailed
from kg.ontology.vocabulary import Vocabulary
from kg.stores import oxigraph
from kg.stores.base import StoredGraph
from kg.stores.version_files import GRAPH, RDF, FileStates, check_files, read_stored
from kg.versions.aside import MADE, remove, sweep, sync, temporary, write
from kg.versions.growth.grown import Grown
from kg.versions.growth.whole import Whole
from kg.versions.growth.writing import write_version
from kg.versions.manifest import Manifest, read_manifest
from kg.versions.verification import verify

_DERIVED = "made"
BUILDING, REMOVING = _ASIDE = ("building-", "removing-")
"""Prefixes of the names of folders that are no versions yet, or no longer."""
_FULL = 1 << 20
"""Free bytes below which the disk is full."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Stored(NamedTuple):
    """A version that was made current: whether it is new, and why it was built again in place of the one that was there."""

    manifest: Manifest
    new: bool
    rebuilt: str | None


class Home:
    """The folder of stored versions (``LACUNA_HOME``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._versions = folder / "versions"
        self._pointer = folder / "current"
        self.labels_file = folder / "labels.json"

    def store(self, content: Whole | Grown, vocabulary: Vocabulary, reviews: tuple[str, ...]) -> Stored:
        """Make triples of data and ontology the current version. Readers see the old one until the new one is complete.

        A version that is there already is verified, and built again if it is damaged or of another release.

        Raises:
            StoreFailed: the folder cannot be written.
        """
        digest = content.version.removeprefix("sha256:")
        try:
            with self.locked():
                self.remove_remains()
                new = not os.path.lexists(self._versions / digest)
                reason = None if new else verify(self._versions / digest).reason_to_rebuild
                if new or reason:
                    self._build(digest, content, vocabulary, reviews)
                self.replace(self._pointer, digest)
        except (OSError, RuntimeError) as error:  # Ladybug raises RuntimeError for everything
            raise StoreFailed(
                f"{self._folder} cannot be written: {error}. The version stored before still answers."
            ) from error
        return Stored(self.manifest(digest), new, reason)

    def use(self, version: str) -> Manifest:
        """Make a stored version current, after comparing its files with their checksums.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
            StoreFailed: it is damaged, or the folder cannot be written.
        """
        try:
            with self.locked():
                self.check(version)  # within the lock, so that no prune removes the version meanwhile
                manifest = self.manifest(version)
                self.replace(self._pointer, version.removeprefix("sha256:"))
        except OSError as error:
            raise StoreFailed(f"{self._folder} cannot be written: {error}. The current version stays.") from error
        return manifest

    def current(self) -> str:
        """The hash of the current version.

        Raises:
            NoVersion: nothing has been loaded.
            StoreFailed: the pointer cannot be read, or names no stored version.
        """
        try:
            digest = read_stored(self._pointer).strip().decode("ascii", errors="replace")
        except FileNotFoundError:
            raise NoVersion(f"Nothing is stored in {self._folder}. Run: lacuna load") from None
        except OSError as error:
            raise StoreFailed(f"{self._pointer} cannot be read: {error.strerror}. Run: lacuna load") from error
        if not _DIGEST.fullmatch(digest):
            raise StoreFailed(f"{self._pointer} is damaged: it names no version. Run: lacuna load")
        if digest not in self.digests():
            raise StoreFailed(f"{self._pointer} is damaged: it names {digest}, which is not stored. Run: lacuna load")
        return digest

    def folder(self, version: str) -> Path:
        """The folder of a version, by its hash, with or without ``sha256:``."""
        digest = version.removeprefix("sha256:")
        if digest not in self.digests():
            raise self.missing(version)
        return self._versions / digest

    def digests(self) -> list[str]:
        """The hashes of all versions, damaged ones included, sorted.

        Raises:
            StoreFailed: the folder cannot be read.
        """
        try:
            return sorted(each.name for each in self._versions.iterdir() if _DIGEST.fullmatch(each.name))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreFailed(f"{self._versions} cannot be read: {error.strerror}.") from error

    def manifest(self, version: str) -> Manifest:
        """The manifest of a version.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
            StoreFailed: it is damaged.
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
        return self.folder(version) / RDF

    def derived(self, version: str) -> Path:
        """The folder for files derived from a version, which can be made again; it may not exist.

        Where nothing can be written here, it is in the system's temporary folder, as long as this object lives.
        """
        digest = version.removeprefix("sha256:")
        made = self._folder / _DERIVED
        nearest = next((each for each in (made / digest, made) if os.path.lexists(each)), self._folder)
        linked = made.is_symlink() or (made / digest).is_symlink()
        return made / digest if os.access(nearest, os.W_OK | os.X_OK) and not linked else self._elsewhere / digest

    def remove_derived(self) -> None:
        """Remove the derived files of versions that are not stored any more, and what killed processes left of others.

        The caller holds ``locked``.
        """
        made, known = self._folder / _DERIVED, self.digests()
        for folder in made.iterdir() if made.is_dir() and not made.is_symlink() else ():
            if not _DIGEST.fullmatch(folder.name):
                continue  # nothing of ours
            if folder.name in known and folder.is_dir() and not folder.is_symlink():
                sweep(folder)
            else:
                remove(folder)

    def check(self, version: str) -> FileStates:
        """Compare all files of a version with their checksums.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
            StoreFailed: it is damaged.
        """
        self.manifest(version)
        return check_files(self.folder(version))

    def open_rdf(self, version: str) -> oxigraph.OxigraphStore:
        """The RDF of a version, read-only; the caller has called ``check``.

        Raises:
            StoreFailed: it cannot be opened.
        """
        return oxigraph.OxigraphStore.open(self.rdf_folder(version))

    def graph(self, version: str) -> StoredGraph:
        """The property graph of a version, for an engine to open.

        Raises:
            NotFound: there is no such version.
            NoVersion: it was stored by a program of another layout.
        """
        manifest = self.manifest(version)
        return StoredGraph(manifest.version, manifest.reviews, self.folder(version) / GRAPH)

    def missing(self, version: str) -> NotFound:
        """The error for a version that is not stored."""
        return NotFound("stored version", version, [f"sha256:{known}" for known in self.digests()])

    def _build(self, digest: str, content: Whole | Grown, vocabulary: Vocabulary, reviews: tuple[str, ...]) -> None:
        """Write a version aside and rename it into place, and what is there out of it."""
        building = self._versions / f"{BUILDING}{digest}"
        building.mkdir()
        try:
            write_version(building, content, vocabulary, reviews)
        except BaseException as error:
            is_full = shutil.disk_usage(building).free < _FULL  # for Ladybug, that is a file that it cannot read
            remove(building)
            if is_full:
                raise OSError(ENOSPC, os.strerror(ENOSPC), str(building)) from error
            raise
        place, damaged = self._versions / digest, self._versions / f"{REMOVING}{digest}"
        if os.path.lexists(place):
            place.rename(damaged)  # a reader that has it open goes on reading it
        building.rename(place)
        sync(self._versions)  # the pointer must never survive a power cut that the folder does not
        remove(damaged)

    def replace(self, file: Path, text: str) -> None:
        """Replace a file of this folder atomically; the caller holds ``locked``."""
        aside = file.with_name(f"{file.name}.new")
        remove(aside)  # that of a killed load, or anything else, which must not be written into
        write(aside, text)
        aside.replace(file)
        sync(self._folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Exclusive right to change the folder; others wait. It ends with the process, however that ends."""
        self._versions.mkdir(parents=True, exist_ok=True)
        with self._lock(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _lock(self, how: int) -> Iterator[None]:
        place = self._folder / "lock"
        if place.is_symlink():
            place.unlink()
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    @cached_property
    def _elsewhere(self) -> Path:
        stack = ExitStack()
        folder = stack.enter_context(temporary(MADE))
        weakref.finalize(self, stack.close)
        return folder

    def tidy(self) -> None:
        """Remove what killed commands left here, unless another command is changing the folder or it cannot be written."""
        with suppress(OSError):
            if self._remains():
                with self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB):
                    self.remove_remains()

    def remove_remains(self) -> None:
        """Remove the remains of an interrupted load or removal; the caller holds ``locked``."""
        for remains in self._remains():
            remove(remains)

    def _remains(self) -> list[Path]:
        return [each for prefix in _ASIDE for each in self._versions.glob(f"{prefix}*")]
