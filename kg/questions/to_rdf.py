"""Questions as RDF: what claims ask, and the questions that corpora bring along."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, RDFS, Literal, URIRef

from kg.ontology.vocabulary import Vocabulary
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question
from kg.rdf.canonical import Triple
from kg.rdf.data_iris import condition_iri, own_question_iri, part_iri, review_iri
from kg.rdf.iris import LACUNA


def question_triples(vocabulary: Vocabulary, iri: URIRef, question: Question) -> Iterator[Triple]:
    """The triples of a question with an IRI: definition, years and conditions; its label is the question in short."""
    yield (iri, RDF.type, LACUNA.Question)
    yield (iri, RDFS.label, Literal(_in_short(question)))
    if question.definition:
        yield (iri, LACUNA.underDefinition, vocabulary.definitions[question.definition].iri)
    if question.years:
        yield (iri, LACUNA.firstYear, Literal(question.years.first))
        yield (iri, LACUNA.lastYear, Literal(question.years.last))
    for each in question.not_years:
        yield (iri, LACUNA.excludedYears, Literal(str(each)))
    for number, condition in enumerate(question.conditions, 1):
        # Numbered in canonical order, so that the same question always has the same IRIs.
        node = condition_iri(iri, number)
        yield (iri, LACUNA.hasCondition, node)
        yield (node, RDF.type, LACUNA.QuestionCondition)
        yield (node, RDFS.label, Literal(_in_short(Question((condition,)))))
        for term in condition.terms:
            yield (node, LACUNA.excludes if condition.excluded else LACUNA.counts, vocabulary.term_iri(term))


def own_question_triples(vocabulary: Vocabulary, review: str, stored: StoredQuestion) -> Iterator[Triple]:
    """The triples of a question that the corpus of a review brings along; it must be in canonical form."""
    iri, spec = own_question_iri(review, stored.name), stored.spec
    yield (review_iri(review), LACUNA.poses, iri)
    yield (iri, DCTERMS.description, Literal(spec.text))
    for tag in spec.tags:
        yield (iri, LACUNA.tag, Literal(tag))
    if stored.about_review:
        yield (iri, RDF.type, LACUNA.Question)
        yield (iri, RDFS.label, Literal(spec.text))
    else:
        yield from question_triples(vocabulary, iri, spec.read(vocabulary))
    for property_, term in ((LACUNA.lessMatureThan, spec.less_mature_than), (LACUNA.excludedAt, spec.excluded_at)):
        if term:
            yield (iri, property_, vocabulary.term_iri(term))
    yield from _table(vocabulary, iri, stored)
    anchors = [(key, each) for key, of_review in spec.anchors.items() for each in of_review]
    for number, (key, each) in enumerate(anchors, 1):
        anchor = part_iri(iri, "anchor", number)
        yield (iri, LACUNA.hasAnchor, anchor)
        yield (anchor, RDF.type, LACUNA.Anchor)
        yield (anchor, LACUNA.anchoredStudy, Literal(f"{key}/{each.study}"))
        yield (anchor, DCTERMS.description, Literal(each.text))
        yield (anchor, DCTERMS.source, Literal(each.section))


def _table(vocabulary: Vocabulary, iri: URIRef, stored: StoredQuestion) -> Iterator[Triple]:
    table = stored.spec.table
    if table is None:
        return
    if table.by:
        yield (iri, LACUNA.tabulatedBy, Literal(table.by))
    if table.years:
        yield (iri, LACUNA.tabulatedYears, Literal(table.years))
    for number, each in enumerate(table.compare, 1):
        row = part_iri(iri, "row", number)
        yield (iri, LACUNA.compares, row)
        yield (row, DCTERMS.title, Literal(each.label))
        yield from question_triples(vocabulary, row, each.read(vocabulary))


def _in_short(question: Question) -> str:
    return "; ".join(f"{name}={value}" for name, value in question.parameters())
