"""RDF files in every supported format, read and written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pyoxigraph

from kg.errors import BadRdf
from kg.rdf.canonical import Triple
from kg.rdf.formats import RdfFormat, format_of
from kg.stores.oxigraph import rdflib_term

_HEAD = 65536
"""The prefixes of a file must end within this number of bytes."""

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
        BadRdf: the file is not RDF in the format of its suffix.
    """
    try:
        for quad in pyoxigraph.parse(path=str(file), format=_format(file)):
            yield rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)
    except (SyntaxError, ValueError) as error:
        raise BadRdf(str(error)) from None
