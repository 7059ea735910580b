"""The XML of EndNote."""

import re
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from kg.errors import OverBudget
from loaders.formats.xml_stream import Closed, Handlers, Opened, XmlStream
from loaders.records.readers.entry import Entry, Layout, Notices
from loaders.records.readers.formats.pieces import pieces
from loaders.records.readers.formats.tagged import TOO_LONG
from loaders.records.readers.lines import Lines
from loaders.records.readers.names import by_line

LAYOUT = Layout(
    title=("title",),
    authors=("author",),
    year=("year", "date"),
    journal=("full-title", "secondary-title", "alt-title", "abbr-1", "tertiary-title"),
    type=("ref-type",),
    divide=by_line,
    doi=("electronic-resource-num",),
    notes=("url", "notes", "accession-num"),
    volume=("volume",),
    number=("number", "issue"),
    pages=("pages", "custom7"),
)

_BEGINNING = re.compile(r"<record(?=[\s>])")
_FILE = re.compile(r"\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?(?:<!DOCTYPE|<(?:xml|records)\b)")
_END = "</record>"
_MOST_ELEMENTS = 50_000
"""Of one record. Those with thousands of authors have two for each."""


def recognises(beginning: str) -> bool:
    """Whether a file begins as XML with records."""
    return _FILE.match(beginning) is not None and (_BEGINNING.search(beginning) is not None or "<records" in beginning)


def entries(lines: Lines, notices: Notices) -> Iterator[Entry]:
    """The entries of a file, each parsed alone.

    Raises:
        OverBudget: the file has a DTD, which may define entities.
    """
    first, reader = True, _Reader()
    for piece in pieces(lines, _BEGINNING):
        if first and "<!DOCTYPE" in piece.text:
            raise OverBudget("has a DTD (<!DOCTYPE …>), which may define entities. Remove it, and write entities out.")
        if not first:
            inside, end, _ = piece.text.partition(_END)
            shown = re.sub(r"<[^>]{0,200}>", " ", inside[:4_000])[:200]
            if piece.too_long:
                yield Entry(piece.line, {}, rule=TOO_LONG)
            elif not end:
                yield Entry(piece.line, {}, shown, f"is cut off: {_END} is missing.")
            else:
                yield reader.entry(piece.line, inside + end, shown)
        first = False


class _Reader:
    """Parses records, one after the other."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._pieces: list[str] | None = None
        self._others = 0  # open elements of editors and other people who are no authors
        opened: dict[str, Opened] = dict.fromkeys(LAYOUT.read - {"ref-type"}, self._opened)
        closed: dict[str, Closed] = {name: self._closing(name) for name in opened}
        for name in ("secondary-authors", "tertiary-authors", "subsidiary-authors", "translated-authors"):
            opened[name], closed[name] = self._others_opened, self._others_closed
        self._handlers = Handlers({**opened, "ref-type": self._type}, closed, self._text)

    def entry(self, line: int, text: str, shown: str) -> Entry:
        """The entry of a record's XML."""
        self._texts, self._pieces, self._others = {}, None, 0
        try:
            XmlStream(_MOST_ELEMENTS).parse([text.encode()], self._handlers)
        except OverBudget as error:
            return Entry(line, {}, shown, str(error))
        except expat.ExpatError as error:
            return Entry(line, {}, shown, f"is not well-formed XML: {error}.")
        return Entry(line, self._texts, shown)

    def _opened(self, _: Mapping[str, str]) -> None:
        self._pieces = []

    def _closing(self, name: str) -> Callable[[], None]:
        def close() -> None:
            if self._pieces and not (name == "author" and self._others):
                self._texts.setdefault(name, []).append("".join(self._pieces))
            self._pieces = None

        return close

    def _text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _type(self, attributes: Mapping[str, str]) -> None:
        self._texts["ref-type"] = [attributes.get("name", "")]

    def _others_opened(self, _: Mapping[str, str]) -> None:
        self._others += 1

    def _others_closed(self) -> None:
        self._others -= 1
