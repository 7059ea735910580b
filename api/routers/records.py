"""The routes of what is stored: vocabulary and studies. None writes; none holds a try."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.dependencies import DatasetDep, PagingDep, ReviewId
from api.http.reply import ReplyDep, replies
from api.models import (
    ChartedBody,
    DefinitionList,
    FacetBody,
    FacetDetail,
    FacetList,
    StudyBody,
    StudyDetail,
    StudyList,
    TermBody,
    TermList,
    UnitBody,
)
from kg.errors import NotFound
from kg.evaluation.models import definition_body, population_body
from kg.ontology.vocabulary import Facet, Level, Term, Vocabulary
from kg.review.model import Charted, Study
from kg.versions.dataset import Dataset

router = APIRouter()


@router.get("/facets", tags=["vocabulary"], summary="All facets", **replies(FacetList, "/facets?size=2"))
def facets(
    dataset: DatasetDep,
    paging: PagingDep,
    reply: ReplyDep,
    level: Annotated[Level | None, Query(description="Only facets of this level.")] = None,
) -> Response:
    """The facets in order of their id."""
    vocabulary = dataset.vocabulary
    counts = Counter(term.facet for term in vocabulary.terms.values())
    found = [vocabulary.facets[id_] for id_ in sorted(vocabulary.facets)]
    bodies = [_facet(facet, counts) for facet in found if level in (None, facet.level)]
    items, page = paging.cut(bodies)
    return reply(FacetList(items=items, page=page))


@router.get(
    "/facets/{id}",
    tags=["vocabulary"],
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
    return reply(FacetDetail(id=id, label=found.label, level=found.level, terms=len(members), members=members))


@router.get(
    "/terms",
    tags=["vocabulary"],
    summary="Terms by a word in their label or synonyms",
    **replies(TermList, "/terms?q=freeze+drying"),
)
def terms(
    dataset: DatasetDep,
    paging: PagingDep,
    reply: ReplyDep,
    q: Annotated[str, Query(description="A word; if no term holds it, the nearest are found.")] = "",
) -> Response:
    """All terms, or those that a word finds, in order of facet and id."""
    narrower = _narrower(dataset.vocabulary)
    items, page = paging.cut([_term(term, narrower) for term in dataset.vocabulary.search(q)])
    return reply(TermList(items=items, page=page))


@router.get("/terms/{id}", tags=["vocabulary"], summary="One term", **replies(TermBody, "/terms/lyophilization"))
def term(id: str, dataset: DatasetDep, reply: ReplyDep) -> Response:  # noqa: A002 - the name of the path parameter
    """A term with its definition and its place in the hierarchy, also a deprecated one."""
    vocabulary = dataset.vocabulary
    found = vocabulary.terms.get(id) or vocabulary.deprecated.get(id)
    if found is None:
        raise NotFound("term", id, vocabulary.terms)
    return reply(_term(found, _narrower(vocabulary)))


@router.get(
    "/definitions",
    tags=["vocabulary"],
    summary="All named definitions",
    **replies(DefinitionList, "/definitions?size=2"),
)
def definitions(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep) -> Response:
    """The definitions with their conditions, in order of their id."""
    items, page = paging.cut([definition_body(each) for each in dataset.vocabulary.definitions.values()])
    return reply(DefinitionList(items=items, page=page))


@router.get(
    "/studies",
    tags=["studies"],
    summary="All charted studies of a review",
    **replies(StudyList, "/studies?size=2"),
)
def studies(dataset: DatasetDep, paging: PagingDep, reply: ReplyDep, review: ReviewId = None) -> Response:
    """The studies in order of their id. Studies that a review includes but does not identify are only counted."""
    evidence = dataset.evidence(review)
    items, page = paging.cut(evidence.study_ids)
    bodies = tuple(_study(evidence.review, evidence.study(id_)) for id_ in items)
    return reply(StudyList(items=bodies, page=page, population=population_body(evidence.population)))


@router.get(
    "/studies/{id}",
    tags=["studies"],
    summary="One study: what was charted, from where, and what was not",
    **replies(StudyDetail, "/studies/beke-2021"),
)
def study(id: str, dataset: DatasetDep, reply: ReplyDep, review: ReviewId = None) -> Response:  # noqa: A002 - as above
    """Every charted facet of the study and its units with status, terms and source, and the facets not charted."""
    evidence = dataset.evidence(review)
    found, of = evidence.study(id), evidence.header
    body = StudyDetail(
        **dict(_study(evidence.review, found)),
        charted=tuple(ChartedBody.of(each, of) for each in found.charted),
        not_charted=_not_charted(dataset, "study", found.charted),
        units=tuple(
            UnitBody(
                id=f"{found.id}/{unit.id}",
                charted=tuple(ChartedBody.of(each, of) for each in unit.charted),
                not_charted=_not_charted(dataset, "unit", unit.charted),
            )
            for unit in found.units
        ),
    )
    return reply(body)


def _facet(facet: Facet, counts: Mapping[str, int]) -> FacetBody:
    return FacetBody(id=facet.id, label=facet.label, level=facet.level, terms=counts[facet.id])


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


def _study(review: str, study: Study) -> StudyBody:
    return StudyBody(
        id=study.id, review=review, citation=study.citation, title=study.title, year=study.year, doi=study.doi
    )


def _not_charted(dataset: Dataset, level: Literal["study", "unit"], charted: tuple[Charted, ...]) -> tuple[str, ...]:
    looked_at = {each.facet for each in charted}
    facets = (facet for facet in dataset.vocabulary.charted_facets if facet.level == level)
    return tuple(facet.id for facet in facets if facet.id not in looked_at)
