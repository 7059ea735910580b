"""What becomes of each column, and the terms of its own that a table brings along."""

import re
from dataclasses import dataclass, field
from typing import Literal

from kg.ontology.reading import RESERVED
from kg.ontology.vocabulary import Level, Vocabulary
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.mapped.words import slug

LONGEST_LABEL = 160
"""In characters, as of every term that a corpus brings along."""

Kind = Literal["study", "ours", "own", "several", "text", "number", "score", "empty"]

TITLES: dict[Kind, str] = {
    "study": "about the study",
    "ours": "facet of ours",
    "own": "facet of its own",
    "several": "several facets in one",
    "text": "text, kept as a note",
    "number": "numbers, kept as a note",
    "score": "scores, kept as a note",
    "empty": "empty, left out",
}

LEVELS: dict[Level, str] = {
    "unit": "likely: charted per evidence unit, so that rows of one study may differ",
    "study": "likely: charted once per study, so that its rows must agree",
}
"""What is guessed of the level of an own facet."""


@dataclass
class OwnTerm:
    """A term made of a value: its id, its name, the ids of what it lies below, and where it stands."""

    id: str
    label: str
    broader: tuple[str, ...]
    column: str
    placed: Guess


@dataclass
class OwnFacet:
    """The own terms of one facet, by the value that each was made of.

    ``ours`` says that the facet is one of the vocabulary, which gets further terms; else it is the table's own.
    """

    id: str
    label: str
    level: Level
    column: str
    ours: bool = False
    terms: dict[str, OwnTerm] = field(default_factory=dict)


@dataclass
class Plan:
    """What becomes of one column.

    Attributes:
        values: what the mapping has to say of a value, each with a guess whose text is the target.
        by_name: values that need no line, because they are names of terms, with how often each occurs.
        level: of a facet of the table's own.
        own: own terms of the column's values, by the id of the facet.
    """

    name: str
    kind: Kind
    guess: Guess
    filled: int = 0
    facets: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    values: dict[str, Guess] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    note: bool = False
    leave_out: str = ""
    level: Level | None = None


class OwnVocabulary:
    """The own facets and terms of a table, each with an id that no other has."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._taken = {*vocabulary.terms, *vocabulary.deprecated, *vocabulary.facets, *RESERVED}
        self.facets: dict[str, OwnFacet] = {}

    def facet(self, name: str, label: str, level: Level) -> OwnFacet:
        """A new facet for a column, or for a group of columns."""
        id_ = self._free(_readable(slug(label), "facet", 30))
        self.facets[id_] = OwnFacet(id_, label, level, name)
        return self.facets[id_]

    def of_ours(self, facet: str, column: str) -> OwnFacet:
        """The own terms of a facet of the vocabulary, which may itself be one that a corpus brought along."""
        ours = self._vocabulary.facets[facet]
        return self.facets.setdefault(facet, OwnFacet(facet, ours.label, ours.level, column, ours=True))

    def term(self, facet: OwnFacet, value: str, broader: str, placed: Guess, column: str) -> OwnTerm:
        """The term of a value in a facet; the one that is there already, or a new one."""
        if value not in facet.terms:
            # The facet in front keeps ids apart that two corpora make of the same value.
            id_ = self._free(f"{facet.id}-{_readable(slug(value), 'value', 35)}")
            label = " ".join(value.replace(";", ",").split())[:LONGEST_LABEL]
            facet.terms[value] = OwnTerm(id_, label, (broader,), column, placed)
        return facet.terms[value]

    def _free(self, id_: str) -> str:
        free, number = id_, 1
        while free in self._taken:
            free = f"own-{id_}" if number == 1 else f"own-{id_}-{number}"
            number += 1
        self._taken.add(free)
        return free


def _readable(key: str, kind: str, longest: int) -> str:
    """A key as part of an id, which begins with a letter and has only those that every IRI has."""
    ascii_only = re.sub("-+", "-", "".join(sign for sign in key if sign.isascii())).strip("-")
    plain = ascii_only[:longest].rstrip("-")
    if not plain:
        return kind
    return plain if plain[0].isalpha() or kind == "value" else f"{kind}-{plain}"


def note(name: str, kind: Kind, why: str, filled: int) -> Plan:
    """A column that is kept as a note."""
    return Plan(name, kind, Guess("note", Sure.LIKELY, why), filled, note=True)
