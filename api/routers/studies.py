"""Routes of the charted studies."""

from collections.abc import Iterable
from typing import Literal

from fastapi import APIRouter, Request, Response

from api.dependencies import DatasetDep, PagingDep, ReadingDep, ReviewIds, own_question
from api.http.reply import ReplyDep, replies
from api.models import (
    ChartedBody,
    NoteBody,
    RetractedDetail,
    StudyBody,
    StudyDetail,
    StudyList,
    UnitBody,
)
from api.routers.gaps import CONDITIONS
from kg.answer.links import ask_address
from kg.evaluation.evaluate import evaluate
from kg.evaluation.models import bounds_body, evidence_population
from kg.ontology.vocabulary import Vocabulary
from kg.review.model import Charted
from kg.versions.evidence import EvidenceBase

router = APIRouter(tags=["studies"])


@router.get(
    "/studies",
    summary="The charted studies, all or those that certainly meet conditions",
    **replies(StudyList, "/studies?size=2", CONDITIONS),
)
def studies(request: Request, dataset: DatasetDep, reading: ReadingDep, paging: PagingDep, reply: ReplyDep) -> Response:
    """The studies in order of their id; conditions as in `/ask`.

    Studies that a review includes but does not identify are only counted.
    """
    evidence = dataset.evidence(reading.review)
    question = own_question(request, dataset, reading, may_be_empty=True)
    found = (
        evaluate(evidence, question, reading.k) if question.expanded(dataset.vocabulary) or question.asks_year else None
    )
    items, page = paging.cut(evidence.studies.ids if found is None else sorted(found.certain))
    return reply(
        StudyList(
            items=tuple(StudyBody.of(evidence, id_) for id_ in items),
            page=page,
            population=evidence_population(evidence),
            bounds=bounds_body(found.bounds) if found else None,
            answer=ask_address(evidence, question, reading.k) if found else None,
        )
    )


@router.get(
    "/studies/{id:path}",
    summary="One study: what was charted, from where, and what was not",
    **replies(StudyDetail, "/studies/beke-2021"),
)
def study(id: str, dataset: DatasetDep, reply: ReplyDep, review: ReviewIds = None) -> Response:  # noqa: A002 - as above
    """Every charted facet of the study and its units with status, terms and source, and the facets not charted.

    Where several reviews charted it, what each charted stands side by side. A retracted study says what states its retraction;
    no answer counts it, and what was charted of it is not kept.
    """
    return reply(study_detail(dataset.evidence(review), id))


def study_detail(evidence: EvidenceBase, text: str) -> StudyDetail:
    """The body of a study by its id or key.

    Raises:
        NotFound: no study, or several, have it.
    """
    id_ = evidence.study_id(text)
    if id_ in evidence.retracted:
        return RetractedDetail.of(evidence, id_)
    chartings, unit_id = evidence.charted_study(id_), evidence.studies.unit_id
    on_study = [(of.header, each) for of, found in chartings for each in found.charted]
    return StudyDetail(
        **dict(StudyBody.of(evidence, id_)),
        charted=tuple(ChartedBody.of(each, of) for of, each in on_study),
        not_charted=_not_charted(evidence.vocabulary, "study", [each for _, each in on_study]),
        units=tuple(
            UnitBody(
                # As in answers: the id alone is unique only within its study.
                id=unit_id(of.id, f"{found.id}/{unit.id}"),
                notes=tuple(
                    NoteBody(
                        text=note.text, coder=note.activity.coder or None, charted_on=note.activity.charted_on or None
                    )
                    for note in unit.notes
                ),
                charted=tuple(ChartedBody.of(each, of.header) for each in unit.charted),
                not_charted=_not_charted(evidence.vocabulary, "unit", unit.charted),
            )
            for of, found in chartings
            for unit in found.units
        ),
    )


def _not_charted(
    vocabulary: Vocabulary, level: Literal["study", "unit"], charted: Iterable[Charted]
) -> tuple[str, ...]:
    looked_at = {each.facet for each in charted}
    facets = (facet for facet in vocabulary.charted_facets if facet.level == level)
    return tuple(facet.id for facet in facets if facet.id not in looked_at)
