"""Retracted studies as they are shown: found, but in no count."""

from kg.evaluation.models import Body
from kg.review.cited.model import RetractedStudy
from kg.versions.evidence import EvidenceBase


class RetractionBody(Body):
    """What states a retraction, its address where it is a DOI or an address, and the day of it (null: not known)."""

    notice: str
    href: str | None
    day: str | None


class RetractedOverview(Body):
    """A study that a review included and that was retracted: as it is cited."""

    id: str
    citation: str | None
    title: str | None
    year: int | None
    doi: str | None
    retraction: RetractionBody
    href: str


def retraction_body(study: RetractedStudy) -> RetractionBody:
    """The retraction of a study as it is sent out."""
    said = study.retraction
    return RetractionBody(notice=said.notice, href=said.address, day=said.day)


def retracted_overviews(evidence: EvidenceBase) -> tuple[RetractedOverview, ...]:
    """The retracted studies of reviews, in order of their ids."""
    return tuple(
        RetractedOverview(
            id=id_,
            citation=study.citation,
            title=study.title,
            year=study.year,
            doi=study.doi,
            retraction=retraction_body(study),
            href=f"/studies/{id_}",
        )
        for id_, (_, study) in evidence.retracted.items()
    )
