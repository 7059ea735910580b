"""RDF of a stored version in Oxigraph."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

import pyoxigraph
from rdflib import SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.store import Store
from rdflib.term import Node

from kg.errors import BadRdf
from kg.query.compiled import Language, Parameter
from kg.rdf.canonical import Triple
from kg.rdf.iris import LACUNA
from kg.stores.base import Row, read_errors, store_errors
from kg.stores.sparql_rows import answer_of, as_run, in_order

_Pattern = tuple[Node | None, Node | None, Node | None]
_Stored = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
_DEFAULT = pyoxigraph.DefaultGraph()
_KEPT_TERMS = 20_000
"""Terms kept converted between rdflib and Oxigraph, at some 500 bytes each: most are read again and again."""


def write(ntriples: bytes, folder: Path) -> None:
    """Store triples, given as N-Triples, in a new folder."""
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(
        ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True
    )  # kg.rdf.canonical has checked the IRIs
    store.flush()


def extend(former: Path, folder: Path, added: bytes, removed: bytes) -> None:
    """Store the triples of another folder in a new one, with some added and some removed, both given as N-Triples."""
    shutil.copytree(former, folder, ignore=shutil.ignore_patterns("LOG*", "LOCK"))
    store = pyoxigraph.Store(str(folder))
    for quad in pyoxigraph.parse(removed, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True):
        store.remove(quad)
    store.bulk_load(added, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
    store.flush()


class OxigraphStore:
    """RDF of one version, read-only."""

    engine = "oxigraph"
    language: Language = "sparql"

    def __init__(self, store: pyoxigraph.Store, folder: Path | None = None) -> None:
        self._store, self._folder = store, folder

    @classmethod
    def open(cls, folder: Path) -> "OxigraphStore":
        """The store that ``write`` left in a folder.

        Raises:
            StoreFailed: it cannot be opened.
        """
        with store_errors(folder):
            return cls(pyoxigraph.Store.read_only(str(folder)), folder)

    @classmethod
    def in_memory(cls, ntriples: bytes) -> "OxigraphStore":
        """A store of triples, given as N-Triples, that lives as long as the object; for checks before anything is stored."""
        store = pyoxigraph.Store()
        store.bulk_load(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
        return cls(store)

    @property
    def graph(self) -> Graph:
        """The stored triples as an rdflib graph."""
        return Graph(store=_Reading(self._store, self._folder), identifier=DATASET_DEFAULT_GRAPH_ID)

    def triples(self) -> Iterator[Triple]:
        """The stored triples as they were given to ``write``, unlike ``graph``, whose plain literals have a datatype."""
        with read_errors(self._folder):
            for quad in self._store:
                yield _rdflib_triple(quad)

    def triples_outside(self, namespace: str) -> Iterator[Triple]:
        """The stored triples whose subject is not in a namespace; Oxigraph leaves the others out, so they cost little."""
        outside = f"!STRSTARTS(STR(?subject), {pyoxigraph.Literal(namespace)})"
        with read_errors(self._folder):
            found = self._store.query(
                f"CONSTRUCT {{ ?subject ?predicate ?object }} {{ ?subject ?predicate ?object FILTER({outside}) }}"
            )
            if not isinstance(found, pyoxigraph.QueryTriples):
                raise TypeError("CONSTRUCT gives triples")
            for triple in found:
                yield _rdflib_triple(triple)

    def confirm(self) -> None:
        """The folder is open, so the version is there."""

    def run(self, text: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """The rows of a SELECT query; SPARQL takes no parameters."""
        if parameters:
            raise ValueError(f"SPARQL takes no parameters, given are {sorted(parameters)}")
        with read_errors(self._folder):
            text, order = as_run(text, lambda: self._reviews)
            return in_order(answer_of(self._store.query(text)), order)

    @cached_property
    def _reviews(self) -> Sequence[str]:
        """The ids of all reviews."""
        query = f"SELECT ?id {{ ?review a <{LACUNA.Review}> ; <{SKOS.notation}> ?id }}"
        return [str(row["id"]) for row in answer_of(self._store.query(query))]

    def rest(self) -> None:
        """Nothing: Oxigraph returns the memory of a query with its rows."""

    def close(self) -> None:
        """Close the files, which Oxigraph does with the last reference."""
        del self._store


def _rdflib_triple(found: pyoxigraph.Quad | pyoxigraph.Triple) -> Triple:
    # Oxigraph spells instants differently from rdflib, whose spelling was hashed into the name of the version.
    return rdflib_term(found.subject), rdflib_term(found.predicate), rdflib_term(found.object, normalize=True)


def read_ntriples(text: bytes) -> Iterator[Triple]:
    """The triples of N-Triples that ``kg.rdf.canonical`` wrote."""
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True):
        yield rdflib_term(quad.subject), rdflib_term(quad.predicate), rdflib_term(quad.object)


class _Reading(Store):
    """Oxigraph as a store of rdflib that is only read, whose errors are StoreFailed."""

    def __init__(self, store: pyoxigraph.Store, folder: Path | None) -> None:
        super().__init__()
        self._store, self._folder = store, folder

    def triples(
        self, triple_pattern: _Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """The triples that match a pattern."""
        with read_errors(self._folder):
            try:
                # Oxigraph itself refuses a literal as subject.
                subject, predicate, value = (
                    cast(pyoxigraph.NamedNode | None, _stored(each)) for each in triple_pattern
                )
                quads = self._store.quads_for_pattern(subject, predicate, value, _DEFAULT)
            except (TypeError, ValueError):
                return  # something that no stored triple can have there
            for quad in quads:
                yield (_read(quad.subject), _read(quad.predicate), _read(quad.object)), iter((context,))

    def __len__(self, context: Graph | None = None) -> int:
        """How many triples there are."""
        # By counting: a query for their number never ends, and takes all memory, if Oxigraph finds corrupt data.
        return sum(1 for _ in self.triples((None, None, None), context))


def rdflib_term(term: object, *, normalize: bool = False) -> Node:
    """A term of Oxigraph as one of rdflib; ``normalize`` as for rdflib's ``Literal``.

    Raises:
        BadRdf: it is a statement about a statement.
    """
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            plain = term.datatype.value == str(XSD.string)
            return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=normalize)
    raise BadRdf(f"{term} is a statement about a statement, which Lacuna does not support.")


@lru_cache(_KEPT_TERMS)
def _stored(term: Node | None) -> _Stored | None:
    """A term of rdflib as one of Oxigraph; None, which stands for any, as it is.

    Raises:
        ValueError: it cannot be stored.
    """
    match term:
        case None:
            return None
        case URIRef():
            return pyoxigraph.NamedNode(term)
        case BNode():
            return pyoxigraph.BlankNode(term)
        case Literal():
            datatype = pyoxigraph.NamedNode(term.datatype) if term.datatype else None
            return pyoxigraph.Literal(str(term), language=term.language, datatype=datatype)
    raise ValueError(f"{term!r} cannot be stored")


@lru_cache(_KEPT_TERMS)
def _read(term: _Stored) -> Node:
    """A stored term as one of rdflib; a plain literal gets the datatype xsd:string."""
    if isinstance(term, pyoxigraph.Literal) and not term.language:
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    return rdflib_term(term)
