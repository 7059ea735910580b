"""Atom feed (RFC 4287) of what became of gaps with each stored version."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from api.pages.address import Address
from api.service import GapChanges, Service
from kg.browsing.citation import AUTHOR
from kg.difference.models import AnswerChange
from kg.difference.text import BECAME, sentence
from kg.versions.retention import StoredVersion

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MINTED = "tag:w3id.org,2026:lacuna"
"""The beginning of the ids of entries (RFC 4151)."""
_MOST_VERSIONS = 5
_ABOUT = (
    f"What became of gaps with the {_MOST_VERSIONS} newest stored versions, each compared with the one stored before it. A gap "
    "is closed when some study is certain and none was, and opened the other way round; a void is certified, or no longer is. "
    "The difference between two versions also tells which bounds narrowed or widened, and which questions were not compared."
)


def told(versions: Iterable[StoredVersion]) -> Sequence[StoredVersion]:
    """Of all versions, the newest first, those on which the feed depends: what it tells of, and what that is compared with."""
    return [each for each in versions if each.holds][: _MOST_VERSIONS + 1]


def write_feed(service: Service, versions: Sequence[StoredVersion], address: Address) -> bytes:
    """The feed of versions that were ``told``, at least one, in UTF-8.

    Raises:
        as ``Service.gap_changes``.
    """
    feed = Element("feed", {"xmlns": _ATOM, _LANGUAGE: "en"})
    itself = address.absolute("/versions.atom")
    _text(feed, "id", itself)
    _text(feed, "title", "Lacuna: gaps closed and opened")
    _text(feed, "subtitle", _ABOUT)
    _text(feed, "updated", versions[0].stored.isoformat())
    _text(SubElement(feed, "author"), "name", AUTHOR)
    _link(feed, "self", itself, "application/atom+xml")
    _link(feed, "alternate", address.absolute("/versions"))
    for version, earlier in pairwise(versions):
        changes = service.gap_changes(earlier.version, version.version)
        for change in changes.answers:
            _entry(feed, change, changes, version, address)
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _entry(feed: Element, change: AnswerChange, changes: GapChanges, version: StoredVersion, address: Address) -> None:
    before, after = changes.before.version, changes.after.version
    entry = SubElement(feed, "entry")
    _text(entry, "id", f"{_MINTED}:{after.removeprefix('sha256:')}:{change.name}")
    _text(entry, "title", f"{BECAME[change.change]}: {change.text}")
    _text(entry, "updated", version.stored.isoformat())
    SubElement(entry, "category", term=change.change, label=BECAME[change.change])
    # A question that a corpus brought along leaves with it: then the version before is the last that can answer it.
    answers = after if change.name in changes.asked else before
    _link(entry, "alternate", address.absolute(f"/gaps/{change.name}?version={answers}"))
    _link(entry, "related", address.absolute(f"/diff?from={before}&to={after}"))
    _text(entry, "content", sentence(change, changes.before.population, changes.after.population))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, rel: str, href: str, media: str = "text/html") -> None:
    SubElement(parent, "link", rel=rel, href=href, type=media)
