"""Routes of gap questions, stored and ad hoc, and of what became of gaps between two versions."""

# No route catches errors: api.http.problems turns them into problem bodies.

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import USUAL, DatasetDep, PagingDep, ReadingDep, ServiceDep, Version, naming, own_question
from api.http.reply import ReplyDep, replies
from api.models import GapLine, GapLines, GapList, QueryBody
from kg.answer.answer import answer, question_body
from kg.answer.kept.listing import are_kept, listed
from kg.answer.models import Answer
from kg.answer.summary import Line
from kg.answer.words import describe
from kg.difference.compare import compare
from kg.difference.models import Difference
from kg.errors import BadQuestion
from kg.evaluation.gap_kind import GapKind
from kg.evaluation.tabulated import for_a_list
from kg.evaluation.verdict import Verdict
from kg.query.compiled import Language
from kg.query.compiled import Query as CompiledQuery
from kg.questions.catalogue import StoredQuestion, find, tagged
from kg.questions.reading import read_definition
from kg.versions.evidence import EvidenceBase
from kg.versions.retention import find_version, stored_before

_LANGUAGES: tuple[Language, ...] = ("cypher", "sparql")
_MOST_ASKED = "unit-operation,pat-modality,ai-method"
"""The facets of most stored questions, over which ``/gaps`` proposes a search for voids."""
CONDITIONS = {
    "name": "conditions",
    "in": "query",
    "description": "Parameters named like facets, as in the example. A comma means any of the terms, a repeated facet every one "
    "of them; `not.FACET` none of them; `year=2021..2025` a range of years.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "style": "form",
    "explode": True,
    "example": {"pat-modality": "raman-spectroscopy", "ai-method": "deep-learning"},
}
"""The OpenAPI description of conditions: parameters with the name of any facet."""

_VERSIONS = "by its hash, the beginning of it, its label, `current`, or the day on which it was stored"

router = APIRouter()


@router.get(
    "/gaps",
    tags=["gap questions"],
    summary="Every stored question with its answer",
    **replies(GapList, "/gaps?size=1"),
)
def gaps(  # noqa: PLR0913, PLR0917 - one parameter per parameter
    request: Request,
    service: ServiceDep,
    dataset: DatasetDep,
    reading: ReadingDep,
    paging: PagingDep,
    reply: ReplyDep,
    verdict: Annotated[Verdict | None, Query(description="Only answers with this verdict.")] = None,
    kind: Annotated[GapKind | None, Query(description="Only gaps of this kind.")] = None,
    tag: Annotated[str | None, Query(description="Only questions with this tag.")] = None,
) -> Response:
    """The whole catalogue; `definition` applies only to questions whose own definition is of the same notion.

    The `Link` header names `/voids` as related: it finds gaps that no stored question asks about.
    """
    # A wrong name is an error even if no question of the list rests on a definition.
    definition = read_definition(dataset.vocabulary, reading.definition) if reading.definition else None
    catalogue = dataset.catalogue(service.catalogue)
    chosen = tagged(catalogue, tag) if tag else catalogue
    evidence = dataset.evidence(reading.review)
    related = f"{request.scope.get('root_path', '').rstrip('/')}/voids?facets={_MOST_ASKED}"

    def answered(stored: StoredQuestion) -> Answer:
        applies = definition in stored.variants(dataset.vocabulary)
        return _answer(for_a_list(evidence), stored, reading, definition if applies else None)

    def matches(found: Answer | Line) -> bool:
        return verdict in (None, found.verdict) and kind in (None, found.kind)

    if reading != USUAL or not are_kept(evidence):
        items, page = paging.cut([each for each in map(answered, chosen.values()) if matches(each)], related)
        return reply(GapList(items=items, page=page))
    lines = listed(service.home, evidence, chosen.values())
    shown, page = paging.cut([each for each in lines if matches(each.line)], related)
    if reply.is_page:
        return reply(GapLines(items=tuple(_line(evidence, chosen[each.name], each.line) for each in shown), page=page))
    return reply(GapList(items=tuple(answered(chosen[each.name]) for each in shown), page=page))


@router.get(
    "/gaps/{name}",
    tags=["gap questions"],
    summary="The answer to one stored question",
    **replies(Answer, "/gaps/gap_integrated_lyophilization"),
)
def gap(name: str, service: ServiceDep, dataset: DatasetDep, reading: ReadingDep, reply: ReplyDep) -> Response:
    """One answer, with its certificate."""
    stored = find(dataset.catalogue(service.catalogue), name)
    return reply(_answer(dataset.evidence(reading.review), stored, reading, reading.definition))


@router.get(
    "/gaps/{name}/query",
    tags=["gap questions"],
    summary="The question as a query: Cypher, SPARQL, or both with their parameters as JSON",
    **replies(list[QueryBody], "/gaps/gap_integrated_lyophilization/query"),
)
def gap_query(name: str, service: ServiceDep, dataset: DatasetDep, reading: ReadingDep, reply: ReplyDep) -> Response:
    """By ``Accept``: ``application/vnd.neo4j.cypher``, ``application/sparql-query`` or ``application/json``."""
    stored = find(dataset.catalogue(service.catalogue), name)
    question = stored.read(dataset.vocabulary, reading.definition, reading.completeness)
    evidence = dataset.evidence(reading.review)
    return reply(_bodies(evidence.stored_query(stored, question, language) for language in _LANGUAGES))


@router.get(
    "/ask",
    tags=["gap questions"],
    summary="A question of your own",
    **replies(Answer, "/ask?pat-modality=raman-spectroscopy&ai-method=deep-learning", CONDITIONS),
)
def ask(request: Request, dataset: DatasetDep, reading: ReadingDep, reply: ReplyDep) -> Response:
    """Conditions are parameters named like facets: `?pat-modality=raman-spectroscopy&ai-method=deep-learning`.

    A comma means any of them, a repeated facet every one of them, `not.FACET=` none of them, `year=2021..2025` a range of
    years; all conditions must hold in one evidence unit. Terms include their narrower ones.
    """
    question = own_question(request, dataset, reading)
    return reply(answer(dataset.evidence(reading.review), question, k=reading.k))


@router.get(
    "/ask/query",
    tags=["gap questions"],
    summary="The query of a question of your own, as Cypher, as SPARQL, or both with their parameters as JSON",
    **replies(list[QueryBody], "/ask/query?pat-modality=raman-spectroscopy&ai-method=deep-learning", CONDITIONS),
)
def ask_query(request: Request, dataset: DatasetDep, reading: ReadingDep, reply: ReplyDep) -> Response:
    """Conditions as in ``/ask``, media types as of ``/gaps/{name}/query``."""
    question, evidence = own_question(request, dataset, reading), dataset.evidence(reading.review)
    title = describe(dataset.vocabulary, question)
    return reply(_bodies(evidence.query(question, title, language) for language in _LANGUAGES))


def _bodies(queries: Iterable[CompiledQuery]) -> list[QueryBody]:
    return [QueryBody(language=query.language, text=query.text, parameters=dict(query.parameters)) for query in queries]


@router.get(
    "/diff",
    tags=["gap questions"],
    summary="What became of gaps between two stored versions, and by which studies",
    **replies(Difference, "/diff?from=current"),
)
def diff(
    dataset: DatasetDep,
    version: Version,
    service: ServiceDep,
    reply: ReplyDep,
    before: Annotated[
        str | None,
        Query(
            alias="from",
            min_length=1,
            description=f"The first version, {_VERSIONS}; by default the one stored before `to`.",
        ),
    ] = None,
    after: Annotated[
        str | None,
        Query(alias="to", min_length=1, description=f"The second version, {_VERSIONS}; by default `version`."),
    ] = None,
) -> Response:
    """Which stored questions have other studies or bounds: closed, opened, certified, un-certified, narrowed, widened or moved.

    Studies, cells and terms that differ are listed beside, and maximal voids that only one of the versions has. Every stored
    version can be compared, whichever engine answers.
    """
    with naming("to"):
        last = find_version(service.home, after or dataset.version)
    if version and last != version.removeprefix("sha256:"):
        raise BadQuestion("to", after or "", "is another version than that of `version`: leave one of them out")
    with naming("from"):
        first = find_version(service.home, before) if before else stored_before(service.home, last)
    with service.using(first) as one, service.using(last) as other:
        return reply(compare(one, other, service.catalogue, home=service.home))


def _line(evidence: EvidenceBase, stored: StoredQuestion, line: Line) -> GapLine:
    question = question_body(evidence, stored.read(evidence.vocabulary), stored)
    return GapLine(question=question, verdict=line.verdict, kind=line.kind, bounds=line.bounds)


def _answer(evidence: EvidenceBase, stored: StoredQuestion, reading: ReadingDep, definition: str | None) -> Answer:
    question = stored.read(evidence.vocabulary, definition, reading.completeness)
    return answer(evidence, question, stored=stored, k=reading.k)
