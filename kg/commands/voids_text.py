"""A list of voids as text."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.answer.text import certificate_lines, claim_lines
from kg.answer.words import change_text, facet_label, named, population_text
from kg.ontology.vocabulary import Vocabulary
from kg.voids.left_out import Why
from kg.voids.models import ExpectedBody, VoidBody, VoidList

_WIDE = 110
_WHY: dict[Why, str] = {
    "catch-all": "what is left over of its facet",
    "younger-than-the-charting": "younger than the charting",
}


def render(vocabulary: Vocabulary, found: VoidList) -> str:
    """The sentence to quote, every void with its numbers and near misses, then everything the list rests on."""
    return "\n".join(_lines(vocabulary, found))


def _lines(vocabulary: Vocabulary, found: VoidList) -> Iterator[str]:
    yield _wrapped(found.sentence)
    for number, void in enumerate(found.items, start=1):
        yield ""
        yield from _void(vocabulary, number, void)
    yield ""
    yield from _by_facet(vocabulary, found.unused, "Voids by themselves, besides those above")
    for why, phrase in _WHY.items():
        terms = [each.term for each in found.left_out if each.why == why]
        yield from _by_facet(vocabulary, terms, f"Took no part ({phrase})")
    if found.incompatible:
        yield from _filled("No voids by rules of applicability", ", ".join(rule.label for rule in found.incompatible))
    yield _wrapped(f"Surprise: {found.formula}")
    yield f"Population: {population_text(found.population)}."
    yield ""
    yield from certificate_lines(vocabulary, found.certificate)


def _void(vocabulary: Vocabulary, number: int, void: VoidBody) -> Iterator[str]:
    yield _wrapped(f"{number}. {void.sentence}", following="   ")
    bounds = void.bounds
    upper = "an unknown number" if bounds.upper is None else bounds.upper
    yield f"   {bounds.certain} certain, {bounds.reported} reported, {bounds.possible} possible, {upper} at most"
    if void.surprise:
        yield _item(_expected(vocabulary, void.expected[0]))
    for miss in void.near_misses:
        yield _item(f"{change_text(vocabulary, miss.change)}: {_studies(miss.citations)}")
    if void.elsewhere:
        yield _item(f"elsewhere: {_studies(void.elsewhere.citations)}")
    if void.next_study:
        yield _item(void.next_study)
    if void.claims:
        yield from (f"   {line}" for line in claim_lines(void.claims))
    if void.href:
        yield f"   {void.href}"


def _wrapped(text: str, first: str = "", following: str = "") -> str:
    # A label is not broken at its hyphens, so that it can be found in the text.
    return textwrap.fill(text, _WIDE, initial_indent=first, subsequent_indent=following, break_on_hyphens=False)


def _item(text: str) -> str:
    return _wrapped(text, "   ", "     ")


def _studies(citations: Sequence[str]) -> str:
    return f"{len(citations)} ({named(citations)})" if citations else "none certain"


def _expected(vocabulary: Vocabulary, each: ExpectedBody) -> str:
    label = vocabulary.terms[each.term].label
    facet = facet_label(vocabulary, each.facet)
    broader = (
        f"with any {facet}"
        if each.broader == each.facet
        else f"with {vocabulary.terms[each.broader].label}"
        if each.broader
        else "in all"
    )
    numbers = f"{each.wider} × {each.with_term} / {each.with_broader} = {each.studies:.2g}"
    rest = f"the rest {broader}" if each.broader else "the rest"
    return f"to expect: {numbers} ({each.wider} have {rest}; of {each.with_broader} {broader} {each.with_term} have {label})"


def _by_facet(vocabulary: Vocabulary, terms: Sequence[str], heading: str) -> Iterator[str]:
    ordered = sorted(terms, key=lambda term: (vocabulary.terms[term].facet, vocabulary.terms[term].label))
    for facet, of_facet in groupby(ordered, key=lambda term: vocabulary.terms[term].facet):
        labels = ", ".join(vocabulary.terms[term].label for term in of_facet)
        yield from _filled(f"{heading}, {facet_label(vocabulary, facet)}", labels)


def _filled(heading: str, text: str) -> Iterator[str]:
    yield _wrapped(f"{heading}: {text}.")
    yield ""
