"""Words to terms, questions and studies, and to the question that they ask together."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.answer.links import ask_address
from kg.browsing.retracted import retracted_overviews
from kg.evaluation.models import Body
from kg.evaluation.verdict import SPARSE_BELOW
from kg.ontology.vocabulary import Term, Vocabulary
from kg.questions.catalogue import Catalogue, StoredQuestion
from kg.questions.question import Question
from kg.questions.reading import read_question
from kg.versions.evidence import EvidenceBase

MOST_FOUND = 50
"""The most terms, questions and studies that are listed of each."""


class Found(Body):
    """One thing that was found: its id, its label, more about it, and its address."""

    id: str
    label: str
    about: str
    href: str


class SearchResult(Body):
    """What the words of ``q`` find, the nearest first; ``ask`` is the question that the terms among them ask together."""

    q: str
    ask: Found | None
    terms: tuple[Found, ...]
    questions: tuple[Found, ...]
    studies: tuple[Found, ...]


def search(evidence: EvidenceBase, catalogue: Catalogue, q: str) -> SearchResult:
    """Terms by label and synonym, questions by text, studies, also retracted, by citation, title and DOI; all words must occur.

    Where no term has all words, the terms nearest to them are found.
    """
    words = _words(_without_address(q))
    if not words:
        return SearchResult(q=q, ask=None, terms=(), questions=(), studies=())
    return SearchResult(
        q=q,
        ask=_ask(evidence, words),
        terms=tuple(_terms(evidence.vocabulary, q))[:MOST_FOUND],
        questions=tuple(
            Found(id=stored.name, label=stored.text, about=", ".join(stored.tags), href=f"/gaps/{stored.name}")
            for stored in questions_with(catalogue, q)
        )[:MOST_FOUND],
        studies=studies_with(evidence, q),
    )


def terms_with(vocabulary: Vocabulary, q: str) -> list[Term]:
    """The terms of which a name has all words, the nearest first."""
    words = _words(_without_address(q))
    terms = [term for term in vocabulary.terms.values() if any(_holds([name], words) for name in _names(term))]
    return sorted(terms, key=lambda term: (_distance(term, words), term.facet, term.id)) if words else []


def terms_within(vocabulary: Vocabulary, q: str) -> list[Term]:
    """The terms that are named among words, of each charted facet the longest name, in order of their facets."""
    return [term for _, term in _within(vocabulary, _words(q)).values()]


def questions_with(catalogue: Catalogue, q: str) -> list[StoredQuestion]:
    """The stored questions whose name, text and tags have all words."""
    words = _words(_without_address(q))
    return [stored for name, stored in catalogue.items() if words and _holds([name, stored.text, *stored.tags], words)]


def studies_with(evidence: EvidenceBase, q: str) -> tuple[Found, ...]:
    """The first studies, also retracted, whose citation, title and DOI have all words."""
    words = _words(_without_address(q))
    return tuple(_studies(evidence, words))[:MOST_FOUND] if words else ()


def _terms(vocabulary: Vocabulary, q: str) -> Iterator[Found]:
    for term in terms_with(vocabulary, q) or vocabulary.search(q):
        facet = vocabulary.facets[term.facet]
        href = f"/ask?{facet.id}={term.id}" if facet.charted else f"/terms/{term.id}"
        yield Found(id=term.id, label=term.label, about=facet.label, href=href)


def _studies(evidence: EvidenceBase, words: tuple[str, ...]) -> Iterator[Found]:
    for id_ in evidence.studies.ids:
        chartings = [found for _, found in evidence.cited_study(id_)]
        texts = [id_, *(text for each in chartings for text in (each.citation, each.title, each.doi) if text)]
        if _holds(texts, words):
            citation = next((each.citation for each in chartings if each.citation), id_)
            title = next((each.title for each in chartings if each.title), "")
            yield Found(id=id_, label=citation, about=title, href=f"/studies/{id_}")
    for each in retracted_overviews(evidence):
        if _holds([each.id, *(text for text in (each.citation, each.title, each.doi) if text), "retracted"], words):
            about = f"Retracted, in no count. {each.title or ''}".strip()
            yield Found(id=each.id, label=each.citation or each.id, about=about, href=each.href)


def _ask(evidence: EvidenceBase, words: tuple[str, ...]) -> Found | None:
    """The question whose conditions are the terms that are named among the words, of each facet the longest name."""
    vocabulary = evidence.vocabulary
    named = _within(vocabulary, words)
    # A name within a longer one of another facet is not meant by itself.
    longest = max((length for length, _ in named.values()), default=0)
    if not named or longest < len(f" {' '.join(words)} ") / 4:
        return None
    question: Question = read_question(vocabulary, [(facet, term.id) for facet, (_, term) in sorted(named.items())])
    label = " × ".join(term.label for _, term in named.values())
    return Found(id="", label=label, about="", href=ask_address(evidence, question, SPARSE_BELOW))


def _within(vocabulary: Vocabulary, words: tuple[str, ...]) -> dict[str, tuple[int, Term]]:
    text = f" {' '.join(words)} "
    named: dict[str, tuple[int, Term]] = {}
    for facet in vocabulary.charted_facets:
        for term in vocabulary.of_facet(facet.id):
            for name in (" ".join(_words(each)) for each in _names(term)):
                if f" {name} " in text and len(name) > named.get(facet.id, (0,))[0]:
                    named[facet.id] = (len(name), term)
    return named


def _without_address(q: str) -> str:
    return re.sub(r"(https?://)?(dx\.)?doi\.org/", "", q, flags=re.IGNORECASE)


def _names(term: Term) -> tuple[str, ...]:
    return (term.label, *term.synonyms, term.id)


def _distance(term: Term, words: tuple[str, ...]) -> int:
    """How many letters of the nearest name are not asked for."""
    asked = len(" ".join(words))
    return min(len(name) - asked for name in map(" ".join, map(_words, _names(term))) if all(w in name for w in words))


def _holds(texts: Iterable[str], words: tuple[str, ...]) -> bool:
    whole = " ".join(" ".join(_words(text)) for text in texts)
    return all(word in whole for word in words)


@lru_cache(maxsize=16_384)  # the names of all terms, for each search
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
