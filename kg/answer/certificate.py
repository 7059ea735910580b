"""The certificate of an answer (section 5 of the gap semantics)."""

from collections.abc import Callable, Iterable

from kg.answer.models import Certificate, ReviewNote, Search
from kg.evaluation.evaluate import relied_on
from kg.evaluation.models import StatementBody, definition_body, statement_body
from kg.questions.question import Question
from kg.review.model import NOT_STATED
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview

_OVERLAP = (
    "Charted studies of several reviews count once. An uncharted study of one review may be a charted or an uncharted one of "
    "another, so the upper bound may count it more than once."
)


def certificate(evidence: EvidenceBase, questions: Iterable[Question], href: str) -> Certificate:
    """The certificate of an answer: everything it rests on.

    Args:
        evidence: the evidence base that was asked.
        questions: every question that the answer evaluates, the asked one first; none where it is about reviews themselves.
        href: the canonical address of the asked question.
    """
    vocabulary, questions = evidence.vocabulary, tuple(questions)
    definition = questions[0].definition if questions else None
    version = evidence.dataset.version
    notes = tuple(_note(review) for review in evidence.reviews)
    return Certificate(
        dataset=version,
        ontology=vocabulary.version,
        permalink=f"{href}{'&' if '?' in href else '?'}version={version}",
        definition=definition_body(vocabulary.definitions[definition]) if definition else None,
        search=Search(
            databases=tuple(dict.fromkeys(each for note in notes for each in note.search.databases)),
            years=_together(notes, lambda note: note.search.years),
            last_search=_together(notes, lambda note: note.search.last_search),
        ),
        completeness=tuple(_statements(evidence, questions)),
        reviews=notes,
        overlap=_OVERLAP if len(notes) > 1 else None,
        licence=_together(notes, lambda note: note.licence),
    )


def _statements(evidence: EvidenceBase, questions: tuple[Question, ...]) -> Iterable[StatementBody]:
    for review in evidence.reviews:
        for statement in relied_on(evidence.vocabulary, questions, review.header.completeness):
            yield statement_body(review.id, statement)


def _note(review: StoredReview) -> ReviewNote:
    header, search = review.header, review.header.search
    return ReviewNote(
        id=review.id,
        citation=header.citation or review.id,
        reference=header.reference or header.citation or review.id,
        search=Search(databases=search.databases, years=search.years, last_search=search.last_search),
        identification=review.identification.in_words if review.identification else None,
        licence=header.charting_licence or NOT_STATED,
    )


def _together(notes: tuple[ReviewNote, ...], part: Callable[[ReviewNote], str]) -> str:
    """A part of all notes in one text: once where all say the same, else review by review."""
    texts = {part(note) for note in notes}
    return texts.pop() if len(texts) == 1 else "; ".join(f"{note.id}: {part(note)}" for note in notes)
