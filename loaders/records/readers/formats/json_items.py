"""JSON with a list of records: exports of EPPI-Reviewer, and CSL-JSON as Zotero and others write it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import orjson

from kg.errors import OverBudget
from loaders.records.readers.entry import LONGEST_ENTRY, Entry, Layout, Notices
from loaders.records.readers.formats.tagged import TOO_LONG
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_semicolon

EPPI = Layout(
    title=("Title",),
    authors=("Authors",),
    year=("Year",),
    journal=("ParentTitle",),
    type=("TypeName",),
    divide=by_semicolon,
    doi=("DOI",),
    notes=("URL", "Comments"),
    volume=("Volume",),
    number=("Issue",),
    pages=("Pages",),
)
CSL = Layout(
    title=("title",),
    authors=("author", "editor"),
    year=("issued", "year"),
    journal=("container-title", "container-title-short", "collection-title"),
    type=("type",),
    divide=by_semicolon,
    doi=("DOI",),
    notes=("URL", "note"),
    pmid=("PMID",),
    volume=("volume",),
    number=("issue",),
    pages=("page", "number"),
)

LARGEST_JSON = 64 * 1024**2
"""In bytes: it is in memory as a whole."""
DEEPEST = 64

_EPPI = re.compile(r'\s{0,100}\{\s{0,100}"(?:CodeSets|References)"\s{0,100}:')
_LIST = re.compile(r"\s{0,100}\[\s{0,100}[{\]]")
_CSL = re.compile(r'"(?:type|issued|container-title)"\s{0,100}:\s{0,100}[{"\[]')
_TOKEN = re.compile(rb'"(?:[^"\\\n]++|\\[^\n])*+"?|[{}\[\],]')
"""A string, which ends on its line even if its quote is missing, or a sign of structure."""
_RECORDS = b'"References"'


def has_references(beginning: str) -> bool:
    """Whether a file begins as an export of EPPI-Reviewer."""
    return _EPPI.match(beginning) is not None


def is_csl(beginning: str) -> bool:
    """Whether a file begins as a list of objects with fields of CSL, or is an empty list."""
    return _LIST.match(beginning) is not None and (_CSL.search(beginning) is not None or beginning.strip() == "[]")


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file: the members of its list, each read alone.

    Raises:
        OverBudget: the file is too large, or nests lists and objects too deeply.
    """
    text = bytearray()
    for line in lines:
        text += line.encode("utf-8", "replace")
        if len(text) > LARGEST_JSON:
            raise OverBudget(f"is JSON of more than {LARGEST_JSON // 1024**2} MB. Export fewer records at a time.")
    number, counted = 1, 0
    for start, end, closed in _members(text):
        number += text.count(b"\n", counted, start)
        counted = start
        yield _entry(number, bytes(text[start : min(end, start + LONGEST_ENTRY + 1)]), closed=closed)


class _Member(NamedTuple):
    start: int
    end: int
    closed: bool = True


def _members(text: bytearray) -> Iterator[_Member]:
    """Where the members of the list of records are: of the list that is all of the file, or of that called ``References``."""
    depth = listed = 0
    """How deep the present place is, and how deep the members of the list of records are; 0 outside of it."""
    begin = key_end = 0
    key = b""
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign[:1] == b'"':
            if depth == 1:
                key, key_end = sign, found.end()
        elif sign == b"," or (sign in b"]}" and depth == listed):
            if depth == listed and listed:
                if text[begin : found.start()].strip():
                    yield _Member(_skipped(text, begin), found.start())
                begin = found.end()
            if sign != b",":
                depth, listed = depth - 1, 0
        elif sign in b"]}":
            depth -= 1
        else:
            named = key == _RECORDS and text[key_end : min(found.start(), key_end + 100)].strip() == b":"
            if sign == b"[" and not listed and (depth == 0 or (depth == 1 and named)):
                listed, begin = depth + 1, found.end()
            depth += 1
            if depth > DEEPEST:
                raise OverBudget(f"nests lists and objects deeper than {DEEPEST}.")
    if listed and text[begin:].strip():
        yield _Member(_skipped(text, begin), len(text), closed=False)


def _skipped(text: bytearray, begin: int) -> int:
    """The place of the first sign that is no space."""
    while text[begin] in b" \t\r\n":
        begin += 1
    return begin


def _entry(line: int, text: bytes, *, closed: bool) -> Entry:
    shown = text[:200].decode("utf-8", "replace")
    if len(text) > LONGEST_ENTRY:
        return Entry(line, {}, shown, TOO_LONG)
    if not closed:
        return Entry(line, {}, shown, "is cut off: the file ends within it, or a bracket is missing.")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Entry(line, {}, shown, f"is not JSON: {error}.")
    if not isinstance(value, dict):
        return Entry(line, {}, shown, "is no record: it has no fields.")
    read = EPPI.read | CSL.read
    return Entry(line, {name: _texts(each) for name, each in value.items() if name in read}, shown)


def _texts(value: object) -> list[str]:
    """The texts of a value: of a list, those of its members; of a person, the name; of a date, the year."""
    if isinstance(value, list):
        return [text for member in value for text in _texts(member)]
    if isinstance(value, dict):
        return _of_object(value)
    return [str(value)] if isinstance(value, str | int | float) and not isinstance(value, bool) else []


def _of_object(value: Mapping[str, object]) -> list[str]:
    if family := value.get("family"):
        parts = (value.get("non-dropping-particle"), family, value.get("suffix"))
        given = (value.get("given"), value.get("dropping-particle"))
        return [", ".join(text for text in (_joined(parts), _joined(given)) if text)]
    if dates := value.get("date-parts"):
        return _texts(dates)[:1]
    return [text for name in ("literal", "raw", "name", "given") if isinstance(text := value.get(name), str)][:1]


def _joined(parts: Iterable[object]) -> str:
    return " ".join(part for part in parts if isinstance(part, str) and part)
