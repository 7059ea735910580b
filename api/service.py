"""Opened versions and stored questions behind the routes."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import NamedTuple

from cachetools import LRUCache

from kg.difference.compare import compare
from kg.difference.models import AnswerChange, VersionBody
from kg.difference.text import BECAME
from kg.errors import Busy, NotFound, NoVersion, StoreFailed
from kg.evaluation.tabulated import forget_marks
from kg.exports.folder import cached_export, cached_ontology
from kg.exports.manifest import ExportManifest, read_manifest
from kg.garbage_collection import return_memory
from kg.questions.catalogue import Catalogue
from kg.reconciliation.checklist import CHECKLIST
from kg.stores.base import GraphEngine
from kg.stores.ladybug import EMBEDDED
from kg.versions.dataset import Dataset
from kg.versions.home import Home

SOFTWARE = version("lacuna-kg")
"""The version of the program."""

MOST_KEPT = 3
"""Versions that stay open although nobody uses them: the current one and those that were used last."""
MOST_OPEN = 6
"""Versions that may be open at a time, each of which takes some 100 MiB."""
_MOST_COMPARED = 16
"""Pairs of versions of which it is kept what became of gaps, a few KiB each."""


class GapChanges(NamedTuple):
    """What became of gaps between two versions.

    Attributes:
        before: the first version.
        after: the second.
        answers: the questions whose gap was closed, opened, certified or un-certified, in this order, then by name.
        asked: the names of the stored questions that the second version can be asked.
    """

    before: VersionBody
    after: VersionBody
    answers: tuple[AnswerChange, ...]
    asked: frozenset[str]


class _Opened:
    """An open version, how many requests use it, when one last did, and whether it is still kept for others."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset, self.users, self.kept, self.used = dataset, 0, True, monotonic()


class Service:
    """Opens versions when they are first requested, keeps the last few open, and closes the others with their last user."""

    def __init__(self, home: Home, catalogue: Catalogue, engine: GraphEngine = EMBEDDED) -> None:
        self.home = home
        self.catalogue = catalogue
        written = repr(sorted(catalogue.items())).encode() + CHECKLIST.read_bytes()
        self.files_hash = hashlib.sha256(written).hexdigest()
        self._engine = engine
        # The first is held for an instant only: who uses an open version never waits for another to be opened.
        self._lock, self._open_lock = Lock(), Lock()
        self._export_lock, self._ontology_lock = Lock(), Lock()
        self._opened: dict[Dataset, _Opened] = {}  # in the order of their last use
        self._compared = LRUCache[tuple[str, str], GapChanges](_MOST_COMPARED)

    def made_from(self, dataset: Dataset) -> tuple[str, str]:
        """The inputs of answers from a version: its hash, and the hash of the files of questions and checklist."""
        return dataset.version, self.files_hash

    def take(self, version: str | None = None) -> Dataset:
        """A version by its hash, by default the current one, which stays open until it is given back.

        A version whose files have changed is opened again, which fails if it is damaged.

        Raises:
            NoVersion: nothing is stored.
            NotFound: there is no such version.
            OtherVersion, StoreFailed: the graph engine does not hold it any more, or does not answer; or it is damaged.
            Busy: too many versions are in use at a time.
        """
        return self.take_open(version) or self._confirmed(self._open(version, self._engine))

    def take_open(self, version: str | None = None) -> Dataset | None:
        """As ``take``, but None where the version is not open."""
        taken = self._take_kept(version or self.home.current(), self._engine)
        return taken and self._confirmed(taken)

    def give_back(self, dataset: Dataset) -> None:
        """End one use of a version; if it was the last and others are kept, the version is closed, in a thread of its own."""
        with self._lock:
            opened = self._opened[dataset]
            opened.users -= 1
            opened.used = monotonic()
        self._close_unused()

    @contextmanager
    def using(self, version: str) -> Iterator[Dataset]:
        """A version by its hash, for as long as the context lasts, from the embedded engine, which has every stored version.

        Raises:
            as ``take``.
        """
        taken = self._take_kept(version, EMBEDDED)
        dataset = self._confirmed(taken or self._open(version, EMBEDDED))
        try:
            yield dataset
        finally:
            self.give_back(dataset)

    def gap_changes(self, before: str, after: str) -> GapChanges:
        """What became of gaps between two versions, by their hashes; kept, since versions and stored questions stay as they are.

        Raises:
            as ``take``.
        """
        with self._lock:
            known = self._compared.get((before, after))
        if known is None:
            with self.using(before) as one, self.using(after) as other:
                found = compare(one, other, self.catalogue, with_voids=False, home=self.home)
                asked = frozenset(other.catalogue(self.catalogue))
            answers = tuple(each for kind in BECAME for each in found.answers if each.change == kind)
            known = GapChanges(found.before, found.after, answers, asked)
            with self._lock:
                self._compared[before, after] = known
        return known

    def close_idle(self, seconds: float) -> None:
        """Close the versions that nobody has used for so long, except the current one."""
        current = self._current()
        with self._lock:
            for opened in self._opened.values():
                if opened.used < monotonic() - seconds and opened.dataset.version != current:
                    opened.kept = opened.kept and opened.users > 0
        self._close_unused()

    def rest(self, seconds: float) -> None:
        """Have the open versions return the memory of their queries, if none was run for so long."""
        with self._lock:
            datasets = list(self._opened)
        for dataset in datasets:
            if dataset.rest(seconds):
                forget_marks(dataset)

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

    def close(self) -> None:
        """Close all versions that nobody uses; the others close with their last user."""
        with self._lock:
            for opened in self._opened.values():
                opened.kept = False
        self._close_unused()

    def _take_kept(self, version: str, engine: GraphEngine) -> Dataset | None:
        """A version that is open in an engine, counted as used; one whose files have changed is kept for nobody else."""
        digest = _name(version)
        with self._lock:
            opened = next(
                (
                    each
                    for each in self._opened.values()
                    if each.kept and each.dataset.version == digest and each.dataset.engine == engine.name
                ),
                None,
            )
            if opened is None:
                return None
            opened.users += 1
            self._opened[opened.dataset] = self._opened.pop(opened.dataset)
        if opened.dataset.unchanged():
            return opened.dataset
        opened.kept = False
        self.give_back(opened.dataset)
        return None

    def _open(self, version: str | None, engine: GraphEngine) -> Dataset:
        with self._open_lock:  # one at a time, so that concurrent requests open a version once
            try:
                dataset = self._take_or_open(version or self.home.current(), engine)
            except NotFound:
                if version:
                    raise
                # a load has moved the pointer, and the old version was removed
                dataset = self._take_or_open(self.home.current(), engine)
        self._keep_the_last()
        return dataset

    def _take_or_open(self, version: str, engine: GraphEngine) -> Dataset:
        if taken := self._take_kept(version, engine):
            return taken
        with self._lock:
            if len(self._opened) >= MOST_OPEN:
                raise Busy(f"{MOST_OPEN} stored versions are in use. Ask again in a moment.")
        dataset = Dataset.open(self.home, _name(version), engine)
        with self._lock:
            self._opened[dataset] = opened = _Opened(dataset)
            opened.users = 1
        return dataset

    def _confirmed(self, dataset: Dataset) -> Dataset:
        """A version in use, whose stores still hold it; else it is given back."""
        try:
            return dataset.confirm()
        except BaseException:
            self.give_back(dataset)
            raise

    def _keep_the_last(self) -> None:
        """Keep the current version, which is asked most, and those that were used last."""
        current = self._current()
        with self._lock:
            others = [each for each in self._opened.values() if each.kept and each.dataset.version != current]
            for opened in others[: -(MOST_KEPT - 1)]:
                opened.kept = False
        self._close_unused()

    def _current(self) -> str:
        try:
            return _name(self.home.current())
        except (NoVersion, StoreFailed):  # it is found out by who asks for it
            return ""

    def _close_unused(self) -> None:
        with self._lock:
            unused = [each.dataset for each in self._opened.values() if not each.kept and not each.users]
            for dataset in unused:
                del self._opened[dataset]
        if unused:
            Thread(target=_close, args=(unused,)).start()  # who gives a version back may be the event loop


def _close(datasets: Iterable[Dataset]) -> None:
    for dataset in datasets:
        dataset.close()
    return_memory()


def _name(version: str) -> str:
    """A hash as ``Dataset.version`` has it."""
    return f"sha256:{version.removeprefix('sha256:')}"
