"""Which versions are stored, and removing those that nobody needs: never the current one, never one that somebody reads."""

import fcntl
import os
import shutil
import weakref
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.errors import NotFound, NoVersion, StoreFailed
from kg.versions.home import MANIFEST, REMOVING, Home, Manifest


class StoredVersion(BaseModel):
    """A stored version: when it was stored (UTC), whether it answers, how many bytes it takes, and what it holds.

    ``holds`` is null where it was stored by another release, which this one cannot read.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    current: bool
    stored: datetime
    bytes: int
    holds: Manifest | None


class Pruned(BaseModel):
    """What was removed, or with ``dry_run`` would be; what was kept because somebody reads it; the bytes that are free again."""

    model_config = ConfigDict(frozen=True)

    removed: tuple[str, ...]
    in_use: tuple[str, ...]
    bytes: int
    dry_run: bool


class Hold:
    """That somebody reads a version: as long as this lives, and is not released, the version is not removed."""

    def __init__(self, handle: int) -> None:
        self.release = weakref.finalize(self, os.close, handle)


def hold(home: Home, version: str) -> Hold:
    """Keep a version from being removed. It is a lock on its manifest, which falls with its process and changes no file.

    Raises:
        NotFound: there is no such version.
    """
    file = home.folder(version) / MANIFEST
    try:
        handle = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        raise home.missing(version) from None
    held = Hold(handle)
    fcntl.flock(handle, fcntl.LOCK_SH)  # waits as long as it takes to rename a folder
    if not file.exists():  # it was removed between the two
        held.release()
        raise home.missing(version)
    return held


def stored_versions(home: Home) -> list[StoredVersion]:
    """All complete versions, the one stored last first."""
    try:
        current = home.current()
    except NoVersion:
        current = ""
    found = []
    for digest in home.digests():
        try:
            found.append(_stored(home, digest, current=digest == current))
        except (NotFound, FileNotFoundError):  # removed meanwhile
            continue
    return sorted(found, key=lambda each: (each.stored, each.version), reverse=True)


def prune(home: Home, keep: int = 0, *, dry_run: bool = False) -> Pruned:
    """Remove all versions but the current one, those that somebody reads, and the ``keep`` of the others stored last.

    Raises:
        NoVersion: nothing is stored, or no version is current.
        StoreFailed: the folder cannot be written.
    """
    home.current()  # before the lock, which would make the folder
    removed, in_use, size = [], [], 0
    try:
        with home.locked():
            current = f"sha256:{home.current()}"  # a load may have moved it before the lock
            others = [each for each in stored_versions(home) if each.version != current]
            for each in others[keep:]:
                if _remove(home, each.version, dry_run=dry_run):
                    removed.append(each.version)
                    size += each.bytes
                else:
                    in_use.append(each.version)
            if not dry_run:
                home.forget_what_was_made()
    except OSError as error:
        raise StoreFailed(f"{error.filename or 'A version'} cannot be removed: {error}") from error
    return Pruned(removed=tuple(removed), in_use=tuple(in_use), bytes=size, dry_run=dry_run)


def _stored(home: Home, digest: str, *, current: bool) -> StoredVersion:
    folder = home.folder(digest)
    try:
        holds = home.manifest(digest)
    except NoVersion:
        holds = None
    return StoredVersion(
        version=f"sha256:{digest}",
        current=current,
        stored=datetime.fromtimestamp(int((folder / MANIFEST).stat().st_mtime), UTC),
        bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        holds=holds,
    )


def _remove(home: Home, version: str, *, dry_run: bool) -> bool:
    """Remove a version; False where somebody holds it."""
    folder: Path = home.folder(version)
    handle = os.open(folder / MANIFEST, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if dry_run:
            return True
        aside = folder.rename(folder.with_name(REMOVING + folder.name))
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    shutil.rmtree(aside)
    return True
