"""The certificate of an answer (section 5 of the gap semantics)."""

from collections.abc import Iterable

from kg.answer.models import Certificate, Search
from kg.evaluation.evaluate import relied_on
from kg.evaluation.models import definition_body, statement_body
from kg.questions.question import Question
from kg.review.model import NOT_STATED
from kg.versions.evidence import EvidenceBase


def certificate(evidence: EvidenceBase, questions: Iterable[Question], href: str) -> Certificate:
    """The certificate of an answer: everything it rests on.

    Args:
        evidence: the evidence base that was asked.
        questions: every question that the answer evaluates, the asked one first; none where it is about the review itself.
        href: the canonical address of the asked question.
    """
    vocabulary, review, questions = evidence.vocabulary, evidence.header, tuple(questions)
    definition = questions[0].definition if questions else None
    search, version = review.search, evidence.dataset.version
    return Certificate(
        dataset=version,
        ontology=vocabulary.version,
        review=review.reference or review.citation or evidence.review,
        permalink=f"{href}{'&' if '?' in href else '?'}version={version}",
        definition=definition_body(vocabulary.definitions[definition]) if definition else None,
        search=Search(databases=search.databases, years=search.years, last_search=search.last_search),
        completeness=tuple(statement_body(each) for each in relied_on(vocabulary, questions, review.completeness)),
        identification=evidence.identification.in_words if evidence.identification else None,
        licence=review.charting_licence or NOT_STATED,
    )
