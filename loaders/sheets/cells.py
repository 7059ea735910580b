"""The content of a facet's cell: terms, a status, or nothing."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import Cell, Fault, nearest
from kg.ontology.vocabulary import Facet, Term, Vocabulary
from kg.review.model import Status
from kg.spelling import same_but_for_case, sign_name
from loaders.sheets.absence import NOTHING_SAID, STATUSES, Missing, is_mark, mark_key, status_word

_UNCLEAR = re.compile(r"unclear\s*[:\uff1a]", re.IGNORECASE)
_FOUR = tuple(STATUSES)


@dataclass(frozen=True)
class CellCoding:
    """The content of a facet's cell: a status, and term ids where it is coded or unclear."""

    status: Status
    terms: tuple[str, ...] = ()


class CellReading(NamedTuple):
    """The coding in a cell (None if it is empty or at fault), its faults, and notices of what was understood."""

    coding: CellCoding | None
    faults: list[Fault]
    notices: list[Fault]


def read_cell(vocabulary: Vocabulary, facet: Facet, cell: Cell, missing: Missing = NOTHING_SAID) -> CellReading:
    """The coding in a facet's cell; ``missing`` says what marks of absence mean."""
    text = cell.value
    if not text:
        return CellReading(None, [], [])
    if (key := mark_key(text)) in missing and text != "none":
        return _explained(cell, missing[key], vocabulary.meant(facet.id, text))
    if word := status_word(text):
        return _status(cell, word)
    unclear = _UNCLEAR.match(text)
    listed = text[unclear.end() :] if unclear else text
    # A name may hold the sign that separates terms.
    pieces = (
        [text] if vocabulary.meant(facet.id, text) else [each.strip() for each in listed.split(";") if each.strip()]
    )
    stray = next((piece for piece in pieces if status_word(piece)), None)
    if not pieces:
        return _refused(cell, "names no term. Leave the cell empty, or write a status.", _FOUR)
    if stray:
        return _refused(cell, f"{stray!r} is a status and must stand alone, with nothing beside it.")
    terms, faults, notices = _terms(vocabulary, facet, cell, pieces)
    coding = CellCoding(Status.UNCLEAR if unclear else Status.CODED, terms)
    return CellReading(None, faults, []) if faults else CellReading(coding, [], notices)


def _terms(
    vocabulary: Vocabulary, facet: Facet, cell: Cell, pieces: Iterable[str]
) -> tuple[tuple[str, ...], list[Fault], list[Fault]]:
    """The ids of the terms that are named, sorted, with faults and notices."""
    terms: set[str] = set()
    faults: list[Fault] = []
    notices: list[Fault] = []
    for piece in pieces:
        meant = vocabulary.meant(facet.id, piece)
        if not meant:
            faults.append(_unknown(vocabulary, facet, cell, piece))
        elif len(meant) > 1:
            rule = f"{piece!r} is a synonym of several terms of {facet.id}: write which of them is meant."
            faults.append(Fault(cell, rule, tuple(term.id for term in meant)))
        elif _is_first_name(meant[0], piece):
            terms.add(meant[0].id)
        elif is_mark(piece):  # such as NA, the code of Namibia
            rule = f"{piece!r} may be {meant[0].id}, or a mark of absence: write which of them is meant."
            faults.append(Fault(cell, rule, (meant[0].id, *_FOUR)))
        else:
            terms.add(meant[0].id)
            notices.append(Fault(cell, f"{piece!r} is read as {meant[0].id}."))
    return tuple(sorted(terms)), faults, notices


def _is_first_name(term: Term, text: str) -> bool:
    """Whether a text is the id or the label of a term, up to case and spaces."""
    return any(same_but_for_case(text, name) for name in (term.id, term.label))


def _refused(cell: Cell, rule: str, choices: tuple[str, ...] = ()) -> CellReading:
    return CellReading(None, [Fault(cell, rule, choices)], [])


def _explained(cell: Cell, status: Status | None, meant: Sequence[Term]) -> CellReading:
    """A mark of absence of which somebody has said what it means; ``meant`` are the terms that have it for a name."""
    if any(_is_first_name(term, cell.value) for term in meant):
        rule = f"{cell.value!r} is the name of {meant[0].id}, and was said to be a mark of absence."
        return _refused(cell, rule, (meant[0].id, *_FOUR))
    meaning = status.replace("-", " ") if status else "an empty cell"
    coding = CellCoding(status) if status else None
    return CellReading(coding, [], [Fault(cell, f"{cell.value!r} is read as {meaning}, as was said of it.")])


def _status(cell: Cell, word: str) -> CellReading:
    if word == "none" and cell.value != word:
        rule = (
            f"{cell.value!r} is what a program writes for a missing value. Write none, in lower case, if the source itself says "
            "that there is none; else not reported, or leave the cell empty."
        )
        return _refused(cell, rule, ("none", "not reported"))
    notices = [] if same_but_for_case(cell.value, word) else [Fault(cell, f"{cell.value!r} is read as {word}.")]
    return CellReading(CellCoding(STATUSES[word]), [], notices)


def _unknown(vocabulary: Vocabulary, facet: Facet, cell: Cell, piece: str) -> Fault:
    if old := vocabulary.replaced(facet.id, piece):
        return Fault(cell, f"{piece!r} {old.instead}.", old.replaced_by)
    if is_mark(piece) and piece not in ("TRUE", "FALSE"):
        rule = (
            f"{piece!r} could mean several things. Leave the cell empty (not charted), write a status, or say what it means "
            f"throughout: --missing {f'{piece}=not reported'!r}."
        )
        return Fault(cell, rule, _FOUR)
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
    if foreign := foreign_letter(piece):
        rule += f" It holds {sign_name(foreign)} among Latin letters."
    return Fault(cell, rule, vocabulary.nearest(facet.id, piece) or nearest(piece, STATUSES) or _FOUR)


def foreign_letter(text: str) -> str | None:
    """The first letter of another script in a text with Latin letters, such as a Cyrillic one that looks like them; or None."""
    letters = [sign for sign in text if sign.isalpha()]
    foreign = [sign for sign in letters if not unicodedata.name(sign, "").startswith("LATIN")]
    return foreign[0] if 0 < len(foreign) < len(letters) else None
