"""RDF files in every supported format, read and written."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

import pyoxigraph

from kg.errors import BadRdf, shortened
from kg.rdf.canonical import Triple
from kg.rdf.formats import RdfFormat, format_of
from kg.stores.oxigraph import rdflib_term

_HEAD = 65536
"""The prefixes of a file must end within this number of bytes."""

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_FILE = 512 * 1024**2
LONGEST_STATEMENT = 1024**2
LONGEST_OBJECT = 3 * 1024**2
"""In bytes, all three; the last is for JSON-LD whose keywords do not come first."""

_PIECE = 65536

GraphOf = Callable[[str], str]
"""The IRI of a subject → the IRI of its graph."""


def transcribe(ntriples: bytes, file: Path, prefixes: Mapping[str, str], graph_of: GraphOf | None) -> None:
    """Write triples as an RDF file; the same triples give the same bytes.

    Args:
        ntriples: the triples as N-Triples. They keep their order, within each graph.
        file: the file; its suffix chooses the format.
        prefixes: prefix → namespace.
        graph_of: the named graph of each subject, where the format has named graphs; None for the default graph.
    """
    format_ = _format(file)
    quads = pyoxigraph.parse(input=ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    if not format_.supports_datasets:
        pyoxigraph.serialize((quad.triple for quad in quads), str(file), format_, prefixes=dict(prefixes))
    else:
        written = _in_graphs(quads, graph_of) if graph_of else quads
        pyoxigraph.serialize(written, str(file), format_, prefixes=dict(prefixes))
    with file.open("r+b") as written_file:
        _prefixes_in_order(written_file)


def rewritten(ntriples: bytes, format_: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Triples, given as N-Triples, in another format, in the same order; the same triples give the same bytes."""
    triples = (
        quad.triple for quad in pyoxigraph.parse(input=ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    )
    written = BytesIO()
    pyoxigraph.serialize(triples, written, _by_media_type(format_), prefixes=dict(prefixes))
    written.seek(0)
    _prefixes_in_order(written)
    return written.getvalue()


def _format(file: Path) -> pyoxigraph.RdfFormat:
    """Oxigraph's name of a file's format.

    Raises:
        BadRdf: no RDF format has the file's suffix.
    """
    if declared := format_of(file):
        return _by_media_type(declared)
    raise BadRdf(f"{file.suffix} is no RDF format")


def _by_media_type(declared: RdfFormat) -> pyoxigraph.RdfFormat:
    format_ = pyoxigraph.RdfFormat.from_media_type(declared.media_type)
    if format_ is None:
        raise BadRdf(f"{declared.media_type} is no format that Oxigraph has")
    return format_


def _in_graphs(quads: Iterable[pyoxigraph.Quad], graph_of: GraphOf) -> Iterator[pyoxigraph.Quad]:
    """The triples as quads, sorted by graph."""
    by_graph: dict[str, list[pyoxigraph.Triple]] = {}
    for quad in quads:
        by_graph.setdefault(graph_of(str(quad.subject).strip("<>")), []).append(quad.triple)
    for graph in sorted(by_graph):
        name = pyoxigraph.NamedNode(graph)
        for triple in by_graph[graph]:
            yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, name)


def _prefixes_in_order(written: BinaryIO) -> None:
    """Sort the prefixes of RDF, in Turtle lines or XML attributes: Oxigraph's order changes from run to run."""
    head = written.read(_HEAD)
    # Other formats have no prefixes. Sorting keeps the length, so a file is changed in place.
    begins = re.match(rb"(?s)(?:<\?xml.*?\?>\s*<rdf:RDF|(?=@prefix))", head)
    if begins is None:
        return
    prefixes = re.compile(rb'(?:@prefix [^\n]*\n|\s+xmlns:\w+="[^"]*")+').match(head, begins.end())
    # A prefix cut off at the end of the head would be lost, so that is an error rather than a silent change.
    if prefixes is None or prefixes.end() == len(head):
        raise ValueError(f"the prefixes are not where they were expected: {head[:80]!r}")
    each = re.findall(rb'@prefix [^\n]*\n|\s+xmlns:\w+="[^"]*"', prefixes[0])
    written.seek(prefixes.start())
    written.write(b"".join(sorted(each)))


def read_rdf(file: Path) -> Iterator[Triple]:
    """The triples of an RDF file, of all its graphs; literals and blank nodes as they are written.

    Raises:
        BadRdf: the file is not RDF in the format of its suffix, is larger than ``LARGEST_FILE``, has a DTD, or has
            ``LONGEST_STATEMENT`` bytes (in JSON-LD ``LONGEST_OBJECT``) without a statement.
    """
    format_ = _format(file)
    if file.stat().st_size > LARGEST_FILE:
        raise BadRdf(f"it is larger than {LARGEST_FILE // 1024**2} MB")
    if format_ == pyoxigraph.RdfFormat.RDF_XML:
        _refuse_doctype(file)
    if format_ == pyoxigraph.RdfFormat.JSON_LD and _is_in_streaming_order(file):
        format_ = pyoxigraph.RdfFormat.STREAMING_JSON_LD
    try:
        for quad in _quads(file, format_):
            yield rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)
    except (SyntaxError, ValueError, MemoryError) as error:  # a MemoryError where the parser's buffer has its limit
        raise BadRdf(shortened(str(error), 400)) from None


def _quads(file: Path, format_: pyoxigraph.RdfFormat) -> Iterator[pyoxigraph.Quad]:
    longest = LONGEST_OBJECT if format_ == pyoxigraph.RdfFormat.JSON_LD else LONGEST_STATEMENT
    with file.open("rb") as content:
        source = _Source(content, longest)
        for quad in pyoxigraph.parse(input=io.BufferedReader(source, _PIECE), format=format_):
            source.left = longest
            yield quad


def _is_in_streaming_order(file: Path) -> bool:
    """Whether keywords come first in every object of a JSON-LD file, as in all exports, so that no object is buffered."""
    try:
        for _ in _quads(file, pyoxigraph.RdfFormat.STREAMING_JSON_LD):
            pass
    except (BadRdf, SyntaxError, ValueError, MemoryError):
        return False
    return True


class _Source(io.RawIOBase):
    """An RDF file, of which ``left`` bytes may still be read before the next statement."""

    # The parser keeps an unfinished IRI, literal or nesting of nodes, however long it becomes. It also keeps a whole JSON-LD
    # object, whose @context may come last, unless it reads streaming JSON-LD.

    def __init__(self, content: io.BufferedReader, longest: int) -> None:
        self._content, self._longest, self.left = content, longest, longest

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read into a buffer; the number of bytes."""
        size = self._content.readinto(buffer)
        self.left -= size
        if self.left < 0:
            rule = f"no statement ends within {self._longest // 1024**2} MB: a quote or a bracket may be missing"
            raise BadRdf(f"{rule}, or @id after @graph in JSON-LD" if self._longest == LONGEST_OBJECT else rule)
        return size


def _refuse_doctype(file: Path) -> None:
    parser = expat.ParserCreate()
    begun = []

    def refuse(*_: object) -> None:
        raise BadRdf("it has a DTD (<!DOCTYPE …>), whose entities are not read: write them out, or save it as Turtle")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda *_: begun.append(True)
    with file.open("rb") as content:
        while not begun and content.tell() < LONGEST_STATEMENT and (piece := content.read(_PIECE)):
            try:
                parser.Parse(piece)
            except expat.ExpatError as error:
                if not begun:
                    raise BadRdf(f"it is not well-formed XML: {error}") from None
    if not begun:
        raise BadRdf("it has no XML element")
