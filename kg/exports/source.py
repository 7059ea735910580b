"""A stored version, read whole for an export; the files of an export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import Graph

from kg.browsing.citation import Citation, version_citation
from kg.ontology.owl import owl_ontology
from kg.ontology.own import Statements, own_statements, with_own
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.rdf.canonical import Canonical, Triple
from kg.rdf.data_iris import is_data
from kg.rdf.iris import DATA
from kg.review.from_rdf import read_whole
from kg.review.model import Review
from kg.stores.version_files import Damage
from kg.versions.home import Home
from kg.versions.lock import hold
from kg.versions.manifest import Manifest

DESCRIPTION = (
    "What was charted of the studies of reviews, what is not known about them, and the vocabulary that says so."
)
"""The description of every exported version, in each of its metadata files."""


@dataclass(frozen=True)
class Source:
    """A version to be exported: its triples, and the vocabulary and reviews read back from them."""

    manifest: Manifest
    content: Canonical
    vocabulary: Vocabulary
    reviews: tuple[Review, ...]

    @cached_property
    def ontology(self) -> Graph:
        """The ontology alone, as ``read_ontology_of`` gives it."""
        return _ontology(self._beside)

    def own_of(self, review: Review) -> tuple[Statements, Vocabulary]:
        """What the corpus of a review declared beside the ontology, and the vocabulary in which it was charted."""
        if review.id not in self._own:
            return frozenset(), self._plain
        statements = self._own[review.id]
        return statements, read_vocabulary(with_own(self._ontology_alone, {review.id: statements}))

    @cached_property
    def _beside(self) -> list[Triple]:
        return [triple for triple in self.content if not is_data(str(triple[0]))]

    @cached_property
    def _own(self) -> dict[str, Statements]:
        return own_statements(self._beside, (review.id for review in self.reviews))

    @cached_property
    def _ontology_alone(self) -> Graph:
        """The ontology without what corpora declared."""
        declared = set(with_own(Graph(), self._own).subjects())
        return _graph(triple for triple in self._beside if triple[0] not in declared)

    @cached_property
    def _plain(self) -> Vocabulary:
        return read_vocabulary(self._ontology_alone) if self._own else self.vocabulary

    @property
    def review_names(self) -> str:
        """The citations, or else ids, of the reviews, separated by commas."""
        return ", ".join(review.citation or review.id for review in self.reviews)

    @property
    def title(self) -> str:
        """The title of the exported version."""
        return self.citation.title

    @cached_property
    def citation(self) -> Citation:
        """How the exported version is cited."""
        return version_citation(self.review_names, self.manifest.version, self.last_charted)

    @cached_property
    def last_charted(self) -> str | None:
        """The last day on which anything was charted."""
        days = (each.charted_on for review in self.reviews for each in review.all_charted())
        return max(filter(None, days), default=None)


@dataclass(frozen=True)
class ExportFile:
    """A file of an export: its path below the folder, media type, description in words, and the function that writes it."""

    path: str
    media_type: str
    says: str
    write: Callable[[Path], object]

    @classmethod
    def of(cls, path: str, media_type: str, says: str, content: bytes | str) -> "ExportFile":
        """A file whose content is known."""
        written = content.encode() if isinstance(content, str) else content
        return cls(path, media_type, says, lambda target: target.write_bytes(written))


def read_content(home: Home, version: str) -> tuple[Manifest, Canonical]:
    """The manifest and the triples of a stored version.

    Raises:
        NoVersion, NotFound, StoreFailed: it cannot be read, or is not what it was when it was stored.
    """
    home.tidy()
    held = hold(home, version)
    home.check(version)
    manifest = home.manifest(version)
    rdf = home.open_rdf(version)
    try:
        content = Canonical(rdf.triples())
    finally:
        rdf.close()
        held.release()
    # Read back in full, the triples must give the name of the version again.
    if content.version != manifest.version:
        raise Damage(home.rdf_folder(version), f"holds other triples: their hash is {content.version}").error()
    return manifest, content


def read_source(home: Home, version: str) -> Source:
    """A stored version, read whole.

    Raises:
        NoVersion, NotFound, StoreFailed: as ``read_content``.
    """
    manifest, content = read_content(home, version)
    graph = _graph(content)
    vocabulary = read_vocabulary(graph)
    reviews = tuple(read_whole(graph, vocabulary, id_) for id_ in manifest.reviews)
    return Source(manifest, content, vocabulary, reviews)


def read_ontology_of(home: Home, version: str) -> Graph:
    """The ontology of a stored version as OWL and SKOS; its data are not read, so their number hardly matters.

    Raises:
        NoVersion, NotFound, StoreFailed: the version cannot be read.
    """
    home.tidy()
    held = hold(home, version)
    home.check(version)
    rdf = home.open_rdf(version)
    try:
        return _ontology(rdf.triples_outside(str(DATA)))
    finally:
        rdf.close()
        held.release()


def _ontology(stored: Iterable[Triple]) -> Graph:
    return owl_ontology(_graph(stored))


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
