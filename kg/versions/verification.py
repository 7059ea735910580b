"""Verification of a stored version."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kg.errors import StoreFailed
from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_vocabulary
from kg.property_graph.model import PropertyGraph, Schema
from kg.property_graph.projection import project
from kg.property_graph.schema import schema
from kg.rdf.canonical import Canonical
from kg.stores.ladybug import LadybugStore
from kg.stores.oxigraph import OxigraphStore
from kg.stores.version_files import CURE, GRAPH, MANIFEST, RDF, TRIPLES, Damage, find_damage, read_triples
from kg.versions.manifest import Manifest, read_manifest


class Verification(BaseModel):
    """Whether a stored version is whole; if it is damaged, what is wrong with which files, and the cure."""

    model_config = ConfigDict(frozen=True)

    version: str
    state: Literal["ok", "damaged", "other release"]
    damage: tuple[str, ...] = ()
    cure: str | None = None

    @property
    def reason_to_rebuild(self) -> str | None:
        """Why a load builds the version again; None if it is whole."""
        if self.state == "damaged":
            return self.damage[0]
        return None if self.state == "ok" else "It was stored by another release of Lacuna."


@collector_paused()
def verify(folder: Path) -> Verification:
    """Compare the version in a folder with its checksums, its name, and its RDF with its property graph."""
    version = f"sha256:{folder.name}"
    try:
        manifest = read_manifest(folder)
        if manifest is None:
            return Verification(version=version, state="other release")
        # An engine opens files only if they are as they were stored: others may end the process.
        damage = [str(each) for each in find_damage(folder)]
        damage = damage or [str(each) for each in _content_damage(folder, manifest)]
    except StoreFailed as error:
        damage = [str(each) for each in find_damage(folder)] or [str(error)]
    if damage:
        return Verification(version=version, state="damaged", damage=tuple(damage), cure=CURE)
    return Verification(version=version, state="ok")


def _content_damage(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """What the stores hold but should not, by the name of the version and its manifest."""
    if (folder / TRIPLES).exists():
        read_triples(folder)
    rdf = OxigraphStore.open(folder / RDF)
    try:
        content = Canonical(rdf.triples())
        if content.version != f"sha256:{folder.name}":
            yield Damage(folder / RDF, f"holds other triples: their hash is {content.version}")
            return
        declared = schema(read_vocabulary(rdf.graph))
    finally:
        rdf.close()
    expected = project(content, declared)
    graph = LadybugStore.open(folder / GRAPH)
    try:
        found = graph.content(declared)
    finally:
        graph.close()
    yield from (Damage(folder / GRAPH, how) for how in _differences(expected, found, declared))
    counted = {"version": content.version, "triples": len(content), **expected.counts()}
    for name, value in counted.items():
        if getattr(manifest, name) != value:
            yield Damage(folder / MANIFEST, f"states {name} {getattr(manifest, name)}, not {value}")


def _differences(expected: PropertyGraph, found: PropertyGraph, declared: Schema) -> Iterator[str]:
    """The labels and relationship types whose rows differ."""
    for type_ in declared.nodes:
        if expected.nodes[type_.label] != found.nodes[type_.label]:
            yield f"holds other nodes {type_.label} than the RDF"
    for ends, links in expected.edges.items():
        if links != found.edges[ends]:
            yield f"holds other relationships {ends[0]} from {ends[1]} to {ends[2]} than the RDF"
