"""The tools ``find_terms`` and ``describe_facets``: words of the vocabulary, which say nothing about evidence."""

import re
from collections import Counter
from itertools import chain, pairwise

from api.agents.arguments import DescribeFacets, FindTerms
from api.agents.desk import Source
from api.agents.models import (
    FacetLine,
    FacetsDescribed,
    QuestionFound,
    TermFound,
    TermsFound,
    page,
    shortened,
)
from kg.browsing.search import MOST_FOUND, questions_with, terms_with, terms_within
from kg.errors import BadQuestion, NotFound, nearest
from kg.faults import shortened as cut
from kg.ontology.vocabulary import Term, Vocabulary

_LONGEST_DEFINITION = 120
_MOST_WORDS, _LONG, _OF_EACH = 20, 6, 5
"""Of a whole question: the words that are looked up, the letters of one that is by itself, and the terms for each."""
_NOTE = "Terms are words to ask with. They do not say whether any study has them: ask_gap does."
_NEAREST = "No term has all of these words; the nearest are listed. Check that one of them is meant."
_FACETS = "Questions can be asked about these facets. Whether studies were charted on them, the answers of ask_gap say."


def find_terms(source: Source, asked: FindTerms) -> TermsFound:
    """The terms and stored questions that words find.

    Raises:
        BadQuestion: they find nothing.
    """
    vocabulary, words = source.vocabulary, asked.words
    having, named = terms_with(vocabulary, words), _named(vocabulary, words)
    questions = questions_with(source.catalogue, words)
    terms = having or list(dict.fromkeys([*named, *_with_some(vocabulary, words)])) or vocabulary.search(words)
    if not (terms or questions):
        facets = [facet.id for facet in vocabulary.charted_facets]
        rule = "resembles no term, synonym or stored question. describe_facets lists what can be asked"
        raise BadQuestion("words", words, rule, nearest(words, facets))
    whole = TermsFound(
        note=_NOTE if having or questions else f"{_NEAREST} {_NOTE}",
        exact=bool(having),
        where=tuple(f"{term.facet}={term.id}" for term in named),
        terms=tuple(_term(source, term) for term in terms[:MOST_FOUND]),
        questions=tuple(QuestionFound(name=each.name, text=each.text) for each in questions),
    )
    return shortened(whole, "where", "terms", "questions")


def describe_facets(source: Source, asked: DescribeFacets) -> FacetsDescribed:
    """The facets that can be asked, with the names of definitions, or the terms of one.

    Raises:
        NotFound: there is no such facet.
        BadQuestion: nothing is listed from the start that was asked for.
    """
    vocabulary = source.vocabulary
    if asked.facet is None:
        counts = Counter(term.facet for term in vocabulary.terms.values())
        lines = [
            FacetLine(id=each.id, label=each.label, narrower=counts[each.id] - 1) for each in vocabulary.charted_facets
        ]
        definitions = tuple(vocabulary.definitions)
        return page(
            lines,
            asked.start,
            lambda items, at: FacetsDescribed(
                note=_FACETS, facet=None, definitions=definitions, items=tuple(items), next=at
            ),
        )
    facet = vocabulary.find_facet(asked.facet)
    if facet is None:
        raise NotFound("facet", asked.facet, vocabulary.facets)
    note = _NOTE if facet.charted else "This facet describes reviews; no question about studies can name it."
    return page(
        [_line(source, term) for term in vocabulary.of_facet(facet.id)],
        asked.start,
        lambda items, at: FacetsDescribed(note=note, facet=facet.id, definitions=(), items=tuple(items), next=at),
    )


def _named(vocabulary: Vocabulary, words: str) -> list[Term]:
    """The terms that are named among words, unless by a code of two letters, such as those of Iceland and India: is, in."""
    known = words.split()
    return terms_within(vocabulary, " ".join(each for each in known if len(each) > 2 or len(known) == 1))


def _with_some(vocabulary: Vocabulary, words: str) -> list[Term]:
    """The terms that have some of a question's words: pairs of neighbours, or else one long word."""
    first = [word for word in re.findall(r"\w+", words) if len(word) > 2][:_MOST_WORDS]
    pairs = [terms_with(vocabulary, f"{one} {other}")[:_OF_EACH] for one, other in pairwise(first)]
    single = [terms_with(vocabulary, word)[:_OF_EACH] for word in first if len(word) >= _LONG]
    return list(chain(*pairs)) or list(chain(*single))


def _term(source: Source, term: Term) -> TermFound:
    facet = source.vocabulary.facets[term.facet]
    return TermFound(
        condition=f"{facet.id}={term.id}" if facet.charted else None,
        label=term.label,
        facet=facet.label,
        definition=cut(term.definition, _LONGEST_DEFINITION),
    )


def _line(source: Source, term: Term) -> FacetLine:
    return FacetLine(
        id=term.id,
        label=term.label,
        narrower=len(source.vocabulary.with_narrower([term.id])) - 1,
        definition=cut(term.definition, _LONGEST_DEFINITION),
        broader=term.broader,
    )
