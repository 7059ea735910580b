"""The tagged text of EndNote (``.enw``), which Google Scholar and publishers write too; after that of refer."""

# The tags: EndNote's manual, "Creating a Tagged EndNote Import File".

import re
from collections.abc import Iterator

from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.tagged import OUTSIDE, Gathering, tag_lines
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_semicolon, family_first

LAYOUT = Layout(
    title=("T",),
    authors=("A", "E"),
    year=("D", "8"),
    journal=("J", "B", "S"),
    type=("0",),
    divide=by_semicolon,
    doi=("R",),
    notes=("U", "M", "Z"),
    pmid=("pmid",),
    volume=("V",),
    number=("N",),
    pages=("P",),
)

_TAG = re.compile(r"%([0-9A-Z]|[^\w\s])(?: |$)")
_OPENING = "0"
_WITHOUT = f"begins a record without %{_OPENING}; its type is not known."
_DATABASES = "~", "W"
"""The fields that name the database, of which ``M`` is the number."""
_FIRST = re.compile(r"^%([0-9A-Z])(?: |$)", re.MULTILINE)


def recognises(beginning: str) -> bool:
    """Whether the first field of a file opens a record."""
    first = _FIRST.search(beginning)
    return first is not None and first[1] == _OPENING


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file: each begins with its type, and nothing closes it. Empty lines may stand within an abstract.

    Without its type, a record begins with a second title, or behind an empty line with an author where there is a title already.
    """
    present: Gathering | None = None
    told = False
    for line in tag_lines(lines, _TAG):
        untyped = (
            present is not None and present.has("T") and (line.tag == "T" or (line.after_empty and line.tag == "A"))
        )
        if line.tag == _OPENING or untyped:
            if present:
                yield _understood(present.entry())
            present = Gathering(line, LAYOUT.read.union(_DATABASES))
            if untyped:
                notices.add(line.number, "", line.text, _WITHOUT)
        if present:
            present.add(line)
        elif not told:
            told = True
            notices.add(line.number, "", line.text, OUTSIDE)
    if present:
        yield _understood(present.entry())


def _understood(entry: Entry) -> Entry:
    """The entry with names as ``Family, Given``, and the number of PubMed where it comes from there."""
    databases = " ".join(text for tag in _DATABASES for text in entry.texts.get(tag, ())).casefold()
    is_pubmed = any(name in databases for name in ("pubmed", "medline", "nlm"))
    names = {tag: [_name(text) for text in entry.texts[tag]] for tag in LAYOUT.authors if tag in entry.texts}
    pmids = entry.texts.get("M", ()) if is_pubmed else ()
    return entry._replace(texts={**entry.texts, **names, "pmid": pmids})


def _name(text: str) -> str:
    """A name; where it ends in a comma, it is that of a group."""
    return text.strip(" ,") if text.endswith(",") else "; ".join(family_first(by_semicolon(text), given_first=True))
