"""Words of a table: when two are the same, how a cell divides into several, and keys made of them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

SEPARATORS = (";", ",", "/", "|", "+", "line break", "and", "&")
"""What a mapping may name as separating the values of a cell."""

_WORDS = {"line break": r"\n", "and": r"\s+(?:and|und|et|y)\s+", "&": r"\s+&\s+", "/": r"\s*/\s*", "+": r"\s*\+\s*"}
_BULLET = re.compile(r"^\s*(?:[•▪●◦·‣∙*–—-]\s+|[•▪●◦‣∙]|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+)")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A text without what makes no difference: case, spaces, kinds of hyphen, Unicode form."""
    return " ".join(_DASHES.sub("-", unicodedata.normalize("NFC", text)).casefold().split())


def pieces(text: str, separators: Sequence[str]) -> list[str]:
    """The parts of a cell, without bullets and spaces around them; a separator within brackets separates nothing."""
    if not separators:
        return [text]
    parts: list[str] = []
    start = 0
    for begin, end in _gaps(text, tuple(separators)):
        parts.append(text[start:begin])
        start = end
    parts.append(text[start:])
    cleaned = (_BULLET.sub("", part).strip() for part in parts)
    return [part for part in cleaned if part]


def _gaps(text: str, separators: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for found in _pattern(separators).finditer(text):
        before = text[: found.start()]
        if before.count("(") <= before.count(")"):
            yield found.span()


@lru_cache
def _pattern(separators: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_WORDS.get(each, re.escape(each)) for each in separators), re.IGNORECASE)


def slug(text: str) -> str:
    """A key made of a text: its letters and digits in lower case, without accents, joined by hyphens."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.category(sign).startswith("M")
    )
    return re.sub(r"[\W_]+", "-", plain.replace("ß", "ss")).strip("-")


def one_line(text: str, longest: int = 60) -> str:
    """A text in one line, cut with … where it is longer."""
    joined = " ".join(text.split())
    return joined if len(joined) <= longest else f"{joined[: longest - 1]}…"
