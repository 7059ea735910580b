"""Shared lock that keeps a version in use from being removed."""

import fcntl
import os
import weakref

from kg.versions.home import Home
from kg.versions.manifest import MANIFEST


class Hold:
    """Keeps a version from being removed until it is released or garbage-collected."""

    def __init__(self, handle: int) -> None:
        self.release = weakref.finalize(self, os.close, handle)


def hold(home: Home, version: str) -> Hold:
    """Lock a version against removal. The lock ends with the process at the latest.

    Raises:
        NotFound: there is no such version.
    """
    file = home.folder(version) / MANIFEST
    try:
        handle = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        raise home.missing(version) from None
    held = Hold(handle)
    # Waits only while kg.versions.retention renames the folder: it never holds its exclusive lock for longer.
    fcntl.flock(handle, fcntl.LOCK_SH)
    if not file.exists():  # removed between opening and locking
        held.release()
        raise home.missing(version)
    return held
