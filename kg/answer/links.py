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
    # Only these braces are left as they are: those in values of the question are percent-encoded.
    whole = ask_address(evidence, question, k)
    return f"{whole}{'&' if '?' in whole else '?'}{quote(rows)}={{row}}&{quote(columns)}={{column}}"


def question_address(evidence: EvidenceBase, question: Question, stored: StoredQuestion | None, k: int) -> str:
    """The address of a question; of a stored one, by name and only those parameters that differ from its file."""
    if stored is None:
        return ask_address(evidence, question, k)
    default = stored.read(evidence.vocabulary).parameters()
    pairs = [pair for pair in question.parameters() if pair not in default]
    return address(f"/gaps/{stored.name}", pairs, evidence, k)
