"""Names of authors, family name first, from the ways in which exports write them."""

import re
from collections.abc import Iterable

_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,6}|[^\W\d_](?:-?[^\W\d_])?")
_NUMBER_OR_MAIL = re.compile(r"\((?:[0-9]{5,20}|[^()\s]{1,100}@[^()\s]{1,100})\)$")
_END_OF_LIST = re.compile(r" [A-Z]{2,3}\.$")
"""PubMed's full stop, which belongs to no initial."""
_NOBODY = re.compile(
    r"\[?no author(?:s| name| id)?(?: listed| available)?\]?|anon(?:ymous)?\.?|n/?a|et al\.?", re.IGNORECASE
)

LONGEST_NAME = 1_000
"""In characters; a longer one is the name of nobody, nor of a group."""


def by_semicolon(text: str) -> list[str]:
    """The names of a text between semicolons."""
    return text.split(";")


def by_line(text: str) -> list[str]:
    """The names of a text, one on each line or between semicolons."""
    return [name for line in text.split("\n") for name in line.split(";")]


def by_comma(text: str) -> list[str]:
    """The names of a text between semicolons or else commas, where ``Smith, J., Doe, A.`` are two and not four."""
    text = text.strip()
    if ";" in text or _NUMBER_OR_MAIL.search(text):
        return by_semicolon(text)
    if _END_OF_LIST.search(text):
        text = text[:-1]
    names: list[str] = []
    for part in (each.strip() for each in text.split(",")):
        if names and "," not in names[-1] and _is_initials(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def family_first(names: Iterable[str], *, given_first: bool = False) -> list[str]:
    """Names as ``Family, Given``; one that does not tell which is which stays as it is.

    Without a comma, initials tell: ``Smith JB``, ``J. B. Smith``. Numbers and addresses of authors are dropped, and so is what
    says that there is no author.
    """
    written = (_NUMBER_OR_MAIL.sub("", " ".join(name.split())).strip(" ,") for name in names)
    found = (_turned(name, given_first) for name in written if name and len(name) <= LONGEST_NAME)
    return [name for name in found if not _NOBODY.fullmatch(name)]


def _turned(name: str, given_first: bool) -> str:
    if "," in name:
        family, _, given = name.partition(",")
        return f"{family.strip()}, {given.strip()}" if family.strip() else given.strip()
    words = name.split(" ")
    first = len(words)
    while first > 1 and _is_initials(words[first - 1]):
        first -= 1
    if first < len(words):
        return f"{' '.join(words[:first])}, {' '.join(words[first:])}"
    if len(words) > 1 and (given_first or (_is_initials(words[0]) and "." in words[0])):
        last = next((index for index, word in enumerate(words[1:-1], 1) if word[:1].islower()), len(words) - 1)
        return f"{' '.join(words[last:])}, {' '.join(words[:last])}"
    return name


def _is_initials(word: str) -> bool:
    return len(word) <= 24 and word.isupper() and _INITIALS.fullmatch(word) is not None
