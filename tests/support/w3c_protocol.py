"""The query side of the W3C's tests of the SPARQL 1.1 Protocol: the requests, and what is right about an answer.

``OWN`` is a table of the same requests, written for this project. ``from_manifest`` reads them from the W3C's manifest,
where a copy of it lies beside the project or where ``LACUNA_W3C_PROTOCOL`` says.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF

from kg.paths import ROOT
from tests.support.served import QUERY, Said, Served

MANIFEST = (
    Path(os.environ.get("LACUNA_W3C_PROTOCOL", ROOT.parent / "shared/data/w3c-sparql11-protocol")) / "manifest.ttl"
)

_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
_FORM = "application/x-www-form-urlencoded"
TYPE = "http://xmlns.com/foaf/0.1/Document"
GRAPHS: Mapping[str, str] = {
    _DATA.format(number): f"<{_DATA.format(number)}> <{RDF.type}> <{TYPE}> ." if number else "" for number in range(4)
}
"""The graphs that the tests name, as N-Triples: three say of themselves that they are documents, one is empty."""

_MEDIA = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        *("application/sparql-results+json", "application/sparql-results+xml"),
        *("text/csv", "text/tab-separated-values"),
    },
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples", "application/xhtml+xml", "text/html"},
}


@dataclass(frozen=True)
class Case:
    """One request; what is expected is a class of status (2 or 4), a kind of answer, and whether yes or no."""

    name: str
    method: str = "GET"
    parameters: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: frozenset[int] = frozenset((2, 3))
    form: str | None = None
    truth: bool | None = None

    def fault(self, served: Served) -> str | None:
        """What is wrong about the answer, or None."""
        path = f"/sparql?{self.parameters}" if self.parameters else "/sparql"
        said = served.ask(self.method, path, self.body, **self.headers)
        if said.status // 100 not in self.status:
            return f"{self.name}: {said.status} {said.body!r}"
        if self.form and said.media not in _MEDIA[self.form]:
            return f"{self.name}: {said.media}"
        if self.truth is not None and _truth(said) != self.truth:
            return f"{self.name}: {said.body!r}"
        return None


def _truth(said: Said) -> bool:
    return bool(json.loads(said.body)["boolean"])


def _graphs(**numbers: tuple[int, ...]) -> str:
    return urlencode([(f"{kind}-graph-uri", _DATA.format(each)) for kind, all_ in numbers.items() for each in all_])


def _is_document(number: int) -> str:
    return f"<{_DATA.format(number)}> a ?type"


def _own() -> Iterator[Case]:
    yes: dict[str, Any] = {"form": "boolean", "truth": True}
    none = _graphs(default=(0,))
    both = f"ASK {{ {_is_document(1)} . {_is_document(2)} }}"
    apart = f"{{ GRAPH ?g1 {{ {_is_document(1)} }} GRAPH ?g2 {{ {_is_document(2)} }} }}"
    full = f"ASK {{ {_is_document(3)} {apart} }}"
    form, direct = {"Content-Type": _FORM}, {"Content-Type": QUERY}
    named, defaults = _graphs(named=(1, 2)), _graphs(default=(1, 2))
    yield Case("query_post_form", "POST", none, b"query=ASK%20%7B%7D", form, **yes)
    yield Case("query_dataset_default_graphs_get", parameters=f"query={quote(both)}&{defaults}", **yes)
    yield Case("query_dataset_default_graphs_post", "POST", defaults, both.encode(), direct, **yes)
    yield Case("query_dataset_named_graphs_post", "POST", named, f"ASK {apart}".encode(), direct, **yes)
    yield Case("query_dataset_named_graphs_get", parameters=f"query={quote(f'ASK {apart}')}&{named}", **yes)
    yield Case("query_dataset_full", "POST", _graphs(default=(3,), named=(1, 2)), full.encode(), direct, **yes)
    from_ = f"ASK FROM <{_DATA.format(3)}> {apart}".encode()
    yield Case("query_multiple_dataset", "POST", named, from_, direct, **yes)
    yield Case("query_get", parameters=f"query={quote('ASK {}')}&{none}", **yes)
    for name, text, kind in (
        ("select", "SELECT (1 AS ?value) {}", "tabular"),
        ("ask", "ASK {}", "boolean"),
        ("describe", "DESCRIBE <http://example.org/>", "RDF"),
        ("construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", "RDF"),
    ):
        yield Case(f"query_content_type_{name}", "POST", none, text.encode(), direct, form=kind)
    yield Case("query_post_direct", "POST", body=b"ASK {}", headers=direct, **yes)
    bad: dict[str, Any] = {"status": frozenset((4,))}
    yield Case("bad_query_method", "PUT", f"query={quote('ASK {}')}&{none}", headers=form, **bad)
    yield Case("bad_multiple_queries", parameters=urlencode([("query", "ASK {}"), ("query", "SELECT * {}")]), **bad)
    yield Case("bad_query_wrong_media_type", "POST", body=b"ASK {}", headers={"Content-Type": "text/plain"}, **bad)
    yield Case("bad_query_missing_form_type", "POST", body=b"query=ASK%20%7B%7D", **bad)
    yield Case("bad_query_missing_direct_type", "POST", body=b"ASK {}", **bad)
    utf16 = {"Content-Type": f"{QUERY}; charset=UTF-16"}
    yield Case("bad_query_non_utf8", "POST", body="ASK {}".encode("utf-16"), headers=utf16, **bad)
    yield Case("bad_query_syntax", parameters="query=ASK%20%7B", **bad)


OWN = tuple(_own())

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_HT = Namespace("http://www.w3.org/2011/http#")
_CNT = Namespace("http://www.w3.org/2011/content#")


def from_manifest(file: Path = MANIFEST) -> tuple[Case, ...]:
    """The cases of the W3C's manifest that are about queries, in its order."""
    graph = Graph().parse(file)
    (manifest,) = graph.subjects(RDF.type, _MF.Manifest)
    entries = _list(graph, graph.value(manifest, _MF.entries))
    return tuple(_case(graph, entry) for entry in entries if "update" not in str(entry))


def _list(graph: Graph, head: Any) -> Iterator[Any]:
    return iter(Collection(graph, head) if head else ())


def _case(graph: Graph, entry: Any) -> Case:
    (request,) = _list(graph, graph.value(graph.value(entry, _MF.action), _HT.requests))
    response, body = graph.value(request, _HT.resp), graph.value(request, _HT.body)
    headers = _list(graph, graph.value(request, _HT.headers))
    truth = graph.value(response, _MF.expectedBoolean)
    return Case(
        str(entry).rpartition("#")[2],
        str(graph.value(request, _HT.methodName)),
        str(graph.value(request, _HT.absolutePath)).partition("?")[2],
        str(graph.value(body, _CNT.chars)).encode(str(graph.value(body, _CNT.characterEncoding))) if body else None,
        {str(graph.value(each, _HT.fieldName)): str(graph.value(each, _HT.fieldValue)) for each in headers},
        frozenset(int(str(each)[-3]) for each in graph.objects(response, _MF.expectedStatus)),
        str(graph.value(response, _MF.expectedFormat) or "") or None,
        None if truth is None else str(truth) == "true",
    )
