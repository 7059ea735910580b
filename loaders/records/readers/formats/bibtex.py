"""BibTeX and BibLaTeX."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateFieldKeyBlock, ParsingFailedBlock, String
from bibtexparser.model import Entry as Parsed
from bibtexparser.splitter import Splitter

from loaders.records.readers.entry import LONGEST_ENTRY, Entry, Layout, Notices
from loaders.records.readers.formats.pieces import Piece, pieces
from loaders.records.readers.formats.tagged import TOO_LONG
from loaders.records.readers.latex import from_latex
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import LONGEST_NAME

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what cannot be parsed is refused, with our words


def _people(text: str) -> list[str]:
    """The names of a field, each family name first; a group in braces stays as it is."""
    names = []
    for name in split_multiple_persons_names(text):
        if len(name) > LONGEST_NAME or (name.startswith("{") and name.endswith("}") and "}" not in name[1:-1]):
            names.append(from_latex(name))
        elif name.casefold() != "others":
            parts = parse_single_name_into_parts(name, strict=False)
            family, given = " ".join([*parts.von, *parts.last]), " ".join([*parts.first, *parts.jr])
            names.append(from_latex(f"{family}, {given}" if given else family))
    return names


LAYOUT = Layout(
    title=("title", "booktitle"),
    authors=("author", "editor"),
    year=("year", "date", "earlyaccessdate"),
    journal=("journal", "journaltitle", "booktitle", "school", "institution"),
    type=("type of entry",),
    divide=_people,
    doi=("doi",),
    notes=("url", "note", "eprint"),
    pmid=("pmid", "pubmed_id"),
    volume=("volume",),
    number=("number", "issue"),
    pages=("pages", "eid", "article-number", "articleno", "art_number"),
)

_BEGINNING = re.compile(r"^[ \t]{0,40}@[ \t]{0,9}[A-Za-z]{1,40}[ \t]{0,9}[{(]", re.MULTILINE)
_PARTS = re.compile(r"""\\.|[{}"#]|[^{}"#\\]+|\\""", re.DOTALL)
_NO_ENTRIES = {"string", "preamble", "comment"}
_AS_WRITTEN = {"doi", "url", "note", "eprint", "author", "editor"}
_BROKEN = "is no entry: a brace, a quote or a comma is missing, or the file is cut off."
_MOST_FIELDS, _LONGEST_STRING = 2_000, 10_000


def recognises(beginning: str) -> bool:
    """Whether an entry opens in the beginning of a file."""
    return _BEGINNING.search(beginning) is not None


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file. One that is not closed ends where a line opens the next one."""
    strings: dict[str, str] = {}
    for piece in pieces(lines, _BEGINNING):
        kind = piece.text[:200].partition("@")[2].split("{")[0].split("(")[0].strip().casefold()
        if piece.too_long:
            yield Entry(piece.line, {}, rule=TOO_LONG)
        elif kind and piece.text.count("=") > _MOST_FIELDS and _fields(piece) > _MOST_FIELDS:
            yield Entry(piece.line, {}, piece.text[:200], f"has more than {_MOST_FIELDS:,} fields. Is its end missing?")
        elif kind:
            yield from _parsed(piece, strings)


def _fields(piece: Piece) -> int:
    """At most how many fields a piece has: each is a word before ``=``."""
    return len(re.findall(r"[\w-]\s{0,20}=\s{0,20}[\w{\"]", piece.text))


def _parsed(piece: Piece, strings: dict[str, str]) -> Iterator[Entry]:
    try:
        blocks = Splitter(piece.text).split().blocks
    except Exception as error:  # noqa: BLE001 - the library asks to report what it cannot divide
        yield Entry(piece.line, {}, piece.text[:200], f"cannot be read as an entry: {type(error).__name__}.")
        return
    for block in blocks:
        line = piece.line + (block.start_line or 0)
        if isinstance(block, DuplicateFieldKeyBlock):
            yield _entry(block.ignore_error_block, line, strings)
        elif isinstance(block, Parsed):
            yield _entry(block, line, strings)
        elif isinstance(block, ParsingFailedBlock):
            shown = (block.raw or "").strip()[:200]
            if shown[1:9].strip().casefold() not in _NO_ENTRIES:
                yield Entry(line, {}, shown, _BROKEN)
        elif isinstance(block, String) and len(strings) < _MOST_FIELDS:
            with suppress(ValueError):
                strings[block.key.casefold()] = _value(block.value, strings)[:_LONGEST_STRING]


def _entry(block: Block | None, line: int, strings: Mapping[str, str]) -> Entry:
    assert isinstance(block, Parsed)  # noqa: S101 - what a block with two fields of one name is about
    texts: dict[str, list[str]] = {"type of entry": [block.entry_type]}
    shown = (block.raw or "").strip()[:200]
    for field in block.fields:
        name = field.key.casefold()
        if name in LAYOUT.read:
            try:
                value = _value(str(field.value), strings)
            except ValueError:
                return Entry(line, {}, shown, _BROKEN)
            texts.setdefault(name, []).append(value if name in _AS_WRITTEN else from_latex(value))
    if doi := texts.get("doi"):
        texts["doi"] = [text.replace("\\", "").replace("{", "").replace("}", "") for text in doi]
    return Entry(line, texts, shown)


def _value(text: str, strings: Mapping[str, str]) -> str:
    """A value without its braces or quotes; names of strings replaced, and what ``#`` joins joined.

    Raises:
        ValueError: something follows a part without ``#``, because a comma is missing.
    """
    joined: list[str] = []
    depth = length = 0
    quoted = ended = False
    for found in _PARTS.finditer(text):
        part, outside = found[0], depth == 0 and not quoted
        if outside and not part.strip():
            continue
        if outside and ended != (part == "#"):
            raise ValueError(text)
        depth += (part == "{") - (part == "}")
        if part == '"' and depth == 0:
            quoted = not quoted
        if outside:
            shown = "" if part in '{"#' else strings.get(part.strip().casefold(), part.strip())
        else:
            shown = "" if depth == 0 and (part == '"' or (part == "}" and not quoted)) else part
        joined.append(shown)
        ended = depth == 0 and not quoted and part != "#"
        length += len(shown)
        if length > LONGEST_ENTRY:  # of strings that are joined again and again
            break
    return "".join(joined)
