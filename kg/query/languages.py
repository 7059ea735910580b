"""The query languages: how a question is written in each."""

from collections.abc import Callable, Mapping, Sequence

from kg.ontology.vocabulary import Vocabulary
from kg.query import cypher, sparql
from kg.query.compiled import Language, Query
from kg.questions.question import Question

COMPILERS: Mapping[Language, Callable[[Vocabulary, Question, Sequence[str], str], Query]] = {
    "cypher": cypher.compile_question,
    "sparql": sparql.compile_question,
}
"""By language: vocabulary, question, ids of reviews and title to query."""
