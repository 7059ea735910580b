"""A stored version, opened for asking."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from threading import Condition

from cachetools import LRUCache, cached
from rdflib import Graph

from kg.errors import NotFound
from kg.ontology.reading import read_vocabulary
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.query import cypher, sparql
from kg.query.about_review import review_query
from kg.query.compiled import Language, Query
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question
from kg.review.claims import Claim
from kg.review.claims_from_rdf import read_claims
from kg.review.from_rdf import read_flow, read_identification, read_maturity, read_review, read_study, study_ids
from kg.review.model import FlowCount, Identification, MaturityJudgement, Population, Review, Study
from kg.stores.base import QueryStore, Row
from kg.stores.neo4j.connection import Neo4j, Neo4jStore
from kg.stores.oxigraph import OxigraphStore
from kg.versions.home import Home, Manifest
from kg.versions.retention import Hold, hold

COMPILERS: Mapping[Language, Callable[[Vocabulary, Question, str, str], Query]] = {
    "cypher": cypher.compile_question,
    "sparql": sparql.compile_question,
}
"""How a question is written in each language."""

_REMEMBERED, _OF_A_QUERY = 500_000, 50
"""How many rows are remembered, some 200 bytes each; a question counts as so many rows itself."""


class Dataset:
    """One version: its RDF, its property graph, and what they hold. It never changes, so rows are remembered."""

    def __init__(
        self, version: str, reviews: Iterable[str], rdf: OxigraphStore, graph: QueryStore, held: Hold | None = None
    ) -> None:
        self._held = held
        self.version = version
        self.reviews = tuple(reviews)
        self._rdf = rdf
        self._stores: dict[Language, QueryStore] = {rdf.language: rdf, graph.language: graph}
        self.engine = graph.engine
        self.review = lru_cache(maxsize=256)(self._review)
        self.population = lru_cache(maxsize=256)(self._population)
        self.study_ids = lru_cache(maxsize=256)(self._study_ids)
        self.study = lru_cache(maxsize=4096)(self._study)
        self.claims = lru_cache(maxsize=256)(self._claims)
        remembered = LRUCache[Hashable, list[Row]](_REMEMBERED, getsizeof=lambda rows: len(rows) + _OF_A_QUERY)
        self.rows = cached(remembered, condition=Condition())(
            self._rows
        )  # one runs a query while others wait for its rows

    @classmethod
    def open(cls, home: Home, version: str | None = None, server: Neo4j | None = None) -> "Dataset":
        """A stored version, by default the current one; its graph questions go to the embedded engine, or to a Neo4j server.

        Raises:
            NoVersion: nothing is stored.
            NotFound: there is no such version.
        """
        version = version or home.current()
        held = hold(home, version)
        manifest: Manifest = home.manifest(version)
        graph = Neo4jStore(server, manifest.version, manifest.reviews) if server else home.open_graph(manifest.version)
        return cls(manifest.version, manifest.reviews, home.open_rdf(manifest.version), graph, held)

    def confirm(self) -> "Dataset":
        """This, after making sure that its stores still hold it; rows are remembered, so no query may be needed.

        Raises:
            OtherVersion: one holds another version now.
            StoreFailed: one cannot be reached.
        """
        for store in self._stores.values():
            store.confirm()
        return self

    @cached_property
    def rdf(self) -> Graph:
        """The version's triples."""
        return self._rdf.graph

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the version was loaded with."""
        return read_vocabulary(self.rdf)

    def review_id(self, name: str | None = None) -> str:
        """The id of the review that is asked: the one named, or the first in the order of their ids.

        Raises:
            NotFound: no review of that name is stored.
        """
        if name is None:
            return self.reviews[0]
        if name not in self.reviews:
            raise NotFound("review", name, self.reviews)
        return name

    def identification(self, review: str) -> Identification | None:
        """On what ground a review's charted studies are taken for included ones."""
        return read_identification(self.rdf, review)

    def whole(self, review: str) -> Review:
        """A review with everything that was charted of its studies."""
        studies = tuple(self.study(review, id_) for id_ in self.study_ids(review))
        return replace(self.review(review), studies=studies)

    def flow(self, review: str) -> tuple[FlowCount, ...]:
        """The numbers of a review's PRISMA flow."""
        return read_flow(self.rdf, review)

    def maturity(self, review: str) -> tuple[MaturityJudgement, ...]:
        """A review's signals of maturity."""
        return read_maturity(self.rdf, review)

    def query(self, question: Question, review: str, title: str, language: Language = "cypher") -> Query:
        """The text and parameters that answer a question."""
        return COMPILERS[language](self.vocabulary, question, review, title)

    def stored_query(
        self, stored: StoredQuestion, question: Question, review: str, language: Language = "cypher"
    ) -> Query:
        """The text and parameters that answer a stored question as it is asked."""
        if stored.about_review:
            return review_query(self.vocabulary, stored, review, language)
        return self.query(question, review, stored.text, language)

    def run(self, query: Query) -> list[Row]:
        """The rows of a compiled query."""
        return self._stores[query.language].run(query.text, query.parameters)

    def term_rows(self, facet: Facet, barred: tuple[str, ...], question: Question, review: str) -> list[Row]:
        """Every term of a facet that a unit has or may have, per study and unit (see ``cypher.compile_terms``)."""
        return self.run(cypher.compile_terms(self.vocabulary, facet, barred, question, review))

    def close(self) -> None:
        """Let go of the files."""
        for store in self._stores.values():
            store.close()
        if self._held:
            self._held.release()

    def _review(self, review: str) -> Review:
        return read_review(self.rdf, review)

    def _population(self, review: str) -> Population:
        return Population(self.review(review).included, len(self.study_ids(review)))

    def _study_ids(self, review: str) -> tuple[str, ...]:
        return tuple(study_ids(self.rdf, review))

    def _study(self, review: str, study: str) -> Study:
        known = self.study_ids(review)
        if study not in known:
            raise NotFound("study", study, known)
        return read_study(self.rdf, review, study)

    def _claims(self, review: str) -> tuple[Claim, ...]:
        return read_claims(self.rdf, self.vocabulary, review)

    def _rows(self, question: Question, review: str, language: Language = "cypher") -> list[Row]:
        return self.run(self.query(question, review, "", language))
