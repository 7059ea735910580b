"""Parts of an XLSX package: worksheets, shared strings and styles."""

import mmap
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.escape import unescape

from kg.errors import OverBudget
from loaders.formats.xml_stream import Handlers, XmlStream, qualified

SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
)
MOST_PARTS = 5_000
MOST_WORKSHEETS = 100
MOST_STRINGS = 250_000
LONGEST_TEXT = 16 * 1024**2
"""In characters, of all shared strings; and of all cells, a shared string as often as it is used."""

TOO_MUCH_TEXT = f"holds more than {LONGEST_TEXT // 1024**2} million characters. Split it."

_RELATIONSHIPS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_PIECE = 64 * 1024
_YEAR_FORMAT = re.compile(
    r"(\[\$[^\]]*\])?[yeja]{2,4}([;@\\\s].*)?", re.IGNORECASE
)  # after a language, as in [$-409]yyyy;@
_ENTRY = b"PK\x01\x02"  # of the archive's directory


@dataclass(frozen=True)
class Styles:
    """The cell styles that make a number a date or a duration; of ``years``, which are dates, only the year is shown."""

    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class WorksheetPart:
    """A worksheet of a workbook: its title and the part that holds it."""

    title: str
    part: str


class Package:
    """An XLSX file, opened; a context manager.

    Raises:
        OverBudget: it unpacks to more than ``largest`` bytes, or has too many parts, worksheets, strings or XML elements.
        zipfile.BadZipFile: it is no archive.
    """

    def __init__(self, path: Path, largest: int) -> None:
        _check_directory(path)
        self._archive = zipfile.ZipFile(path)
        self._stream = XmlStream()
        # zipfile never unpacks more than file_size, so a forged size cannot hide a zip bomb.
        if sum(entry.file_size for entry in self._archive.infolist()) > largest:
            self._archive.close()
            raise OverBudget(f"is larger than {largest // 1024**2} MB unpacked. Split it, or save it as CSV UTF-8.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def read(self) -> None:
        """Read everything but the worksheets, into ``worksheets``, ``epoch``, ``strings`` and ``styles``."""
        main = next(iter(self._targets("", "/officeDocument").values()), "xl/workbook.xml")
        self.worksheets, self.epoch = self._workbook(main)
        by_kind = (self._targets(main, kind).values() for kind in ("/sharedStrings", "/styles"))
        strings, styles = (next(iter(each), None) for each in by_kind)
        self.strings = self._strings(strings) if strings else []
        self.styles = self._styles(styles) if styles else Styles()

    def parse(self, part: str, handlers: Handlers) -> None:
        """Parse a part as XML.

        Raises:
            KeyError: the package has no such part.
        """
        with self._archive.open(part) as file:
            self._stream.parse(iter(lambda: file.read(_PIECE), b""), handlers)

    def _targets(self, source: str, kind: str) -> dict[str, str]:
        """The parts that a part (or the package, ``""``) refers to, by id; ``kind`` ends the relationship's type."""
        folder, name = posixpath.split(source)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, str] = {}

        def relationship(attributes: Mapping[str, str]) -> None:
            if attributes["Type"].endswith(kind) and attributes.get("TargetMode") != "External":
                target = posixpath.join("/", folder, attributes["Target"])  # an absolute target stays as it is
                found[attributes["Id"]] = posixpath.normpath(target).lstrip("/")

        if rels in self._archive.NameToInfo:
            self.parse(rels, Handlers(qualified(_RELATIONSHIPS, {"Relationship": relationship})))
        return found

    def _workbook(self, main: str) -> tuple[list[WorksheetPart], datetime]:
        titles: dict[str, str] = {}
        epoch = CALENDAR_WINDOWS_1900

        def sheet(attributes: Mapping[str, str]) -> None:
            # The id's namespace is another one in Strict Open XML.
            (id_,) = (value for key, value in attributes.items() if key.endswith(" id"))
            if id_ in titles:
                raise ValueError(f"the worksheets {titles[id_]} and {attributes['name']} are one")
            titles[id_] = attributes["name"]
            if len(titles) > MOST_WORKSHEETS:
                raise OverBudget(f"has more than {MOST_WORKSHEETS} worksheets. Delete those without charting.")

        def properties(attributes: Mapping[str, str]) -> None:
            nonlocal epoch
            if attributes.get("date1904") in ("1", "true"):
                epoch = CALENDAR_MAC_1904

        self.parse(main, Handlers(qualified(SPREADSHEET, {"sheet": sheet, "workbookPr": properties})))
        parts, charts = (self._targets(main, kind) for kind in ("/worksheet", "/chartsheet"))
        if lost := [title for id_, title in titles.items() if id_ not in {**parts, **charts}]:
            raise ValueError(f"the sheet {lost[0]} is of an unknown kind, or not in the file")
        return [WorksheetPart(title, parts[id_]) for id_, title in titles.items() if id_ in parts], epoch

    def _strings(self, part: str) -> list[str]:
        reader = TextReader()
        strings: list[str] = []

        def string() -> None:
            strings.append(unescape(reader.whole()))
            if len(strings) > MOST_STRINGS:
                raise OverBudget(f"has more than {MOST_STRINGS:,} strings. Split it, or save it as CSV UTF-8.")

        opened = qualified(SPREADSHEET, {"si": reader.begin, "t": reader.opened, "rPh": reader.skip})
        closed = qualified(
            SPREADSHEET,
            {"si": string, "t": reader.closed, "rPh": reader.skipped},
        )
        self.parse(part, Handlers(opened, closed, reader.text))
        return strings

    def _styles(self, part: str) -> Styles:
        formats: dict[int, str] = {}
        of_cells: list[int] = []
        inside = [False]
        opened = {
            "numFmt": lambda attributes: formats.update({int(attributes["numFmtId"]): attributes["formatCode"]}),
            "cellXfs": lambda _: inside.append(True),
            "xf": lambda attributes: of_cells.append(int(attributes.get("numFmtId", 0))) if inside[-1] else None,
        }
        closed = qualified(SPREADSHEET, {"cellXfs": lambda: inside.append(False)})
        self.parse(part, Handlers(qualified(SPREADSHEET, opened), closed))
        written = [formats.get(each) or BUILTIN_FORMATS.get(each, "General") for each in of_cells]
        return Styles(
            frozenset(index for index, each in enumerate(written) if is_date_format(each)),
            frozenset(index for index, each in enumerate(written) if is_timedelta_format(each)),
            frozenset(index for index, each in enumerate(written) if _YEAR_FORMAT.fullmatch(each)),
        )


class TextReader:
    """Text of rich or plain strings, of all their runs, without phonetic hints."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._inside = self._skipping = False
        self._left = LONGEST_TEXT

    @property
    def is_reading(self) -> bool:
        """Whether text is expected here: it is collected, or belongs to what is left out."""
        return self._inside or self._skipping

    def begin(self, _: Mapping[str, str]) -> None:
        """Begin another string."""
        self._pieces.clear()

    def opened(self, _: Mapping[str, str]) -> None:
        """Collect text from here."""
        self._inside = not self._skipping

    def closed(self) -> None:
        """Collect no more text."""
        self._inside = False

    def skip(self, _: Mapping[str, str]) -> None:
        """Leave out what follows, such as a phonetic hint."""
        self._skipping = True

    def skipped(self) -> None:
        """Leave out no more."""
        self._skipping = False

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self._inside:
            self._pieces.append(piece)
            self._left -= len(piece)
            if self._left < 0:
                raise OverBudget(TOO_MUCH_TEXT)

    def whole(self) -> str:
        """The text since the beginning of the string."""
        return "".join(self._pieces)


def _check_directory(path: Path) -> None:
    # zipfile makes an object for each entry of the directory, however many there are.
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = sum(1 for _ in _entries(content))
    if found > MOST_PARTS:
        raise OverBudget(f"has more than {MOST_PARTS:,} parts. Save it anew, or as CSV UTF-8.")


def _entries(content: mmap.mmap) -> Iterator[int]:
    at = content.find(_ENTRY)
    while at >= 0:
        yield at
        at = content.find(_ENTRY, at + 1)
