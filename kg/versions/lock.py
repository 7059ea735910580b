"""Shared lock that keeps a version in use from being removed."""

import fcntl
import os
import weakref
from pathlib import Path

from kg.stores.version_files import MANIFEST, Damage, open_stored
from kg.versions.home import Home


class Hold:
    """Keeps a version from being removed until it is released or garbage-collected."""

    def __init__(self, handle: int, file: Path) -> None:
        self._handle, self._file = handle, file
        self.release = weakref.finalize(self, os.close, handle)

    def is_current(self) -> bool:
        """Whether the locked version is still in its place: it may have been removed, or replaced by a whole one."""
        try:
            return os.path.samestat(os.fstat(self._handle), self._file.stat())
        except OSError:
            return False


def hold(home: Home, version: str) -> Hold:
    """Lock a version against removal. The lock ends with the process at the latest.

    Raises:
        NotFound: there is no such version.
        StoreFailed: it is damaged.
    """
    file = home.folder(version) / MANIFEST
    try:
        handle = open_stored(file)
    except OSError as error:
        home.folder(version)  # which raises NotFound if the version was removed meanwhile
        raise Damage.of(file, error).error() from error
    held = Hold(handle, file)
    # Waits only while kg.versions.retention renames the folder: it never holds its exclusive lock for longer.
    fcntl.flock(handle, fcntl.LOCK_SH)
    if held.is_current():
        return held
    held.release()
    return hold(home, version)  # it was removed or replaced between opening and locking
