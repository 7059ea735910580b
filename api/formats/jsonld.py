"""JSON-LD 1.1: the JSON body with a context and IRIs."""

# Names with a property in the ontology, SKOS, DCTERMS or PROV are mapped to it, each in the context of its type; all others are
# names in the namespace of answers, so a new field needs no line here. Nothing depends on the clock or on the address of the
# service: the same answer has the same bytes.

import re
from collections.abc import Iterator, Mapping

from rdflib import DCTERMS, PROV, RDFS, SKOS

from api.formats.jsonld_context import KINDS, Place, evidence_of, with_own_names
from api.models import AssertionBody, FacetBody, StudyBody, TermBody
from api.pages.address import Address
from api.service import SOFTWARE
from kg.answer.models import CertainStudy
from kg.evaluation.models import Body
from kg.json_text import to_json
from kg.rdf.data_iris import review_iri
from kg.rdf.iris import ANSWER, LACUNA, VERSION, software_iri
from kg.review.model import Status
from kg.versions.dataset import Dataset

_SOFTWARE = software_iri(SOFTWARE)
_SPDX = "https://spdx.org/licenses/"
_SPDX_ID = re.compile(r"[A-Za-z0-9.+-]+")
_PREFIXES = {"lacuna": LACUNA, "dct": DCTERMS, "prov": PROV, "rdfs": RDFS, "skos": SKOS}
_CONTEXT: Mapping[str, object] = {
    "@version": 1.1,
    "@vocab": ANSWER,
    **{prefix: str(namespace) for prefix, namespace in _PREFIXES.items()},
    "id": SKOS.notation,
}


def write(body: Body, dataset: Dataset, _: Address) -> bytes:
    """A body as JSON-LD, with its version, licence and program."""
    place = Place(evidence_of(body, dataset))
    node = _node(body, place)  # also collects ``place.kinds_used``, so the context holds only types that occur
    vocabulary, used = place.evidence.vocabulary, frozenset(_texts(node))
    types = {
        kind.name: {"@id": kind.type, "@context": with_own_names(kind.means, vocabulary, used)}
        for kind in KINDS.values()
        if kind.name in place.kinds_used
    }
    return to_json({"@context": {**_CONTEXT, **types}, **node, **_origin(body, place.within(body))})


def _node(body: Body, place: Place) -> dict[str, object]:
    inner = place.within(body)
    kind = next((KINDS[each] for each in type(body).__mro__ if each in KINDS), None)
    node: dict[str, object] = {}
    if kind:
        inner.kinds_used.add(kind.name)
        node |= ({"@id": kind.iri(body, inner)} if kind.iri else {}) | {"@type": kind.name}
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        if name == "reviews" and isinstance(value, tuple) and all(isinstance(each, str) for each in value):
            node[name] = [review_iri(each) for each in value]
        elif name == "review":
            node[name] = review_iri(value)
        elif name == "units" and isinstance(body, CertainStudy):
            node[name] = [inner.unit(unit) for unit in body.units]
        elif name == "terms" and isinstance(body, AssertionBody) and body.status is Status.UNCLEAR:
            node["candidates"] = value
        else:
            node[info.alias or name] = _value(value, inner)
    return node


def _value(value: object, place: Place) -> object:
    if isinstance(value, Body):
        return _node(value, place)
    if isinstance(value, tuple):
        return [_value(each, place) for each in value]
    if isinstance(value, Mapping):
        return {key: _value(each, place) for key, each in value.items()}
    return value


def _texts(value: object) -> Iterator[str]:
    """Every text in a node, the nodes within it included."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        yield from _texts(each)


def _origin(body: Body, place: Place) -> dict[str, object]:
    """The provenance of a body: a stored one is part of the version, a computed one was derived from it."""
    reviews, digest = place.evidence.reviews, place.evidence.dataset.version
    names = dict.fromkeys(each.header.charting_licence for each in reviews)
    licences = [{"@id": _SPDX + name} if _SPDX_ID.fullmatch(name) else name for name in names if name]
    licence: dict[str, object] = {"dct:license": licences if len(licences) > 1 else licences[0]} if licences else {}
    iri = VERSION[digest.removeprefix("sha256:")]
    version = {"@id": iri, "@type": "prov:Entity", "dct:identifier": digest, **licence}
    if isinstance(body, FacetBody | StudyBody | TermBody):
        return {"dct:isPartOf": version}
    agent = {"@id": _SOFTWARE, "@type": "prov:SoftwareAgent", "rdfs:label": f"Lacuna {SOFTWARE}"}
    return {
        **licence,
        "prov:wasDerivedFrom": [version, *({"@id": review_iri(each.id)} for each in reviews)],
        "prov:wasGeneratedBy": {"@type": "prov:Activity", "prov:used": {"@id": iri}, "prov:wasAssociatedWith": agent},
    }
