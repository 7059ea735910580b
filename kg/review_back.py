"""The way back from RDF to a whole review: what it says of itself, and all its studies; and that as ``review.yaml``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any, cast

from rdflib import DCTERMS, SKOS, Graph
from rdflib.term import Node

from kg.charting import identification, read_review, read_study, study_ids
from kg.model import FlowCount, Identification, Maker, MaturityJudgement, Note, Reference, Review, ReviewHeader, Study
from kg.namespaces import LACUNA, data_iri, local_name
from kg.yaml_file import write_yaml

REVIEW_FILE = "review.yaml"


def read_whole(graph: Graph, id_: str) -> Review:
    """Everything that a graph says of a review: the inverse of ``express``.

    Raises:
        ValueError: it says something that is no review, such as a number that is none; ``check`` says what.
    """
    iri = data_iri(id_)
    studies = tuple(read_study(graph, id_, study) for study in study_ids(graph, id_))
    review, said = read_review(graph, id_), identification(graph, id_)
    year = graph.value(iri, LACUNA.year)
    return replace(
        review,
        citation=None if review.citation == id_ else review.citation,  # which is what stands for none
        studies=studies,
        year=None if year is None else int(str(year)),
        identification=_identification(said) if said else None,
        flow=tuple(_flow_count(graph, each) for each in _in_order(graph.objects(iri, LACUNA.hasFlowCount))),
        maturity=tuple(_judgement(graph, each) for each in _in_order(graph.objects(iri, LACUNA.judges))),
        references=tuple(sorted(_references(graph, id_, studies), key=lambda reference: reference.number)),
        notes=tuple(Note(*_in_brackets(text)) for text in sorted(map(str, graph.objects(iri, SKOS.editorialNote)))),
    )


def review_yaml(review: Review) -> str:
    """What a review says of itself, as it stands in ``review.yaml``; what is as it would be anyway is left out."""
    return write_yaml(
        {field.name: _plain(getattr(review, field.name)) for field in _said(review, fields(ReviewHeader))}
    )


def _plain(value: object) -> object:
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


def _flow_count(graph: Graph, iri: Node) -> FlowCount:
    count, reason = graph.value(iri, LACUNA["count"]), graph.value(iri, LACUNA.exclusionReason)
    return FlowCount(
        stage=local_name(graph.value(iri, LACUNA.stage)),
        status=local_name(graph.value(iri, LACUNA.countStatus)),
        count=None if count is None else int(str(count)),
        reason=None if reason is None else local_name(reason),
        derivation=_text(graph.value(iri, LACUNA.derivation)),
        source=_text(graph.value(iri, DCTERMS.source)),
    )


def _judgement(graph: Graph, iri: Node) -> MaturityJudgement:
    return MaturityJudgement(
        domain=local_name(graph.value(iri, LACUNA.domain)),
        signal=local_name(graph.value(iri, LACUNA.signal)),
        source=_text(graph.value(iri, DCTERMS.source)),
    )


def _references(graph: Graph, review: str, studies: Iterable[Study]) -> Iterator[Reference]:
    for study in studies:
        publication = data_iri(review, "study", study.id, "publication")
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


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=str)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
