"""What stands in the cells of a column: its values, what separates them, marks of absence."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loaders.adopt.guesses.doubt import doubted
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.mapped.words import fold, pieces
from loaders.sheets.absence import NOT_CHARTED, status_word

LONGEST_VALUE = 60
"""In characters. Longer text is a sentence, and no value."""

_SAMPLE = 300
"""Different cells of a column that decide what separates its values."""

_MARKS = (
    (
        "nr | n.r. | n/r | not stated | not specified | not mentioned | not described | not given | not disclosed | "
        "unspecified | none reported | none stated | n/s | ns | k.a. | k. a. | keine angabe | nicht angegeben | nicht berichtet",
        Guess("not reported", Sure.LIKELY, "usual for what a paper does not say; write not charted if nobody looked"),
    ),
    (
        "na | n/a | n.a. | n. a. | #n/a",
        Guess(NOT_CHARTED, Sure.UNSURE, "not applicable, or not reported, if that is what the team meant"),
    ),
    (
        "- | -- | --- | . | / | x/x | … | ...",
        Guess(NOT_CHARTED, Sure.UNSURE, "none, not reported or not applicable, if that is what the team meant"),
    ),
    (
        "none | nil | null | nan | keine | no data",
        Guess(NOT_CHARTED, Sure.UNSURE, "none if the papers themselves say that there is none, else not reported"),
    ),
    (
        "? | ?? | unknown | unsure | not clear | unklar | cannot tell | can't tell | ambiguous",
        Guess("unclear", Sure.LIKELY, "ambiguous for the team"),
    ),
    (
        "tbd | todo | to do | missing | to be checked | check | pending",
        Guess(NOT_CHARTED, Sure.LIKELY, "nobody has charted it yet"),
    ),
)
_ABSENT: Mapping[str, Guess] = {mark: guess for marks, guess in _MARKS for mark in marks.split(" | ")}
_NUMBER = re.compile(
    r"^[<>≤≥~≈±=]?\s*[-+]?\d[\d\s.,]*(?:\s*(?:[-–—/]|to|±|\+/-|of)\s*\d[\d\s.,]*)?\s*(?:\([^()]*\d[^()]*\))?\s*"
    r"(?:%|°?[a-zµ]{1,5}(?:[/·][a-z]{1,5})?[²³]?)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Values:
    """The values of a column with how often each occurs, what separates them, and the marks of absence among them.

    Of values that are said with doubt, ``doubts`` has what they say without it.
    """

    counts: Mapping[str, int]
    separators: tuple[str, ...]
    absent: Mapping[str, Guess]
    doubts: Mapping[str, str]
    filled: int

    @property
    def named(self) -> Mapping[str, int]:
        """The values without marks of absence, and without those that are said with doubt."""
        return {
            value: count
            for value, count in self.counts.items()
            if value not in self.absent and value not in self.doubts
        }

    @property
    def total(self) -> int:
        """How often any value occurs."""
        return sum(self.named.values())

    @property
    def are_numbers(self) -> bool:
        """Whether most values are numbers, with or without a unit."""
        numbers = sum(count for value, count in self.named.items() if _NUMBER.match(value))
        return self.total > 0 and numbers >= 0.8 * self.total

    @property
    def are_text(self) -> bool:
        """Whether the values are sentences, or too different from one another to be terms."""
        if not self.named:
            return False
        long = sum(count for value, count in self.named.items() if len(value) > LONGEST_VALUE or len(value.split()) > 8)
        few = len(self.named) <= 8 and self.total > len(self.named)
        return long > 0.2 * self.total or not (few or len(self.named) <= 0.6 * self.total) or len(self.named) > 100


def absence(text: str, legend: Mapping[str, str]) -> Guess | None:
    """What a mark of absence means: by the table's own legend, else as it is most often meant; None for any other text."""
    folded = fold(text)
    meaning = legend.get(folded, "")
    if word := status_word(meaning):
        return Guess(word, Sure.SURE, "so the table says itself")
    if found := _ABSENT.get(folded, _ABSENT.get(folded.strip("()[]"))):
        return found
    if word := status_word(folded):
        return Guess(word, Sure.SURE, "its own words")
    if meaning in _ABSENT:
        return Guess(_ABSENT[meaning].text, Sure.SURE, f"for the table says itself: {meaning}")
    return None


def values_of(texts: Sequence[str], is_term: Callable[[str], bool], legend: Mapping[str, str]) -> Values:
    """The values of a column's filled cells; ``is_term`` says whether a text is known as a term."""
    separators: list[str] = []
    sample = list(dict.fromkeys(texts))[:_SAMPLE]
    if sum(len(text) > 2 * LONGEST_VALUE and "\n" not in text for text in sample) <= 0.5 * len(sample):
        for each in ("line break", ";", "|", ",", "/", "+", "and", "&"):
            if _separates(sample, separators, each, is_term, legend):
                separators.append(each)
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for text in texts:
        for piece in _divided(text, separators, is_term):
            counts[spellings.setdefault(fold(piece), piece)] += 1
    absent = {value: guess for value in counts if (guess := absence(value, legend))}
    doubts = {
        value: core
        for value in counts
        if value not in absent and not is_term(value) and (core := doubted(value)) is not None
    }
    return Values(counts, tuple(separators), absent, doubts, len(texts))


def _divided(text: str, separators: Sequence[str], is_term: Callable[[str], bool]) -> list[str]:
    return [text] if is_term(text) or not separators else pieces(text, separators)


def _separates(
    texts: Sequence[str], before: Sequence[str], sign: str, is_term: Callable[[str], bool], legend: Mapping[str, str]
) -> bool:
    """Whether a sign divides cells into what also stands alone, or is known."""
    alone: Counter[str] = Counter()
    divided: list[list[str]] = []
    for text in texts:
        for piece in _divided(text, before, is_term):
            parts = [piece] if is_term(piece) or absence(piece, legend) else pieces(piece, (sign,))
            if len(parts) > 1:
                divided.append(parts)
            else:
                alone.update(map(fold, parts))
    if not divided:
        return False
    parts_of_all = [part for parts in divided for part in parts]
    # "Fill and finish" is one value, however often it occurs: its parts never stand beside others, or alone.
    beside: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for parts in divided:
        for part in parts:
            beside[fold(part)].add(tuple(map(fold, parts)))
    if sum(len(part) > LONGEST_VALUE for part in parts_of_all) > 0.2 * len(parts_of_all):
        return False
    known = sum(bool(is_term(part) or alone[fold(part)] or len(beside[fold(part)]) > 1) for part in parts_of_all)
    needed = 0.3 if sign in ("line break", ";", "|") else 0.6
    return known >= needed * len(parts_of_all)
