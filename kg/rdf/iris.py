"""Namespaces and IRIs of ontology, versions and answers; ``kg.rdf.data_iris`` has those of charted data and its vocabularies."""

from functools import lru_cache
from urllib.parse import quote, unquote

from rdflib import Namespace, URIRef


class _CachingNamespace(Namespace):
    """A namespace that caches its IRIs: a load names the same few hundred for every study."""

    def term(self, name: str) -> URIRef:
        """The IRI of a name."""
        return _cached_iri(self + name)

    def __getitem__(self, name: object) -> URIRef:
        return self.term(str(name))

    def __getattr__(self, name: str) -> URIRef:
        iri: URIRef = super().__getattr__(name)
        self.__dict__[name] = iri  # so that Python finds it itself the next time
        return iri


_cached_iri = lru_cache(maxsize=8192)(URIRef)


BASE = "https://w3id.org/lacuna/"
PROJECT = URIRef(BASE.removesuffix("/"))
LACUNA = _CachingNamespace(BASE + "onto/")
TERM = _CachingNamespace(BASE + "term/")
FACET = Namespace(BASE + "facet/")
"""Facets as SKOS concept schemes; the facet's class is in the namespace of the ontology."""
DEFINITION = Namespace(BASE + "definition/")
INCOMPATIBILITY = Namespace(BASE + "incompatibility/")
"""Rules of applicability."""
SHAPE = Namespace(BASE + "shape/")
DATA = Namespace(BASE + "data/")
VOCABULARY = Namespace(BASE + "vocabulary/")
"""Vocabularies that corpora bring along; they may be in any other namespace as well (see ``is_ours``)."""
VERSION = Namespace(BASE + "version/")
"""Stored versions, by their hash."""
DATASET = Namespace(BASE + "dataset/")
"""Exported versions, by their hash."""
ANSWER = Namespace(BASE + "answer/")
"""Names in JSON-LD answers. They are not in the ontology, which describes the evidence, not answers about it."""
ONTOLOGY = URIRef(BASE + "onto")


def local_name(iri: object) -> str:
    """What follows the last slash or ``#`` of an IRI, unquoted: ``…/term/lyophilization`` → ``lyophilization``."""
    return unquote(str(iri).rsplit("/", 1)[-1].rsplit("#", 1)[-1])


def namespace_of(iri: object) -> str:
    """An IRI without its local name: ``…/term/lyophilization`` → ``…/term/``."""
    return str(iri)[: max(str(iri).rfind("/"), str(iri).rfind("#")) + 1]


def is_ours(iri: str) -> bool:
    """Whether an IRI is in a namespace in which only Lacuna itself names things; vocabularies of corpora are in others."""
    return iri.startswith(BASE) and not iri.startswith(str(VOCABULARY))


def named(namespace: str, name: str) -> URIRef:
    """The IRI of a name in a namespace."""
    return _cached_iri(namespace + name)


def scheme_iri(top_term: object) -> URIRef:
    """The concept scheme of a facet, by the IRI of its top term; of a corpus's own facet it is below the facet's namespace."""
    namespace = namespace_of(top_term)
    return FACET[local_name(top_term)] if namespace == TERM else URIRef(f"{namespace}facet/{local_name(top_term)}")


def ontology_version_iri(version: str) -> URIRef:
    """The version IRI of an ontology release, such as ``0.1.0``."""
    return LACUNA[version]


@lru_cache
def open_property(kind: str, reason: str) -> URIRef:
    """The property of an open edge: ``leftOpen`` and ``not-reported`` → ``lacuna:leftOpenNotReported``."""
    return LACUNA[kind + "".join(word.capitalize() for word in reason.split("-"))]


def service_iri(path: str) -> URIRef:
    """The IRI of an answer, by its path and query, such as ``/gaps/NAME?version=…``."""
    return URIRef(PROJECT + path)


def software_iri(release: str) -> URIRef:
    """A release of the software, which provenance names as the agent."""
    return URIRef(f"{BASE}software/{release}")


def doi_iri(doi: str) -> URIRef:
    """The address of a DOI."""
    return URIRef(f"https://doi.org/{quote(doi, safe='/')}")


def charting_iri(dataset: URIRef, review: str) -> URIRef:
    """The part of an exported version that was charted from one review."""
    return URIRef(f"{dataset}/{quote(review, safe='')}/charting")


def review_text_iri(dataset: URIRef, review: str) -> URIRef:
    """The text that a review's part of an exported version was charted from."""
    return URIRef(f"{dataset}/{quote(review, safe='')}/text")


def file_iri(dataset: URIRef, path: str) -> URIRef:
    """A file of an exported version, by its path in the export."""
    return URIRef(f"{dataset}/file/{quote(path)}")


def checksum_iri(file: URIRef) -> URIRef:
    """The SHA-256 checksum of an exported file."""
    return URIRef(f"{file}#sha256")
