"""The content of a facet's cell: terms, a status, or nothing."""

import re
from dataclasses import dataclass

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Facet, Vocabulary
from kg.review.model import Status

STATUSES = {
    "none": Status.NONE,
    "not applicable": Status.NOT_APPLICABLE,
    "not reported": Status.NOT_REPORTED,
    "unclear": Status.UNCLEAR,
}

_BLANKS = {
    "n/a",
    "n.a.",
    "na",
    "n/d",
    "nd",
    "-",
    "–",
    "—",
    "--",
    "?",
    "x",
    ".",
    "nil",
    "null",
    "nan",
    "unknown",
    "missing",
    "not stated",
    "tbd",
}
"""Words for a missing value. Each may mean several of the statuses, so they are refused rather than guessed."""


@dataclass(frozen=True)
class CellCoding:
    """The content of a facet's cell: a status, and term ids where it is coded or unclear."""

    status: Status
    terms: tuple[str, ...] = ()


def read_cell(vocabulary: Vocabulary, facet: Facet, cell: Cell) -> tuple[CellCoding | None, list[Fault]]:
    """The coding in a facet's cell (None if it is empty or has a fault), and its faults."""
    text = cell.value
    if not text:
        return None, []
    word = _fold(text)
    if word in STATUSES:
        return CellCoding(STATUSES[word]), []
    status = Status.CODED
    if word.startswith("unclear:"):
        status = Status.UNCLEAR
        text = text[text.index(":") + 1 :]
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    if not pieces:
        return None, [Fault(cell, "names no term. Leave the cell empty, or write a status.", tuple(STATUSES))]
    terms: list[str] = []
    faults: list[Fault] = []
    for piece in pieces:
        if _fold(piece) in STATUSES:
            return None, [Fault(cell, f"{piece!r} is a status and must stand alone, with nothing beside it.")]
        # Ids and labels are accepted; a synonym is a fault that names its term.
        if term := vocabulary.find(facet.id, piece):
            terms.append(term.id)
        else:
            faults.append(_unknown(vocabulary, facet, cell, piece))
    if faults:
        return None, faults
    return CellCoding(status, tuple(sorted(set(terms)))), []


def _unknown(vocabulary: Vocabulary, facet: Facet, cell: Cell, piece: str) -> Fault:
    if old := vocabulary.replaced(facet.id, piece):
        return Fault(cell, f"{piece!r} {old.instead}.", old.replaced_by)
    if _fold(piece) in _BLANKS:
        rule = f"{piece!r} could mean several things. Leave the cell empty (not charted), or write a status."
        return Fault(cell, rule, tuple(STATUSES))
    # Other separators are not accepted, because a label may hold them.
    several = [part for part in re.split(r"[,|/\n]", piece) if part.strip()]
    if len(several) > 1 and all(vocabulary.find(facet.id, part) for part in several):
        return Fault(
            cell, f"{piece!r} are several terms: separate them by semicolons.", ("; ".join(map(str.strip, several)),)
        )
    elsewhere = [other.id for other in vocabulary.charted_facets if vocabulary.find(other.id, piece)]
    if elsewhere:
        rule = f"{piece!r} is a term of {' and of '.join(elsewhere)}, not of {facet.id}."
        return Fault(cell, rule, vocabulary.nearest(facet.id, piece))
    rule = f"{piece!r} is neither a term of {facet.id} nor a status."
    return Fault(cell, rule, nearest(piece, STATUSES) or vocabulary.nearest(facet.id, piece) or tuple(STATUSES))


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
