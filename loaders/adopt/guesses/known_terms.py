"""Which terms of the vocabulary the words of a table may mean."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.ontology.vocabulary import Facet, Vocabulary
from kg.spelling import folded
from loaders.adopt.guesses.doubt import doubted
from loaders.adopt.guesses.guess import Sure
from loaders.adopt.guesses.loose import loose, singular
from loaders.adopt.guesses.study_names import own_part
from loaders.mapped.words import fold

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_SHORT = 3
_WITH_CODES = "country"
_LONGEST = 100
"""In characters; no name is longer."""

_BESIDE = {
    "type",
    "types",
    "of",
    "the",
    "used",
    "category",
    "studied",
    "applied",
    "target",
    "main",
    "level",
    "kind",
    "list",
    "art",
    "typ",
}


@dataclass(frozen=True)
class Match:
    """A term that a text may mean, how sure, and by what."""

    term: str
    facet: str
    sure: Sure
    by: str


class KnownTerms:
    """The terms that studies are charted on, by all their names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def facet(self, id_: str) -> Facet:
        """The facet of an id."""
        return self._vocabulary.facets[id_]

    def match(self, facet: str, text: str, *, named: bool = True) -> Match | None:
        """The one term of a facet that a text means, or None.

        Where the column is not ``named`` like the facet, no code of a country counts: AI is one, and PLS looks like one.
        """
        codes = named or facet != _WITH_CODES
        if term := self._vocabulary.find(facet, text):
            if not codes and len(text) <= _SHORT:
                return None
            by_name = folded(text) in (folded(term.id), folded(term.label))
            return Match(term.id, facet, Sure.SURE if by_name else Sure.LIKELY, "its name" if by_name else "a synonym")
        if doubted(text) is not None:
            return None
        for candidate, by in _readings(text):
            if not codes and len(candidate) <= _SHORT:
                continue
            names = self._synonyms[facet].get(fold(candidate)) or self._loose[facet].get(loose(candidate), frozenset())
            if len(names) == 1:
                how = "a synonym" if fold(candidate) in self._synonyms[facet] else "another spelling"
                return Match(next(iter(names)), facet, Sure.LIKELY, by or how)
        return None

    def begun(self, facet: str, text: str) -> Match | None:
        """The one term of a facet whose name a text begins, such as batch for batch manufacturing."""
        if len(text) > _LONGEST or doubted(text) is not None:
            return None
        begins = f"{fold(text)} "
        found = [id_ for label, id_ in self._labels[facet] if label.startswith(begins)]
        return Match(found[0], facet, Sure.LIKELY, "the beginning of its name") if len(found) == 1 else None

    def matches(self, text: str) -> Iterator[Match]:
        """What a text means in each facet that has a term for it."""
        if len(text) > _LONGEST:
            return
        readings = [text, *(reading for reading, _ in _readings(text))]
        facets = {
            facet for reading in readings for key in (folded, loose) for facet in self._facets.get(key(reading), ())
        }
        for facet in sorted(facets):
            if match := self.match(facet, text, named=False):
                yield match

    def is_about(self, name: str, facet: str) -> bool:
        """Whether the name of a column has to do with a facet: it shares a word with its name, or is one of its terms."""
        part = own_part(name)
        shared = (_words(part) & _words(self._vocabulary.facets[facet].label)) - _BESIDE
        return bool(shared or self.match(facet, part))

    def facet_named(self, name: str) -> tuple[Facet, Sure] | None:
        """The facet that the name of a column names, or whose name it holds; None where it names none or several."""
        part = loose(_without_brackets(own_part(name)))
        named = [facet for facet in self._vocabulary.charted_facets if part in self._facet_names[facet.id]]
        if len(named) == 1:
            return named[0], Sure.SURE
        words = _words(own_part(name)) - _BESIDE
        close = [
            facet
            for facet in self._vocabulary.charted_facets
            if (facet_words := _words(facet.label) - _BESIDE)
            and (facet_words <= words or (words and words == facet_words))
        ]
        return (close[0], Sure.LIKELY) if len(close) == 1 else None

    def above(self, facet: str, text: str) -> str:
        """The narrowest term of a facet whose name is part of a text, such as coating for hot-melt coating; else its top."""
        words = _words(text)
        best, size = facet, 0
        for term in self._vocabulary.of_facet(facet):
            for name in (term.label, *term.synonyms):
                part = _words(name)
                if term.id != facet and part and part <= words and len(name) > max(size, _SHORT + 1):
                    best, size = term.id, len(name)
        return best

    @cached_property
    def _facet_names(self) -> Mapping[str, set[str]]:
        return {
            facet.id: {
                loose(name)
                for name in (
                    facet.id,
                    facet.label,
                    self._vocabulary.terms[facet.id].label,
                    *self._vocabulary.terms[facet.id].synonyms,
                )
            }
            for facet in self._vocabulary.charted_facets
        }

    @cached_property
    def _facets(self) -> Mapping[str, set[str]]:
        """The facets that have a term of a name, by the name in both forms in which names are compared."""
        found: dict[str, set[str]] = defaultdict(set)
        for facet in self._vocabulary.charted_facets:
            for term in self._vocabulary.of_facet(facet.id):
                for name in (term.id, term.label, *term.synonyms):
                    found[folded(name)].add(facet.id)
                    found[loose(name)].add(facet.id)
        return found

    @cached_property
    def _labels(self) -> Mapping[str, list[tuple[str, str]]]:
        return {
            facet.id: [(fold(term.label), term.id) for term in self._vocabulary.of_facet(facet.id)]
            for facet in self._vocabulary.charted_facets
        }

    @cached_property
    def _synonyms(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        return self._index(fold)

    @cached_property
    def _loose(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        return self._index(loose)

    def _index(self, key: Callable[[str], str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
        index: dict[str, dict[str, frozenset[str]]] = {}
        for facet in self._vocabulary.charted_facets:
            found: dict[str, set[str]] = defaultdict(set)
            for term in self._vocabulary.of_facet(facet.id):
                for name in (term.id, term.label, *term.synonyms):
                    found[key(name)].add(term.id)
            index[facet.id] = {name: frozenset(ids) for name, ids in found.items()}
        return index


def _words(text: str) -> set[str]:
    return {singular(word) for word in re.findall(r"\w+", text.casefold())}


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """A text as it is, without what stands in brackets, and what stands there alone, each with how it was read."""
    yield text, ""
    bare = _without_brackets(text)
    if bare and bare != text:
        yield bare, "its name without the brackets"
        for inner in _BRACKETS.findall(text):
            yield inner, "the name in brackets"


def _without_brackets(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).split())
