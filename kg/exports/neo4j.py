"""Push of a stored version to Neo4j, and its verification."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from kg.garbage_collection import collector_paused
from kg.ontology.reading import read_vocabulary
from kg.property_graph.schema import schema
from kg.stores.ladybug import EMBEDDED
from kg.stores.neo4j.connection import Neo4j
from kg.stores.neo4j.push import Content, Watcher, push, verify
from kg.stores.neo4j.reading import LedgerLine
from kg.versions.home import Home
from kg.versions.lock import hold


class LedgerEntry(BaseModel):
    """One count of the ledger: ``expected`` from the RDF, ``found`` by Neo4j."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: Literal["label", "property", "relationship"]
    name: str
    expected: int
    found: int


class PushReport(BaseModel):
    """Nodes and relationships created and deleted by a push, nodes changed, and the count ledger.

    ``differences`` has a line for each difference after ``verify_version``, and is null after a push.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    uri: str
    created: int = 0
    changed: int = 0
    deleted: int = 0
    ledger: tuple[LedgerEntry, ...]
    differences: tuple[str, ...] | None = None

    @property
    def differing(self) -> list[LedgerEntry]:
        """The entries whose numbers differ."""
        return [entry for entry in self.ledger if entry.expected != entry.found]


@collector_paused()
def content_of(home: Home, version: str) -> Content:
    """The content that a push of a stored version writes.

    Raises:
        NoVersion, NotFound, StoreFailed: the version cannot be read.
    """
    home.tidy()
    held = hold(home, version)
    home.check(version)
    manifest = home.manifest(version)
    rdf, graph = home.open_rdf(version), EMBEDDED.open(home.graph(version))
    try:
        declared = schema(read_vocabulary(rdf.graph))
        # From Ladybug, which gives its rows much sooner than the triples could be projected again.
        return Content(manifest.version, manifest.reviews, graph.content(declared), declared)
    finally:
        graph.close()
        rdf.close()
        held.release()


def push_version(home: Home, version: str, server: Neo4j, watcher: Watcher, *, full: bool = False) -> PushReport:
    """Make a Neo4j database hold a stored version (see ``kg.stores.neo4j.push.push``)."""
    content = content_of(home, version)
    done = push(server, content, watcher, full=full)
    return PushReport(
        version=content.version,
        uri=server.uri,
        created=done.created,
        changed=done.changed,
        deleted=done.deleted,
        ledger=_entries(done.ledger),
    )


def verify_version(home: Home, version: str, server: Neo4j) -> PushReport:
    """Compare what a Neo4j database holds with a stored version: the ledger, and every node and relationship."""
    content = content_of(home, version)
    lines, differences = verify(server, content)
    return PushReport(version=content.version, uri=server.uri, ledger=_entries(lines), differences=tuple(differences))


def _entries(lines: list[LedgerLine]) -> tuple[LedgerEntry, ...]:
    return tuple(LedgerEntry.model_validate(line) for line in lines)
