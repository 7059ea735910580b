"""Lines of an export as text, whatever its encoding and line ends, within bounds of memory."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST = 256 * 1024**2
"""In bytes."""
LONGEST_LINE = 1024**2
"""In bytes; a longer line is given in pieces."""

_BLOCK = 256 * 1024
_WESTERN = "windows-1252 where not utf-8"
_MOST_STRAY = 10_000
"""Bytes of a line that are not UTF-8, beyond which it is binary, or long and of one encoding."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SPECIAL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]")
"""The same in UTF-8, with byte order marks and carriage returns."""
_CONTINUES = 0b1100_0000, 0b1000_0000
"""The bits of a byte of UTF-8 that tell whether it continues a character, and what they are then."""


@dataclass
class Tally:
    """How many lines have something, and which is the first."""

    count: int = 0
    first: int = 0

    def add(self, line: int) -> None:
        """Count a line."""
        self.first = self.first or line
        self.count += 1

    def __bool__(self) -> bool:
        return self.count > 0


class Lines:
    r"""The lines of a file, each ending in ``\n``; iterate once.

    ``number`` is that of the line last given; ``cut`` says that it is a piece of a long one, which goes on; ``ended``,
    at the end, that the last line had an end. The file is UTF-8
    or, with a byte order mark, UTF-16. What is not UTF-8 is read as Windows-1252, letter by letter: joined exports have both.
    Control characters become spaces, and NUL is dropped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.number, self.cut, self.ended = 0, False, True
        self.not_utf8, self.with_controls = Tally(), Tally()

    def __iter__(self) -> Iterator[str]:
        carried = b""
        for block in self._blocks():
            text = carried + block
            end = max(text.rfind(b"\n"), text.rfind(b"\r", 0, -1))  # of the last one, it is not known what follows
            if (plain := _plain(text[: end + 1])) is not None:
                for line in plain:
                    # As ``_count`` does, without a call: a file may have a million lines.
                    self.number += not self.cut
                    self.cut = False
                    yield line + "\n"
                carried = text[end + 1 :]
            else:
                *whole, carried = _divided(text)
                for raw in whole:
                    yield self._text(raw, cut=False)
            while len(carried) > LONGEST_LINE:
                end = LONGEST_LINE
                while (carried[end] & _CONTINUES[0]) == _CONTINUES[1] and end > LONGEST_LINE - 4:
                    end -= 1
                yield self._text(carried[:end], cut=True)
                carried = carried[end:]
        self.ended = not carried or carried.endswith(b"\r")
        if carried:
            yield self._text(carried, cut=False)

    def _blocks(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            if file.read(2) not in _UTF16:
                file.seek(0)
                while block := file.read(_BLOCK):
                    yield block
                return
            file.seek(0)
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
            while block := file.read(_BLOCK):
                yield decoder.decode(block).encode()
            yield decoder.decode(b"", True).encode()

    def _count(self, *, cut: bool) -> None:
        self.number += not self.cut
        self.cut = cut

    def _text(self, line: bytes, *, cut: bool) -> str:
        self._count(cut=cut)
        text = _mixed(line)
        if text.encode() != line:
            self.not_utf8.add(self.number)
        if "\r" in text[-2:]:
            text = text.rstrip("\r\n") + "\n"
        text = text.removeprefix("\ufeff")  # not only at the beginning: of a file that was joined to another one
        if _CONTROL.search(text):
            self.with_controls.add(self.number)
            text = _CONTROL.sub(" ", text.replace("\0", ""))
        return text


def _plain(text: bytes) -> list[str] | None:
    """The lines of a text, without their ends; ``None`` if there are none, or if some have signs to look at one by one."""
    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
    if not text or _SPECIAL.search(text):
        return None
    try:
        return text[:-1].decode().split("\n")
    except UnicodeDecodeError:
        return None


def _divided(text: bytes) -> list[bytes]:
    r"""The lines of a text, of which the last is not complete: it has no end, or may be followed by ``\n``."""
    lines = text.splitlines(keepends=True)
    return lines if lines and not lines[-1].endswith(b"\n") else [*lines, b""]


def _mixed(line: bytes) -> str:
    """A text in which what is not UTF-8 is Windows-1252. Each such letter is longer in UTF-8."""
    if len(line) > _MOST_STRAY and line.decode(errors="replace").count("\N{REPLACEMENT CHARACTER}") > _MOST_STRAY:
        return line.decode("latin-1")
    return line.decode(errors=_WESTERN)


def _western(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - nothing is encoded with it
    return "".join(map(_LETTERS.__getitem__, error.object[error.start : error.end])), error.end


_LETTERS = [
    byte.decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")
    for byte in (bytes([number]) for number in range(256))
]
"""By the number of the byte. Five bytes stand for nothing in Windows-1252, and for control characters in Latin-1."""
codecs.register_error(_WESTERN, _western)
