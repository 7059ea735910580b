"""Files of a stored version, and their checksums."""

# They are compared before an engine opens the files. An engine notices some damages only: Oxigraph takes a MANIFEST that was cut
# off for a store without triples; Ladybug takes a flipped bit for another value, or asks for more memory than there is.

import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EINVAL, ELOOP
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from kg.errors import StoreFailed

RDF, GRAPH, MANIFEST = PARTS = ("rdf", "graph.lbug", "manifest.json")
"""What the folder of a version holds: the folder of Oxigraph, the file of Ladybug, and the manifest."""

TRIPLES = "triples.nt.gz"
"""The sorted N-Triples of a version, whose hash is its name; versions that earlier releases stored lack them."""

CHECKSUMS = "SHA256SUMS"
"""The file with a checksum for each other file of the folder; ``sha256sum --check`` reads it."""

CURE = "Run: lacuna load, with the charting that was loaded before; it rebuilds the version."

_READ_BY_ENGINES = re.compile(r"rdf/(\d+\.\w+|(CURRENT|MANIFEST|OPTIONS|IDENTITY).*)|graph\.lbug.*|manifest\.json")
"""The names of files that an engine would read, such as a log of changes, although they were not stored."""
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")
_NOT_CONTENT = ("LOG", "LOCK")
"""Beginnings of the names of files that RocksDB writes for itself, even when it only reads."""


class Damage(NamedTuple):
    """A file of a stored version that is not as it was stored, and how."""

    file: Path
    how: str

    def __str__(self) -> str:
        return f"{self.file} {self.how}."

    @classmethod
    def of(cls, file: Path, error: OSError | ValueError) -> "Damage":
        """The damage of a file that cannot be read."""
        if isinstance(error, FileNotFoundError):
            return cls(file, "is missing")
        if isinstance(error, OSError) and error.errno == ELOOP:
            return cls(file, "is a link")
        if isinstance(error, OSError):
            return cls(file, f"cannot be read: {error.strerror or error}")
        return cls(file, "is not as it was stored")

    def error(self) -> StoreFailed:
        """The error with the file and the cure."""
        return StoreFailed(f"The stored version is damaged: {self} {CURE}")


def open_stored(file: Path) -> int:
    """A handle to read what was stored under a name, which is never a link that leads elsewhere; the caller closes it.

    Raises:
        OSError: it cannot be opened, or is a link.
    """
    # NONBLOCK, because a named pipe would be waited for until somebody writes into it.
    return os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def read_stored(file: Path) -> bytes:
    """The content of a file that was stored.

    Raises:
        OSError: it cannot be read, or is anything but a file.
    """
    with _opened(file) as content:
        return content.read()


def read_triples(folder: Path) -> bytes:
    """The sorted N-Triples of the version in a folder, which is named by their hash.

    Raises:
        StoreFailed: they cannot be read, or are not those of the version.
    """
    try:
        text = gzip.decompress(read_stored(folder / TRIPLES))
    except (OSError, EOFError, zlib.error) as error:
        raise Damage(folder / TRIPLES, f"cannot be read: {error}").error() from error
    if hashlib.sha256(text).hexdigest() != folder.name:
        raise Damage(folder / TRIPLES, "holds other triples").error()
    return text


class FileStates:
    """The states of files at one time, by which a later change of them is noticed without reading them."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._states = {file: _state(file) for file in files}

    @classmethod
    def below(cls, folder: Path) -> "FileStates":
        """The states of all files of a folder that hold content."""
        return cls(folder / name for name in _content(folder))

    def unchanged(self) -> bool:
        """Whether all files are there, and nobody has written or replaced one."""
        return all(_state(file) == state for file, state in self._states.items())


def write_checksums(folder: Path) -> None:
    """Write the checksums of all files below a folder, and make sure that the files have reached the disk."""
    lines = []
    for name in sorted(_content(folder)):
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    with (folder / CHECKSUMS).open("w", encoding="utf-8") as out:
        out.writelines(lines)
        out.flush()
        os.fsync(out.fileno())


def find_damage(folder: Path, part: str | None = None) -> Iterator[Damage]:
    """All files of a version that are not as they were stored, or were not stored.

    Args:
        folder: the folder of the version.
        part: one of ``PARTS``, to look at that alone.
    """
    if folder.is_symlink() or not folder.is_dir():
        yield Damage(folder, "is a link" if folder.is_symlink() else "is no folder")
        return
    try:
        stored = _read_checksums(folder)
        found = set(_content(folder))
    except (OSError, ValueError) as error:
        yield Damage.of(folder / CHECKSUMS, error)
        return
    for each in (part,) if part else (*PARTS, TRIPLES):
        names = {name for name in stored if _is_of(name, each)}
        there = {
            name for name in found if name in names or (name.startswith(each) and _READ_BY_ENGINES.fullmatch(name))
        }
        if not names and each == TRIPLES:
            continue
        if not names:
            yield Damage(folder / CHECKSUMS, f"does not list {each}")
        elif not names & there:  # one line for a folder, however many files it had
            yield Damage(folder / each, "is empty" if (folder / each).exists() else "is missing")
        else:
            yield from filter(None, (_damage(folder / name, stored[name]) for name in sorted(names)))
            yield from (Damage(folder / name, "was not stored") for name in sorted(there - names))


def check_files(folder: Path, part: str | None = None) -> FileStates:
    """Compare the files of a version with their checksums.

    Args:
        folder: the folder of the version.
        part: one of ``PARTS``, to look at that alone.

    Raises:
        StoreFailed: one is not as it was stored.
    """
    # The states are those before the files are read, so that a change meanwhile is noticed later.
    states = FileStates([folder / CHECKSUMS, *(folder / name for name in _content(folder))])
    for damage in find_damage(folder, part):
        raise damage.error()
    return states


@contextmanager
def _opened(file: Path) -> Iterator[BufferedReader]:
    with os.fdopen(open_stored(file), "rb") as content:
        if not stat.S_ISREG(os.fstat(content.fileno()).st_mode):
            raise OSError(EINVAL, "It is not a file", str(file))
        yield content


def _damage(file: Path, checksum: str) -> Damage | None:
    try:
        with _opened(file) as content:
            if hashlib.file_digest(content, "sha256").hexdigest() == checksum:
                return None
        return Damage(file, "is not as it was stored" if file.stat().st_size else "is empty")
    except OSError as error:
        return Damage.of(file, error)


def _read_checksums(folder: Path) -> dict[str, str]:
    """The checksums by the names of the files.

    Raises:
        OSError, ValueError: they cannot be read.
    """
    lines = read_stored(folder / CHECKSUMS).decode().splitlines(keepends=True)
    matches = [_LINE.fullmatch(line) for line in lines]
    if not matches or not all(matches):
        raise ValueError(f"{CHECKSUMS} is no list of checksums")
    return {match[2]: match[1] for match in matches if match}


def _content(folder: Path) -> Iterator[str]:
    """The names of all files below a folder, except those of no content."""
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if name != CHECKSUMS and not file.name.startswith(_NOT_CONTENT) and (file.is_symlink() or not file.is_dir()):
            yield name


def _is_of(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}/")


def _state(file: Path) -> tuple[int, ...] | None:
    """What changes with a file; None where it is missing."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
