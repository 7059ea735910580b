"""The routes. None writes; none holds a try: ``api.problems`` turns what goes wrong into a problem body."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.responses import PlainTextResponse
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.asked import DatasetDep, PagingDep, ReadingDep, ReviewId, ServiceDep, own_question
from api.bodies import (
    ChartedBody,
    FacetBody,
    FacetDetail,
    GapList,
    Health,
    Listed,
    QueryBody,
    StudyBody,
    StudyDetail,
    StudyList,
    TermBody,
    UnitBody,
)
from kg.answer import answer
from kg.bodies import Answer, DefinitionBody, definition_body, population_body
from kg.catalogue import StoredQuestion, find
from kg.dataset import Dataset
from kg.errors import NotFound
from kg.judge import Verdict
from kg.matrix import Matrix, matrix
from kg.model import Charted, Study
from kg.query import Language
from kg.question import charted_facet, read_definition
from kg.vocabulary import Facet, Level, Term, Vocabulary

QUERY_TYPES: Mapping[str, Language] = {
    "application/vnd.neo4j.cypher": "cypher",
    "application/sparql-query": "sparql",
}

router = APIRouter()


@router.get("/health", tags=["service"], summary="Alive, from which version, by which engine")
def health(dataset: DatasetDep) -> Health:
    """That the service is alive."""
    return Health(
        status="ok",
        dataset=dataset.version,
        ontology=dataset.vocabulary.version,
        graph=dataset.engine,
        reviews=dataset.reviews,
    )


@router.get("/gaps", tags=["gap questions"], summary="Every stored question with its answer")
def gaps(
    service: ServiceDep,
    dataset: DatasetDep,
    reading: ReadingDep,
    paging: PagingDep,
    verdict: Annotated[Verdict | None, Query(description="Only answers with this verdict.")] = None,
    tag: Annotated[str | None, Query(description="Only questions with this tag.")] = None,
) -> GapList:
    """The catalogue; a definition applies to the questions that rest on one."""
    found = []
    if reading.definition:
        read_definition(dataset.vocabulary, reading.definition)
    for stored in service.catalogue.values():
        if tag is None or tag in stored.tags:
            each = _answer(dataset, stored, reading, reading.definition if stored.definition else None)
            if verdict in (None, each.verdict):
                found.append(each)
    items, page = paging.cut(found)
    return GapList(items=items, page=page)


@router.get("/gaps/{name}", tags=["gap questions"], summary="The answer to one stored question")
def gap(name: str, service: ServiceDep, dataset: DatasetDep, reading: ReadingDep) -> Answer:
    """One answer, with its certificate."""
    return _answer(dataset, find(service.catalogue, name), reading, reading.definition)


@router.get(
    "/gaps/{name}/query",
    tags=["gap questions"],
    summary="The text that runs, as Cypher, SPARQL or (both with their parameters) JSON",
    response_model=list[QueryBody],
    responses={200: {"content": {media: {"schema": {"type": "string"}} for media in QUERY_TYPES}}},
)
def gap_query(
    name: str,
    service: ServiceDep,
    dataset: DatasetDep,
    reading: ReadingDep,
    response: Response,
    accept: Annotated[str, Header()] = "*/*",
) -> Response | list[QueryBody]:
    """By ``Accept``: ``application/vnd.neo4j.cypher``, ``application/sparql-query`` or ``application/json``."""
    stored = find(service.catalogue, name)
    question = stored.read(dataset.vocabulary, reading.definition, reading.completeness)
    review = dataset.review_id(reading.review)
    media = parse_accept_header(accept, MIMEAccept).best_match(["application/json", *QUERY_TYPES])
    if media is None:
        raise HTTPException(406, f"This can be had as application/json, {' or '.join(QUERY_TYPES)}")
    response.headers["Vary"] = "Accept"
    if media in QUERY_TYPES:
        query = dataset.stored_query(stored, question, review, QUERY_TYPES[media])
        return PlainTextResponse(query.text, media_type=media, headers=dict(response.headers))
    queries = (dataset.stored_query(stored, question, review, language) for language in QUERY_TYPES.values())
    return [QueryBody(language=query.language, text=query.text, parameters=dict(query.parameters)) for query in queries]


@router.get("/ask", tags=["gap questions"], summary="A question of your own")
def ask(request: Request, dataset: DatasetDep, reading: ReadingDep) -> Answer:
    """Conditions are parameters named like facets: `?pat-modality=raman-spectroscopy&ai-method=deep-learning`.

    A comma means any of them, a repeated facet every one of them, `not.FACET=` none of them, `year=2021..2025` a range of
    years; all conditions must hold in one evidence unit. Terms include their narrower ones.
    """
    question = own_question(request, dataset, reading)
    return answer(dataset, question, review=reading.review, k=reading.k)


@router.get("/matrix", tags=["gap questions"], summary="Two facets crossed, empty cells too")
def crossed(
    request: Request,
    dataset: DatasetDep,
    reading: ReadingDep,
    rows: Annotated[str, Query(description="The facet of the rows.")],
    columns: Annotated[str, Query(description="The facet of the columns.")],
) -> Matrix:
    """Every cell with its bounds and verdict; further conditions as in `/ask`."""
    vocabulary = dataset.vocabulary
    question = own_question(request, dataset, reading, may_be_empty=True)
    row_facet = charted_facet(vocabulary, "rows", rows)
    column_facet = charted_facet(vocabulary, "columns", columns)
    return matrix(dataset, row_facet, column_facet, question, review=reading.review, k=reading.k)


@router.get("/facets", tags=["vocabulary"], summary="All facets")
def facets(
    dataset: DatasetDep,
    paging: PagingDep,
    level: Annotated[Level | None, Query(description="Only facets of this level.")] = None,
) -> Listed[FacetBody]:
    """The facets in order of their id."""
    vocabulary = dataset.vocabulary
    counts = Counter(term.facet for term in vocabulary.terms.values())
    found = [vocabulary.facets[id_] for id_ in sorted(vocabulary.facets)]
    bodies = [_facet(facet, counts) for facet in found if level in (None, facet.level)]
    items, page = paging.cut(bodies)
    return Listed[FacetBody](items=items, page=page)


@router.get("/facets/{id}", tags=["vocabulary"], summary="One facet with its terms")
def facet(id: str, dataset: DatasetDep) -> FacetDetail:  # noqa: A002 - the name of the path parameter
    """The terms of a facet in order of their id."""
    vocabulary = dataset.vocabulary
    if id not in vocabulary.facets:
        raise NotFound("facet", id, vocabulary.facets)
    found = vocabulary.facets[id]
    narrower = _narrower(vocabulary)
    members = tuple(_term(term, narrower) for term in vocabulary.of_facet(id))
    return FacetDetail(id=id, label=found.label, level=found.level, terms=len(members), members=members)


@router.get("/terms", tags=["vocabulary"], summary="Terms by a word in their label or synonyms")
def terms(
    dataset: DatasetDep,
    paging: PagingDep,
    q: Annotated[str, Query(description="A word; if no term holds it, the nearest are found.")] = "",
) -> Listed[TermBody]:
    """All terms, or those that a word finds, in order of facet and id."""
    narrower = _narrower(dataset.vocabulary)
    items, page = paging.cut([_term(term, narrower) for term in dataset.vocabulary.search(q)])
    return Listed[TermBody](items=items, page=page)


@router.get("/terms/{id}", tags=["vocabulary"], summary="One term")
def term(id: str, dataset: DatasetDep) -> TermBody:  # noqa: A002 - the name of the path parameter
    """A term with its definition and its place in the hierarchy, also a deprecated one."""
    vocabulary = dataset.vocabulary
    found = vocabulary.terms.get(id) or vocabulary.deprecated.get(id)
    if found is None:
        raise NotFound("term", id, vocabulary.terms)
    return _term(found, _narrower(vocabulary))


@router.get("/definitions", tags=["vocabulary"], summary="All named definitions")
def definitions(dataset: DatasetDep, paging: PagingDep) -> Listed[DefinitionBody]:
    """The definitions with their conditions, in order of their id."""
    items, page = paging.cut([definition_body(each) for each in dataset.vocabulary.definitions.values()])
    return Listed[DefinitionBody](items=items, page=page)


@router.get("/studies", tags=["studies"], summary="All charted studies of a review")
def studies(dataset: DatasetDep, paging: PagingDep, review: ReviewId = None) -> StudyList:
    """The studies in order of their id. Studies that a review includes but does not identify are only counted."""
    chosen = dataset.review_id(review)
    items, page = paging.cut(dataset.study_ids(chosen))
    bodies = tuple(_study(chosen, dataset.study(chosen, id_)) for id_ in items)
    return StudyList(items=bodies, page=page, population=population_body(dataset.population(chosen)))


@router.get("/studies/{id}", tags=["studies"], summary="One study: what was charted, from where, and what was not")
def study(id: str, dataset: DatasetDep, review: ReviewId = None) -> StudyDetail:  # noqa: A002 - as above
    """Every charted facet of the study and its units with status, terms and source, and the facets not charted."""
    chosen = dataset.review_id(review)
    found, of = dataset.study(chosen, id), dataset.review(chosen)
    return StudyDetail(
        **dict(_study(chosen, found)),
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


def stored_route(stored: StoredQuestion) -> Callable[..., Answer]:
    """The endpoint of one stored question, so that each is documented with its own text."""

    def endpoint(dataset: DatasetDep, reading: ReadingDep) -> Answer:
        return _answer(dataset, stored, reading, reading.definition)

    endpoint.__name__ = stored.name
    return endpoint


def _answer(dataset: Dataset, stored: StoredQuestion, reading: ReadingDep, definition: str | None) -> Answer:
    question = stored.read(dataset.vocabulary, definition, reading.completeness)
    return answer(dataset, question, stored=stored, review=reading.review, k=reading.k)


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
