"""Values of columns that are no facets: each in the one form in which it is stored, whichever way it was written."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple
from urllib.parse import unquote

from rdflib import DCTERMS, URIRef

from kg.rdf.iris import LACUNA
from kg.review.cited.model import Retraction
from kg.spelling import sign_name
from kg.validation.shacl import text_rule
from loaders.sheets.absence import is_mark, mark_key, status_word

Kind = Literal["number", "day", "time", "truth", "year", "year as day"]
"""What a spreadsheet stores in a cell that is no text: ``year`` is a day of which only the year is shown; ``year as day`` a
number that looks like a year, but is stored as the day with that number, of which the year is shown."""


class Understood(NamedTuple):
    """A value in its one form, and whether it was written so differently that a notice should say how it is read."""

    text: str
    differs: bool = False


class Broken(NamedTuple):
    """The rule that a text breaks, and the values that may be meant."""

    rule: str
    nearest: tuple[str, ...] = ()


Read = Callable[[str, Kind | None], Understood | Broken]

_YEAR = re.compile(r"([0-9]{4})([.,]0+)?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = re.compile(r"([0-9]{1,4})\s*[-./\s]\s*([0-9]{1,2})\s*[-./\s]\s*([0-9]{1,4})")
_NAMED_MONTH = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-.\s]+)?([a-z]{3,9})\.?[-\s]+(?:([0-9]{1,2})(?:st|nd|rd|th)?,?\s+)?([0-9]{4})"
)
_CONFIDENCE = re.compile(r"([0-9]{0,10})(?:[.,]([0-9]{1,40}))?\s*(%?)")
_DOI_ADDRESS = re.compile(
    r"(?:doi\s*:?\s*)?(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/+(?:doi:)?|info:doi/|urn:doi:|doi\s*[:=]?\s*",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_TRAILING = ".,;:!?'\"/\\-_*&|"


def read_year(text: str, kind: Kind | None = None) -> Understood | Broken:
    """A year of publication: ``2021.0`` and a day of which a spreadsheet shows the year are 2021."""
    if kind == "year as day":
        return Broken("is stored as this number, but shown as another year. Format the cell as a number.", (text,))
    plain = text[:4] if kind == "year" else unicodedata.normalize("NFKC", text)
    year = _YEAR.fullmatch(plain)
    if not (year and year[0].isascii()):
        return Broken("is not a year: write one whole number such as 2021.")
    rule = _broken(LACUNA.year, year[1])
    return Broken(rule) if rule else Understood(year[1], differs=text != year[1])


def read_day(text: str, kind: Kind | None = None) -> Understood | Broken:
    """A day, as an ISO date: written year, month, day; or day, month, year; or month, day, year, where that is clear."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain.isascii():
        return Broken(_NO_DAY)
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", plain)  # as programs write a day
    if numbers := _NUMBERS.fullmatch(plain):
        days = _days(numbers[1], numbers[2], numbers[3])
    elif named := _NAMED_MONTH.fullmatch(plain.casefold()):
        days = _day_of_named_month(*named.groups())
    else:
        days = []
    if len(days) > 1:
        return Broken("may be several days. Write the year first, then month and day.", tuple(days))
    return Understood(days[0], differs=days[0] != text) if days else Broken(_NO_DAY)


_NO_DAY = "is not a date such as 2026-11-23."


def _days(first: str, second: str, third: str) -> list[str]:
    """The days that three numbers may mean, in the three common orders."""
    if len(first) == 4 and len(third) <= 2:
        orders = [(first, second, third)]
    elif len(third) == 4 and len(first) <= 2:
        orders = [(third, second, first), (third, first, second)]
    else:
        return []
    return sorted({day for order in orders if (day := _day(*map(int, order)))})


def _day_of_named_month(before: str | None, month: str, after: str | None, year: str) -> list[str]:
    number = next((number for number, each in enumerate(_MONTHS, 1) if each.startswith(month)), None)
    if number is None or bool(before) == bool(after):
        return []
    day = _day(int(year), number, int(before or after or 0))
    return [day] if day else []


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def read_confidence(text: str, kind: Kind | None = None) -> Understood | Broken:
    """A confidence: a word in lower case, or a number from 0 to 1 with a decimal point, as short as it can be."""
    rule = Broken(text_rule(LACUNA.confidence).message)
    plain = unicodedata.normalize("NFKC", text).strip()
    word = plain.casefold()
    if word in ("low", "medium", "high"):
        return Understood(word)
    number = _CONFIDENCE.fullmatch(plain)
    if not number or not number[0].isascii() or not (number[1] or number[2]):
        return rule
    with localcontext(prec=60):
        value = Decimal(f"{number[1] or 0}.{number[2] or 0}")
        value = value / 100 if number[3] else value
        written = f"{value.normalize():f}"
    if not 0 <= value <= 1:
        return rule
    return Understood(written, differs="," in plain or "%" in plain)


def without_address(text: str) -> str:
    """A DOI without the address or the word in front, and without what only an address has: a query, a fragment, escapes."""
    address = _DOI_ADDRESS.match(text)
    doi = text[address.end() :] if address else text
    if address and "doi.org/" in address[0].casefold():
        doi = re.sub(r"[?#]\w.*", "", doi)
    if address and "%" in doi:
        unescaped = unquote(doi)
        doi = unescaped if unescaped.isascii() and unescaped.isprintable() and " " not in unescaped else doi
    return doi


def read_doi(text: str, kind: Kind | None = None) -> Understood | Broken:
    """A DOI in normal form: in lower case, as DOIs are compared without case, and without an address in front."""
    for sign in text:
        if not ("!" <= sign <= "~") and not sign.isascii():
            category = unicodedata.category(sign)
            what = "invisible sign" if category[0] in "ZC" or category == "Mn" else "sign"
            return Broken(f"holds the {what} {sign_name(sign)}, which DOIs do not have. Type the DOI again.")
    doi = without_address(text).casefold()
    if rule := _broken(DCTERMS.identifier, doi):
        return Broken(rule)
    last = doi[-1]
    if last in _TRAILING or (last in _CLOSING and doi.count(last) > doi.count(_CLOSING[last])):
        return Broken(f"ends in {last!r}, which belongs to the text around a DOI. Remove it.", (doi.rstrip(last),))
    return Understood(doi, differs=doi != text)


_SAYS_NO_MORE = frozenset({"retracted", "withdrawn", "retraction", "withdrawal", "notretracted", "notwithdrawn"})
_NO_NOTICE = (
    "does not say what states the retraction: write a DOI, an address or a sentence, and the date after a semicolon. Of a "
    "study that is not retracted, leave the cell empty."
)


def read_retracted(text: str, kind: Kind | None = None) -> Understood | Broken:
    """What states a retraction, a DOI in its normal form, and after a semicolon the day, if the text ends in one.

    ``yes`` or ``no`` is refused: the one names no source, the other would take a study out of every count.
    """
    before, semicolon, last = text.rpartition(";")
    day = read_day(last) if semicolon else Broken(_NO_DAY)
    if isinstance(day, Broken) and day.nearest:
        return day
    dated = isinstance(day, Understood)
    notice = unicodedata.normalize("NFC", (before if dated else text).strip())
    doi = read_doi(notice)
    if isinstance(doi, Understood):
        notice = doi.text
    elif doi.nearest:
        return doi
    elif _says_nothing(notice):
        return Broken(_NO_NOTICE)
    said = Retraction(notice, day.text if isinstance(day, Understood) else None).text
    return Understood(said, differs=said != text)


def _says_nothing(notice: str) -> bool:
    is_word = is_mark(notice) or status_word(notice) is not None or mark_key(notice) in _SAYS_NO_MORE
    return is_word or not any(sign.isalpha() for sign in notice)


def _broken(property_: URIRef, text: str) -> str | None:
    rule = text_rule(property_)
    return None if rule.allows(text) else rule.message


READ: Mapping[str, Read] = {
    "year": read_year,
    "charted_on": read_day,
    "doi": read_doi,
    "retracted": read_retracted,
}
"""By column, the function that understands its texts."""
