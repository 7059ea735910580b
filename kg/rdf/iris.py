"""The IRIs of Lacuna, and the way between an IRI and a readable id."""

from functools import lru_cache
from urllib.parse import quote, unquote

from rdflib import Namespace, URIRef


class _Vocabulary(Namespace):
    """A namespace that remembers its IRIs: a load names the same few a hundred times for every study."""

    def term(self, name: str) -> URIRef:
        """The IRI of a name."""
        return _remembered(self + name)

    def __getitem__(self, name: object) -> URIRef:
        return self.term(str(name))


_remembered = lru_cache(maxsize=8192)(URIRef)


BASE = "https://w3id.org/lacuna/"
LACUNA = _Vocabulary(BASE + "onto/")
TERM = _Vocabulary(BASE + "term/")
DEFINITION = Namespace(BASE + "definition/")
DATA = Namespace(BASE + "data/")
VERSION = Namespace(BASE + "version/")
"""Stored versions, by their hash."""
ANSWER = Namespace(BASE + "answer/")
"""What answers say in JSON-LD. It is no part of the ontology, which describes the evidence."""
ONTOLOGY = URIRef(BASE + "onto")


@lru_cache(maxsize=4096)
def data_iri(*keys: str) -> URIRef:
    """The IRI of a thing in the data, from the keys that lead to it (``"my-review", "study", "s 1"``)."""
    return DATA["/".join(quote(key, safe="") for key in keys)]


def local_name(iri: object) -> str:
    """The last part of an IRI, unquoted: ``…/term/lyophilization`` → ``lyophilization``."""
    return unquote(str(iri).rsplit("/", 1)[-1])


@lru_cache
def open_property(kind: str, reason: str) -> URIRef:
    """The property of an open edge: ``leftOpen`` and ``not-reported`` → ``lacuna:leftOpenNotReported``."""
    return LACUNA[kind + "".join(word.capitalize() for word in reason.split("-"))]
