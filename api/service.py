"""Opened versions and stored questions behind the routes."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from cachetools import LRUCache

from kg.errors import NotFound, StoreFailed
from kg.exports.folder import cached_export, cached_ontology
from kg.exports.manifest import ExportManifest, read_manifest
from kg.questions.catalogue import Catalogue
from kg.reconciliation.checklist import CHECKLIST
from kg.stores.base import GraphEngine
from kg.stores.ladybug import EMBEDDED
from kg.versions.dataset import Dataset
from kg.versions.home import Home

SOFTWARE = version("lacuna-kg")
"""The version of the program."""


class Service:
    """Opens versions when they are first requested and keeps the last few; follows the pointer to the current one."""

    def __init__(self, home: Home, catalogue: Catalogue, engine: GraphEngine = EMBEDDED) -> None:
        self.home = home
        self.catalogue = catalogue
        written = repr(sorted(catalogue.items())).encode() + CHECKLIST.read_bytes()
        self.files_hash = hashlib.sha256(written).hexdigest()
        self._open_lock, self._export_lock, self._ontology_lock = Lock(), Lock(), Lock()
        self._engine = engine
        # A dropped dataset is not closed here: requests may still use it, and the last reference closes it.
        self._opened = LRUCache[str, Dataset](4)

    def made_from(self, dataset: Dataset) -> tuple[str, str]:
        """The inputs of answers from a version: its hash, and the hash of the files of questions and checklist."""
        return dataset.version, self.files_hash

    def dataset(self, version: str | None = None) -> Dataset:
        """A version by its hash, by default the current one. It stays open while a request uses it.

        A version whose files have changed is opened again, which fails if it is damaged.

        Raises:
            NoVersion: nothing is stored.
            NotFound: there is no such version.
            OtherVersion, StoreFailed: the graph engine does not hold it any more, or does not answer; or it is damaged.
        """
        with self._open_lock:  # so that concurrent requests open a version once
            try:
                dataset = self._open(version or self.home.current())
            except NotFound:
                if version:
                    raise
                dataset = self._open(
                    self.home.current()
                )  # a load has moved the pointer, and the old version was removed
        return dataset.confirm()

    def export(self, version: str | None = None) -> tuple[ExportManifest, Path]:
        """The export of a version, by default the current one: its manifest and its folder, made when first requested.

        Raises:
            NoVersion: nothing is stored.
            NotFound: there is no such version.
            StoreFailed: the export cannot be kept.
        """
        with self._export_lock:
            folder = cached_export(self.home, version or self.home.current())
            manifest = read_manifest(folder)
        if manifest is None:
            raise StoreFailed(f"{folder} is damaged: remove it, and it will be made again.")
        return manifest, folder

    def ontology(self, version: str | None = None) -> Mapping[str, Path]:
        """The ontology of a version, by default the current one: its files by media type, made when first requested.

        Raises:
            as ``export``.
        """
        with self._ontology_lock:
            return cached_ontology(self.home, version or self.home.current())

    def _open(self, version: str) -> Dataset:
        digest = f"sha256:{version.removeprefix('sha256:')}"
        dataset = self._opened.get(digest)
        if dataset is None or not dataset.unchanged():
            self._opened.pop(digest, None)  # also where it cannot be opened again
            dataset = self._opened[digest] = Dataset.open(self.home, digest, self._engine)
        return dataset
