"""What a version holds, at a glance: its reviews with their populations, its questions and its facets."""

from collections.abc import Mapping

from kg.evaluation.models import Body, PopulationBody, evidence_population
from kg.questions.catalogue import Catalogue
from kg.versions.evidence import EvidenceBase
from kg.versions.stored_review import StoredReview


class ReviewOverview(Body):
    """A review with its reference and its population."""

    id: str
    title: str | None
    reference: str
    population: PopulationBody


class QuestionOverview(Body):
    """A stored question, without its answer."""

    name: str
    text: str
    href: str


class FacetOverview(Body):
    """A facet that studies are charted on."""

    id: str
    label: str


class Void(Body):
    """A combination that nobody has studied: its sentence, and the address of its answer."""

    sentence: str
    href: str


class Overview(Body):
    """What can be asked: of which reviews (``loaded``), by which questions and facets; and the most surprising voids.

    ``voids_href`` is the address of the search that found these.
    """

    dataset: str
    loaded: tuple[ReviewOverview, ...]
    population: PopulationBody
    questions: tuple[QuestionOverview, ...]
    facets: tuple[FacetOverview, ...]
    voids: tuple[Void, ...]
    voids_href: str


def review_overview(review: StoredReview) -> ReviewOverview:
    """The overview of one review."""
    return ReviewOverview(
        id=review.id,
        title=review.header.title,
        reference=review.header.reference or review.header.citation or review.id,
        population=evidence_population(review.dataset.evidence([review.id])),
    )


def overview(evidence: EvidenceBase, catalogue: Catalogue, found: Mapping[str, str], voids_href: str) -> Overview:
    """The overview of all reviews of a version; ``found`` are the sentences of voids by the address of their answer."""
    return Overview(
        dataset=evidence.dataset.version,
        loaded=tuple(review_overview(review) for review in evidence.reviews),
        population=evidence_population(evidence),
        questions=tuple(
            QuestionOverview(name=name, text=stored.text, href=f"/gaps/{name}") for name, stored in catalogue.items()
        ),
        voids=tuple(Void(sentence=sentence, href=href) for href, sentence in found.items()),
        voids_href=voids_href,
        facets=tuple(FacetOverview(id=each.id, label=each.label) for each in evidence.vocabulary.charted_facets),
    )
