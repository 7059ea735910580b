"""Folders that are written aside and then renamed into place, and removal of those that a killed process left."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW, OLD = "new", "old"
"""What a folder aside may hold: what is being written, and what it replaces."""

_INFIX = "-lacuna-"


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """A temporary folder beside another, removed at the end with all its content; those of killed processes are, too."""
    # Beside it, because a rename is atomic only within one file system.
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent, target.name)
    folder, handle = _locked(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(parent: Path, name: str = "") -> None:
    """Remove what killed processes left in a folder: beside one of a name, or beside all."""
    of_whom = re.escape(name) if name else r"(.+)"
    pattern = re.compile(rf"\.{of_whom}{_INFIX}[a-z0-9_]{{8}}")
    for folder in [each for each in parent.iterdir() if pattern.fullmatch(each.name)]:
        if not {each.name for each in folder.iterdir()} <= {NEW, OLD}:
            continue  # nothing of ours
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            target = parent / folder.name[1:].rpartition(_INFIX)[0]
            if (folder / OLD).exists() and not target.exists():
                (folder / OLD).rename(target)  # killed between two renames
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue  # it is being written
        finally:
            os.close(handle)


def _locked(target: Path) -> tuple[Path, int]:
    """A new folder beside another, and the handle that holds its lock until it is closed."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}{_INFIX}", dir=target.parent))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.exists():  # else it was swept before it was locked
            return folder, handle
        os.close(handle)
