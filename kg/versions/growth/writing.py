"""The files of a new version."""

from pathlib import Path

from kg.ontology.vocabulary import Vocabulary
from kg.property_graph.schema import schema
from kg.stores.version_files import MANIFEST, write_checksums
from kg.versions.aside import write
from kg.versions.growth.grown import Grown
from kg.versions.growth.program import program
from kg.versions.growth.whole import Whole
from kg.versions.manifest import LAYOUT, Manifest


def write_version(folder: Path, content: Whole | Grown, vocabulary: Vocabulary, reviews: tuple[str, ...]) -> None:
    """Write everything that a version holds into a new folder: stores, triples, manifest and checksums.

    Raises:
        StoreFailed: there is not enough memory.
    """
    declared = schema(vocabulary)
    counts = content.write(folder, declared)
    manifest = Manifest(
        version=content.version,
        layout=LAYOUT,
        ontology=vocabulary.version,
        vocabulary=content.vocabulary,
        program=program(),
        reviews=reviews,
        triples=len(content),
        **counts,
    )
    write(folder / MANIFEST, manifest.model_dump_json(indent=2))
    write_checksums(folder)
