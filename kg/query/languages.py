"""The query languages: how a question is written in each."""

from collections.abc import Callable, Mapping, Sequence

from kg.ontology.vocabulary import Facet, Vocabulary
from kg.query import cypher, sparql
from kg.query.compiled import Language, Query
from kg.questions.question import Completeness, Question

COMPILERS: Mapping[Language, Callable[[Vocabulary, Question, Sequence[str], str], Query]] = {
    "cypher": cypher.compile_question,
    "sparql": sparql.compile_question,
}
"""By language: vocabulary, question, ids of reviews and title to query."""

EDGE_COMPILERS: Mapping[Language, Callable[[Vocabulary, Facet, Completeness, Sequence[str]], Query]] = {
    "cypher": cypher.compile_edges,
    "sparql": sparql.compile_edges,
}
"""By language: vocabulary, facet, whose completeness statements count and ids of reviews to query."""
