"""Doubt that a cell expresses about its value, such as ``NIR?`` or ``probably NIR``, which makes the value unclear."""

import re
from collections.abc import Callable, Mapping, Sequence

from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.loose import loose
from loaders.adopt.guesses.plan import OwnVocabulary, Plan
from loaders.mapped.words import pieces

_LONGEST = 80
"""In characters. Longer text is a sentence, and no value."""

_WORDS = (
    r"(?:(?:most|very) )?(?:probably|likely)|possibly|perhaps|maybe|may be|might be|could be|presumably|apparently|assumed|"
    r"presumed|unclear|unsure|uncertain|not (?:sure|clear|certain)|tentative(?:ly)?|to be confirmed|to be checked|tbc|"
    r"vermutlich|wahrscheinlich|möglicherweise|vielleicht|unklar|unsicher|evtl\.?"
)
_NAMES = re.compile(r"^(?:unclear|unsure|uncertain|apparently|likely|assumed|presumed)\s+[^\W\d]", re.IGNORECASE)
"""What may as well be the name of a value: "Unclear risk" stands beside "High risk"."""
_SIGNS = "?\uff1f\u00bf"
_BRACKETS = re.compile(rf"[(\[]\s*(?:[{_SIGNS}]+|{_WORDS}|probable|possible)[\s{_SIGNS}]*[)\]]", re.IGNORECASE)
_BEFORE = re.compile(rf"^(?:{_WORDS})(?![\w-])[\s:,;–—-]*", re.IGNORECASE)
_AFTER = re.compile(rf"[\s,;/–—-]+(?:{_WORDS})$", re.IGNORECASE)
_EDGES = " \t\n,;:/|+&–—-"
_DIVIDING = (";", ",", "/", "|", "+", "&", "and", "line break")
_OR = re.compile(r"\s+(?:or|oder|ou|o)\s+", re.IGNORECASE)

TermOf = Callable[[str], str]
"""From a text to the id of the term that it means; empty where it means none."""


def doubted(text: str) -> str | None:
    """What a text says with doubt, without the doubt; empty where it says nothing else, None where it expresses no doubt."""
    if len(text) > _LONGEST:
        return None
    plain = _BRACKETS.sub(" ", text)
    plain = re.sub(rf"[{_SIGNS}]+", " ", plain)
    for part in (_BEFORE, _AFTER):
        plain = part.sub("", plain.strip(_EDGES))
    plain = re.sub(r"\s*([,;/|+&])[\s,;/|+&]*", r"\1 ", " ".join(plain.strip(_EDGES).split()))
    if any(sign in _SIGNS for sign in text):
        return plain
    # A word such as "likely" that stands alone is a value.
    return plain if plain and _letters(plain) != _letters(text) else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def unclear(text: str, term_of: TermOf) -> Guess:
    """What a text is that was said with doubt, given without it: unclear, with the terms that it names as candidates.

    Candidates rule out all others, so there are none where any of the names is unknown.
    """
    parts = [part for each in pieces(text, _DIVIDING) for part in _OR.split(each) if part]
    for names in ([text], parts):
        terms = [term_of(name) for name in names]
        if terms and all(terms):
            return Guess(unclear_as(terms), Sure.LIKELY, "in doubt; write only unclear if it may be another")
    return Guess("unclear", Sure.LIKELY, "in doubt, of what is no term" if text else "in doubt")


def unclear_as(terms: Sequence[str]) -> str:
    """Unclear, with terms as candidates, as ``mapping.yaml`` says it."""
    return f"unclear: {'; '.join(dict.fromkeys(terms))}"


def add_doubts(plan: Plan, doubts: Mapping[str, str], term_of: TermOf, own: OwnVocabulary) -> None:
    """Make what is said with doubt in a column unclear; ``doubts`` are its values with what they say without it."""
    facet = own.facets.get(plan.facets[0])
    if facet and not facet.ours:
        by_name = {loose(value): term.id for value, term in facet.terms.items()}
        for value, text in doubts.items():
            if value not in plan.values:
                guess = unclear(text, lambda name: by_name.get(loose(name), ""))
                if guess.text == "unclear" and _NAMES.match(value) and not any(sign in _SIGNS for sign in value):
                    own.term(facet, value, facet.id, Guess(facet.id, Sure.SURE), plan.name)
                else:
                    plan.values[value] = guess
        return
    for value, text in doubts.items():
        plan.values.setdefault(value, unclear(text, term_of))
