"""Export of a version to a folder, atomic and reproducible."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path

from rdflib import Graph

from kg.errors import Occupied, StoreFailed
from kg.exports import manifest as manifests
from kg.exports.crate import FILE as CRATE
from kg.exports.crate import crate
from kg.exports.description import describe_version
from kg.exports.manifest import ExportManifest, FileEntry, changed_file, read_manifest, sha256
from kg.exports.rdf import ontology_files, rdf_files, turtle
from kg.exports.readme import readme
from kg.exports.sheets import sheet_files
from kg.exports.source import ExportFile, Source, read_ontology_of, read_source
from kg.json_text import to_json
from kg.rdf.formats import GRAPH_FORMATS, TURTLE
from kg.versions.aside import NEW, OLD, aside, remove
from kg.versions.home import Home
from kg.versions.lock import hold

LAYOUT = 4
"""Increased whenever exports of the same version change, so that cached ones are made again."""

VOID = "void.ttl"

Write = Callable[[Source, Path], ExportManifest]


def export_folder(home: Home, version: str, target: Path, write: Write | None = None) -> ExportManifest:
    """Write a stored version to a folder that is new, empty, or an unchanged earlier export.

    ``write`` fills the new folder, by default with ``write_files``.

    Raises:
        Occupied: the folder is none of these.
        NoVersion, NotFound, StoreFailed: the version cannot be read.
        OSError: the folder cannot be written; its content is as before.
    """
    target = target.resolve()
    _make_sure_it_is_free(target)
    source = read_source(home, version)
    with aside(target) as beside:
        written = (write or write_files)(source, beside / NEW)
        _make_sure_it_is_free(target)  # again: writing takes its time
        if target.exists() and any(target.iterdir()):
            target.rename(beside / OLD)
        try:
            (beside / NEW).rename(target)
        except OSError:
            if (beside / OLD).exists():
                (beside / OLD).rename(target)
            raise
    return written


def cached_export(home: Home, version: str) -> Path:
    """The cached export of a stored version, made if there is none.

    Raises:
        NoVersion, NotFound, StoreFailed: the version cannot be read, or the folder not be written.
    """
    return _cached(home, version, "export", _is_whole, lambda folder: write_files(read_source(home, version), folder))


def cached_ontology(home: Home, version: str) -> Mapping[str, Path]:
    """The cached ontology of a stored version, made if there is none: by media type the file that an export has too.

    It is made without the rest of an export, which takes longer the more studies there are.

    Raises:
        as ``cached_export``.
    """
    folder = _cached(
        home,
        version,
        "ontology",
        lambda made: _are_files(made, _ontology_files(made).values()),
        lambda new: write_ontology(read_ontology_of(home, version), new),
    )
    return _ontology_files(folder)


def write_ontology(ontology: Graph, folder: Path) -> None:
    """Write the ontology in every format into a new folder."""
    folder.mkdir()
    for export_file in ontology_files(ontology):
        export_file.write(folder / export_file.path)


def write_files(source: Source, folder: Path) -> ExportManifest:
    """Write all files of an export into a new folder."""
    folder.mkdir()
    entries = [_write(export_file, folder) for export_file in chain(rdf_files(source), sheet_files(source))]
    # The description, the README and the crate list the files before them, so they come last, in this order.
    entries.sort(key=lambda entry: entry.path)
    description = turtle(describe_version(source, entries))
    says = "What this is: VoID, DCAT and PROV, with the licences"
    entries.append(_write(ExportFile.of(VOID, TURTLE.media_type, says, description), folder))
    entries.append(
        _write(ExportFile.of("README.md", "text/markdown", "What this is, for people", readme(source)), folder)
    )
    says = "What this is, as a research object crate"
    entries.append(_write(ExportFile.of(CRATE, "application/ld+json", says, to_json(crate(source, entries))), folder))
    stored = source.manifest
    written = ExportManifest(
        kind="lacuna-export",
        layout=LAYOUT,
        version=stored.version,
        ontology=stored.ontology,
        reviews=stored.reviews,
        triples=stored.triples,
        files=tuple(sorted(entries, key=lambda entry: entry.path)),
    )
    (folder / manifests.FILE).write_bytes(to_json(written.model_dump(mode="json")))
    return written


def _cached(
    home: Home, version: str, name: str, is_whole: Callable[[Path], bool], write: Callable[[Path], object]
) -> Path:
    """A folder that is made from a stored version once: found, or written and then renamed into place."""
    folder = home.derived(version) / f"{name}-{LAYOUT}"
    held = hold(home, version)  # so that no prune removes the version while it is read
    try:
        if not is_whole(folder):
            remove(folder)
            with aside(folder) as beside:
                write(beside / NEW)
                if not is_whole(folder):  # else another process was faster
                    (beside / NEW).rename(folder)
    except OSError as error:
        raise StoreFailed(f"The {name} of {version} cannot be saved in {folder}: {error}") from error
    finally:
        held.release()
    return folder


def _ontology_files(folder: Path) -> Mapping[str, Path]:
    return {each.media_type: folder / f"ontology{each.suffix}" for each in GRAPH_FORMATS}


def _write(export_file: ExportFile, folder: Path) -> FileEntry:
    file = folder / export_file.path
    file.parent.mkdir(parents=True, exist_ok=True)
    export_file.write(file)
    return FileEntry(
        path=export_file.path,
        media_type=export_file.media_type,
        says=export_file.says,
        bytes=file.stat().st_size,
        sha256=sha256(file),
    )


def _is_whole(folder: Path) -> bool:
    manifest = None if folder.is_symlink() else read_manifest(folder)
    return manifest is not None and _are_files(folder, (folder / entry.path for entry in manifest.files))


def _are_files(folder: Path, files: Iterable[Path]) -> bool:
    """Whether all are files of a folder, none of them a link that leads elsewhere."""
    return not folder.is_symlink() and all(
        file.is_file() and file.resolve() == folder.resolve() / file.relative_to(folder) for file in files
    )


def _make_sure_it_is_free(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise Occupied(f"{target} exists and is not a folder.")
    present = {str(file.relative_to(target)) for file in target.rglob("*") if not file.is_dir()}
    if not present:
        return
    # Only files that an export wrote and that are unchanged may be replaced: anything else may be the user's work.
    earlier = read_manifest(target)
    if earlier is None:
        raise Occupied(f"{target} is neither empty nor an earlier export: name a new or empty folder.")
    if unlisted := sorted(present - {manifests.FILE, *(entry.path for entry in earlier.files)}):
        raise Occupied(
            f"{target} is an earlier export, but {unlisted[0]} does not belong to it: move that file away first."
        )
    if changed := changed_file(target, earlier):
        raise Occupied(f"{target} is an earlier export, but {changed}. Move it away first, or name another folder.")
