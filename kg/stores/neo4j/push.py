"""Push of a version to a Neo4j database, in one transaction."""

# Three kinds of bookkeeping nodes: ``LacunaDataset`` records which version a dataset holds, of which reviews; ``LacunaGuard``
# announces its commits (see ``kg/stores/neo4j/store.py``); ``LacunaLock`` serialises the pushes to a database. Every node of a
# dataset has the dataset's id as ``dataset``; nothing without it is ever changed or deleted.

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from kg.errors import OtherVersion, StoreFailed
from kg.garbage_collection import collector_paused
from kg.property_graph.model import PropertyGraph, Schema
from kg.property_graph.subgraphs import Difference, Subgraph, difference, split
from kg.stores.neo4j.connection import Neo4j, Transaction, is_clash, is_worth_another_try
from kg.stores.neo4j.memory import limits, refuse_if_too_large
from kg.stores.neo4j.reading import LedgerLine, differing, hashes, ledger, read_back
from kg.stores.neo4j.store import PUSH_KEY, Neo4jStore
from kg.stores.neo4j.writing import Progress, Writer, declare

_TRIES = 4

_LOCK = "MERGE (l:LacunaLock {id: 'push'}) SET l.holder = $token, l.name = 'lock'"
_DATASETS = (
    "MATCH (d:LacunaDataset) "
    "RETURN d.id AS id, d.version AS version, any(r IN d.reviews WHERE r IN $reviews) AS ours ORDER BY id"
)
_SIGN = "MERGE (d:LacunaDataset {id: $id}) SET d.version = $version, d.reviews = $reviews, d.name = $id"
_GUARD = "MATCH (g:LacunaGuard {id: $id}) RETURN g.committing AS token"
_ANNOUNCE = "MERGE (g:LacunaGuard {id: $id}) SET g.committing = $token, g.name = $id"
_DONE = (
    "MATCH (g:LacunaGuard {id: $id}) WHERE g.committing = $token "
    "SET g.committing = null, g.pushes = coalesce(g.pushes, 0) + 1"
)


@dataclass(frozen=True)
class Content:
    """A version to be pushed: its hash, its reviews, and its property graph with the schema."""

    version: str
    reviews: tuple[str, ...]
    graph: PropertyGraph
    declared: Schema

    @cached_property
    def subgraphs(self) -> Mapping[str, Subgraph]:
        """The graph by root; computed when first needed, because a push that changes nothing never needs it."""
        return split(self.graph)


@dataclass(frozen=True)
class Pushed:
    """The result of a push: nodes and relationships created and deleted, nodes changed, and the ledger."""

    created: int
    changed: int
    deleted: int
    ledger: list[LedgerLine]


@dataclass(frozen=True)
class Watcher:
    """Callbacks for progress: the number of nodes and relationships to write, and each time the number just written."""

    started: Callable[[int], None]
    progress: Progress


@collector_paused()
def push(server: Neo4j, content: Content, watcher: Watcher, *, full: bool = False) -> Pushed:
    """Make a database hold a version; nothing is written where it holds it already.

    The dataset with any of the version's reviews is changed in place; without one, a new dataset is added.

    Args:
        server: the database.
        content: the version.
        watcher: is called with the progress.
        full: read back and compare everything, not only the subgraphs whose hash differs.

    Raises:
        StoreFailed: the server cannot be reached, lacks memory or refuses, or two datasets hold the version's reviews.
        OtherVersion: the final counts differ from those of the RDF, so the push was rolled back.
    """
    with server.translated():
        for tries_left in reversed(range(_TRIES)):
            try:
                return _Push(server, content, watcher).run(full=full)
            except Exception as error:
                if is_clash(error) and not full and tries_left:  # with a manual change, which the hashes do not show
                    full = True
                    continue
                if not tries_left or not is_worth_another_try(error):
                    raise
                time.sleep(2 ** (_TRIES - 1 - tries_left))
    raise AssertionError


@collector_paused()
def verify(server: Neo4j, content: Content) -> tuple[list[LedgerLine], list[str]]:
    """The ledger of a version in a database, and a line of text for every single difference.

    Raises:
        OtherVersion: it holds another version, or none.
        StoreFailed: it cannot be reached.
    """

    def work(tx: Transaction, dataset: str) -> tuple[list[LedgerLine], list[str]]:
        old = read_back(tx, dataset, content.declared)
        lines = ledger(tx, dataset, content.graph, content.declared)
        return lines, list(difference(old, content.subgraphs).lines())

    store = Neo4jStore(server, content.version, content.reviews)
    return store.read(work, timeout=0)


class _Push:
    """One attempt."""

    def __init__(self, server: Neo4j, content: Content, watcher: Watcher) -> None:
        self._server, self._content, self._watcher = server, content, watcher
        self._token = uuid4().hex

    def run(self, *, full: bool) -> Pushed:
        """Run the push in one transaction; errors of the driver pass through."""
        self._limits = limits(self._server)
        with self._server.session(write=True) as session:
            declare(session, self._content.declared)
            # 0 is no time limit: db.transaction.timeout of the server is meant for questions.
            with session.begin_transaction(metadata={PUSH_KEY: self._token}, timeout=0) as tx:
                return self._in(tx, full=full)

    def _in(self, tx: Transaction, *, full: bool) -> Pushed:
        tx.run(_LOCK, token=self._token).consume()  # waits while another push of this database runs
        dataset, held = self._dataset(tx)
        done = []
        if full or held != self._content.version:
            done.append(self._apply(tx, dataset, full=full))
        lines = self._ledger(tx, dataset)
        if differing(lines) and not full:  # a manual change of the graph, which the hashes do not show
            done.append(self._apply(tx, dataset, full=True))
            lines = self._ledger(tx, dataset)
        if differing(lines):
            raise OtherVersion(f"{describe(lines)}\nThe push was rolled back; nothing was changed.")
        if held != self._content.version or any(each.size for each in done):
            self._commit(tx, dataset)
        else:
            self._withdraw_stale_notice(dataset)
        return Pushed(
            created=sum(subgraph.size for each in done for subgraph in each.created.values()),
            changed=sum(len(each.changed) for each in done),
            deleted=sum(each.deleted.size for each in done),
            ledger=lines,
        )

    def _dataset(self, tx: Transaction) -> tuple[str, str | None]:
        """The id of the dataset to change and the version that it holds; a free id and None for a new one."""
        found = list(tx.run(_DATASETS, reviews=list(self._content.reviews)))
        ours = [each for each in found if each["ours"]]
        if len(ours) > 1:
            raise StoreFailed(
                f"{', '.join(self._content.reviews)} are in several datasets of {self._server.uri}: "
                f"{', '.join(each['id'] for each in ours)}. Push to another database, or delete one of them "
                "(docs/neo4j-browser.md says how)."
            )
        if ours:
            return ours[0]["id"], ours[0]["version"]
        taken = {each["id"] for each in found}
        first = self._content.reviews[0]
        names = (first, *(f"{first}-{number}" for number in range(2, len(taken) + 2)))
        return next(name for name in names if name not in taken), None

    def _apply(self, tx: Transaction, dataset: str, *, full: bool) -> Difference:
        """Apply the differences. The caller holds the lock."""
        stored, subgraphs = hashes(tx, dataset), self._content.subgraphs
        touched = [root for root in stored if root not in subgraphs or stored[root] != subgraphs[root].hash]
        new = {
            root: subgraph
            for root, subgraph in subgraphs.items()
            if full or root not in stored or stored[root] != subgraph.hash
        }
        change = difference(read_back(tx, dataset, self._content.declared, None if full else touched), new)
        refuse_if_too_large(change.size, self._limits)
        self._watcher.started(change.size)
        writer = Writer(tx, self._content.declared, dataset, subgraphs, self._watcher.progress)
        writer.delete(change.deleted)
        writer.change(change.changed)
        writer.create(change.created)
        writer.sign([root for root in touched if root in subgraphs])
        tx.run(_SIGN, id=dataset, version=self._content.version, reviews=list(self._content.reviews)).consume()
        return change

    def _ledger(self, tx: Transaction, dataset: str) -> list[LedgerLine]:
        return ledger(tx, dataset, self._content.graph, self._content.declared)

    def _commit(self, tx: Transaction, dataset: str) -> None:
        """Announce the commit, commit, withdraw the notice; readers discard what they read in between."""
        # The guard is written in transactions of its own: readers must see it before this one is committed.
        self._run_alone(_ANNOUNCE, dataset, self._token)
        tx.commit()
        self._run_alone(_DONE, dataset, self._token)

    def _withdraw_stale_notice(self, dataset: str) -> None:
        """Withdraw the notice of a push that died after its commit."""
        # This push holds the lock, so the other one is over.
        with self._server.session() as session:
            guard = session.run(_GUARD, id=dataset).single()
        if guard and guard["token"]:
            self._run_alone(_DONE, dataset, guard["token"])

    def _run_alone(self, text: str, dataset: str, token: str) -> None:
        with self._server.session(write=True) as session:
            session.run(text, id=dataset, token=token).consume()


def describe(lines: list[LedgerLine]) -> str:
    """The lines of a ledger that differ, as text."""
    return "\n".join(f"{line.name}: {line.expected} in the RDF, {line.found} in Neo4j" for line in differing(lines))
