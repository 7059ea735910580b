"""The IRIs of Lacuna, and the way between an IRI and a readable id."""

from urllib.parse import quote, unquote

from rdflib import Namespace, URIRef

BASE = "https://w3id.org/lacuna/"
LACUNA = Namespace(BASE + "onto/")
TERM = Namespace(BASE + "term/")
DEFINITION = Namespace(BASE + "definition/")
DATA = Namespace(BASE + "data/")
ONTOLOGY = URIRef(BASE + "onto")


def data_iri(*keys: str) -> URIRef:
    """The IRI of a thing in the data, from the keys that lead to it (``"my-review", "study", "s 1"``)."""
    return DATA["/".join(quote(key, safe="") for key in keys)]


def local_name(iri: object) -> str:
    """The last part of an IRI, unquoted: ``…/term/lyophilization`` → ``lyophilization``."""
    return unquote(str(iri).rsplit("/", 1)[-1])


def open_property(kind: str, reason: str) -> URIRef:
    """The property of an open edge: ``leftOpen`` and ``not-reported`` → ``lacuna:leftOpenNotReported``."""
    return LACUNA[kind + "".join(word.capitalize() for word in reason.split("-"))]
