"""Routes of the vocabulary: facets, terms and definitions."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import DatasetDep, PagingDep, ServiceDep
from api.http.reply import ReplyDep, replies
from api.models import (
    DefinitionDetail,
    DefinitionList,
    FacetBody,
    FacetDetail,
    FacetList,
    TermBody,
    TermDetail,
    TermList,
)
from kg.browsing import uses
from kg.crossing.matrix import row_of
from kg.errors import NotFound
from kg.evaluation.models import definition_body
from kg.ontology.vocabulary import Facet, Level, Term, Vocabulary
from kg.property_graph.schema import relationship_type
from kg.questions.question import Question

router = APIRouter(tags=["vocabulary"])


@router.get("/facets", summary="All facets", **replies(FacetList, "/facets?size=2"))
def facets(
    dataset: DatasetDep,
    paging: PagingDep,
    reply: ReplyDep,
    level: Annotated[Level | None, Query(description="Only facets of this level.")] = None,
) -> Response:
    """The facets in order of their id."""
    vocabulary = dataset.vocabulary
    counts = Counter(term.facet for term in vocabulary.terms.values())
    in_order = [vocabulary.facets[id_] for id_ in sorted(vocabulary.facets)]
    bodies = [_facet(facet, counts) for facet in in_order if level in (None, facet.level)]
    items, page = paging.cut(bodies)
    return reply(FacetList(items=items, page=page))


@router.get(
    "/facets/{id}",
    summary="One facet with its terms",
    **replies(FacetDetail, "/facets/manufacturing-mode"),
)
def facet(id: str, dataset: DatasetDep, reply: ReplyDep) -> Response:  # noqa: A002 - the name of the path parameter
    """The terms of a facet in order of their id."""
    vocabulary = dataset.vocabulary
    if id not in vocabulary.facets:
        raise NotFound("facet", id, vocabulary.facets)
    found = vocabulary.facets[id]
    narrower = _narrower(vocabulary)
    members = tuple(_term(term, narrower) for term in vocabulary.of_facet(id))
    body = _facet(found, {id: len(members)})
    return reply(FacetDetail(**body.model_dump(), members=members))


@router.get(
    "/terms",
    summary="Terms by a word in their label or synonyms",
    **replies(TermList, "/terms?q=freeze+drying"),
)
def terms(
    dataset: DatasetDep,
    paging: PagingDep,
    reply: ReplyDep,
    q: Annotated[str, Query(description="A word; if no term contains it, the nearest are returned.")] = "",
) -> Response:
    """All terms, or those that a word finds, in order of facet and id."""
    narrower = _narrower(dataset.vocabulary)
    items, page = paging.cut([_term(term, narrower) for term in dataset.vocabulary.search(q)])
    return reply(TermList(items=items, page=page))


@router.get(
    "/terms/{id}",
    summary="One term: definition, hierarchy, matches, uses, its row of the map",
    **replies(TermDetail, "/terms/lyophilization"),
)
def term(id: str, service: ServiceDep, dataset: DatasetDep, reply: ReplyDep) -> Response:  # noqa: A002 - as above
    """A term, even a deprecated one, with its definition, its place in the hierarchy, and where it is used."""
    evidence, vocabulary = dataset.evidence(), dataset.vocabulary
    # IRIs of deprecated terms must keep resolving.
    found = vocabulary.terms.get(id) or vocabulary.deprecated.get(id)
    if found is None:
        raise NotFound("term", id, vocabulary.terms)
    asked = vocabulary.facets[found.facet].charted and id in vocabulary.terms
    catalogue = dataset.catalogue(service.catalogue)
    return reply(
        TermDetail(
            **dict(_term(found, _narrower(vocabulary))),
            matches=uses.matches(evidence, found),
            answer=uses.answered(evidence, uses.having(found)) if asked else None,
            questions=uses.questions_with_term(vocabulary, catalogue, found),
            definitions=uses.definitions_with(vocabulary, found),
            incompatible=uses.rules_on(vocabulary, found),
            row=row_of(evidence, found) if asked else None,
        )
    )


@router.get(
    "/definitions",
    summary="All named definitions",
    **replies(DefinitionList, "/definitions?size=2"),
)
def definitions(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep) -> Response:
    """The definitions with their conditions, in order of their id."""
    items, page = paging.cut([definition_body(each) for each in dataset.vocabulary.definitions.values()])
    return reply(DefinitionList(items=items, page=page))


@router.get(
    "/definitions/{id}",
    summary="One definition: conditions, answer, uses",
    **replies(DefinitionDetail, "/definitions/integrated-strict"),
)
def definition(id: str, service: ServiceDep, dataset: DatasetDep, reply: ReplyDep) -> Response:  # noqa: A002 - as above
    """A definition with its conditions, the studies that meet it, and the stored questions that rest on it."""
    evidence, vocabulary = dataset.evidence(), dataset.vocabulary
    found = vocabulary.definitions.get(id)
    if found is None:
        raise NotFound("definition", id, vocabulary.definitions)
    return reply(
        DefinitionDetail(
            **dict(definition_body(found)),
            answer=uses.answered(evidence, Question(definition=id)),
            others=uses.other_definitions(vocabulary, found),
            questions=uses.questions_under(vocabulary, dataset.catalogue(service.catalogue), found),
        )
    )


def _facet(facet: Facet, counts: Mapping[str, int]) -> FacetBody:
    charted_by = facet.property_name
    return FacetBody(
        id=facet.id,
        label=facet.label,
        level=facet.level,
        terms=counts[facet.id],
        term_class=facet.class_name,
        property=charted_by,
        relationship=relationship_type(charted_by) if charted_by else None,
    )


def _narrower(vocabulary: Vocabulary) -> Mapping[str, list[str]]:
    below: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(vocabulary.terms):
        for parent in vocabulary.terms[id_].broader:
            below[parent].append(id_)
    return below


def _term(term: Term, narrower: Mapping[str, list[str]]) -> TermBody:
    return TermBody(
        id=term.id,
        facet=term.facet,
        label=term.label,
        definition=term.definition,
        synonyms=term.synonyms,
        broader=term.broader,
        narrower=tuple(narrower.get(term.id, ())),
        replaced_by=term.replaced_by,
    )
