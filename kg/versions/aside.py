"""Folders that are written aside and then renamed into place, and removal of what a killed process left."""

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

MADE, METRICS = TEMPORARY = ("made", "metrics")
"""Names of folders in the system's temporary folder: exports of a home that cannot be written, and counts of workers."""

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
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue  # no folder, or of another user
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_uid != os.geteuid() or not {*os.listdir(handle)} <= {NEW, OLD}:
                continue  # nothing of ours
            target = parent / folder.name[1:].rpartition(_INFIX)[0]
            if (folder / OLD).exists() and not target.exists():
                (folder / OLD).rename(target)  # killed between two renames
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # it is being written, or cannot be removed
        finally:
            os.close(handle)


@contextmanager
def temporary(name: str) -> Iterator[Path]:
    """A folder in the system's temporary folder, removed at the end; those of that name of killed processes are, too."""
    with aside(Path(tempfile.gettempdir()) / name) as folder:
        (folder / NEW).mkdir()
        yield folder / NEW


def sweep_temporary() -> None:
    """Remove what killed processes left in the system's temporary folder."""
    for name in TEMPORARY:
        sweep(Path(tempfile.gettempdir()), name)


def _locked(target: Path) -> tuple[Path, int]:
    """A new folder beside another, and the handle that holds its lock until it is closed."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}{_INFIX}", dir=target.parent))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.exists():  # else it was swept before it was locked
            return folder, handle
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a folder, or whatever a damage has put in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, onerror=_retry)
    else:
        path.unlink(missing_ok=True)


def _retry(_: object, path: str, error: object) -> None:
    """Remove what lies in a folder without permission to, once there is one; what another command has removed is no error."""
    place = Path(path)
    if not os.path.lexists(place):
        return
    for folder in (place.parent, place):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o700)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def write(file: Path, text: str) -> None:
    """Write a new file, and make sure that it has reached the disk."""
    with file.open("x", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def sync(folder: Path) -> None:
    """Make sure that the names in a folder have reached the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
