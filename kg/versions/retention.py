"""List of stored versions, their labels, the one that a name means, and removal of unused ones."""

import fcntl
import json
import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.errors import Ambiguous, BadQuestion, NotFound, NoVersion, StoreFailed
from kg.json_text import to_json
from kg.stores.version_files import MANIFEST, open_stored, read_stored
from kg.versions.aside import remove, sweep_temporary
from kg.versions.home import REMOVING, Home
from kg.versions.manifest import Manifest

SHORTEST = 4
"""Characters of a hash that may stand for it; fewer are more often a slip than a name."""

LONGEST_LABEL = 80
"""In characters."""

CURRENT = "current"
"""What stands for the current version wherever one is named."""


class StoredVersion(BaseModel):
    """A stored version: whether it is the current one, when it was stored (UTC), its size in bytes, and its manifest.

    ``holds`` is null if this release cannot read the version: another release stored it, or it is damaged. ``label`` is
    null if nobody named it.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    current: bool
    stored: datetime
    bytes: int
    holds: Manifest | None
    label: str | None = None

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
    of_version = {digest: label for label, digest in labels(home).items()}
    versions = []
    for digest in home.digests():
        try:
            versions.append(_stored(home, digest, of_version.get(digest), current=digest == current))
        except (NotFound, FileNotFoundError):  # removed meanwhile
            continue
        except OSError as error:
            raise StoreFailed(f"{error.filename} cannot be read: {error.strerror}.") from error
    return sorted(versions, key=lambda each: (each.stored, each.version), reverse=True)


def stored_before(home: Home, version: str) -> str:
    """The hash of the version that was stored just before another one.

    Raises:
        NotFound: nothing was that this release can read.
    """
    digests = [each.version.removeprefix("sha256:") for each in stored_versions(home) if each.holds is not None]
    earlier = digests[digests.index(version) + 1 :] if version in digests else []
    if not earlier:
        raise NotFound("version stored before", version)
    return earlier[0]


def find_version(home: Home, name: str) -> str:
    """The hash of the version that a name means: ``current``, its label, a hash or its beginning, or when it was stored.

    A time is given as ``lacuna versions`` shows it (UTC), or its beginning from the day on: ``2026-11-27``.

    Raises:
        NotFound: no version has that name.
        Ambiguous: several have.
        NoVersion, StoreFailed: there is no current version.
    """
    if name == CURRENT:
        return home.current()
    if labelled := labelled_version(home, name):
        return labelled
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


def labels(home: Home) -> Mapping[str, str]:
    """The hashes of the versions that have a label, by label.

    Raises:
        StoreFailed: the labels cannot be read.
    """
    try:
        content = json.loads(read_stored(home.labels_file))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreFailed(f"{home.labels_file} cannot be read: {error.strerror}.") from error
    except ValueError:
        content = None
    if not isinstance(content, dict) or not all(isinstance(each, str) for each in content.values()):
        raise StoreFailed(f"{home.labels_file} is damaged. Remove it, and name the versions again: lacuna use --label")
    stored = home.digests()
    return {label: digest for label, digest in sorted(content.items()) if digest in stored}


def labelled_version(home: Home, label: str) -> str | None:
    """The hash of the version with a label, whose case does not matter; None where no version has it."""
    return next((digest for each, digest in labels(home).items() if _folded(each) == _folded(label)), None)


def checked_label(home: Home, text: str, version: str | None, *, move: bool) -> str:
    """A label as it is written down, which a version may get; None is one that is not stored yet.

    Raises:
        BadQuestion: it is empty, too long or not printable, or could be read as another name of a version.
        Ambiguous: another version has it, and it shall not ``move`` from there.
    """
    label = unicodedata.normalize("NFC", " ".join(text.split()))
    reason = ""
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        reason = f"is no label: give 1 to {LONGEST_LABEL} printable characters"
    elif re.match(r"-|current$|sha256:|[0-9a-f]{4,}$|\d{4}-\d\d", label.casefold()):
        reason = "would be read as a hash, a day or an option: begin with a letter, or give a word more"
    if reason:
        raise BadQuestion("label", label[:LONGEST_LABEL], reason)
    other = labelled_version(home, label)
    if other and other != version and not move:
        raise Ambiguous(f"{label!r} is the label of sha256:{other} already. To take it from there, add --move.")
    return label


def set_label(home: Home, version: str, text: str, *, move: bool = False) -> str | None:
    """Give a version, by its hash, a label, in place of the one that it has.

    Returns:
        The label that it had; None if that is the same, or there was none.

    Raises:
        BadQuestion, Ambiguous: as of ``checked_label``.
        NotFound: there is no such version.
        StoreFailed: the labels cannot be written.
    """
    try:
        with home.locked():
            digest = home.folder(version).name
            label = checked_label(home, text, digest, move=move)
            known = labels(home)
            former = next((each for each, of in known.items() if of == digest), None)
            kept = {each: of for each, of in known.items() if of != digest and _folded(each) != _folded(label)}
            _write_labels(home, {**kept, label: digest})
    except OSError as error:
        raise StoreFailed(f"{home.labels_file} cannot be written: {error.strerror}.") from error
    return None if former == label else former


def _write_labels(home: Home, known: Mapping[str, str]) -> None:
    """Replace the labels; where there were none and are none, no file is made."""
    if known or os.path.lexists(home.labels_file):
        home.replace(home.labels_file, to_json(dict(sorted(known.items()))).decode())


def _folded(label: str) -> str:
    """A label as it is compared."""
    return unicodedata.normalize("NFC", " ".join(label.split())).casefold()


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
                _write_labels(home, labels(home))  # without those of versions that are gone
                sweep_temporary()
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreFailed(
            f"{error.filename or 'A version'} cannot be changed ({reason}): not all was removed."
        ) from error
    return Pruned(removed=tuple(removed), in_use=tuple(in_use), bytes=size, dry_run=dry_run)


def _stored(home: Home, digest: str, label: str | None, *, current: bool) -> StoredVersion:
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
        label=label,
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
