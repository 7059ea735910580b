"""RDF file formats: one table of suffixes, media types and names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RdfFormat:
    """One format that RDF is read and written in.

    ``rdflib_name`` is rdflib's name of it, ``w3c_name`` its name below ``http://www.w3.org/ns/formats/``. ``named_graphs``:
    it can hold them. ``datasets``: versions are exported in it. ``graphs``: single graphs are, such as the ontology, the
    shapes and the answer of a CONSTRUCT query. ``aliases`` are further media types that a client may ask for.
    """

    suffix: str
    media_type: str
    rdflib_name: str
    w3c_name: str
    named_graphs: bool = False
    datasets: bool = False
    graphs: bool = False
    aliases: tuple[str, ...] = ()


TURTLE = RdfFormat(".ttl", "text/turtle", "turtle", "Turtle", datasets=True, graphs=True)
N_TRIPLES = RdfFormat(".nt", "application/n-triples", "nt", "N-Triples", datasets=True, graphs=True)

# In order of preference: a client that accepts several equally well gets the first of them.
FORMATS: tuple[RdfFormat, ...] = (
    TURTLE,
    N_TRIPLES,
    RdfFormat(".nq", "application/n-quads", "nquads", "N-Quads", named_graphs=True, datasets=True),
    RdfFormat(".trig", "application/trig", "trig", "TriG", named_graphs=True, datasets=True),
    RdfFormat(".rdf", "application/rdf+xml", "xml", "RDF_XML", graphs=True, aliases=("application/xml",)),
    RdfFormat(".jsonld", "application/ld+json", "json-ld", "JSON-LD", named_graphs=True, datasets=True, graphs=True),
)

DATASET_FORMATS = tuple(each for each in FORMATS if each.datasets)
GRAPH_FORMATS = tuple(each for each in FORMATS if each.graphs)

GRAPH_MEDIA_TYPES: Mapping[str, RdfFormat] = {
    **{each.media_type: each for each in GRAPH_FORMATS},
    **{alias: each for each in GRAPH_FORMATS for alias in each.aliases},
}
"""The format of a single graph by each media type that a client may ask for, the best first, aliases last."""

_BY_SUFFIX = {each.suffix: each for each in FORMATS}


def format_of(file: Path) -> RdfFormat | None:
    """The format of a file by its suffix, in upper or lower case; None if it is no RDF."""
    return _BY_SUFFIX.get(file.suffix.lower())
