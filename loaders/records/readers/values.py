"""Values of a record's fields, from the ways in which exports write them."""

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_YEAR = re.compile(
    r"(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2}|2100)(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_LONGEST_DOI = 300
_DOI = re.compile(rf"(?<![0-9.])10\.[0-9]{{4,9}}/[!-~]{{1,{_LONGEST_DOI}}}(?![!-~])")
_DOI_AFTER = re.compile(r"(?:doi\.org/+|doi\s{0,3}[:=]?\s{0,3}(?:https?://(?:dx\.)?doi\.org/+)?)$", re.IGNORECASE)
_PMID = re.compile(r"(?:(?:pmid|pubmed)\s{0,3}:?\s{0,3})?([0-9]{1,8})", re.IGNORECASE)
_MARKED_PMID = re.compile(r"^\s{0,9}(?:pmid|pubmed)\s{0,3}:?\s{0,3}([0-9]{1,8})(?![0-9])", re.IGNORECASE | re.MULTILINE)
_DASHES = re.compile(r"\s*(?:-{1,3}|[\u2010-\u2015\u2212])\s*")
_NO_PAGES = {"-", "n/a", "n/a-n/a", "no pagination", "no-no"}
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}

_LOOKED_AT = 20_000
"""Characters of a text in which a DOI or a year is looked for."""


def plain(text: str) -> str:
    """A text on one line, its spaces single, with the characters that entities of HTML stand for."""
    return " ".join(_unescaped(text).split())


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def year_in(text: str) -> str:
    """The first year of a date of any form, such as ``2020 Feb``, ``1989//`` or ``20180330``; empty if there is none."""
    found = _YEAR.search(text[:_LOOKED_AT])
    return found[1] if found else ""


def doi_in(text: str, *, note: bool = False) -> str:
    """The first DOI of a text, bare and in lower case; empty if there is none.

    In a ``note``, which may speak of other works, it must stand at the beginning of a line or after ``doi``.
    """
    text = _unescaped(text[:_LOOKED_AT])
    if "%2f" in text.casefold():
        text = unquote(text)
    for found in _DOI.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        address = before.casefold().endswith("doi.org/")
        if note and before.strip(" ") and not before.endswith("\n") and not _DOI_AFTER.search(before):
            continue
        return _without_what_follows(found[0].split("?")[0].split("#")[0] if address else found[0]).casefold()
    return ""


def _without_what_follows(doi: str) -> str:
    """A DOI without the punctuation of the text around it."""
    while doi[-1] in ".,;:!?'\"/\\-_*&|" or (doi[-1] in _CLOSING and doi.count(doi[-1]) > doi.count(_CLOSING[doi[-1]])):
        doi = doi[:-1]
    return doi


def pmid_in(text: str, *, note: bool = False) -> str:
    """The PubMed number that a text is; empty if it is none. A line of a ``note`` must begin with ``PMID`` or ``PUBMED``."""
    text = text.strip()[:_LOOKED_AT]
    found = _MARKED_PMID.search(text) if note else _PMID.fullmatch(text)
    return found[1] if found and found[1].strip("0") else ""


def pages_of(pages: Iterable[str], first: Iterable[str], last: Iterable[str]) -> str:
    """Pages as ``1-9``: from one text, or from the first and the last; or the number of an article."""
    whole = next((plain(text) for text in pages if text.strip()), "")
    begin = next((plain(text) for text in first if text.strip()), "")
    end = next((plain(text) for text in last if text.strip()), "")
    if begin and end and begin != end and not _DASHES.search(begin):
        return f"{begin}-{end}"
    text = _DASHES.sub("-", begin or whole)
    return "" if text.casefold() in _NO_PAGES else text
