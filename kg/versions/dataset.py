"""A stored version, opened for questions."""

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property, lru_cache
from threading import Condition
from time import monotonic
from weakref import WeakValueDictionary

from cachetools import LRUCache, cached
from rdflib import Graph

from kg.errors import NotFound, StoreFailed
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.query.compiled import Language, Query
from kg.query.languages import COMPILERS
from kg.questions.catalogue import Catalogue
from kg.questions.from_rdf import read_own_questions
from kg.questions.question import Question
from kg.rdf.data_iris import place_of
from kg.rdf.iris import LACUNA
from kg.stores.base import GraphEngine, QueryStore, Row
from kg.stores.ladybug import EMBEDDED
from kg.stores.oxigraph import OxigraphStore
from kg.stores.stopping import check
from kg.stores.version_files import FileStates
from kg.versions.evidence import EvidenceBase
from kg.versions.home import Home
from kg.versions.lock import Hold, hold
from kg.versions.manifest import Manifest
from kg.versions.stored_review import StoredReview

_CACHED_VALUES = 500_000
"""The most values in rows cached in memory, at some 100 bytes each: a question of many conditions has rows of as many values."""

_VALUES_PER_QUESTION = 100
"""The values that a cached question counts for besides its own, so that questions without rows are bounded too."""

_VOCABULARIES: "WeakValueDictionary[str, Vocabulary]" = WeakValueDictionary()
"""The vocabularies of the versions that are open, by their hash: most versions have the same one, and it takes long to read."""

# Each pattern is read by itself and the two are joined: looked up study by study, many take ten times as long.
_DEPTHS = f"""SELECT ?s ?depth {{
  {{ SELECT ?s ?a {{ ?s <{LACUNA.chartedIn}> ?a }} }}
  {{ SELECT ?a ?depth {{ ?a <{LACUNA.depth}> ?depth }} }}
}}"""


class Dataset:
    """One version: its RDF and its property graph. It never changes, so rows are cached without expiry."""

    def __init__(
        self, version: str, reviews: Iterable[str], rdf: OxigraphStore, graph: QueryStore, held: Hold | None = None
    ) -> None:
        self._held = held
        self._files: FileStates | None = None
        self._vocabulary_hash = ""
        self._queried = 0.0
        self.version = version
        self.reviews = tuple(sorted(reviews))
        self._rdf = rdf
        self._stores: dict[Language, QueryStore] = {rdf.language: rdf, graph.language: graph}
        self.engine, self.language = graph.engine, graph.language
        self._evidence = lru_cache(maxsize=256)(self._evidence_base)
        self._review = lru_cache(maxsize=256)(lambda id_: StoredReview(self, id_))
        cache = LRUCache[Hashable, list[Row]](_CACHED_VALUES, getsizeof=_values)
        # With a condition, one thread runs a query while others wait for its rows.
        self.rows = cached(cache, condition=Condition())(self._rows)

    @classmethod
    def open(cls, home: Home, version: str | None = None, engine: GraphEngine = EMBEDDED) -> "Dataset":
        """A stored version, by default the current one, with the engine that answers from its property graph.

        Raises:
            NoVersion: nothing is stored.
            NotFound: there is no such version.
            StoreFailed: it is damaged.
        """
        home.tidy()
        version = version or home.current()
        held = hold(home, version)  # before anything is opened, so that no prune removes it meanwhile
        try:
            files = home.check(version)
            manifest: Manifest = home.manifest(version)
            graph = engine.open(home.graph(manifest.version))
            dataset = cls(manifest.version, manifest.reviews, home.open_rdf(manifest.version), graph, held)
        except StoreFailed:
            if held.is_current():
                raise
            return cls.open(home, version, engine)  # a load has just put a whole version in the place of a damaged one
        dataset._files, dataset._vocabulary_hash = files, manifest.vocabulary
        return dataset

    def unchanged(self) -> bool:
        """Whether the files of the version are those that were opened, and nobody has written to them."""
        return self._files is None or self._files.unchanged()

    def confirm(self) -> "Dataset":
        """This dataset, after making sure that its stores still hold it: an answer from cached rows would not notice.

        Raises:
            OtherVersion: one holds another version now.
            StoreFailed: one cannot be reached.
        """
        for store in {self._rdf, *self._stores.values()}:
            store.confirm()
        return self

    @cached_property
    def rdf(self) -> Graph:
        """The version's triples."""
        return self._rdf.graph

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the version was loaded with."""
        hash_ = self._vocabulary_hash
        known = _VOCABULARIES.get(hash_) or read_vocabulary(self.rdf)
        return _VOCABULARIES.setdefault(hash_, known) if hash_ else known

    @cached_property
    def own_questions(self) -> Catalogue:
        """The questions that its corpora brought along, by name."""
        each = (read_own_questions(self.rdf, self.vocabulary, id_) for id_ in self.reviews)
        return {stored.name: stored for of_review in each for stored in of_review}

    def catalogue(self, installed: Catalogue) -> Catalogue:
        """The questions that can be asked of it by name, in order: those that come with Lacuna, and its own."""
        return dict(sorted({**installed, **self.own_questions}.items()))

    def evidence(self, reviews: str | Iterable[str] | None = None) -> EvidenceBase:
        """The evidence base of a question: the reviews named (a text separates them by commas), by default all.

        Raises:
            NotFound: no review of such a name is stored.
        """
        if isinstance(reviews, str):
            # The id of a review may hold a comma.
            reviews = [reviews] if reviews in self.reviews else [name.strip() for name in reviews.split(",")]
        named = tuple(sorted(set(reviews or ()))) or self.reviews
        for name in named:
            if name not in self.reviews:
                raise NotFound("review", name, self.reviews, parameter="review")
        return self._evidence(named)

    def run(self, query: Query) -> list[Row]:
        """The rows of a compiled query, unless the work that it is part of was stopped."""
        check()
        try:
            return self._stores[query.language].run(query.text, query.parameters)
        finally:
            self._queried = monotonic()

    def look_up(self, sparql: str) -> list[Row]:
        """The rows of a query about what is stored, from the version's own triples whichever engine answers questions."""
        check()
        return self._rdf.run(sparql, {})

    @cached_property
    def depths(self) -> Mapping[tuple[str, str], set[str]]:
        """How deep studies were read, by review and key, of those for which it is stated; in any number of passes."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in self.look_up(_DEPTHS):
            review, key, _ = place_of(str(row["s"]))
            found.setdefault((review, key), set()).add(str(row["depth"]))
        return found

    def rest(self, seconds: float) -> bool:
        """Have the stores return the memory that queries took, if none was run for so long since the last.

        Returns:
            whether they have done so.
        """
        if self._queried and self._queried < monotonic() - seconds:
            self._queried = 0.0
            for store in set(self._stores.values()):
                store.rest()
            return True
        return False

    def close(self) -> None:
        """Close the stores, and release the version for removal and what was read of it from memory."""
        for store in {self._rdf, *self._stores.values()}:
            store.close()
        self._stores.clear()
        # What is cached refers to this object, which would stay until the garbage collector comes.
        for cached_calls in (self._evidence, self._review, self.rows):
            cached_calls.cache_clear()
        for name in ("rdf", "vocabulary", "own_questions"):
            self.__dict__.pop(name, None)
        if self._held:
            self._held.release()

    def _evidence_base(self, reviews: tuple[str, ...]) -> EvidenceBase:
        return EvidenceBase(self, (self._review(id_) for id_ in reviews))

    def _rows(self, question: Question, reviews: tuple[str, ...], language: Language | None = None) -> list[Row]:
        return self.run(COMPILERS[language or self.language].compile_question(self.vocabulary, question, reviews, ""))


def _values(rows: list[Row]) -> int:
    """What the rows of a question count for in the cache; all have the same columns."""
    return _VALUES_PER_QUESTION + (len(rows) * len(rows[0]) if rows else 0)
