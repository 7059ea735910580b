"""List of stored versions, the one that a name means, and removal of unused ones."""

import fcntl
import os
import re
import stat
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.errors import Ambiguous, NotFound, NoVersion, StoreFailed
from kg.stores.version_files import MANIFEST, open_stored
from kg.versions.aside import remove, sweep_temporary
from kg.versions.home import REMOVING, Home
from kg.versions.manifest import Manifest

SHORTEST = 4
"""Characters of a hash that may stand for it; fewer are more often a slip than a name."""


class StoredVersion(BaseModel):
    """A stored version: whether it is the current one, when it was stored (UTC), its size in bytes, and its manifest.

    ``holds`` is null if this release cannot read the version: another release stored it, or it is damaged.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    current: bool
    stored: datetime
    bytes: int
    holds: Manifest | None

    @property
    def when(self) -> str:
        """When it was stored, as people read it."""
        return self.stored.strftime("%Y-%m-%d %H:%M:%SZ")


class Pruned(BaseModel):
    """The versions that were removed (with ``dry_run``: would be), those kept because they are in use, and the bytes freed."""

    model_config = ConfigDict(frozen=True)

    removed: tuple[str, ...]
    in_use: tuple[str, ...]
    bytes: int
    dry_run: bool


def stored_versions(home: Home) -> list[StoredVersion]:
    """All versions, damaged ones included, the latest first.

    Raises:
        StoreFailed: the folder cannot be read.
    """
    try:
        current = home.current()
    except (NoVersion, StoreFailed):
        current = ""
    versions = []
    for digest in home.digests():
        try:
            versions.append(_stored(home, digest, current=digest == current))
        except (NotFound, FileNotFoundError):  # removed meanwhile
            continue
        except OSError as error:
            raise StoreFailed(f"{error.filename} cannot be read: {error.strerror}.") from error
    return sorted(versions, key=lambda each: (each.stored, each.version), reverse=True)


def stored_before(home: Home, version: str) -> str:
    """The hash of the version that was stored just before another one.

    Raises:
        NotFound: nothing was.
    """
    digests = [each.version.removeprefix("sha256:") for each in stored_versions(home) if each.holds is not None]
    earlier = digests[digests.index(version) + 1 :] if version in digests else []
    if not earlier:
        raise NotFound("version stored before", version)
    return earlier[0]


def find_version(home: Home, name: str) -> str:
    """The hash of the version that a name means: ``current``, a hash or its beginning, or when it was stored.

    A time is given as ``lacuna versions`` shows it (UTC), or its beginning from the day on: ``2026-11-27``.

    Raises:
        NotFound: no version has that name.
        Ambiguous: several have.
        NoVersion, StoreFailed: there is no current version.
    """
    if name == "current":
        return home.current()
    beginning = name.strip().removeprefix("sha256:").casefold()
    time = name.strip().upper().replace("T", " ")
    is_time = re.match(r"\d{4}-\d\d-\d\d", time) is not None
    digests = [each for each in home.digests() if len(beginning) >= SHORTEST and each.startswith(beginning)]
    if len(digests) == 1:
        return digests[0]
    named = {f"sha256:{digest}" for digest in digests}
    found = [
        each for each in stored_versions(home) if each.version in named or (is_time and each.when.startswith(time))
    ]
    if not found:
        raise home.missing(name)
    if len(found) > 1:
        listed = "\n".join(f"  {each.version}  {each.when}" for each in found)
        raise Ambiguous(
            f"{name!r} stands for {len(found)} stored versions. Give more of the one that is meant:\n{listed}"
        )
    return found[0].version.removeprefix("sha256:")


def prune(home: Home, keep: int = 0, *, dry_run: bool = False) -> Pruned:
    """Remove all versions except the current one, those in use, and the ``keep`` latest of the others.

    What killed loads and exports left in the home is removed, too.

    Raises:
        NoVersion: nothing is stored.
        StoreFailed: the folder cannot be written, or no version is current.
    """
    home.current()  # before locking, which would create the folder
    removed, in_use, size = [], [], 0
    try:
        with nullcontext() if dry_run else home.locked():
            current = f"sha256:{home.current()}"  # a load may have changed it meanwhile
            others = [each for each in stored_versions(home) if each.version != current]
            for each in others[keep:]:
                if _remove(home, each.version, dry_run=dry_run):
                    removed.append(each.version)
                    size += each.bytes
                else:
                    in_use.append(each.version)
            if not dry_run:
                home.remove_remains()
                home.remove_derived()
                sweep_temporary()
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreFailed(
            f"{error.filename or 'A version'} cannot be changed ({reason}): not all was removed."
        ) from error
    return Pruned(removed=tuple(removed), in_use=tuple(in_use), bytes=size, dry_run=dry_run)


def _stored(home: Home, digest: str, *, current: bool) -> StoredVersion:
    folder = home.folder(digest)
    try:
        holds = home.manifest(digest)
    except (NoVersion, StoreFailed):
        holds = None
    return StoredVersion(
        version=f"sha256:{digest}",
        current=current,
        stored=datetime.fromtimestamp(int(_time(folder)), UTC),
        bytes=0 if folder.is_symlink() else sum(map(_size, (folder, *folder.rglob("*")))),
        holds=holds,
    )


def _time(folder: Path) -> float:
    try:
        return (folder / MANIFEST).lstat().st_mtime
    except OSError:
        return folder.lstat().st_mtime


def _size(file: Path) -> int:
    """The bytes of a file; none of anything else, such as a link."""
    found = file.lstat()
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _remove(home: Home, version: str, *, dry_run: bool) -> bool:
    """Remove a version; False where it is in use."""
    folder: Path = home.folder(version)
    try:
        handle = None if folder.is_symlink() else open_stored(folder / MANIFEST)
    except OSError:
        handle = None  # nobody reads a version without its manifest
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if dry_run:
            return True
        # Renamed while locked, so that no reader can open it; deleting it may then take its time.
        aside = folder.rename(folder.with_name(REMOVING + folder.name))
    except BlockingIOError:
        return False
    finally:
        if handle is not None:
            os.close(handle)
    remove(aside)
    return True
