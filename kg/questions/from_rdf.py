"""Questions read back from RDF: the inverse of ``to_rdf``."""

from typing import Any

from rdflib import DCTERMS, Graph
from rdflib.term import Node

from kg.ontology.vocabulary import Condition, Vocabulary
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question, YearRange
from kg.questions.question_file import QuestionFile, question_keys
from kg.questions.reading import read_years
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import LACUNA, local_name
from kg.rdf.values import integer_of, term_of, text_of, texts_of


def read_question_of(graph: Graph, vocabulary: Vocabulary, question: Node | None) -> Question:
    """The question of a node."""
    conditions = []
    for node in graph.objects(question, LACUNA.hasCondition):
        for property_, excluded in ((LACUNA.counts, False), (LACUNA.excludes, True)):
            terms = [local_name(term) for term in graph.objects(node, property_)]
            if terms:
                conditions.append(Condition.of(vocabulary.terms[terms[0]].facet, terms, excluded=excluded))
    first, last = (integer_of(graph, question, property_) for property_ in (LACUNA.firstYear, LACUNA.lastYear))
    return Question(
        conditions=tuple(sorted(conditions)),
        definition=term_of(graph, question, LACUNA.underDefinition),
        years=None if first is None or last is None else YearRange(first, last),
        not_years=tuple(sorted(read_years(text) for text in texts_of(graph, question, LACUNA.excludedYears)))
        if question
        else (),
    )


def read_own_questions(graph: Graph, vocabulary: Vocabulary, review: str) -> tuple[StoredQuestion, ...]:
    """The questions that the corpus of a review brings along, in order of their names.

    Raises:
        ValueError, LookupError: a part of one is missing or invalid.
    """
    nodes = graph.objects(review_iri(review), LACUNA.poses)
    return tuple(_own(graph, vocabulary, node) for node in sorted(nodes, key=local_name))


def _own(graph: Graph, vocabulary: Vocabulary, node: Node) -> StoredQuestion:
    spec: dict[str, Any] = {
        "text": text_of(graph, node, DCTERMS.description),
        "tags": texts_of(graph, node, LACUNA.tag),
        **question_keys(read_question_of(graph, vocabulary, node)),
        "less_mature_than": term_of(graph, node, LACUNA.lessMatureThan),
        "excluded_at": term_of(graph, node, LACUNA.excludedAt),
        "anchors": {},
    }
    for anchor in _numbered(graph, node, LACUNA.hasAnchor):
        review, _, study = str(text_of(graph, anchor, LACUNA.anchoredStudy)).partition("/")
        said = {"text": text_of(graph, anchor, DCTERMS.description), "section": text_of(graph, anchor, DCTERMS.source)}
        spec["anchors"].setdefault(review, []).append({"study": study, **said})
    by, rows = text_of(graph, node, LACUNA.tabulatedBy), _numbered(graph, node, LACUNA.compares)
    if by or rows:
        compare = [
            {"label": text_of(graph, row, DCTERMS.title), **question_keys(read_question_of(graph, vocabulary, row))}
            for row in rows
        ]
        spec["table"] = {"by": by, "years": text_of(graph, node, LACUNA.tabulatedYears), "compare": compare}
    return StoredQuestion.own(local_name(node), QuestionFile.model_validate(spec))


def _numbered(graph: Graph, question: Node, property_: Node) -> list[Node]:
    """The parts of a question in the order of their numbers, with which their IRIs end."""
    return sorted(graph.objects(question, property_), key=lambda part: int(str(part).rpartition("-")[2]))
