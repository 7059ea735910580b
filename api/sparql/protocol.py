"""Requests of the SPARQL 1.1 Protocol."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from kg.errors import BadQuery, ClientLeft, NotAcceptable
from kg.rdf.formats import GRAPH_FORMATS, GRAPH_MEDIA_TYPES
from kg.rdf.iris import BASE
from kg.stores.sparql_worker import SparqlRequest

VERSION_HEADER = "Lacuna-Dataset"
"""The response header that names the stored version."""

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"

MEDIA_TYPES: Mapping[str, Sequence[str]] = {
    "results": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
        "application/json",
        "application/xml",
    ),
    "triples": tuple(GRAPH_MEDIA_TYPES),
}
"""The media types of each kind of answer, the preferred first. SELECT and ASK give results, CONSTRUCT and DESCRIBE triples."""

FORMATS: Mapping[str, Mapping[str, str]] = {
    "results": {
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
    },
    "triples": {each.suffix.removeprefix("."): each.media_type for each in GRAPH_FORMATS},
}
"""The values of the parameter ``format`` for each kind of answer, with the media type that each stands for."""

PAGE = "html"
"""The value of ``format`` that asks for the editor with the answer below it."""

LONGEST = 1 << 20
"""Limit on the size of a query in bytes."""

_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE = ("update", "using-graph-uri", "using-named-graph-uri")
_NO_UPDATES = "Lacuna is only read over SPARQL: there are no updates."
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_LONGEST_SHOWN = 200
"""In characters."""
_MOST_PARAMETERS = 1000
# Functions whose value differs from call to call; \u may spell one of them in escapes.
_CHANGES = re.compile(r"\b(now|rand|uuid|struuid|bnode)\b|\\u", re.IGNORECASE)


class Asked(NamedTuple):
    """What a request asks: the query, None for the service description or the bare editor; further parameters, empty if missing.

    Attributes:
        query: the query.
        format: a form of the answer, one of ``FORMATS`` or ``PAGE``; it wins over ``Accept``. Any other value is ignored,
            because some clients send names of their own.
        example: the name of a query to begin with in the editor.
    """

    query: SparqlRequest | None
    format: str = ""
    example: str = ""


def accepted(request: Request, kind: str, format_: str = "") -> str | None:
    """The media type that a client prefers for a kind of answer, or that ``format`` names; None where it accepts none."""
    if format_ in FORMATS[kind]:
        return FORMATS[kind][format_]
    weighed = _weighed(request)
    best = max(MEDIA_TYPES[kind], key=weighed.quality)
    return best if weighed.quality(best) > 0 else None


def is_page(request: Request, asked: Asked) -> bool:
    """Whether the answer is the editor: a format says so, or there is no query and the client prefers HTML to triples."""
    if asked.query or asked.format:
        return asked.format == PAGE
    weighed = _weighed(request)
    return bool(weighed.quality("text/html") > max(map(weighed.quality, MEDIA_TYPES["triples"])))


async def read_query(request: Request) -> Asked:
    """What a request asks.

    Raises:
        BadQuery: there is not exactly one query, or it is not UTF-8, or an update is sent.
        ClientLeft: the client leaves before it has sent everything.
        HTTPException: 413 where the query is too long, 415 where it comes in another media type.
    """
    pairs = _pairs(request.scope["query_string"])
    direct = None
    if request.method == "POST":
        if _content_type(request) == QUERY:
            direct = _text(await _body(request))
        else:
            pairs += _pairs(await _body(request))
    names = {name for name, _ in pairs}
    for name in _UPDATE:
        if name in names:
            raise BadQuery(f"{name}: {_NO_UPDATES}")
    queries = [text for name, text in pairs if name == "query"] + ([] if direct is None else [direct])
    given = dict(pairs)
    known = given.get("format") in {PAGE, *FORMATS["results"], *FORMATS["triples"]}
    format_, example = given["format"] if known else "", given.get("example", "")
    if request.method != "POST" and names.isdisjoint(("query", *_GRAPHS)):
        return Asked(None, format_, example)
    if len(queries) != 1:
        raise BadQuery(f"query: there must be exactly one; there are {len(queries)}.")
    default, named = ([iri for each, iri in pairs if each == name] for name in _GRAPHS)
    for name, iri in pairs:
        if name in _GRAPHS and not _ABSOLUTE.fullmatch(iri):
            raise BadQuery(f"{name}: {iri[:_LONGEST_SHOWN]!r} is no absolute IRI.")
    graphs = (default, named) if default or named else None
    results, triples = (accepted(request, kind, format_) for kind in ("results", "triples"))
    return Asked(SparqlRequest(queries[0], BASE, graphs, results, triples), format_, example)


def not_acceptable(kind: str) -> NotAcceptable:
    """The error that a kind of answer has no media type that the client accepts."""
    return NotAcceptable(
        f"The answer is in none of the accepted media types. Available: {', '.join(MEDIA_TYPES[kind])}."
    )


def not_xml(kind: str) -> NotAcceptable:
    """The error that an answer of a kind cannot be written as XML."""
    others = [media for media in MEDIA_TYPES[kind] if not media.endswith("xml")]
    why = "it has a character that XML does not know"
    if kind == "triples":
        why += ", or a property or class whose IRI does not end in a name of XML"
    return NotAcceptable(f"The answer cannot be written as XML: {why}. Ask for one of: {', '.join(others)}.", others)


def is_lasting(query: str) -> bool:
    """Whether a query has the same answer whenever it is asked of the same version."""
    return not _CHANGES.search(query)


def _weighed(request: Request) -> MIMEAccept:
    """What a client accepts, without parameters such as ``charset=utf-8``, which do not tell forms apart."""
    header = ", ".join(request.headers.getlist("accept")) or "*/*"
    return MIMEAccept((media.partition(";")[0].strip(), q) for media, q in parse_accept_header(header, MIMEAccept))


def _content_type(request: Request) -> str:
    """The media type of a body.

    Raises:
        HTTPException: 415 where it can carry no query.
    """
    media, parameters = parse_options_header(request.headers.get("content-type"))
    charset = parameters.get("charset", "utf-8")
    if media not in {FORM, QUERY}:
        about = f" {_NO_UPDATES}" if media == "application/sparql-update" else ""
        raise HTTPException(
            415, f"A query comes as {QUERY} or {FORM}, not as {media or 'nothing that is named'}.{about}"
        )
    if charset.lower() not in {"utf-8", "utf8"}:
        raise HTTPException(415, f"A query comes in UTF-8, not in {charset}")
    return media


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                raise HTTPException(413, f"A query may be {LONGEST} bytes long")
    except ClientDisconnect:
        raise ClientLeft from None
    return bytes(body)


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or a form, in their order."""
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadQuery(f"The query is not UTF-8: {error}.") from None
    except ValueError:
        raise BadQuery(f"There are more than {_MOST_PARAMETERS} parameters.") from None


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode()
    except UnicodeDecodeError as error:
        raise BadQuery(f"The query is not UTF-8: {error}.") from None
