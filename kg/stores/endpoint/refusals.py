"""What a SPARQL server means that refuses, in one sentence and with the cure."""

import base64
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse

from kg.errors import StoreFailed, TookTooLong
from kg.stores.endpoint.credentials import without_secrets

_LONGEST = 65_536  # of what a refusing server says, in bytes; a sentence of it is shown
_SHOWN = 300
_TIMED_OUT = (408, 504)


def refusal(answer: HTTPResponse, url: str, headers: Mapping[str, str]) -> StoreFailed:
    """The error for an answer whose status is not 2xx.

    Args:
        answer: what the server answered.
        url: its address.
        headers: of the request; the password in them is never shown.
    """
    status = answer.status
    server = f"The SPARQL server at {url}"
    if status in (401, 403):
        _, _, both = headers.get("Authorization", "").partition(" ")
        user = f"user {base64.b64decode(both).decode().partition(':')[0]!r}" if both else "a request without a user"
        return StoreFailed(f"{server} refuses {user}. Check LACUNA_SPARQL_USERNAME and LACUNA_SPARQL_PASSWORD.")
    if status // 100 == 3:
        moved = without_secrets(answer.getheader("Location") or "elsewhere", headers)
        return StoreFailed(f"{server} redirects to {moved}. Set LACUNA_SPARQL_ENDPOINT to the final address.")
    if status in (404, 405, 410, 415):
        return StoreFailed(
            f"{url} is not where a SPARQL server takes queries ({status} {answer.reason}). Set LACUNA_SPARQL_ENDPOINT: "
            "Oxigraph's address ends with /query, Fuseki's with /DATASET/sparql, RDF4J's with /repositories/NAME."
        )
    said = _said(answer, headers)
    if status in _TIMED_OUT:
        return TookTooLong(f"{server} ended the query ({status} {answer.reason}): give queries more time there.{said}")
    return StoreFailed(f"{server} failed ({status} {answer.reason}). Look at its log, and ask again.{said}")


def _said(answer: HTTPResponse, headers: Mapping[str, str]) -> str:
    try:
        text = answer.read(_LONGEST).decode(errors="replace")
    except (OSError, HTTPException):
        return ""
    message = " ".join(without_secrets(text, headers).split())[:_SHOWN]
    return f" It says: {message}" if message else ""
