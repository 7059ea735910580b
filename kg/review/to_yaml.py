"""The way back from RDF to a whole review: what it says of itself, all its studies and claims; and back into ``review.yaml``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any, cast

from rdflib import DCTERMS, SKOS, Graph
from rdflib.term import Node

from kg.ontology.vocabulary import Vocabulary
from kg.questions.question import Question
from kg.rdf.data_iris import publication_iri, review_iri
from kg.rdf.iris import LACUNA
from kg.review.claims import Claim
from kg.review.from_rdf import (
    identification,
    read_claims,
    read_flow,
    read_maturity,
    read_review,
    read_study,
    study_ids,
)
from kg.review.model import Identification, Maker, Note, Reference, Review, ReviewHeader, Study
from kg.yaml_file import write_yaml

REVIEW_FILE, CLAIMS_FILE = "review.yaml", "claims.yaml"


def read_whole(graph: Graph, vocabulary: Vocabulary, id_: str) -> Review:
    """Everything that a graph says of a review: the inverse of ``express``.

    Raises:
        ValueError, LookupError: it says something that is no review, such as a number that is none; ``check`` says what.
    """
    iri = review_iri(id_)
    studies = tuple(read_study(graph, id_, study) for study in study_ids(graph, id_))
    review, said = read_review(graph, id_), identification(graph, id_)
    year = graph.value(iri, LACUNA.year)
    return replace(
        review,
        citation=None if review.citation == id_ else review.citation,  # which is what stands for none
        studies=studies,
        year=None if year is None else int(str(year)),
        identification=_identification(said) if said else None,
        flow=read_flow(graph, id_),
        maturity=read_maturity(graph, id_),
        references=tuple(sorted(_references(graph, id_, studies), key=lambda reference: reference.number)),
        notes=tuple(Note(*_in_brackets(text)) for text in sorted(map(str, graph.objects(iri, SKOS.editorialNote)))),
        claims=read_claims(graph, vocabulary, id_),
    )


def review_yaml(review: Review) -> str:
    """What a review says of itself, as it stands in ``review.yaml``; what is as it would be anyway is left out."""
    return write_yaml(
        {field.name: _plain(getattr(review, field.name)) for field in _said(review, fields(ReviewHeader))}
    )


def claims_yaml(claims: Iterable[Claim]) -> str:
    """Claims as they stand in ``claims.yaml``."""
    return write_yaml([_claim(each) for each in claims])


def _claim(claim: Claim) -> dict[str, object]:
    written: dict[str, object] = {"id": claim.id, "text": claim.text, "section": claim.section, "kind": claim.says.kind}
    for field in fields(claim.says):
        written[field.name] = _plain(getattr(claim.says, field.name))
    return written


def _asked(question: Question) -> dict[str, object]:
    """A question with the names of a question file."""
    pairs = question.parameters()
    where = [{name: value} for name, value in pairs if name != "definition"]
    return {**({"where": where} if where else {}), **{name: value for name, value in pairs if name == "definition"}}


def _plain(value: object) -> object:
    if isinstance(value, Question):
        return _asked(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in _said(value, fields(value))}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value  # an enumeration's member is its text


def _said(value: object, among: Iterable[Field[Any]]) -> Iterator[Field[Any]]:
    """The fields whose value is not their default; those that are not compared, such as cells, say nothing."""
    for field in among:
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.compare and getattr(value, field.name) != default:
            yield field


def _references(graph: Graph, review: str, studies: Iterable[Study]) -> Iterator[Reference]:
    for study in studies:
        publication = publication_iri(review, study.id)
        number = graph.value(publication, LACUNA.referenceNumber)
        if number is not None:
            authors = _text(graph.value(publication, LACUNA.authors)) or ""
            cited = _text(graph.value(publication, DCTERMS.bibliographicCitation)) or ""
            yield Reference(study.id, int(str(number)), authors, cited.removeprefix(f"{authors} "))


def _identification(text: str) -> Identification:
    said, by = _in_brackets(text)
    maker, _, source = by.partition("; ")
    return Identification(cast(Maker, maker), said, source)


def _in_brackets(text: str) -> tuple[str, str]:
    """A text and what stands in brackets at its end, which may hold brackets of its own: ``a (b)`` → ``a``, ``b``."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth == 0:
            break
    else:
        place = text.rfind(" (") + 1
    before, inside = text[:place], text[place:]
    return re.sub(" $", "", before), inside.removeprefix("(").removesuffix(")")


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
