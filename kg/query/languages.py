"""The query languages: how a question is written in each."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from kg.ontology.vocabulary import Facet, Vocabulary
from kg.query import cypher, sparql
from kg.query.compiled import Language, Query
from kg.questions.question import Completeness, Question


class Compiler(Protocol):
    """What the module of a language compiles; ``reviews`` are ids."""

    def compile_question(
        self, vocabulary: Vocabulary, question: Question, reviews: Sequence[str], title: str, /
    ) -> Query:
        """The query that answers a question."""

    def compile_edges(
        self, vocabulary: Vocabulary, facet: Facet, completeness: Completeness, reviews: Sequence[str], /
    ) -> Query:
        """The query for the edges of a facet."""

    def compile_edges_together(
        self,
        vocabulary: Vocabulary,
        facets: Sequence[Facet],
        completeness: Completeness,
        reviews: Sequence[str],
        studies: Sequence[str] | None = None,
        /,
    ) -> Query:
        """The query for the edges of some facets of a level, by default of all studies, or of those with some keys."""

    def compile_units(
        self,
        vocabulary: Vocabulary,
        completeness: Completeness,
        reviews: Sequence[str],
        studies: Sequence[str] | None = None,
        /,
    ) -> Query:
        """The query for all units, ``studies`` as of ``compile_edges_together``."""


COMPILERS: Mapping[Language, Compiler] = {"cypher": cypher, "sparql": sparql}
