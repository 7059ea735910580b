"""Canonical addresses of questions."""

from collections.abc import Iterable
from urllib.parse import quote

from kg.evaluation.verdict import SPARSE_BELOW
from kg.questions.catalogue import StoredQuestion
from kg.questions.question import Question
from kg.versions.evidence import EvidenceBase


def address(path: str, pairs: Iterable[tuple[str, str]], evidence: EvidenceBase, k: int) -> str:
    """A path with parameters in the order given, then k and the review where they are not at their default."""
    pairs = list(pairs)
    if k != SPARSE_BELOW:
        pairs.append(("k", str(k)))
    if not evidence.is_default:
        pairs.append(("review", ",".join(evidence.review_ids)))
    query = "&".join(f"{quote(name)}={quote(value, safe=',.')}" for name, value in pairs)
    return f"{path}?{query}" if query else path


def ask_address(evidence: EvidenceBase, question: Question, k: int) -> str:
    """The address of a question under ``/ask``."""
    return address("/ask", question.parameters(), evidence, k)


def cell_template(evidence: EvidenceBase, question: Question, rows: str, columns: str, k: int) -> str:
    """The addresses of a matrix's cells as a URI template (RFC 6570) with the variables ``row`` and ``column``."""
    return f"{_open_address(evidence, question, k)}{quote(rows)}={{row}}&{quote(columns)}={{column}}"


def ask_template(evidence: EvidenceBase, question: Question, facet: str, k: int) -> str:
    """The addresses of a question with a term of a facet as a further condition, as a URI template with the variable ``term``."""
    return f"{_open_address(evidence, question, k)}{quote(facet)}={{term}}"


def _open_address(evidence: EvidenceBase, question: Question, k: int) -> str:
    """The address of a question, to which another condition can be added."""
    # Braces that follow are left as they are: those in values of the question are percent-encoded.
    whole = ask_address(evidence, question, k)
    return f"{whole}{'&' if '?' in whole else '?'}"


def question_address(evidence: EvidenceBase, question: Question, stored: StoredQuestion | None, k: int) -> str:
    """The address of a question; of a stored one, by name and only those parameters that differ from its file."""
    if stored is None:
        return ask_address(evidence, question, k)
    default = stored.read(evidence.vocabulary).parameters()
    pairs = [pair for pair in question.parameters() if pair not in default]
    return address(f"/gaps/{stored.name}", pairs, evidence, k)
