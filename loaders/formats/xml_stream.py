"""Streaming XML parser without DTD and with bounds on its memory."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers import expat

from kg.errors import OverBudget

MOST_ELEMENTS = 1_000_000
DEEPEST = 64
LONGEST_TAG = 1024**2
"""In bytes, with its attributes."""

_SEPARATOR = " "

Opened = Callable[[Mapping[str, str]], None]
Closed = Callable[[], None]
Handler = TypeVar("Handler", Opened, Closed)


@dataclass
class Handlers:
    """What to call for elements by their qualified name (see ``qualified``), and for text."""

    opened: Mapping[str, Opened] = field(default_factory=dict)
    closed: Mapping[str, Closed] = field(default_factory=dict)
    text: Callable[[str], None] | None = None


def qualified(namespaces: Iterable[str], handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Handlers by local name → by the names of the elements in each of the namespaces."""
    return {f"{space}{_SEPARATOR}{name}": each for space in namespaces for name, each in handlers.items()}


class XmlStream:
    """Parser of the XML parts of one file, which share one budget of elements."""

    def __init__(self, elements: int = MOST_ELEMENTS) -> None:
        self._left = elements

    def parse(self, pieces: Iterable[bytes], handlers: Handlers) -> None:
        """Parse one document, piece by piece.

        Raises:
            OverBudget: it has a DTD, too many or too deeply nested elements, or too long a tag.
            expat.ExpatError: it is not well-formed.
        """
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = self._element_handlers(handlers)
        parser.CharacterDataHandler = handlers.text
        fed = 0
        for piece in pieces:
            parser.Parse(piece)
            fed += len(piece)
            # Expat keeps an unfinished tag as a whole; its index stands where that begins.
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise OverBudget(f"has an XML tag longer than {LONGEST_TAG // 1024**2} MB. Save it anew.")
        parser.Parse(b"", True)

    def _element_handlers(
        self, handlers: Handlers
    ) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
        opened, closed = handlers.opened, handlers.closed
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._left -= 1
            if depth > DEEPEST or self._left < 0:
                self._refuse(depth)
            if name in opened:
                opened[name](attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            if name in closed:
                closed[name]()

        return start, end

    def _refuse(self, depth: int) -> None:
        if depth > DEEPEST:
            raise OverBudget(f"nests XML elements deeper than {DEEPEST}. Save it anew.")
        raise OverBudget(f"has more than {MOST_ELEMENTS:,} XML elements. Split it, or save it as CSV UTF-8.")


def _refuse_doctype(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
    raise OverBudget("has a DTD (<!DOCTYPE …>), which may define entities. Remove it, and write entities out.")
