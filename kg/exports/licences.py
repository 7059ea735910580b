"""Licence names and their IRIs at SPDX."""

import re

from rdflib import URIRef

_DATA_LICENCE = re.compile(r"(CC0|CC-BY(-NC)?(-SA|-ND)?|ODbL|ODC-By|PDDL|CDLA-(Permissive|Sharing))-\d\.\d")


def licence_iri(name: str) -> URIRef | None:
    """The address of a licence for texts or data that is named as SPDX names it (``CC-BY-4.0``); None for any other."""
    return URIRef(f"https://spdx.org/licenses/{name}") if _DATA_LICENCE.fullmatch(name) else None
