"""The resources: what answers mean, the stored questions, and certificates and query texts of any question."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from api.agents.answering import answered, question_of
from api.agents.arguments import AskGap
from api.agents.desk import Source, Wanted
from api.agents.tools import read_arguments
from kg.answer.words import describe
from kg.errors import NotFound, shown
from kg.json_text import to_json
from kg.query.compiled import Language

SCHEME = "lacuna"
SEMANTICS = f"{SCHEME}://semantics"
QUESTIONS = f"{SCHEME}://questions"
_MARKDOWN, _PLAIN, _JSON = "text/markdown", "text/plain", "application/json"
_LONGEST = 8_192
"""In characters, as of an address over HTTP."""
_SETTINGS = ("definition", "completeness", "k", "version")


class Listed(NamedTuple):
    """A resource, or with variables a template of several: its address, title, description and media type."""

    uri: str
    title: str
    description: str
    media: str


class Content(NamedTuple):
    """The text of a resource and its media type."""

    text: str
    media: str


RESOURCES = (
    Listed(
        SEMANTICS, "What an answer means", "Bounds, verdicts, and what may be said with each. Read it first.", _MARKDOWN
    ),
    Listed(QUESTIONS, "The stored questions", "Name and text of every stored question.", _PLAIN),
)
_OWN = "a question of your own, by conditions `FACET=TERM` and by definition, completeness, k, review, version"
TEMPLATES = (
    Listed(
        f"{SCHEME}://gaps/{{name}}/certificate",
        "Certificate of a stored question",
        "The answer's sentence, verdict and bounds, and everything they rest on.",
        _JSON,
    ),
    Listed(f"{SCHEME}://gaps/{{name}}/cypher", "Cypher of a stored question", "The question as a query.", _PLAIN),
    Listed(f"{SCHEME}://gaps/{{name}}/sparql", "SPARQL of a stored question", "The question as a query.", _PLAIN),
    Listed(f"{SCHEME}://ask/certificate{{?where*}}", "Certificate of a question", f"Of {_OWN}.", _JSON),
    Listed(f"{SCHEME}://ask/cypher{{?where*}}", "Cypher of a question", f"Of {_OWN}.", _PLAIN),
    Listed(f"{SCHEME}://ask/sparql{{?where*}}", "SPARQL of a question", f"Of {_OWN}.", _PLAIN),
)


def resource_work(uri: str) -> tuple[Callable[[Source], Content], Wanted]:
    """The work that gives the content of a resource, and what it needs.

    Raises:
        NotFound: there is no such resource.
        BadQuestion: an argument in its address is at fault.
    """
    if uri == SEMANTICS:
        return lambda _: semantics(), Wanted()
    if uri == QUESTIONS:
        return _questions, Wanted()
    try:
        parts = urlsplit(uri[:_LONGEST])
    except ValueError:  # an address in brackets that is none
        parts = urlsplit("")
    steps = [unquote(step) for step in parts.path.split("/") if step]
    name = steps[0] if (parts.netloc, len(steps)) == ("gaps", 2) else None
    is_own = (parts.netloc, len(steps)) == ("ask", 1)
    if parts.scheme != SCHEME or not (name or is_own) or steps[-1] not in _KINDS:
        known = [each.uri for each in (*RESOURCES, *TEMPLATES)]
        raise NotFound("resource", shown(uri), known)
    asked = _asked(name, parts.query)
    return partial(_KINDS[steps[-1]], asked=asked), Wanted(asked.version, asked.takes_long)


def semantics() -> Content:
    """What answers mean, for a model that reads them."""
    return Content(Path(__file__).with_name("semantics.md").read_text(encoding="utf-8"), _MARKDOWN)


def _asked(name: str | None, query: str) -> AskGap:
    """The arguments of ``ask_gap`` that an address stands for."""
    pairs = parse_qsl(query, keep_blank_values=True)
    given: dict[str, object] = {key: value for key, value in pairs if key in _SETTINGS}
    given |= {"reviews": [each for key, value in pairs if key == "review" for each in value.split(",")]}
    given |= {"where": [f"{key}={value}" for key, value in pairs if key not in (*_SETTINGS, "review")]}
    if name is not None:
        given["question"] = name
    return read_arguments(AskGap, given)


def _questions(source: Source) -> Content:
    lines = (f"{name}: {stored.text}\n" for name, stored in source.catalogue.items())
    return Content("".join(lines), _PLAIN)


def _certificate(source: Source, asked: AskGap) -> Content:
    found = answered(source, asked)
    body = {
        "sentence": found.sentence,
        "verdict": found.verdict,
        "bounds": found.bounds.model_dump(mode="json"),
        "permalink": source.permalink(found.certificate.permalink),
        "question": found.question.model_dump(mode="json"),
        "population": found.population.model_dump(mode="json"),
        "certificate": found.certificate.model_dump(mode="json"),
    }
    return Content(to_json(body).decode(), _JSON)


def _query(source: Source, asked: AskGap, language: Language) -> Content:
    evidence = source.evidence(asked.reviews)
    question, stored = question_of(source, asked)
    if stored:
        query = evidence.stored_query(stored, question, language)
    else:
        query = evidence.query(question, describe(source.vocabulary, question), language)
    return Content(query.text, _PLAIN)


_KINDS: Mapping[str, Callable[..., Content]] = {
    "certificate": _certificate,
    "cypher": partial(_query, language="cypher"),
    "sparql": partial(_query, language="sparql"),
}
